use super::head::Head;
use super::*;
use redactor::{Redacted, Redactor};
use std::format;
use std::string::String;
use std::vec::Vec;

/// What is shown.
#[derive(Default)]
struct Log(Vec<u8>, Vec<(Place, String)>);

impl Redacted for Log {
    fn shown(&mut self, piece: &[u8]) {
        assert!(!piece.is_empty(), "no empty pieces");
        self.0.extend_from_slice(piece);
    }

    fn entered(&mut self, place: Place, local: &str) {
        self.1.push((place, local.into()));
    }
}

fn shown<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, more: &[&str], head: bool) -> Log {
    let (mut redactor, mut log, mut lines) = (Redactor::new(), Log::default(), Head::new());
    for piece in pieces {
        redactor.run(piece, more, &mut log, head.then_some(&mut lines));
    }
    log
}

fn check(input: &str, expected: &str, more: &[&str], head: bool) {
    let input = input.as_bytes();
    let text = |log: Log| String::from_utf8_lossy(&log.0).into_owned();
    assert_eq!(text(shown([input], more, head)), expected, "whole: {}", String::from_utf8_lossy(input));
    assert_eq!(text(shown(input.chunks(1), more, head)), expected, "by bytes: {}", String::from_utf8_lossy(input));
    for at in 0..input.len() {
        let (before, after) = input.split_at(at);
        assert_eq!(text(shown([before, after], more, head)), expected, "split at {at}");
    }
}

#[test]
fn documents_are_shown_without_secrets() {
    for (input, expected) in [
        // Secret elements, by any prefix. V-42
        ("<a><wsse:Password>p1</wsse:Password>t</a>", "<a><wsse:Password>***</wsse:Password>t</a>"),
        (
            "<a><Password Type='u#PasswordText'>p</Password></a>",
            "<a><Password Type='u#PasswordText'>***</Password></a>",
        ),
        ("<a><sieb:PasswordText>p1</sieb:PasswordText ></a>", "<a><sieb:PasswordText>***</sieb:PasswordText></a>"),
        ("<a><SessionToken>p</SessionToken></a>", "<a><SessionToken>***</SessionToken></a>"),
        ("<a><x:SESSIONTOKEN>p</x:SESSIONTOKEN></a>", "<a><x:SESSIONTOKEN>***</x:SESSIONTOKEN></a>"),
        ("<a><Nonce>bm9u</Nonce><Created>now</Created></a>", "<a><Nonce>***</Nonce><Created>now</Created></a>"),
        (
            "<a><BinarySecurityToken>p</BinarySecurityToken></a>",
            "<a><BinarySecurityToken>***</BinarySecurityToken></a>",
        ),
        ("<a><Assertion><b>p</b><b/>q</Assertion>t</a>", "<a><Assertion>***</Assertion>t</a>"),
        ("<a><Password/>t<Password></Password></a>", "<a><Password/>t<Password>***</Password></a>"),
        ("<SessionType>None</SessionType>", "<SessionType>None</SessionType>"),
        ("<Token>t</Token>", "<Token>t</Token>"),
        // What looks like the end and is none.
        ("<Password><!-- </Password> -->p</Password>", "<Password>***</Password>"),
        ("<a><Password><![CDATA[</Password>p]]></Password>t</a>", "<a><Password>***</Password>t</a>"),
        ("<a><Password><b c='</Password>'>p</Password>q</a>", "<a><Password>***"),
        ("<a><Password><?b </Password>?>p</Password>q</a>", "<a><Password>***"),
        ("<a><Password></b>p</Password></a>", "<a><Password>***"),
        ("<a><Password></Passwor>p</Password></a>", "<a><Password>***"),
        ("<a><Password></Passwords>p</Password></a>", "<a><Password>***"),
        ("<a><Password><b></Password>p</Password>q</a>", "<a><Password>***</Password>q</a>"),
        ("<a><x:Password></Password>p</x:Password></a>", "<a><x:Password>***"),
        ("<a><Password>p</Password x>q</a>", "<a><Password>***"),
        // Tags that a reader may take for others.
        ("<a b='> <Password>p</Password>", "<a b='> ***"),
        ("<a <Password>p</Password>", "<a ***"),
        ("<a></b <Password>p</Password>", "<a></b ***"),
        ("<a>< Password>p</Password>", "<a>***"),
        ("<a>\0<b>p</b>", "<a>***"),
        ("<!DOCTYPE a [<!ENTITY p 'p'>]><a>&p;</a>", "<!***"),
        ("</a><b>p</b>", "</a***"),
        ("<a/>p", "<a/>***"),
        ("<a/>\n <!-- p -->\n", "<a/>\n <!--***-->\n"),
        // No XML, or none that extends ASCII.
        ("password p", "***"),
        ("{\"password\":\"p\"}", "***"),
        ("<\0a\0>\0p\0", "***"),
        ("\u{feff}<?xml version='1.0'?><a/>", "\u{feff}<?xml version='1.0'?><a/>"),
        (" <a/>", " <a/>"),
        // Attributes.
        ("<a Password='p' b='q'/>", "<a Password='***' b='q'/>"),
        ("<a Password = \"p'\" b=\"q\">t</a>", "<a Password = \"***\" b=\"q\">t</a>"),
        ("<a x:userPwd='&quot;p'>t</a>", "<a x:userPwd='***'>t</a>"),
        ("<a Name='Password' Value='p'/>", "<a Name='Password' Value='***'/>"),
        ("<a Name='Host' Value='h'/>", "<a Name='Host' Value='h'/>"),
        ("<a Name='x.Password'>p</a>", "<a Name='x.Password'>***</a>"),
        (
            "<a><Name>Device.Password</Name>\n<Value>p</Value><Value>q</Value></a>",
            "<a><Name>Device.Password</Name>\n<Value>***</Value><Value>q</Value></a>",
        ),
        ("<a><Name>Device.Host</Name><Value>h</Value></a>", "<a><Name>Device.Host</Name><Value>h</Value></a>"),
        ("<a xmlns:p='urn:password'><p:b>t</p:b></a>", "<a xmlns:p='urn:password'><p:b>t</p:b></a>"),
        // Addresses.
        (
            "<a>http://h/x?SWEUserName=u&amp;SWEPassword=p&amp;b=c</a>",
            "<a>http://h/x?SWEUserName=u&amp;SWEPassword=***&amp;b=c</a>",
        ),
        ("<a b='http://h/?Password=p;q&amp;c'/>", "<a b='http://h/?Password=***&amp;c'/>"),
        ("<a>http://h/?Pass%77ord=p</a>", "<a>http://h/?Pass%77ord=***</a>"),
        ("<a>?&#80;assword=p</a>", "<a>?&#80;assword=***</a>"),
        ("<a>http://u:p@h/ http://h:80/ x</a>", "<a>http://***@h/ http://h:80/ x</a>"),
        ("<a>http://h</a>", "<a>http://h</a>"),
        ("<a b='http://u:p@h'/>", "<a b='http://***@h'/>"),
        ("<a b='http://h:1'/>", "<a b='http://h:1'/>"),
        ("<a>http://u:p<![CDATA[q@h]]>r</a>", "<a>http://***<![CDATA[]]></a>"),
        ("<a>http://u:p<!--x-->q@h</a>", "<a>http://***<!--***--></a>"),
        ("<a><![CDATA[http://u:p]]>q@h</a>", "<a><![CDATA[http://***]]></a>"),
        ("<a>http://uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu:p@h/b</a>", "<a>http://***/b</a>"),
        // Text.
        ("<a>Your password is wrong.</a>", "<a>Your password is wrong.</a>"),
        ("<a>password: p q</a>", "<a>password: ***</a>"),
        ("<a>{\"password\" : \"p\", \"b\": 1}</a>", "<a>{\"password\" : \"***\", \"b\": 1}</a>"),
        ("<a>password=p q</a>", "<a>password=*** q</a>"),
        ("<a>pass<![CDATA[word]]>=p</a>", "<a>pass<![CDATA[word]]>=***</a>"),
        ("<a><![CDATA[password]]]>=p</a>", "<a><![CDATA[password]]]>=***</a>"),
        ("<a>?user[password]=p</a>", "<a>?user[password]=***</a>"),
        ("<a><![CDATA[password=]]>p</a>", "<a><![CDATA[password=]]>***</a>"),
        ("<a><![CDATA[password=[p]]]>q</a>", "<a><![CDATA[password=***]]></a>"),
        ("<a><![CDATA[http://[::1]:80]]></a>", "<a><![CDATA[http://***]]></a>"),
        ("<a><![CDATA[http://[::1]:80/x]]></a>", "<a><![CDATA[http://[::1]:80/x]]></a>"),
        ("<a>a=b <![CDATA[x]]></a>", "<a>a=b <![CDATA[x]]></a>"),
        // Markup as text.
        ("<a>&lt;Password&gt;p&lt;/Password&gt;</a>t", "<a>&lt;Password&***</a>***"),
        ("<a>&lt;w:Password b=\"c\"&gt;p</a>", "<a>&lt;w:Password ***</a>"),
        ("<a>&#60;Password&#62;p</a>", "<a>&#60;Password&***</a>"),
        ("<a>caf&#233; or t&#xe9; = 1</a>", "<a>caf&#233; or t&#xe9; = ***</a>"),
        ("<a><![CDATA[<w:Password>p</w:Password>]]>t</a>", "<a><![CDATA[<w:Password>***]]></a>"),
        ("<a><![CDATA[<b>p</b>]]>t</a>", "<a><![CDATA[<b>p</b>]]>t</a>"),
        // What is not shown at all.
        ("<a><!-- p --><?b p?>t</a>", "<a><!--***--><?***?>t</a>"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>"),
        // A name of the caller's.
        ("<a><Own>p</Own><b own='p'/>?OWN=p</a>", "<a><Own>***</Own><b own='***'/>?OWN=***</a>"),
    ] {
        check(input, expected, &["oWn"], false);
    }
}

#[test]
fn a_secret_element_with_a_name_too_long_to_keep_hides_the_rest() {
    let name = format!("{}Password", "x".repeat(60));
    check(&format!("<a><{name}>p</{name}>q</a>"), &format!("<a><{name}>***"), &[], false);
    let name = "x".repeat(60);
    let whole = format!("<a><{name}>p</{name}>q</a>");
    check(&whole, &whole, &[], false);
    // A prefix that leaves no room for the name.
    let prefix = "p".repeat(60);
    check(
        &format!("<{prefix}:SessionToken>p</{prefix}:SessionToken>"),
        &format!("<{prefix}:SessionToken>***"),
        &[],
        false,
    );
}

#[test]
fn a_tap_fits_in_a_handle_of_c() {
    let size = size_of::<Tap>();
    assert!(size <= 424, "{size}");
    std::println!("{size} bytes, {} of them a redactor", size_of::<Redactor>());
}

#[test]
fn heads_are_shown_without_secrets() {
    for (input, expected) in [
        ("POST /a HTTP/1.1\r\nHost: h:80\r\n\r\n", "POST /a HTTP/1.1\nHost: h:80\n\n"),
        ("POST /a?Password=p&b=c HTTP/1.1\r\n\r\n", "POST /a?Password=***&b=c HTTP/1.1\n\n"),
        ("GET http://u:p@h/ HTTP/1.1\r\n\r\n", "GET http://***@h/ HTTP/1.1\n\n"),
        // V-42
        (
            "HTTP/1.1 200 OK\r\nAuthorization: Basic cDpw\r\nDate: d\r\n\r\n",
            "HTTP/1.1 200 OK\nAuthorization: ***\nDate: d\n\n",
        ),
        ("A / HTTP/1.1\naUTHORIZATION:p\n\n", "A / HTTP/1.1\naUTHORIZATION:***\n\n"),
        ("A / HTTP/1.1\r\nProxy-Authorization: p\r\n\r\n", "A / HTTP/1.1\nProxy-Authorization: ***\n\n"),
        (
            "A / HTTP/1.1\r\nCookie: a=b; c=d\r\nSet-Cookie:\tp\r\n\r\n",
            "A / HTTP/1.1\nCookie: ***\nSet-Cookie:\t***\n\n",
        ),
        ("A / HTTP/1.1\r\nX-Trust: p\r\n\r\n", "A / HTTP/1.1\nX-Trust: ***\n\n"),
        ("A / HTTP/1.1\r\nAuthorization: p\r\n q\r\n\r\n", "A / HTTP/1.1\nAuthorization: ***\n***\n\n"),
        ("A / HTTP/1.1\r\nAuthorization : p\r\n\r\n", "A / HTTP/1.1\nAuthorization***\n\n"),
        ("A / HTTP/1.1\r\nX-Empty:\r\n\r\n", "A / HTTP/1.1\nX-Empty:\n\n"),
        (
            "A / HTTP/1.1\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"p\", qop=\"auth\"\r\n\r\n",
            "A / HTTP/1.1\nWWW-Authenticate: Digest realm=\"r\", nonce=\"***\", qop=\"auth\"\n\n",
        ),
        (
            "A / HTTP/1.1\r\nLocation: http://u:p@h/?pwd=q\r\nSOAPAction: \"urn:a\"\r\n\r\n",
            "A / HTTP/1.1\nLocation: http://***@h/?pwd=***\nSOAPAction: \"urn:a\"\n\n",
        ),
        (
            "A / HTTP/1.1\r\nLocation: http://h\r\nServer: own=p\r\n\r\n",
            "A / HTTP/1.1\nLocation: http://h\nServer: own=***\n\n",
        ),
        (
            "A / HTTP/1.1\r\nSOAPAction: password:\r\nHost: h\r\n\r\n",
            "A / HTTP/1.1\nSOAPAction: password:\nHost: h\n\n",
        ),
        ("<p>secret\r\n\r\n", "***\n\n"),
        ("\x01p\r\n\r\n", "***\n\n"),
    ] {
        check(input, expected, &["own"], true);
    }
}

#[test]
fn places_of_an_envelope_are_told() {
    let input =
        "<s:Envelope><s:Header><x:A><B/></x:A><C/></s:Header><s:Body a=''><n:D><E/></n:D></s:Body ></s:Envelope>";
    let expected =
        [(Place::Block, "A"), (Place::Block, "C"), (Place::Body, "Body"), (Place::Entry, "D"), (Place::End, "Body")];
    for size in 1..input.len() {
        let log = shown(input.as_bytes().chunks(size), &[], false);
        assert_eq!(log.0, input.as_bytes());
        assert_eq!(log.1, expected.map(|(place, name)| (place, String::from(name))), "{size}");
    }
    assert_eq!(shown([&b"<a><Header/><Body/></a>"[..]], &[], false).1, []);
}

/// Every event as a line, dumps joined.
#[derive(Default)]
struct Lines {
    lines: core::cell::RefCell<Vec<String>>,
    levels: Option<Levels>,
    clock: core::cell::Cell<u64>,
}

impl Trace for Lines {
    fn wants(&self, category: Category, level: Level) -> bool {
        self.levels.is_none_or(|levels| levels.wants(category, level))
    }

    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        let mut lines = self.lines.borrow_mut();
        match event {
            Event::Dump(direction, text) => {
                let start = format!("{} {direction:?} ", category.alias());
                let text = String::from_utf8_lossy(text);
                match lines.iter_mut().rev().find(|line| line.starts_with(&start)) {
                    Some(line) => line.push_str(&text),
                    None => lines.push(start + &text),
                }
            }
            event => lines.push(format!("{} {} {event:?}", category.alias(), level as u8)),
        }
    }

    fn now(&self) -> u64 {
        self.clock.replace(self.clock.get() + 10)
    }
}

const REQUEST: &str = "POST /eai?SWEPassword=p1 HTTP/1.1\r\nHost: h\r\nAuthorization: Basic p1\r\nTransfer-Encoding: \
    chunked\r\n\r\n18\r\n<E><Header><wsse:Passwor\r\n\
    1F;x\r\nd>p1</wsse:Password></Header><B\r\n2b\r\nody><Op><Password>p1</Password></Op></Body>\r\n4\r\n</E>\r\n0\r\nA: p1\r\n\r\n";
const RESPONSE: &str = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 500 Internal Server Error\r\nContent-Length: 45\r\n\r\n\
    <E><Body><Fault><a>t</a></Fault></Body></E>\r\n";

fn exchange(levels: Option<Levels>, side: Side, size: usize) -> Vec<String> {
    let (mut tap, lines) = (Tap::new(side), Lines { levels, ..Lines::default() });
    match side {
        Side::Client => tap.opened(&lines, "h", 80, false),
        Side::Server => tap.accepted(&lines),
    }
    for (is_request, message) in [(true, REQUEST), (false, RESPONSE)] {
        for piece in message.as_bytes().chunks(size) {
            match is_request == (side == Side::Client) {
                true => tap.sent(&lines, piece),
                false => tap.received(&lines, piece),
            }
        }
    }
    tap.closed(&lines);
    lines.lines.into_inner()
}

#[test]
fn a_connection_is_told_in_events() {
    let shown_request = "POST /eai?SWEPassword=*** HTTP/1.1\nHost: h\nAuthorization: ***\nTransfer-Encoding: chunked\n\n\
        <E><Header><wsse:Password>***</wsse:Password></Header><Body><Op><Password>***</Password></Op></Body></E>";
    let shown_response = "HTTP/1.1 100 Continue\n\nHTTP/1.1 500 Internal Server Error\nContent-Length: 45\n\n\
        <E><Body><Fault><a>t</a></Fault></Body></E>\r\n";
    for size in 1..REQUEST.len() {
        let lines = exchange(None, Side::Client, size);
        let expected = [
            "WebSvcOutbound 3 Opened { host: \"h\", port: 80, secure: false }",
            "WebSvcOutbound 3 Begins(Sent)",
            &format!("WebSvcOutbound Sent {shown_request}"),
            "WebSvcOutbound 3 Block(Sent, \"Password\")",
            "WebSvcOutboundArgTrc Sent <Op><Password>***</Password></Op>",
            "WebSvcOutbound 3 Entry(Sent, \"Op\")",
            &format!("WebSvcPerf 3 Ends {{ direction: Sent, bytes: {}, micros: 10 }}", REQUEST.len()),
            "WebSvcPerf 3 Waited { micros: 10 }",
            "WebSvcOutbound 3 Begins(Received)",
            &format!("WebSvcOutbound Received {shown_response}"),
            "WebSvcOutbound 3 Status(Received, 100)",
            "WebSvcPerf 3 Ends { direction: Received, bytes: 25, micros: 10 }",
            "WebSvcPerf 3 Waited { micros: 30 }",
            "WebSvcOutbound 3 Begins(Received)",
            "WebSvcOutbound 2 Status(Received, 500)",
            "WebSvcOutboundArgTrc Received <Fault><a>t</a></Fault>",
            "WebSvcOutbound 2 Fault(Received)",
            "WebSvcPerf 3 Ends { direction: Received, bytes: 103, micros: 10 }",
            "WebSvcOutbound 4 Closed",
        ];
        assert_eq!(lines, expected, "{size}");
    }
}

#[test]
fn a_level_a_category_and_the_switch_decide_what_is_told() {
    let told = |levels: Levels| exchange(Some(levels), Side::Server, 7);
    // V-42: no document below level 4. S-326.
    let lines = told(Levels::new(Level::Info).with_arguments());
    assert!(lines.iter().all(|line| !line.contains("wsse") && !line.contains("<E>")), "{lines:?}");
    assert!(lines.contains(&"WebSvcInbound 3 Entry(Received, \"Op\")".into()), "{lines:?}");
    assert_eq!(told(Levels::new(Level::Error)), [""; 0]);
    let warnings = ["WebSvcInbound 2 Status(Sent, 500)", "WebSvcInbound 2 Fault(Sent)"];
    assert_eq!(told(Levels::new(Level::Warning)), warnings);
    // V-42, S-325, S-327: one category alone at level 4.
    let lines = told(Levels::new(Level::Fatal).with(Category::Inbound, Level::Detail));
    assert!(lines.iter().any(|line| line.contains("<wsse:Password>***</wsse:Password>")), "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("WebSvcInbound ")), "{lines:?}");
    // S-328: the switch, and the level.
    let arguments = |levels: Levels| told(levels).iter().filter(|line| line.contains("ArgTrc")).count();
    assert_eq!(arguments(Levels::new(Level::Diagnostic)), 0);
    assert_eq!(arguments(Levels::new(Level::Info).with_arguments()), 0);
    assert_eq!(arguments(Levels::new(Level::Detail).with_arguments()), 2);
}

#[test]
fn categories_have_two_names() {
    let names = [
        "WebSvcPerf",
        "WebSvcOutbound",
        "WebSvcOutboundArgTrc",
        "WebSvcInbound",
        "WebSvcInboundArgTrc",
        "WebSvcLoad",
        "WebSvcDesign",
    ];
    for (number, (category, alias)) in Category::ALL.into_iter().zip(names).enumerate() {
        assert_eq!((category as usize, category.alias()), (number, alias));
        assert_eq!(Category::from_name(&alias.to_lowercase()), Some(category));
        assert_eq!(Category::from_name(category.name()), Some(category));
        assert_eq!(Category::from_number(number as i32), Some(category));
    }
    assert_eq!(
        (Category::from_name("WebSvc"), Category::from_number(7), Category::from_number(-1)),
        (None, None, None)
    );
    for number in 0..=5 {
        assert_eq!(Level::from_number(number) as u8, number);
    }
    assert_eq!(Level::from_number(9), Level::Diagnostic);
}

/// The ends of bodies, and what they say is wrong.
#[test]
fn a_body_ends_where_its_head_says() {
    let told = |sent: &str, received: &str| {
        let (mut tap, lines) = (Tap::new(Side::Client), Lines::default());
        tap.sent(&lines, sent.as_bytes());
        tap.received(&lines, received.as_bytes());
        tap.received(&lines, b"");
        let lines = lines.lines.into_inner();
        lines.into_iter().filter(|line| line.contains("Ends") || line.contains("Failed")).collect::<Vec<_>>().join("; ")
    };
    let ends = |bytes: [usize; 2]| {
        let line = |way, bytes| format!("WebSvcPerf 3 Ends {{ direction: {way}, bytes: {bytes}, micros: 10 }}");
        [line("Sent", bytes[0]), line("Received", bytes[1])].join("; ")
    };
    let get = "GET / HTTP/1.1\r\n\r\n";
    for response in [
        "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 304 No\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<a>",
        "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n<a>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ] {
        assert_eq!(told(get, response), ends([get.len(), response.len()]), "{response}");
    }
    let head = "HEAD / HTTP/1.1\r\n\r\n";
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
    assert_eq!(told(head, response), ends([head.len(), response.len()]));
    for (response, at) in [("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<", 39), ("HTTP/1.1 200", 12)] {
        assert!(told(get, response).contains(&format!("HttpTruncated, offset: {at}")), "{}", told(get, response));
    }
    let lost = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<a>";
    assert!(!told(get, lost).contains("Received"));
}
