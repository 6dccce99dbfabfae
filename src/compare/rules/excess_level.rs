//! `excess-level`

use super::{Check, setup_level_left};
use crate::compare::view::{CellView, in_policy};
use crate::model::Level;
use crate::policy::Dormant;
use crate::report::{Draft, Idle, rule};
use crate::yaml::list_words;

rule! {
    /// ## What it does
    ///
    /// Finds an operation of a listed function with a higher level than any policy accepts: more
    /// than its stated level or, if no policy states the operation, more than `unlisted`.
    ///
    /// ## Why it matters
    ///
    /// A key with excessive permissions does more damage when it leaks: it can change or delete
    /// data that the integration never touches.
    ///
    /// ## Example
    ///
    /// The policy needs Inquire on Companies / Contacts and states nothing else; the role also
    /// grants Edit at `All`.
    ///
    /// ## How to fix it
    ///
    /// Lower the level on the Security Roles screen. If the integration needs it, add it to the
    /// policy with its purpose.
    ExcessLevel, Warning, "a listed function has a higher level than its policies accept", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    let requirement = cell.of.requirement?;
    if cell.too_low() || !cell.too_high() || setup_level_left::claims(cell) {
        return None;
    }
    let run = cell.of.run;
    let accepted = cell.accepted();
    let subject = cell.grants();
    if let Some(asked) = cell.asked() {
        let why = match accepted.max {
            Level::None => "the policy says None".to_owned(),
            max if accepted.min == Level::None => format!("at most {max} is accepted"),
            max => format!("{max} is enough"),
        };
        let mut draft = cell.draft(cell.highest, accepted.max, format!("{subject}, but {why}"));
        draft.because = Some(why);
        return Some(cell.with_origins(draft, asked.origins.iter(), |origin| {
            format!("requires {}", origin.range)
        }));
    }
    let mut draft = if let Some(first) = requirement.dormant.get(cell.operation).first() {
        let features = requirement.inactive_features(cell.operation);
        unused(cell, &subject, first, &features)
    } else {
        let why = match accepted.max {
            // Unknown requirements are not the same as no requirements.
            Level::None if !requirement.unstated.is_empty() => {
                run.requirements.lists_without(requirement)
            }
            Level::None => "no policy asks for it".to_owned(),
            max => format!("at most {max} is accepted unless a policy asks for more"),
        };
        let mut draft = cell.draft(cell.highest, accepted.max, format!("{subject}, but {why}"));
        draft.because = Some(why);
        if !requirement.unstated.is_empty() {
            draft.help = draft.help.map(|help| {
                format!("{help}; if the integration needs it, add its level to the policy")
            });
        }
        for place in &requirement.listed {
            let label = format!("the policy does not list {}", cell.operation);
            draft.locations.push(in_policy(place, label));
        }
        draft
    };
    draft.policies = run
        .requirements
        .ids(requirement.listed.iter().map(|place| place.policy));
    draft.severity = run.unlisted_severity();
    Some(draft)
}

/// Explains levels that policies state, but that do not apply to this run: the reason first, then
/// the features.
fn unused(cell: &CellView<'_>, subject: &str, first: &Dormant, features: &[&str]) -> Draft {
    let max = cell.accepted().max;
    let (why, label) = match &first.reason {
        Idle::Features(names) => {
            let label = list_words(names.iter().map(String::as_str));
            let why = match features {
                [one] => format!("only the feature `{one}`, which is off, asks for it"),
                several => format!(
                    "only the features {}, which are off, ask for it",
                    list_words(several.iter().copied())
                ),
            };
            (why, format!("needs {label}"))
        }
        Idle::Setup => (
            "it is only for setup".to_owned(),
            "only for setup".to_owned(),
        ),
        Idle::Legacy => (
            "the integration no longer uses it".to_owned(),
            "no longer used".to_owned(),
        ),
        Idle::Version => {
            let why = "the policy asks for it only in other versions of ConnectWise";
            (why.to_owned(), "for other versions".to_owned())
        }
    };
    let mut draft = cell.draft(cell.highest, max, format!("{subject}, but {why}"));
    draft.because = Some(why);
    draft.purpose.clone_from(&first.origin.purpose);
    draft.locations.push(in_policy(&first.origin.place, label));
    if let Some(name) = features.first() {
        draft.feature = Some((*name).to_owned());
        draft.help = draft.help.map(|help| match features {
            [name] => {
                format!("{help}; if the feature is in use, check with `--feature {name}`")
            }
            several => format!(
                "{help}; if one of them is in use, check with `--feature` and its name: {}",
                list_words(several.iter().copied())
            ),
        });
    }
    draft
}
