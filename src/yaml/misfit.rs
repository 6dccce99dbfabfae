//! What is wrong in a document, by its JSON Schema.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value as Json;

use super::schema::unescape;

/// Something in a value that its schema does not allow.
#[derive(Debug)]
pub(super) struct Misfit<'a> {
    /// The keys and indices that lead to the part of the value.
    pub(super) path: Vec<String>,
    /// The schema that refuses it.
    pub(super) schema: &'a Json,
    /// What it refuses.
    pub(super) kind: Kind<'a>,
}

/// What a schema refuses.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    /// None of several forms fits: what is wrong with each.
    Alternatives(Vec<Vec<Misfit<'a>>>),
    /// Keys that are not known.
    Unknown(Vec<String>),
    /// A key that is missing.
    Missing(String),
    /// It is none of these words.
    Words(Vec<String>),
    /// It is not of these types.
    Type(Vec<&'static str>),
    /// Something else: a pattern, or a bound.
    Other,
}

/// Everything in `value` that `schema` does not allow. A schema that cannot be compiled allows
/// everything; a test compiles each that is published.
pub(super) fn misfits<'a>(schema: &'a Json, value: &Json) -> Vec<Misfit<'a>> {
    let Ok(validator) = jsonschema::options().build(schema) else {
        return Vec::new();
    };
    let errors = validator.iter_errors(value);
    errors.map(|error| Misfit::of(schema, &error)).collect()
}

impl<'a> Misfit<'a> {
    fn of(root: &'a Json, error: &ValidationError<'_>) -> Self {
        let forms = |context: &[Vec<ValidationError<'static>>]| {
            let forms = context.iter();
            let form = |errors: &Vec<_>| errors.iter().map(|error| Self::of(root, error)).collect();
            Kind::Alternatives(forms.map(form).collect())
        };
        let words = |options: &Json| {
            let options = options.as_array().into_iter().flatten();
            Kind::Words(
                options
                    .filter_map(Json::as_str)
                    .map(str::to_owned)
                    .collect(),
            )
        };
        let kind = match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => forms(context),
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                Kind::Unknown(unexpected.clone())
            }
            ValidationErrorKind::Required { property } => {
                Kind::Missing(property.as_str().unwrap_or_default().to_owned())
            }
            ValidationErrorKind::Enum { options } => words(options),
            ValidationErrorKind::Constant { expected_value } => {
                words(&Json::Array(vec![Json::clone(expected_value)]))
            }
            ValidationErrorKind::Type { kind } => Kind::Type(match kind {
                TypeKind::Single(one) => vec![one.as_str()],
                TypeKind::Multiple(several) => several.iter().map(|one| one.as_str()).collect(),
            }),
            _ => Kind::Other,
        };
        let path = error.instance_path().as_str().split('/').skip(1);
        Self {
            path: path.map(unescape).collect(),
            schema: schema_at(root, error.evaluation_path().as_str()),
            kind,
        }
    }
}

/// The schema whose keyword the path names; the nearest outer one for a keyword within a list.
fn schema_at<'a>(root: &'a Json, path: &str) -> &'a Json {
    let (mut schema, mut at) = (root, root);
    for part in path.split('/').skip(1).map(unescape) {
        if at.is_object() {
            schema = at;
        }
        let next = match at {
            Json::Array(items) => part.parse().ok().and_then(|index: usize| items.get(index)),
            // A reference is part of the path, and what it leads to follows.
            Json::Object(_) if part == "$ref" => at
                .get("$ref")
                .and_then(Json::as_str)
                .and_then(|reference| root.pointer(reference.trim_start_matches('#'))),
            other => other.get(&part),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_schema_of_a_document_can_be_compiled() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let mut number = 0;
        for entry in std::fs::read_dir(directory).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let schema: Json = serde_json::from_str(&text).unwrap();
            jsonschema::options().build(&schema).unwrap();
            number += 1;
        }
        assert!(number > 10);
    }

    #[test]
    fn a_misfit_has_the_schema_that_refuses_it() {
        let schema = serde_json::json!({
            "properties": { "a": { "additionalProperties": { "$ref": "#/$defs/b" } } },
            "$defs": { "b": {
                "description": "B",
                "anyOf": [
                    { "type": "null" },
                    { "description": "form", "type": "object", "required": ["x"], "additionalProperties": false },
                ],
            } },
        });
        let value = serde_json::json!({ "a": { "k/1": { "y": 1 } } });
        let found = misfits(&schema, &value);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].path, ["a", "k/1"]);
        assert_eq!(found[0].schema["description"], "B");
        let Kind::Alternatives(forms) = &found[0].kind else {
            panic!("{found:?}");
        };
        assert_eq!(forms.len(), 2);
        for misfit in &forms[1] {
            assert_eq!(misfit.schema["description"], "form", "{misfit:?}");
            assert_eq!(misfit.path, ["a", "k/1"]);
        }
        assert_eq!(forms[1].len(), 2);
    }
}
