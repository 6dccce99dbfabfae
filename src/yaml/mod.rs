//! YAML documents: a typed value with positions, or every error at once.
//!
//! Valid documents take one pass of `serde-saphyr` into the document's types. Only if that fails,
//! the text is parsed again into a tree with positions and compared with the published JSON Schema
//! of the same types, so that all errors are reported at once, each with its span. Without the feature
//! `validator`, the first error is reported.

mod comments;
#[cfg(feature = "validator")]
mod diagnose;
mod limits;
#[cfg(feature = "validator")]
mod misfit;
#[cfg(feature = "validator")]
mod parser_message;
mod published;
#[cfg(feature = "validator")]
mod schema;
mod spanned;
mod suggest;
#[cfg(feature = "validator")]
mod tree;
mod write;

use std::sync::Arc;

use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};

pub(crate) use comments::comments;
pub use published::HasSchema;
pub(crate) use published::published_schema;
pub use spanned::{Maybe, OneOrMany, Spanned, Table, WordOr};
pub(crate) use suggest::nearest_normalized;
pub use suggest::{list_words, nearest, suggestion};
pub(crate) use write::{quoted, scalar};

use crate::model::{Document, Problem, SourceText, Span};

/// Reads one document into its type.
///
/// # Errors
///
/// Every problem, in document order.
pub fn load<T: HasSchema>(document: Document, source: &Arc<SourceText>) -> Result<T, Vec<Problem>> {
    let text = source.text();
    if text.len() > limits::BYTES {
        let message = format!(
            "the file has {} bytes: at most {} are allowed",
            text.len(),
            limits::BYTES
        );
        return Err(vec![Problem::in_file(source.name(), message)]);
    }
    if let Some(at) = text.find('\0') {
        let problem = Problem::at(
            document,
            source,
            Span::new(at, at + 1),
            "a NUL byte",
            "the file contains a NUL byte, which YAML does not allow",
        );
        return Err(vec![problem.with_help("save the file as UTF-8 text")]);
    }
    // Every type is read through one type-erased deserializer, so that the program contains the
    // YAML reader only once.
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options(), |yaml| {
        let mut yaml = <dyn erased_serde::Deserializer<'_>>::erase(yaml);
        erased_serde::deserialize(&mut yaml).map_err(serde::de::Error::custom)
    });
    read.map_err(|error: serde_saphyr::Error| {
        #[cfg(feature = "validator")]
        {
            let problems = diagnose::all_problems(T::SCHEMA, document, source);
            if !problems.is_empty() {
                return problems;
            }
        }
        vec![first_problem(document, source, &error)]
    })
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: limits::DEPTH,
            max_nodes: limits::NODES,
            max_aliases: limits::ALIASES,
            max_documents: 1,
            flow_nesting_limit: limits::DEPTH,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    }
}

/// The single error of the typed reader: for problems that only it detects.
fn first_problem(
    document: Document,
    source: &Arc<SourceText>,
    error: &serde_saphyr::Error,
) -> Problem {
    let error = error.without_snippet();
    let text = error.to_string();
    let message = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message);
    let message = format!("this is not a valid document: {message}");
    match error
        .location()
        .and_then(|location| location.span().byte_offset())
    {
        Some(offset) => {
            let at = usize::try_from(offset)
                .unwrap_or(0)
                .min(source.text().len());
            Problem::at(document, source, Span::new(at, at), "here", message)
        }
        None => Problem::in_file(source.name(), message),
    }
}
