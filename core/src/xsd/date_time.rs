//! `dateTime`. XML Schema Part 2, 3.2.7.

use super::calendar::{DAY, Scanner, Zoned};
use super::date::Date;
use super::text::Text;
use super::time::Time;
use crate::ErrorKind;

/// A day and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Time,
}

/// Parses a date and time; `24:00:00` is the midnight that begins the next day.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical), also for days that are not in the calendar.
/// [`Overflow`](ErrorKind::Overflow): the year does not fit.
///
/// ```
/// use soapstone::xsd::date_time;
///
/// let created = date_time::parse(b"2026-11-21T24:00:00+01:00")?;
/// assert_eq!(created.unix(), Some(1_795_302_000));
/// assert_eq!(date_time::emit(created)?.as_str(), "2026-11-22T00:00:00+01:00");
/// # Ok::<(), soapstone::ErrorKind>(())
/// ```
pub fn parse(text: &[u8]) -> Result<Zoned<DateTime>, ErrorKind> {
    Scanner::zoned(text, |scanner| {
        let date = Date::scan(scanner)?;
        scanner.byte(b'T')?;
        let (time, ends) = Time::scan(scanner)?;
        let next = if ends { date.next() } else { Some(date) };
        if next.is_none() {
            scanner.fits::<u8>(None);
        }
        Some(DateTime { date: next.unwrap_or(date), time })
    })
}

/// The canonical form, in the zone it has.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): not a day, not a time of day, or not a zone.
pub fn emit(value: Zoned<DateTime>) -> Result<Text<48>, ErrorKind> {
    let mut text = Text::new();
    value.value.date.push_to(&mut text)?;
    text.push(b'T');
    value.value.time.push_to(&mut text)?;
    text.push_zone(value.zone)?;
    Ok(text)
}

impl Zoned<DateTime> {
    /// Seconds since 1 January 1970 UTC, the fraction aside; `None` when the zone is not known.
    #[cfg_attr(small, inline(always))]
    pub fn unix(self) -> Option<i64> {
        let Time { hour, minute, second, .. } = self.value.time;
        let minutes = i32::from(hour).wrapping_mul(60).wrapping_add(minute.into()).wrapping_sub(self.zone?.into());
        let seconds = minutes.wrapping_mul(60).wrapping_add(second.into());
        Some(self.value.date.days().wrapping_mul(DAY).wrapping_add(seconds.into()))
    }

    /// The date and time in UTC of so many seconds since 1 January 1970 and nanoseconds.
    ///
    /// # Errors
    /// [`Overflow`](ErrorKind::Overflow): the year does not fit.
    pub fn from_unix(seconds: i64, nanos: u32) -> Result<Self, ErrorKind> {
        let date = Date::from_days(seconds.div_euclid(DAY)).ok_or(ErrorKind::Overflow)?;
        let of_day = seconds.rem_euclid(DAY);
        let part = |value: i64| value as u8;
        let time = Time {
            hour: part(of_day / 3600),
            minute: part(of_day / 60 % 60),
            second: part(of_day % 60),
            nanos,
            truncated: false,
        };
        Ok(Zoned { value: DateTime { date, time }, zone: Some(0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{Lexical, Overflow};

    #[test]
    fn lexical_space() {
        for (text, canonical) in [
            ("2026-11-21T10:00:00", "2026-11-21T10:00:00"),
            ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z"),
            (" 2026-11-21T10:00:00.123456789Z ", "2026-11-21T10:00:00.123456789Z"),
            ("2026-11-21T10:00:00.500", "2026-11-21T10:00:00.5"),
            ("2026-11-21T10:00:00+14:00", "2026-11-21T10:00:00+14:00"),
            ("2026-11-21T10:00:00-14:00", "2026-11-21T10:00:00-14:00"),
            ("2026-11-21T10:00:00-00:00", "2026-11-21T10:00:00Z"),
            ("2026-11-21T24:00:00", "2026-11-22T00:00:00"),
            ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
            ("2024-02-29T00:00:00", "2024-02-29T00:00:00"),
            ("12026-11-21T10:00:00", "12026-11-21T10:00:00"),
            ("-0001-01-01T00:00:00", "-0001-01-01T00:00:00"),
        ] {
            let value = parse(text.as_bytes()).unwrap();
            assert_eq!(emit(value).as_deref(), Ok(canonical), "{text:?}");
            assert_eq!(parse(canonical.as_bytes()), Ok(value), "{text:?}");
        }
        for text in [
            "2026-11-21T10:00:00+14:01",
            "2026-11-21T24:00:01",
            "2026-11-21T23:59:60",
            "2026-02-29T00:00:00",
            "2026-11-31T00:00:00",
            "2026-13-01T00:00:00",
            "2026-11-21t10:00:00",
            "2026-11-21T10:00:00z",
            "2026-11-21 10:00:00",
            "26-11-21T10:00:00",
            "02026-11-21T10:00:00",
            "+2026-11-21T10:00:00",
            "2026-11-21T10:00",
            "2026-11-21T10:00:00.",
            "2026-11-21T10:00:00+0100",
            "2026-11-21T10:00:00+01",
            "2026-11-21",
            "",
        ] {
            assert_eq!(parse(text.as_bytes()), Err(Lexical), "{text:?}");
        }
        assert_eq!(parse(b"2147483648-01-01T00:00:00"), Err(Overflow));
        assert_eq!(parse(b"2147483647-12-31T24:00:00"), Err(Overflow));
    }

    #[test]
    fn unix_seconds() {
        for (text, want) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00+01:00", -3600),
            ("1969-12-31T23:59:59Z", -1),
            ("2026-11-21T10:00:00-05:30", 1_795_275_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] {
            let value = parse(text.as_bytes()).unwrap();
            assert_eq!(value.unix(), Some(want), "{text}");
            assert_eq!(Zoned::from_unix(want, 0).unwrap().unix(), Some(want), "{text}");
        }
        assert_eq!(parse(b"1970-01-01T00:00:00").unwrap().unix(), None);
        assert_eq!(Zoned::from_unix(i64::MAX, 0), Err(Overflow));
        let text = emit(Zoned::from_unix(1_795_302_000, 250_000_000).unwrap()).unwrap();
        assert_eq!(text.as_str(), "2026-11-21T23:00:00.25Z");
    }
}
