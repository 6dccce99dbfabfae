//! The parameters of the audit in an evidence directory: `leastwise/evidence/v1`. With the roles
//! and policies of the directory, it is everything that a second audit needs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::failure::Failure;
use crate::catalog;
use crate::config::{Config, MemberEntry, MemberField};
use crate::engine::audit::{AuditContext, AuditOptions};
use crate::model::{Operation, Problem};
use crate::policy::{Choices, Phase, Version};
use crate::report::ExcludedRole;
use crate::risk::{Ratings, RiskSeverity};
use crate::role::tenant::Tenant;
use crate::yaml::Maybe;

/// The `schema` of a record.
pub(super) const SCHEMA: &str = "leastwise/evidence/v1";

/// The file of the record.
pub(super) const FILE: &str = "run.json";

/// How an audit was run: `leastwise/evidence/v1`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Leastwise evidence")]
pub(in crate::cli) struct Record {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub(super) schema: String,
    /// The version of the program.
    pub(super) version: String,
    /// Features in use.
    pub(super) features: Vec<String>,
    /// Features not in use.
    pub(super) no_features: Vec<String>,
    /// Whether the integrations are being set up.
    pub(super) setup: bool,
    /// The version of ConnectWise, if it was given.
    pub(super) connectwise: Option<String>,
    /// The policies of each role file.
    pub(super) claims: BTreeMap<String, Claim>,
    /// The file of each policy, by the name under which it was given.
    pub(super) policies: BTreeMap<String, String>,
    /// What the configuration states about members.
    pub(super) members: BTreeMap<String, Responsible>,
    /// Changes to the risk of functions.
    pub(super) risk: Vec<ChangedRisk>,
    /// What the configuration must state of each member.
    #[serde(default)]
    pub(super) require: Vec<MemberField>,
    /// Whether people are listed.
    #[serde(default)]
    pub(super) people: bool,
    /// After how many days without a sign-in a person counts as idle.
    #[serde(default = "idle_after_days")]
    pub(super) idle_after_days: u16,
    /// The roles that the configuration excludes.
    pub(super) excluded: Vec<ExcludedRole>,
}

fn idle_after_days() -> u16 {
    AuditOptions::default().idle_after_days
}

/// The policies of a role.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Claim {
    /// The compared policies.
    pub(super) compared: Vec<String>,
    /// Whether each of its members has one.
    pub(super) known: bool,
    /// The policies of each member.
    pub(super) members: BTreeMap<String, Vec<String>>,
}

/// Who is responsible for a member.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Responsible {
    pub(super) owner: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) reviewed: Option<String>,
}

/// A change to the risk of a function.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct ChangedRisk {
    pub(super) module: String,
    pub(super) function: String,
    pub(super) operation: Option<Operation>,
    pub(super) severity: RiskSeverity,
    pub(super) reason: String,
}

impl Record {
    /// The record of a run, without its roles and policies.
    pub(super) fn of(
        choices: &Choices,
        config: Option<&Config>,
        excluded: Vec<ExcludedRole>,
        options: AuditOptions,
    ) -> Self {
        let risk = config.map_or(&[][..], |config| &config.document.risk);
        let members = config
            .into_iter()
            .flat_map(|config| &config.document.members);
        let required = config
            .into_iter()
            .flat_map(|config| config.document.require.iter());
        Self {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            features: choices.on.clone(),
            no_features: choices.off.clone(),
            setup: choices.phase == Phase::Setup,
            connectwise: choices.connectwise.map(|version| version.to_string()),
            claims: BTreeMap::new(),
            policies: BTreeMap::new(),
            members: members
                .map(|(name, member)| {
                    let responsible = Responsible {
                        owner: member.owner.0.clone(),
                        purpose: member.purpose.0.clone(),
                        reviewed: member.reviewed.0.clone(),
                    };
                    (name.value.clone(), responsible)
                })
                .collect(),
            risk: risk
                .iter()
                .map(|change| ChangedRisk {
                    module: change.module.value.clone(),
                    function: change.function.value.clone(),
                    operation: change.operation.0,
                    severity: change.severity,
                    reason: change.reason.clone(),
                })
                .collect(),
            require: required.map(|field| field.value).collect(),
            people: options.people,
            idle_after_days: options.idle_after_days,
            excluded,
        }
    }

    /// Reads the record of a directory.
    pub(super) fn parse(name: &str, bytes: &[u8]) -> Result<Self, Failure> {
        let problem = |message: String| {
            Failure::Input(vec![Problem::in_file(name, message).with_help(
                "specify a directory written by `leastwise audit --evidence`",
            )])
        };
        let record: Self = serde_json::from_slice(bytes)
            .map_err(|error| problem(format!("this is not the record of an audit: {error}")))?;
        if record.schema != SCHEMA {
            return Err(problem(format!(
                "the schema is `{}`, but this version reads `{SCHEMA}`",
                record.schema
            )));
        }
        Ok(record)
    }

    /// What an audit knows besides the roles.
    pub(super) fn context<'a>(&self, tenant: Option<&'a Tenant>) -> AuditContext<'a> {
        AuditContext {
            members: self.members(),
            require: self.require.clone(),
            ratings: self.ratings(),
            excluded: self.excluded.clone(),
            tenant,
            options: AuditOptions {
                people: self.people,
                idle_after_days: self.idle_after_days,
            },
        }
    }

    pub(super) fn choices(&self) -> Choices {
        Choices {
            on: self.features.clone(),
            off: self.no_features.clone(),
            phase: if self.setup { Phase::Setup } else { Phase::Run },
            connectwise: self.connectwise.as_deref().and_then(Version::parse),
        }
    }

    fn members(&self) -> BTreeMap<String, MemberEntry> {
        let entries = self.members.iter().map(|(name, member)| {
            let entry = MemberEntry {
                owner: Maybe(member.owner.clone()),
                purpose: Maybe(member.purpose.clone()),
                reviewed: Maybe(member.reviewed.clone()),
                ..MemberEntry::default()
            };
            (name.clone(), entry)
        });
        entries.collect()
    }

    pub(super) fn ratings(&self) -> Ratings {
        let mut ratings = Ratings::default();
        for change in &self.risk {
            let Some(id) = catalog::resolve(&change.module, &change.function) else {
                continue;
            };
            for operation in Operation::ALL {
                if change.operation.is_none_or(|only| only == operation) {
                    ratings.change(id, operation, change.severity, &change.reason);
                }
            }
        }
        ratings
    }
}
