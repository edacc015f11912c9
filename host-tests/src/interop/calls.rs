//! Our client calls a server of a peer.

use super::case::{CR, Case, NS, PASSWORD, TEXT, bytes, long_text};
use super::item::Item;
use super::request::{Body, Request, Token, now};
use super::response::{Answer, Response};
use super::socket::recorded;
use super::transcript::{Recorded, Transcript};
use crate::socket::Socket;
use soapstone::binding::Transport;
use soapstone::binding::client::{Call, Client, Length, Pattern};
use soapstone::soap::{Leniencies, Options, Version};

/// Makes the calls of a case; what was wrong is said, and what went over the wire is in the transcript.
pub(super) fn run(
    endpoint: &str,
    version: Version,
    leniencies: Leniencies,
    case: Case,
    transcript: &Transcript,
) -> Result<(), String> {
    let (mut memory, mut scratch) = (vec![0; 8192], vec![0; 512]);
    let mut client = Client::new(recorded(transcript.clone()), &mut memory, &mut scratch);
    let plain = Request {
        endpoint,
        version,
        leniencies,
        body: Body::Text(TEXT),
        chunked: false,
        block: None,
        message_id: None,
        token: None,
    };
    match case {
        Case::Text => echo(&mut client, &plain, TEXT).map(drop),
        Case::Cr => echo(&mut client, &Request { body: Body::Text(CR), ..plain }, CR).map(drop),
        Case::Text64k => {
            let text = long_text();
            echo(&mut client, &Request { body: Body::Text(&text), ..plain }, &text).map(drop)
        }
        Case::Struct => structure(&mut client, &plain),
        Case::Binary => binary(&mut client, &plain),
        Case::Fault => fault(&mut client, &plain),
        Case::Understood => {
            let response = echo(&mut client, &Request { block: Some((NS, "trace", "trace-7")), ..plain }, TEXT)?;
            same("trace", response.trace.as_deref(), Some("trace-7"))
        }
        Case::NotUnderstood => {
            let block = Some(("urn:soapstone:other", "lock", "x"));
            refused(&call(&mut client, &Request { block, ..plain })?, "MustUnderstand")
        }
        Case::Addressing => {
            let message_id = Some("urn:uuid:7b1f4b1e-2d5a-4a7e-9b57-0c1d2e3f4a5b");
            let response = echo(&mut client, &Request { message_id, ..plain }, TEXT)?;
            same("RelatesTo", response.relates_to.as_deref(), message_id)
        }
        Case::UsernameText => token(&mut client, &plain, false),
        Case::UsernameDigest => token(&mut client, &plain, true),
        Case::KeepAlive => {
            (0..10).try_for_each(|_| echo(&mut client, &plain, TEXT).map(drop))?;
            same("connections", client.transport().connections, 1)
        }
        Case::Chunked => echo(&mut client, &Request { chunked: true, ..plain }, TEXT).map(drop),
        Case::OneWay => match call(&mut client, &Request { body: Body::OneWay(TEXT), ..plain })?.answer {
            Answer::Nothing => Ok(()),
            other => Err(format!("an answer: {other:?}")),
        },
    }
}

/// Makes a call.
pub(super) fn call<T: Transport>(client: &mut Client<'_, T>, request: &Request<'_>) -> Result<Response, String>
where
    T::Error: std::fmt::Debug,
{
    let one_way = matches!(request.body, Body::OneWay(_));
    let call = Call {
        length: if request.chunked { Length::Chunked } else { Length::Counted },
        pattern: if one_way { Pattern::OneWay } else { Pattern::RequestResponse },
        ..Call::new(request.endpoint, request.version).with_action(request.body.action())
    };
    let (mut workspace, mut window) = (vec![0; 8192], vec![0; 4096]);
    let now = now();
    let made = client.call(&call, &mut workspace, None, &mut |writer| request.write(writer, now));
    let mut reply = made.map_err(|failed| format!("{:?}: {} {:?}", failed.stage, failed.error, failed.transport))?;
    if reply.is_empty() {
        return Ok(Response::NOTHING);
    }
    let options = Options { leniencies: request.leniencies, ..Options::default() };
    let mut reader = reply.reader(&mut workspace, options, &mut window).map_err(|error| error.to_string())?;
    let response = Response::read(&mut reader)?;
    reply.finish();
    Ok(response)
}

/// Calls `echoText`, and compares what comes back.
fn echo(client: &mut Client<'_, Socket<Recorded>>, request: &Request<'_>, text: &str) -> Result<Response, String> {
    let response = call(client, request)?;
    match &response.answer {
        Answer::Text(got) if got == text => Ok(response),
        other => Err(format!("another answer: {}", shown(other))),
    }
}

fn structure(client: &mut Client<'_, Socket<Recorded>>, plain: &Request<'_>) -> Result<(), String> {
    let item = Item::example();
    match call(client, &Request { body: Body::Item(&item), ..*plain })?.answer {
        Answer::Item(got) if *got == item => Ok(()),
        other => Err(format!("another answer: {}", shown(&other))),
    }
}

fn binary(client: &mut Client<'_, Socket<Recorded>>, plain: &Request<'_>) -> Result<(), String> {
    let bytes = bytes();
    match call(client, &Request { body: Body::Binary(&bytes), ..*plain })?.answer {
        Answer::Binary(got) if got == bytes => Ok(()),
        other => Err(format!("another answer: {}", shown(&other))),
    }
}

fn fault(client: &mut Client<'_, Socket<Recorded>>, plain: &Request<'_>) -> Result<(), String> {
    let (code, text) = ("E-17", "no <such> thing & more");
    let response = call(client, &Request { body: Body::Fail { code, text }, ..*plain })?;
    refused(&response, if plain.version == Version::Soap11 { "Client" } else { "Sender" })?;
    let Answer::Fault { reason, failure, .. } = response.answer else { return Ok(()) };
    same("reason", reason.as_str(), text)?;
    same("detail", failure, Some((code.to_owned(), text.to_owned())))
}

/// The right password is answered, a wrong one refused.
fn token(client: &mut Client<'_, Socket<Recorded>>, plain: &Request<'_>, digest: bool) -> Result<(), String> {
    let mut nonce = [0; 16];
    fastrand::fill(&mut nonce);
    let right = Token { password: PASSWORD, digest, nonce };
    echo(client, &Request { token: Some(right), ..*plain }, TEXT)?;
    fastrand::fill(&mut nonce);
    let wrong = Token { password: "wrong", nonce, ..right };
    let response = call(client, &Request { token: Some(wrong), ..*plain })?;
    // node-soap has a name of its own for it.
    refused(&response, "AuthenticationFailure").or_else(|_| refused(&response, "FailedAuthentication"))
}

fn refused(response: &Response, code: &str) -> Result<(), String> {
    match response.is_fault(code) {
        true => Ok(()),
        false => Err(format!("not a fault {code}: {}", shown(&response.answer))),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: T, wanted: T) -> Result<(), String> {
    match got == wanted {
        true => Ok(()),
        false => Err(format!("{what}: {got:?}, not {wanted:?}")),
    }
}

/// The start of an answer.
fn shown(answer: &Answer) -> String {
    format!("{answer:?}").chars().take(300).collect()
}
