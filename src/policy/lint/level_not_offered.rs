//! `level-not-offered`

use super::Check;
use super::view::LintView;
use crate::model::Level;
use crate::report::{Draft, rule};
use crate::yaml::list_words;

rule! {
    /// ## What it does
    ///
    /// Finds a level that ConnectWise does not offer for this operation of this function, according
    /// to a source.
    ///
    /// ## Why it matters
    ///
    /// No role can have it. If the policy asks for a lower level than ConnectWise offers, the next
    /// higher one has to be granted, and `check` reports that as excessive.
    ///
    /// ## Example
    ///
    /// Companies / Company Maintenance offers None and All for Edit; the policy asks for My.
    ///
    /// ## How to fix it
    ///
    /// Write a level that is offered, or a range that contains one: `level: { min: My, max: All }`.
    LevelNotOffered, Warning, "ConnectWise does not offer the level", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for row in view.rows() {
        let Some(known) = row.known() else { continue };
        for cell in row.statements() {
            let range = cell.range;
            let Some(offered) = known.offered.get(cell.operation) else {
                continue;
            };
            if offered.iter().any(|level| range.contains(*level)) {
                continue;
            }
            let words = || list_words(offered.iter().map(|level| level.word()));
            let message = format!(
                "{}: ConnectWise does not offer {range} for {}",
                row.label(),
                cell.operation
            );
            let mut draft = row.draft(message);
            draft.operations = vec![cell.operation];
            draft.places = vec![(cell.span, "not offered".to_owned())];
            draft.help = Some(if offered.iter().all(|level| *level == Level::None) {
                "it offers no level above `None` there: check whether another function is meant"
                    .to_owned()
            } else {
                format!("it offers {}", words())
            });
            found.push(draft);
        }
    }
    found
}
