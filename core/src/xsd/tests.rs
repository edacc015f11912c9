//! What is parsed from damaged text is emitted and parsed back as the same.

use super::{boolean, date, date_time, decimal, double, duration, gregorian, integer, language, qname, time};
use std::string::String;
use std::vec::Vec;

const SEEDS: &[&str] = &[
    "2026-11-21T10:00:00.123456789+05:30",
    "-12026-02-28T24:00:00Z",
    "2026-11-21Z",
    "23:59:59.5-14:00",
    "--11-21+01:00",
    "---31",
    "2026-11",
    "-P1Y2M3DT4H5M6.7S",
    "PT0.000000001S",
    "-9223372036854775808",
    "+18446744073709551615",
    "-1.5E+10",
    "0012.3400",
    "INF",
    "true",
    "p:local",
    "en-US",
];
const LETTERS: &[u8] = b"0123456789-+.:TZPYMDHSEeINF \n\t_a\xc3\xa9";

/// Replaces, removes and adds a few bytes.
fn damage(text: &str, random: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random(4) {
        let (at, letter) = (random(bytes.len() + 1), LETTERS[random(LETTERS.len())]);
        match random(3) {
            0 => bytes.insert(at, letter),
            1 if at < bytes.len() => bytes[at] = letter,
            _ if at < bytes.len() => drop(bytes.remove(at)),
            _ => {}
        }
    }
    bytes
}

#[test]
fn parsed_emitted_and_parsed_back() {
    let mut state = 7u64;
    let mut random = move |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut parsed = [0; 9];
    for round in 0..60_000 {
        let text = damage(SEEDS[round % SEEDS.len()], &mut random);
        let shown = String::from_utf8_lossy(&text);
        macro_rules! check {
            ($index:literal, $type:ident, $emit:expr) => {
                if let Ok(value) = $type::parse(&text) {
                    parsed[$index] += 1;
                    // What is dropped by parsing, such as digits beyond nanoseconds, is dropped once.
                    let emitted = $emit(value);
                    let again = $emit($type::parse(emitted.as_bytes()).unwrap());
                    assert_eq!(again, emitted, "{shown:?}");
                }
            };
        }
        check!(0, boolean, boolean::emit);
        check!(1, date_time, |value| date_time::emit(value).unwrap());
        check!(2, date, |value| date::emit(value).unwrap());
        check!(3, time, |value| time::emit(value).unwrap());
        check!(4, gregorian, |value| gregorian::emit(value).unwrap());
        check!(5, duration, |value| duration::emit(value).unwrap());
        if let Ok(value) = integer::parse::<i64>(&text) {
            parsed[6] += 1;
            assert_eq!(integer::parse(integer::emit(value).as_bytes()), Ok(value), "{shown:?}");
            assert_eq!(decimal::Decimal::parse(&text).unwrap().scaled(0), Ok(value), "{shown:?}");
        }
        if let Ok(value) = double::parse(&text) {
            parsed[7] += 1;
            let back = double::parse(double::emit(value).as_bytes()).unwrap();
            assert!(back.to_bits() == value.to_bits() || value.is_nan() && back.is_nan(), "{shown:?}");
        }
        if let Ok(value) = decimal::Decimal::parse(&text) {
            parsed[8] += 1;
            let canonical: Vec<u8> = value.canonical().collect();
            assert_eq!(decimal::Decimal::parse(&canonical), Ok(value), "{shown:?}");
            assert!(double::parse(&text).is_ok(), "every decimal is a double: {shown:?}");
        }
        let _ = (qname::parse(&text), language::parse(&text));
    }
    assert!(parsed.iter().all(|&count| count > 500), "{parsed:?}");
}
