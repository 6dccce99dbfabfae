//! Holding a value against the JSON Schema of a type, and telling everything that does not fit.
//!
//! Only the part of JSON Schema that our own types make is understood: that is little, and a
//! general validator is a quarter of the program (`docs/decisions/0015-size-and-build-time.md`).
//! The tests hold every answer against such a validator.

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
            // `false`, where nothing may stand; our types make no such schema but for keys.
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

/// Numbers in documents are whole.
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
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use schemars::JsonSchema;
    use serde_json::json;

    use super::*;

    /// Where something does not fit, and whether it is about keys or about the value.
    fn ours(misfits: &[Misfit<'_>]) -> BTreeSet<(String, String)> {
        let told = misfits.iter().map(|misfit| {
            let what = match &misfit.kind {
                Kind::Alternatives(forms) => {
                    format!(
                        "forms {:?}",
                        forms.iter().map(|f| ours(f)).collect::<Vec<_>>()
                    )
                }
                Kind::Unknown(keys) => {
                    format!("unknown {:?}", keys.iter().collect::<BTreeSet<_>>())
                }
                Kind::Missing(key) => format!("missing {key}"),
                Kind::Words(words) => format!("words {}", json!(words)),
                Kind::Type(_) => "type".to_owned(),
                Kind::Other => "other".to_owned(),
            };
            (misfit.path.join("/"), what)
        });
        told.collect()
    }

    /// The same as a general validator tells it.
    fn theirs(errors: &[jsonschema::ValidationError<'_>]) -> BTreeSet<(String, String)> {
        use jsonschema::error::ValidationErrorKind as K;
        let told = errors.iter().map(|error| {
            let what = match error.kind() {
                K::AnyOf { context } | K::OneOfNotValid { context } => {
                    format!(
                        "forms {:?}",
                        context.iter().map(|e| theirs(e)).collect::<Vec<_>>()
                    )
                }
                K::AdditionalProperties { unexpected } => {
                    format!("unknown {:?}", unexpected.iter().collect::<BTreeSet<_>>())
                }
                K::Required { property } => format!("missing {}", property.as_str().unwrap()),
                K::Enum { options } => format!("words {options}"),
                K::Constant { expected_value } => format!("words {}", json!([expected_value])),
                K::Type { .. } => "type".to_owned(),
                _ => "other".to_owned(),
            };
            let path = error.instance_path().as_str();
            let parts: Vec<String> = path
                .split('/')
                .skip(1)
                .map(super::super::schema::unescape)
                .collect();
            (parts.join("/"), what)
        });
        told.collect()
    }

    fn schemas() -> Vec<(&'static str, Json)> {
        fn of<T: JsonSchema>() -> Json {
            schemars::schema_for!(T).to_value()
        }
        vec![
            ("policy", of::<crate::policy::PolicyDocument>()),
            ("configuration", of::<crate::config::ConfigDocument>()),
            ("waivers", of::<crate::config::WaiversDocument>()),
            ("tests", of::<crate::policy::TestDocument>()),
            ("role", of::<crate::role::RoleDocument>()),
        ]
    }

    #[test]
    fn every_keyword_of_our_schemas_is_understood() {
        const UNDERSTOOD: [&str; 14] = [
            "$ref",
            "additionalProperties",
            "anyOf",
            "const",
            "enum",
            "items",
            "maximum",
            "minLength",
            "minimum",
            "oneOf",
            "pattern",
            "properties",
            "required",
            "type",
        ];
        // These say something to people and to editors only.
        const SILENT: [&str; 6] = [
            "$defs",
            "$schema",
            "default",
            "description",
            "format",
            "title",
        ];
        fn look(name: &str, schema: &Json) {
            let Some(keywords) = schema.as_object() else {
                return;
            };
            for (keyword, says) in keywords {
                let known = keyword.as_str();
                assert!(
                    UNDERSTOOD.contains(&known) || SILENT.contains(&known),
                    "{name}: {keyword}"
                );
                match known {
                    "$defs" | "properties" => {
                        says.as_object()
                            .unwrap()
                            .values()
                            .for_each(|inner| look(name, inner));
                    }
                    "anyOf" | "oneOf" => {
                        says.as_array()
                            .unwrap()
                            .iter()
                            .for_each(|inner| look(name, inner));
                    }
                    "items" | "additionalProperties" => look(name, says),
                    "pattern" => {
                        regex_lite::Regex::new(says.as_str().unwrap()).unwrap();
                    }
                    _ => {}
                }
            }
        }
        for (name, schema) in schemas() {
            look(name, &schema);
        }
    }

    /// Values that documents are made of, right and wrong ones.
    fn scraps() -> impl Strategy<Value = Json> {
        let word = prop_oneof![
            Just("All"),
            Just("None"),
            Just("my"),
            Just(""),
            Just("x"),
            Just("setup"),
            Just("2026-11-23"),
            Just("2026-1-3"),
            Just(">=2020.4"),
            Just("0123456789abcdef"),
            Just("leastwise/policy/v1"),
            Just("error"),
            Just("a-b.c"),
            Just("A b"),
        ];
        let leaf = prop_oneof![
            word.prop_map(Json::from),
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            prop_oneof![Just(-1_i64), Just(0), Just(7), Just(70_000)].prop_map(Json::from),
        ];
        let key = prop_oneof![
            Just("schema"),
            Just("level"),
            Just("min"),
            Just("max"),
            Just("purpose"),
            Just("add"),
            Just("inquire"),
            Just("customize"),
            Just("allow"),
            Just("when"),
            Just("levle"),
            Just("role"),
            Just("reason"),
            Just("expires"),
            Just("title"),
            Just("a/b~c"),
        ];
        leaf.prop_recursive(3, 12, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
                proptest::collection::vec((key.clone(), inner), 0..4).prop_map(|entries| {
                    entries
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect()
                }),
            ]
        })
    }

    /// Every part of a value, by its path.
    fn pointers(value: &Json, at: &str, out: &mut Vec<String>) {
        out.push(at.to_owned());
        match value {
            Json::Object(object) => {
                for (key, value) in object {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    pointers(value, &format!("{at}/{key}"), out);
                }
            }
            Json::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    pointers(value, &format!("{at}/{index}"), out);
                }
            }
            _ => {}
        }
    }

    fn documents() -> Vec<(usize, Json)> {
        let read = |text: &str| super::super::tree::parse(text).unwrap().to_json();
        let mut found: Vec<(usize, Json)> = crate::policy::library::ids()
            .map(|id| (0, read(crate::policy::library::text(id).unwrap())))
            .collect();
        found.push((1, json!({
            "schema": "leastwise/config/v1", "roles": ["roles"], "policies": ["a", "b"],
            "match": [{ "role": "x*", "policies": "a" }], "severities": { "missing-level": "note" },
            "waivers": [{ "rule": "excess-level", "reason": "x", "expires": "2026-12-01" }],
            "fail-on": "warning", "unlisted": "allow", "warn-expiring": 30,
        })));
        found.push((
            2,
            json!({
                "schema": "leastwise/waivers/v1",
                "waivers": [{ "fingerprint": "0123456789abcdef", "reason": "x", "owner": "me" }],
            }),
        ));
        found.push((
            3,
            json!({ "schema": "leastwise/policy-test/v1", "tests": [] }),
        ));
        found.push((
            4,
            json!({
                "schema": "leastwise/role/v1", "role": "x",
                "permissions": { "Finance": { "Agreements": { "add": "All" } } },
            }),
        ));
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_general_validator_tells_the_same(
            which in any::<proptest::sample::Index>(),
            changes in proptest::collection::vec((any::<proptest::sample::Index>(), scraps()), 0..4),
        ) {
            let (schemas, documents) = (schemas(), documents());
            let (schema, mut value) = documents[which.index(documents.len())].clone();
            for (place, scrap) in changes {
                let mut places = Vec::new();
                pointers(&value, "", &mut places);
                if let Some(part) = value.pointer_mut(&places[place.index(places.len())]) {
                    match (part, scrap) {
                        // Half of the changes put something in, the others replace.
                        (Json::Object(object), Json::Object(more)) => object.extend(more),
                        (part, scrap) => *part = scrap,
                    }
                }
            }
            let (name, schema) = &schemas[schema];
            let validator = jsonschema::options().build(schema).unwrap();
            let expected: Vec<_> = validator.iter_errors(&value).collect();
            let found = misfits(schema, &value);
            prop_assert_eq!(found.is_empty(), expected.is_empty());
            prop_assert_eq!(ours(&found), theirs(&expected), "{}: {}", name, value);
        }
    }
}
