//! `date`. XML Schema Part 2, 3.2.9.

use super::calendar::{Scanner, Zoned, date_since_1970, days_in_month, days_since_1970};
use super::text::Text;
use crate::ErrorKind;

/// A day of the proleptic Gregorian calendar. The year 0 is the one before the year 1, as in XML Schema 1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// Parses a date.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical), also for days that are not in the calendar.
/// [`Overflow`](ErrorKind::Overflow): the year does not fit.
pub fn parse(text: &[u8]) -> Result<Zoned<Date>, ErrorKind> {
    Scanner::zoned(text, Date::scan)
}

/// The canonical form, in the zone it has.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): not a day of the calendar, or not a zone.
pub fn emit(date: Zoned<Date>) -> Result<Text<24>, ErrorKind> {
    let mut text = Text::new();
    date.value.push_to(&mut text)?;
    text.push_zone(date.zone)?;
    Ok(text)
}

impl Date {
    pub(super) fn scan(scanner: &mut Scanner<'_>) -> Option<Date> {
        let year = scanner.year()?;
        let month = scanner.field(b'-', 12)?;
        // A month that is none has no days.
        let day = scanner.field(b'-', days_in_month(year, month))?;
        (day > 0).then_some(Date { year, month, day })
    }

    pub(super) fn push_to<const N: usize>(self, text: &mut Text<N>) -> Result<(), ErrorKind> {
        if !(1..=days_in_month(self.year, self.month)).contains(&self.day) {
            return Err(ErrorKind::InvalidArgument);
        }
        text.push_year(self.year);
        text.push(b'-');
        text.push_number(self.month.into(), 2);
        text.push(b'-');
        text.push_number(self.day.into(), 2);
        Ok(())
    }

    /// The day after; `None` when the year does not fit.
    pub(super) fn next(self) -> Option<Date> {
        let Date { year, month, day } = self;
        Some(match (day < days_in_month(year, month), month) {
            (true, _) => Date { day: day.wrapping_add(1), ..self },
            (false, 12) => Date { year: year.checked_add(1)?, month: 1, day: 1 },
            (false, _) => Date { month: month.wrapping_add(1), day: 1, ..self },
        })
    }

    /// Days since 1 January 1970.
    pub fn days(self) -> i64 {
        days_since_1970(self.year, self.month, self.day)
    }

    /// The day so many days after 1 January 1970; `None` when the year does not fit.
    pub fn from_days(days: i64) -> Option<Date> {
        let (year, month, day) = date_since_1970(days)?;
        Some(Date { year, month, day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{InvalidArgument, Lexical, Overflow};

    #[test]
    fn lexical_space() {
        for (text, date, zone, canonical) in [
            ("2026-11-21", (2026, 11, 21), None, "2026-11-21"),
            (" 2026-11-21Z\n", (2026, 11, 21), Some(0), "2026-11-21Z"),
            ("2026-11-21+05:30", (2026, 11, 21), Some(330), "2026-11-21+05:30"),
            ("2026-11-21-00:00", (2026, 11, 21), Some(0), "2026-11-21Z"),
            ("-2026-11-21", (-2026, 11, 21), None, "-2026-11-21"),
            ("12026-01-31-14:00", (12026, 1, 31), Some(-840), "12026-01-31-14:00"),
            ("0000-02-29", (0, 2, 29), None, "0000-02-29"),
            ("2147483647-12-31", (i32::MAX, 12, 31), None, "2147483647-12-31"),
            ("-2147483648-01-01", (i32::MIN, 1, 1), None, "-2147483648-01-01"),
        ] {
            let want = Zoned { value: Date { year: date.0, month: date.1, day: date.2 }, zone };
            assert_eq!(parse(text.as_bytes()), Ok(want), "{text:?}");
            assert_eq!(emit(want).as_deref(), Ok(canonical), "{text:?}");
            assert_eq!(Date::from_days(want.value.days()), Some(want.value), "{text:?}");
        }
        for (text, want) in [
            ("2026-11-21T00:00:00", Lexical),
            ("20261121", Lexical),
            ("2026-1-1", Lexical),
            ("2026-02-29", Lexical),
            ("2100-02-29", Lexical),
            ("2026-11-31", Lexical),
            ("2026-00-01", Lexical),
            ("2026-01-00", Lexical),
            ("", Lexical),
            ("+2026-11-21", Lexical),
            ("26-11-21", Lexical),
            ("02026-11-21", Lexical),
            ("2026-11-21z", Lexical),
            ("2026-11-21+14:01", Lexical),
            ("2026-11-21+13:60", Lexical),
            ("2026-11-21+1:00", Lexical),
            ("2147483648-01-01", Overflow),
            ("99999999999999999999999-01-01", Overflow),
            ("99999999999999999999999-13-01", Lexical),
        ] {
            assert_eq!(parse(text.as_bytes()), Err(want), "{text:?}");
        }
    }

    #[test]
    fn refuses_to_emit_what_is_no_date() {
        for (year, month, day, zone) in
            [(2026, 2, 29, None), (2026, 13, 1, None), (2026, 1, 0, None), (2026, 1, 1, Some(841))]
        {
            assert_eq!(emit(Zoned { value: Date { year, month, day }, zone }), Err(InvalidArgument));
        }
    }
}
