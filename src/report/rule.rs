//! Names and descriptions of the rules. `compare::rules` implements those about roles, and
//! `policy::lint` those about policies; the names come from their lists.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::severity::Severity;

/// Declares the identifiers from the lists of the rules about roles and about policies.
macro_rules! declare {
    (
        [$($(#[doc = $role_doc:literal])+ $role:ident $role_name:literal $role_file:ident;)+]
        [$($(#[doc = $policy_doc:literal])+ $policy:ident $policy_name:literal $policy_file:ident;)+]
    ) => {
        /// A rule. The name is a public contract: configurations, waivers and reports contain it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RuleId {
            $($(#[doc = $role_doc])+ $role,)+
            $($(#[doc = $policy_doc])+ $policy,)+
        }

        impl RuleId {
            /// The rules about roles, most severe first.
            pub const ROLES: [Self; [$($role_name),+].len()] = [$(Self::$role,)+];

            /// The rules about policies, most severe first.
            pub const POLICIES: [Self; [$($policy_name),+].len()] = [$(Self::$policy,)+];

            /// The name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $role_name,)+
                    $(Self::$policy => $policy_name,)+
                }
            }

            /// What it reports, as a clause.
            const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$role => concat!($($role_doc),+),)+
                    $(Self::$policy => concat!($($policy_doc),+),)+
                }
            }

            /// Whether it is about policies; the others are about roles.
            pub const fn is_about_policies(self) -> bool {
                matches!(self, $(Self::$policy)|+)
            }
        }
    };
}

role_rules! { policy_rules declare }

impl RuleId {
    /// The rule about roles of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ROLES.into_iter().find(|rule| rule.name() == name)
    }

    /// The rule about policies of this name.
    pub fn about_policies(name: &str) -> Option<Self> {
        Self::POLICIES.into_iter().find(|rule| rule.name() == name)
    }

    /// Whether the rule cannot be off, because a role would look clean although it was not compared.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::IncompleteRole | Self::AdminRole)
    }

    /// Whether the rule reports missing permissions.
    pub const fn is_shortfall(self) -> bool {
        matches!(
            self,
            Self::MissingLevel | Self::MissingFunction | Self::OperationNotOffered
        )
    }

    /// Whether its findings are fixed by revoking a level or an item in a Customize list.
    pub const fn is_excess(self) -> bool {
        matches!(
            self,
            Self::ExcessLevel | Self::ExcessFunction | Self::SetupLevelLeft | Self::CustomizeExcess
        )
    }

    /// Whether its findings are fixed by granting a level or an item in a Customize list.
    pub const fn is_missing(self) -> bool {
        self.is_shortfall() || matches!(self, Self::CustomizeMissing)
    }

    /// The address of the rule's page, in the repository named in `Cargo.toml`.
    pub fn url(self) -> String {
        let folder = if self.is_about_policies() {
            "lint"
        } else {
            "rules"
        };
        format!(
            "{}/blob/main/docs/{folder}/{}.md",
            env!("CARGO_PKG_REPOSITORY"),
            self.name()
        )
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Documents that are read, such as baselines and waivers, name rules about roles.
impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::custom(format_args!("there is no rule `{name}`")))
    }
}

impl JsonSchema for RuleId {
    fn schema_name() -> Cow<'static, str> {
        "RuleId".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let about_policies = generator.contract().is_serialize();
        let listed = Self::ROLES
            .into_iter()
            .chain(Self::POLICIES.into_iter().filter(|_| about_policies));
        let names: Vec<_> = listed
            .map(|rule| {
                json_schema!({
                    "description": rule.meaning().trim(),
                    "type": "string",
                    "const": rule.name(),
                })
            })
            .collect();
        json_schema!({ "description": "A rule. The name is a public contract: configurations, waivers and reports contain it.", "oneOf": names })
    }
}

/// A rule with its check.
#[derive(Debug)]
pub struct Rule<C> {
    /// Its name, severity and page.
    pub info: RuleInfo,
    pub(crate) check: C,
}

/// Declares a rule; its doc comment becomes its page.
macro_rules! rule {
    ($(#[doc = $line:literal])+ $id:ident, $severity:ident, $summary:literal, $check:expr) => {
        $(#[doc = $line])+
        pub(super) const RULE: super::Rule = crate::report::Rule {
            info: crate::report::RuleInfo {
                id: crate::report::RuleId::$id,
                severity: crate::report::Severity::$severity,
                summary: $summary,
                page: concat!($($line, "\n"),+),
            },
            check: $check,
        };
    };
}

pub(crate) use rule;

/// Description of a rule: its page, its entry in reports and configurations.
#[derive(Debug)]
#[non_exhaustive]
pub struct RuleInfo {
    /// Its name.
    pub id: RuleId,
    /// Severity of its findings, unless the configuration overrides it.
    pub severity: Severity,
    /// Its summary, as a clause.
    pub summary: &'static str,
    /// Its page, in Markdown: what it does, why it matters, example, how to fix.
    pub page: &'static str,
}
