//! The messages that are measured, made by code so that none has to be committed.
//!
//! Each is the same at every run, byte for byte.

use std::fmt::Write as _;

/// A message to measure.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The name in tables and on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    make: fn() -> String,
}

impl Input {
    /// Makes the message.
    pub fn make(&self) -> String {
        (self.make)()
    }

    /// The input with this name.
    pub fn named(name: &str) -> Option<&'static Input> {
        ALL.iter().find(|i| i.name == name)
    }
}

/// Every input, in the order of the tables.
pub const ALL: &[Input] = &[
    Input { name: "small1k", about: "a 1.5 KB request with addressing and a UsernameToken", make: small1k },
    Input { name: "medium20k", about: "20 KB of records of about 100 bytes", make: || records(20_000) },
    Input { name: "large1m", about: "1 MB of records of about 100 bytes", make: || records(1_000_000) },
    Input { name: "text1m", about: "1 MB of text, one character in three not ASCII", make: text1m },
    Input { name: "base64-100k", about: "100 KB of base64 in one element", make: || base64(100_000) },
    Input { name: "base64-10m", about: "10 MB of base64 in one element", make: || base64(10_000_000) },
    Input {
        name: "attributes",
        about: "1 MB of elements with eight attributes, one in eight prefixed",
        make: attributes,
    },
    Input { name: "deep", about: "1 MB of elements nested 30 deep", make: deep },
    Input { name: "space", about: "1 MB of pretty-printed short elements", make: space },
];

/// A generator of numbers that look random and are the same each time (a Weyl sequence, mixed).
pub struct Dice(u64);

impl Dice {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// The next number below `limit`.
    pub fn roll(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// One of these.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"><soap:Body>";
const TAIL: &str = "</soap:Body></soap:Envelope>\n";

fn enclosed(size: usize, open: &str, close: &str, mut more: impl FnMut(&mut String, usize)) -> String {
    let mut xml = String::with_capacity(size + 1024);
    xml.push_str(HEAD);
    xml.push_str(open);
    let mut count = 0;
    while xml.len() + close.len() + TAIL.len() < size {
        more(&mut xml, count);
        count += 1;
    }
    xml.push_str(close);
    xml.push_str(TAIL);
    xml
}

fn records(size: usize) -> String {
    let mut dice = Dice::new(1);
    enclosed(size, "<s:Readings xmlns:s=\"urn:example:station\">", "</s:Readings>", |xml, i| {
        let _ = writeln!(
            xml,
            "<s:Reading id=\"r{i:06}\" s:state=\"{}\"><s:Sensor>{}</s:Sensor><s:Value unit=\"{}\">{}.{:02}</s:Value></s:Reading>",
            dice.pick(&["ok", "late", "lost"]),
            dice.pick(&["inlet", "outlet", "line", "tank &amp; sump"]),
            dice.pick(&["Cel", "bar", "l/min"]),
            dice.roll(1000),
            dice.roll(100),
        );
    })
}

fn small1k() -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" \
    xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"><soap:Header>\
    <wsa:Action soap:mustUnderstand=\"true\">http://www.onvif.org/ver20/ptz/wsdl/AbsoluteMove</wsa:Action>\
    <wsa:MessageID>urn:uuid:5c9d7a10-3b7e-4e15-9f0a-2d6c84c1b0aa</wsa:MessageID>\
    <wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>\
    <wsa:To soap:mustUnderstand=\"true\">http://192.168.7.21/onvif/ptz_service</wsa:To>\
    <wsse:Security soap:mustUnderstand=\"true\" \
    xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" \
    xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\">\
    <wsse:UsernameToken wsu:Id=\"token-1\"><wsse:Username>operator</wsse:Username>\
    <wsse:Password Type=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest\">\
    XDoQXuu5fBL8LQfmklbrslLHZYs=</wsse:Password><wsse:Nonce>LKqI6G/AikKCQrN0zqZFlg==</wsse:Nonce>\
    <wsu:Created>2026-09-16T07:50:45Z</wsu:Created></wsse:UsernameToken></wsse:Security></soap:Header>\n\
    <soap:Body><ptz:AbsoluteMove xmlns:ptz=\"http://www.onvif.org/ver20/ptz/wsdl\" \
    xmlns:tt=\"http://www.onvif.org/ver10/schema\"><ptz:ProfileToken>profile_1</ptz:ProfileToken>\
    <ptz:Position><tt:PanTilt x=\"0.25\" y=\"-0.5\"/><tt:Zoom x=\"1\"/></ptz:Position>\
    </ptz:AbsoluteMove></soap:Body></soap:Envelope>\n"
        .to_string()
}

fn text1m() -> String {
    let mut dice = Dice::new(2);
    let words = [
        "Messung",
        "größer",
        "température",
        "давление",
        "вода",
        "圧力",
        "温度計",
        "流量",
        "station",
        "œuvre",
        "🌊",
        "naïve",
        "żółw",
        "the",
        "and",
    ];
    enclosed(1_000_000, "<t:Note xmlns:t=\"urn:example:text\">", "</t:Note>", |xml, i| {
        xml.push_str(dice.pick(&words));
        xml.push_str(if i % 17 == 16 { ".\n" } else { " " });
    })
}

fn base64(size: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut dice = Dice::new(3);
    enclosed(size, "<b:Data xmlns:b=\"urn:example:data\">", "</b:Data>", |xml, _| {
        for _ in 0..4 {
            xml.push(char::from(DIGITS[dice.roll(64) as usize]));
        }
    })
}

fn attributes() -> String {
    let mut dice = Dice::new(4);
    enclosed(1_000_000, "<a:List xmlns:a=\"urn:example:list\">", "</a:List>", |xml, i| {
        let _ = writeln!(
            xml,
            "<a:Item id=\"i{i:06}\" name=\"{} {}\" min=\"{}\" max=\"{}\" unit=\"{}\" a:kind=\"{}\" when=\"2026-09-16T07:50:{:02}Z\" note=\"{}\"/>",
            dice.pick(&["pump", "valve", "tank"]),
            dice.roll(100),
            dice.roll(10),
            dice.roll(1000),
            dice.pick(&["Cel", "bar", "l/min"]),
            dice.pick(&["input", "output"]),
            dice.roll(60),
            dice.pick(&["", "checked", "replaced &amp; checked"]),
        );
    })
}

fn deep() -> String {
    enclosed(1_000_000, "<d:Tree xmlns:d=\"urn:example:tree\">", "</d:Tree>", |xml, i| {
        let names = ["d:Branch", "d:Twig", "d:Node", "d:Leaf"];
        for level in 0..30 {
            let _ = write!(xml, "<{}>", names[(i + level) % 4]);
        }
        let _ = write!(xml, "{i}");
        for level in (0..30).rev() {
            let _ = write!(xml, "</{}>", names[(i + level) % 4]);
        }
    })
}

fn space() -> String {
    enclosed(1_000_000, "\n  <p:List xmlns:p=\"urn:example:list\">", "\n  </p:List>\n", |xml, i| {
        let _ = write!(
            xml,
            "\n    <p:Entry>\n        <p:Number>{i}</p:Number>\n        <p:Group>\n            <p:Flag>true</p:Flag>\n        </p:Group>\n    </p:Entry>"
        );
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures in the documents belong to these bytes: a change here changes the figures.
    #[test]
    fn inputs_are_the_same_each_time_and_well_formed() {
        for input in ALL {
            let xml = input.make();
            assert_eq!(xml, input.make(), "{}", input.name);
            assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", input.name);
        }
    }

    #[test]
    fn sizes_are_those_the_names_promise() {
        let size = |name| Input::named(name).expect("a known input").make().len();
        assert!((1_400..1_600).contains(&size("small1k")), "{}", size("small1k"));
        assert!((19_800..20_200).contains(&size("medium20k")));
        assert!((999_800..1_001_200).contains(&size("large1m")));
        assert!((9_999_990..10_000_010).contains(&size("base64-10m")));
    }
}
