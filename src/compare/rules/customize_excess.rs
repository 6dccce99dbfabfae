//! `customize-excess`

use super::Check;
use super::customize::{asked, draft, is_closed, joined, means, seen};
use crate::compare::view::FunctionView;
use crate::report::{CustomizeItems, Draft, Severity, rule};

rule! {
    /// ## What it does
    ///
    /// Finds an item in a Customize list that the member may access but that no policy asks for, or
    /// that a policy disallows.
    ///
    /// ## Why it matters
    ///
    /// With access to all of Table Setup, a key can change company-wide settings, not only what the
    /// integration reads.
    ///
    /// ## Example
    ///
    /// The policy needs `Service / Service Board`; the member can also access `General / Security`.
    ///
    /// ## How to fix it
    ///
    /// Open the Customize link next to the function and move the item to the right side.
    CustomizeExcess, Warning, "a Customize list allows an item that no policy asks for",
    Check::Function(check)
}

fn check(of: &FunctionView<'_>) -> Vec<Draft> {
    let Ok(seen) = seen(of) else {
        return Vec::new();
    };
    let asked = asked(of);
    let mut found = Vec::new();
    if seen.are == CustomizeItems::Disallowed {
        // The allowed items are not listed, so only items that must be disallowed can be checked.
        for asked in asked {
            for (item, place) in &asked.disallow {
                if !seen.items.iter().any(|shown| means(item, shown)) {
                    let place = (place, "must be disallowed");
                    let action = format!("disallow `{item}`");
                    let mut draft = draft(of, asked, item, place, "allows", &action);
                    draft.severity = asked.optional.then_some(Severity::Note);
                    found.push(draft);
                }
            }
        }
        return joined(found);
    }
    // Lists of several policies are merged: an item is excess if none of them accepts it.
    let closed = is_closed(of);
    for shown in &seen.items {
        let wanted = asked
            .iter()
            .any(|a| a.allow.iter().any(|(item, _)| means(item, shown)));
        let unwanted = asked
            .iter()
            .find_map(|a| Some((a, a.disallow.iter().find(|(item, _)| means(item, shown))?)));
        let reason = match unwanted {
            Some((asked, (_, place))) => Some((asked, (place, "must be disallowed"))),
            None if !wanted && closed => asked
                .iter()
                .filter(|asked| !asked.allow.is_empty())
                .min_by_key(|asked| asked.optional)
                .map(|asked| (asked, (&asked.place, "does not list it"))),
            None => None,
        };
        if let Some((asked, place)) = reason {
            let action = format!("disallow `{shown}`");
            let mut draft = draft(of, asked, shown, place, "allows", &action);
            let note = asked.optional.then_some(Severity::Note);
            draft.severity = match unwanted {
                Some(_) => note,
                None => of.run.unstated_severity().or(note),
            };
            found.push(draft);
        }
    }
    joined(found)
}
