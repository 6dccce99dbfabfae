//! What an audit yields: `leastwise/audit/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::controls::Controls;
use crate::config::MemberField;
use crate::model::{Level, Operation};
use crate::report::ExcludedRole;
use crate::risk::{Basis, Combination, Family, RiskSeverity};
use crate::role::tenant::IntegratorLogin;

/// The `schema` of an audit.
pub const SCHEMA: &str = "leastwise/audit/v1";

/// The API members of a tenant and what their keys could do: `leastwise/audit/v1`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise audit")]
pub struct Audit {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The hosts that the roles were read from, where the sources say so.
    pub hosts: Vec<String>,
    /// When the newest role was read, where a source says so.
    pub fetched_at: Option<String>,
    /// Whether every role was read completely, with the API members that use it.
    pub complete: bool,
    /// Counts for the first lines of a report.
    pub summary: AuditSummary,
    /// The API member whose key read the tenant, where that is known.
    pub caller: Option<String>,
    /// The API members: incomplete ones first, then by rank, then the inactive ones.
    pub members: Vec<MemberEntry>,
    /// People with security roles; null where they were not read.
    pub people: Option<People>,
    /// Integrator logins, to which no security role applies; null where they were not read.
    pub integrator_logins: Option<Vec<IntegratorLogin>>,
    /// The roles, used or not.
    pub roles: Vec<RoleEntry>,
    /// What changed since an earlier read, if `--since` was given.
    pub since: Option<Since>,
    /// The roles that the configuration excludes.
    pub excluded: Vec<ExcludedRole>,
    /// What this audit cannot see.
    pub not_seen: Vec<String>,
    /// What to do first, at most five steps.
    pub do_first: Vec<DoFirst>,
    /// Controls of a framework that this audit may support, if `--controls` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controls: Option<Controls>,
}

impl Audit {
    /// Roles that no API member uses.
    pub fn unused_roles(&self) -> Vec<&RoleEntry> {
        let roles = self.roles.iter();
        roles
            .filter(|role| role.used_by.as_ref().is_some_and(Vec::is_empty))
            .collect()
    }
}

/// Counts for the first lines of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuditSummary {
    /// API members.
    pub members: usize,
    /// API members that are active.
    pub active: usize,
    /// Roles that API members use.
    pub roles_in_use: usize,
    /// Roles in use that were read completely.
    pub complete_roles: usize,
    /// Active members whose key is an administrator's or can become one.
    pub can_take_over: usize,
    /// Other active members that can read stored passwords.
    pub can_read_passwords: usize,
    /// Active members with a critical function that no policy asks for.
    pub critical_excess: usize,
    /// Active members without a policy: what they need is not known.
    pub without_policy: usize,
    /// Active members whose owner the configuration does not state.
    pub without_owner: usize,
    /// Active members whose purpose it does not state.
    pub without_purpose: usize,
    /// Active members whose last review it does not state.
    pub without_review: usize,
    /// Roles that no API member uses.
    pub unused_roles: usize,
}

/// One API member.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent fact about a member"
)]
pub struct MemberEntry {
    /// The name that it signs in with.
    pub identifier: String,
    /// The name of its role.
    pub role: String,
    /// The file or place that the role was read from.
    pub source: String,
    /// Whether it is inactive; null where the source does not say.
    pub inactive: Option<bool>,
    /// Whether its role is an administrator's.
    pub administrator: bool,
    /// Whether its role was read completely.
    pub complete: bool,
    /// Why its role is not considered complete.
    pub incomplete: Option<String>,
    /// The policies that claim it.
    pub policies: Vec<String>,
    /// Its place in the order, the same for members of one role; null for members that are
    /// inactive or whose role is incomplete.
    pub rank: Option<usize>,
    /// How many functions are at each severity.
    pub severities: SeverityCounts,
    /// Levels that the policies ask for and the role does not grant.
    pub missing: Vec<MissingLevel>,
    /// Levels that no policy asks for, most severe first; null without a policy.
    pub excess: Option<Vec<Excess>>,
    /// Granted levels that a policy asks for, most severe first.
    pub asked_for: Vec<AskedFor>,
    /// The kinds of harm of its granted levels of medium severity and above.
    pub families: Vec<Family>,
    /// Functions that the risk table does not rate.
    pub not_rated: Vec<String>,
    /// Whether a critical level can make the holder an administrator.
    pub can_become_administrator: bool,
    /// Pairs of granted permissions that break a separation of duties. Empty for administrators,
    /// who have every permission.
    pub combinations: Vec<Combination>,
    /// Other API members with the same role.
    pub shared_with: Vec<String>,
    /// What changed since an earlier read: `new`, `other role`, `wider` or `narrower`.
    pub changes: Vec<String>,
    /// Who is responsible for it, from the configuration.
    pub owner: Option<String>,
    /// What it is for, from the configuration.
    pub purpose: Option<String>,
    /// When it was last reviewed, from the configuration.
    pub reviewed: Option<String>,
    /// Whether this audit used its key.
    pub this_key: bool,
    /// What `require` of the configuration asks for and `members` does not state.
    pub lacks: Vec<MemberField>,
}

impl MemberEntry {
    /// What the configuration states about it.
    pub(super) fn stated(&self, field: MemberField) -> Option<&str> {
        match field {
            MemberField::Owner => self.owner.as_deref(),
            MemberField::Purpose => self.purpose.as_deref(),
            MemberField::Reviewed => self.reviewed.as_deref(),
        }
    }
}

/// How many functions are at each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeverityCounts {
    /// Critical.
    pub critical: SeverityCount,
    /// High.
    pub high: SeverityCount,
    /// Medium.
    pub medium: SeverityCount,
    /// Low.
    pub low: SeverityCount,
}

impl SeverityCounts {
    /// The count at one severity.
    pub const fn at(&self, severity: RiskSeverity) -> SeverityCount {
        match severity {
            RiskSeverity::Critical => self.critical,
            RiskSeverity::High => self.high,
            RiskSeverity::Medium => self.medium,
            RiskSeverity::Low => self.low,
        }
    }
}

/// Functions at one severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SeverityCount {
    /// All of them.
    pub total: usize,
    /// Those that no policy asks for; null where a policy is missing, so that it is not known.
    pub excess: Option<usize>,
}

/// A level that a policy asks for and the role does not grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingLevel {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The level that is granted.
    pub from: Level,
    /// The level that is asked for.
    pub to: Level,
}

/// A granted level that no policy asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Excess {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The level that is granted.
    pub level: Level,
    /// The level that the policies ask for.
    pub asked_for: Level,
    /// How much harm the granted level can do; null where it is not rated.
    pub severity: Option<RiskSeverity>,
    /// The kinds of harm.
    pub families: Vec<Family>,
    /// Why, in one sentence.
    pub reason: Option<String>,
    /// Whether the reason is a fact or a judgment of this project.
    pub basis: Option<Basis>,
}

/// A granted level that a policy asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedFor {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// The level that is granted.
    pub level: Level,
    /// How much harm it can do; null where it is not rated.
    pub severity: Option<RiskSeverity>,
    /// The policies that ask for it.
    pub policies: Vec<String>,
    /// Why they ask for it.
    pub purposes: Vec<String>,
}

/// One role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleEntry {
    /// Its name.
    pub name: String,
    /// The file or place that it was read from.
    pub source: String,
    /// The API members that use it; null where they were not read.
    pub used_by: Option<Vec<String>>,
    /// Whether it was read completely.
    pub complete: bool,
    /// Whether it is an administrator's role.
    pub administrator: bool,
    /// How many functions are at each severity.
    pub severities: SeverityCounts,
    /// The SHA-256 of the text that it was read from, in hexadecimal.
    pub sha256: String,
}

/// One step to do first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DoFirst {
    /// What to do and why.
    pub text: String,
    /// The command for the next step, if there is one.
    pub command: Option<String>,
}

/// What changed since an earlier read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Since {
    /// When the newest role of the earlier read was read, where a source says so.
    pub fetched_at: Option<String>,
    /// API members that the earlier read does not have.
    pub new_members: Vec<String>,
    /// API members that only the earlier read has.
    pub gone_members: Vec<String>,
    /// API members that have another role now.
    pub moved_members: Vec<String>,
    /// Roles that the earlier read does not have.
    pub new_roles: Vec<String>,
    /// Roles that only the earlier read has.
    pub gone_roles: Vec<String>,
    /// Roles that grant more than before, or that became an administrator's.
    pub wider: Vec<String>,
    /// Roles that grant less than before.
    pub narrower: Vec<String>,
    /// Roles of which a read is incomplete: only rows that both reads have were compared.
    pub partly_compared: Vec<String>,
}

/// People who use security roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct People {
    /// Those that are active.
    pub active: usize,
    /// Active ones that are administrators, by their role or by their own flag.
    pub administrators: usize,
    /// Active ones without a sign-in for `idle_after_days`, or without any.
    pub idle: usize,
    /// After how many days without a sign-in a person counts as idle.
    pub idle_after_days: u16,
    /// Roles of API members that active people use as well.
    pub shared_roles: Vec<String>,
    /// The people, the most powerful first; null unless `--people` was given.
    pub members: Option<Vec<PersonEntry>>,
}

/// A person who uses a security role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonEntry {
    /// The name that the person signs in with.
    pub identifier: String,
    /// The name of the role; null where the source does not say.
    pub role: Option<String>,
    /// Whether the person is inactive; null where the source does not say.
    pub inactive: Option<bool>,
    /// Whether the role or the person is an administrator's.
    pub administrator: bool,
    /// How many functions are at each severity; null if the role was not read.
    pub severities: Option<SeverityCounts>,
    /// The last sign-in; null if there was none.
    pub last_login: Option<String>,
    /// Whether an active person counts as idle.
    pub idle: bool,
}
