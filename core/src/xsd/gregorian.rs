//! `gYear`, `gYearMonth`, `gMonth`, `gMonthDay` and `gDay`. XML Schema Part 2, 3.2.10 to 3.2.14.

use super::calendar::{Scanner, Zoned, days_in_month};
use super::text::Text;
use crate::ErrorKind;

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Gregorian {
    /// `gYear`: `2026`.
    Year(i32),
    /// `gYearMonth`: `2026-11`.
    YearMonth(i32, u8),
    /// `gMonth`: `--11`.
    Month(u8),
    /// `gMonthDay`: `--11-21`.
    MonthDay(u8, u8),
    /// `gDay`: `---21`.
    Day(u8),
}

/// Parses any of the five, which their form tells apart.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical), also for days that are in no year.
/// [`Overflow`](ErrorKind::Overflow): the year does not fit.
pub fn parse(text: &[u8]) -> Result<Zoned<Gregorian>, ErrorKind> {
    Scanner::zoned(text, |scanner| {
        if !scanner.has_both(b"--") {
            let year = scanner.year()?;
            return Some(match field_follows(scanner) {
                true => Gregorian::YearMonth(year, scanner.two_in(1, 12)?),
                false => Gregorian::Year(year),
            });
        }
        if scanner.has(b'-') {
            return scanner.two_in(1, 31).map(Gregorian::Day);
        }
        let month = scanner.two_in(1, 12)?;
        Some(match field_follows(scanner) {
            true => Gregorian::MonthDay(month, scanner.two_in(1, longest(month))?),
            false => Gregorian::Month(month),
        })
    })
}

/// The canonical form, in the zone it has.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): not a month, not a day, or not a zone.
pub fn emit(value: Zoned<Gregorian>) -> Result<Text<24>, ErrorKind> {
    let mut text = Text::new();
    let two = |text: &mut Text<24>, number: u8, most: u8| {
        text.push_number(number.into(), 2);
        if (1..=most).contains(&number) { Ok(()) } else { Err(ErrorKind::InvalidArgument) }
    };
    match value.value {
        Gregorian::Year(year) => text.push_year(year),
        Gregorian::YearMonth(year, month) => {
            text.push_year(year);
            text.push(b'-');
            two(&mut text, month, 12)?;
        }
        Gregorian::Month(month) => {
            text.push_all(b"--");
            two(&mut text, month, 12)?;
        }
        Gregorian::MonthDay(month, day) => {
            text.push_all(b"--");
            two(&mut text, month, 12)?;
            text.push(b'-');
            two(&mut text, day, longest(month))?;
        }
        Gregorian::Day(day) => {
            text.push_all(b"---");
            two(&mut text, day, 31)?;
        }
    }
    text.push_zone(value.zone)?;
    Ok(text)
}

/// The days of a month in the year that has most.
const fn longest(month: u8) -> u8 {
    days_in_month(2000, month)
}

/// Whether a hyphen begins another field, not a zone such as `-05:00`; steps over it.
fn field_follows(scanner: &mut Scanner<'_>) -> bool {
    !scanner.is_zone() && scanner.has(b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{InvalidArgument, Lexical, Overflow};
    use Gregorian::*;

    #[test]
    fn lexical_space() {
        for (text, value, zone, canonical) in [
            ("2026", Year(2026), None, "2026"),
            ("2026Z", Year(2026), Some(0), "2026Z"),
            ("-0001", Year(-1), None, "-0001"),
            ("2026-05:00", Year(2026), Some(-300), "2026-05:00"),
            ("2026-11", YearMonth(2026, 11), None, "2026-11"),
            ("2026-11+01:00", YearMonth(2026, 11), Some(60), "2026-11+01:00"),
            ("2026-11-05:00", YearMonth(2026, 11), Some(-300), "2026-11-05:00"),
            ("--11-21", MonthDay(11, 21), None, "--11-21"),
            ("--02-29", MonthDay(2, 29), None, "--02-29"),
            ("--02-29-05:00", MonthDay(2, 29), Some(-300), "--02-29-05:00"),
            ("---31", Day(31), None, "---31"),
            (" ---01Z ", Day(1), Some(0), "---01Z"),
            ("--11", Month(11), None, "--11"),
            ("--11-05:00", Month(11), Some(-300), "--11-05:00"),
        ] {
            let want = Zoned { value, zone };
            assert_eq!(parse(text.as_bytes()), Ok(want), "{text:?}");
            assert_eq!(emit(want).as_deref(), Ok(canonical), "{text:?}");
        }
        for (text, want) in [
            ("26", Lexical),
            ("2026-13", Lexical),
            ("--02-30", Lexical),
            ("11-21", Lexical),
            ("---32", Lexical),
            ("31", Lexical),
            ("--13", Lexical),
            ("--11--", Lexical),
            ("-- 11", Lexical),
            ("---00", Lexical),
            ("", Lexical),
            ("--", Lexical),
            ("2026-", Lexical),
            ("99999999999", Overflow),
        ] {
            assert_eq!(parse(text.as_bytes()), Err(want), "{text:?}");
        }
        for value in [YearMonth(1, 13), Month(0), MonthDay(2, 30), MonthDay(13, 1), Day(32)] {
            assert_eq!(emit(Zoned { value, zone: None }), Err(InvalidArgument), "{value:?}");
        }
    }
}
