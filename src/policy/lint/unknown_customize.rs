//! `unknown-customize`

use super::Check;
use super::view::LintView;
use crate::catalog;
use crate::report::{Draft, rule};
use crate::yaml::list_words;

rule! {
    /// ## What it does
    ///
    /// Finds a Customize list on a function that is not known to have one.
    ///
    /// ## Why it matters
    ///
    /// Only some functions have a Customize link on the Security Roles screen; on the others the
    /// list can neither be set nor checked. Usually the items belong to another function: most
    /// tables belong to System / Table Setup.
    ///
    /// ## Example
    ///
    /// `customize: { allow: [Invoicing / Billing Cycle] }` on Finance / Invoicing instead of
    /// System / Table Setup.
    ///
    /// ## How to fix it
    ///
    /// Move the list to the function that has the link, or add an exception that says where you saw
    /// it.
    UnknownCustomize, Note, "a Customize list on a function that is not known to have one",
    Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for row in view.rows() {
        let Some(customize) = row.entry.customize.as_ref() else {
            continue;
        };
        let Some(known) = row.known().filter(|known| known.customize.is_none()) else {
            continue;
        };
        let message = format!("{} is not known to have a Customize list", row.label());
        let mut draft = row.draft(message);
        draft.places = vec![(row.function.span, "has a Customize list here".to_owned())];
        let first = customize.allow.iter().chain(&customize.disallow).next();
        draft
            .places
            .extend(first.map(|item| (item.span, "an item in it".to_owned())));
        let others: Vec<&str> = catalog::in_module(known.module)
            .filter(|(_, function)| function.customize.is_some())
            .map(|(_, function)| function.name)
            .collect();
        draft.help = Some(if others.is_empty() {
            "most tables belong to System / Table Setup".to_owned()
        } else {
            format!(
                "in {}, {} has one; most tables belong to System / Table Setup",
                known.module,
                list_words(others)
            )
        });
        found.push(draft);
    }
    found
}
