//! Times as recordings write them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A second in time. A time without a zone counts as UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// The moment so many seconds after the start of 1970.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// From a number since 1970: seconds, or their thousandth, millionth or thousand-millionth
    /// part, by its size.
    pub(super) fn from_number(number: i64) -> Option<Self> {
        let seconds = match number {
            100_000_000..=99_999_999_999 => number,
            100_000_000_000..=99_999_999_999_999 => number / 1_000,
            100_000_000_000_000..=99_999_999_999_999_999 => number / 1_000_000,
            100_000_000_000_000_000.. => number / 1_000_000_000,
            _ => return None,
        };
        Some(Self(seconds))
    }

    /// The time that a text begins with: ISO 8601, the form of access logs, that of HTTP headers, or
    /// a number since 1970.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['[', '"', ' ']);
        let found = iso(text).or_else(|| common(text)).or_else(|| numeric(text));
        if found.is_some() {
            return found;
        }
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (digits, rest) = text.split_at_checked(end)?;
        if digits.len() >= 9 && !rest.starts_with(|c: char| c.is_alphabetic()) {
            return Self::from_number(digits.parse().ok()?);
        }
        None
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

/// Reads numbers and signs from the start of a text.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn number(&mut self, longest: usize) -> Option<i64> {
        let digits = self
            .rest
            .bytes()
            .take(longest)
            .take_while(u8::is_ascii_digit)
            .count();
        let (number, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        number.parse().ok()
    }

    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let first = self.rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = self.rest.strip_prefix(first)?;
        Some(first)
    }

    /// The offset of a zone in seconds; 0 where none is written.
    fn zone(&mut self) -> i64 {
        self.rest = self.rest.trim_start_matches(' ');
        let (Some(sign), Some(hours)) = (self.sign(&['+', '-']), self.number(2)) else {
            return 0;
        };
        let _ = self.sign(&[':']);
        let minutes = self.number(2).unwrap_or(0);
        let offset = hours * 3600 + minutes * 60;
        if sign == '-' { -offset } else { offset }
    }
}

fn moment(date: (i64, i64, i64), time: (i64, i64, i64), offset: i64) -> Option<Moment> {
    let small = |number: i64| i8::try_from(number).ok();
    let date = DateTime::new(
        i16::try_from(date.0).ok()?,
        small(date.1)?,
        small(date.2)?,
        small(time.0)?,
        small(time.1)?,
        small(time.2)?.min(59),
        0,
    )
    .ok()?;
    let seconds = TimeZone::UTC.to_timestamp(date).ok()?.as_second();
    Some(Moment(seconds - offset))
}

/// `2026-11-27T08:00:00.123+01:00`, also with a blank, with slashes, or the date alone.
fn iso(text: &str) -> Option<Moment> {
    let mut reader = Reader { rest: text };
    let year = reader.number(4).filter(|year| *year >= 1000)?;
    let sign = reader.sign(&['-', '/'])?;
    let month = reader.number(2)?;
    reader.sign(&[sign])?;
    let day = reader.number(2)?;
    if reader.sign(&['T', 't', ' ', '_']).is_none() {
        return moment((year, month, day), (0, 0, 0), 0);
    }
    let clock = clock(&mut reader).unwrap_or((0, 0, 0));
    let offset = reader.zone();
    moment((year, month, day), clock, offset)
}

fn clock(reader: &mut Reader<'_>) -> Option<(i64, i64, i64)> {
    let hour = reader.number(2)?;
    reader.sign(&[':', '.'])?;
    let minute = reader.number(2)?;
    let second = match reader.sign(&[':', '.']) {
        Some(_) => reader.number(2)?,
        None => 0,
    };
    if reader.sign(&['.', ',']).is_some() {
        let _ = reader.number(9);
    }
    Some((hour, minute, second))
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// `27/Nov/2026:08:00:00 +0000` and `Fri, 27 Nov 2026 09:00:00 GMT`.
fn common(text: &str) -> Option<Moment> {
    let text = match text.split_once(", ") {
        Some((day, rest)) if day.len() <= 9 && day.bytes().all(|b| b.is_ascii_alphabetic()) => rest,
        _ => text,
    };
    let mut reader = Reader { rest: text };
    let day = reader.number(2)?;
    let sign = reader.sign(&['/', ' ', '-'])?;
    let (name, rest) = reader.rest.split_at_checked(3)?;
    let month = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name))? + 1;
    reader.rest = rest;
    reader.sign(&[sign])?;
    let year = reader.number(4)?;
    let clock = match reader.sign(&[':', ' ', 'T']) {
        Some(_) => clock(&mut reader)?,
        None => (0, 0, 0),
    };
    let offset = reader.zone();
    moment((year, i64::try_from(month).ok()?, day), clock, offset)
}

/// `11/27/2026 08:00:00 AM`, as American programs write it; `27.11.2026 08:00` and a first number
/// above 12 begin with the day.
fn numeric(text: &str) -> Option<Moment> {
    let mut reader = Reader { rest: text };
    let first = reader.number(2)?;
    let sign = reader.sign(&['/', '-', '.'])?;
    let second = reader.number(2)?;
    reader.sign(&[sign])?;
    let year = reader.number(4).filter(|year| *year >= 1970)?;
    let (month, day) = if sign == '.' || first > 12 {
        (second, first)
    } else {
        (first, second)
    };
    reader.rest = reader.rest.trim_start_matches([',', ' ', 'T']);
    let (hour, minute, second) = clock(&mut reader).unwrap_or((0, 0, 0));
    let half = reader.rest.trim_start().to_ascii_lowercase();
    let hour = match hour {
        12 if half.starts_with("am") => 0,
        1..=11 if half.starts_with("pm") => hour + 12,
        _ => hour,
    };
    let offset = reader.zone();
    moment((year, month, day), (hour, minute, second), offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        Moment::parse(text).map(|moment| moment.to_string())
    }

    #[test]
    fn every_form_is_the_same_moment() {
        let same = [
            "2026-11-27T08:00:00Z",
            "2026-11-27T08:00:00.000Z",
            "2026-11-27 08:00:00,123 DEBUG",
            "[2026-11-27T09:00:00+01:00]",
            "2026/11/27 08:00:00",
            "27/Nov/2026:08:00:00 +0000",
            "[27/Nov/2026:03:00:00 -0500]",
            "Fri, 27 Nov 2026 08:00:00 GMT",
            "11/27/2026 8:00:00 AM",
            "11/27/2026, 08:00 AM",
            "27/11/2026 08:00:00",
            "27.11.2026 08:00",
            "1795766400",
            "1795766400000",
            "1795766400000000000",
        ];
        for text in same {
            assert_eq!(
                shown(text).as_deref(),
                Some("2026-11-27T08:00:00Z"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "x",
            "200",
            "2026-13-45",
            "10.0.0.1",
            "13/13/2026 08:00",
            "11/27/26 08:00",
            "99/Nov/2026:08:00:00",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
