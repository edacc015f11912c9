//! Answers derived from requests.

use super::{SOAP11, SOAP12, addressing, destination, header_of, written_through_any};
use soapstone::ErrorKind;
use soapstone::soap;
use soapstone::wsa::Rules;

const PARAMETERS: &str = "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><wsa:ReferenceParameters>{}</wsa:ReferenceParameters></wsa:ReplyTo>";

/// Version, header blocks of the request, whether a fault answers it, and where the answer goes with which headers.
const VECTORS: &[(&str, soap::Version, &str, bool, &str, &str)] = &[
    (
        "EPR-01",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><wsa:ReferenceParameters><m:k>42</m:k></wsa:ReferenceParameters></wsa:ReplyTo>",
        false,
        "to http://c/",
        r#"<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://c/</wsa:To><m:k xmlns:m="urn:m" wsa:IsReferenceParameter="true">42</m:k>"#,
    ),
    (
        "EPR-02",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:MessageID>1</wsa04:MessageID><wsa04:ReplyTo><wsa04:Address>http://c/</wsa04:Address><wsa04:ReferenceParameters><m:k>42</m:k></wsa04:ReferenceParameters></wsa04:ReplyTo>",
        false,
        "to http://c/",
        r#"<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://c/</wsa:To><m:k xmlns:m="urn:m">42</m:k>"#,
    ),
    (
        "a mark that is there already, and names in the content",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><wsa:ReferenceParameters><m:k xmlns:q='urn:q' wsa:IsReferenceParameter='0' q:a='1'><q:b>q:c</q:b></m:k></wsa:ReferenceParameters></wsa:ReplyTo>",
        false,
        "to http://c/",
        r#"<wsa:Action>r</wsa:Action><wsa:RelatesTo>http://www.w3.org/2005/08/addressing/unspecified</wsa:RelatesTo><wsa:To>http://c/</wsa:To><m:k xmlns:m="urn:m" xmlns:q="urn:q" q:a="1" wsa:IsReferenceParameter="true"><q:b>q:c</q:b></m:k>"#,
    ),
    (
        "REP-01",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID>",
        false,
        "back",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>",
    ),
    (
        "REP-02",
        SOAP12,
        "<wsa:Action>a</wsa:Action>",
        false,
        "back",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>http://www.w3.org/2005/08/addressing/unspecified</wsa:RelatesTo>",
    ),
    (
        "REP-03",
        SOAP11,
        "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/none</wsa:Address></wsa:ReplyTo>",
        false,
        "none",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>http://www.w3.org/2005/08/addressing/unspecified</wsa:RelatesTo><wsa:To>http://www.w3.org/2005/08/addressing/none</wsa:To>",
    ),
    (
        "REP-04",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo><wsa:FaultTo><wsa:Address>http://f/</wsa:Address></wsa:FaultTo>",
        true,
        "to http://f/",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://f/</wsa:To>",
    ),
    (
        "a fault goes where the reply goes",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address></wsa:ReplyTo>",
        true,
        "to http://c/",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://c/</wsa:To>",
    ),
    (
        "in 2004/08 it goes to From",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:MessageID>1</wsa04:MessageID><wsa04:From><wsa04:Address>http://c/</wsa04:Address></wsa04:From>",
        true,
        "to http://c/",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://c/</wsa:To>",
    ),
    (
        "in 1.0 it does not",
        SOAP11,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:From><wsa:Address>http://c/</wsa:Address></wsa:From>",
        true,
        "back",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo>",
    ),
    (
        "the anonymous address of the other version",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address></wsa:ReplyTo>",
        false,
        "to http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To>",
    ),
    (
        "a peer that fetches its messages",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:MessageID>1</wsa:MessageID><wsa:ReplyTo><wsa:Address>http://docs.oasis-open.org/ws-rx/wsmc/200702/anonymous?id=7</wsa:Address></wsa:ReplyTo>",
        false,
        "hold for http://docs.oasis-open.org/ws-rx/wsmc/200702/anonymous?id=7",
        "<wsa:Action>r</wsa:Action><wsa:RelatesTo>1</wsa:RelatesTo><wsa:To>http://docs.oasis-open.org/ws-rx/wsmc/200702/anonymous?id=7</wsa:To>",
    ),
];

/// S-084: reference parameters become header blocks of the answer.
#[test]
fn answers_are_addressed_as_the_request_says() {
    for (id, version, blocks, is_fault, goes, expected) in VECTORS {
        let request = addressing(*version, blocks);
        let rules = Rules::default();
        let reply = match is_fault {
            true => request.fault_reply(&rules, "r"),
            false => request.reply(&rules, "r"),
        };
        let reply = reply.unwrap_or_else(|problem| panic!("{id}: {problem:?}"));
        assert_eq!(destination(&reply.destination), *goes, "{id}");
        let message = written_through_any(*version, request.version(), &[&|writer| reply.properties.write(writer)]);
        assert_eq!(header_of(&message), *expected, "{id}");
    }
}

/// Reference parameters come from the peer: they may not stand for headers of this node, nor be too many.
#[test]
fn reference_parameters_do_not_override_headers() {
    for (parameters, is_refused) in [
        ("<m:k/>", false),
        ("<wsa:To>x</wsa:To>", true),
        ("<wsa04:Action>x</wsa04:Action>", true),
        ("<e:x/>", true),
        ("<k/>", true),
        ("<m:k e:mustUnderstand='1'/>", false),
        ("<m:k e:mustUnderstand=''/>", true),
        ("<m:k e:relay='never'/>", true),
        ("<r:k xmlns:r='urn:reserved'/>", true),
        ("<m:a/><m:b/>", false),
        ("<m:a/><m:b/><m:c/>", true),
    ] {
        let request = addressing(SOAP12, &PARAMETERS.replace("{}", parameters));
        let rules = Rules { reference_parameters: 2, reserved: &["urn:reserved"], ..Rules::default() };
        let refused = request.reply(&rules, "r").err();
        assert_eq!(refused.map(|p| p.error.kind), is_refused.then_some(ErrorKind::InvalidEpr), "{parameters}");
        assert_eq!(refused.is_some(), request.fault_reply(&rules, "r").is_err(), "{parameters}");
        let problem = request.action_not_supported();
        let fallback = request.problem_reply(&rules, &problem);
        assert_eq!(destination(&fallback.destination), if is_refused { "back" } else { "to http://c/" });
    }
}
