//! Comparing a value with the JSON Schema of a type, and reporting everything that does not fit.
//!
//! Only the part of JSON Schema that our own types make is understood: that is little, and a
//! general validator is a quarter of the program (`docs/decisions/0015-size-and-build-time.md`).
//! The tests compare every answer with such a validator.

use serde_json::Value as Json;

use super::schema::follow;

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
    Missing(&'a str),
    /// It is none of these words.
    Words(Vec<&'a Json>),
    /// It is not of these types.
    Type(Vec<&'a str>),
    /// Something else: a pattern, or a bound.
    Other,
}

/// Everything in `value` that `schema` does not allow.
pub(super) fn misfits<'a>(schema: &'a Json, value: &Json) -> Vec<Misfit<'a>> {
    let mut walk = Walk {
        root: schema,
        path: Vec::new(),
        found: Vec::new(),
    };
    walk.value(schema, value);
    walk.found
}

struct Walk<'a> {
    root: &'a Json,
    path: Vec<String>,
    found: Vec<Misfit<'a>>,
}

impl<'a> Walk<'a> {
    fn push(&mut self, schema: &'a Json, kind: Kind<'a>) {
        self.found.push(Misfit {
            path: self.path.clone(),
            schema,
            kind,
        });
    }

    fn inner(&mut self, part: String, schema: &'a Json, value: &Json) {
        self.path.push(part);
        self.value(schema, value);
        self.path.pop();
    }

    fn value(&mut self, schema: &'a Json, value: &Json) {
        let Some(keywords) = schema.as_object() else {
            // `false`, where nothing may be; our types make no such schema but for keys.
            if *schema == Json::Bool(false) {
                self.push(schema, Kind::Other);
            }
            return;
        };
        if keywords.contains_key("$ref") {
            self.value(follow(self.root, schema), value);
        }
        for (keyword, says) in keywords {
            self.keyword(schema, keyword, says, value);
        }
        match value {
            Json::Object(object) => self.object(schema, object),
            Json::Array(items) => {
                if let Some(each) = keywords.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        self.inner(index.to_string(), each, item);
                    }
                }
            }
            _ => {}
        }
    }

    fn keyword(&mut self, schema: &'a Json, keyword: &str, says: &'a Json, value: &Json) {
        let fits = match keyword {
            "anyOf" => return self.alternatives(schema, says, value, false),
            "oneOf" => return self.alternatives(schema, says, value, true),
            "type" => {
                let types = words(says);
                if !types.iter().any(|name| is(value, name)) {
                    self.push(schema, Kind::Type(types));
                }
                return;
            }
            "const" => {
                if value != says {
                    self.push(schema, Kind::Words(vec![says]));
                }
                return;
            }
            "enum" => {
                let options: Vec<&Json> = says.as_array().into_iter().flatten().collect();
                if !options.contains(&value) {
                    self.push(schema, Kind::Words(options));
                }
                return;
            }
            "pattern" => match (value, says) {
                (Json::String(text), Json::String(pattern)) => matches(pattern, text),
                _ => true,
            },
            "minLength" => match (value, says.as_u64()) {
                (Json::String(text), Some(least)) => text.chars().count() as u64 >= least,
                _ => true,
            },
            "minimum" => bounds(value, says, |value, least| value >= least),
            "maximum" => bounds(value, says, |value, most| value <= most),
            _ => true,
        };
        if !fits {
            self.push(schema, Kind::Other);
        }
    }

    fn alternatives(&mut self, schema: &'a Json, forms: &'a Json, value: &Json, only_one: bool) {
        let forms = forms.as_array().map(Vec::as_slice).unwrap_or_default();
        let before = std::mem::take(&mut self.found);
        let tried: Vec<Vec<Misfit<'a>>> = forms
            .iter()
            .map(|form| {
                self.value(form, value);
                std::mem::take(&mut self.found)
            })
            .collect();
        self.found = before;
        match tried.iter().filter(|misfits| misfits.is_empty()).count() {
            0 => self.push(schema, Kind::Alternatives(tried)),
            1 => {}
            _ if only_one => self.push(schema, Kind::Other),
            _ => {}
        }
    }

    fn object(&mut self, schema: &'a Json, object: &serde_json::Map<String, Json>) {
        let known = schema.get("properties").and_then(Json::as_object);
        let others = schema.get("additionalProperties");
        let mut unknown = Vec::new();
        for (key, value) in object {
            let property = known.and_then(|known| known.get(key));
            match (property, others) {
                (Some(property), _) => self.inner(key.clone(), property, value),
                (None, Some(Json::Bool(false))) => unknown.push(key.clone()),
                (None, Some(others)) => self.inner(key.clone(), others, value),
                (None, None) => {}
            }
        }
        if !unknown.is_empty() {
            self.push(schema, Kind::Unknown(unknown));
        }
        for key in schema.get("required").map(words).unwrap_or_default() {
            if !object.contains_key(key) {
                self.push(schema, Kind::Missing(key));
            }
        }
    }
}

/// One word, or a list of them.
fn words(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn is(value: &Json, name: &str) -> bool {
    match value {
        Json::Null => name == "null",
        Json::Bool(_) => name == "boolean",
        Json::Number(number) => {
            name == "number" || name == "integer" && (number.is_i64() || number.is_u64())
        }
        Json::String(_) => name == "string",
        Json::Array(_) => name == "array",
        Json::Object(_) => name == "object",
    }
}

/// Numbers in documents are integers.
fn bounds(value: &Json, bound: &Json, fits: impl Fn(i64, i64) -> bool) -> bool {
    match (value.as_i64(), bound.as_i64()) {
        (Some(value), Some(bound)) => fits(value, bound),
        _ => true,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    // The patterns are our own: that each can be read is what the tests show.
    regex_lite::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests;
