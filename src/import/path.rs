//! Lines with a path, such as `Module > Function: Add, Edit (My)`.

use super::clause::{self, Grant};
use super::parts::parts as split;
use super::words::{self, Grade, Named};
use super::{Reader, Scope, glue};
use crate::model::{Level, Operation};

impl Reader {
    /// A line such as `Module > Function: Add, Edit (My)`.
    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    pub(super) fn path(
        &mut self,
        text: &str,
        scope: &Scope,
        inner: &mut Scope,
        line: usize,
    ) -> bool {
        let parts = split(text);
        let part = |from: usize, to: usize| {
            parts
                .get(from)
                .zip(parts.get(to))
                .and_then(|((start, _), (_, end))| text.get(*start..*end))
                .unwrap_or("")
        };
        let tail = |from: usize| {
            parts
                .get(from)
                .and_then(|(start, _)| text.get(*start..))
                .unwrap_or("")
        };
        let mut module = scope.module.clone();
        let mut at = 0;
        if parts.len() > 1
            && let Some(found) = words::module(part(0, 0))
        {
            module = Some(found.to_owned());
            at = 1;
        }
        // A reason for one operation of the function above.
        let first = clause::grants(part(0, 0));
        if at == 0
            && parts.len() > 1
            && !first.list.is_empty()
            && first.words == 0
            && first.rest.is_empty()
            && let Some(named) = scope.function.clone()
        {
            let after = words::grade(part(1, 1));
            let list: Vec<Grant> = first
                .list
                .iter()
                .map(|(operation, grade)| (*operation, after.unwrap_or(*grade)))
                .collect();
            let reason = after.is_none().then(|| tail(1).trim().to_owned());
            self.facts(
                &named,
                &list,
                reason.as_ref(),
                scope.condition.as_ref(),
                None,
                line,
            );
            return true;
        }
        // `Read-only: Contacts, Notes`
        if at == 0
            && parts.len() == 2
            && !first.list.is_empty()
            && first.words == 0
            && first.rest.is_empty()
        {
            let names = Self::names(tail(1), module.as_deref(), false);
            for named in &names {
                self.facts(
                    named,
                    &first.list,
                    None,
                    scope.condition.as_ref(),
                    None,
                    line,
                );
            }
            if !names.is_empty() {
                return true;
            }
        }
        for end in (at..parts.len()).rev() {
            let name = part(at, end);
            let mut found = words::functions(name, module.as_deref());
            if found.is_empty() && at == 0 {
                found = words::functions(name, None);
                if found.len() != 1 {
                    found.clear();
                }
            }
            if found.is_empty() {
                continue;
            }
            let known = if words::functions(name, module.as_deref()).is_empty() {
                None
            } else {
                module.as_deref()
            };
            let Some(named) = words::name(name, known, false) else {
                continue;
            };
            inner.module = Some(named.module.clone());
            inner.function = Some(named.clone());
            let mut rest = tail(end + 1);
            let mut named = named;
            if let Some(found) = words::module(part(end + 1, end + 1)).filter(|_| at == 0)
                && let Some(there) = words::name(name, Some(found), false)
            {
                // `Contacts (Companies): ...`
                rest = tail(end + 2);
                inner.module = Some(there.module.clone());
                inner.function = Some(there.clone());
                named = there;
            }
            let pieces = several(tail(at));
            if pieces.len() > 1 {
                let mut within = scope.clone();
                within.module.clone_from(&module);
                for piece in pieces {
                    if !self.path(piece, &within, inner, line) {
                        self.unread(line, piece);
                    }
                }
                return true;
            }
            if let Some(list) = clause::with_exceptions(rest) {
                self.guess(
                    Some(&named),
                    format!("line {line}: read with its exceptions: `{}`", rest.trim()),
                );
                self.facts(&named, &list, None, scope.condition.as_ref(), None, line);
                return true;
            }
            if scope.lead.is_empty() && clause::grants(rest).list.is_empty() && speaks(rest) {
                // The levels are somewhere in a sentence.
                return false;
            }
            self.grant(&named, rest, scope, line);
            return true;
        }
        if parts.len() > at + 1 || at == 1 {
            let rest = tail(at + 1);
            let found = clause::grants(rest);
            if at == 1 {
                // Objects in brackets after a module: `Company: View, Edit (companies, contacts)`.
                let whole = clause::grants(tail(1));
                let after = words::bare(&whole.rest);
                if !whole.list.is_empty()
                    && text.trim_end().ends_with(':')
                    && matches!(after, "" | "for" | "on" | "of")
                {
                    // `Companies – Inquire to All for:` introduces the functions.
                    inner.module = module;
                    inner.function = None;
                    inner.lead = whole.list;
                    return true;
                }
                if !whole.list.is_empty() {
                    self.objects(&whole, module.as_deref().unwrap_or(""), text, scope, line);
                    return true;
                }
            }
            if !found.list.is_empty() && (at == 1 || part(at, at).split(' ').count() <= 5) {
                let names = Self::names(part(at, at), module.as_deref(), true);
                for named in &names {
                    self.grant(named, rest, scope, line);
                }
                if names.is_empty() {
                    self.unread(line, text);
                }
                return true;
            }
        }
        false
    }

    pub(super) fn objects(
        &mut self,
        whole: &clause::Grants,
        module: &str,
        text: &str,
        scope: &Scope,
        line: usize,
    ) {
        let rest = whole.rest.trim_matches(|c: char| !c.is_alphanumeric());
        let (names, limit) = rest.split_once(['—', '–', ';']).unwrap_or((rest, ""));
        let mut any = false;
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let Some(found) = words::name(name, Some(module), false) else {
                self.unread(line, &format!("`{name}` in `{text}`"));
                continue;
            };
            any = true;
            let limited = limit.contains("read-only") && limit.contains(name);
            let list: Vec<Grant> = whole
                .list
                .iter()
                .filter(|(operation, _)| !limited || *operation == Operation::Inquire)
                .copied()
                .collect();
            self.facts(&found, &list, None, scope.condition.as_ref(), None, line);
        }
        if any {
            return;
        }
        if whole.list.iter().any(|(_, grade)| *grade != Grade::Ticked) {
            let whole_module = Named {
                module: module.to_owned(),
                function: "*".to_owned(),
                guess: Some(
                    "no function is named; read as every function of the module".to_owned(),
                ),
            };
            self.facts(
                &whole_module,
                &whole.list,
                None,
                scope.condition.as_ref(),
                None,
                line,
            );
        } else {
            self.unread(line, text);
        }
    }

    /// Reads a line that is only levels, for the function above: `Add: All, Edit: All`.
    pub(super) fn levels_alone(
        &mut self,
        named: &Named,
        text: &str,
        scope: &Scope,
        line: usize,
    ) -> bool {
        let found = clause::grants(text);
        let rest = found.rest.trim_start_matches([')', ']', ' ']);
        let remark = rest.starts_with(['(', '-', '–', '—', ';', '*']);
        let whole = !found.list.is_empty()
            && found.list.iter().all(|(_, grade)| *grade != Grade::Ticked)
            && (remark || found.words == 0 && rest.trim_matches('.').is_empty());
        if let Some(list) = clause::ticked(text) {
            self.facts(named, &list, None, scope.condition.as_ref(), None, line);
            return true;
        }
        if whole || glue::bare_levels(text).is_some() {
            let start = self.out.facts.len();
            self.grant(named, text, scope, line);
            self.explained = Some(start..self.out.facts.len());
            return true;
        }
        false
    }

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
            || !found.list.is_empty() && vague(&found.list) && found.rest.to_lowercase().starts_with("was ");
        // What is said about a function and grants nothing is no permission.
        let unknown = found.list.is_empty() && scope.lead.is_empty() && speaks_of_levels(rest);
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

/// Whether a text that grants nothing speaks of levels.
pub(super) fn speaks_of_levels(text: &str) -> bool {
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

/// Whether a text has operations with a capital letter, as names of columns.
fn speaks(text: &str) -> bool {
    glue::bare_levels(text).is_none()
        && text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(char::is_uppercase) && words::operation(word).is_some())
}

/// The parts of `Contacts (Add, Inquire), Configurations (Inquire)`, if each has a name.
fn several(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("), ") {
        out.push(text.get(start..=at).unwrap_or(""));
        start = at + 3;
    }
    out.push(text.get(start..).unwrap_or(""));
    let named = |piece: &&str| {
        let name = piece.split('(').next().unwrap_or("");
        let name = name.trim().trim_start_matches("and ");
        piece.contains('(') && !words::functions(name, None).is_empty()
    };
    if out.iter().all(named) {
        out.into_iter()
            .map(|piece| piece.trim().trim_start_matches("and "))
            .collect()
    } else {
        Vec::new()
    }
}
