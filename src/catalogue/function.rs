//! What is known of one function.

use crate::model::{Level, PerOperation};

/// A function of a security module, by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub(super) u16);

/// How well a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Several independent sources agree.
    High,
    /// One good source, or several that do not quite agree.
    Medium,
    /// One weak source, or an inference.
    Low,
}

/// A row of ConnectWise's Security Modules screen.
#[derive(Debug)]
pub struct Function {
    /// The security module.
    pub module: &'static str,
    /// The function's own name, the first that its sources agree on.
    pub name: &'static str,
    /// Other spellings that were seen.
    pub aliases: &'static [&'static str],
    /// Its name in `/system/mySecurity/customizeItems`, where it has a Customize list.
    pub customize: Option<&'static str>,
    /// The levels that ConnectWise offers, where a source states them; `None` is not known.
    pub offered: PerOperation<Option<&'static [Level]>>,
    /// The levels that published tables ask for.
    pub seen: PerOperation<Option<&'static [Level]>>,
    pub(super) confidence: &'static str,
    /// Where all this was read.
    pub sources: &'static [&'static str],
    /// What else is known.
    pub notes: Option<&'static str>,
}

impl Function {
    /// How well the row itself is known.
    pub fn confidence(&self) -> Confidence {
        match self.confidence {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        }
    }
}
