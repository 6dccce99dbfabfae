//! `customize-missing`

use super::Check;
use super::customize::{asked, draft, joined, means, seen};
use crate::compare::view::FunctionView;
use crate::report::{CustomizeItems, Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds an item in a Customize list that a policy needs but that the member may not access.
    ///
    /// ## Why it matters
    ///
    /// The level alone is not enough: a function with a Customize link covers many tables, and
    /// the role grants access only to those on the left side, "Allow access to these".
    ///
    /// ## Example
    ///
    /// The policy needs System / Table Setup with `Invoicing / Billing Cycle`; the member's list has
    /// only `Company / Company Type`.
    ///
    /// ## How to fix it
    ///
    /// Open the Customize link next to the function and move the item to the left side.
    CustomizeMissing, Error, "a Customize list does not allow an item that a policy needs",
    Check::Function(check)
}

fn check(of: &FunctionView<'_>) -> Vec<Draft> {
    let Ok(seen) = seen(of) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for asked in asked(of).iter().filter(|asked| !asked.optional) {
        for (item, place) in &asked.allow {
            let listed = seen.items.iter().any(|shown| means(item, shown));
            if listed == (seen.are == CustomizeItems::Disallowed) {
                let place = (place, "needs this item");
                let action = format!("allow `{item}`");
                found.push(draft(of, asked, item, place, "does not allow", &action));
            }
        }
        if asked.all && seen.are == CustomizeItems::Disallowed {
            for shown in &seen.items {
                let place = (&asked.place, "needs every item");
                let action = "allow every item";
                found.push(draft(of, asked, shown, place, "does not allow", action));
            }
        }
    }
    joined(found)
}
