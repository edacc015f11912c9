//! What the date and time types share: the time zone, the calendar, and a scanner of fixed fields.
//! XML Schema Part 2, 3.2.7 and appendix D.

use super::text::Text;
use super::whitespace::trim;
use crate::ErrorKind;

/// A value with the time zone it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Zoned<T> {
    /// The value, in local time.
    pub value: T,
    /// Minutes of local time before UTC, from -840 to 840, east being positive. `None` is not UTC: it is unknown.
    pub zone: Option<i16>,
}

/// The most minutes a zone is away from UTC.
const FARTHEST: i16 = 14 * 60;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// Scans a text from its start. Every method gives `None` where the text is not what it asks for.
pub(super) struct Scanner<'a> {
    rest: &'a [u8],
    /// A number did not fit, which is an error only when everything else is right.
    overflow: bool,
}

impl<'a> Scanner<'a> {
    /// Has `read` scan the whole text, white space around it aside.
    pub(super) fn scan<T>(text: &'a [u8], read: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, ErrorKind> {
        let mut scanner = Scanner { rest: trim(text), overflow: false };
        match read(&mut scanner) {
            Some(value) if scanner.rest.is_empty() => {
                if scanner.overflow {
                    Err(ErrorKind::Overflow)
                } else {
                    Ok(value)
                }
            }
            _ => Err(ErrorKind::Lexical),
        }
    }

    /// The same for a value with a zone behind it.
    pub(super) fn zoned<T>(text: &'a [u8], read: impl FnOnce(&mut Self) -> Option<T>) -> Result<Zoned<T>, ErrorKind> {
        Scanner::scan(text, |scanner| Some(Zoned { value: read(scanner)?, zone: scanner.zone()? }))
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Whether all that is left is a zone with hours and minutes.
    pub(super) fn is_zone(&self) -> bool {
        matches!(self.rest, [b'+' | b'-', _, _, b':', _, _])
    }

    /// Steps over this byte, if it is there.
    #[cfg_attr(small, inline(never))]
    pub(super) fn has(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Steps over these two bytes, if they are there.
    pub(super) fn has_both(&mut self, bytes: &[u8; 2]) -> bool {
        let rest = self.rest.strip_prefix(bytes);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn byte(&mut self, byte: u8) -> Option<()> {
        self.has(byte).then_some(())
    }

    /// A number of exactly two digits.
    pub(super) fn two(&mut self) -> Option<u8> {
        let ([tens @ b'0'..=b'9', ones @ b'0'..=b'9'], rest) = self.rest.split_first_chunk()? else { return None };
        self.rest = rest;
        Some((tens & 15).wrapping_mul(10).wrapping_add(ones & 15))
    }

    /// Two digits in a range.
    pub(super) fn two_in(&mut self, low: u8, high: u8) -> Option<u8> {
        self.two().filter(|number| (low..=high).contains(number))
    }

    /// A byte and two digits behind it, which are a number up to `most`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn field(&mut self, byte: u8, most: u8) -> Option<u8> {
        self.byte(byte)?;
        self.two().filter(|number| *number <= most)
    }

    /// All digits that stand here.
    pub(super) fn digits(&mut self) -> &'a [u8] {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at_checked(count).unwrap_or_default();
        self.rest = rest;
        digits
    }

    /// A number of one digit or more.
    pub(super) fn number(&mut self) -> Option<u64> {
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let sum = |sum: u64, digit: &u8| sum.checked_mul(10)?.checked_add(u64::from(digit & 15));
        let number = digits.iter().try_fold(0, sum);
        self.fits(number)
    }

    /// The number, or a stand-in when there is none that fits.
    pub(super) fn fits<T: Default>(&mut self, number: Option<T>) -> Option<T> {
        self.overflow |= number.is_none();
        Some(number.unwrap_or_default())
    }

    /// A year: at least four digits, and more only without a leading zero.
    pub(super) fn year(&mut self) -> Option<i32> {
        let negative = self.has(b'-');
        let padded = self.peek() == Some(b'0');
        let digits = self.digits();
        if digits.len() < 4 || padded && digits.len() > 4 {
            return None;
        }
        // Downwards, for there is one year more below zero than above.
        let below = |sum: i32, digit: &u8| sum.checked_mul(10)?.checked_sub(i32::from(digit & 15));
        let year = digits.iter().try_fold(0, below);
        self.fits(year.and_then(|year: i32| if negative { Some(year) } else { year.checked_neg() }))
    }

    /// The digits of a fraction as nanoseconds, and whether there are more that are not zero.
    pub(super) fn nanos(&mut self) -> Option<(u32, bool)> {
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let (mut nanos, mut rest) = (0_u32, digits.iter());
        for _ in 0..9 {
            let digit = rest.next().map_or(0, |digit| digit & 15);
            nanos = nanos.wrapping_mul(10).wrapping_add(digit.into());
        }
        Some((nanos, rest.any(|&digit| digit != b'0')))
    }

    /// A zone, or none.
    fn zone(&mut self) -> Option<Option<i16>> {
        if self.has(b'Z') {
            return Some(Some(0));
        }
        let negative = match self.peek() {
            Some(b'-') => true,
            Some(b'+') => false,
            _ => return Some(None),
        };
        self.rest = self.rest.get(1..)?;
        let hours = i16::from(self.two()?);
        let minutes = hours.wrapping_mul(60).wrapping_add(i16::from(self.field(b':', 59)?));
        (minutes <= FARTHEST).then_some(Some(if negative { minutes.wrapping_neg() } else { minutes }))
    }
}

impl<const N: usize> Text<N> {
    pub(super) fn push_year(&mut self, year: i32) {
        if year < 0 {
            self.push(b'-');
        }
        self.push_number(year.unsigned_abs().into(), 4);
    }

    /// Appends the zone; UTC as `Z`.
    pub(super) fn push_zone(&mut self, zone: Option<i16>) -> Result<(), ErrorKind> {
        let Some(zone) = zone else { return Ok(()) };
        if !(-FARTHEST..=FARTHEST).contains(&zone) {
            return Err(ErrorKind::InvalidArgument);
        }
        if zone == 0 {
            self.push(b'Z');
            return Ok(());
        }
        let minutes = u64::from(zone.unsigned_abs());
        self.push(if zone < 0 { b'-' } else { b'+' });
        self.push_number(minutes / 60, 2);
        self.push(b':');
        self.push_number(minutes % 60, 2);
        Ok(())
    }
}

/// The days of a month; none for what is no month.
pub(super) const fn days_in_month(year: i32, month: u8) -> u8 {
    // Of the years that 100 divides, 16 divides those that 400 divides.
    let leap = year & 3 == 0 && (year % 100 != 0 || year & 15 == 0);
    match month {
        2 => 28 | leap as u8,
        // The long months are the odd ones up to July, and the even ones after it.
        1..=12 => 30 | ((month ^ (month >> 3)) & 1),
        _ => 0,
    }
}

/// Days of four centuries, after which the calendar repeats.
const ERA: i64 = 146_097;
/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i64 = 719_468;

/// Days since 1 January 1970 of a date in the proleptic Gregorian calendar.
pub(super) fn days_since_1970(year: i32, month: u8, day: u8) -> i64 {
    // Years that begin in March have the leap day at their end.
    // Nothing is divided but what fits 32 bits: a microcontroller divides no more by itself.
    let early = month <= 2;
    let (mut era, mut of_era) = (year.div_euclid(400), year.rem_euclid(400).wrapping_sub(i32::from(early)));
    if of_era < 0 {
        (era, of_era) = (era.wrapping_sub(1), of_era.wrapping_add(400));
    }
    let month = i32::from(month).wrapping_add(if early { 9 } else { -3 });
    let leaps = (of_era / 4).wrapping_sub(of_era / 100);
    let of_year = (month.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(i32::from(day)).wrapping_sub(1);
    let of_era = of_era.wrapping_mul(365).wrapping_add(leaps).wrapping_add(of_year);
    i64::from(era).wrapping_mul(ERA).wrapping_add(of_era.into()).wrapping_sub(EPOCH)
}

/// The year, month and day of so many days since 1 January 1970; `None` when the year does not fit.
pub(super) fn date_since_1970(days: i64) -> Option<(i32, u8, u8)> {
    let days = days.checked_add(EPOCH)?;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // The days of an era without its leap days, in years of 365.
    let leaps = (of_era / 1_460).wrapping_sub(of_era / 36_524).wrapping_add(of_era / 146_096);
    let year = of_era.wrapping_sub(leaps) / 365;
    let before = year.wrapping_mul(365).wrapping_add(year / 4).wrapping_sub(year / 100);
    let of_year = of_era.wrapping_sub(before);
    let month = of_year.wrapping_mul(5).wrapping_add(2) / 153;
    let day = of_year.wrapping_sub(month.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(1);
    let early = month >= 10;
    let month = month.wrapping_add(if early { -9 } else { 3 });
    let year = era.checked_mul(400)?.checked_add(year)?.checked_add(i64::from(early))?;
    Some((i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_nine_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (-300, 1, 1);
        let first = days_since_1970(year, month, day);
        for days in first..first + 900 * 365 {
            assert_eq!(days_since_1970(year, month, day), days);
            assert_eq!(date_since_1970(days), Some((year, month, day)));
            day += 1;
            if day > days_in_month(year, month) {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }

    #[test]
    fn known_days() {
        for (date, days) in [((1970, 1, 1), 0), ((2000, 3, 1), 11_017), ((1969, 12, 31), -1), ((2026, 11, 21), 20_778)]
        {
            assert_eq!(days_since_1970(date.0, date.1, date.2), days);
            assert_eq!(date_since_1970(days), Some(date));
        }
        assert_eq!(date_since_1970(i64::MAX), None);
        assert_eq!(date_since_1970(i64::MIN), None);
        for (year, month, day) in [(i32::MAX, 12, 31), (i32::MIN, 1, 1)] {
            assert_eq!(date_since_1970(days_since_1970(year, month, day)), Some((year, month, day)));
        }
    }
}
