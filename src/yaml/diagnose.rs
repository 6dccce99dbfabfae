//! Every problem of a document that could not be read, each with its place.

use std::sync::Arc;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use schemars::JsonSchema;
use serde_json::Value as Json;

use super::schema::{describe, describe_at, properties, unescape};
use super::suggest::{list_words, nearest};
use super::tree::{self, Node, Value};
use crate::model::{Document, Problem, SourceText, Span, shortened};

/// All problems of a document that should be a `T`, in the order of the text.
pub(super) fn all_problems<T: JsonSchema>(
    document: Document,
    source: &Arc<SourceText>,
) -> Vec<Problem> {
    let root = match tree::parse(source.text()) {
        Ok(root) => root,
        Err(broken) => {
            let message = format!("this is not valid YAML: {}", broken.message);
            return vec![Problem::at(document, source, broken.span, "here", message)];
        }
    };
    let mut finder = Finder {
        document,
        source,
        root: &root,
        found: Vec::new(),
    };
    finder.duplicates(&root);
    let schema = schemars::schema_for!(T).to_value();
    // The schema is made from our own types: that it can be built is what the tests show.
    if let Ok(validator) = jsonschema::options().build(&schema) {
        let instance = root.to_json();
        for error in validator.iter_errors(&instance) {
            finder.schema_error(&schema, &error);
        }
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
                            let message = format!("a key must be text, and this is {}", key.kind());
                            self.push(key.span, "not text", message, None);
                        }
                        Some(text) => {
                            if let Some(first) = seen.insert(text, key.span) {
                                let message = format!("the key {} stands twice", quoted(text));
                                let mut problem = Problem::at(
                                    self.document,
                                    self.source,
                                    key.span,
                                    "stands again here",
                                    message,
                                );
                                problem = problem
                                    .and_at(self.document, first, "stands here first")
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

    fn schema_error(&mut self, schema: &Json, error: &ValidationError<'_>) {
        let path = error.instance_path().as_str().to_owned();
        let parts: Vec<String> = path.split('/').skip(1).map(unescape).collect();
        let Some(node) = self.root.at(parts.iter().map(String::as_str)) else {
            return;
        };
        let place = self.place(node, &parts);
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.alternatives(schema, node, place, context);
            }
            Kind::AdditionalProperties { unexpected } => {
                let known = properties(schema, error.schema_path().as_str());
                for key in unexpected {
                    let span = node.entry(key).map_or(place, |(key, _)| key.span);
                    let help = match nearest(key, known.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            format!(
                                "known here: {}",
                                list_words(known.iter().map(String::as_str))
                            )
                        }
                    };
                    self.push(
                        span,
                        "unknown key",
                        format!("unknown key {}", quoted(key)),
                        Some(help),
                    );
                }
            }
            Kind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                let owner = match parts.as_slice() {
                    [] => "the document".to_owned(),
                    [.., parent, last] if last.parse::<usize>().is_ok() => {
                        let number = last.parse::<usize>().map_or(1, |index| index + 1);
                        format!("entry {number} of {}", quoted(parent))
                    }
                    [.., last] => quoted(last),
                };
                let label = format!("`{key}` is missing here");
                let help = describe(schema, error.schema_path().as_str(), key)
                    .map(|text| format!("`{key}`: {text}"));
                self.push(place, &label, format!("{owner} has no `{key}`"), help);
            }
            Kind::Enum { options } => {
                let words: Vec<&str> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Json::as_str)
                    .collect();
                self.wrong_word(node, place, &words);
            }
            Kind::Constant { expected_value } => {
                self.wrong_word(
                    node,
                    place,
                    &expected_value.as_str().into_iter().collect::<Vec<_>>(),
                );
            }
            Kind::Type { kind } => {
                let wanted = format!("{kind:?}").to_lowercase();
                self.wrong_type(node, place, &wanted);
            }
            _ => {
                let message = error.to_string();
                let hint = describe_at(schema, error.schema_path().as_str());
                let message = match node.text() {
                    Some(text) => format!("{} does not fit here", quoted(text)),
                    None => message,
                };
                self.push(place, "does not fit", message, hint);
            }
        }
    }

    /// Of several forms that a value may have, tells only of the one that was begun.
    fn alternatives(
        &mut self,
        schema: &Json,
        node: &Node,
        place: Span,
        context: &[Vec<ValidationError<'static>>],
    ) {
        let here = |error: &ValidationError<'_>| {
            let at = error.instance_path().as_str();
            self.node_at(at)
                .is_some_and(|found| std::ptr::eq(found, node))
        };
        let mut branches = Vec::new();
        flatten(context, &here, &mut branches);
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
                place,
                &words.iter().map(String::as_str).collect::<Vec<_>>(),
            );
            return;
        }
        let other_form = |error: &ValidationError<'_>| {
            here(error) && (words_of(error).is_some() || matches!(error.kind(), Kind::Type { .. }))
        };
        let begun = branches
            .iter()
            .filter(|errors| !errors.iter().any(other_form));
        if let Some(errors) = begun.min_by_key(|errors| errors.len()) {
            for error in *errors {
                self.schema_error(schema, error);
            }
            return;
        }
        let message = if node.is_null() {
            "nothing is written here, and something must be".to_owned()
        } else {
            format!("{} does not belong here", node.kind())
        };
        let help = match words.as_slice() {
            [] => "write one word, or a mapping of keys".to_owned(),
            words => format!("write {}", list_words(words.iter().map(String::as_str))),
        };
        self.push(place, "does not fit", message, Some(help));
    }

    fn node_at(&self, path: &str) -> Option<&Node> {
        let parts: Vec<String> = path.split('/').skip(1).map(unescape).collect();
        self.root.at(parts.iter().map(String::as_str))
    }

    fn wrong_word(&mut self, node: &Node, place: Span, words: &[&str]) {
        let expected = list_words(words.iter().copied());
        let (found, help) = match node.text() {
            _ if node.is_null() => ("nothing".to_owned(), None),
            Some(text) => {
                let near = nearest(text, words.iter().copied());
                (
                    quoted(text),
                    near.map(|near| format!("did you mean `{near}`?")),
                )
            }
            None => (node.kind().to_owned(), None),
        };
        let message = format!("{found} is not {expected}");
        self.push(place, &format!("expected {expected}"), message, help);
    }

    fn wrong_type(&mut self, node: &Node, place: Span, kind: &str) {
        let wanted = if kind.contains("object") {
            "a mapping of keys"
        } else if kind.contains("array") {
            "a list"
        } else if kind.contains("bool") {
            "`true` or `false`"
        } else if kind.contains("integer") || kind.contains("number") {
            "a number"
        } else {
            // Unquoted numbers are fine where text is asked for: the typed reading takes them.
            if node.text().is_some() && !node.is_null() {
                return;
            }
            "text"
        };
        let found = match node.text() {
            _ if node.is_null() => "nothing".to_owned(),
            Some(text) => format!("the text {}", quoted(text)),
            None => node.kind().to_owned(),
        };
        let message = format!("expected {wanted}, and found {found}");
        self.push(place, &format!("expected {wanted}"), message, None);
    }

    /// The bytes to point at: the value's own, or the key's where the value has none.
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

/// The forms that a value may have, with those of a form that itself has several.
fn flatten<'c>(
    context: &'c [Vec<ValidationError<'static>>],
    here: &dyn Fn(&ValidationError<'_>) -> bool,
    out: &mut Vec<&'c [ValidationError<'static>]>,
) {
    for branch in context {
        match branch.as_slice() {
            [only] if here(only) && words_of(only).is_none() => match only.kind() {
                Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                    flatten(context, here, out);
                }
                _ => out.push(branch),
            },
            _ => out.push(branch),
        }
    }
}

/// The words that would have been right, when an error is about one of a few words.
fn words_of(error: &ValidationError<'_>) -> Option<Vec<String>> {
    let texts = |values: &[Json]| {
        values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    };
    match error.kind() {
        Kind::Enum { options } => texts(options.as_array()?),
        Kind::Constant { expected_value } => texts(std::slice::from_ref(expected_value)),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let same = |inner: &&ValidationError<'_>| {
                inner.instance_path().as_str() == error.instance_path().as_str()
            };
            let branches: Option<Vec<Vec<String>>> = context
                .iter()
                .map(|errors| errors.iter().filter(same).find_map(words_of))
                .collect();
            branches.map(|words| words.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text, 60))
}
