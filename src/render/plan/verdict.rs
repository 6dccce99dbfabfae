//! Summary sentences of a plan.

use crate::render::words::{self, are, capital, count};
use crate::report::{Outcome, Plan, PlanMode, RuleId, and};

/// The number of steps of each kind, as a list.
fn amounts(plan: &Plan) -> String {
    let totals = &plan.totals;
    let levels = |number: usize, what: &str| format!("{} to {what}", count(number, "level"));
    let unread = plan.outcome == Outcome::Inconclusive && plan.way == PlanMode::InPlace;
    let mut parts = Vec::new();
    for (number, what) in [
        (totals.raise, "raise"),
        (totals.lower, "lower"),
        (totals.set, if unread { "check" } else { "set" }),
    ] {
        if number > 0 {
            parts.push(levels(number, what));
        }
    }
    if totals.items > 0 {
        parts.push(format!(
            "{} in Customize lists to move",
            count(totals.items, "item")
        ));
    }
    and(&parts)
}

/// The summary: one or more complete sentences.
pub(crate) fn verdict(plan: &Plan) -> String {
    let totals = &plan.totals;
    let changes = count(totals.changes(), "change");
    let mut sentences = Vec::new();
    match (plan.outcome, plan.way) {
        (_, PlanMode::NewRole) => sentences.push(new_role(plan)),
        (Outcome::Inconclusive, _) => sentences.push(format!(
            "The role is incomplete, and so is this plan{}.",
            match amounts(plan).as_str() {
                "" => String::new(),
                amounts => format!(": {}{amounts}", at_least(plan)),
            }
        )),
        (_, PlanMode::InPlace) if totals.changes() > 0 => {
            let changes = format!("{}{changes}", at_least(plan));
            sentences.push(format!("{}: {}.", capital(&changes), amounts(plan)));
        }
        (Outcome::Findings, _) if totals.look + totals.ask == 0 => {
            sentences.push("No change in the role fixes this; see the remarks.".to_owned());
        }
        _ if plan.kept.iter().any(|kept| kept.rule == RuleId::AdminRole) => sentences.push(
            "No level of this role can be checked: it is an administrator role, which is accepted."
                .to_owned(),
        ),
        _ if plan.may_be_cut => sentences.push(
            "No level has to change in the existing rows; completeness cannot be determined from \
             this file."
                .to_owned(),
        ),
        _ if totals.look + totals.ask + totals.optional + totals.kept + totals.ignored > 0 => {
            sentences.push("No level has to change.".to_owned());
        }
        _ => sentences
            .push("Nothing to do: the role grants exactly the required permissions.".to_owned()),
    }
    if totals.look > 0 {
        let lists = count(totals.look, "Customize list");
        sentences.push(match (plan.way, totals.look) {
            (PlanMode::NewRole, _) => format!("{lists} to set."),
            (PlanMode::InPlace, 1) => format!("{lists} to check: the source does not show it."),
            (PlanMode::InPlace, _) => format!("{lists} to check: the source does not show them."),
        });
    }
    if totals.ask > 0 {
        let they = if totals.ask == 1 {
            "it needs"
        } else {
            "they need"
        };
        sentences.push(format!(
            "{} with unknown levels: no policy says which levels {they}.",
            count(totals.ask, "function")
        ));
    }
    if let Some(partial) = words::partial(&plan.policies) {
        sentences.push(format!("{}.", capital(&partial)));
    }
    if totals.optional > 0 {
        let step = if totals.changes() == 0 {
            "step"
        } else {
            "more step"
        };
        sentences.push(format!("{} optional.", are(totals.optional, step)));
    }
    if totals.ignored > 0 {
        sentences.push(format!(
            "{} in excess, not reported because of an option.",
            are(totals.ignored, "level")
        ));
    }
    if totals.kept > 0 {
        let kept = are(totals.kept, "accepted finding");
        sentences.push(format!("{kept} not planned."));
    }
    sentences.join(" ")
}

/// The summary of a plan for a new role.
fn new_role(plan: &Plan) -> String {
    let with = match plan.totals.set {
        0 if is_partial(plan) || plan.totals.ask > 0 => {
            "; no level that it needs is known".to_owned()
        }
        0 => ", without any level".to_owned(),
        levels => format!(" and set {}{}", at_least(plan), count(levels, "level")),
    };
    let rest = if is_partial(plan) {
        "Leave everything else at None at first, and raise a level only if something needs it."
    } else {
        "Leave everything else at None."
    };
    format!(
        "This is an administrator role and cannot be restricted. Create a separate role{with}. {rest}"
    )
}

/// Whether the policies may need more than they state.
fn is_partial(plan: &Plan) -> bool {
    plan.policies.iter().any(|policy| policy.partial)
}

/// A step for every function of a module takes one change in each.
fn at_least(plan: &Plan) -> &'static str {
    if plan.steps().any(|(_, function, _)| function == "*") {
        "at least "
    } else {
        ""
    }
}
