//! What depends on when something happens: who waits, who is late, who goes away.

use crate::depot::{PATHS, Setting, envelope, request, serve};
use crate::wire::Script;
use embedded_io::ErrorKind;
use soapstone::binding::server::{Options, ServeError};
use soapstone::soap::Version::Soap11;

const XML: &str = "Content-Type: text/xml\r\n";

fn echo(lines: &str, text: &str) -> String {
    request(&format!("{XML}{lines}"), &envelope(Soap11, "", &format!("<d:Echo>{text}</d:Echo>")))
}

#[test]
fn a_client_that_waits_is_told_to_go_on_only_when_it_is_wanted() {
    let statuses = |lines: &str| {
        let mut script = Script::new(echo(lines, "x"), 1);
        let served = serve(&Setting::default(), &mut script);
        let statuses: Vec<_> = served.responses.iter().map(|response| response.status).collect();
        (statuses, script.read_before.unwrap() < script.input.len())
    };
    assert_eq!(statuses("Expect: 100-continue\r\n"), (vec![100, 200], true));
    // Refused, the body is not waited for.
    assert_eq!(statuses("Expect: 100-continue\r\nX-Busy: 1\r\n"), (vec![503], true));
    assert_eq!(statuses("Expect: 100-Continue\r\nContent-Encoding: br\r\n"), (vec![415], true));
    // A body of no bytes is there already.
    let mut script = Script::new(request(&format!("{XML}Expect: 100-continue\r\n"), ""), 1);
    assert_eq!(serve(&Setting::default(), &mut script).responses.len(), 1);
}

#[test]
fn a_client_that_is_late_is_told_so_unless_it_said_nothing() {
    let whole = echo("", "x");
    for end in 0..whole.len() {
        let mut script = Script::new(&whole[..end], usize::MAX);
        script.then = Some(ErrorKind::TimedOut);
        let served = serve(&Setting::default(), &mut script);
        let statuses: Vec<_> = served.responses.iter().map(|response| response.status).collect();
        assert_eq!(statuses, if end == 0 { vec![] } else { vec![408] }, "{end}");
        assert_eq!(served.result, Ok(()), "{end}");
    }
    let mut script = Script::new(whole, usize::MAX);
    script.then = Some(ErrorKind::TimedOut);
    let served = serve(&Setting::default(), &mut script);
    assert_eq!((served.responses.len(), served.result), (1, Ok(())));
}

#[test]
fn a_broken_transport_is_told_to_the_caller_and_to_nobody_else() {
    let whole = echo("", "x");
    for end in 0..whole.len() {
        let mut script = Script::new(&whole[..end], usize::MAX);
        script.then = Some(ErrorKind::ConnectionReset);
        let served = serve(&Setting::default(), &mut script);
        assert_eq!(served.result, Err(ServeError::Transport(ErrorKind::ConnectionReset)), "{end}");
        assert!(served.responses.is_empty(), "{end}");
    }
    for room in 0..200 {
        let mut script = Script::new(whole.clone(), usize::MAX);
        script.room = room;
        script.then = Some(ErrorKind::ConnectionReset);
        let (mut head, mut input, mut output, mut other) = ([0; 512], [0; 64], [0; 512], [0; 1024]);
        let (workspace, store) = other.split_at_mut(512);
        let memory = soapstone::binding::server::Memory {
            head: &mut head,
            input: &mut input,
            workspace,
            store,
            output: &mut output,
        };
        let mut server = soapstone::binding::server::Server::new(memory, Options::new(PATHS));
        let result = server.serve(&mut script, &mut crate::depot::Depot::default());
        assert_eq!(result, Err(ServeError::Transport(ErrorKind::BrokenPipe)), "{room}");
    }
}

#[test]
fn an_answer_that_breaks_off_is_a_fault_or_a_cut_connection() {
    let broken = |items: u32, lines: &str, options| {
        let body = envelope(Soap11, "", &format!("<d:Break>{items}</d:Break>"));
        let setting = Setting { options, ..Setting::default() };
        serve(&setting, &mut Script::new(request(&format!("{XML}{lines}"), &body), usize::MAX))
    };
    // Nothing was sent: a fault.
    let served = broken(2, "", Options::new(PATHS));
    assert_eq!((served.responses[0].status, served.result), (500, Ok(())));
    assert!(served.responses[0].body.contains("soap:Server"), "{:?}", served.responses);
    // A part was sent: what there is of it is no answer.
    let served = broken(500, "", Options::new(PATHS));
    assert!(matches!(served.result, Err(ServeError::Answer(_))));
    assert!(!served.responses[0].complete);
    // Counted, it is known before anything is sent.
    let served = broken(500, "", Options { counted: true, ..Options::new(PATHS) });
    assert_eq!((served.responses[0].status, served.result), (500, Ok(())));
}

#[test]
fn requests_may_come_before_they_are_answered() {
    let many: String = (0..20).map(|n| echo("", &format!("number {n}"))).collect();
    for piece in [1, 100, 1000, usize::MAX] {
        let served = serve(&Setting::default(), &mut Script::new(many.clone(), piece));
        assert_eq!((served.responses.len(), served.result), (20, Ok(())));
        for (n, response) in served.responses.iter().enumerate() {
            assert!(response.body.contains(&format!(">number {n}<")), "{n}: {response:?}");
        }
    }
}

#[test]
fn what_has_no_end_is_refused_within_the_limits() {
    let fields: String = (0..10_000).map(|n| format!("X-{n}: 7\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "7".repeat(100_000));
    for (id, lines) in [("10,000 fields", fields), ("a long field", long)] {
        let mut script = Script::new(echo(&lines, "x"), 1000);
        let served = serve(&Setting { head: 8192, ..Setting::default() }, &mut script);
        assert_eq!((served.responses[0].status, served.responses.len()), (431, 1), "{id}");
        assert!(script.read_so_far() < 20_000, "{id}");
    }
    // Chunks that do not end: the limit of the message, then that of what is dropped.
    let mut options = Options::new(PATHS);
    options.envelope.limits.message_bytes = 10_000;
    let start = envelope(Soap11, "", "<d:Echo>").replace("</e:Body></e:Envelope>", "");
    let mut body = format!("{:x}\r\n{start}\r\n", start.len());
    body.extend((0..100_000).map(|_| "3\r\nxxx\r\n"));
    let mut script = Script::new(request(&format!("{XML}Transfer-Encoding: chunked\r\n"), &body), 1000);
    let served = serve(&Setting { options, ..Setting::default() }, &mut script);
    assert_eq!((served.responses[0].status, served.responses.len()), (413, 1));
    assert!(script.read_so_far() < 200_000, "{}", script.read_so_far());
}

#[test]
fn memory_that_is_too_small_is_an_answer_too() {
    for head in [0, 1, 40, 60] {
        let served = serve(&Setting { head, ..Setting::default() }, &mut Script::new(echo("", "x"), usize::MAX));
        assert_eq!(served.responses.first().map(|response| response.status), Some(431), "{head}");
    }
    // Nothing can be said without memory to say it from: the connection is closed.
    for output in 0..600 {
        let served = serve(&Setting { output, ..Setting::default() }, &mut Script::new(echo("", "x"), usize::MAX));
        let first = served.responses.first().map(|response| response.status);
        assert!(matches!(first, None | Some(200 | 500)), "{output}: {first:?}");
        assert!(output < 400 || first == Some(200), "{output}: {first:?}");
    }
}
