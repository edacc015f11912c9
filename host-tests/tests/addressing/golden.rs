//! Whole messages, byte by byte.

use super::{SOAP11, SOAP12, destination, headers, outcome, shown, written_through_any};
use soapstone::wsa::{Addressing, Any, Extras, Parts, Properties, Reference, Rules, Version};

const GA_01: &str = r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><e:Header><wsa:Action e:mustUnderstand="1">urn:m:Quote</wsa:Action><wsa:MessageID>urn:uuid:00000000-0000-4000-8000-000000000001</wsa:MessageID><wsa:To>http://h.example/svc</wsa:To><wsa:ReplyTo><wsa:Address>http://c.example/cb</wsa:Address><wsa:ReferenceParameters><m:key xmlns:m="urn:m">42</m:key></wsa:ReferenceParameters></wsa:ReplyTo><wsa:FaultTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:FaultTo></e:Header><e:Body><m:Quote xmlns:m="urn:m"/></e:Body></e:Envelope>"#;
const GA_02: &str = r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><e:Header><wsa:Action>urn:m:QuoteResponse</wsa:Action><wsa:RelatesTo>urn:uuid:00000000-0000-4000-8000-000000000001</wsa:RelatesTo><wsa:To>http://c.example/cb</wsa:To><m:key xmlns:m="urn:m" wsa:IsReferenceParameter="true">42</m:key></e:Header><e:Body><m:QuoteResponse xmlns:m="urn:m"/></e:Body></e:Envelope>"#;
const GA_03: &str = r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><e:Header><wsa:Action>http://www.w3.org/2005/08/addressing/fault</wsa:Action><wsa:RelatesTo>urn:uuid:00000000-0000-4000-8000-000000000001</wsa:RelatesTo></e:Header><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>wsa:InvalidAddressingHeader</e:Value><e:Subcode><e:Value>wsa:InvalidCardinality</e:Value></e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">A header representing a Message Addressing Property is not valid and the message cannot be processed</e:Text></e:Reason><e:Detail><wsa:ProblemHeaderQName>wsa:To</wsa:ProblemHeaderQName></e:Detail></e:Fault></e:Body></e:Envelope>"#;
const GA_04: &str = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://www.w3.org/2005/08/addressing"><e:Header><wsa:Action>http://www.w3.org/2005/08/addressing/fault</wsa:Action><wsa:RelatesTo>urn:uuid:00000000-0000-4000-8000-000000000001</wsa:RelatesTo><wsa:FaultDetail><wsa:ProblemAction><wsa:Action>urn:m:Nope</wsa:Action></wsa:ProblemAction></wsa:FaultDetail></e:Header><e:Body><e:Fault><faultcode>wsa:ActionNotSupported</faultcode><faultstring>The [action] cannot be processed at the receiver</faultstring></e:Fault></e:Body></e:Envelope>"#;
const GA_05: &str = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"><e:Header><wsa:MessageID>urn:uuid:00000000-0000-4000-8000-000000000002</wsa:MessageID><wsa:To>http://h.example/svc</wsa:To><wsa:Action>urn:m:Quote</wsa:Action><wsa:ReplyTo><wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address><wsa:ReferenceProperties><m:tenant xmlns:m="urn:m">t9</m:tenant></wsa:ReferenceProperties></wsa:ReplyTo></e:Header><e:Body><m:Quote xmlns:m="urn:m"/></e:Body></e:Envelope>"#;

fn request(message: &str) -> Addressing<'static> {
    Addressing::of(&headers(message, 0, &[])).expect("addressing headers")
}

/// S-080 to S-087, S-111: the request as it was meant, written, read and shown.
#[test]
fn ga_01() {
    let key = [Any::Leaf { uri: "urn:m", local: "key", text: "42" }];
    let properties = Properties {
        action: "urn:m:Quote",
        message_id: Some("urn:uuid:00000000-0000-4000-8000-000000000001"),
        to: Some("http://h.example/svc"),
        fault_to: Some(Version::V10.anonymous()),
        ..Properties::default()
    };
    let reply_to = Parts { address: "http://c.example/cb", reference_parameters: &key, ..Parts::default() };
    let extras = Extras { reply_to: Some(Reference::New(reply_to)), ..Extras::default() };
    let message = written_through_any(
        SOAP12,
        Version::V10,
        &[&|writer| extras.write(&properties, writer), &|writer| writer.body_entry("urn:m", "Quote"), &|writer| {
            writer.end()
        }],
    );
    assert_eq!(message, GA_01.replace(r#" e:mustUnderstand="1""#, ""));
    assert_eq!(
        outcome(&headers(GA_01, 0, &[]), &Rules::default()),
        "action urn:m:Quote, id urn:uuid:00000000-0000-4000-8000-000000000001, to http://h.example/svc, \
         reply http://c.example/cb. key key=42, fault http://www.w3.org/2005/08/addressing/anonymous."
    );
    let block = request(GA_01).block(soapstone::wsa::Header::Action).expect("an Action");
    assert!(block.must_understand());
}

/// S-112: the reply, from the request.
#[test]
fn ga_02() {
    let reply = request(GA_01).reply(&Rules::default(), "urn:m:QuoteResponse").expect("a reply");
    assert_eq!(destination(&reply.destination), "to http://c.example/cb");
    let message = written_through_any(
        SOAP12,
        Version::V10,
        &[&|writer| reply.properties.write(writer), &|writer| writer.body_entry("urn:m", "QuoteResponse"), &|writer| {
            writer.end()
        }],
    );
    assert_eq!(message, GA_02);
    assert_eq!(request(GA_02).in_reply_to(), Some("urn:uuid:00000000-0000-4000-8000-000000000001"));
    let fault = request(GA_01).fault_reply(&Rules::default(), "urn:f").expect("a fault");
    assert_eq!(destination(&fault.destination), "back");
}

#[test]
fn ga_03() {
    let request = request(&GA_01.replace("<wsa:To>", "<wsa:To>http://h.example/other</wsa:To><wsa:To>"));
    let problem = request.check(&Rules::default()).expect_err("two of To");
    let reply = request.problem_reply(&Rules::default(), &problem);
    assert_eq!(destination(&reply.destination), "back");
    let message = written_through_any(
        SOAP12,
        Version::V10,
        &[&|writer| reply.properties.write(writer), &|writer| problem.write_header(writer), &|writer| {
            problem.write_fault(writer)
        }],
    );
    assert_eq!(message, GA_03);
}

#[test]
fn ga_04() {
    let message = GA_01.replace("urn:m:Quote", "urn:m:Nope").replace(SOAP12.uri(), SOAP11.uri());
    let request = request(&message);
    let problem = request.action_not_supported();
    let reply = request.problem_reply(&Rules::default(), &problem);
    assert_eq!(destination(&reply.destination), "back", "FaultTo is anonymous");
    let message = written_through_any(
        SOAP11,
        Version::V10,
        &[&|writer| reply.properties.write(writer), &|writer| problem.write_header(writer), &|writer| {
            problem.write_fault(writer)
        }],
    );
    // The address was said, and it is the default.
    assert_eq!(message, GA_04);
}

#[test]
fn ga_05() {
    let request = request(GA_05);
    assert_eq!(
        outcome(&headers(GA_05, 0, &[]), &Rules::default()),
        "action urn:m:Quote, id urn:uuid:00000000-0000-4000-8000-000000000002, to http://h.example/svc, \
         reply http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous. property tenant=t9"
    );
    let reply = request.reply(&Rules::default(), "urn:m:QuoteResponse").expect("a reply");
    assert_eq!(destination(&reply.destination), "back");
    let message = written_through_any(SOAP11, Version::V200408, &[&|writer| reply.properties.write(writer)]);
    assert_eq!(
        super::header_of(&message),
        r#"<wsa:Action>urn:m:QuoteResponse</wsa:Action><wsa:RelatesTo>urn:uuid:00000000-0000-4000-8000-000000000002</wsa:RelatesTo><wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To><m:tenant xmlns:m="urn:m">t9</m:tenant>"#
    );
    assert_eq!(
        shown(&super::golden::request(&message)),
        "action urn:m:QuoteResponse, to http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous, \
         relates urn:uuid:00000000-0000-4000-8000-000000000002 reply"
    );
}
