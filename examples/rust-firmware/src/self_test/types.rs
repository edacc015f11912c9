//! Simple types of XML Schema: parsed, and emitted again.

use super::{Check, Noise};
use crate::Wrong;
use soapstone::xsd::{base64, boolean, date_time, double, duration, hex, integer};
use soapstone::{Error, ErrorKind};

pub(super) const CHECKS: &[Check] =
    &[("numbers", numbers), ("dates, times and durations", times), ("base64 and hexadecimal of every length", binary)];

fn numbers() -> Result<(), Wrong> {
    Wrong::unless(integer::parse::<i64>(b" -9223372036854775808 ")? == i64::MIN, "another i64")?;
    Wrong::unless(integer::emit(u64::MAX).as_str() == "18446744073709551615", "another text of a u64")?;
    Wrong::unless(integer::parse::<u8>(b"256").is_err(), "256 is no u8")?;
    Wrong::unless(boolean::parse(b" 1 ")?, "another boolean")?;
    for (text, value) in [("1.5E0", 1.5), ("1.0E-300", 1e-300), ("INF", f64::INFINITY), ("-0.0E0", -0.0)] {
        let parsed = double::parse(text.as_bytes())?;
        Wrong::unless(parsed.to_bits() == f64::to_bits(value), "another double")?;
        Wrong::unless(double::parse(double::emit(parsed).as_str().as_bytes())?.to_bits() == parsed.to_bits(), text)?;
    }
    Ok(())
}

fn times() -> Result<(), Wrong> {
    for (text, seconds) in [("2026-11-21T10:00:00Z", 1_795_255_200), ("1969-12-31T23:59:59Z", -1)] {
        let parsed = date_time::parse(text.as_bytes())?;
        Wrong::unless(parsed.unix() == Some(seconds), "another instant")?;
        Wrong::unless(date_time::emit(parsed)?.as_str() == text, text)?;
    }
    Wrong::unless(date_time::parse(b"2026-02-29T00:00:00Z").is_err(), "there is no such day")?;
    let parsed = duration::parse(b"P1DT2H3M4.5S")?;
    Wrong::unless(duration::emit(parsed)?.as_str() == "P1DT2H3M4.5S", "another duration")
}

fn binary() -> Result<(), Wrong> {
    let (mut noise, mut bytes) = (Noise::new(), [0; 64]);
    noise.fill(&mut bytes);
    for len in 0..=bytes.len() {
        let bytes = bytes.get(..len).unwrap_or_default();
        let (mut text, mut decoder) = ([0; 128], base64::Decoder::new());
        let groups = base64::encode(bytes, &mut text);
        let mut encoded = 4 * groups;
        if let Some(last) = base64::encode_last(&bytes[3 * groups..]) {
            text[encoded..encoded + 4].copy_from_slice(&last);
            encoded += 4;
        }
        is_decoded(&text[..encoded], bytes, |input, out| decoder.decode(input, out))?;
        decoder.finish()?;
        let mut decoder = hex::Decoder::new();
        let encoded = 2 * hex::encode(bytes, &mut text);
        is_decoded(&text[..encoded], bytes, |input, out| decoder.decode(input, out))?;
        decoder.finish()?;
    }
    Ok(())
}

/// Decodes a text, as much at a time as comes, and compares.
fn is_decoded(
    mut text: &[u8],
    mut bytes: &[u8],
    mut decode: impl FnMut(&mut &[u8], &mut [u8]) -> Result<usize, Error>,
) -> Result<(), Wrong> {
    let mut decoded = [0; 16];
    while !text.is_empty() {
        let count = decode(&mut text, &mut decoded)?;
        bytes = bytes.strip_prefix(&decoded[..count]).ok_or(Wrong::Unexpected("other bytes"))?;
    }
    Wrong::unless(bytes.is_empty(), "bytes are missing")
}

impl From<ErrorKind> for Wrong {
    fn from(kind: ErrorKind) -> Wrong {
        Wrong::Error(Error::new(kind, 0))
    }
}
