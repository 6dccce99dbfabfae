//! `no-source`

use super::Check;
use super::view::LintView;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a policy that does not name the source of its table.
    ///
    /// ## Why it matters
    ///
    /// Without the page, you cannot check whether the table is right or has changed since.
    ///
    /// ## Example
    ///
    /// A policy without `sources`.
    ///
    /// ## How to fix it
    ///
    /// Name the page and the date you read it: `sources: [{ url: …, retrieved: 2026-11-23 }]`. For
    /// a policy of your own integration, name the page or the repository where its permissions are
    /// documented.
    NoSource, Warning, "the policy does not name the source of its table", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    if !view.policy.document.sources.is_empty() {
        return Vec::new();
    }
    let message = "the policy does not name the source of its table".to_owned();
    let mut draft = view.draft("without a source", message);
    draft.help = Some("add `sources` with the URL of the page and the date you read it".to_owned());
    vec![draft]
}
