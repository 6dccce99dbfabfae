//! `empty-row`

use super::Check;
use super::view::LintView;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a listed function without any level.
    ///
    /// ## Why it matters
    ///
    /// It looks like a row of the table, but states no level. `check` cannot find missing levels
    /// there: it reports the function as `unstated-level`, and each level above `unlisted` as excess.
    ///
    /// ## Example
    ///
    /// `Contacts: { note: see above }`
    ///
    /// ## How to fix it
    ///
    /// Write the levels. If the source explicitly says None, write `inquire: None`.
    EmptyRow, Note, "a row asks for nothing", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    view.rows()
        .filter(|row| row.entry.customize.is_none() && row.statements().next().is_none())
        .map(|row| {
            let mut draft = row.draft(format!("{} is listed but asks for nothing", row.label()));
            draft.places = vec![(row.function.span, "no level here".to_owned())];
            draft.help =
                Some("write the levels (`None` if that is intended), or delete the row".to_owned());
            draft
        })
        .collect()
}
