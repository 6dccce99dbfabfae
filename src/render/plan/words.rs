//! The sentences of a plan that several formats share. Names from files are still as they came.

use crate::model::Level;
use crate::render::words;
use crate::report::{Change, Kept, Plan, PlannedFunction, PlannedModule, RuleId, Step, Way, and};

/// Steps of one function that one sentence can tell of: the same change for the same reason.
pub(in crate::render) struct Line<'a> {
    pub(in crate::render) first: &'a Step,
    pub(in crate::render) steps: Vec<&'a Step>,
}

/// Which steps a part of a document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Part {
    /// Those to be taken, and the lists to look at.
    Main,
    /// Those that may be left out.
    Optional,
}

impl Part {
    pub(in crate::render) fn holds(self, step: &Step) -> bool {
        step.is_optional() == (self == Self::Optional)
    }
}

/// The lines of a function.
pub(in crate::render) fn lines(function: &PlannedFunction, part: Part) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for step in function.steps.iter().filter(|step| part.holds(step)) {
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

/// The modules that have lines in a part, each with its functions that have.
pub(in crate::render) fn modules(
    plan: &Plan,
    part: Part,
) -> impl Iterator<Item = (&PlannedModule, Vec<(&PlannedFunction, Vec<Line<'_>>)>)> {
    plan.modules.iter().filter_map(move |module| {
        let functions: Vec<_> = module
            .functions
            .iter()
            .map(|function| (function, lines(function, part)))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        (!functions.is_empty()).then_some((module, functions))
    })
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

/// What to do, from the verb on: `raise Add and Edit Level from None to All`.
pub(in crate::render) fn action(line: &Line<'_>) -> String {
    let levels = || format!("{} Level", operations(line));
    match &line.first.change {
        Change::Raise { from, to, .. } => format!("raise {} from {from} to {to}", levels()),
        Change::Lower { from, to, .. } => format!("lower {} from {from} to {to}", levels()),
        // What was not read may be right already.
        Change::Set { to, .. } if line.first.rule == RuleId::IncompleteRole => {
            let is = if line.steps.len() == 1 { "is" } else { "are" };
            format!("see that {} {is} {to}", levels())
        }
        Change::Set { to, .. } => format!("set {} to {to}", levels()),
        Change::Allow { item } => format!("open Customize and allow {item}"),
        Change::Disallow { item } => format!("open Customize and disallow {item}"),
        // What is still to be made cannot be looked at.
        Change::Look { list, .. }
            if line.first.rule == RuleId::AdminRole && !list.names_nothing() =>
        {
            format!("open Customize and {}", list.order())
        }
        Change::Look { list, .. } => {
            format!("open Customize and see {}", list.sight(str::to_owned))
        }
        Change::Ask {} => "find out which levels it needs".to_owned(),
    }
}

/// Why, in one sentence without an end.
pub(in crate::render) fn reason(plan: &Plan, step: &Step) -> String {
    let exactly = matches!(&step.change, Change::Raise { accepted, .. } | Change::Set { accepted, .. }
        if accepted.min == accepted.max);
    // What is to be made, or was not read, says so once for all of its steps.
    let bare = matches!(step.rule, RuleId::AdminRole | RuleId::IncompleteRole)
        || (exactly && matches!(step.change, Change::Raise { .. }));
    let taken_away = step.change.to() == Some(Level::None) && step.rule == RuleId::ExcessLevel;
    let mut text = match (&step.purpose, &step.change) {
        (Some(purpose), _) if bare => purpose.clone(),
        (Some(purpose), Change::Set { .. } | Change::Look { .. } | Change::Ask {}) => {
            format!("{purpose} ({})", step.because)
        }
        // What a row is for is no reason for what it is not for.
        (Some(purpose), _) if !taken_away || step.feature.is_some() => {
            format!("{}: {purpose}", step.because)
        }
        _ => step.because.clone(),
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

/// A function as a person looks for it.
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

/// Why some steps may be left out, in a sentence.
pub(in crate::render) const OPTIONAL: &str = "These may be left out: a policy that knows only a \
    part of its table, or your options, make them notes. Decide before each.";

/// What the steps of a role begin with.
pub(in crate::render) fn opening(plan: &Plan) -> Vec<String> {
    match plan.way {
        Way::InPlace => vec![format!("Open {}.", plan.path.join(" > "))],
        Way::NewRole => vec![
            "Make a role at System > Security Roles, with every level at None but these:"
                .to_owned(),
        ],
    }
}

/// What comes after the steps of a role.
pub(in crate::render) fn ending(plan: &Plan) -> Option<&'static str> {
    (plan.way == Way::NewRole)
        .then_some("Give the new role to the API member at System > Members > API Members.")
}

/// Why a finding stays.
pub(in crate::render) fn kept(kept: &Kept) -> String {
    match &kept.waiver {
        Some(waiver) => format!("waived: {}", words::waiver(waiver)),
        None => "known to the baseline".to_owned(),
    }
}

/// The policies that the role is to serve.
pub(crate) fn policies(plan: &Plan) -> String {
    words::named(&plan.policies)
}

/// The operations of a line: `Add and Edit`.
pub(in crate::render) fn operations(line: &Line<'_>) -> String {
    let operations = line.steps.iter().filter_map(|step| step.change.operation());
    let titles: Vec<&str> = operations.map(crate::model::Operation::title).collect();
    and(&titles)
}
