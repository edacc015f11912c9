//! `time`. XML Schema Part 2, 3.2.8.

use super::calendar::{Scanner, Zoned};
use super::text::Text;
use crate::ErrorKind;

/// A time of day. There are no leap seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Time {
    /// The hour, from 0 to 23.
    pub hour: u8,
    /// The minute, from 0 to 59.
    pub minute: u8,
    /// The second, from 0 to 59.
    pub second: u8,
    /// The fraction of the second, in nanoseconds.
    pub nanos: u32,
    /// Whether the fraction had digits beyond the nanoseconds, which are dropped. Not emitted.
    pub truncated: bool,
}

/// Parses a time; `24:00:00` is midnight.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical).
pub fn parse(text: &[u8]) -> Result<Zoned<Time>, ErrorKind> {
    Scanner::zoned(text, |scanner| Time::scan(scanner).map(|(time, _)| time))
}

/// The canonical form, in the zone it has.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): not a time of day, or not a zone.
pub fn emit(time: Zoned<Time>) -> Result<Text<24>, ErrorKind> {
    let mut text = Text::new();
    time.value.push_to(&mut text)?;
    text.push_zone(time.zone)?;
    Ok(text)
}

impl Time {
    /// The time, and whether it is the midnight that ends the day.
    pub(super) fn scan(scanner: &mut Scanner<'_>) -> Option<(Time, bool)> {
        let hour = scanner.two().filter(|hour| *hour <= 24)?;
        let minute = scanner.field(b':', 59)?;
        let second = scanner.field(b':', 59)?;
        let (nanos, truncated) = if scanner.has(b'.') { scanner.nanos()? } else { (0, false) };
        let ends = hour == 24;
        if ends && (minute > 0 || second > 0 || nanos > 0 || truncated) {
            return None;
        }
        Some((Time { hour: if ends { 0 } else { hour }, minute, second, nanos, truncated }, ends))
    }

    pub(super) fn push_to<const N: usize>(self, text: &mut Text<N>) -> Result<(), ErrorKind> {
        if self.hour > 23 || self.minute > 59 || self.second > 59 || self.nanos > 999_999_999 {
            return Err(ErrorKind::InvalidArgument);
        }
        text.push_number(self.hour.into(), 2);
        text.push(b':');
        text.push_number(self.minute.into(), 2);
        text.push(b':');
        text.push_number(self.second.into(), 2);
        text.push_fraction(self.nanos);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{InvalidArgument, Lexical};

    fn time(hour: u8, minute: u8, second: u8, nanos: u32, truncated: bool) -> Time {
        Time { hour, minute, second, nanos, truncated }
    }

    #[test]
    fn lexical_space() {
        for (text, value, zone, canonical) in [
            ("10:00:00", time(10, 0, 0, 0, false), None, "10:00:00"),
            ("10:00:00Z", time(10, 0, 0, 0, false), Some(0), "10:00:00Z"),
            ("10:00:00.5-05:00", time(10, 0, 0, 500_000_000, false), Some(-300), "10:00:00.5-05:00"),
            ("24:00:00", time(0, 0, 0, 0, false), None, "00:00:00"),
            ("24:00:00.000", time(0, 0, 0, 0, false), None, "00:00:00"),
            ("23:59:59.999999999", time(23, 59, 59, 999_999_999, false), None, "23:59:59.999999999"),
            ("00:00:00.00000000010", time(0, 0, 0, 0, true), None, "00:00:00"),
            ("00:00:00.1234567890", time(0, 0, 0, 123_456_789, false), None, "00:00:00.123456789"),
            ("00:00:00.000000120Z", time(0, 0, 0, 120, false), Some(0), "00:00:00.00000012Z"),
        ] {
            let want = Zoned { value, zone };
            assert_eq!(parse(text.as_bytes()), Ok(want), "{text:?}");
            assert_eq!(emit(want).as_deref(), Ok(canonical), "{text:?}");
        }
        for text in [
            "24:00:00.1",
            "24:00:01",
            "24:01:00",
            "24:00:00.0000000001",
            "10:00",
            "23:59:60",
            "25:00:00",
            "1:00:00",
            "10:00:00.",
            "10:60:00",
            "10:00:00 Z",
            "T10:00:00",
            "",
            "10:00:00+0100",
            "10:00:00+01",
            "10:00:00z",
            "10:00:00,5",
        ] {
            assert_eq!(parse(text.as_bytes()), Err(Lexical), "{text:?}");
        }
    }

    #[test]
    fn refuses_to_emit_what_is_no_time() {
        for value in [
            time(24, 0, 0, 0, false),
            time(0, 60, 0, 0, false),
            time(0, 0, 60, 0, false),
            time(0, 0, 0, 1_000_000_000, false),
        ] {
            assert_eq!(emit(Zoned { value, zone: None }), Err(InvalidArgument), "{value:?}");
        }
    }
}
