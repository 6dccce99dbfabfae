//! `customize-excess`

use super::Check;
use super::customize::{asked, clicks, draft, is_closed, joined, means, seen};
use crate::compare::view::{Draft, FunctionView};
use crate::report::{CustomizeItems, Severity};

rule! {
    /// ## What it does
    ///
    /// Finds an item of a Customize list that the member may reach and that no policy asks for, or
    /// that a policy wants kept away.
    ///
    /// ## Why it matters
    ///
    /// With the whole of Table Setup a key can change how the company works, not only what it reads.
    ///
    /// ## Example
    ///
    /// The policy needs `Service / Service Board`; the member also reaches `General / Security`.
    ///
    /// ## How to fix
    ///
    /// Open the Customize link beside the function and move the item to the right side.
    CustomizeExcess, Warning, "a Customize list allows an item that no policy asks for",
    Check::Lists(check)
}

fn check(of: &FunctionView<'_>) -> Vec<Draft> {
    let Ok(seen) = seen(of) else {
        return Vec::new();
    };
    let asked = asked(of);
    let mut found = Vec::new();
    if seen.are == CustomizeItems::Disallowed {
        // What is allowed is not listed: only what should be kept away and is not can be told.
        for asked in asked {
            for (item, place) in &asked.disallow {
                if !seen.items.iter().any(|shown| means(item, shown)) {
                    let message = format!("{}: the Customize list allows `{item}`", of.label());
                    let mut draft = draft(of, asked, item, place, "to be kept away", message);
                    draft.help = Some(clicks(of, &format!("disallow `{item}`")));
                    draft.severity = asked.optional.then_some(Severity::Note);
                    found.push(draft);
                }
            }
        }
        return joined(found);
    }
    // Lists of several policies join: an item is too much when none of them accepts it.
    let closed = is_closed(of);
    for shown in &seen.items {
        let wanted = asked
            .iter()
            .any(|a| a.allow.iter().any(|(item, _)| means(item, shown)));
        let unwanted = asked
            .iter()
            .find_map(|a| Some((a, a.disallow.iter().find(|(item, _)| means(item, shown))?)));
        let told = match unwanted {
            Some((asked, (_, place))) => Some((asked, place, "to be kept away")),
            None if !wanted && closed => asked
                .iter()
                .filter(|asked| !asked.allow.is_empty())
                .min_by_key(|asked| asked.optional)
                .map(|asked| (asked, &asked.place, "does not list it")),
            None => None,
        };
        if let Some((asked, place, label)) = told {
            let message = format!("{}: the Customize list allows `{shown}`", of.label());
            let mut draft = draft(of, asked, shown, place, label, message);
            draft.help = Some(clicks(of, &format!("disallow `{shown}`")));
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
