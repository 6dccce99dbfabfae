//! `unserved-purpose`

use super::Check;
use super::view::LintView;
use crate::catalog::{self, FunctionKey};
use crate::endpoints::{Described, described};
use crate::model::{Level, Span};
use crate::policy::{Policy, Row, Use};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a summary or a purpose that the levels of the policy do not cover: the text says what
    /// the integration does with records (`Creates and updates tickets`), or names a request
    /// (`POST /service/tickets`), but the policy states None for the operation that the request
    /// needs.
    ///
    /// Only requests whose permission a public source documents are compared. A policy with
    /// `coverage: partial` is compared where it states None.
    ///
    /// ## Why it matters
    ///
    /// A role that follows the policy exactly passes `check`, but the integration still fails with
    /// 403 Forbidden. Usually a column of the source was misread, or a row is missing.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// Service Tickets:
    ///   purpose: Creates and updates tickets
    ///   inquire: All
    ///   edit: All
    /// ```
    ///
    /// `POST /service/tickets` needs Add on Service Tickets.
    ///
    /// ## How to fix it
    ///
    /// Run `leastwise explain "POST /service/tickets"` to see the permission, compare the row with
    /// its source, and add the level. If the text is inexact, correct it. If both are as the vendor
    /// published them, add an exception with the reason.
    UnservedPurpose, Warning, "a purpose implies a permission that the policy does not require",
    Check::Policy(check)
}

/// A text about what the integration does, and its place.
struct Said<'a> {
    text: &'a str,
    span: Span,
    label: &'static str,
}

fn texts<'a>(policy: &'a Policy, view: &LintView<'a>) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    let mut say = |text: Option<&'a str>, span, label| {
        all.extend(text.map(|text| Said { text, span, label }));
    };
    let summary = policy.document.summary.as_deref();
    say(summary, policy.document.id.span, "its summary");
    for (name, feature) in &policy.document.features {
        say(Some(&feature.title), name.span, "this feature");
        say(feature.purpose.as_deref(), name.span, "this feature");
    }
    for (module, text) in &policy.document.purposes {
        say(Some(text), module.span, "the purpose of this module");
    }
    for row in view.rows() {
        let mut statements = row.statements().peekable();
        let unknown = statements.peek().is_none();
        if unknown || row.condition().usage == Use::Legacy {
            continue;
        }
        let own = row.entry.purpose.as_deref();
        say(own, row.function.span, "the purpose of this function");
        for cell in statements.filter(|cell| cell.condition.usage != Use::Legacy) {
            let purpose = cell.purpose.filter(|text| Some(*text) != row.purpose());
            say(purpose, cell.span, "the purpose of this level");
        }
    }
    all
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let policy = view.policy;
    let mut known: Vec<(&'static str, &'static str, crate::model::Operation)> = Vec::new();
    let mut found = Vec::new();
    for said in texts(policy, view) {
        for need in described(said.text) {
            let key = (need.module, need.function, need.operation);
            if known.contains(&key) || is_served(view, &need) {
                continue;
            }
            known.push(key);
            found.push(draft(&said, &need));
        }
    }
    found
}

/// Whether the policy grants what a request needs, or does not say.
fn is_served(view: &LintView<'_>, need: &Described) -> bool {
    let key = FunctionKey::of(need.module, need.function);
    let mut listed = false;
    for row in view.policy.rows() {
        // A misspelled name has its own finding.
        if is_misspelled(&row, &key) {
            return true;
        }
        let whole = row.is_whole_module() && row.module_name() == need.module;
        if !whole && row.key().as_ref() != Some(&key) {
            continue;
        }
        let mut statements = row.statements().peekable();
        // A row without levels: they are not known.
        if statements.peek().is_none() {
            return true;
        }
        let mut own = statements
            .filter(|cell| cell.operation == need.operation)
            .peekable();
        listed |= own.peek().is_some();
        if own.any(|cell| cell.range.max > Level::None) {
            return true;
        }
    }
    let document = &view.policy.document;
    let others = document.unlisted.as_ref();
    let open = others.is_some_and(|level| level.value > Level::None);
    !listed && (view.policy.is_partial() || open)
}

/// Whether a row with an unknown name probably means a function.
fn is_misspelled(row: &Row<'_>, key: &FunctionKey) -> bool {
    matches!(row.key(), Some(FunctionKey::Named { .. }))
        && catalog::nearest(row.module_name(), &row.function.value)
            .is_some_and(|nearest| FunctionKey::Known(nearest) == *key)
}

fn draft(said: &Said<'_>, need: &Described) -> Draft {
    let label = format!("{} / {}", need.module, need.function);
    let operation = need.operation;
    let request = format!("{} {}", need.method, need.path);
    Draft {
        module: Some(need.module.to_owned()),
        function: Some(need.function.to_owned()),
        operations: vec![operation],
        message: format!(
            "{label}: the policy says `{}` but does not require {operation}, which `{request}` needs",
            need.words
        ),
        help: Some(format!(
            "compare the row with its source and add the level, or correct the text; `leastwise \
             explain \"{request}\"` shows the permission"
        )),
        places: vec![(said.span, said.label.to_owned())],
        ..Draft::default()
    }
}
