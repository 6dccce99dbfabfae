//! What is granted on one function: the text after its name.

use super::clause::{self, Grant};
use super::words::{self, Grade, Named};
use super::{Fact, Reader, Scope, glue, sentence};
use crate::model::{Level, Operation};

impl Reader {
    /// Reads `same as Agreements`: the levels that were read for that function.
    fn like(&mut self, named: &Named, rest: &str, scope: &Scope, line: usize) -> bool {
        let bare = words::bare(rest).trim_matches(['(', ')']);
        let low = bare.to_lowercase();
        let Some(mark) = ["same levels as ", "same as ", "like ", "see ", "as for "]
            .iter()
            .find(|mark| low.starts_with(*mark))
        else {
            return false;
        };
        let name = bare.get(mark.len()..).unwrap_or("");
        let about = if matches!(words::stem(name).as_str(), "above" | "previou") {
            self.out.facts.last().map(Fact::named)
        } else {
            words::name(name, scope.module.as_deref(), false)
                .or_else(|| words::name(name, None, false))
        };
        let same = |fact: &&Fact| {
            let other = about.as_ref();
            other.is_some_and(|it| fact.module == it.module && fact.function == it.function)
        };
        let facts = self.out.facts.iter().filter(same);
        let list: Vec<Grant> = facts.map(|fact| (fact.operation, fact.grade)).collect();
        if list.is_empty() {
            return false;
        }
        let guess = format!("`{bare}` is read as the levels of that function");
        self.guess(named, line, guess);
        self.give(named, &list, scope, line);
        true
    }

    pub(super) fn grant(&mut self, named: &Named, rest: &str, scope: &Scope, line: usize) {
        if let Some((grades, remark)) = glue::bare_with_remark(rest) {
            let list = self.in_order(named, grades, rest.trim(), line);
            let (purpose, condition) = match remark {
                Some(remark) if words::conditional(&remark) || words::setup(&remark) => {
                    (None, Some(remark))
                }
                other => (other, None),
            };
            let condition = condition.as_ref().or(scope.condition.as_ref());
            self.facts(named, &list, purpose.as_ref(), condition, None, line);
            return;
        }
        if self.like(named, rest, scope, line) {
            return;
        }
        let mut found = clause::grants(rest);
        if found.list.is_empty()
            && scope.lead.is_empty()
            && let Some(list) = every_operation(rest)
        {
            found.list = list;
            found.rest = String::new();
            found.inferred = true;
        }
        let late = found.rest.to_lowercase();
        let denied = if found.list.is_empty() {
            // What is said about a function and grants nothing is no permission.
            sentence::negated(rest) || scope.lead.is_empty() && mentions_levels(rest)
        } else {
            // `Delete was All, is now None`
            let was = late.starts_with("was ") || sentence::stays(&found.rest);
            sentence::retracted(&found.rest) || clause::vague(&found.list) && was
        };
        if denied {
            let text = format!("{} / {}: {rest}", named.module, named.function);
            self.unread(line, &text);
            return;
        }
        let (list, after) = if found.list.is_empty() {
            (&scope.lead, rest)
        } else {
            (&found.list, found.rest.as_str())
        };
        let mut remark = clause::remark(after);
        if let Some(text) = remark.take_if(|text| names_levels(text)) {
            let text = format!("{} / {}: {text}", named.module, named.function);
            self.unread(line, &text);
        }
        let starred = found.rest.contains('*');
        let (purpose, condition) = match remark {
            Some(remark) if starred || words::conditional(&remark) => (None, Some(remark)),
            other => (other, None),
        };
        if words::each(rest).any(|word| word == "Mine") {
            self.guess(named, line, "`Mine` is read as My");
        }
        let late = late.trim_start_matches([')', ' ']);
        if found.list.len() > 1 && words::begins(late, &["for ", "in v", "until", "from v"]) {
            let guess = format!("`{late}` may apply to the last level only");
            self.guess(named, line, guess);
        }
        if found.inferred {
            self.guess(named, line, "one level is read for several operations");
        }
        let condition = condition.as_ref().or(scope.condition.as_ref());
        self.facts(named, list, purpose.as_ref(), condition, None, line);
    }
}

/// Every operation, where a text after a function is one level or `everything`.
fn every_operation(text: &str) -> Option<Vec<Grant>> {
    let inner = text.trim().trim_matches(['(', ')', '[', ']', ':', ' ']);
    let (level, letters) = match inner.split_once(['(', '[']) {
        Some((level, letters)) => (words::grade(level), letters),
        None => (None, inner),
    };
    if let Some(list) = glue::letters(letters).filter(|list| list.len() > 1) {
        let grade = level.unwrap_or(Grade::Ticked);
        return Some(clause::every(&list, grade));
    }
    let grade = match words::bare(text) {
        "All" | "All levels" | "all levels" => Grade::Exactly(Level::All),
        "My" => Grade::Exactly(Level::My),
        "Full" | "full" | "Everything" | "everything" => Grade::Ticked,
        _ => return None,
    };
    Some(clause::every(&Operation::ALL, grade))
}

/// Whether a text that grants nothing mentions levels.
pub(super) fn mentions_levels(text: &str) -> bool {
    let low = text.to_lowercase();
    let bare = words::bare(text).trim_matches(['(', ')']);
    let words = [
        "see ",
        "same as",
        "ditto",
        "as above",
        "like ",
        "r/w",
        "crud",
        "all level",
        "full",
        "read",
        "write",
        "required",
        "yes",
    ];
    words::holds(&low, &words)
        || words::has_level(text)
        || words::each(text).any(|word| words::operation(word).is_some())
        || words::grade(text).is_some()
        || !bare.is_empty() && glue::letters(bare).is_some()
}

/// Whether a text after levels is about further levels, so that it is no reason.
fn names_levels(text: &str) -> bool {
    let low = text.to_lowercase();
    let operation = |word| matches!(word, "Add" | "Edit" | "Delete" | "Inquire");
    let begins = ["no ", "not ", "without ", "nothing ", "or ", "was "];
    words::has_level(text)
        || text.len() < 60 && words::each(text).any(operation)
        || text.len() < 30 && words::begins(&low, &begins)
}
