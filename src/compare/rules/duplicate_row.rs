//! `duplicate-row`

use super::Check;
use crate::compare::view::FunctionView;
use crate::report::{Draft, Severity, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a function with more than one row. If the rows agree, this is a note; if they
    /// contradict each other, it is an error.
    ///
    /// ## Why it matters
    ///
    /// ConnectWise does not document which of two contradicting rows applies. Leastwise uses the
    /// lower level to find what is missing, and the higher level to find excess.
    ///
    /// ## Example
    ///
    /// Two pages of a role were joined manually, and the role changed between the two reads.
    ///
    /// ## How to fix it
    ///
    /// Read the complete role again in one request.
    DuplicateRow, Error, "the role lists a function more than once", Check::Function(|of| check(of).into_iter().collect())
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
        format!(
            "the role lists {} {times}, with the same levels",
            of.label()
        )
    } else {
        format!(
            "the role lists {} {times}, with different levels",
            of.label()
        )
    };
    let mut draft = of.draft(message);
    draft.help = Some("read the complete role again in one request".to_owned());
    draft.severity = agree.then_some(Severity::Note);
    draft.locations = vec![
        run.at_name(*again, "listed again here"),
        run.at_name(*first, "first listed here"),
    ];
    Some(draft)
}
