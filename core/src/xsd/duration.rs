//! `duration`. XML Schema Part 2, 3.2.6.

use super::calendar::Scanner;
use super::text::Text;
use crate::ErrorKind;

/// A length of time: months, whose length varies, and seconds, which no one can tell in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Duration {
    /// Whether it goes back in time.
    pub negative: bool,
    /// Months, years included.
    pub months: u64,
    /// Seconds; minutes, hours and days of 24 hours included.
    pub seconds: u64,
    /// The fraction of a second, in nanoseconds.
    pub nanos: u32,
    /// Whether the fraction had digits beyond the nanoseconds, which are dropped. Not emitted.
    pub truncated: bool,
}

/// Parses a duration.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical). [`Overflow`](ErrorKind::Overflow): months or seconds do not fit.
///
/// ```
/// use soapstone::xsd::duration;
///
/// let timeout = duration::parse(b"PT1M30.5S")?;
/// assert_eq!((timeout.seconds, timeout.nanos), (90, 500_000_000));
/// # Ok::<(), soapstone::ErrorKind>(())
/// ```
pub fn parse(text: &[u8]) -> Result<Duration, ErrorKind> {
    Scanner::scan(text, scan)
}

/// The canonical form of XML Schema 1.1: `P1Y2M3DT4H5M6.7S`, and `PT0S` for none.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): a second of nanoseconds or more.
pub fn emit(duration: Duration) -> Result<Text<72>, ErrorKind> {
    let Duration { negative, months, seconds, nanos, .. } = duration;
    if nanos > 999_999_999 {
        return Err(ErrorKind::InvalidArgument);
    }
    let mut text = Text::new();
    if months == 0 && seconds == 0 && nanos == 0 {
        text.push_all(b"PT0S");
        return Ok(text);
    }
    text.push_all(if negative { b"-P" } else { b"P" });
    let field = |text: &mut Text<72>, number: u64, unit: u8| {
        if number > 0 {
            text.push_number(number, 1);
            text.push(unit);
        }
    };
    field(&mut text, months / 12, b'Y');
    field(&mut text, months % 12, b'M');
    field(&mut text, seconds / DAY, b'D');
    let (of_day, second) = (seconds % DAY, seconds % 60);
    if of_day > 0 || nanos > 0 {
        text.push(b'T');
    }
    field(&mut text, of_day / HOUR, b'H');
    field(&mut text, of_day / MINUTE % 60, b'M');
    if second > 0 || nanos > 0 {
        text.push_number(second, 1);
        text.push_fraction(nanos);
        text.push(b'S');
    }
    Ok(text)
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The fields, in their order: the designator, whether it follows `T`, and its worth in months or seconds.
const FIELDS: [(u8, bool, u64); 6] = [
    (b'Y', false, 12),
    (b'M', false, 1),
    (b'D', false, DAY),
    (b'H', true, HOUR),
    (b'M', true, MINUTE),
    (b'S', true, 1),
];

fn scan(scanner: &mut Scanner<'_>) -> Option<Duration> {
    let negative = scanner.has(b'-');
    scanner.byte(b'P')?;
    let mut duration = Duration { negative, months: 0, seconds: 0, nanos: 0, truncated: false };
    let mut fields = FIELDS.iter().copied();
    let mut in_time = false;
    // At least one field must follow `P`, and one `T`.
    let mut open = true;
    while open || scanner.peek().is_some() {
        if scanner.has(b'T') {
            if in_time {
                return None;
            }
            in_time = true;
        }
        let number = scanner.number()?;
        let fraction = if scanner.has(b'.') { Some(scanner.nanos()?) } else { None };
        let (unit, _, worth) = fields.find(|&(unit, time, _)| time == in_time && scanner.has(unit))?;
        let months = matches!((unit, in_time), (b'Y' | b'M', false));
        if let Some((nanos, truncated)) = fraction {
            if unit != b'S' {
                return None;
            }
            (duration.nanos, duration.truncated) = (nanos, truncated);
        }
        let total = if months { &mut duration.months } else { &mut duration.seconds };
        let sum = number.checked_mul(worth).and_then(|field| field.checked_add(*total));
        *total = scanner.fits(sum)?;
        open = false;
    }
    let Duration { months, seconds, nanos, truncated, .. } = duration;
    duration.negative &= months > 0 || seconds > 0 || nanos > 0 || truncated;
    Some(duration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{InvalidArgument, Lexical, Overflow};

    #[test]
    fn lexical_space() {
        for (text, months, seconds, nanos, canonical) in [
            ("P1Y", 12, 0, 0, "P1Y"),
            ("P1Y2M3DT4H5M6.7S", 14, 3 * DAY + 4 * HOUR + 5 * MINUTE + 6, 700_000_000, "P1Y2M3DT4H5M6.7S"),
            ("PT0S", 0, 0, 0, "PT0S"),
            ("P0Y", 0, 0, 0, "PT0S"),
            ("-P0D", 0, 0, 0, "PT0S"),
            ("PT36H", 0, 36 * HOUR, 0, "P1DT12H"),
            ("P13M", 13, 0, 0, "P1Y1M"),
            ("PT90M", 0, 90 * MINUTE, 0, "PT1H30M"),
            (" PT0.25S\n", 0, 0, 250_000_000, "PT0.25S"),
            ("PT60S", 0, 60, 0, "PT1M"),
            ("P1DT1S", 0, DAY + 1, 0, "P1DT1S"),
            ("PT18446744073709551615S", 0, u64::MAX, 0, "P213503982334601DT7H15S"),
        ] {
            let parsed = parse(text.as_bytes()).unwrap();
            assert_eq!(parsed, Duration { negative: false, months, seconds, nanos, truncated: false }, "{text:?}");
            assert_eq!(emit(parsed).as_deref(), Ok(canonical), "{text:?}");
            assert_eq!(parse(canonical.as_bytes()), Ok(parsed), "{text:?}");
        }
        let day = parse(b"-P1D").unwrap();
        assert!(day.negative);
        assert_eq!(emit(day).as_deref(), Ok("-P1D"));
        assert!(parse(b"PT0.0000000001S").unwrap().truncated);
        for text in [
            "P", "PT", "P1YT", "+P1D", "P1S", "PT1.5M", "PT1.S", "P1W", "P1M1Y", "p1d", "P-1D", "PT.5S", "", "-", "1D",
            "P1", "P1Y1Y", "PT1S1S", "PT1M1H", "P1DT", "P1D1H", "PTT1S", "P1.5Y", "T1S", "--P1D", "P1D T1H",
        ] {
            assert_eq!(parse(text.as_bytes()), Err(Lexical), "{text:?}");
        }
        for text in ["P18446744073709551615Y", "P18446744073709551616M", "P99999999999999999999999D"] {
            assert_eq!(parse(text.as_bytes()), Err(Overflow), "{text:?}");
        }
        assert_eq!(parse(b"P99999999999999999999999X"), Err(Lexical));
        assert_eq!(emit(Duration { nanos: 1_000_000_000, ..day }), Err(InvalidArgument));
    }
}
