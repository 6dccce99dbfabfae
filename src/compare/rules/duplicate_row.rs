//! `duplicate-row`

use super::Check;
use crate::compare::view::{Draft, FunctionView};
use crate::report::Severity;

rule! {
    /// ## What it does
    ///
    /// Finds a function that the role states more than once. When the rows agree this is a note;
    /// when they contradict each other it is an error.
    ///
    /// ## Why it matters
    ///
    /// Which of two contradicting rows counts is not documented. Leastwise then takes the lower
    /// level to find what is missing and the higher one to find what is too much.
    ///
    /// ## Example
    ///
    /// Two pages of a role were joined by hand, and the first was read before a change.
    ///
    /// ## How to fix
    ///
    /// Read the role again, whole and at once.
    DuplicateRow, Error, "the role states a function more than once", Check::Function(check)
}

fn check(of: &FunctionView<'_>) -> Option<Draft> {
    let [first, again, ..] = of.rows else {
        return None;
    };
    let run = of.run;
    let mut levels = of
        .rows
        .iter()
        .filter_map(|&row| run.role.rows.get(row).map(|row| row.levels));
    let one = levels.next();
    let agree = levels.all(|other| Some(other) == one);
    let times = if of.rows.len() == 2 {
        "twice".to_owned()
    } else {
        format!("{} times", of.rows.len())
    };
    let message = if agree {
        format!("the role states {} {times}, each time the same", of.label())
    } else {
        format!(
            "the role states {} {times}, with different levels",
            of.label()
        )
    };
    let mut draft = of.draft(message);
    draft.help = Some("read the role again, whole and at once".to_owned());
    draft.severity = agree.then_some(Severity::Note);
    let place = |row: usize| FunctionView::name_place(&run.role.places(row));
    draft.locations = vec![
        run.in_role(place(*again), "stands again here"),
        run.in_role(place(*first), "stands here first"),
    ];
    Some(draft)
}
