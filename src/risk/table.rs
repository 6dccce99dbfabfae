//! The risk table: one rating for each function, operation and level that is rated.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::combinations::Combination;
use crate::catalog::{self, FunctionId};
use crate::model::{Level, Operation};

/// The data, checked in as it was researched.
const DATA: &str = include_str!(concat!(env!("OUT_DIR"), "/risk.json"));

/// How much harm one level can do, lowest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RiskSeverity {
    /// Little harm by itself, or nothing is known about it.
    Low,
    /// Discloses data in bulk, or makes changes that people would notice and could undo.
    Medium,
    /// Reads data that often holds secrets, destroys or falsifies records of all customers, or
    /// removes a check that a person makes.
    High,
    /// Enough to become an administrator, redirect or commit money, or read stored passwords.
    Critical,
}

impl RiskSeverity {
    /// Every severity, highest first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The word in reports and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// A kind of harm.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Family {
    /// Get more permissions than the role states.
    PrivilegeEscalation,
    /// Read or capture passwords, keys, session tokens or sign-ins.
    CredentialExposure,
    /// Add something that keeps acting after the key is revoked.
    AutomationPersistence,
    /// Change what is billed, paid, ordered or delivered, or to whom.
    MoneyMovement,
    /// Delete records, their history or the log of what was done.
    Destruction,
    /// Change records that people or programs trust.
    Tampering,
    /// Read data on identifiable people in bulk.
    PersonalData,
    /// Read business data in bulk.
    ConfidentialData,
    /// None of these is known.
    Routine,
}

/// What a reason rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// Public sources show that the requests or fields in the reason exist.
    Fact,
    /// No public source says it; the reason follows from the name or from similar products.
    Judgment,
    /// Your configuration says it.
    #[serde(skip_deserializing)]
    Configuration,
}

impl Basis {
    /// The word in reports and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Judgment => "judgment",
            Self::Configuration => "configuration",
        }
    }

    /// What a report for people says after a reason.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Fact => "from a public source",
            Self::Judgment => "Leastwise's assessment",
            Self::Configuration => "from your configuration",
        }
    }
}

impl Family {
    /// Every kind of harm.
    pub const ALL: [Self; 9] = [
        Self::PrivilegeEscalation,
        Self::CredentialExposure,
        Self::AutomationPersistence,
        Self::MoneyMovement,
        Self::Destruction,
        Self::Tampering,
        Self::PersonalData,
        Self::ConfidentialData,
        Self::Routine,
    ];

    /// The word in reports and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PrivilegeEscalation => "privilege-escalation",
            Self::CredentialExposure => "credential-exposure",
            Self::AutomationPersistence => "automation-persistence",
            Self::MoneyMovement => "money-movement",
            Self::Destruction => "destruction",
            Self::Tampering => "tampering",
            Self::PersonalData => "personal-data",
            Self::ConfidentialData => "confidential-data",
            Self::Routine => "routine",
        }
    }
}

/// The rating of one level of one operation.
#[derive(Clone, Debug, Deserialize)]
pub struct Rating {
    /// The kinds of harm.
    pub families: Vec<Family>,
    /// How much harm.
    pub severity: RiskSeverity,
    /// Why, in one sentence.
    pub reason: String,
    /// What the reason rests on.
    pub basis: Basis,
    /// The keys of the sources that support the reason.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The ratings of one operation.
#[derive(Clone, Debug, Deserialize)]
pub struct OperationRating {
    /// The rating of the level All.
    pub all: Rating,
    /// The rating of the level My, where My is known to exist.
    #[serde(default)]
    pub my: Option<Rating>,
}

impl OperationRating {
    /// The rating of a level; none for the level None, which grants nothing.
    ///
    /// Where My has no rating, it counts as All: no public source shows that it exists
    /// there, and a guess must not make a role look safer.
    fn of(&self, level: Level) -> Option<&Rating> {
        match level {
            Level::None => None,
            Level::My => Some(self.my.as_ref().unwrap_or(&self.all)),
            Level::All => Some(&self.all),
        }
    }
}

/// The rating of an item in a Customize list.
#[derive(Clone, Debug, Deserialize)]
pub struct RatedItem {
    /// Module and function, as `System / Table Setup`.
    pub function: String,
    /// The item, as a policy names it.
    pub item: String,
    /// The operations of the function of which one must be granted.
    pub operations: Vec<Operation>,
    /// The rating.
    #[serde(flatten)]
    pub rating: Rating,
}

/// The items in Customize lists that are rated.
pub fn rated_items() -> &'static [RatedItem] {
    &table().document.customize_items
}

#[derive(Debug, Deserialize)]
struct RatedFunction {
    module: String,
    function: String,
    operations: BTreeMap<Operation, OperationRating>,
}

#[derive(Debug, Default, Deserialize)]
struct Document {
    severities: BTreeMap<RiskSeverity, String>,
    functions: Vec<RatedFunction>,
    combinations: Vec<Combination>,
    customize_items: Vec<RatedItem>,
}

#[derive(Debug)]
struct Table {
    by_function: BTreeMap<FunctionId, BTreeMap<Operation, OperationRating>>,
    /// The rest of the data: its functions are in the map.
    document: Document,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    // The data is part of the program and a test reads it, so the default is never used.
    TABLE.get_or_init(|| {
        let mut document: Document = serde_json::from_str(DATA).unwrap_or_default();
        let functions = std::mem::take(&mut document.functions).into_iter();
        let by_function = functions.filter_map(|rated| {
            let id = catalog::resolve(&rated.module, &rated.function)?;
            Some((id, rated.operations))
        });
        Table {
            by_function: by_function.collect(),
            document,
        }
    })
}

/// The rating of a level of a function; none where the level grants nothing or where the function
/// is not rated.
pub fn rate(function: FunctionId, operation: Operation, level: Level) -> Option<&'static Rating> {
    table()
        .by_function
        .get(&function)?
        .get(&operation)?
        .of(level)
}

/// Whether the table rates a function at all.
pub(super) fn is_rated(function: FunctionId) -> bool {
    table().by_function.contains_key(&function)
}

/// The pairs of permissions that break a separation of duties.
pub(super) fn combinations() -> &'static [Combination] {
    &table().document.combinations
}

/// What a severity means, in one sentence.
pub fn severity_meaning(severity: RiskSeverity) -> &'static str {
    let meanings = &table().document.severities;
    meanings.get(&severity).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_of_the_catalog_is_rated_once_for_each_operation() {
        let document: Document = serde_json::from_str(DATA).unwrap();
        assert_eq!(document.functions.len(), catalog::functions().len());
        assert_eq!(table().by_function.len(), document.functions.len());
        for (id, function) in catalog::functions() {
            for operation in Operation::ALL {
                let rating = rate(id, operation, Level::All).unwrap_or_else(|| {
                    panic!("{} / {} {operation}", function.module, function.name)
                });
                assert!((1..=4).contains(&rating.families.len()));
                assert!(rating.reason.chars().count() <= 150, "{}", rating.reason);
                assert!(rating.reason.ends_with('.'));
                if rating.basis == Basis::Fact {
                    assert!(!rating.sources.is_empty(), "{}", rating.reason);
                }
                assert!(rate(id, operation, Level::None).is_none());
                let my = rate(id, operation, Level::My).unwrap();
                assert!(my.severity <= rating.severity);
            }
        }
    }

    #[test]
    fn every_source_that_a_rating_names_is_listed() {
        let data: serde_json::Value = serde_json::from_str(DATA).unwrap();
        let sources = data["sources"].as_object().unwrap();
        for operations in table().by_function.values() {
            for rating in operations
                .values()
                .flat_map(|o| [Some(&o.all), o.my.as_ref()])
            {
                for source in rating.into_iter().flat_map(|rating| &rating.sources) {
                    assert!(sources.contains_key(source), "{source}");
                }
            }
        }
    }

    #[test]
    fn severities_are_explained() {
        for severity in RiskSeverity::ALL {
            assert!(!severity_meaning(severity).is_empty());
        }
        assert!(RiskSeverity::Critical > RiskSeverity::High);
    }
}
