//! A server that configures devices: TR-069.

use super::digest::Guard;
use super::http::Message;
use super::server::Answer;
use super::xml::{Envelope, child, document, elements, media_type, same, text};
use anyhow::{Context, Result, bail, ensure};
use soapstone::Namespace;
use soapstone::soap::Version;

const CWMP: &str = "urn:dslforum-org:cwmp-1-0";
const INTERVAL: &str = "Device.ManagementServer.PeriodicInformInterval";
const COOKIE: &str = "session=7f3a";

/// The server. It does one thing after the other, and knows its session by a cookie.
#[derive(Debug, Default)]
pub(super) struct Acs {
    /// How many requests of the session came that were let in.
    pub(super) turn: u32,
    guard: Guard,
}

/// How many requests make a session.
pub(super) const TURNS: u32 = 6;

impl Acs {
    /// Answers a request, if it is what is due.
    pub(super) fn answer(&mut self, request: &Message) -> Result<Answer> {
        if let Some(challenge) = self.guard.judge(request)? {
            return Ok(challenge);
        }
        let turn = self.turn;
        self.turn += 1;
        let cookie = request.field("Cookie").unwrap_or_default();
        same("the cookie", cookie, if turn == 0 { "" } else { COOKIE })?;
        if turn == 1 {
            let silent = ["Content-Type", "SOAPAction"].iter().all(|name| request.field(name).is_none());
            ensure!(request.body.is_empty() && silent, "the empty request is not empty");
            return Ok(call("acs-1", &get(&["Device.DeviceInfo.SoftwareVersion", INTERVAL])));
        }
        same("SOAPAction", request.field("SOAPAction").context("no SOAPAction")?, "")?;
        media_type(request, Version::Soap11)?;
        let document = document(&request.body)?;
        let envelope = Envelope::of(&document)?;
        ensure!(envelope.version == Version::Soap11, "SOAP 1.2");
        let id = envelope.block(CWMP, "ID")?;
        ensure!(envelope.is_mandatory(id), "an ID that may be passed over");
        let id = id.text().unwrap_or_default();
        if turn == 0 {
            return informed(&envelope, id);
        }
        same("the ID", id, &format!("acs-{}", turn - 1))?;
        self.replied(turn, &envelope)
    }

    /// Judges the reply to the call before, and makes the next.
    fn replied(&self, turn: u32, envelope: &Envelope<'_>) -> Result<Answer> {
        match turn {
            2 => {
                values(envelope, &[("Device.DeviceInfo.SoftwareVersion", "0.1.0"), (INTERVAL, "86400")])?;
                let set = format!(
                    "<cwmp:SetParameterValues><ParameterList soap-enc:arrayType=\"cwmp:ParameterValueStruct[1]\">\
                     <ParameterValueStruct><Name>{INTERVAL}</Name><Value xsi:type=\"xsd:unsignedInt\">300</Value>\
                     </ParameterValueStruct></ParameterList><ParameterKey/></cwmp:SetParameterValues>"
                );
                Ok(call("acs-2", &set))
            }
            3 => {
                ensure!(envelope.entry.has_tag_name((CWMP, "SetParameterValuesResponse")), "another reply");
                same("the Status", text(envelope.entry, "", "Status")?, "0")?;
                Ok(call("acs-3", "<cwmp:ScheduleInform><DelaySeconds>60</DelaySeconds></cwmp:ScheduleInform>"))
            }
            4 => {
                ensure!(envelope.is_fault(), "no fault");
                let fault = child(child(envelope.entry, "", "detail")?, CWMP, "Fault")?;
                same("the FaultCode", text(fault, "", "FaultCode")?, "9000")?;
                Ok(call("acs-4", &get(&[INTERVAL])))
            }
            5 => {
                values(envelope, &[(INTERVAL, "300")])?;
                Ok(Answer::nothing(204))
            }
            _ => bail!("a request after the session"),
        }
    }
}

/// Judges the Inform and takes note of it.
fn informed(envelope: &Envelope<'_>, id: &str) -> Result<Answer> {
    ensure!(envelope.entry.has_tag_name((CWMP, "Inform")), "no Inform");
    let device = child(envelope.entry, "", "DeviceId")?;
    same("the OUI", text(device, "", "OUI")?, "020000")?;
    let event = child(envelope.entry, "", "Event")?;
    array(event, "EventStruct", 1)?;
    same("the event", text(child(event, "", "EventStruct")?, "", "EventCode")?, "1 BOOT")?;
    array(child(envelope.entry, "", "ParameterList")?, "ParameterValueStruct", 3)?;
    let response = "<cwmp:InformResponse><MaxEnvelopes>1</MaxEnvelopes></cwmp:InformResponse>";
    let mut answer = call(id, response);
    answer.fields.push(("Set-Cookie", format!("{COOKIE}; Path=/; HttpOnly")));
    Ok(answer)
}

/// Judges the values of a GetParameterValuesResponse.
fn values(envelope: &Envelope<'_>, expected: &[(&str, &str)]) -> Result<()> {
    ensure!(envelope.entry.has_tag_name((CWMP, "GetParameterValuesResponse")), "another reply");
    let list = child(envelope.entry, "", "ParameterList")?;
    array(list, "ParameterValueStruct", expected.len())?;
    for (value, expected) in elements(list).into_iter().zip(expected) {
        same("the name", text(value, "", "Name")?, expected.0)?;
        same(expected.0, text(value, "", "Value")?, expected.1)?;
        let kind = child(value, "", "Value")?.attribute((Namespace::XmlSchemaInstance.uri(), "type"));
        ensure!(kind.is_some_and(|kind| kind.starts_with("xsd:")), "the type {kind:?}");
    }
    Ok(())
}

/// Fails unless an array has so many elements and says so.
fn array(node: roxmltree::Node<'_, '_>, of: &str, len: usize) -> Result<()> {
    let kind = node.attribute((Namespace::Soap11Encoding.uri(), "arrayType")).unwrap_or_default();
    same("the arrayType", kind, &format!("cwmp:{of}[{len}]"))?;
    let found = node.children().filter(|child| child.has_tag_name(of)).count();
    ensure!(found == len, "{found} elements of {len}");
    Ok(())
}

fn get(names: &[&str]) -> String {
    let list: String = names.iter().map(|name| format!("<string>{name}</string>")).collect();
    format!(
        "<cwmp:GetParameterValues><ParameterNames soap-enc:arrayType=\"xsd:string[{}]\">{list}</ParameterNames>\
         </cwmp:GetParameterValues>",
        names.len()
    )
}

fn call(id: &str, body: &str) -> Answer {
    let envelope = format!(
        "<soap-env:Envelope xmlns:soap-env=\"{}\" xmlns:soap-enc=\"{}\" xmlns:xsd=\"{}\" xmlns:xsi=\"{}\" \
         xmlns:cwmp=\"{CWMP}\"><soap-env:Header><cwmp:ID soap-env:mustUnderstand=\"1\">{id}</cwmp:ID></soap-env:Header>\
         <soap-env:Body>{body}</soap-env:Body></soap-env:Envelope>",
        Version::Soap11.uri(),
        Namespace::Soap11Encoding.uri(),
        Namespace::XmlSchema.uri(),
        Namespace::XmlSchemaInstance.uri(),
    );
    Answer::envelope(Version::Soap11, envelope)
}
