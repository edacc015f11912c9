//! What every vocabulary says of the header blocks of a message, and what is written from it.

use crate::node::VOCABULARIES;
use crate::written::{block, written};
use soapstone::Error;
use soapstone::session::SessionHeaders;
use soapstone::session::SessionRequest;
use soapstone::soap::{Element, Fault, HeaderReader, Headers, Kept, Leniencies, NodeTable, Options, Reader};
use soapstone::wsa::{Addressing, Epr, Problem, Reply, Rules};
use soapstone::wss::{self, Policy, Replay, Security, Token, Users, Verifier};

/// Everything of an element that means something: names resolved, and QNames in its text and attributes.
pub(crate) fn shown(element: Element<'_>) -> String {
    let mut text = String::new();
    for event in element.events() {
        match event {
            Kept::Start(element) => {
                text += &format!("<{:?} {:?}", element.name(), element.qname());
                for attribute in element.attributes() {
                    // What is written again says it as a strict reader wants it.
                    let words = attribute.name().local == "mustUnderstand" && attribute.value() == "true";
                    let value = if words { "1".into() } else { attribute.value() };
                    text += &format!(" {:?}={value:?} {:?}", attribute.name(), element.resolve(value));
                }
                text += ">";
            }
            Kept::Text(piece) => text += &format!("{:?}", piece.as_str()),
            Kept::End => text += "</>",
        }
    }
    text
}

/// The addressing headers: every value, the judgement, the answers. The action, if all is well.
pub(crate) fn addressing(headers: &Headers<'_>, lines: &mut Vec<String>) -> Option<String> {
    let request = Addressing::of(headers)?;
    lines.push(format!("{:?} {:?} {:?} {:?}", request.version(), request.action(), request.message_id(), request.to()));
    lines.extend(request.relates_to().map(|relation| format!("{relation:?}")));
    for epr in [request.reply_to(), request.fault_to(), request.from()].into_iter().flatten() {
        lines.push(endpoint(&epr));
    }
    lines.extend(request.reference_parameters().map(|block| shown(block.element())));
    let rules = Rules::default();
    let verdict = request.check(&rules);
    match verdict {
        Err(problem) => {
            lines.push(format!("{problem:?} {:?}", problem.detail.iri));
            lines.push(reported(headers, &problem));
            lines.push(answered(headers, &request.problem_reply(&rules, &problem)));
        }
        Ok(()) => {
            for reply in [request.reply(&rules, "urn:m:r"), request.fault_reply(&rules, "urn:m:f")] {
                lines.push(match reply {
                    Ok(reply) => answered(headers, &reply),
                    Err(problem) => reported(headers, &problem),
                });
            }
        }
    }
    verdict.ok().and_then(|()| request.action()).map(str::to_owned)
}

fn endpoint(epr: &Epr<'_>) -> String {
    let parameters: Vec<_> = epr.parameters().map(shown).collect();
    let extensions: Vec<_> = epr.extensions().map(shown).collect();
    format!("{:?} {parameters:?} {extensions:?} {:?} {:?}", epr.address(), epr.port_type(), epr.service())
}

/// The answer written and read again.
fn answered(headers: &Headers<'_>, reply: &Reply<'_>) -> String {
    let text = written(headers.version(), &mut |writer| reply.properties.write(writer));
    reread(&text, &mut |again| {
        let again = Addressing::of(again).expect("the answer has addressing headers");
        assert_eq!(again.action(), Some(reply.properties.action), "{text}");
        assert_eq!(again.in_reply_to(), reply.properties.in_reply_to.map(str::trim), "{text}");
        let sent = reply.properties.receiver.iter().flat_map(|epr| epr.parameters()).count();
        let marked = again.version() == soapstone::wsa::Version::V10;
        // One that is given a role is not for this node.
        let elsewhere = text.contains(":role=") || text.contains(":actor=");
        assert!(elsewhere || again.reference_parameters().count() == if marked { sent } else { 0 }, "{text}");
    });
    format!("{:?} {text}", reply.destination)
}

/// The fault that says a problem, as a whole message.
fn reported(headers: &Headers<'_>, problem: &Problem<'_>) -> String {
    let mut call = 0;
    written(headers.version(), &mut |writer| {
        while call < 2 {
            match call {
                0 => problem.write_header(writer)?,
                _ => problem.write_fault(writer)?,
            }
            call += 1;
        }
        Ok(())
    })
}

/// The tokens of the Security block, and what verifiers of several policies say.
pub(crate) fn security(headers: &Headers<'_>, lines: &mut Vec<String>) -> Option<String> {
    let security = match Security::of(headers) {
        Ok(Some(security)) => security,
        other => {
            lines.push(format!("security {:?}", other.map(|_| ())));
            return None;
        }
    };
    lines.push(format!("{:?} {:?}", security.generation(), security.role()));
    for token in security.tokens() {
        lines.push(match token {
            Err(error) => format!("{error:?}"),
            Ok(Token::Timestamp(t)) => format!("{:?} {:?} {:?} {}", t.created, t.expires, t.id(), t.basic_profile),
            Ok(Token::UsernameToken(t)) => {
                let password = t.password.map(|password| (password.kind, password.text));
                format!("{:?} {password:?} {:?} {:?} {:?} {}", t.username, t.nonce, t.created, t.id(), t.basic_profile)
            }
            Ok(Token::BinarySecurityToken(t)) => {
                let mut bytes = [0; 4096];
                format!("{:?} {:?} {:?} {:?}", t.value_type(), t.decode(&mut bytes), t.text(), t.id())
            }
        });
    }
    let mut user = None;
    let any = Policy {
        accept_digest: true,
        accept_no_password: true,
        accept_binary: true,
        require_nonce: false,
        assume_utc: true,
        ..Policy::TEXT
    };
    for policy in [Policy::DIGEST, Policy::TEXT, any, Policy { require_timestamp: true, ..any }] {
        let mut replays = [Replay::EMPTY; 4];
        let mut verifier = Verifier { policy: &policy, now: None, replays: &mut replays };
        let verified = verifier.verify(headers, &mut Users(USERS.0));
        if let Ok(verified) = verified
            && policy == Policy::TEXT
        {
            user = verified.username.map(|name| name.to_string());
        }
        lines.push(match &verified {
            Ok(verified) => format!("{:?} {}", verified.username, verified.authenticated),
            Err(error) => format!("{error:?}"),
        });
        if let Err(error) = verified {
            let fault = wss::fault(headers.version(), security.generation(), error.kind, true);
            let fault = fault.unwrap_or_else(|| Fault::for_error(headers.version(), &error));
            lines.push(written(headers.version(), &mut |writer| writer.fault(&fault)));
        }
    }
    user
}

/// Who may come in.
pub(crate) const USERS: Users<'static> = Users(&[("u1", "p1"), ("user", "secret"), ("u", "p")]);

/// The session headers, and what they ask for.
pub(crate) fn session(headers: &Headers<'_>, lines: &mut Vec<String>) -> Option<[Option<String>; 3]> {
    let said = match SessionHeaders::of(headers) {
        Ok(said) => said,
        Err(error) => {
            lines.push(format!("session {error:?}"));
            return None;
        }
    };
    if !said.present {
        return None;
    }
    lines.push(format!("{:?} {:?} {:?} {:?}", said.session_type, said.username, said.password, said.token));
    match said.request() {
        Err(error) => lines.push(format!("{error:?}")),
        Ok(request) => {
            let text = written(headers.version(), &mut |writer| writer.sequence(|steps| request.write(steps)));
            reread(&text, &mut |again| {
                let again = SessionHeaders::of(again).and_then(|said| said.request()).expect("the same request");
                assert_eq!(kind(&again), kind(&request), "{text}");
            });
            lines.push(kind(&request));
        }
    }
    Some([said.username, said.password, said.token].map(|value| value.map(|value| value.to_string())))
}

fn kind(request: &SessionRequest<'_>) -> String {
    match request {
        SessionRequest::Anonymous => "anonymous".to_owned(),
        SessionRequest::Login { session_type, username, password } => format!("{session_type:?} {username} {password}"),
        SessionRequest::Resume { session_type, token } => format!("{session_type:?} {token}"),
        SessionRequest::Logout { token } => format!("logout {token}"),
    }
}

/// Writes every kept block again, each in a message of its own, and holds what is read of it to what was read before.
pub(crate) fn written_again(headers: &Headers<'_>) {
    for kept in headers.blocks().filter(|kept| !kept.element().name().uri.is_empty()) {
        let text = block(headers.version(), &kept.element());
        reread(&text, &mut |again| {
            let again = again.blocks().next().expect("the block");
            assert_eq!(shown(again.element()), shown(kept.element()), "{text}");
        });
    }
}

fn reread(text: &str, look: &mut dyn FnMut(&Headers<'_>)) {
    let (mut workspace, mut store) = (vec![0; 32_768], vec![0; 65_536]);
    let options = Options { leniencies: Leniencies::ALL, ..Options::default() };
    let mut reader = Reader::with_options(&mut workspace, options);
    let mut headers = HeaderReader::new(&mut store);
    let mut node = NodeTable::new(VOCABULARIES).with_roles(&["urn:another", crate::node::ROLE]).keep_all();
    let read: Result<bool, Error> = headers.read(&mut reader, &mut text.as_bytes(), true, &mut node);
    match read {
        Ok(_) => look(&headers.headers()),
        // A mandatory block that the node does not understand, copied.
        Err(error) if error.kind == soapstone::ErrorKind::NotUnderstood => {}
        Err(error) => panic!("{error}: {text}"),
    }
}
