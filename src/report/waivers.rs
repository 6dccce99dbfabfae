//! Waivers: accepted findings, with a reason and an expiry date.
//!
//! They match what a finding is about, never line numbers. The date is an argument.

use super::draft::Draft;
use super::finding::{Finding, Waiver};
use super::fingerprint::Identity;
use super::role_report::RoleReport;
use super::rule::RuleId;
use super::severity::Severity;
use crate::model::{Date, Location, Operation, matches, normalize};

/// One entry of a list of waivers. Omitted fields match anything.
#[derive(Clone, Debug)]
pub struct WaiverRule {
    /// The rule whose findings it waives.
    pub rule: Option<RuleId>,
    /// The identity of one finding.
    pub fingerprint: Option<String>,
    /// The role, by name or file; `*` matches any text.
    pub role: Option<String>,
    /// The module.
    pub module: Option<String>,
    /// The function.
    pub function: Option<String>,
    /// The operation.
    pub operation: Option<Operation>,
    /// The item in a Customize list.
    pub item: Option<String>,
    /// What reports show of it.
    pub waiver: Waiver,
    /// Its place.
    pub location: Location,
    /// For a comment, the line that it applies to.
    pub line: Option<usize>,
}

/// Waivers in use.
#[derive(Debug)]
pub struct Waivers {
    rules: Vec<(WaiverRule, State)>,
    today: Date,
    /// Number of days before expiry at which a waiver is reported.
    warn_within: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// Whether it matched a finding in this run, or would have.
    used: bool,
    /// Whether one of its roles was compared.
    addressed: bool,
    /// Whether one of its roles was compared completely.
    met: bool,
}

impl Waivers {
    /// Waivers on a given day.
    pub fn new(rules: Vec<WaiverRule>, today: Date, warn_within: i64) -> Self {
        let mut waivers = Self {
            rules: Vec::new(),
            today,
            warn_within,
        };
        waivers.add(rules);
        waivers
    }

    /// Adds waivers found while reading a role.
    pub fn add(&mut self, rules: Vec<WaiverRule>) {
        self.rules
            .extend(rules.into_iter().map(|rule| (rule, State::default())));
    }

    /// Marks the waived findings of a report. `role` is the identity of the role.
    pub fn mark(&mut self, report: &mut RoleReport, role: &str) {
        let judged = !report
            .findings
            .iter()
            .any(|finding| matches!(finding.rule, RuleId::IncompleteRole | RuleId::AdminRole));
        for (rule, state) in &mut self.rules {
            let for_role =
                |pattern: &String| matches(pattern, role) || matches(pattern, &report.source);
            if !rule.role.as_ref().is_none_or(for_role) {
                continue;
            }
            state.addressed = true;
            // For an incomplete or undecidable role it is unknown whether the waiver is needed.
            state.met |= judged;
            for finding in &mut report.findings {
                if rule.waives(finding) {
                    state.used = true;
                    if !rule.is_expired(self.today) && finding.waiver.is_none() {
                        finding.waiver = Some(rule.waiver.clone());
                    }
                }
            }
        }
    }

    /// Findings about the waivers themselves, after all roles: expired, expiring soon, and unused
    /// although their role was checked.
    pub fn findings(&self) -> Vec<Finding> {
        self.rules
            .iter()
            .filter_map(|(rule, state)| self.finding(rule, *state))
            .collect()
    }

    fn finding(&self, rule: &WaiverRule, state: State) -> Option<Finding> {
        let about = rule.about();
        let (id, severity, message, help) = match rule.waiver.expires {
            Some(last) if rule.is_expired(self.today) => (
                RuleId::WaiverExpired,
                Severity::Error,
                format!("the waiver {about} expired on {last}"),
                if state.used {
                    "fix the finding, or set a new expiry date".to_owned()
                } else {
                    "it is no longer needed: remove it".to_owned()
                },
            ),
            _ if state.addressed && rule.rule == Some(RuleId::IncompleteRole) => (
                RuleId::WaiverUnused,
                Severity::Warning,
                format!(
                    "the waiver {about} matches no finding: an incomplete read cannot be accepted"
                ),
                "remove it, and read the complete role".to_owned(),
            ),
            _ if !state.used && state.met => (
                RuleId::WaiverUnused,
                Severity::Warning,
                format!("the waiver {about} matches no finding"),
                "remove it, so that it cannot hide a new finding".to_owned(),
            ),
            Some(last) if state.used && self.days_until(last) <= self.warn_within => (
                RuleId::WaiverExpiring,
                Severity::Warning,
                match self.days_until(last) {
                    0 => format!("the waiver {about} expires today"),
                    1 => format!("the waiver {about} expires tomorrow, on {last}"),
                    days => format!("the waiver {about} expires in {days} days, on {last}"),
                },
                "fix the finding, or set a new expiry date".to_owned(),
            ),
            _ => return None,
        };
        let fingerprint = Identity {
            rule: id,
            role: rule.role.as_deref().unwrap_or_default(),
            module: rule.module.as_deref(),
            function: rule.function.as_deref(),
            operation: rule.operation,
            item: rule.fingerprint.as_deref().or(rule.rule.map(RuleId::name)),
        }
        .fingerprint();
        let owner = rule
            .waiver
            .owner
            .as_ref()
            .map(|owner| format!("; ask {owner}"));
        let mut location = rule.location.clone();
        location.label = format!("because: {}", rule.waiver.reason);
        let draft = Draft {
            module: rule.module.clone(),
            function: rule.function.clone(),
            operation: rule.operation,
            item: rule.item.clone(),
            message,
            help: Some(help + owner.as_deref().unwrap_or_default()),
            locations: vec![location],
            ..Draft::default()
        };
        Some(Finding {
            fingerprint,
            ..draft.finding(id, "", severity)
        })
    }

    fn days_until(&self, last: Date) -> i64 {
        (last - self.today).get_days().into()
    }
}

impl WaiverRule {
    /// A waiver applies through its last day.
    fn is_expired(&self, today: Date) -> bool {
        self.waiver.expires.is_some_and(|last| today > last)
    }

    fn waives(&self, finding: &Finding) -> bool {
        // An incomplete read cannot be accepted.
        if finding.rule == RuleId::IncompleteRole {
            return false;
        }
        let same = |asked: &Option<String>, found: &Option<String>| {
            asked.as_ref().is_none_or(|asked| {
                found
                    .as_ref()
                    .is_some_and(|found| normalize(asked) == normalize(found))
            })
        };
        // The first place in a text is the subject of the finding; the others are context.
        let on = |line: usize| {
            let mut places = finding.locations.iter();
            let first = places.find(|place: &&Location| {
                place.document == self.location.document && place.file == self.location.file
            });
            first.is_some_and(|place| place.line == line)
        };
        self.rule.is_none_or(|rule| rule == finding.rule)
            && self
                .fingerprint
                .as_ref()
                .is_none_or(|asked| *asked == finding.fingerprint)
            && same(&self.module, &finding.module)
            && same(&self.function, &finding.function)
            && same(&self.item, &finding.item)
            && self
                .operation
                .is_none_or(|operation| finding.operation == Some(operation))
            && self.line.is_none_or(on)
    }

    /// A short description, to follow "the waiver": its fingerprint, or what it waives.
    fn about(&self) -> String {
        let rule = self.rule.map(|rule| format!("`{rule}`"));
        let names: Vec<&str> = [&self.module, &self.function]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .filter(|name| !name.trim().is_empty())
            .collect();
        let names = (!names.is_empty()).then(|| names.join(" / "));
        let operation = self.operation.map(|operation| operation.to_string());
        let holder = self.role.as_ref().filter(|name| !name.trim().is_empty());
        let of_role = holder.map(|name| format!("role `{name}`"));
        if let Some(fingerprint) = &self.fingerprint {
            let details: Vec<String> = [rule, names, operation, of_role]
                .into_iter()
                .flatten()
                .collect();
            return if details.is_empty() {
                format!("`{fingerprint}`")
            } else {
                format!("`{fingerprint}` ({})", details.join(", "))
            };
        }
        let rule = rule.unwrap_or_default();
        let details: Vec<String> = [names, operation].into_iter().flatten().collect();
        let details = match details.as_slice() {
            [] => String::new(),
            details => format!(" ({})", details.join(", ")),
        };
        let place = of_role.map_or_else(String::new, |text| format!(" in {text}"));
        format!("for {rule}{details}{place}")
    }
}
