//! How a plan stands, in a few sentences.

use crate::render::words::{self, count};
use crate::report::{Outcome, Plan, RuleId, Way, and};

/// What is to be done in all, as a list of amounts.
fn amounts(plan: &Plan) -> String {
    let totals = &plan.totals;
    let levels = |number: usize, what: &str| format!("{} to {what}", count(number, "level"));
    let unread = plan.outcome == Outcome::Inconclusive && plan.way == Way::InPlace;
    let mut parts = Vec::new();
    for (number, what) in [
        (totals.raise, "raise"),
        (totals.lower, "lower"),
        (totals.set, if unread { "look at" } else { "set" }),
    ] {
        if number > 0 {
            parts.push(levels(number, what));
        }
    }
    if totals.items > 0 {
        parts.push(format!(
            "{} of Customize lists to move",
            count(totals.items, "item")
        ));
    }
    and(&parts)
}

/// How it stands, in one sentence or a few, each with its end.
pub(crate) fn verdict(plan: &Plan) -> String {
    let totals = &plan.totals;
    let clicks = count(totals.clicks(), "click");
    let mut sentences = Vec::new();
    match (plan.outcome, plan.way) {
        (_, Way::NewRole) => sentences.push(new_role(plan)),
        (Outcome::Inconclusive, _) => sentences.push(format!(
            "The role was not read whole, so this plan is not whole either{}.",
            match amounts(plan).as_str() {
                "" => String::new(),
                amounts => format!(": {}{amounts}", at_least(plan)),
            }
        )),
        (_, Way::InPlace) if totals.clicks() > 0 => {
            let least = if has_whole_modules(plan) {
                "At least "
            } else {
                ""
            };
            sentences.push(format!("{least}{clicks}: {}.", amounts(plan)));
        }
        (Outcome::Findings, _) if totals.look + totals.ask == 0 => {
            sentences.push("No click mends what is wrong here; see the remarks.".to_owned());
        }
        _ if plan.kept.iter().any(|kept| kept.rule == RuleId::AdminRole) => sentences.push(
            "No level of this role can be judged: it is an administrator's, and that is accepted."
                .to_owned(),
        ),
        _ if plan.may_be_cut => sentences.push(
            "No level has to change in the rows that are there; the file cannot show that it is \
             whole."
                .to_owned(),
        ),
        _ if totals.look + totals.ask + totals.optional + totals.kept + totals.ignored > 0 => {
            sentences.push("No level has to change.".to_owned());
        }
        _ => sentences.push("Nothing to do: the role is what is asked for.".to_owned()),
    }
    if totals.look > 0 {
        let lists = count(totals.look, "Customize list");
        sentences.push(match (plan.way, totals.look) {
            (Way::NewRole, _) => format!("{lists} to set."),
            (Way::InPlace, 1) => format!("{lists} to look at: it could not be checked."),
            (Way::InPlace, _) => format!("{lists} to look at: they could not be checked."),
        });
    }
    if totals.ask > 0 {
        let they = if totals.ask == 1 {
            "it needs"
        } else {
            "they need"
        };
        sentences.push(format!(
            "{} to find out about: no policy says which levels {they}.",
            count(totals.ask, "function")
        ));
    }
    if let Some(partial) = words::partial(&plan.policies) {
        sentences.push(format!("{}.", words::capital(&partial)));
    }
    if totals.optional > 0 {
        sentences.push(format!(
            "{} may be left out.",
            more(totals.optional, totals.clicks())
        ));
    }
    if totals.ignored > 0 {
        sentences.push(format!(
            "{} beyond what is asked for left unsaid.",
            match totals.ignored {
                1 => "1 level is".to_owned(),
                number => format!("{number} levels are"),
            }
        ));
    }
    if totals.kept > 0 {
        let verb = if totals.kept == 1 { "stays" } else { "stay" };
        sentences.push(format!(
            "{} {verb} as accepted.",
            count(totals.kept, "finding")
        ));
    }
    sentences.join(" ")
}

/// What is said where no click mends the role.
fn new_role(plan: &Plan) -> String {
    let with = match amounts(plan).as_str() {
        "" if is_partial(plan) || plan.totals.ask > 0 => {
            "; no level that it needs is known".to_owned()
        }
        "" => ", without any level".to_owned(),
        amounts => format!(" with {}{amounts}", at_least(plan)),
    };
    let rest = if is_partial(plan) {
        "Begin with everything else at None, and raise a level only where something turns out to \
         need it."
    } else {
        "Leave everything else at None."
    };
    format!(
        "This role cannot be mended: it is an administrator's. Make one of its own{with}. {rest}"
    )
}

/// Whether somebody may need more than the plan knows.
fn is_partial(plan: &Plan) -> bool {
    plan.policies.iter().any(|policy| policy.partial)
}

fn more(number: usize, clicks: usize) -> String {
    match (number, clicks) {
        (number, 0) => count(number, "step"),
        (number, _) => count(number, "more step"),
    }
}

/// What is done to every function of a module takes a click in each of them.
fn has_whole_modules(plan: &Plan) -> bool {
    plan.steps().any(|(_, function, _)| function == "*")
}

fn at_least(plan: &Plan) -> &'static str {
    if has_whole_modules(plan) {
        "at least "
    } else {
        ""
    }
}
