//! Versions of `ConnectWise` PSA, such as `2020.4`, and which of them something is for.

use std::fmt;

/// A version: a year and a number within it. Some programs write a `v` before it, and the API
/// writes more numbers after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    year: u16,
    number: u16,
}

/// The years that a version can have.
const YEARS: std::ops::Range<u16> = 2000..3000;

impl Version {
    /// Reads a version; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let mut parts = text.split(['.', '_']);
        let year = parts
            .next()?
            .parse()
            .ok()
            .filter(|year| YEARS.contains(year))?;
        let number = parts.next()?.parse().ok()?;
        Some(Self { year, number })
    }

    /// The version with the one before and the one after it, whether they were released or not.
    pub(super) fn neighbors(self) -> [Self; 3] {
        let number = |number| Self { number, ..self };
        let before = match self.number.checked_sub(1) {
            Some(before) => number(before),
            None => Self {
                year: self.year.saturating_sub(1),
                number: u16::MAX,
            },
        };
        let after = match self.number.checked_add(1) {
            Some(after) => number(after),
            None => Self {
                year: self.year.saturating_add(1),
                number: 0,
            },
        };
        [before, self, after]
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.year, self.number)
    }
}

/// Which versions something is for: `>=2017.5, <2022.1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions(Vec<(Comparison, Version)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    AtLeast,
    AtMost,
    Above,
    Below,
    Exactly,
}

impl Versions {
    /// Reads conditions, all of which must hold; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = [
            (">=", Comparison::AtLeast),
            ("<=", Comparison::AtMost),
            (">", Comparison::Above),
            ("<", Comparison::Below),
            ("=", Comparison::Exactly),
        ];
        let condition = |part: &str| {
            let part = part.trim();
            let (comparison, version) = signs
                .iter()
                .find_map(|(sign, comparison)| Some((*comparison, part.strip_prefix(sign)?)))
                .unwrap_or((Comparison::Exactly, part));
            Some((comparison, Version::parse(version)?))
        };
        text.split(',')
            .map(condition)
            .collect::<Option<Vec<_>>>()
            .map(Self)
    }

    /// Whether no version is among them. The versions that hold form one range, so that one of them
    /// is a bound, or next to one.
    pub fn is_empty(&self) -> bool {
        let bounds = self.0.iter().map(|(_, bound)| bound.neighbors());
        !bounds
            .flatten()
            .any(|version| YEARS.contains(&version.year) && self.contain(version))
    }

    /// Whether a version is among them.
    pub fn contain(&self, version: Version) -> bool {
        self.0.iter().all(|(comparison, than)| match comparison {
            Comparison::AtLeast => version >= *than,
            Comparison::AtMost => version <= *than,
            Comparison::Above => version > *than,
            Comparison::Below => version < *than,
            Comparison::Exactly => version == *than,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        let version = |text| Version::parse(text).unwrap();
        assert!(version("2020.10") > version("2020.4"));
        assert_eq!(version("v2025.1.12345"), version("2025.1"));
        for wrong in ["", "2020", "20.4", "x.1", "2020.x"] {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn each_sign_holds_for_what_it_says() {
        let around = ["2020.4", "2021.1", "2021.2"].map(|text| Version::parse(text).unwrap());
        for (sign, holds) in [
            (">=", [false, true, true]),
            ("<=", [true, true, false]),
            (">", [false, false, true]),
            ("<", [true, false, false]),
            ("=", [false, true, false]),
            ("", [false, true, false]),
        ] {
            let versions = Versions::parse(&format!("{sign}2021.1")).unwrap();
            let found = around.map(|version| versions.contain(version));
            assert_eq!(found, holds, "{sign}");
        }
    }

    #[test]
    fn conditions_that_exclude_one_another_hold_for_no_version() {
        for (text, empty) in [
            (">=2022.2, <2022.1", true),
            (">2022.1, <2022.2", true),
            (">2022.1, <2022.3", false),
            (">=2022.1, <=2022.1", false),
            ("=2022.1, =2022.2", true),
            (">2021.9, <2022.1", false),
            ("<2000.0", true),
            ("<2000.1", false),
            (">=2999.65535", false),
            (">2999.65535", true),
            (">2021.65535, <2022.1", false),
        ] {
            assert_eq!(Versions::parse(text).unwrap().is_empty(), empty, "{text}");
        }
    }

    #[test]
    fn every_condition_must_hold() {
        let versions = Versions::parse(">=2017.5, <2022.1").unwrap();
        let holds = |text| versions.contain(Version::parse(text).unwrap());
        assert!(holds("2017.5") && holds("2021.3"));
        assert!(!holds("2017.4") && !holds("2022.1") && !holds("2025.1"));
        assert_eq!(Versions::parse("newest"), None);
        assert_eq!(Versions::parse(">=2020.1,"), None);
    }
}
