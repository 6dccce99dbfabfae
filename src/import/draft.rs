//! The facts of a page as a draft of a policy.

use std::collections::HashMap;

use super::{Fact, Grade, Named, Reading, words};
use crate::catalog::FunctionKey;
use crate::model::Level;
use crate::policy::{Draft, DraftCell, DraftRow};

impl Reading {
    /// Whether the page grants anything, or states a Customize list.
    pub fn found(&self) -> bool {
        let mut facts = self.facts.iter();
        facts.any(|fact| fact.grade != Grade::Exactly(Level::None)) || !self.lists.is_empty()
    }

    /// The draft; levels of None are left out unless `all` is set.
    pub fn draft(&self, all: bool) -> Draft {
        let mut draft = Draft {
            unlisted: Some(Level::None),
            ..Draft::default()
        };
        let mut keys: HashMap<FunctionKey, usize> = HashMap::new();
        for fact in &self.facts {
            let none = fact.grade == Grade::Exactly(Level::None);
            let key = FunctionKey::of(&fact.module, &fact.function);
            let known = keys.get(&key).copied();
            if none && !all {
                let granted = known
                    .and_then(|at| draft.rows.get(at))
                    .and_then(|row| row.cells.get(fact.operation).as_ref());
                if granted.is_some() {
                    draft.unconfirmed.push(conflict(fact, "None"));
                }
                continue;
            }
            let at = place(&fact.named(), &mut draft, &mut keys);
            let when = optional(fact, &mut draft);
            let Some(row) = draft.rows.get_mut(at) else {
                continue;
            };
            let cell = row.cells.get_mut(fact.operation);
            let new = DraftCell {
                range: super::range(fact.grade),
                limit: false,
                purpose: fact.purpose.clone(),
                when,
                planned: fact.planned.is_some(),
                optional: fact
                    .condition
                    .as_deref()
                    .is_some_and(words::merely_optional),
                setup: fact.setup,
                line: Some(fact.line),
            };
            match cell {
                None => *cell = Some(new),
                Some(old) => {
                    if old.range != new.range {
                        let vague = |range: crate::model::LevelRange| range.min != range.max;
                        if vague(old.range) {
                            old.range = new.range;
                        } else if !vague(new.range) {
                            if new.range.min > old.range.min {
                                old.range = new.range;
                            }
                            draft.unconfirmed.push(conflict(fact, old.range.min.word()));
                        }
                    }
                    old.purpose = both(old.purpose.take(), new.purpose);
                    if let (Some(one), Some(other)) = (&old.when, &new.when)
                        && one != other
                    {
                        let guess = format!(
                            "the page needs {} for `{one}` and for `{other}`; only `{one}` is in the draft",
                            fact.operation
                        );
                        draft.unconfirmed.push(about(fact, guess));
                    }
                    if new.when.is_none() {
                        old.when = None;
                    }
                    old.optional &= new.optional;
                    old.setup &= new.setup;
                }
            }
        }
        self.add_lists(&mut draft, &mut keys);
        self.repeat_guesses(&mut draft);
        for (line, text) in &self.unread {
            let guess = format!("line {line} was not understood: {text}");
            draft.unconfirmed.push((None, None, guess));
        }
        draft
    }

    /// Repeats a guess about every function of a module for each one that is named as well.
    fn repeat_guesses(&self, draft: &mut Draft) {
        for (module, function, text) in &self.guesses {
            if function.as_deref() != Some("*") {
                continue;
            }
            let rows = draft
                .rows
                .iter()
                .filter(|row| Some(&row.module) == module.as_ref() && row.function != "*");
            let functions = rows.map(|row| row.function.clone());
            let same = functions.map(|function| (module.clone(), Some(function), text.clone()));
            draft.unconfirmed.extend(same);
        }
    }

    /// Adds the Customize lists to the rows of their functions.
    fn add_lists(&self, draft: &mut Draft, keys: &mut HashMap<FunctionKey, usize>) {
        for (named, list) in &self.lists {
            let at = place(named, draft, keys);
            let Some(row) = draft.rows.get_mut(at) else {
                continue;
            };
            row.all |= list.all;
            row.partial |= list.partial;
            for (items, new) in [
                (&mut row.allow, &list.allow),
                (&mut row.disallow, &list.disallow),
            ] {
                for item in new {
                    if !items.contains(item) {
                        items.push(item.clone());
                    }
                }
            }
        }
    }
}

/// Two purposes of one level as one text.
fn both(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one.contains(&other) || one.len() + other.len() > 300 => {
            Some(one)
        }
        (Some(one), Some(other)) => Some(format!("{}; {other}", one.trim_end_matches('.'))),
        (one, other) => one.or(other),
    }
}

/// The place of the row of a function, which is new where there is none.
fn place(named: &Named, draft: &mut Draft, keys: &mut HashMap<FunctionKey, usize>) -> usize {
    let key = FunctionKey::of(&named.module, &named.function);
    *keys.entry(key).or_insert_with(|| {
        draft.rows.push(DraftRow {
            module: named.module.clone(),
            function: named.function.clone(),
            ..DraftRow::default()
        });
        draft.rows.len() - 1
    })
}

/// A guess about the function of a fact.
fn about(fact: &Fact, guess: String) -> (Option<String>, Option<String>, String) {
    let (module, function) = (fact.module.clone(), fact.function.clone());
    (Some(module), Some(function), guess)
}

fn conflict(fact: &Fact, taken: &str) -> (Option<String>, Option<String>, String) {
    let guess = format!(
        "the page states several levels for {}, one of them {taken}; the highest is taken",
        fact.operation
    );
    about(fact, guess)
}

/// The feature of a condition, with the page's words as its title. A level that is merely optional
/// has none.
fn optional(fact: &Fact, draft: &mut Draft) -> Option<String> {
    let mut once = |guess: String| {
        let entry = about(fact, guess);
        if !draft.unconfirmed.contains(&entry) {
            draft.unconfirmed.push(entry);
        }
    };
    if let Some(planned) = &fact.planned {
        let guess = format!("the page says `{planned}`; accepted and not required");
        once(guess);
        return None;
    }
    if fact.setup {
        let guess =
            "the page says that this is for setup; checks accept it with `--phase setup` only";
        once(guess.to_owned());
    }
    let title = fact.condition.as_ref()?;
    if words::merely_optional(title) {
        return None;
    }
    if let Some((id, _)) = draft.features.iter().find(|(_, known)| known == title) {
        return Some(id.clone());
    }
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_ascii_lowercase)
        .collect();
    let mut id = if words.is_empty() {
        "optional".to_owned()
    } else {
        words.join("-")
    };
    if id.starts_with(|c: char| c.is_ascii_digit())
        || draft.features.iter().any(|(known, _)| *known == id)
    {
        id = format!("feature-{}-{id}", draft.features.len() + 1);
    }
    let guess = format!("the page makes this conditional: `{title}`; read as the feature `{id}`");
    draft.unconfirmed.push(about(fact, guess));
    draft.features.push((id.clone(), title.clone()));
    Some(id)
}
