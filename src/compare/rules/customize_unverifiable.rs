//! `customize-unverifiable`

use super::Check;
use super::customize::{Unseen, asked, instruction, is_closed, role_place, seen};
use crate::compare::list;
use crate::compare::view::{FunctionView, in_policy};
use crate::report::{CustomizeItems, Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Reports a Customize list that a policy requires but that the source does not show.
    ///
    /// ## Why it matters
    ///
    /// ConnectWise's API returns only the calling member's Customize lists, never those of a
    /// role, so an exported role cannot show them. Without this note, the role would look clean
    /// although the list was never checked. The API also does not document whether the items are
    /// the allowed ones. `--customize-items` decides that for a run, after you compare the items
    /// with the screen.
    ///
    /// ## Example
    ///
    /// The policy needs System / Table Setup with two tables, and the role comes from a file.
    ///
    /// ## How to fix it
    ///
    /// On the screen, check the list that the finding names. Or read the member's own lists with
    /// `--live` and the integration's credentials: compare one of them with the screen, then use
    /// `--customize-items allowed` or `disallowed`. What a list cannot show, such as that every
    /// item is allowed, you must check on the screen.
    CustomizeUnverifiable, Note, "the source does not show a Customize list that a policy needs",
    Check::Function(check)
}

fn check(of: &FunctionView<'_>) -> Vec<Draft> {
    let asked = asked(of);
    let why = match seen(of) {
        Err(unseen) => unseen,
        Ok(seen) if seen.are == CustomizeItems::Allowed && asked.iter().any(|a| a.all) => {
            Unseen::NotTheWhole
        }
        Ok(seen) if seen.are == CustomizeItems::Disallowed && is_closed(of) => Unseen::NotTheOthers,
        Ok(_) => return Vec::new(),
    };
    let Some(first) = asked.first() else {
        return Vec::new();
    };
    let reason = match why {
        Unseen::NotInSource => "this source does not contain Customize lists",
        Unseen::NoIdentifier => "the API is not known to expose it",
        Unseen::SenseUnknown => "the API does not say whether its items are the allowed ones",
        Unseen::OnlyNumbers => "the API returns only the numbers of its items",
        Unseen::NotTheOthers => "the disallowed items cannot show that no others are allowed",
        Unseen::NotTheWhole => "the allowed items cannot show that every item is allowed",
    };
    let how = match why {
        Unseen::NotTheOthers | Unseen::NotTheWhole => "was checked only partly",
        _ => "was not checked",
    };
    let message = format!("{}: the Customize list {how}: {reason}", of.label());
    let mut draft = of.draft(message);
    draft.because = Some(reason.to_owned());
    draft.policies = of
        .run
        .requirements
        .ids(asked.iter().map(|asked| asked.place.policy));
    draft.purpose.clone_from(&first.purpose);
    let sight = of
        .requirement
        .map(list::of_all)
        .unwrap_or_default()
        .sight(|item| format!("`{item}`"));
    let mut action = format!("check {sight}");
    if why == Unseen::SenseUnknown {
        action += "; then use `--customize-items allowed` or `disallowed`";
    }
    draft.help = Some(instruction(of, &action));
    draft.locations = role_place(of).into_iter().collect();
    draft.locations.extend(
        asked
            .iter()
            .map(|asked| in_policy(&asked.place, "requires a list")),
    );
    vec![draft]
}
