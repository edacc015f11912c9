//! A client in C and servers that are up to no good: every call ends, at a stage and with a status that are known, after
//! bytes that are bounded, and the next call of the same client is answered.
#![cfg(unix)]

mod caller;
mod cases;
mod server;

use caller::Caller;
use cases::{Case, REPLY, cases, cut};
use server::{Acts, Server};

#[test]
fn hostile_servers_end_no_client() {
    let good = Server::start(Acts::Say(REPLY.as_bytes().to_vec()));
    let mut caller = Caller::start();
    let mut wrong = Vec::new();
    for Case { name, login, acts, wanted, most, requests } in cases() {
        let server = Server::start(acts);
        let (told, bytes) = caller.call(login, &server.address());
        assert_eq!(caller.call("none", &good.address()).0, "parsing 200 end", "after {name}");
        let came = (told.as_str(), bytes <= most, server.finish());
        if came != (wanted, true, requests) {
            wrong.push(format!("{name}: {came:?} after {bytes} bytes, not {wanted} and {requests} requests"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A response that is cut short anywhere is never taken for one that is whole.
#[test]
fn responses_that_are_cut_short() {
    let good = Server::start(Acts::Say(REPLY.as_bytes().to_vec()));
    let mut caller = Caller::start();
    for response in cut() {
        for len in (0..response.len()).step_by(5) {
            let server = Server::start(Acts::Say(response.as_bytes()[..len].to_vec()));
            let (told, bytes) = caller.call("none", &server.address());
            let at = format!("{len} of {} bytes: {told}", response.len());
            let body = response.find("\r\n\r\n").unwrap() + 4;
            match len {
                0 => assert_eq!(told, "receiving 408 binding.connection_closed", "{at}"),
                _ if len < body => assert_eq!(told, "receiving 408 http.truncated", "{at}"),
                // Where the head is there: what is missing is found out when the body is read.
                _ => assert!(told.ends_with(" 200 http.truncated"), "{at}"),
            }
            assert_eq!(bytes, len as u64, "{at}");
            if len % 50 == 0 {
                assert_eq!(caller.call("none", &good.address()).0, "parsing 200 end", "after {at}");
            }
        }
    }
}
