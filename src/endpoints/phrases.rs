//! Requests that a sentence about an integration describes: `Creates and updates tickets`, or
//! ``Calls `POST /service/tickets` ``.
//!
//! The words are read strictly: a sentence that denies, limits or speaks about other people describes
//! nothing.

use super::answer::{Kind, State};
use super::condition::Hints;
use super::data::Grade;
use super::lookup::lookup;
use super::target::{Target, split_request};
use crate::model::Operation;

/// A request that a sentence describes, with what it needs for certain by a documented source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The words of the sentence.
    pub words: String,
    /// Method.
    pub method: String,
    /// Published path.
    pub path: String,
    /// Module.
    pub module: &'static str,
    /// Function.
    pub function: &'static str,
    /// Operation.
    pub operation: Operation,
}

/// Words for a kind of record, and the path of its list.
const RECORDS: [(&str, &str); 22] = [
    ("additions", "/finance/agreements/1/additions"),
    ("agreement additions", "/finance/agreements/1/additions"),
    ("agreements", "/finance/agreements"),
    ("catalog items", "/procurement/catalog"),
    ("companies", "/company/companies"),
    ("company records", "/company/companies"),
    ("configuration items", "/company/configurations"),
    ("configurations", "/company/configurations"),
    ("contact records", "/company/contacts"),
    ("contacts", "/company/contacts"),
    ("members", "/system/members"),
    ("product catalog items", "/procurement/catalog"),
    ("service boards", "/service/boards"),
    ("service desk tickets", "/service/tickets"),
    ("service ticket", "/service/tickets"),
    ("service tickets", "/service/tickets"),
    ("ticket tasks", "/service/tickets/1/tasks"),
    ("ticket", "/service/tickets"),
    ("tickets", "/service/tickets"),
    ("time entries", "/time/entries"),
    ("time entry", "/time/entries"),
    ("company", "/company/companies"),
];
/// The longest name of a kind of record, in words.
const LONGEST: usize = 3;

/// Verbs in their three forms, with the method of the request.
const VERBS: [(&str, [&str; 3]); 14] = [
    ("GET", ["read", "reads", "reading"]),
    ("GET", ["list", "lists", "listing"]),
    ("GET", ["query", "queries", "querying"]),
    ("GET", ["retrieve", "retrieves", "retrieving"]),
    ("GET", ["fetch", "fetches", "fetching"]),
    ("GET", ["import", "imports", "importing"]),
    ("POST", ["create", "creates", "creating"]),
    ("POST", ["add", "adds", "adding"]),
    ("PATCH", ["update", "updates", "updating"]),
    ("PATCH", ["edit", "edits", "editing"]),
    ("PATCH", ["change", "changes", "changing"]),
    ("PATCH", ["modify", "modifies", "modifying"]),
    ("DELETE", ["delete", "deletes", "deleting"]),
    ("DELETE", ["remove", "removes", "removing"]),
];

/// Words that make a sentence say something else than what the integration does.
const DENIALS: [&str; 20] = [
    "not",
    "no",
    "never",
    "cannot",
    "without",
    "instead",
    "neither",
    "nor",
    "none",
    "longer",
    "avoid",
    "avoids",
    "prevent",
    "prevents",
    "except",
    "unless",
    "excluding",
    "formerly",
    "previously",
    "only",
];
/// Words after which a sentence speaks about a condition or about other people.
const ASIDES: [&str; 15] = [
    "who", "whose", "which", "that", "when", "if", "while", "before", "after", "because", "where",
    "until", "since", "whether", "than",
];
/// Words after which a verb is about the integration: `needed to create`, `used for creating`.
const LEADS: [&str; 18] = [
    "required",
    "needed",
    "needs",
    "used",
    "necessary",
    "able",
    "order",
    "integration",
    "product",
    "app",
    "connector",
    "has",
    "must",
    "will",
    "and",
    "or",
    "also",
    "then",
];
/// Words between a verb and its record.
const ARTICLES: [&str; 8] = ["the", "a", "an", "all", "any", "new", "existing", "its"];
/// Words that may follow a record; others make it a part of a longer name, as in `company sites`.
const FOLLOWS: [&str; 32] = [
    "and",
    "or",
    "for",
    "from",
    "in",
    "into",
    "on",
    "onto",
    "with",
    "to",
    "by",
    "against",
    "during",
    "as",
    "at",
    "through",
    "via",
    "based",
    "automatically",
    "out",
    "when",
    "if",
    "while",
    "after",
    "before",
    "whenever",
    "using",
    "under",
    "so",
    "because",
    "again",
    "once",
];

/// A word in small letters, or a comma; other punctuation ends a sentence.
fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for part in text.split_whitespace() {
        let lower = part.to_lowercase();
        let word = lower.trim_matches(['"', '`', '*', '(', ')', '.', ',', ';', ':', '!', '?']);
        if let Some(sentence) = all.last_mut() {
            if part.starts_with('(') {
                sentence.push("(".to_owned());
            }
            if !word.is_empty() {
                sentence.push(word.to_owned());
            }
            if part.ends_with(',') {
                sentence.push(",".to_owned());
            }
        }
        if part.ends_with(['.', ';', ':', '!', '?', ')']) {
            all.push(Vec::new());
        }
    }
    all
}

fn verb(word: &str) -> Option<&'static str> {
    let mut verbs = VERBS.iter();
    let found = verbs.find(|(_, forms)| forms.contains(&word))?;
    Some(found.0)
}

/// The kind of record that some words begin with: its path, and how many words it takes.
fn record(words: &[String]) -> Option<(&'static str, usize)> {
    (1..=LONGEST.min(words.len())).rev().find_map(|length| {
        let name = words.get(..length)?.join(" ");
        let found = RECORDS.iter().find(|(known, _)| *known == name)?;
        let ends = words
            .get(length)
            .is_none_or(|next| next == "," || next == "(" || FOLLOWS.contains(&next.as_str()));
        ends.then_some((found.1, length))
    })
}

fn is_joint(word: &str) -> bool {
    matches!(word, "," | "and" | "or")
}

/// Whether the integration does what a verb at this place says.
fn leads(words: &[String], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at));
    let Some(last) = before(1) else {
        return true;
    };
    match last.as_str() {
        "," => true,
        "to" | "for" => before(2).is_none_or(|word| LEADS.contains(&word.as_str())),
        word => LEADS.contains(&word),
    }
}

/// Methods and paths that a sentence describes, with the words that do.
fn phrases(words: &[String]) -> Vec<(&'static str, &'static str, String)> {
    let mut found = Vec::new();
    let end = words
        .iter()
        .position(|word| ASIDES.contains(&word.as_str()));
    let words = words.get(..end.unwrap_or(words.len())).unwrap_or_default();
    let at_word = |at: usize| words.get(at).map(String::as_str);
    let mut at = 0;
    while at < words.len() {
        let start = at;
        at += 1;
        let Some(first) = at_word(start)
            .and_then(verb)
            .filter(|_| leads(words, start))
        else {
            continue;
        };
        let mut methods = vec![first];
        // More verbs: `creates, updates and deletes`.
        loop {
            let mut next = at;
            while at_word(next).is_some_and(is_joint) {
                next += 1;
            }
            match at_word(next).and_then(verb).filter(|_| next > at) {
                Some(method) => methods.push(method),
                None => break,
            }
            at = next + 1;
        }
        let mut records = Vec::new();
        // Records: `companies and their contacts` names one.
        loop {
            let mut next = at;
            if !records.is_empty() {
                while at_word(next).is_some_and(is_joint) {
                    next += 1;
                }
                if next == at {
                    break;
                }
            }
            while at_word(next).is_some_and(|word| ARTICLES.contains(&word)) {
                next += 1;
            }
            let Some((path, length)) = record(words.get(next..).unwrap_or_default()) else {
                break;
            };
            records.push(path);
            at = next + length;
        }
        let text = words.get(start..at).unwrap_or_default().join(" ");
        let text = text.replace(" ,", ",");
        for path in records {
            found.extend(methods.iter().map(|method| (*method, path, text.clone())));
        }
    }
    found
}

/// Requests that are named in a text as such.
fn named(text: &str) -> Vec<(String, String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let pairs = words.windows(2).filter_map(|pair| {
        let [method, path] = pair else { return None };
        let clean = |word: &str| {
            let end = ['`', '"', '\'', '(', ')', ',', ';', '*', '.', ':', '!', '?'];
            word.trim_matches(end).to_owned()
        };
        let path = clean(path);
        let method = clean(method);
        let shouted = method.bytes().all(|byte| byte.is_ascii_uppercase());
        let request = format!("{method} {path}");
        let (method, _) = split_request(&request);
        (shouted && path.contains('/')).then_some((method?, path, request))
    });
    pairs.collect()
}

/// Requests that a text describes and whose permission a public source documents.
pub fn described(text: &str) -> Vec<Described> {
    let mut requests = Vec::new();
    for words in sentences(text) {
        let denies = |word: &String| DENIALS.contains(&word.as_str()) || word.ends_with("n't");
        if words.iter().any(denies) {
            continue;
        }
        let phrases = phrases(&words).into_iter();
        requests.extend(phrases.map(|(method, path, words)| {
            let below = if matches!(method, "PATCH" | "DELETE") {
                "/1"
            } else {
                ""
            };
            (method.to_owned(), format!("{path}{below}"), words)
        }));
    }
    let mut lines = text.split(['\n', ';']).flat_map(|line| line.split(". "));
    let denies = |line: &str| {
        line.split_whitespace()
            .any(|word| DENIALS.contains(&word.to_lowercase().as_str()) || word.ends_with("n't"))
    };
    requests.extend(lines.by_ref().filter(|line| !denies(line)).flat_map(named));
    let mut found: Vec<Described> = Vec::new();
    for (method, path, words) in requests {
        for new in documented(&method, &path, &words) {
            let same = |known: &Described| {
                (known.function, known.operation) == (new.function, new.operation)
            };
            if !found.iter().any(same) {
                found.push(new);
            }
        }
    }
    found
}

fn documented(method: &str, path: &str, words: &str) -> Vec<Described> {
    let Ok(target) = Target::parse(path) else {
        return Vec::new();
    };
    let answer = lookup(method, &target, &Hints::default());
    if answer.kind != Kind::Function {
        return Vec::new();
    }
    let certain = answer.needs.iter().filter(|need| {
        need.state == State::Certain && need.when.is_none() && need.grade == Grade::Documented
    });
    certain
        .filter_map(|need| {
            Some(Described {
                words: words.to_owned(),
                method: answer.method.clone(),
                path: answer.path.clone(),
                module: need.module?,
                function: need.function?,
                operation: need.operation,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
