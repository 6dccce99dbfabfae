//! Every problem of a document that could not be read, each with its position.

use std::sync::Arc;

use serde_json::Value as Json;

use super::misfit::{Kind, Misfit, misfits};
use super::schema::{add_key, describe, properties};
use super::suggest::{did_you_mean, list_words};
use super::tree::{self, Node, Value};

use crate::model::{Document, Problem, SourceText, Span, shortened};

/// All problems of a document that should match a schema, in document order.
pub(super) fn all_problems(
    schema: &str,
    document: Document,
    source: &Arc<SourceText>,
) -> Vec<Problem> {
    let root = match tree::parse(source.text()) {
        Ok(root) => root,
        Err(broken) => {
            let at = |message| Problem::at(document, source, broken.span, "here", message);
            // Valid YAML, but not what is expected.
            if broken.message == tree::EMPTY {
                return vec![at(broken.message)];
            }
            let problem = at(format!("this is not valid YAML: {}", broken.message));
            return vec![match broken.help {
                Some(help) => problem.with_help(help),
                None => problem,
            }];
        }
    };
    let mut finder = Finder {
        document,
        source,
        root: &root,
        found: Vec::new(),
    };
    finder.duplicates(&root);
    // A test parses every published schema: none of them is null.
    let schema: Json = serde_json::from_str(schema).unwrap_or_default();
    for misfit in &misfits(&schema, &root.to_json()) {
        finder.misfit(&schema, misfit);
    }
    let mut found = finder.found;
    found.sort_by_key(|problem| problem.locations.first().map(|place| place.span));
    found
}

struct Finder<'a> {
    document: Document,
    source: &'a Arc<SourceText>,
    root: &'a Node,
    found: Vec<Problem>,
}

impl Finder<'_> {
    fn push(&mut self, span: Span, label: &str, message: String, help: Option<String>) {
        let mut problem = Problem::at(self.document, self.source, span, label, message);
        problem.help = help;
        self.found.push(problem);
    }

    fn duplicates(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar { .. } => {}
            Value::Sequence(items) => items.iter().for_each(|item| self.duplicates(item)),
            Value::Mapping(entries) => {
                let mut seen = std::collections::HashMap::new();
                for (key, value) in entries {
                    match key.text() {
                        None => {
                            let message = format!("a key must be text, but this is {}", key.kind());
                            self.push(key.span, "not text", message, None);
                        }
                        Some(text) => {
                            if let Some(first) = seen.insert(text, key.span) {
                                let message = format!("the key {} occurs twice", quoted(text));
                                let mut problem = Problem::at(
                                    self.document,
                                    self.source,
                                    key.span,
                                    "again here",
                                    message,
                                );
                                problem = problem
                                    .and_at(self.document, first, "first here")
                                    .with_help("keep one of the two");
                                self.found.push(problem);
                            }
                        }
                    }
                    self.duplicates(value);
                }
            }
        }
    }

    fn misfit(&mut self, root: &Json, misfit: &Misfit<'_>) {
        let (parts, schema) = (&misfit.path, misfit.schema);
        let Some(node) = self.root.at(parts.iter().map(String::as_str)) else {
            return;
        };
        let place = self.place(node, parts);
        match &misfit.kind {
            Kind::Alternatives(forms) => self.alternatives(root, node, place, misfit, forms),
            Kind::Unknown(keys) => {
                let known = properties(schema);
                for key in keys {
                    let span = node.entry(key).map_or(place, |(key, _)| key.span);
                    let known = || known.iter().map(String::as_str);
                    let help = did_you_mean(key, known())
                        .unwrap_or_else(|| format!("expected {}", list_words(known())));
                    let message = format!("unknown key {}", quoted(key));
                    self.push(span, "unknown key", message, Some(help));
                }
            }
            Kind::Missing(key) => {
                let owner = match parts.as_slice() {
                    [] => "the document".to_owned(),
                    [.., parent, last] if last.parse::<usize>().is_ok() => {
                        let number = last.parse::<usize>().map_or(1, |index| index + 1);
                        format!("entry {number} of {}", quoted(parent))
                    }
                    [.., last] => quoted(last),
                };
                let label = format!("`{key}` is missing here");
                let help = add_key(root, schema, key);
                self.push(place, &label, format!("{owner} has no `{key}`"), help);
            }
            Kind::Words(words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                self.wrong_word(node, parts.last(), place, &words);
            }
            Kind::Type(names) => self.wrong_type(node, place, names),
            Kind::Other => {
                let value = node.text().map_or_else(|| node.kind().to_owned(), quoted);
                let key = parts.iter().rfind(|part| part.parse::<usize>().is_err());
                let message = not_valid(&value, key);
                let help = describe(schema).map(|text| match key {
                    Some(key) => format!("{}: {text}", quoted(key)),
                    None => format!("expected {text}"),
                });
                self.push(place, "not valid", message, help);
            }
        }
    }

    /// For a value with several possible forms, reports only the problems of the intended one.
    fn alternatives<'m>(
        &mut self,
        root: &Json,
        node: &Node,
        place: Span,
        misfit: &'m Misfit<'m>,
        forms: &'m [Vec<Misfit<'m>>],
    ) {
        let here = |inner: &Misfit<'_>| inner.path == misfit.path;
        let mut branches = Vec::new();
        flatten(forms, &here, &mut branches);
        let mut words: Vec<String> = branches
            .iter()
            .copied()
            .flatten()
            .filter_map(words_of)
            .flatten()
            .collect();
        let mut seen = std::collections::HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        if !words.is_empty() && node.text().is_some() {
            self.wrong_word(
                node,
                misfit.path.last(),
                place,
                &words.iter().map(String::as_str).collect::<Vec<_>>(),
            );
            return;
        }
        let other_form = |inner: &Misfit<'_>| {
            here(inner) && (words_of(inner).is_some() || matches!(inner.kind, Kind::Type(_)))
        };
        let begun = branches
            .iter()
            .filter(|misfits| !misfits.iter().any(other_form));
        if let Some(misfits) = begun.min_by_key(|misfits| misfits.len()) {
            for misfit in *misfits {
                self.misfit(root, misfit);
            }
            return;
        }
        let expected = match words.as_slice() {
            [] => accepted(&branches, &here),
            words => list_words(words.iter().map(String::as_str)),
        };
        let message = format!("expected {expected}, but found {}", found(node));
        self.push(place, "not valid here", message, None);
    }

    fn wrong_word(&mut self, node: &Node, key: Option<&String>, place: Span, words: &[&str]) {
        let expected = list_words(words.iter().copied());
        let found = found(node);
        let text = node.text().filter(|_| !node.is_null());
        let help = text.and_then(|text| did_you_mean(text, words.iter().copied()));
        let (message, label) = match words {
            // A version of a format.
            [only] if only.starts_with("leastwise/") => (
                format!("{found} is not supported: expected {expected}"),
                format!("expected {expected}"),
            ),
            words if words.len() > 6 => (not_valid(&found, key), "not valid".to_owned()),
            _ => (
                format!("expected {expected}, but found {found}"),
                format!("expected {expected}"),
            ),
        };
        let help = help.or_else(|| (words.len() > 6).then(|| format!("expected {expected}")));
        self.push(place, &label, message, help);
    }

    fn wrong_type(&mut self, node: &Node, place: Span, names: &[&str]) {
        let mut kinds = ["object", "array", "boolean", "integer", "number"].into_iter();
        let wanted = kinds.find(|name| names.contains(name)).unwrap_or("string");
        // Unquoted numbers are valid where text is expected: the typed reader accepts them.
        if wanted == "string" && node.text().is_some() && !node.is_null() {
            return;
        }
        let wanted = kind_of(wanted).unwrap_or("text");
        let message = format!("expected {wanted}, but found {}", found(node));
        self.push(place, &format!("expected {wanted}"), message, None);
    }

    /// The span to point at: the value, or its key if there is no value.
    fn place(&self, node: &Node, parts: &[String]) -> Span {
        if matches!(node.value, Value::Scalar { .. }) && !node.span.is_empty() && !node.is_null() {
            return node.span;
        }
        let key = parts.split_last().and_then(|(last, parents)| {
            let parent = self.root.at(parents.iter().map(String::as_str))?;
            parent.entry(last).map(|(key, _)| key.span)
        });
        key.unwrap_or(node.span)
    }
}

/// The message about a value that its key does not allow.
fn not_valid(found: &str, key: Option<&String>) -> String {
    match key {
        Some(key) => format!("{found} is not a valid value for {}", quoted(key)),
        None => format!("{found} is not a valid value"),
    }
}

/// A type of a JSON Schema in a message; none for null.
fn kind_of(name: &str) -> Option<&'static str> {
    match name {
        "string" => Some("text"),
        "array" => Some("a list"),
        "object" => Some("a mapping"),
        "boolean" => Some("`true` or `false`"),
        "integer" | "number" => Some("a number"),
        _ => None,
    }
}

/// A value in a message.
fn found(node: &Node) -> String {
    match node.text() {
        _ if node.is_null() => "an empty value".to_owned(),
        Some(text) => quoted(text),
        None => node.kind().to_owned(),
    }
}

/// The possible forms of a value, flattened.
fn flatten<'m>(
    forms: &'m [Vec<Misfit<'m>>],
    here: &dyn Fn(&Misfit<'_>) -> bool,
    out: &mut Vec<&'m [Misfit<'m>]>,
) {
    for form in forms {
        match form.as_slice() {
            [only] if here(only) && words_of(only).is_none() => match &only.kind {
                Kind::Alternatives(forms) => flatten(forms, here, out),
                _ => out.push(form),
            },
            _ => out.push(form),
        }
    }
}

/// The kinds of values that a value may be, as words: `text or a list`.
fn accepted(branches: &[&[Misfit<'_>]], here: &dyn Fn(&Misfit<'_>) -> bool) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for misfit in branches.iter().copied().flatten().filter(|&one| here(one)) {
        let Kind::Type(names) = &misfit.kind else {
            continue;
        };
        for kind in names.iter().filter_map(|name| kind_of(name)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }
    match kinds.split_last() {
        None => "another value".to_owned(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// The valid words, if a violation is about an enumeration.
fn words_of(misfit: &Misfit<'_>) -> Option<Vec<String>> {
    match &misfit.kind {
        Kind::Words(words) => Some(words.clone()),
        Kind::Alternatives(forms) => {
            let same = |inner: &&Misfit<'_>| inner.path == misfit.path;
            let forms: Option<Vec<Vec<String>>> = forms
                .iter()
                .map(|misfits| misfits.iter().filter(same).find_map(words_of))
                .collect();
            forms.map(|words| words.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, 60))
}
