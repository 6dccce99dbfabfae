//! `incomplete-role`

use std::collections::HashSet;

use super::Check;
use crate::catalog::{self, Confidence};
use crate::compare::view::{Draft, RoleView};
use crate::model::{Level, Operation, Span};
use crate::report::Unlisted;
use crate::yaml::list_words;

/// The sizes of a page of ConnectWise's API: the default and the greatest.
const PAGE_SIZES: [usize; 2] = [25, 1000];
/// Sizes of a page that people ask for. A role may have as many rows by chance: only what is missing
/// shows that it is a page.
const ASKED_SIZES: [usize; 5] = [50, 100, 200, 250, 500];

rule! {
    /// ## What it does
    ///
    /// Finds a role that was not read whole: it has no rows, exactly as many as a page of
    /// ConnectWise's API holds (25 or 1000), far fewer than there are functions, or another number
    /// than ConnectWise counted. Also one with exactly 50, 100, 200, 250 or 500 rows that lacks
    /// functions which every ConnectWise PSA is known to have, and one that says nothing of an
    /// operation on any row, where a policy asks for that operation or limits what it does not list.
    ///
    /// ## Why it matters
    ///
    /// A page holds 25 rows unless more are asked for, and a role has a hundred or more. What was
    /// not read cannot be judged: the run is inconclusive (exit code 4), never clean. What the rows
    /// that are there grant is still compared; functions that are not there are counted as
    /// unverifiable.
    ///
    /// ## Example
    ///
    /// The file was saved from `/system/securityRoles/63/settings` without `?pageSize=1000`.
    ///
    /// ## How to fix
    ///
    /// Read the role again with `pageSize=1000`, following the pages, and without `fields`. Add the
    /// column that a table lacks.
    IncompleteRole, Error, "the role was not read whole", Check::Role(check)
}

fn check(run: &RoleView<'_>) -> Option<Draft> {
    let (message, help) = match reason(run) {
        Some(message) => (
            message,
            "read it again with `?pageSize=1000` and follow the pages; nothing is said about \
             functions that are not in the file",
        ),
        None => (
            unread_operations(run)?,
            "read it again without `fields`, or add the column that the table lacks",
        ),
    };
    let text = run.role.source.text();
    let start = text.len() - text.trim_start().len();
    let place = run.in_role(Span::new(start, (start + 1).min(text.len())), "this role");
    Some(Draft {
        message,
        help: Some(help.to_owned()),
        policies: run.ids(0..run.requirements.policies.len()),
        locations: vec![place],
        ..Draft::default()
    })
}

fn reason(run: &RoleView<'_>) -> Option<String> {
    let role = run.role;
    let rows = role.rows.len();
    if rows == 0 {
        return Some("the role has no rows".to_owned());
    }
    if role.complete == Some(false) {
        return Some(format!(
            "whoever saved this role had not read it whole ({rows} rows)"
        ));
    }
    if let Some(counted) = role.counted {
        if usize::try_from(counted) != Ok(rows) {
            return Some(format!(
                "ConnectWise counted {counted} rows in this role, and the file has {rows}"
            ));
        }
        // A wrapper's count may be that of its own page; only who had read every page says both.
        if role.complete == Some(true) {
            return None;
        }
    }
    if PAGE_SIZES.contains(&rows) {
        return Some(format!(
            "the role has exactly {rows} rows, which is one page of ConnectWise's API: the others \
             were probably never read"
        ));
    }
    if ASKED_SIZES.contains(&rows) {
        let lacking = lacking(run);
        if lacking > 0 {
            return Some(format!(
                "the role has exactly {rows} rows, which may be one page, and none for {lacking} of \
                 the functions that ConnectWise PSA is known to have"
            ));
        }
    }
    let known = catalog::functions().len();
    let mut distinct = HashSet::new();
    // Half of the functions are enough to know, and come soon.
    let enough = role.rows.iter().any(|row| {
        distinct.insert(row.keys().next());
        2 * distinct.len() >= known
    });
    (!enough).then(|| {
        let functions = match distinct.len() {
            1 => "one function".to_owned(),
            several => format!("{several} functions"),
        };
        format!(
            "the role has rows for {functions}, and ConnectWise has at least {known}: it was cut"
        )
    })
}

/// Of an operation that was never read, nobody knows what is granted. That matters unless nobody asks.
fn unread_operations(run: &RoleView<'_>) -> Option<String> {
    let lacks = |operation: &Operation| run.role.notes.iter().any(|note| note.lacks(*operation));
    let functions = &run.requirements.functions;
    let limited =
        run.options.unlisted != Some(Unlisted::Allow) && run.requirements.unlisted < Level::All;
    let asked = |operation: &Operation| {
        limited
            || functions
                .iter()
                .any(|function| function.operations.get(*operation).is_some())
    };
    let unread: Vec<&str> = Operation::ALL
        .into_iter()
        .filter(|operation| lacks(operation) && asked(operation))
        .map(Operation::title)
        .collect();
    (!unread.is_empty()).then(|| {
        format!(
            "nothing of the role was read for {}: its source says nothing of it on any row",
            list_words(unread)
        )
    })
}

/// How many functions that several sources tell of have no row.
fn lacking(run: &RoleView<'_>) -> usize {
    let present = run.role.known_functions();
    catalog::functions()
        .filter(|(id, known)| known.confidence() == Confidence::High && !present.contains(id))
        .count()
}
