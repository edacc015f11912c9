//! Messages as they are sent: sets that are measured as a whole.

use super::inputs::{Dice, Input};
use crate::corpus;
use std::fmt::Write as _;

/// Messages that are read one after the other and counted together.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// The name in tables and on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    make: fn() -> Vec<Vec<u8>>,
}

impl Set {
    /// The messages; none where what they are read from is absent.
    pub fn make(&self) -> Vec<Vec<u8>> {
        (self.make)()
    }
}

/// Every set, in the order of the tables.
pub const ALL: &[Set] = &[
    Set { name: "onvif", about: "44 messages of real ONVIF devices, from the corpus", make: onvif },
    Set { name: "siebel", about: "a login, a query and its answer in the shapes of Siebel", make: siebel },
];

/// The messages with this name, of a set or the one of an [`Input`]; `None` for an unknown name.
pub fn named(name: &str) -> Option<Vec<Vec<u8>>> {
    let set = ALL.iter().find(|set| set.name == name).map(Set::make);
    set.or_else(|| Input::named(name).map(|input| vec![input.make().into_bytes()]))
}

/// Without the one fault, whose code has a prefix that is not declared: a reader of faults refuses it.
fn onvif() -> Vec<Vec<u8>> {
    let is_one = |path: &str| path.starts_with("onvif-ex/") && !path.ends_with("/soap_fault.xml");
    let files = corpus::messages().into_iter().filter(|file| is_one(&file.path));
    files.map(|file| file.bytes).collect()
}

/// Nobody has published captures of Siebel: these are written from its documentation, as S-183 to S-185, S-226 and S-331.
fn siebel() -> Vec<Vec<u8>> {
    vec![login(), query(), answer()]
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\" \
    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";

fn login() -> Vec<u8> {
    format!(
        "{HEAD}<SOAP-ENV:Header><wsse:Security xmlns:wsse=\"http://schemas.xmlsoap.org/ws/2002/07/secext\">\
        <wsse:UsernameToken><wsse:Username>OPERATOR</wsse:Username>\
        <wsse:Password Type=\"wsse:PasswordText\">valve-17</wsse:Password></wsse:UsernameToken></wsse:Security>\
        </SOAP-ENV:Header><SOAP-ENV:Body><asi:SiebelAccountQueryById xmlns:asi=\"http://siebel.com/asi/\" \
        SOAP-ENV:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">\
        <PrimaryRowId xsi:type=\"xsd:string\">1-6</PrimaryRowId></asi:SiebelAccountQueryById></SOAP-ENV:Body>\
        </SOAP-ENV:Envelope>\n"
    )
    .into_bytes()
}

fn query() -> Vec<u8> {
    format!(
        "{HEAD}<SOAP-ENV:Header><SessionType xmlns=\"http://siebel.com/webservices\">Stateless</SessionType>\
        <SessionToken xmlns=\"http://siebel.com/webservices\">d4kQPfG2bZq8XvXcM0r6W1sJt7uYlEoNhAaRi5BzKwTmCxU3\
        </SessionToken></SOAP-ENV:Header><SOAP-ENV:Body>\
        <asi:SiebelAccountQueryByExample_Input xmlns:asi=\"http://siebel.com/asi/\">\
        <ListOfAccountInterface xmlns=\"http://www.siebel.com/xml/Account%20Interface\"><Account><Name>Harbour*</Name>\
        <ListOfRelatedContact><RelatedContact><LastName>Ander*</LastName></RelatedContact></ListOfRelatedContact>\
        </Account></ListOfAccountInterface></asi:SiebelAccountQueryByExample_Input></SOAP-ENV:Body>\
        </SOAP-ENV:Envelope>\n"
    )
    .into_bytes()
}

/// Twelve accounts: dense markup in a default namespace, no attributes, fields that are empty.
fn answer() -> Vec<u8> {
    let mut dice = Dice::new(5);
    let mut xml = format!(
        "{HEAD}<SOAP-ENV:Header><SessionToken xmlns=\"http://siebel.com/webservices\">\
        pQ0sVb7KcR2yXn4JmW8tEu6LzDg1FhAi3OoNqTkS5xBvCwYj</SessionToken></SOAP-ENV:Header><SOAP-ENV:Body>\
        <asi:SiebelAccountQueryByExample_Output xmlns:asi=\"http://siebel.com/asi/\">\
        <ListOfAccountInterface xmlns=\"http://www.siebel.com/xml/Account%20Interface\">"
    );
    for account in 0..12 {
        let _ = write!(
            xml,
            "<Account><AccountId>1-{:X}</AccountId><Created>04/{:02}/2026 07:{:02}:45</Created>\
            <Name>Harbour {} &amp; Sons</Name><Location>{}</Location><CurrencyCode>EUR</CurrencyCode>\
            <AccountStatus>{}</AccountStatus><MainPhoneNumber>+49{:09}</MainPhoneNumber><HomePage/><Synonym/>\
            <ParentAccountIntegrationId/><ListOfRelatedContact>",
            0x4E20 + dice.roll(9000),
            1 + dice.roll(28),
            dice.roll(60),
            dice.pick(&["Pumps", "Cranes", "Logistics"]),
            dice.pick(&["Hamburg", "Rotterdam", "Gdańsk", "HQ-Distribution"]),
            dice.pick(&["Active", "Inactive", "Candidate"]),
            dice.roll(1_000_000_000),
        );
        for _ in 0..1 + account % 3 {
            let _ = write!(
                xml,
                "<RelatedContact IsPrimaryMVG=\"{}\"><ContactId>1-{:X}</ContactId><ContactIntegrationId/>\
                <FirstName>{}</FirstName><LastName>{}</LastName><MiddleName/><PersonUId>1-{:X}</PersonUId>\
                <EmailAddress>{}@example.com</EmailAddress></RelatedContact>",
                dice.pick(&["Y", "N"]),
                0x4E20 + dice.roll(9000),
                dice.pick(&["Ada", "Jørgen", "Marie"]),
                dice.pick(&["Anderson", "Lindqvist", "Okafor"]),
                0x4E20 + dice.roll(9000),
                dice.pick(&["ada", "office", "marie"]),
            );
        }
        xml.push_str("</ListOfRelatedContact></Account>");
    }
    xml.push_str(
        "</ListOfAccountInterface></asi:SiebelAccountQueryByExample_Output></SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
    );
    xml.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures in the documents belong to these bytes: a change here changes the figures.
    #[test]
    fn sets_are_the_same_each_time_and_well_formed() {
        for set in ALL {
            let messages = set.make();
            assert_eq!(messages, set.make(), "{}", set.name);
            for message in &messages {
                let text = std::str::from_utf8(message).expect("UTF-8");
                assert!(roxmltree::Document::parse(text).is_ok(), "{}: {text}", set.name);
            }
        }
        assert!((12_000..13_000).contains(&siebel().concat().len()), "{}", siebel().concat().len());
    }

    #[test]
    fn names_are_those_of_sets_and_inputs() {
        assert_eq!(named("siebel").map(|set| set.len()), Some(3));
        assert_eq!(named("small1k").map(|set| set.len()), Some(1));
        assert_eq!(named("none"), None);
    }
}
