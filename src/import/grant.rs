//! What is granted on one function: the text after its name.

use super::clause::{self, Grant};
use super::words::{self, Grade, Named};
use super::{Reader, Scope, glue};
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
            self.out
                .facts
                .last()
                .map(|fact| (fact.module.clone(), fact.function.clone()))
        } else {
            words::name(name, scope.module.as_deref(), false)
                .or_else(|| words::name(name, None, false))
                .map(|other| (other.module, other.function))
        };
        let list: Vec<Grant> = about.map_or_else(Vec::new, |(module, function)| {
            let facts = self.out.facts.iter();
            facts
                .filter(|fact| fact.module == module && fact.function == function)
                .map(|fact| (fact.operation, fact.grade))
                .collect()
        });
        if list.is_empty() {
            return false;
        }
        self.guess(
            Some(named),
            format!("line {line}: `{bare}` is read as the levels of that function"),
        );
        self.facts(named, &list, None, scope.condition.as_ref(), None, line);
        true
    }

    pub(super) fn grant(&mut self, named: &Named, rest: &str, scope: &Scope, line: usize) {
        if let (Some(grades), remark) = glue::bare_with_remark(rest) {
            let list: Vec<Grant> = self.order.iter().copied().zip(grades).collect();
            if !self.ordered {
                let guess = format!(
                    "line {line}: `{}` names no operation; read in the order Add, Edit, Delete, Inquire",
                    rest.trim()
                );
                self.guess(Some(named), guess);
            }
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
        let vague = |list: &[Grant]| list.iter().all(|(_, grade)| *grade == Grade::Ticked);
        let denied = found.list.is_empty() && super::sentence::negated(rest)
            || !found.list.is_empty() && super::sentence::retracted(&found.rest)
            // `Delete was All, is now None`
            || !found.list.is_empty()
                && vague(&found.list)
                && (found.rest.to_lowercase().starts_with("was ") || super::sentence::stays(&found.rest));
        // What is said about a function and grants nothing is no permission.
        let unknown = found.list.is_empty() && scope.lead.is_empty() && mentions_levels(rest);
        if denied || unknown {
            self.unread(
                line,
                &format!("{} / {}: {rest}", named.module, named.function),
            );
            return;
        }
        let list = if found.list.is_empty() {
            &scope.lead
        } else {
            &found.list
        };
        let mut remark = clause::remark(if found.list.is_empty() {
            rest
        } else {
            &found.rest
        });
        if let Some(text) = remark.take_if(|text| names_levels(text)) {
            let text = format!("{} / {}: {text}", named.module, named.function);
            self.unread(line, &text);
        }
        let starred = found.rest.contains('*');
        let (purpose, condition) = match remark {
            Some(remark) if starred || words::conditional(&remark) => (None, Some(remark)),
            other => (other, None),
        };
        if rest
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "Mine")
        {
            self.guess(Some(named), format!("line {line}: `Mine` is read as My"));
        }
        let late = found.rest.to_lowercase();
        let late = late.trim_start_matches([')', ' ']);
        if found.list.len() > 1
            && ["for ", "in v", "until", "from v"]
                .iter()
                .any(|word| late.starts_with(word))
        {
            let guess = format!("line {line}: `{late}` may apply to the last level only");
            self.guess(Some(named), guess);
        }
        if found.inferred {
            self.guess(
                Some(named),
                format!("line {line}: one level is read for several operations"),
            );
        }
        self.facts(
            named,
            list,
            purpose.as_ref(),
            condition.as_ref().or(scope.condition.as_ref()),
            None,
            line,
        );
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
        return Some(
            list.into_iter()
                .map(|operation| (operation, grade))
                .collect(),
        );
    }
    let grade = match words::bare(text) {
        "All" | "All levels" | "all levels" => Grade::Exactly(Level::All),
        "My" => Grade::Exactly(Level::My),
        "Full" | "full" | "Everything" | "everything" => Grade::Ticked,
        _ => return None,
    };
    Some(
        Operation::ALL
            .into_iter()
            .map(|operation| (operation, grade))
            .collect(),
    )
}

/// Whether a text that grants nothing mentions levels.
pub(super) fn mentions_levels(text: &str) -> bool {
    let low = text.to_lowercase();
    let bare = words::bare(text).trim_matches(['(', ')']);
    [
        "see ",
        "same as",
        "ditto",
        "see above",
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
    ]
    .iter()
    .any(|word| low.contains(word))
        || text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "All" | "My" | "None") || words::operation(word).is_some())
        || words::grade(text).is_some()
        || !bare.is_empty() && glue::letters(bare).is_some()
}

/// Whether a text after levels is about further levels, so that it is no reason.
fn names_levels(text: &str) -> bool {
    let low = text.to_lowercase();
    let level = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "All" | "My" | "None"));
    let operation = text.len() < 60
        && text.split(|c: char| !c.is_alphanumeric()).any(|word| {
            word.starts_with(char::is_uppercase)
                && matches!(word, "Add" | "Edit" | "Delete" | "Inquire")
        });
    let begins = ["no ", "not ", "without ", "nothing ", "or ", "was "];
    level || operation || begins.iter().any(|word| low.starts_with(word)) && text.len() < 30
}
