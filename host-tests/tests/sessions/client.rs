//! The rules of the client.

use super::{read, shown, written};
use soapstone::buf::Buffer;
use soapstone::session::{Credentials, Session, SessionOptions, SessionType, Timeouts, write_token};
use soapstone::soap::{Headers, Version, Writer};
use soapstone::{Error, ErrorKind, Limit};

fn response<'t>(token: Option<&str>, store: &'t mut [u8]) -> Headers<'t> {
    let bytes = written(512, Version::Soap11, |steps| {
        if let Some(token) = token {
            write_token(steps, token);
        }
    });
    read(&bytes, 0, store)
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
    let before = writer.written();
    let refused = writer.sequence(|steps| session.write(steps)).unwrap_err();
    assert_eq!(refused, Error::new(ErrorKind::InvalidArgument, before).into());
    assert_eq!(writer.written(), before);
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
