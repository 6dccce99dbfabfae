//! Tests of policies: the role that a test describes, and its expected findings.

use crate::catalog::{self, FunctionKey};
use crate::model::{Document, Level, Operation, Problem, ProblemList, SourceText, normalize};
use crate::policy::{Expected, InlineRow, PolicyTest, Requirements, Rest, RoleEntry};
use crate::report::{Finding, Severity};
use crate::role::{Setting, Snapshot};
use crate::yaml::{Table, WordOr};
use std::sync::Arc;

/// The role in a test, as a snapshot.
///
/// # Errors
///
/// If it states a function that neither the catalog nor a policy knows: such a test would be
/// meaningless.
pub fn inline_role(
    test: &PolicyTest,
    requirements: &Requirements,
    source: &Arc<SourceText>,
) -> Result<Snapshot<Setting>, Vec<Problem>> {
    let mut role = super::least_role(requirements, &test.name.value);
    let rest = match test.rest.as_ref().map_or(Rest::None, |rest| rest.value) {
        Rest::Required => None,
        Rest::None => Some(Level::None),
        Rest::My => Some(Level::My),
        Rest::All => Some(Level::All),
    };
    if let Some(level) = rest {
        for row in &mut role.settings {
            for operation in Operation::ALL {
                set(row, operation, level);
            }
        }
    }
    let empty = Table::default();
    let modules = match test.role.as_ref().map(|role| &role.value) {
        Some(RoleEntry::Table(modules)) => modules,
        _ => &empty,
    };
    let mut problems = ProblemList::new(Document::Configuration, source);
    for (module, functions) in modules {
        for (function, stated) in functions {
            if !apply(&mut role.settings, &module.value, &function.value, stated) {
                let message = format!(
                    "neither the catalog nor a policy knows `{} / {}`",
                    module.value, function.value
                );
                let help = match catalog::nearest(&module.value, &function.value) {
                    Some(near) => {
                        let near = near.get();
                        format!("did you mean `{} / {}`?", near.module, near.name)
                    }
                    None => "use the names on the Security Roles screen".to_owned(),
                };
                problems.add(function.span, "no such function", message, help);
            }
        }
    }
    problems.or(role)
}

/// Sets the levels that a test states for a function; `false` if the role has no such row.
fn apply(settings: &mut [Setting], module: &str, function: &str, stated: &InlineRow) -> bool {
    let key = FunctionKey::of(module, function);
    let text = |row: &Setting, field: &str| {
        row.get(field)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let row = settings.iter_mut().find(|row| {
        key == FunctionKey::of(
            &text(row, "moduleDescription"),
            &text(row, "moduleFunctionDescription"),
        )
    });
    let Some(row) = row else {
        return false;
    };
    for (operation, level) in stated.levels().iter() {
        if let Some(level) = level {
            set(row, operation, *level);
        }
    }
    true
}

fn set(row: &mut Setting, operation: Operation, level: Level) {
    row.insert(operation.api_field().to_owned(), level.word().into());
}

/// Differences between actual and expected findings.
#[derive(Debug)]
pub struct Mismatch<'a> {
    /// Unexpected findings.
    pub unexpected: Vec<&'a Finding>,
    /// Expected findings that did not occur.
    pub unmet: Vec<&'a Expected>,
}

impl Mismatch<'_> {
    /// Whether there is no difference.
    pub const fn is_empty(&self) -> bool {
        self.unexpected.is_empty() && self.unmet.is_empty()
    }
}

/// Compares findings with expectations: each finding must be expected once, and each expectation
/// must be met once.
pub fn mismatch<'a>(test: &'a PolicyTest, findings: &'a [Finding]) -> Mismatch<'a> {
    let least = test.severity.unwrap_or(Severity::Note);
    let counted = findings.iter().filter(|finding| finding.severity >= least);
    let mut unexpected: Vec<&Finding> = counted.collect();
    let mut unmet: Vec<&Expected> = test
        .expect
        .iter()
        .filter_map(|entry| match &entry.value {
            WordOr::Word(_) => None,
            WordOr::Table(expected) => Some(expected),
        })
        .collect();
    // The most specific expectations are matched first, because they fit the fewest findings.
    unmet.sort_by_key(|expected| {
        usize::from(expected.module.is_none())
            + usize::from(expected.function.is_none())
            + usize::from(expected.operation.is_none())
            + usize::from(expected.item.is_none())
            + usize::from(expected.severity.is_none())
    });
    unmet.retain(|expected| {
        let at = unexpected
            .iter()
            .position(|finding| means(expected, finding));
        at.map(|at| unexpected.remove(at)).is_none()
    });
    unmet.sort_by_key(|expected| expected.rule.span);
    Mismatch { unexpected, unmet }
}

fn means(expected: &Expected, finding: &Finding) -> bool {
    let same = |written: Option<&str>, found: Option<&str>| {
        written
            .is_none_or(|written| found.is_some_and(|found| normalize(found) == normalize(written)))
    };
    let module = |written: &str| catalog::module(written).unwrap_or(written).to_owned();
    let written = expected.module.as_deref().map(module);
    let function = match (&written, &expected.function.0) {
        (Some(within), Some(function)) => {
            let known = catalog::resolve(within, function).map(|id| id.get().name.to_owned());
            Some(known.unwrap_or_else(|| function.clone()))
        }
        (_, function) => function.clone(),
    };
    expected.rule.value == finding.rule
        && expected
            .severity
            .is_none_or(|severity| severity == finding.severity)
        && same(written.as_deref(), finding.module.as_deref())
        && same(function.as_deref(), finding.function.as_deref())
        && expected
            .operation
            .is_none_or(|operation| Some(operation) == finding.operation)
        && same(expected.item.as_deref(), finding.item.as_deref())
}
