//! `incomplete-role`

use std::collections::HashSet;

use super::Check;
use crate::catalog::{self, Confidence};
use crate::compare::view::RoleView;
use crate::model::{Level, Operation, Span};
use crate::report::{Draft, Unlisted, rule};
use crate::role::NoteKind;
use crate::yaml::list_words;

/// The default and the maximum page size of ConnectWise's API.
const PAGE_SIZES: [usize; 2] = [25, 1000];
/// Other common page sizes. A role may have as many rows by chance, so functions must also be
/// missing.
const ASKED_SIZES: [usize; 5] = [50, 100, 200, 250, 500];

rule! {
    /// ## What it does
    ///
    /// Finds a role that was not read completely:
    ///
    /// - It has no rows, exactly one page of ConnectWise's API (25 or 1000), far fewer rows than there
    ///   are functions, or a number that differs from ConnectWise's count.
    /// - It has exactly 50, 100, 200, 250 or 500 rows, without functions that every ConnectWise PSA is
    ///   known to have.
    /// - It does not state an operation on any row, and a policy asks for that operation or limits
    ///   unlisted permissions.
    /// - It is pasted text that shows a module without a row for each of its known functions.
    ///
    /// ## Why it matters
    ///
    /// A page has 25 rows by default, and a complete role has about 100. Missing rows cannot be
    /// checked, so the run is inconclusive (exit code 4), never clean. The existing rows are still
    /// compared; functions without a row count as unverifiable.
    ///
    /// ## Example
    ///
    /// The file was saved from `/system/securityRoles/63/settings` without `?pageSize=1000`.
    ///
    /// ## How to fix it
    ///
    /// Read the role again with `pageSize=1000`, fetch every page, and do not use `fields`. Add
    /// columns that are missing from a table.
    IncompleteRole, Error, "the role is incomplete", Check::Role(|run| check(run).into_iter().collect())
}

fn check(run: &RoleView<'_>) -> Option<Draft> {
    let (message, help) = match reason(run) {
        Some(message) => (
            message,
            "read it again with `?pageSize=1000` and fetch every page; functions that are not in \
             the file were not checked",
        ),
        None => (
            unread_operations(run)?,
            "read it again without `fields`, or add the missing column",
        ),
    };
    let text = run.role.source.text();
    let start = text.len() - text.trim_start().len();
    let place = run.in_role(Span::new(start, (start + 1).min(text.len())), "this role");
    Some(Draft {
        message,
        help: Some(help.to_owned()),
        policies: run.requirements.ids(0..run.requirements.policies.len()),
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
        return Some(match rows {
            1 => "this snapshot is incomplete (1 row)".to_owned(),
            several => format!("this snapshot is incomplete ({several} rows)"),
        });
    }
    if let Some(counted) = role.counted {
        if usize::try_from(counted) != Ok(rows) {
            return Some(format!(
                "ConnectWise counted {counted} rows in this role, but the file has {rows}"
            ));
        }
        // A wrapper's count may be that of its page; only a complete read says both.
        if role.complete == Some(true) {
            return None;
        }
    }
    if PAGE_SIZES.contains(&rows) {
        return Some(format!(
            "the role has exactly {rows} rows, which is one page of ConnectWise's API: the other pages were probably not read"
        ));
    }
    if ASKED_SIZES.contains(&rows) {
        let lacking = lacking(run);
        if lacking > 0 {
            return Some(format!(
                "the role has exactly {rows} rows, which may be only one page; it has no row for \
                 {lacking} functions that several sources name"
            ));
        }
    }
    let known = catalog::functions().len();
    let mut distinct = HashSet::new();
    // Half of the known functions are enough, and are soon counted.
    let enough = role.rows.iter().any(|row| {
        distinct.insert(row.keys().next());
        2 * distinct.len() >= known
    });
    if enough {
        let mut notes = role.notes.iter();
        let partial = notes.find(|note| note.kind == NoteKind::ModuleRows);
        return partial.map(|note| note.message.clone());
    }
    Some({
        let functions = match distinct.len() {
            1 => "one function".to_owned(),
            several => format!("{several} functions"),
        };
        format!(
            "the role has rows for only {functions}, but ConnectWise has at least {known}; the \
             role data was probably truncated"
        )
    })
}

/// Grants of an operation that was never read are unknown. That matters only if a policy asks.
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
    (!unread.is_empty()).then(|| format!("no row of the role states {}", list_words(unread)))
}

/// Counts the functions that several sources name and that have no row.
fn lacking(run: &RoleView<'_>) -> usize {
    let present = run.role.known_functions();
    catalog::functions()
        .filter(|(id, known)| known.confidence == Confidence::High && !present.contains(id))
        .count()
}
