use std::collections::BTreeMap;

use super::*;

#[test]
fn every_published_operation_has_an_answer_with_a_grade() {
    let mut grades = BTreeMap::new();
    for (method, path) in operations() {
        let target = Target::parse(path).unwrap();
        let answer = lookup(method, &target, &Hints::default());
        assert_eq!(answer.path, path);
        assert_ne!(answer.kind, Kind::NotUnderstood, "{method} {path}");
        let word = if answer.kind == Kind::Outside {
            "outside"
        } else {
            answer.grade.unwrap().word()
        };
        *grades.entry(word).or_insert(0) += 1;
    }
    let expected = [
        ("documented", 33),
        ("inferred", 2204),
        ("likely", 409),
        ("outside", 1),
        ("unknown", 461),
    ];
    assert_eq!(grades, BTreeMap::from(expected));
}

#[test]
fn every_rule_answers_a_request() {
    let mut reached = std::collections::BTreeSet::new();
    let own = MAP.rules.iter().filter(|rule| rule.kind == "evidence");
    let own = own.flat_map(|rule| {
        let methods = rule.methods.iter();
        methods.map(move |method| (method.as_str(), rule.path.as_str()))
    });
    for (method, path) in operations().chain(own) {
        let target = Target::parse(path).unwrap();
        let answer = lookup(method, &target, &Hints::default());
        reached.insert(answer.rule.unwrap().id.as_str());
    }
    let all = MAP.rules.iter().map(|rule| rule.id.as_str());
    let never: Vec<_> = all.filter(|id| !reached.contains(id)).collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn every_function_of_the_map_is_in_the_catalog() {
    for need in MAP.rules.iter().flat_map(|rule| &rule.needs) {
        if let (Some(module), Some(function)) = (&need.module, &need.function) {
            assert!(
                crate::catalog::resolve(module, function).is_some(),
                "{module}/{function}"
            );
        }
    }
}
