//! Sentences of a plan that several formats share. Names from files are not escaped yet.

use crate::model::Level;
use crate::render::group::of_several;
use crate::render::words;
use crate::report::{Change, Kept, Plan, PlanMode, PlannedFunction, RuleId, Step, and};

/// Steps of one function that fit in one sentence: the same change for the same reason.
pub(in crate::render) struct Line<'a> {
    pub(in crate::render) first: &'a Step,
    pub(in crate::render) steps: Vec<&'a Step>,
}

/// The functions of a module with required steps, or with optional ones.
pub(in crate::render) struct Section<'a> {
    pub(in crate::render) module: &'a str,
    pub(in crate::render) functions: Vec<(&'a PlannedFunction, Vec<Line<'a>>)>,
    pub(in crate::render) is_optional: bool,
    pub(in crate::render) is_first: bool,
    /// Whether the optional steps begin with it.
    pub(in crate::render) is_first_optional: bool,
}

/// The required steps and lists to check by module, then the optional steps.
pub(in crate::render) fn sections(plan: &Plan) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for is_optional in [false, true] {
        for module in &plan.modules {
            let functions: Vec<_> = module
                .functions
                .iter()
                .map(|function| (function, lines(function, is_optional)))
                .filter(|(_, lines)| !lines.is_empty())
                .collect();
            if functions.is_empty() {
                continue;
            }
            let last = sections.last();
            sections.push(Section {
                module: &module.module,
                functions,
                is_optional,
                is_first: last.is_none(),
                is_first_optional: is_optional && last.is_none_or(|last| !last.is_optional),
            });
        }
    }
    sections
}

/// The lines of a function.
fn lines(function: &PlannedFunction, optional: bool) -> Vec<Line<'_>> {
    let steps = function.steps.iter();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for step in steps.filter(|step| step.is_optional() == optional) {
        match lines.iter_mut().find(|line| alike(line.first, step)) {
            Some(line) => line.steps.push(step),
            None => lines.push(Line {
                first: step,
                steps: vec![step],
            }),
        }
    }
    lines
}

fn alike(one: &Step, other: &Step) -> bool {
    let same_change = match (&one.change, &other.change) {
        (Change::Raise { from, to, .. }, Change::Raise { from: f, to: t, .. })
        | (Change::Lower { from, to, .. }, Change::Lower { from: f, to: t, .. }) => {
            from == f && to == t
        }
        (Change::Set { to, .. }, Change::Set { to: t, .. }) => to == t,
        _ => false,
    };
    same_change
        && one.because == other.because
        && one.purpose == other.purpose
        && one.policies == other.policies
        && one.severity == other.severity
        && one.hint == other.hint
}

/// The action, starting with a verb: `raise Add and Edit Levels from None to All`.
pub(in crate::render) fn action(line: &Line<'_>) -> String {
    let levels = || match line.steps.as_slice() {
        [_, _, ..] => format!("{} Levels", operations(line)),
        _ => format!("{} Level", operations(line)),
    };
    match &line.first.change {
        Change::Raise { from, to, .. } => format!("raise {} from {from} to {to}", levels()),
        Change::Lower { from, to, .. } => format!("lower {} from {from} to {to}", levels()),
        // A level that was not read may be right already.
        Change::Set { to, .. } if line.first.rule == RuleId::IncompleteRole => {
            let is = if line.steps.len() == 1 { "is" } else { "are" };
            format!("check that {} {is} {to}", levels())
        }
        Change::Set { to, .. } => format!("set {} to {to}", levels()),
        Change::Allow { item } => format!("open Customize and allow {item}"),
        Change::Disallow { item } => format!("open Customize and disallow {item}"),
        // A new role has no list to check yet.
        Change::Look { list, .. }
            if line.first.rule == RuleId::AdminRole && !list.names_nothing() =>
        {
            format!("open Customize and {}", list.order())
        }
        Change::Look { list, .. } => {
            format!("open Customize and check {}", list.sight(str::to_owned))
        }
        Change::Ask {} => "find out which levels it needs".to_owned(),
    }
}

/// The reason, as a clause.
pub(in crate::render) fn reason(plan: &Plan, line: &Line<'_>) -> String {
    let step = line.first;
    let because = match line.steps.as_slice() {
        [_, _, ..] => of_several(&step.because),
        _ => step.because.clone(),
    };
    let exactly = matches!(&step.change, Change::Raise { accepted, .. } | Change::Set { accepted, .. }
        if accepted.min == accepted.max);
    // For new and unread functions, the reason is given once for all steps.
    let bare = matches!(step.rule, RuleId::AdminRole | RuleId::IncompleteRole)
        || (exactly && matches!(step.change, Change::Raise { .. }));
    let taken_away = step.change.to() == Some(Level::None) && step.rule == RuleId::ExcessLevel;
    let mut text = match (&step.purpose, &step.change) {
        (Some(purpose), _) if bare => purpose.clone(),
        (Some(purpose), Change::Set { .. } | Change::Look { .. } | Change::Ask {}) => {
            format!("{purpose} ({because})")
        }
        // The purpose of a row is not a reason for its excess.
        (Some(purpose), _) if !taken_away || step.feature.is_some() => {
            format!("{because}: {purpose}")
        }
        _ => because,
    };
    let of_some = plan.policies.len() > 1 && step.policies.len() < plan.policies.len();
    if of_some && !step.policies.is_empty() {
        text = format!("{text} [{}]", step.policies.join(", "));
    }
    if let Some(hint) = &step.hint {
        text = format!("{text}; {hint}");
    }
    text
}

/// The display name of a function.
pub(in crate::render) fn function(name: &str) -> &str {
    if name == "*" {
        "Every function of this module"
    } else {
        name
    }
}

/// The numbers of a line's steps: `1`, or `1-3, 5`.
pub(in crate::render) fn numbers(line: &Line<'_>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for step in &line.steps {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == step.number => *last = step.number,
            _ => runs.push((step.number, step.number)),
        }
    }
    let run = |(first, last): &(usize, usize)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// Why some steps are optional.
pub(in crate::render) const OPTIONAL: &str = "Optional changes. The vendor's table is incomplete, or your options make them notes. Decide for each.";

/// The text before the steps of a role.
pub(in crate::render) fn opening(plan: &Plan) -> Vec<String> {
    match plan.way {
        PlanMode::InPlace => vec![format!("Open {}.", plan.path.join(" > "))],
        PlanMode::NewRole => vec![
            "Create a role at System > Security Roles, with every level at None except these:"
                .to_owned(),
        ],
    }
}

/// The text after the steps of a role.
pub(in crate::render) fn ending(plan: &Plan) -> Option<&'static str> {
    (plan.way == PlanMode::NewRole)
        .then_some("Assign the new role to the API member at System > Members > API Members.")
}

/// Why a finding is accepted.
pub(in crate::render) fn kept(kept: &Kept) -> String {
    match &kept.waiver {
        Some(waiver) => format!("waived: {}", words::waiver(waiver)),
        None => "in the baseline".to_owned(),
    }
}

/// The policies that the role must satisfy.
pub(crate) fn policies(plan: &Plan) -> String {
    words::named(&plan.policies)
}

/// The operations of a line: `Add and Edit`.
pub(in crate::render) fn operations(line: &Line<'_>) -> String {
    let operations = line.steps.iter().filter_map(|step| step.change.operation());
    let titles: Vec<&str> = operations.map(crate::model::Operation::title).collect();
    and(&titles)
}
