//! Siebel sessions: the header blocks at any chunking and through any buffer, and the client's rules.

use soapstone::buf::{Buffer, Counter};
use soapstone::session::{
    Credentials, Session, SessionHeaders, SessionOptions, SessionRequest, SessionType, Timeouts, URI, Url, UrlPreset,
    VOCABULARY, write_token,
};
use soapstone::soap::{HeaderReader, Headers, NodeTable, Reader, Sequence, Version, Writer};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, Limit};

/// Header blocks, and what a server makes of them; an error is at this byte of the blocks.
const REQUESTS: &[(&str, &str, &str)] = &[
    (
        "V-01, S-276, S-266, S-267: login for one request",
        "<sieb:UsernameToken>u1</sieb:UsernameToken><sieb:PasswordText>p1</sieb:PasswordText>\
         <sieb:SessionType>None</sieb:SessionType>",
        "login None u1 p1",
    ),
    (
        "V-02, S-256, Q-30: values in capitals",
        "<sieb:SessionType>STATELESS</sieb:SessionType><sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText>",
        "login Stateless u p",
    ),
    (
        "V-03, S-265: no type is None",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText>",
        "login None u p",
    ),
    ("V-04, S-258, S-275: anonymous", "<sieb:SessionType>None</sieb:SessionType>", "anonymous"),
    ("no session header", "<q xmlns='urn:q'/>", "anonymous"),
    (
        "S-277, S-184: opens a session, namespaces as default ones",
        "<UsernameToken xmlns='http://siebel.com/webservices'>user</UsernameToken>\
         <PasswordText xmlns='http://siebel.com/webservices'>secret</PasswordText>\
         <SessionType xmlns='http://siebel.com/webservices'>Stateless</SessionType>",
        "login Stateless user secret",
    ),
    (
        "V-06, S-278: goes on",
        "<sieb:SessionType>Stateless</sieb:SessionType><sieb:SessionToken>tok-1</sieb:SessionToken>",
        "resume Stateless tok-1",
    ),
    (
        "V-07, S-279: ends",
        "<sieb:SessionType>None</sieb:SessionType><sieb:SessionToken>tok-1</sieb:SessionToken>",
        "logout tok-1",
    ),
    ("a token and no type ends", "<sieb:SessionToken>tok-1</sieb:SessionToken>", "logout tok-1"),
    (
        "S-263, Q-13: a token of a stateful session",
        "<sieb:SessionType> stateful </sieb:SessionType><sieb:SessionToken>t</sieb:SessionToken>",
        "resume Stateful t",
    ),
    (
        "S-264",
        "<sieb:SessionType>serverdetermine</sieb:SessionType><sieb:SessionToken>t</sieb:SessionToken>",
        "resume ServerDetermine t",
    ),
    (
        "S-273, Q-14: white space around a token",
        "<sieb:SessionType>Stateless</sieb:SessionType><sieb:SessionToken>\n  a b<!-- -->c&amp;&#10;\n</sieb:SessionToken>",
        "resume Stateless a bc&",
    ),
    (
        "S-262: a token is not looked into",
        "<sieb:SessionToken>&lt;x a='1'>]]&gt;</sieb:SessionToken>",
        "logout <x a='1'>]]>",
    ),
    (
        "empty blocks count as absent",
        "<sieb:SessionType/><sieb:UsernameToken/><sieb:PasswordText> </sieb:PasswordText><sieb:SessionToken/>",
        "anonymous",
    ),
    (
        "S-288: a trust token for a password",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>ticket==</sieb:PasswordText>",
        "login None u ticket==",
    ),
    (
        "kept open without credentials",
        "<sieb:SessionType>Stateless</sieb:SessionType>",
        "session.credentials_required@0",
    ),
    ("unknown type", "<sieb:SessionType>Forever</sieb:SessionType>", "session.invalid@0"),
    ("Q-30: names keep their case", "<sieb:sessiontype>Stateless</sieb:sessiontype>", "anonymous"),
    ("user without password", "<sieb:UsernameToken>u</sieb:UsernameToken>", "session.invalid@0"),
    ("password without user", "<sieb:PasswordText>p</sieb:PasswordText>", "session.invalid@0"),
    (
        "credentials and token",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText><sieb:SessionToken>t</sieb:SessionToken>",
        "session.invalid@0",
    ),
    ("two types", "<sieb:SessionType/><sieb:SessionType/>", "session.invalid@19"),
    (
        "two tokens",
        "<sieb:SessionToken>a</sieb:SessionToken><sieb:SessionToken>b</sieb:SessionToken>",
        "session.invalid@40",
    ),
    ("an element in a token", "<sieb:SessionToken>a<b/></sieb:SessionToken>", "session.invalid@0"),
    (
        "Q-11, S-286: a line break in the URI is another namespace",
        "<SessionToken xmlns='http://siebel.com/\nwebservices'>t</SessionToken>",
        "anonymous",
    ),
    (
        "V-11, S-274: WS-Security too",
        "<sieb:SessionType>None</sieb:SessionType><w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2002/07/secext'/>",
        "session.conflict@41",
    ),
    (
        "WS-Security alone",
        "<w:Security xmlns:w='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'/>",
        "anonymous",
    ),
];

fn envelope(version: Version, blocks: &str, body: &str) -> String {
    let uri = version.uri();
    format!(
        "<e:Envelope xmlns:e='{uri}' xmlns:sieb='{URI}'><e:Header>{blocks}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
    )
}

/// Reads the header blocks with a chunk end at this place.
fn headers<'t>(message: &[u8], split: usize, store: &'t mut [u8]) -> Headers<'t> {
    let mut workspace = [0; 1024];
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(store);
    let mut node = NodeTable::new(&[&VOCABULARY]).keep_all();
    let (mut first, mut second) = message.split_at(split);
    if !headers.read(&mut reader, &mut first, false, &mut node).unwrap() {
        assert!(headers.read(&mut reader, &mut second, true, &mut node).unwrap());
    }
    headers.into_headers()
}

fn shown(request: Result<SessionRequest<'_>, Error>) -> String {
    match request {
        Ok(SessionRequest::Anonymous) => "anonymous".to_owned(),
        Ok(SessionRequest::Login { session_type, username, password }) => {
            format!("login {} {username} {password}", session_type.name())
        }
        Ok(SessionRequest::Resume { session_type, token }) => format!("resume {} {token}", session_type.name()),
        Ok(SessionRequest::Logout { token }) => format!("logout {token}"),
        Err(error) => format!("{}@{}", error.kind.name(), error.offset),
    }
}

/// Writes header blocks through a buffer of this size.
fn written(
    size: usize,
    version: Version,
    mut write: impl FnMut(&mut Sequence<'_, '_, Buffer<'_>>) -> Result<(), WriteError>,
) -> Vec<u8> {
    let (mut memory, mut workspace) = (vec![0; size], [0; 512]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    let mut bytes = Vec::new();
    let mut step = 0;
    loop {
        let done = match step {
            0 => writer.envelope(),
            1 => writer.sequence(&mut write),
            _ => writer.finish(),
        };
        bytes.extend_from_slice(writer.sink().bytes());
        writer.sink_mut().clear();
        match done {
            Ok(()) if step == 2 => return bytes,
            Ok(()) => step += 1,
            Err(WriteError::Full) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// The longest single tag that is written here.
const SMALLEST: usize = 96;

#[test]
fn a_server_reads_every_combination_at_any_chunking() {
    for version in [Version::Soap11, Version::Soap12] {
        for (id, blocks, want) in REQUESTS {
            let message = envelope(version, blocks, "");
            let before = message.find("<e:Header>").unwrap() + "<e:Header>".len();
            let want = match want.split_once('@') {
                Some((kind, at)) => format!("{kind}@{}", before + at.parse::<usize>().unwrap()),
                None => (*want).to_owned(),
            };
            for split in 0..=message.len() {
                let mut store = [0; 1024];
                let headers = headers(message.as_bytes(), split, &mut store);
                let request = SessionHeaders::of(&headers).and_then(|session| session.request());
                assert_eq!(shown(request), want, "{id}, {version:?}, split at {split}");
            }
        }
    }
}

#[test]
fn what_is_read_is_written_again_through_any_buffer() {
    for (id, blocks, want) in REQUESTS {
        let (message, mut store) = (envelope(Version::Soap11, blocks, ""), [0; 1024]);
        let headers = headers(message.as_bytes(), 0, &mut store);
        let Ok(request) = SessionHeaders::of(&headers).and_then(|session| session.request()) else { continue };
        for size in SMALLEST..SMALLEST + 64 {
            let bytes = written(size, Version::Soap12, |steps| request.write(steps));
            let mut store = [0; 1024];
            let again = self::headers(&bytes, 0, &mut store);
            let again = SessionHeaders::of(&again).unwrap().request();
            assert_eq!(shown(again), *want, "{id}, buffer of {size}");
        }
    }
}

#[test]
fn requests_are_written_as_documented() {
    // V-06: the type, the newest token without white space, no credentials. V-01: the credentials.
    let token = SessionRequest::Resume { session_type: SessionType::Stateless, token: "tok-1".into() };
    let login = SessionRequest::Login { session_type: SessionType::None, username: "u1".into(), password: "p1".into() };
    for (request, want) in [
        (token, "[SessionType Stateless][SessionToken tok-1]"),
        (login, "[UsernameToken u1][PasswordText p1][SessionType None]"),
        (SessionRequest::Anonymous, "[SessionType None]"),
    ] {
        let bytes = written(512, Version::Soap11, |steps| request.write(steps));
        let mut store = [0; 1024];
        let headers = headers(&bytes, 0, &mut store);
        let blocks = headers.blocks().map(|block| {
            let element = block.element();
            assert_eq!(element.name().uri, URI);
            format!("[{} {}]", element.name().local, element.text())
        });
        assert_eq!(blocks.collect::<String>(), want);
    }
}

fn response<'t>(token: Option<&str>, store: &'t mut [u8]) -> Headers<'t> {
    let bytes = written(512, Version::Soap11, |steps| match token {
        Some(token) => write_token(steps, token),
        None => Ok(()),
    });
    headers(&bytes, 0, store)
}

fn now_sends(session: &Session<'_>) -> String {
    session.request().map_or("nothing".to_owned(), |request| shown(Ok(request)))
}

/// Begins a request, and answers it with this token.
fn exchange(session: &mut Session<'_>, now: u64, token: Option<&str>) -> String {
    if let Err(error) = session.begin(now) {
        return error.kind.name().to_owned();
    }
    let sent = now_sends(session);
    let mut store = [0; 256];
    session.finish(&response(token, &mut store)).unwrap();
    sent
}

const USER: Option<Credentials<'_>> = Some(Credentials { username: "u", password: "p" });

#[test]
fn a_session_logs_in_once_and_then_sends_the_newest_token() {
    // S-254, S-259, S-268, S-269, S-286, V-05: of every response, be it a fault, the token counts.
    for kind in [SessionType::Stateless, SessionType::Stateful, SessionType::ServerDetermine] {
        let (mut memory, name) = ([0; 32], kind.name());
        let mut session = Session::new(kind, &mut memory);
        session.set_credentials(USER);
        assert_eq!(exchange(&mut session, 0, Some("\n tok-1 \n")), format!("login {name} u p"));
        assert_eq!(exchange(&mut session, 1, Some("2")), format!("resume {name} tok-1"));
        assert_eq!(exchange(&mut session, 2, None), format!("resume {name} 2"));
        assert_eq!(exchange(&mut session, 3, Some("a longer token")), format!("resume {name} 2"));
        assert_eq!(exchange(&mut session, 4, Some("4")), format!("resume {name} a longer token"));
        drop(session);
        assert_eq!(memory, [0; 32], "a token that is replaced, or dropped, is wiped");
    }
}

#[test]
fn a_session_of_type_none_keeps_nothing() {
    // S-253, S-257: closed after the response.
    let mut memory = [0; 32];
    let mut session = Session::new(SessionType::None, &mut memory);
    assert_eq!(exchange(&mut session, 0, None), "anonymous");
    session.set_credentials(USER);
    assert_eq!(exchange(&mut session, 0, Some("t")), "login None u p");
    assert_eq!(exchange(&mut session, 0, None), "login None u p");
    assert_eq!(session.logout(0), Ok(false));
}

#[test]
fn one_request_at_a_time() {
    // V-08, S-271, S-173.
    let mut memory = [0; 32];
    let mut session = Session::new(SessionType::Stateless, &mut memory);
    session.set_credentials(USER);
    assert_eq!(now_sends(&session), "nothing");
    exchange(&mut session, 0, Some("t"));
    session.begin(0).unwrap();
    assert!(session.is_busy());
    assert_eq!(session.begin(0).unwrap_err().kind, ErrorKind::SessionBusy);
    assert_eq!(session.logout(0).unwrap_err().kind, ErrorKind::SessionBusy);
    assert_eq!(now_sends(&session), "resume Stateless t", "the first request goes on");
    session.fail();
    assert_eq!(exchange(&mut session, 0, None), "resume Stateless t");
    let mut store = [0; 256];
    assert_eq!(session.finish(&response(None, &mut store)).unwrap_err().kind, ErrorKind::InvalidArgument);
}

#[test]
fn tokens_expire_by_the_clock_of_the_caller() {
    // V-09, S-270, S-283, S-259: 15 minutes and a second without use; a stateless session logs in again.
    let mut memory = [0; 32];
    let mut session = Session::new(SessionType::Stateless, &mut memory);
    session.set_credentials(USER);
    exchange(&mut session, 0, Some("t"));
    assert_eq!(exchange(&mut session, 15 * 60, None), "resume Stateless t");
    assert_eq!(exchange(&mut session, 30 * 60 + 1, None), "login Stateless u p");
    exchange(&mut session, 5000, Some("t"));
    session.set_credentials(None);
    assert_eq!(exchange(&mut session, 5901, None), "session.credentials_required");

    // V-10, S-284: used every 10 minutes, for 2880 minutes and one more.
    let mut memory = [0; 32];
    let mut session = Session::new(SessionType::Stateless, &mut memory);
    session.set_credentials(USER);
    let minutes: Vec<_> = (0..=2880).step_by(10).chain([2881]).collect();
    let logins = minutes.iter().filter(|minute| exchange(&mut session, **minute * 60, Some("t")).starts_with("login"));
    assert_eq!(logins.collect::<Vec<_>>(), [&0, &2881]);

    // S-263, S-264: the others have ended, and say so once. A clock that goes back makes nothing older.
    for kind in [SessionType::Stateful, SessionType::ServerDetermine] {
        let mut memory = [0; 32];
        let mut session = Session::new(kind, &mut memory);
        session.set_credentials(USER);
        exchange(&mut session, 1000, Some("t"));
        assert!(exchange(&mut session, 0, None).starts_with("resume"));
        assert_eq!(exchange(&mut session, 901, None), "session.expired");
        assert!(exchange(&mut session, 901, None).starts_with("login"));
    }
}

#[test]
fn a_token_outlives_the_session_it_stands_for() {
    // S-285: a stateless session is opened again by the server. A stateful one is lost with what it held. S-272.
    let timeouts = Timeouts { session: 300, ..Timeouts::DEFAULT };
    assert!(timeouts.are_consistent() && Timeouts::DEFAULT.are_consistent());
    assert!(!Timeouts { session: 901, ..Timeouts::DEFAULT }.are_consistent());
    for (kind, want) in [(SessionType::Stateless, "resume Stateless t"), (SessionType::Stateful, "session.expired")] {
        let mut memory = [0; 32];
        let options = SessionOptions { timeouts, ..SessionOptions::default() };
        let mut session = Session::with_options(kind, &mut memory, options);
        session.set_credentials(USER);
        exchange(&mut session, 0, Some("t"));
        assert_eq!(exchange(&mut session, 301, None), want);
    }
}

#[test]
fn the_defaults_are_those_of_the_server() {
    // S-281, S-282, S-283, S-284.
    assert_eq!(Timeouts::DEFAULT, Timeouts { session: 900, token: 900, token_age: 172_800 });
    assert_eq!(Timeouts::GUEST_SESSION, 300);
}

#[test]
fn logging_out_ends_the_session_whatever_comes_of_it() {
    // V-07, S-279.
    for answered in [true, false] {
        let mut memory = [0; 32];
        let mut session = Session::new(SessionType::Stateful, &mut memory);
        session.set_credentials(USER);
        exchange(&mut session, 0, Some("t"));
        assert_eq!(session.logout(1), Ok(true));
        assert_eq!(now_sends(&session), "logout t");
        let mut store = [0; 256];
        match answered {
            true => session.finish(&response(Some("u"), &mut store)).unwrap(),
            false => session.fail(),
        }
        assert_eq!(session.token(), None);
        assert_eq!(session.logout(1), Ok(false), "there is nothing to end");
        assert_eq!(exchange(&mut session, 2, None), "login Stateful u p");
    }
    // Nor has one that has expired.
    let mut memory = [0; 32];
    let mut session = Session::new(SessionType::Stateful, &mut memory);
    session.set_credentials(USER);
    exchange(&mut session, 0, Some("t"));
    assert_eq!(session.logout(901), Ok(false));
}

#[test]
fn a_refused_token_falls_back_to_the_credentials_where_the_type_allows_it() {
    // S-261, S-255: authentication can fail at any request.
    for (kind, credentials, want) in [
        (SessionType::Stateless, USER, Ok(())),
        (SessionType::Stateless, None, Err(ErrorKind::CredentialsRequired)),
        (SessionType::Stateful, USER, Err(ErrorKind::SessionExpired)),
        (SessionType::ServerDetermine, USER, Err(ErrorKind::SessionExpired)),
    ] {
        let mut memory = [0; 32];
        let mut session = Session::new(kind, &mut memory);
        session.set_credentials(USER);
        exchange(&mut session, 0, Some("t"));
        session.set_credentials(credentials);
        session.begin(1).unwrap();
        assert_eq!(session.reject().map_err(|error| error.kind), want);
        assert_eq!(session.token(), None);
        if want.is_ok() {
            assert_eq!(exchange(&mut session, 1, None), "login Stateless u p");
            // What refuses the login itself would refuse it again.
            session.begin(2).unwrap();
            assert_eq!(session.reject().unwrap_err().kind, ErrorKind::CredentialsRequired);
        }
    }
}

#[test]
fn a_token_that_does_not_fit_says_what_it_needs() {
    let mut memory = [0; 4];
    let mut session = Session::new(SessionType::Stateless, &mut memory);
    session.set_credentials(USER);
    session.begin(0).unwrap();
    let mut store = [0; 256];
    let error = session.finish(&response(Some("token"), &mut store)).unwrap_err();
    assert_eq!((error.kind, error.exceeded.unwrap().limit), (ErrorKind::Limit, Limit::TextStore));
    assert_eq!(error.exceeded.unwrap().needed, 5);
    assert_eq!(exchange(&mut session, 0, Some("four")), "login Stateless u p");
    assert_eq!(exchange(&mut session, 0, None), "resume Stateless four");
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let security = SessionOptions { security: true, ..SessionOptions::default() };
    let mobile = SessionOptions { mobile: true, ..SessionOptions::default() };
    for (id, options, kind, credentials, want) in [
        ("V-11, S-274", security, SessionType::None, USER, "session.conflict"),
        ("S-172, S-177", mobile, SessionType::Stateless, USER, "session.invalid"),
        ("S-174", mobile, SessionType::None, None, "session.credentials_required"),
        ("S-176", mobile, SessionType::None, USER, "login None u p"),
        ("S-252", SessionOptions::default(), SessionType::Stateful, None, "session.credentials_required"),
    ] {
        let mut memory = [0; 32];
        let mut session = Session::with_options(kind, &mut memory, options);
        session.set_credentials(credentials);
        assert_eq!(exchange(&mut session, 0, None), want, "{id}");
    }
}

#[test]
fn writes_nothing_before_a_request_begins() {
    let mut memory = [0; 32];
    let session = Session::new(SessionType::None, &mut memory);
    let (mut output, mut workspace) = ([0; 256], [0; 256]);
    let mut writer = Writer::new(Buffer::new(&mut output), &mut workspace, Version::Soap11);
    writer.envelope().unwrap();
    let refused = writer.sequence(|steps| session.write(steps)).unwrap_err();
    assert_eq!(refused, Error::new(ErrorKind::InvalidArgument, 0).into());
}

#[test]
fn addresses() {
    let base = |base, preset| Url::new(base, preset);
    let login = |username, password| Some(Credentials { username, password });
    let mobile = base("http://host:2330", &UrlPreset::MOBILE_CREDENTIALS);
    let session = base("https://h:443", &UrlPreset::SESSION);
    for (id, url, want) in [
        (
            "V-44, S-182, Q-28",
            base("http://h:2330", &UrlPreset::MOBILE_SECURITY),
            "http://h:2330/?SWEExtSource=SecureWebService&WSSOAP=1",
        ),
        ("S-181, S-280", base("http://h:2330/", &UrlPreset::MOBILE), "http://h:2330/?SWEExtSource=WebService&WSSOAP=1"),
        (
            "V-45, S-180, Q-05",
            Url { credentials: login("a&b", "p"), ..mobile },
            "http://host:2330/?SWEExtSource=WebService&Username=a%26b&Password=p",
        ),
        (
            "escapes",
            Url { credentials: login("jürgen x", "~-._+=/?#%"), ..mobile },
            "http://host:2330/?SWEExtSource=WebService&Username=j%C3%BCrgen%20x&Password=~-._%2B%3D%2F%3F%23%25",
        ),
        ("S-330", session, "https://h:443/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1"),
        (
            "S-330, another language",
            Url { language: "d/u", ..session },
            "https://h:443/siebel/app/eai/d%2Fu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1",
        ),
        (
            "S-329",
            Url { parameters: &[("Workspace", "dev a"), ("Version", "3")], ..session },
            "https://h:443/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1&Workspace=dev%20a&Version=3",
        ),
        (
            "S-241",
            base("http://myserver", &UrlPreset::SECURITY),
            "http://myserver/siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService",
        ),
        (
            "S-204",
            base("http://webserver", &UrlPreset::START_SWE),
            "http://webserver/eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute",
        ),
        (
            "S-171: no TLS",
            base("http://[::1]:80", &UrlPreset::MOBILE),
            "http://[::1]:80/?SWEExtSource=WebService&WSSOAP=1",
        ),
    ] {
        let mut memory = [0; 256];
        assert_eq!(url.write(&mut memory), Ok(want), "{id}");
        for len in 0..=want.len() {
            let exact = Error::limit(Limit::Output, want.len() as u64, 0);
            let expected = if len < want.len() { Err(exact) } else { Ok(want) };
            assert_eq!(url.write(&mut memory[..len]), expected, "{id}, {len} bytes");
        }
    }
    for (id, url, want) in [
        ("no credentials", mobile, ErrorKind::CredentialsRequired),
        ("Q-05: credentials elsewhere", Url { credentials: login("u", "p"), ..session }, ErrorKind::InvalidArgument),
        ("no language", Url { language: "", ..session }, ErrorKind::InvalidArgument),
        ("no scheme", Url { base: "h:443", ..session }, ErrorKind::InvalidArgument),
        ("no host", Url { base: "http://", ..session }, ErrorKind::InvalidArgument),
        ("a path", Url { base: "http://h/x", ..session }, ErrorKind::InvalidArgument),
        ("a query", Url { base: "http://h?x", ..session }, ErrorKind::InvalidArgument),
        ("a user", Url { base: "http://u@h", ..session }, ErrorKind::InvalidArgument),
        ("a line break", Url { base: "http://h\r\nx", ..session }, ErrorKind::InvalidArgument),
    ] {
        let mut memory = [0; 256];
        assert_eq!(url.write(&mut memory).unwrap_err().kind, want, "{id}");
    }
}

#[test]
fn credentials_that_xml_cannot_hold_leave_no_trace() {
    let mut token = [0; 32];
    let mut session = Session::new(SessionType::Stateless, &mut token);
    for (username, password) in [("u\u{1}", "p"), ("u", "p\u{ffff}")] {
        session.set_credentials(Some(Credentials { username, password }));
        session.begin(0).unwrap();
        let (mut output, mut workspace) = ([0; 512], [0; 256]);
        let mut writer = Writer::new(Buffer::new(&mut output), &mut workspace, Version::Soap11);
        writer.envelope().unwrap();
        let before = writer.written();
        let refused = writer.sequence(|steps| session.write(steps)).unwrap_err();
        assert_eq!(refused, Error::new(ErrorKind::WriteChar, before).into());
        assert_eq!(writer.written(), before);
        session.fail();
        session.set_credentials(USER);
        session.begin(0).unwrap();
        writer.sequence(|steps| session.write(steps)).unwrap();
        writer.finish().unwrap();
        session.fail();
    }
}

#[test]
fn the_length_is_known_before_anything_is_sent() {
    // S-175: a mobile client takes no chunked HTTP, so the message is counted first and written then.
    let login = SessionRequest::Login { session_type: SessionType::None, username: "u".into(), password: "p".into() };
    let mut workspace = [0; 512];
    let mut writer = Writer::new(Counter::new(), &mut workspace, Version::Soap11);
    writer.envelope().unwrap();
    writer.sequence(|steps| login.write(steps)).unwrap();
    writer.finish().unwrap();
    let sent = written(SMALLEST, Version::Soap11, |steps| login.write(steps));
    assert_eq!(writer.into_sink().count(), sent.len() as u64);
}
