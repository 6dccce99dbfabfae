//! `customize-unverifiable`

use super::Check;
use super::customize::{Unseen, asked, clicks, is_closed, role_place, seen};
use crate::compare::list;
use crate::compare::view::{Draft, FunctionView, in_policy};
use crate::report::CustomizeItems;

rule! {
    /// ## What it does
    ///
    /// Says that a policy speaks of a Customize list which the source does not show.
    ///
    /// ## Why it matters
    ///
    /// ConnectWise's API tells the Customize lists only of the member who asks, never those of a
    /// role. Of an exported role they cannot be checked at all, and passing over them in silence
    /// would call clean what nobody has seen. Even of the member's own lists the API does not
    /// document whether the items are the allowed ones; `--customize-items` says it for this run,
    /// once somebody has compared it with the screen.
    ///
    /// ## Example
    ///
    /// The policy needs System / Table Setup with two tables, and the role comes from a file.
    ///
    /// ## How to fix
    ///
    /// Look at the list by the clicks that the finding names. Or read the member's own lists, with
    /// `--live` and the integration's own credentials; once you have compared one of them with the
    /// screen, `--customize-items allowed` or `disallowed` lets them be judged. What a list cannot
    /// show, such as that every item is allowed, remains to be looked at.
    CustomizeUnverifiable, Note, "the source does not show a Customize list that a policy needs",
    Check::Lists(check)
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
        Unseen::NotInSource => "this source does not show such lists",
        Unseen::NoIdentifier => "the API is not known to tell it",
        Unseen::SenseUnknown => "the API does not say whether its items are the allowed ones",
        Unseen::OnlyNumbers => "the API tells only numbers of its items",
        Unseen::NotTheOthers => {
            "the items that are not allowed cannot show that no others are allowed"
        }
        Unseen::NotTheWhole => "the allowed items cannot show that every item is allowed",
    };
    let how = match why {
        Unseen::NotTheOthers | Unseen::NotTheWhole => "was checked only in part",
        _ => "was not checked",
    };
    let message = format!("{}: the Customize list {how}: {reason}", of.label());
    let mut draft = of.draft(message);
    draft.because = Some(reason.to_owned());
    draft.policies = of.run.ids(asked.iter().map(|asked| asked.place.policy));
    draft.purpose.clone_from(&first.purpose);
    let sight = of
        .requirement
        .map(list::of_all)
        .unwrap_or_default()
        .sight(|item| format!("`{item}`"));
    let mut action = format!("look {sight}");
    if why == Unseen::SenseUnknown {
        action += "; once you know, say `--customize-items allowed` or `disallowed`";
    }
    draft.help = Some(clicks(of, &action));
    draft.locations = role_place(of).into_iter().collect();
    draft.locations.extend(
        asked
            .iter()
            .map(|asked| in_policy(&asked.place, "asks for a list")),
    );
    vec![draft]
}
