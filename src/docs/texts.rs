//! The sentences of documents: one file per language, with the same keys and placeholders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Document, Problem, SourceText, Span};
use crate::yaml::{self, Spanned, Table, nearest};

/// The built-in languages.
const LANGUAGES: [(&str, &str); 2] = [
    ("en", include_str!("texts/en.yaml")),
    ("de", include_str!("texts/de.yaml")),
];

/// The key whose text is the language itself, as in HTML's `lang`.
const LANGUAGE: &str = "language";

/// The sentences of one language.
#[derive(Clone, Debug)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The built-in languages, the default first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(language, _)| *language)
    }

    /// The sentences of a built-in language; `None` for any other language.
    ///
    /// # Errors
    ///
    /// Same as [`Texts::parse`]; the tests read every built-in language, so this does not happen in
    /// a release.
    pub fn of(language: &str) -> Option<Result<Self, Vec<Problem>>> {
        let (language, text) = LANGUAGES.iter().find(|(known, _)| *known == language)?;
        let source = SourceText::new(format!("{language}.yaml"), *text);
        Some(Self::parse(&Arc::new(source)))
    }

    /// The file of the default language, as a starting point for translations.
    pub fn original() -> &'static str {
        let [(_, text), ..] = LANGUAGES;
        text
    }

    /// Reads the sentences of a language.
    ///
    /// # Errors
    ///
    /// Missing and unknown keys, and texts with other placeholders than the original: a translation
    /// that lost the level would be wrong.
    pub fn parse(source: &Arc<SourceText>) -> Result<Self, Vec<Problem>> {
        let written = read(source)?;
        let original = read(&Arc::new(SourceText::new("en.yaml", Self::original())))?;
        let mut problems = Vec::new();
        for (key, text) in &written {
            let Some(model) = original.get(&key.value) else {
                let help = nearest(
                    &key.value,
                    original.iter().map(|(key, _)| key.value.as_str()),
                )
                .map_or_else(
                    || "remove it".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("no document uses a text `{}`", key.value);
                problems.push(at(source, key.span, message).with_help(help));
                continue;
            };
            let (asked, given) = (placeholders(&model.value), placeholders(&text.value));
            if asked != given {
                let message = format!(
                    "the text `{}` has {} but must have {}",
                    key.value,
                    listed(&given),
                    listed(&asked)
                );
                let help = format!("in English it is: {}", model.value);
                problems.push(at(source, text.span, message).with_help(help));
            }
            if text.value.trim().is_empty() {
                let message = format!("the text `{}` is empty", key.value);
                let help = format!("in English it is: {}", model.value);
                problems.push(at(source, text.span, message).with_help(help));
            }
        }
        for (key, model) in &original {
            if written.get(&key.value).is_none() {
                let message = format!("the text `{}` is missing", key.value);
                let help = format!("in English it is: {}", model.value);
                problems.push(Problem::in_file(source.name(), message).with_help(help));
            }
        }
        if problems.is_empty() {
            let entries = written.iter();
            Ok(Self(
                entries
                    .map(|(key, text)| (key.value.clone(), text.value.clone()))
                    .collect(),
            ))
        } else {
            Err(problems)
        }
    }

    /// The language of the texts, as in HTML's `lang`.
    pub fn language(&self) -> &str {
        self.get(LANGUAGE).unwrap_or("en")
    }

    /// The text of a key, with its placeholders.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The text of a key with its placeholders filled; the key itself if it is unknown.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.get(key).unwrap_or(key);
        parts(text)
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Placeholder(name) => values
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map_or("", |(_, value)| value),
            })
            .collect()
    }

    /// `a, b and c`; with `one_of_last`, `a, b or c`.
    pub(super) fn list(&self, last: &str, items: &[String]) -> String {
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((end, before)) => self.say(last, &[("items", &before.join(", ")), ("last", end)]),
        }
    }

    /// Every key.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn read(source: &Arc<SourceText>) -> Result<Table<Spanned<String>>, Vec<Problem>> {
    yaml::load(Document::Configuration, source)
}

fn at(source: &Arc<SourceText>, span: Span, message: String) -> Problem {
    Problem::at(Document::Configuration, source, span, "here", message)
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Literal text.
    Text(&'a str),
    /// A placeholder.
    Placeholder(&'a str),
}

/// Splits a text into parts. A brace that starts no placeholder is text.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && is_name(name)
        {
            rest = after;
            return Some(Part::Placeholder(name));
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest
            .get(first..)
            .and_then(|tail| tail.find('{'))
            .map_or(rest.len(), |at| at + first);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Part::Text(text))
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    parts(text)
        .filter_map(|part| match part {
            Part::Placeholder(name) => Some(name),
            Part::Text(_) => None,
        })
        .collect()
}

fn listed(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "no placeholder".to_owned();
    }
    let braced: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    braced.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text() {
        for language in Texts::languages() {
            let texts = Texts::of(language).unwrap();
            let texts = texts.unwrap_or_else(|problems| panic!("{language}: {problems:#?}"));
            assert_eq!(texts.language(), language);
        }
    }

    #[test]
    fn placeholders_are_filled_and_braces_stay() {
        let found: Vec<Part<'_>> = parts("a {b} {c d} {{e}").collect();
        let (text, name) = (Part::Text, Part::Placeholder);
        assert_eq!(
            found,
            [
                text("a "),
                name("b"),
                text(" "),
                text("{c d} "),
                text("{"),
                name("e")
            ]
        );
        let texts = Texts::of("en").unwrap().unwrap();
        assert_eq!(
            texts.say("setting", &[("column", "Add Level"), ("level", "{column}")]),
            "Add Level = {column}"
        );
    }

    #[test]
    fn a_list_ends_with_and() {
        let texts = Texts::of("en").unwrap().unwrap();
        let list = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            texts.list("list_last", &items)
        };
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
