//! The facts of a page as a draft of a policy.

use std::collections::HashMap;

use super::{Fact, Grade, Named, Reading, words};
use crate::catalog::FunctionKey;
use crate::model::{Level, LevelRange, Operation};
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
        // Where the page states None, before it states another level.
        let mut none_at: HashMap<(FunctionKey, Operation), usize> = HashMap::new();
        for fact in &self.facts {
            let none = fact.grade == Grade::Exactly(Level::None);
            let key = FunctionKey::of(&fact.module, &fact.function);
            let known = keys.get(&key).copied();
            if none && !all {
                let granted = known
                    .and_then(|at| draft.rows.get(at))
                    .and_then(|row| row.cells.get(fact.operation).as_ref());
                let none = (LevelRange::exactly(Level::None), Some(fact.line));
                if let Some(cell) = granted {
                    let guess = conflict(fact, (cell.range, cell.line), none);
                    draft.unconfirmed.push(about(fact, guess));
                } else {
                    none_at.entry((key, fact.operation)).or_insert(fact.line);
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
            let mut guesses = Vec::new();
            match cell {
                None => {
                    if let Some(line) = none_at.get(&(key, fact.operation)) {
                        let none = LevelRange::exactly(Level::None);
                        guesses.push(conflict(fact, (none, Some(*line)), (new.range, new.line)));
                    }
                    *cell = Some(new);
                }
                Some(old) => guesses.extend(join(old, new, fact)),
            }
            let guesses = guesses.into_iter().map(|guess| about(fact, guess));
            draft.unconfirmed.extend(guesses);
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

/// Joins what the page states a second time about a level. Returns what is uncertain.
fn join(old: &mut DraftCell, new: DraftCell, fact: &Fact) -> Vec<String> {
    let mut guesses = Vec::new();
    let vague = |range: LevelRange| range.min != range.max;
    if old.range != new.range {
        let contradiction = !vague(old.range) && !vague(new.range);
        if contradiction {
            guesses.push(conflict(fact, (old.range, old.line), (new.range, new.line)));
        }
        if vague(old.range) || contradiction && new.range.min > old.range.min {
            (old.range, old.line) = (new.range, new.line);
        }
    }
    old.purpose = both(old.purpose.take(), new.purpose);
    if let (Some(one), Some(other)) = (&old.when, &new.when)
        && one != other
    {
        guesses.push(format!(
            "the page needs {} for `{one}` and for `{other}`; only `{one}` is in the draft",
            fact.operation
        ));
    }
    if new.when.is_none() {
        old.when = None;
    }
    old.optional &= new.optional;
    old.setup &= new.setup;
    guesses
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

/// A level as the page states it, and its line.
type Stated = (LevelRange, Option<usize>);

/// The guess that the page states two levels, and which one is right.
fn conflict(fact: &Fact, one: Stated, other: Stated) -> String {
    let stated = |(range, line): Stated| {
        let level = if range.min == range.max {
            range.min.word()
        } else {
            "My or more"
        };
        line.map_or_else(
            || level.to_owned(),
            |line| format!("{level} on line {line}"),
        )
    };
    format!(
        "the page states {} and {} for {}; the highest is taken",
        stated(one),
        stated(other),
        fact.operation.title()
    )
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
