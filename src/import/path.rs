//! Lines with a path, such as `Module > Function: Add, Edit (My)`.

use super::clause::{self, Grant};
use super::parts::Parts;
use super::words::{self, Grade, Named};
use super::{Reader, Scope, glue};
use crate::model::Operation;

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
        let text = without_verb(text);
        let parts = Parts::of(text);
        let mut module = scope.module.clone();
        let mut at = 0;
        if parts.len() > 1
            && let Some(found) = words::module(parts.part(0))
        {
            module = Some(found.to_owned());
            at = 1;
        }
        let first = clause::grants(parts.part(0));
        let leads = at == 0 && first.alone();
        // A reason for one operation of the function above.
        if leads
            && parts.len() > 1
            && let Some(named) = &scope.function
        {
            let after = words::grade(parts.part(1));
            let list: Vec<Grant> = first
                .list
                .iter()
                .map(|(operation, grade)| (*operation, after.unwrap_or(*grade)))
                .collect();
            let reason = after.is_none().then(|| parts.tail(1).trim().to_owned());
            let condition = scope.condition.as_ref();
            self.facts(named, &list, reason.as_ref(), condition, None, line);
            return true;
        }
        // `Read-only: Contacts, Notes`
        if leads && parts.len() == 2 {
            let names = Self::names(parts.tail(1), module.as_deref(), false);
            for named in &names {
                self.give(named, &first.list, scope, line);
            }
            if !names.is_empty() {
                return true;
            }
        }
        for end in (at..parts.len()).rev() {
            let name = parts.span(at, end);
            let here = !words::functions(name, module.as_deref()).is_empty();
            if !here && (at > 0 || words::functions(name, None).len() != 1) {
                continue;
            }
            let known = module.as_deref().filter(|_| here);
            let Some(mut named) = words::name(name, known, false) else {
                continue;
            };
            if let Some(home) = module.as_deref().filter(|home| *home != named.module) {
                let guess = format!(
                    "the page has `{}` in {home}; read as `{} / {}`",
                    words::bare(name),
                    named.module,
                    named.function
                );
                named.guess.get_or_insert(guess);
            }
            inner.reach(named.clone());
            let mut rest = parts.tail(end + 1);
            if let Some(found) = words::module(parts.part(end + 1)).filter(|_| at == 0)
                && let Some(there) = words::name(name, Some(found), false)
            {
                // `Contacts (Companies): ...`
                rest = parts.tail(end + 2);
                inner.reach(there.clone());
                named = there;
            }
            let pieces = several(parts.tail(at));
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
                let guess = format!("read with its exceptions: `{}`", rest.trim());
                self.guess(&named, line, guess);
                self.give(&named, &list, scope, line);
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
            let rest = parts.tail(at + 1);
            let found = clause::grants(rest);
            if at == 1 {
                // Objects in brackets after a module: `Company: View, Edit (companies, contacts)`.
                let whole = clause::grants(parts.tail(1));
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
            if !found.list.is_empty() && (at == 1 || parts.part(at).split(' ').count() <= 5) {
                let names = Self::names(parts.part(at), module.as_deref(), true);
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
            self.give(&found, &list, scope, line);
        }
        if any {
            return;
        }
        if clause::vague(&whole.list) {
            self.unread(line, text);
        } else {
            let guess = "no function is named; read as every function of the module";
            let every = Named::whole(module, Some(guess));
            self.give(&every, &whole.list, scope, line);
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
            self.give(named, &list, scope, line);
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
}

/// The line without its verb, where a name follows: `Set Agreements > Inquire Level to All`.
fn without_verb(text: &str) -> &str {
    let verbs = ["Set ", "Choose ", "Select ", "Open ", "Change "];
    let rest = verbs.iter().find_map(|verb| text.strip_prefix(verb));
    let named = |rest: &&str| !words::functions(Parts::of(rest).part(0), None).is_empty();
    rest.filter(named).unwrap_or(text)
}

/// Whether a text has operations with a capital letter, as names of columns.
fn speaks(text: &str) -> bool {
    glue::bare_levels(text).is_none()
        && words::each(text)
            .any(|word| word.starts_with(char::is_uppercase) && words::operation(word).is_some())
}

/// The parts of `Contacts (Add, Inquire), Configurations (Inquire)`, if each has a name.
fn several(text: &str) -> Vec<&str> {
    let ends = text.match_indices("), ").map(|(at, _)| (at + 1, at + 3));
    let out = words::split_at(text, ends);
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
