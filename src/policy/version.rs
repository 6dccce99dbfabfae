//! Versions of `ConnectWise` PSA, such as `2020.4`, and which of them something is for.

use std::fmt;

/// A version: a year and a number within it. Some programs write a `v` before it, and the API
/// writes more numbers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    year: u16,
    number: u16,
}

impl Version {
    /// Reads a version; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let mut parts = text.split(['.', '_']);
        let year = parts
            .next()?
            .parse()
            .ok()
            .filter(|year| (2000..3000).contains(year))?;
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
        [before, self, number(self.number.saturating_add(1))]
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
    fn every_condition_must_hold() {
        let versions = Versions::parse(">=2017.5, <2022.1").unwrap();
        let holds = |text| versions.contain(Version::parse(text).unwrap());
        assert!(holds("2017.5") && holds("2021.3"));
        assert!(!holds("2017.4") && !holds("2022.1") && !holds("2025.1"));
        assert!(
            Versions::parse("=2020.1")
                .unwrap()
                .contain(Version::parse("2020.1").unwrap())
        );
        assert!(
            Versions::parse("2020.1")
                .unwrap()
                .contain(Version::parse("2020.1").unwrap())
        );
        assert!(
            !Versions::parse(">2020.1")
                .unwrap()
                .contain(Version::parse("2020.1").unwrap())
        );
        assert!(
            Versions::parse("<=2020.1")
                .unwrap()
                .contain(Version::parse("2020.1").unwrap())
        );
        assert_eq!(Versions::parse("newest"), None);
        assert_eq!(Versions::parse(">=2020.1,"), None);
    }
}
