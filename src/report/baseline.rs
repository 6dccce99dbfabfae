//! The baseline: known findings. They stay in every report, marked, and do not fail the run; new
//! findings do.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::{BaselineState, Finding};
use super::role_report::RoleReport;
use super::rule::RuleId;
use super::summary::BaselineUse;
use crate::model::{Date, Operation};

/// The file of a baseline.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Leastwise baseline")]
pub struct BaselineDocument {
    /// The version of this format: `leastwise/baseline/v1`.
    pub schema: String,
    /// The day on which it was first written, in UTC.
    #[schemars(with = "String")]
    pub written: Date,
    /// The findings, in order of role, module and function.
    pub findings: Vec<KnownFinding>,
}

/// A known finding. Only the fingerprint is used; the other fields are for readers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownFinding {
    /// The role that it is about.
    pub role: String,
    /// The module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// The rule.
    pub rule: RuleId,
    /// Its identity.
    pub fingerprint: String,
}

/// A baseline in use.
#[derive(Clone, Debug)]
pub struct Baseline {
    written: Date,
    known: BTreeMap<String, KnownFinding>,
    seen: BTreeMap<String, KnownFinding>,
    /// The roles that were compared in this run. Findings of other roles are kept.
    met: BTreeSet<String>,
    today: Date,
}

impl BaselineDocument {
    /// The `schema` of a baseline.
    pub const SCHEMA: &'static str = "leastwise/baseline/v1";
}

impl Baseline {
    /// An empty baseline.
    pub const fn empty(today: Date) -> Self {
        Self {
            written: today,
            known: BTreeMap::new(),
            seen: BTreeMap::new(),
            met: BTreeSet::new(),
            today,
        }
    }

    /// A baseline read from a file.
    pub fn of(document: BaselineDocument) -> Self {
        let known = document
            .findings
            .into_iter()
            .map(|known| (known.fingerprint.clone(), known))
            .collect();
        Self {
            known,
            ..Self::empty(document.written)
        }
    }

    /// Sets the current day.
    #[must_use]
    pub const fn on(mut self, today: Date) -> Self {
        self.today = today;
        self
    }

    /// The summary of the baseline at the end of a run.
    pub fn summary(&self) -> BaselineUse {
        BaselineUse {
            written: self.written,
            age: (self.today - self.written).get_days().into(),
            known: self.known.len(),
            gone: self
                .known
                .values()
                .filter(|known| self.is_gone(known))
                .count(),
        }
    }

    /// Whether a role was compared and no longer has a known finding.
    fn is_gone(&self, known: &KnownFinding) -> bool {
        self.met.contains(&known.role) && !self.seen.contains_key(&known.fingerprint)
    }

    /// Number of known findings of roles that were not compared.
    pub fn unmet(&self) -> usize {
        let known = self.known.values();
        known
            .filter(|known| !self.met.contains(&known.role))
            .count()
    }

    /// Number of known findings.
    pub fn size(&self) -> usize {
        self.known.len()
    }

    /// Marks each finding that is not waived as new or known, and records it.
    pub fn mark(&mut self, report: &mut RoleReport, role: &str) {
        self.met.insert(role.to_owned());
        for finding in &mut report.findings {
            // An incomplete role cannot become part of the baseline.
            if finding.waiver.is_some() || finding.rule == RuleId::IncompleteRole {
                continue;
            }
            finding.baseline = Some(if self.known.contains_key(&finding.fingerprint) {
                BaselineState::Unchanged
            } else {
                BaselineState::New
            });
            let seen = KnownFinding::of(finding, role);
            self.seen.insert(finding.fingerprint.clone(), seen);
        }
    }

    /// All findings of this run.
    pub fn rewritten(self) -> BaselineDocument {
        document(self.written, self.seen.into_values().collect())
    }

    /// The baseline without fixed findings; never adds any. Findings of roles that were not
    /// compared are kept.
    pub fn pruned(self) -> BaselineDocument {
        let kept = self.known.values().filter(|known| !self.is_gone(known));
        document(self.written, kept.cloned().collect())
    }
}

fn document(written: Date, mut findings: Vec<KnownFinding>) -> BaselineDocument {
    findings.sort();
    BaselineDocument {
        schema: BaselineDocument::SCHEMA.to_owned(),
        written,
        findings,
    }
}

impl KnownFinding {
    fn of(finding: &Finding, role: &str) -> Self {
        Self {
            role: role.to_owned(),
            module: finding.module.clone(),
            function: finding.function.clone(),
            operation: finding.operation,
            rule: finding.rule,
            fingerprint: finding.fingerprint.clone(),
        }
    }
}
