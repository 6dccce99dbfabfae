//! Sentences with levels and without an operation, and levels around a name.

use super::clause;
use super::glue::bare_with_remark;
use super::mentions::Place;
use super::words::{self, Grade};
use super::{Reader, Scope};
use crate::model::Operation;

impl Reader {
    /// A sentence with functions and levels and without an operation: four levels in order, or one
    /// level for every operation.
    pub(super) fn without_operation(
        &mut self,
        text: &str,
        functions: &[Place],
        home: Option<&str>,
        scope: &Scope,
        line: usize,
    ) {
        let [(_, end, name)] = functions else {
            self.unread(line, text);
            return;
        };
        let known = home.filter(|home| !words::functions(name, Some(home)).is_empty());
        let rest = text.get(*end..).unwrap_or("").trim_start();
        let rest = rest
            .strip_prefix("to ")
            .unwrap_or(rest)
            .trim_end_matches('.');
        let low = text.to_lowercase();
        let every = [
            "all levels",
            "every level",
            "all four",
            "all columns",
            "every column",
        ];
        let Some(named) = words::name(name, known, false) else {
            self.unread(line, text);
            return;
        };
        if let Some((grades, remark)) = bare_with_remark(rest) {
            let list = self.in_order(&named, grades, rest, line);
            let condition = scope.condition.as_ref();
            self.facts(&named, &list, remark.as_ref(), condition, None, line);
        } else if words::holds(&low, &every)
            && let Some(grade) = level_after(text)
        {
            self.guess(&named, line, "one level is read for several operations");
            let list = clause::every(&Operation::ALL, grade);
            self.give(&named, &list, scope, line);
        } else {
            self.unread(line, text);
        }
    }
}

/// The level in the text before an operation, and where it begins: `select All under Inquire`.
pub(super) fn level_before(text: &str, operation: usize) -> Option<(Grade, usize)> {
    let before = text.get(..operation)?;
    let mut words = words::each(before)
        .rev()
        .skip_while(|word| matches!(*word, "the" | "its" | "your"));
    let small = words.next()?;
    let level = words.find(|word| !matches!(*word, "level" | "levels" | "access" | "rights"))?;
    (matches!(small, "under" | "in" | "for" | "as" | "on" | "at" | "to")
        && matches!(level, "All" | "My" | "None"))
    .then(|| Some((words::grade(level)?, before.rfind(level)?)))?
}

/// The level in the text after the functions: `(Service Desk) to All`.
pub(super) fn level_after(text: &str) -> Option<Grade> {
    let words: Vec<&str> = words::each(text).collect();
    let mut levels = words.windows(2).filter_map(|pair| match pair {
        [small, level]
            if matches!(*small, "to" | "at" | "as" | "level" | "with")
                && matches!(level.to_lowercase().as_str(), "all" | "my" | "none") =>
        {
            words::grade(level)
        }
        _ => None,
    });
    let first = levels.next()?;
    levels.next().is_none().then_some(first)
}
