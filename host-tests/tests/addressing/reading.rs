//! Headers and endpoint references, as they are read.

use super::{SOAP11, SOAP12, headers, message, outcome};
use soapstone::soap;
use soapstone::wsa::{OLDER_NAMESPACES, Rules, Version};

/// Version, header blocks, and what they say or the problem they have, by the standard alone.
const VECTORS: &[(&str, soap::Version, &str, &str)] = &[
    (
        "EPR-01",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><wsa:ReferenceParameters><m:k>42</m:k></wsa:ReferenceParameters></wsa:ReplyTo>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, reply http://c/. key k=42",
    ),
    (
        "EPR-02",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:MessageID>i</wsa04:MessageID><wsa04:ReplyTo><wsa04:Address>http://c/</wsa04:Address><wsa04:ReferenceProperties><m:p>1</m:p></wsa04:ReferenceProperties><wsa04:ReferenceParameters><m:k>42</m:k></wsa04:ReferenceParameters></wsa04:ReplyTo>",
        "action a, id i, to t, reply http://c/. property p=1 key k=42",
    ),
    ("EPR-03", SOAP12, "<wsa:Action>a</wsa:Action><wsa:ReplyTo/>", "wsa.missing_address_in_epr ReplyTo"),
    (
        "EPR-03, only parameters",
        SOAP11,
        "<wsa:Action>a</wsa:Action><wsa:FaultTo><wsa:ReferenceParameters/></wsa:FaultTo>",
        "wsa.missing_address_in_epr FaultTo",
    ),
    (
        "EPR-04",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><m:ext/></wsa:ReplyTo>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, reply http://c/. extension ext",
    ),
    (
        "EPR-05",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>http://c/</wsa:Address><wsa:Metadata m:v='1'><m:d/></wsa:Metadata><wsa:ReferenceParameters><m:k>1</m:k></wsa:ReferenceParameters></wsa:ReplyTo>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, reply http://c/. key k=1 metadata @v=1 d",
    ),
    (
        "EPR-06",
        SOAP11,
        "<wsa:Action>\n a </wsa:Action><wsa:From><wsa:Address> http://c/ <!-- x --></wsa:Address></wsa:From>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, from http://c/.",
    ),
    (
        "EPR-07",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:From><wsa04:Address>u:c</wsa04:Address><wsa04:PortType>m:T</wsa04:PortType><wsa04:ServiceName PortName='P'>m:S</wsa04:ServiceName></wsa04:From>",
        "action a, to t, from u:c. type {urn:m}T service {urn:m}S Some(\"P\")",
    ),
    (
        "S-085, S-086: the five parts of an endpoint reference",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:From m:x='1'><wsa:Address m:y='2'>u:c</wsa:Address><wsa:ReferenceParameters><m:k>3</m:k></wsa:ReferenceParameters><wsa:Metadata m:z='4'><w:ServiceName xmlns:w='http://www.w3.org/2006/05/addressing/wsdl' EndpointName='E'>m:S</w:ServiceName></wsa:Metadata><m:e/><m:f/></wsa:From>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, from u:c @x=1 @y=2. key k=3 metadata @z=4 ServiceName service {urn:m}S Some(\"E\") extension e extension f",
    ),
    (
        "REP-05, S-113",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:RelatesTo RelationshipType='urn:m:cancel'>urn:1</wsa:RelatesTo><wsa:RelatesTo>urn:2</wsa:RelatesTo>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, relates urn:1 {}urn:m:cancel, relates urn:2 reply",
    ),
    (
        "REP-06",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:RelatesTo RelationshipType='wsa04:Reply'>u</wsa04:RelatesTo><wsa04:RelatesTo RelationshipType='m:x'>v</wsa04:RelatesTo><wsa04:RelatesTo RelationshipType='n:x'>w</wsa04:RelatesTo>",
        "action a, to t, relates u reply, relates v {urn:m}x, relates w {}n:x",
    ),
    (
        "a relationship said with the default",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:RelatesTo RelationshipType=' http://www.w3.org/2005/08/addressing/reply '>1</wsa:RelatesTo>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, relates 1 reply",
    ),
    (
        "S-084: marked blocks are reference parameters",
        SOAP12,
        "<m:k wsa:IsReferenceParameter='true'>1</m:k><wsa:Action>a</wsa:Action><m:l wsa:IsReferenceParameter='false'>2</m:l><m:n wsa:IsReferenceParameter='1'>3</m:n><m:o>4</m:o>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous, parameter k=1, parameter n=3",
    ),
    (
        "2004/08 marks nothing",
        SOAP12,
        "<m:k wsa:IsReferenceParameter='true'>1</m:k><wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To>",
        "action a, to t",
    ),
    ("FLT-A01", SOAP12, "<wsa:To>t</wsa:To><wsa:To>t</wsa:To>", "wsa.invalid_cardinality To"),
    (
        "FLT-A01 in 2004/08 shows the header",
        SOAP12,
        "<wsa04:To>t</wsa04:To><wsa04:To>t</wsa04:To>",
        "wsa.invalid_cardinality <To>",
    ),
    ("FLT-A02", SOAP11, "<wsa:To>t</wsa:To>", "wsa.message_addressing_header_required Action"),
    ("FLT-A03", SOAP11, "<m:h/>", "no addressing"),
    ("2004/08 needs To", SOAP11, "<wsa04:Action>a</wsa04:Action>", "wsa.message_addressing_header_required To"),
    (
        "2004/08 needs MessageID with ReplyTo",
        SOAP11,
        "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To><wsa04:ReplyTo><wsa04:Address>u:c</wsa04:Address></wsa04:ReplyTo>",
        "wsa.message_addressing_header_required MessageID",
    ),
    (
        "two versions in one message",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa04:To>t</wsa04:To>",
        "wsa.invalid_addressing_header To",
    ),
    ("an empty action", SOAP12, "<wsa:Action> </wsa:Action>", "wsa.invalid_addressing_header Action"),
    (
        "an action with an element in it",
        SOAP12,
        "<wsa:Action>a<m:x/></wsa:Action>",
        "wsa.invalid_addressing_header Action",
    ),
    ("no URI", SOAP12, "<wsa:Action>a</wsa:Action><wsa:To>a b</wsa:To>", "wsa.invalid_address To \"a b\""),
    (
        "an empty address",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:From><wsa:Address/></wsa:From>",
        "wsa.invalid_address From \"\"",
    ),
    (
        "two addresses",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:From><wsa:Address>a</wsa:Address><wsa:Address>b</wsa:Address></wsa:From>",
        "wsa.invalid_epr From",
    ),
    (
        "headers for nobody do not count",
        SOAP12,
        "<wsa:Action>a</wsa:Action><wsa:Action e:role='http://www.w3.org/2003/05/soap-envelope/role/none'>b</wsa:Action>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous",
    ),
    (
        "headers for another node do not count",
        SOAP11,
        "<wsa:Action e:actor='urn:other'>b</wsa:Action><wsa:Action>a</wsa:Action>",
        "action a, to http://www.w3.org/2005/08/addressing/anonymous",
    ),
    (
        "headers for every node count",
        SOAP11,
        "<wsa:Action e:actor='http://schemas.xmlsoap.org/soap/actor/next'>b</wsa:Action><wsa:Action>a</wsa:Action>",
        "wsa.invalid_cardinality Action",
    ),
];

/// S-080, S-081, S-083, S-087, S-112: what is read does not depend on the chunks.
#[test]
fn headers_are_read_at_every_split() {
    for (id, version, blocks, expected) in VECTORS {
        let message = message(*version, blocks);
        for split in 0..=message.len() {
            let headers = headers(&message, split, &[]);
            assert_eq!(outcome(&headers, &Rules::default()), *expected, "{id}, split at {split}");
        }
    }
}

/// Whatever is taken away or repeated, there is a reading or a problem, and it can be answered.
#[test]
fn without_any_one_element_or_with_it_twice_there_is_an_outcome() {
    for (_, version, blocks, _) in VECTORS {
        let elements = elements(blocks);
        assert!(!elements.is_empty());
        for range in elements {
            let (before, rest) = blocks.split_at(range.start);
            let (element, after) = rest.split_at(range.len());
            for changed in [format!("{before}{after}"), format!("{before}{element}{element}{after}")] {
                let headers = headers(&message(*version, &changed), 0, &[]);
                let Some(addressing) = soapstone::wsa::Addressing::of(&headers) else { continue };
                let rules = Rules::default();
                let outcome = outcome(&headers, &rules);
                assert!(outcome.starts_with("wsa.") || outcome.contains("action "), "{outcome}: {changed}");
                if let Err(problem) = addressing.check(&rules) {
                    assert!(addressing.problem_reply(&rules, &problem).properties.in_reply_to.is_some());
                }
            }
        }
    }
}

/// The places of the elements in well-formed content.
fn elements(xml: &str) -> Vec<std::ops::Range<usize>> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (at, _) in xml.match_indices('<').filter(|(at, _)| !xml[*at..].starts_with("<!")) {
        let end = at + xml[at..].find('>').expect("a tag ends") + 1;
        if xml[at..].starts_with("</") {
            found.push(open.pop().expect("balanced")..end);
        } else if xml[..end].ends_with("/>") {
            found.push(at..end);
        } else {
            open.push(at);
        }
    }
    found
}

/// Versions that are recognised by name only: their headers are not read.
#[test]
fn older_drafts_are_not_understood() {
    for uri in OLDER_NAMESPACES {
        let headers = headers(&message(SOAP11, &format!("<a:Action xmlns:a='{uri}'>a</a:Action>")), 0, &[]);
        assert_eq!(outcome(&headers, &Rules::default()), "no addressing");
        assert!(Version::from_uri(uri.as_bytes()).is_none());
    }
}
