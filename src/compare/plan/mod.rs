//! The plan: the minimum changes that fix the findings of a role.
//!
//! A step sets one cell of the Security Modules screen, or moves one item in a Customize list. Each
//! step fixes one finding, and each open finding that can be fixed in the role has exactly one
//! step. Levels change as little as possible: up to the lowest that is enough, or down to the
//! highest that is accepted. Everything that cannot be fixed in the role, or was not seen, becomes
//! a remark and never counts as done.

mod order;
mod unseen;

use crate::compare::view::role_path;
use crate::model::{Level, LevelRange, Operation};
use crate::policy::{FunctionRequirement, Requirements};
use crate::report::{
    Change, Finding, Kept, Outcome, Plan, PlanMode, PlanTotals, Remark, RoleReport, RuleId,
    Severity, Step,
};
use crate::role::Role;
use order::Steps;

/// Makes the plan of a role.
///
/// `report` is the result of [`compare`](super::compare()) for this role and these requirements.
/// Waived and baselined findings are not planned.
pub fn plan(requirements: &Requirements, role: &Role, report: &RoleReport) -> Plan {
    let mut planning = Planning {
        requirements,
        steps: Steps::default(),
        remarks: Vec::new(),
        kept: Vec::new(),
    };
    let admin = report
        .findings
        .iter()
        .find(|finding| finding.rule == RuleId::AdminRole);
    let way = match admin {
        Some(finding) if finding.is_open() => PlanMode::NewRole,
        _ => PlanMode::InPlace,
    };
    for finding in &report.findings {
        // The rows of an administrator role mean nothing.
        if admin.is_none() || finding.operation.is_none() && finding.function.is_none() {
            planning.finding(finding);
        }
    }
    match way {
        PlanMode::NewRole => planning.unseen(RuleId::AdminRole, |_| true),
        PlanMode::InPlace if report.outcome == Outcome::Inconclusive => {
            let present = unseen::present(requirements, role);
            planning.unseen(RuleId::IncompleteRole, |index| !present.contains(&index));
        }
        PlanMode::InPlace => {}
    }
    planning.plan(role, report, way)
}

struct Planning<'a> {
    requirements: &'a Requirements,
    steps: Steps,
    remarks: Vec<Remark>,
    kept: Vec<Kept>,
}

impl Planning<'_> {
    fn finding(&mut self, finding: &Finding) {
        if !finding.is_open() {
            self.kept.push(Kept {
                rule: finding.rule,
                message: finding.message.clone(),
                waiver: finding.waiver.clone(),
            });
            return;
        }
        match finding.rule {
            RuleId::MissingLevel
            | RuleId::OperationNotOffered
            | RuleId::ExcessLevel
            | RuleId::ExcessFunction
            | RuleId::SetupLevelLeft => {
                if let Some(change) = level(finding) {
                    self.step(finding, change);
                }
            }
            RuleId::MissingFunction => self.missing_function(finding),
            RuleId::CustomizeMissing | RuleId::CustomizeExcess => {
                if let Some(item) = finding.item.clone() {
                    let change = match finding.rule {
                        RuleId::CustomizeMissing => Change::Allow { item },
                        _ => Change::Disallow { item },
                    };
                    self.step(finding, change);
                }
            }
            RuleId::CustomizeUnverifiable => {
                let unseen = finding.because.clone().unwrap_or_default();
                if let Some(change) = self
                    .requirement(finding)
                    .and_then(|asked| unseen::look(asked, unseen))
                {
                    self.step(finding, change);
                }
            }
            RuleId::UnstatedLevel => self.step(finding, Change::Ask {}),
            // A name that is missing from the catalog cannot be fixed in the role.
            RuleId::UnknownFunction if finding.severity == Severity::Note => {}
            _ => self.remarks.push(Remark {
                severity: finding.severity,
                rule: finding.rule,
                message: finding.message.clone(),
                help: finding.help.clone(),
            }),
        }
    }

    fn requirement(&self, finding: &Finding) -> Option<&FunctionRequirement> {
        let module = finding.module.as_deref().unwrap_or_default();
        let same = |asked: &&FunctionRequirement| {
            asked.module == module && Some(&asked.function) == finding.function.as_ref()
        };
        let functions = &self.requirements.functions;
        // Unlisted functions may be required through their module.
        functions.iter().find(same).or_else(|| {
            let whole = self.requirements.index_of_module(module)?;
            functions.get(whole)
        })
    }

    /// What to consider before making the change.
    fn hint(&self, finding: &Finding) -> Option<String> {
        match (finding.rule, &finding.feature) {
            (RuleId::OperationNotOffered, _) => {
                Some("check whether the column can be set; if not, correct the policy".to_owned())
            }
            (RuleId::SetupLevelLeft, _) => {
                Some("during setup, skip this and use `--phase setup`".to_owned())
            }
            (RuleId::ExcessLevel, Some(feature)) => Some(if self.has_several_features(finding) {
                "if one of them is in use, skip this and use `--feature` with its name".to_owned()
            } else {
                format!("if the feature is in use, skip this and use `--feature {feature}`")
            }),
            (RuleId::MissingFunction, _) => finding.help.clone(),
            (RuleId::UnstatedLevel, _) => self.requirement(finding)?.remarks(),
            (RuleId::MissingLevel, _) => {
                let asked = self
                    .requirement(finding)?
                    .operations
                    .get(finding.operation?);
                let for_setup = asked.as_ref()?.is_for_setup();
                for_setup.then(|| unseen::FOR_SETUP.to_owned())
            }
            _ => None,
        }
    }

    /// Whether one of several inactive features would need the excess level.
    fn has_several_features(&self, finding: &Finding) -> bool {
        self.requirement(finding)
            .zip(finding.operation)
            .is_some_and(|(asked, operation)| asked.inactive_features(operation).len() > 1)
    }

    fn step(&mut self, finding: &Finding, change: Change) {
        let of = (
            finding.module.as_deref().unwrap_or_default(),
            finding.function.as_deref().unwrap_or_default(),
        );
        let step = Step {
            number: 0,
            because: because(finding, &change),
            change,
            severity: finding.severity,
            rule: finding.rule,
            purpose: finding.purpose.clone(),
            policies: finding.policies.clone(),
            feature: finding.feature.clone(),
            hint: self.hint(finding),
            fingerprint: Some(finding.fingerprint.clone()),
        };
        self.steps.push(of, step);
    }

    /// A function without a row in a complete role: each level that is needed there.
    fn missing_function(&mut self, finding: &Finding) {
        let Some(asked) = self.requirement(finding) else {
            return;
        };
        let needed = asked.needed();
        let mut steps: Vec<Change> = needed
            .map(|(operation, asked)| set(operation, asked.range.min, asked.range))
            .collect();
        steps.extend(unseen::look(asked, unseen::NO_ROW.to_owned()));
        for change in steps {
            self.step(finding, change);
        }
    }

    /// Functions that were not read: each level that is needed there.
    fn unseen(&mut self, rule: RuleId, counts: impl Fn(usize) -> bool) {
        let functions = self.requirements.functions.iter().enumerate();
        for (_, asked) in functions.filter(|(index, _)| counts(*index)) {
            let of = (asked.module.as_str(), asked.function.as_str());
            for step in unseen::steps(self.requirements, asked, rule) {
                self.steps.push(of, step);
            }
        }
    }

    fn plan(self, role: &Role, report: &RoleReport, way: PlanMode) -> Plan {
        let mut path = role_path(role);
        if way == PlanMode::NewRole {
            path.truncate(2);
            path.push("(a new role)".to_owned());
        }
        let modules = self.steps.in_order();
        let mut plan = Plan {
            source: report.source.clone(),
            name: report.name.clone(),
            fetched_at: report.fetched_at.clone(),
            member: report.member.clone(),
            policies: report.policies.clone(),
            chosen: report.chosen.clone().unwrap_or_default(),
            outcome: Outcome::Clean,
            way,
            path,
            may_be_cut: report.lacking.is_some(),
            totals: PlanTotals::default(),
            remarks: self.remarks,
            modules,
            kept: self.kept,
        };
        let mut totals = PlanTotals {
            kept: plan.kept.len(),
            ignored: report.summary.ignored,
            ..PlanTotals::default()
        };
        for (_, _, step) in plan.steps() {
            totals.count(step);
        }
        plan.totals = totals;
        plan.outcome = if report.outcome == Outcome::Inconclusive {
            Outcome::Inconclusive
        } else if plan.steps().any(|(_, _, step)| step.is_needed())
            || plan
                .remarks
                .iter()
                .any(|remark| remark.severity > Severity::Note)
        {
            Outcome::Findings
        } else {
            Outcome::Clean
        };
        plan
    }
}

/// The change that a finding about one level requires.
fn level(finding: &Finding) -> Option<Change> {
    let operation = finding.operation?;
    let accepted = finding.required?;
    let up = finding.rule.is_shortfall();
    let to = if up { accepted.min } else { accepted.max };
    Some(match finding.granted {
        Some(from) if up => Change::Raise {
            operation,
            from,
            to,
            accepted,
        },
        Some(from) => Change::Lower {
            operation,
            from,
            to,
            accepted,
        },
        None => set(operation, to, accepted),
    })
}

const fn set(operation: Operation, to: Level, accepted: LevelRange) -> Change {
    Change::Set {
        operation,
        to,
        accepted,
    }
}

fn because(finding: &Finding, change: &Change) -> String {
    if let Some(why) = &finding.because {
        return why.clone();
    }
    match (finding.rule, change) {
        (RuleId::MissingFunction, _) => unseen::NO_ROW.to_owned(),
        (RuleId::OperationNotOffered, _) => "the role states no level (null)".to_owned(),
        (RuleId::CustomizeMissing, _) => "it is missing from the list".to_owned(),
        (RuleId::CustomizeExcess, _) => "no policy asks for it".to_owned(),
        (_, Change::Set { .. }) => "the role has no level for it".to_owned(),
        _ => finding.required.map_or_else(
            || "it is needed".to_owned(),
            |accepted| format!("{accepted} is needed"),
        ),
    }
}
