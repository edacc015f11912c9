//! A central system: what charge points of OCPP 1.5 and 1.6 report to.

use super::http::Message;
use super::server::Answer;
use super::xml::{Envelope, document, media_type, same, text};
use anyhow::{Context, Result, ensure};
use soapstone::peer::Peer;
use soapstone::soap::Version;
use soapstone::wsa;
use std::collections::HashSet;

const WSA: &str = wsa::Version::V10.uri();
const NOW: &str = "2026-11-21T10:00:00.000Z";

/// The central system, of both versions.
#[derive(Debug, Default)]
pub(super) struct Central {
    /// The ids of messages that came.
    ids: HashSet<String>,
    /// How many messages came of each version.
    pub(super) boots: [u32; 2],
    pub(super) heartbeats: [u32; 2],
}

impl Central {
    /// Answers a request, if it is as the standards want it.
    pub(super) fn answer(&mut self, request: &Message) -> Result<Answer> {
        let document = document(&request.body)?;
        let envelope = Envelope::of(&document)?;
        ensure!(envelope.version == Version::Soap12, "SOAP 1.1");
        media_type(request, Version::Soap12)?;
        let (of, peer, uri) = self.peer(&envelope)?;
        let id = self.addressing(request, &envelope, peer)?;
        same("the charge point", envelope.block(uri, "chargeBoxIdentity")?.text().unwrap_or_default(), "CP-0001")?;
        let (action, content) = match envelope.entry.tag_name().name() {
            "bootNotificationRequest" => {
                self.boots[of] += 1;
                boot(&envelope, uri)?;
                let content = format!(
                    "<o:bootNotificationResponse><o:status>Accepted</o:status><o:currentTime>{NOW}</o:currentTime>\
                     <o:heartbeatInterval>1800</o:heartbeatInterval></o:bootNotificationResponse>"
                );
                ("/BootNotification", content)
            }
            "heartbeatRequest" => {
                self.heartbeats[of] += 1;
                let time = format!("<o:currentTime>{NOW}</o:currentTime>");
                ("/Heartbeat", format!("<o:heartbeatResponse>{time}</o:heartbeatResponse>"))
            }
            other => anyhow::bail!("the request {other}"),
        };
        ensure!(envelope.entry.tag_name().namespace() == Some(uri), "a request of another version");
        same("the Action", envelope.block(WSA, "Action")?.text().unwrap_or_default(), action)?;
        let parameter = format!("action=\"{action}\"");
        ensure!(request.field("Content-Type").is_some_and(|value| value.contains(&parameter)), "no {parameter}");
        let mut answer = Answer::envelope(Version::Soap12, envelope_of(uri, &id, action, &content));
        // One version in chunks, one with a length; one connection that ends early.
        answer.chunked = of == 0;
        answer.close = of == 0 && self.heartbeats[of] == 2;
        Ok(answer)
    }

    /// Which version a charge point speaks: that of its identity.
    fn peer(&self, envelope: &Envelope<'_>) -> Result<(usize, &'static Peer, &'static str)> {
        let peers = [&Peer::OCPP15, &Peer::OCPP16].into_iter().enumerate();
        let mut uris =
            peers.flat_map(|(of, peer)| peer.headers.iter().map(move |(uri, local)| (of, peer, *uri, *local)));
        let found = uris.find(|(.., uri, local)| {
            *local == "chargeBoxIdentity" && envelope.blocks.iter().any(|block| block.has_tag_name((*uri, *local)))
        });
        found.map(|(of, peer, uri, _)| (of, peer, uri)).context("no chargeBoxIdentity")
    }

    /// Judges the addressing headers and answers the id of the message.
    fn addressing(&mut self, request: &Message, envelope: &Envelope<'_>, peer: &Peer) -> Result<String> {
        let rank =
            |name: roxmltree::ExpandedName<'_, '_>| peer.header_rank(name.namespace().unwrap_or_default(), name.name());
        ensure!(envelope.blocks.is_sorted_by_key(|block| rank(block.tag_name())), "another order of the header blocks");
        ensure!(envelope.blocks.iter().all(|block| envelope.is_mandatory(*block)), "a block that may be passed over");
        let to = envelope.block(WSA, "To")?.text().unwrap_or_default();
        ensure!(to.ends_with(&request.target), "the message is for {to}");
        let reply_to = text(envelope.block(WSA, "ReplyTo")?, WSA, "Address")?;
        same("ReplyTo", reply_to, wsa::Version::V10.anonymous())?;
        same("From", text(envelope.block(WSA, "From")?, WSA, "Address")?, "http://10.0.2.15/ocpp")?;
        let id = envelope.block(WSA, "MessageID")?.text().unwrap_or_default().to_owned();
        ensure!(id.starts_with("urn:uuid:"), "the id {id}");
        ensure!(self.ids.insert(id.clone()), "an id that was used before");
        Ok(id)
    }
}

fn boot(envelope: &Envelope<'_>, uri: &str) -> Result<()> {
    let part = |name| text(envelope.entry, uri, name);
    same("the vendor", part("chargePointVendor")?, "Example")?;
    same("the model", part("chargePointModel")?, "Cortex-M3 <LAN9118>")
}

/// An envelope as servers write it that like white space.
fn envelope_of(uri: &str, id: &str, action: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <s:Envelope xmlns:s=\"{}\" xmlns:a=\"{WSA}\" xmlns:o=\"{uri}\">\n  <s:Header>\n    \
         <a:Action s:mustUnderstand=\"true\">{action}Response</a:Action>\n    <a:RelatesTo>{id}</a:RelatesTo>\n    \
         <a:To>{}</a:To>\n  </s:Header>\n  <s:Body>\n    {content}\n  </s:Body>\n</s:Envelope>\n",
        Version::Soap12.uri(),
        wsa::Version::V10.anonymous(),
    )
}
