//! `excess-level`

use super::Check;
use crate::compare::options::Unlisted;
use crate::compare::view::{CellView, Draft};
use crate::model::Level;

rule! {
    /// ## What it does
    ///
    /// Finds an operation of a listed function that is granted more than any policy accepts: more
    /// than its stated level, or, where no policy states the operation, more than `unlisted`.
    ///
    /// ## Why it matters
    ///
    /// An API key with more than it needs is a larger loss when it leaks: it can change or delete
    /// what the integration never touches.
    ///
    /// ## Example
    ///
    /// The policy needs Inquire on Companies / Contacts and states nothing else; the role also
    /// grants Edit at `All`.
    ///
    /// ## How to fix
    ///
    /// Lower the level on the Security Roles screen. When the integration needs it after all, state
    /// it in the policy with its purpose.
    ExcessLevel, Warning, "a listed function is granted more than its maximum", Check::Cell(check)
}

fn check(cell: &CellView<'_>) -> Option<Draft> {
    let requirement = cell.of.requirement?;
    if cell.too_low() || !cell.too_high() {
        return None;
    }
    let accepted = cell.accepted();
    let subject = format!(
        "{}: {} is {}",
        cell.of.label(),
        cell.operation.column(),
        cell.highest.1.level()
    );
    if let Some(asked) = cell.asked() {
        let message = match accepted.max {
            Level::None => format!("{subject}, and the policy says None"),
            max => format!("{subject}, and {max} is enough"),
        };
        let draft = cell.draft(cell.highest, accepted.max, message);
        return Some(cell.with_origins(draft, asked.origins.iter(), |origin| {
            format!("asks for {}", origin.range)
        }));
    }
    let run = cell.of.run;
    let message = match accepted.max {
        Level::None => format!("{subject}, and no policy asks for it"),
        max => format!("{subject}, and at most {max} is accepted where no policy asks for more"),
    };
    let mut draft = cell.draft(cell.highest, accepted.max, message);
    draft.policies = run.ids(requirement.listed.iter().map(|(policy, _)| *policy));
    for &(policy, span) in &requirement.listed {
        let label = format!("lists no {}", cell.operation);
        draft.locations.extend(run.in_policy(policy, span, label));
    }
    if let Some(Unlisted::Report(severity)) = run.options.unlisted {
        draft.severity = Some(severity);
    }
    Some(draft)
}
