//! Clauses: which operations and levels a piece of text grants.

mod exceptions;
mod near;
mod token;

use super::words::{self, Grade};
use crate::model::{Level, Operation};
pub(crate) use exceptions::with_exceptions;
use near::{begins_otherwise, denies, is_small, leads};
use token::{ends, is_none, sign, tokens, yes_or_no};

/// An operation with the level that the text gives it.
pub(crate) type Grant = (Operation, Grade);

/// What a piece of text grants.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grants {
    pub(crate) list: Vec<Grant>,
    /// Text after the grants.
    pub(crate) rest: String,
    /// Words that belong to neither an operation nor a level.
    pub(crate) words: usize,
    /// Where a level was given to several operations by inference.
    pub(crate) inferred: bool,
}

impl Grants {
    /// Whether the text is operations with levels, and nothing else.
    pub(crate) fn alone(&self) -> bool {
        !self.list.is_empty() && self.words == 0 && self.rest.is_empty()
    }
}

/// Operations at one level.
pub(crate) fn every(operations: &[Operation], grade: Grade) -> Vec<Grant> {
    let grants = operations.iter().map(|operation| (*operation, grade));
    grants.collect()
}

/// Whether no level is stated.
pub(crate) fn vague(list: &[Grant]) -> bool {
    list.iter().all(|(_, grade)| *grade == Grade::Ticked)
}

/// Gives a level to the grants in some places.
fn set(list: &mut [Grant], places: &[usize], grade: Grade) {
    for place in places {
        if let Some(grant) = list.get_mut(*place) {
            grant.1 = grade;
        }
    }
}

/// Reads a list of operations with levels at the start of a text.
#[expect(
    clippy::too_many_lines,
    reason = "one list of cases, read from the top"
)]
pub(crate) fn grants(text: &str) -> Grants {
    if begins_otherwise(text) {
        return Grants {
            rest: text.trim().to_owned(),
            words: 1,
            ..Grants::default()
        };
    }
    let spaced = text
        .replace("N/A", "None")
        .replace("n/a", "None")
        .replace("[x]", "✓")
        .replace("[X]", "✓")
        .replace("[ ]", "✗")
        .replace(['„', '“', '”', '«', '»'], "\"");
    let low = spaced.to_lowercase();
    let mut out = Grants::default();
    for (phrase, operations) in [
        ("full access", &Operation::ALL[..]),
        ("full control", &Operation::ALL[..]),
        ("full (", &Operation::ALL[..]),
        ("r/w", &[Operation::Inquire, Operation::Edit][..]),
        ("read and write", &[Operation::Inquire, Operation::Edit][..]),
        ("read/write", &[Operation::Inquire, Operation::Edit][..]),
        ("read only", &[Operation::Inquire][..]),
        ("read-only", &[Operation::Inquire][..]),
    ] {
        if low.trim_start().starts_with(phrase) {
            out.list = every(operations, Grade::Ticked);
            let rest = spaced.trim_start().get(phrase.len()..).unwrap_or("");
            // `Read-only (Inquire = All)`
            let inside = rest.trim_start().strip_prefix('(').map(grants);
            if let Some(inside) = inside
                && !inside.list.is_empty()
                && inside.list.iter().all(|(_, grade)| *grade != Grade::Ticked)
            {
                return inside;
            }
            let mut parts = words::each(rest);
            let level = parts
                .next()
                .filter(|word| matches!(*word, "All" | "My" | "Mine"));
            match (level.and_then(words::grade), parts.next()) {
                (Some(grade), None) => out.list = every(operations, grade),
                _ => rest.clone_into(&mut out.rest),
            }
            out.inferred = true;
            return out;
        }
    }
    let tokens = tokens(&spaced);
    let mut open: Vec<usize> = Vec::new();
    let mut first: Option<Grade> = None;
    let mut paren = false;
    let mut slash = false;
    // `✓ Add ✗ Edit`: each sign belongs to the operations after it; otherwise to those before it.
    let signs_first = tokens
        .first()
        .is_some_and(|token| !token.word && sign(token.text).is_some());
    // The grants that the last level was given to: `My or All` names two.
    let mut just: Vec<usize> = Vec::new();
    let mut from = false;
    let mut last = 0;
    for (at, token) in tokens.iter().enumerate() {
        let low = token.text.to_lowercase();
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let before = before.map_or("", |token| token.text);
        let next = tokens.get(at + 1);
        let after = next.map_or("", |token| token.text);
        // `Inquire All (new)`
        let mark = token.text == "new" && !out.list.is_empty() && after == ")";
        // `Inquire All - Add contacts to tickets`: a reason begins with a verb.
        let begins = !just.is_empty()
            && open.is_empty()
            && token.word
            && matches!(before, "-" | "–" | "—" | "." | "(")
            && next.is_some_and(|next| {
                next.word
                    && next.text.starts_with(char::is_lowercase)
                    && words::operation(next.text).is_none()
                    && words::grade(next.text).is_none()
                    && !is_small(next.text)
            });
        if begins {
            out.words += 1;
            break;
        }
        // `change Inquire to All`: the verb of the sentence is no operation.
        let verb = at == 0
            && matches!(low.as_str(), "change" | "update" | "modify")
            && words::operation(after).is_some();
        if verb {
            continue;
        }
        if let Some(operation) = words::operation(token.text).filter(|_| token.word && !mark) {
            if slash && out.list.is_empty() {
                slash = false;
            }
            out.list.push((operation, first.unwrap_or(Grade::Ticked)));
            if first.is_none() {
                open.push(out.list.len() - 1);
            }
        } else if token.word && matches!(low.as_str(), "all" | "my" | "mine" | "none") {
            let level = match low.as_str() {
                "all" => Level::All,
                "my" | "mine" => Level::My,
                _ => Level::None,
            };
            let inside = paren && after == ")";
            let more = tokens
                .iter()
                .skip(at + 1)
                .any(|next| next.text != "new" && words::operation(next.text).is_some());
            if leads(&tokens, at, open.is_empty()) {
                // `All for Add and Edit; My for Delete`: the level is that of what follows.
                first = Some(Grade::Exactly(level));
                open.clear();
                last = token.start + token.text.len();
                continue;
            }
            if open.is_empty() && out.list.is_empty() {
                first = Some(Grade::Exactly(level));
            }
            let only_last = inside
                && !slash
                && open.len() > 1
                && (more
                    || level != Level::All
                    || out.list.iter().any(|(_, g)| *g != Grade::Ticked));
            if inside && !slash && open.len() > 1 && !only_last {
                out.inferred = true;
            }
            let given: Vec<usize> = if only_last {
                open.last().copied().into_iter().collect()
            } else {
                open.clone()
            };
            // `None -> All`: the level after the arrow is the one to set.
            let arrow = matches!(before, ">" | "→" | "➜") || from && before == "to";
            if arrow && open.is_empty() {
                set(&mut out.list, &just, Grade::Exactly(level));
            }
            if before.eq_ignore_ascii_case("or") && open.is_empty() {
                set(&mut out.list, &std::mem::take(&mut just), Grade::Ticked);
            }
            set(&mut out.list, &given, Grade::Exactly(level));
            if !given.is_empty() {
                just = given;
            }
            open.clear();
        } else if let Some(grade) = yes_or_no(&low)
            && token.word
            && !open.is_empty()
            && ends(&tokens, at)
        {
            // `Delete: No, Inquire: Yes`
            set(&mut out.list, &std::mem::take(&mut open), grade);
        } else if token.word
            && low == "or"
            && !just.is_empty()
            && matches!(after.to_lowercase().as_str(), "all" | "my" | "none")
        {
            continue;
        } else if token.word && low == "from" && !open.is_empty() {
            // `Edit from None to All`
            from = true;
            continue;
        } else if token.word {
            if !is_small(&low) {
                out.words += 1;
                break;
            }
            // `Inquire All - to read agreements`: a reason begins.
            if low == "to"
                && !out.list.is_empty()
                && after.starts_with(char::is_lowercase)
                && words::operation(after).is_some()
            {
                out.words += 1;
                break;
            }
            continue;
        } else {
            let end = token.start + token.text.len();
            match (token.text, sign(token.text)) {
                (_, Some(grade)) if signs_first => {
                    first = Some(grade);
                    last = end;
                }
                (_, Some(grade)) if !out.list.is_empty() => {
                    set(&mut out.list, &std::mem::take(&mut open), grade);
                    last = end;
                }
                // `Delete: -, Inquire: All`: the dash means None.
                ("-" | "–" | "—", _) if !open.is_empty() && is_none(&tokens, at) => {
                    let none = Grade::Exactly(Level::None);
                    set(&mut out.list, &std::mem::take(&mut open), none);
                    last = end;
                }
                ("(", _) => paren = true,
                (")", _) => paren = false,
                ("/" | "+", _) => slash = true,
                (".", _)
                    if !out.list.is_empty() && denies(spaced.get(token.start..).unwrap_or("")) =>
                {
                    break;
                }
                (
                    "{" | "}" | "|" | "," | ":" | "=" | "-" | "–" | "—" | "&" | ";" | "." | "*"
                    | ">" | "→" | "»" | "\u{fe0f}" | "_" | "\"" | "[" | "]",
                    _,
                ) => {}
                _ => {
                    out.words += 1;
                    break;
                }
            }
            continue;
        }
        last = token.start + token.text.len();
    }
    spaced
        .get(last..)
        .unwrap_or("")
        .trim()
        .clone_into(&mut out.rest);
    out
}

/// Text that follows a list of grants: a reason or a condition, without the marks around it.
pub(crate) fn remark(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')'
                    | '*'
                    | '_'
                    | '-'
                    | '–'
                    | '—'
                    | ':'
                    | ','
                    | ';'
                    | '\\'
                    | '.'
                    | '>'
                    | '→'
                    | '|'
                    | '='
            )
    });
    (text.split(' ').count() > 1 || words::merely_optional(text)).then(|| text.to_owned())
}

/// Reads a line such as `✓ Add`.
pub(crate) fn ticked(text: &str) -> Option<Vec<Grant>> {
    let (mark, rest) = text.trim().split_once(' ')?;
    let grade = words::grade(mark).filter(|_| !mark.starts_with(char::is_alphanumeric))?;
    if matches!(mark, "-" | "–" | "—" | "•" | "●") {
        return None;
    }
    let found = grants(rest);
    let grants = found.list.iter().map(|(operation, _)| (*operation, grade));
    found.alone().then(|| grants.collect())
}
