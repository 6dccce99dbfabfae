//! What our validator says, compared with the general one.

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

/// The same as a general validator reports it.
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
    found.push((
        1,
        json!({
            "schema": "leastwise/config/v1", "roles": ["roles"], "policies": ["a", "b"],
            "match": [{ "role": "x*", "policies": "a" }], "severities": { "missing-level": "note" },
            "waivers": [{ "rule": "excess-level", "reason": "x", "expires": "2026-12-01" }],
            "fail-on": "warning", "unlisted": "allow", "warn-expiring": 30,
        }),
    ));
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
