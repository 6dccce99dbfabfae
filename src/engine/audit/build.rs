//! From roles and the policies that claim them to an audit.

use std::collections::BTreeMap;

use super::do_first::do_first;
use super::levels::{Levels, compare, families, reads_passwords};
use super::model::{
    Audit, AuditSummary, Excess, MemberEntry, RoleEntry, SCHEMA, SeverityCount, SeverityCounts,
};
use super::outside::{self, AuditOptions};
use crate::config::{MemberEntry as MemberConfig, MemberField};
use crate::engine::incomplete;
use crate::model::Member;
use crate::policy::{Requirements, digest_of};
use crate::report::ExcludedRole;
use crate::risk::{Ratings, RiskSeverity, RoleRank, rank_with};
use crate::role::Role;
use crate::role::tenant::Tenant;

/// A role with the policies that claim it.
#[derive(Debug)]
pub struct AuditedRole<'a> {
    /// The role.
    pub role: &'a Role,
    /// What the policies of all its members ask together; none where a member has no policy.
    pub requirements: Option<&'a Requirements>,
    /// The policies of each member, by its identifier.
    pub policies: BTreeMap<String, Vec<String>>,
}

/// What this audit can never see.
const NEVER_SEEN: [&str; 4] = [
    "API keys: no documented API request lists them",
    "multifactor authentication",
    "what each key was used for",
    "Customize lists of roles other than the caller's own",
];

/// What an audit knows besides the roles.
#[derive(Debug, Default)]
pub struct AuditContext<'a> {
    /// What the configuration says of API members, by identifier.
    pub members: BTreeMap<String, MemberConfig>,
    /// What the configuration must say of each API member.
    pub require: Vec<MemberField>,
    /// How much harm each permission can do.
    pub ratings: Ratings,
    /// The roles that the configuration excludes.
    pub excluded: Vec<ExcludedRole>,
    /// People, integrator logins and requests, where they were read.
    pub tenant: Option<&'a Tenant>,
    /// Options of the run.
    pub options: AuditOptions,
}

/// Audits roles.
pub fn audit(roles: &[AuditedRole<'_>], context: AuditContext<'_>) -> Audit {
    let AuditContext {
        members,
        require,
        ratings,
        excluded,
        tenant,
        options,
    } = context;
    let (members, ratings) = (&members, &ratings);
    let caller = tenant.and_then(|tenant| tenant.caller.clone());
    let mut audited: Vec<Audited<'_>> = roles
        .iter()
        .map(|role| Audited::of(role, ratings))
        .collect();
    audited.sort_by(|a, b| {
        a.rank
            .by_risk(&b.rank)
            .then_with(|| a.of.role.identity().cmp(b.of.role.identity()))
    });
    let mut entries: Vec<MemberEntry> = audited
        .iter()
        .flat_map(|role| role.members(members))
        .collect();
    number(&mut entries);
    for entry in &mut entries {
        entry.this_key = caller.as_ref() == Some(&entry.identifier);
        entry.lacks = require
            .iter()
            .copied()
            .filter(|field| entry.stated(*field).is_none())
            .collect();
    }
    let mut not_seen = not_seen(&audited);
    not_seen.extend(outside::not_seen(tenant));
    not_seen.extend(NEVER_SEEN.map(str::to_owned));
    let summary = summary(&audited, &entries);
    let mut roles: Vec<RoleEntry> = audited.iter().map(Audited::role).collect();
    roles.sort_by(|a, b| (&a.name, &a.source).cmp(&(&b.name, &b.source)));
    let mut hosts: Vec<String> = audited
        .iter()
        .filter_map(|role| role.of.role.origin.host.clone())
        .collect();
    hosts.sort();
    hosts.dedup();
    Audit {
        schema: SCHEMA,
        hosts,
        fetched_at: audited
            .iter()
            .filter_map(|role| role.of.role.fetched_at.clone())
            .max(),
        complete: audited
            .iter()
            .all(|role| role.entry.complete && role.used_by().is_some()),
        summary,
        do_first: do_first(&entries),
        caller,
        members: entries,
        people: outside::people(tenant, &roles, options),
        integrator_logins: tenant.and_then(|tenant| tenant.integrator_logins.clone()),
        roles,
        since: None,
        excluded,
        not_seen,
        controls: None,
    }
}

/// A role with what was found out about it.
struct Audited<'a> {
    of: &'a AuditedRole<'a>,
    rank: RoleRank,
    /// What is the same for each of its members.
    entry: MemberEntry,
    reads_passwords: bool,
}

impl<'a> Audited<'a> {
    fn of(of: &'a AuditedRole<'a>, ratings: &Ratings) -> Self {
        let role = of.role;
        let rank = rank_with(role, ratings);
        let incomplete = incomplete(role);
        let Levels {
            excess,
            asked_for,
            missing,
        } = match of.requirements {
            Some(requirements) if !rank.administrator => compare(role, requirements, ratings),
            _ => Levels::default(),
        };
        let not_rated = rank.not_rated.iter();
        let entry = MemberEntry {
            role: role.identity().to_owned(),
            source: role.source.name().to_owned(),
            administrator: rank.administrator,
            complete: incomplete.is_none(),
            incomplete,
            severities: severities(&rank, excess.as_deref()),
            missing,
            excess,
            asked_for,
            families: families(role, ratings),
            not_rated: not_rated
                .map(|(module, function)| format!("{module} / {function}"))
                .collect(),
            can_become_administrator: rank.can_become_administrator,
            combinations: if rank.administrator {
                Vec::new()
            } else {
                rank.combinations.clone()
            },
            ..MemberEntry::default()
        };
        Self {
            reads_passwords: reads_passwords(role, ratings),
            of,
            rank,
            entry,
        }
    }

    fn used_by(&self) -> Option<Vec<&'a Member>> {
        let origin = &self.of.role.origin;
        match (&origin.used_by, &origin.member) {
            (Some(members), _) => Some(members.iter().collect()),
            (None, Some(member)) => Some(vec![member]),
            (None, None) => None,
        }
    }

    fn members(&self, configured: &BTreeMap<String, MemberConfig>) -> Vec<MemberEntry> {
        let used_by = self.used_by().unwrap_or_default();
        let mut entries: Vec<MemberEntry> = used_by
            .iter()
            .map(|member| {
                let others = used_by
                    .iter()
                    .filter(|other| other.identifier != member.identifier);
                let configured = configured.get(&member.identifier);
                let policies = self.of.policies.get(&member.identifier);
                MemberEntry {
                    identifier: member.identifier.clone(),
                    inactive: member.inactive,
                    policies: policies.cloned().unwrap_or_default(),
                    shared_with: others.map(|other| other.identifier.clone()).collect(),
                    owner: configured.and_then(|member| member.owner.0.clone()),
                    purpose: configured.and_then(|member| member.purpose.0.clone()),
                    reviewed: configured.and_then(|member| member.reviewed.0.clone()),
                    ..self.entry.clone()
                }
            })
            .collect();
        entries.sort_by(|a, b| a.identifier.cmp(&b.identifier));
        entries
    }

    fn role(&self) -> RoleEntry {
        RoleEntry {
            name: self.entry.role.clone(),
            source: self.entry.source.clone(),
            used_by: self.used_by().map(|members| {
                members
                    .iter()
                    .map(|member| member.identifier.clone())
                    .collect()
            }),
            complete: self.entry.complete,
            administrator: self.entry.administrator,
            severities: self.entry.severities,
            sha256: digest_of(self.of.role.source.text().as_bytes()),
        }
    }
}

fn severities(rank: &RoleRank, extra: Option<&[Excess]>) -> SeverityCounts {
    let count = |severity: RiskSeverity| {
        let at = rank
            .functions
            .iter()
            .filter(|(_, rated)| **rated == severity);
        let unasked = |extra: &[Excess]| {
            let functions = at.clone().filter(|(id, _)| {
                let function = id.get();
                extra.iter().any(|level| {
                    level.severity == Some(severity)
                        && level.module == function.module
                        && level.function == function.name
                })
            });
            functions.count()
        };
        SeverityCount {
            total: at.clone().count(),
            excess: extra.map(unasked),
        }
    };
    SeverityCounts {
        critical: count(RiskSeverity::Critical),
        high: count(RiskSeverity::High),
        medium: count(RiskSeverity::Medium),
        low: count(RiskSeverity::Low),
    }
}

/// Puts incomplete members first and inactive ones last, and numbers the rest: members of one role
/// share a number.
fn number(entries: &mut [MemberEntry]) {
    let group = |entry: &MemberEntry| match (entry.inactive, entry.complete) {
        (Some(true), _) => 2,
        (_, false) => 0,
        _ => 1,
    };
    entries.sort_by_key(group);
    let (mut place, mut last) = (0, None);
    let ranked = entries.iter_mut().filter(|entry| group(entry) == 1);
    for (index, entry) in ranked.enumerate() {
        let role = (entry.role.clone(), entry.source.clone());
        if last.as_ref() != Some(&role) {
            place = index + 1;
        }
        last = Some(role);
        entry.rank = Some(place);
    }
}

/// The roles whose API members are unknown, in one line: a tenant may have hundreds of them. Each is
/// marked in the list of roles, too.
fn not_seen(audited: &[Audited<'_>]) -> Vec<String> {
    const NAMED: usize = 3;
    let unknown = audited.iter().filter(|role| role.used_by().is_none());
    let names = unknown.map(|role| format!("`{}`", role.of.role.identity()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    let line = match names.as_slice() {
        [] => return Vec::new(),
        [only] => {
            format!("which API members use the role {only}: the role was saved without its members")
        }
        several => {
            let count = several.len();
            let such_as = if count > NAMED { "such as " } else { "" };
            names.truncate(NAMED);
            let names = names.join(", ");
            format!(
                "which API members use these {count} roles ({such_as}{names}): the roles were \
                 saved without their members"
            )
        }
    };
    vec![line]
}

fn summary(audited: &[Audited<'_>], entries: &[MemberEntry]) -> AuditSummary {
    let active = || entries.iter().filter(|entry| entry.inactive != Some(true));
    let in_use = || {
        audited
            .iter()
            .filter(|role| role.used_by().is_some_and(|members| !members.is_empty()))
    };
    let takes_over = |entry: &&MemberEntry| entry.administrator || entry.can_become_administrator;
    let passwords: Vec<&str> = audited
        .iter()
        .filter(|role| role.reads_passwords)
        .map(|role| role.of.role.source.name())
        .collect();
    AuditSummary {
        members: entries.len(),
        active: active().count(),
        roles_in_use: in_use().count(),
        complete_roles: in_use().filter(|role| role.entry.complete).count(),
        can_take_over: active().filter(takes_over).count(),
        can_read_passwords: active()
            .filter(|entry| !takes_over(entry) && passwords.contains(&entry.source.as_str()))
            .count(),
        critical_excess: active()
            .filter(|entry| entry.severities.critical.excess.unwrap_or(0) > 0)
            .count(),
        without_policy: active().filter(|entry| entry.policies.is_empty()).count(),
        without_owner: active().filter(|entry| entry.owner.is_none()).count(),
        without_purpose: active().filter(|entry| entry.purpose.is_none()).count(),
        without_review: active().filter(|entry| entry.reviewed.is_none()).count(),
        unused_roles: audited
            .iter()
            .filter(|role| role.used_by().is_some_and(|members| members.is_empty()))
            .count(),
    }
}
