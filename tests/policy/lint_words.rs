//! Messages of the policy linter: names as written, and what to do.

use crate::policy::harness::{TODAY, file, leastwise, policy};
use crate::policy::lint_rules::SOURCE;

/// Module, function and help of each finding in a policy.
fn messages(text: &str) -> Vec<[String; 3]> {
    let (_folder, path) = file("x.yaml", policy(&format!("{SOURCE}{text}")));
    let run = leastwise(&["policy", "lint", &path, TODAY, "--format", "json"]);
    let findings = run.json()["policies"][0]["findings"].clone();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    findings
        .as_array()
        .unwrap()
        .iter()
        .map(|found| [&found["module"], &found["function"], &found["help"]].map(word))
        .collect()
}

#[test]
fn a_finding_names_the_module_and_the_function_as_they_are_written() {
    let names = |text: &str| -> Vec<[String; 2]> {
        let all = messages(text).into_iter();
        all.map(|[module, function, _]| [module, function])
            .collect()
    };
    assert_eq!(
        names("permissions:\n  Fnance:\n    Foo: { inquire: All, purpose: x }\n"),
        [["Fnance", "-"]]
    );
    assert_eq!(
        names(
            "exceptions:\n  - { rule: delete-without-edit, module: Finance, function: Agreements, reason: r }\n\
             permissions:\n  Finance:\n    Agreements: { inquire: All, purpose: x }\n"
        ),
        [["Finance", "Agreements"]]
    );
    assert_eq!(
        names(
            "unconfirmed: [{ guess: x, module: finance, function: agreements }]\n\
             permissions:\n  Finance:\n    Agreements: { inquire: All, purpose: x }\n"
        ),
        [["Finance", "Agreements"]]
    );
}

#[test]
fn an_unavailable_level_is_reported_with_the_available_ones() {
    let help = |module: &str, function: &str, edit: &str| {
        let found = messages(&format!(
            "permissions:\n  {module}:\n    {function}:\n      inquire: {{ level: All, purpose: x }}\n      edit: {{ level: {edit}, purpose: x }}\n"
        ));
        found.into_iter().map(|[.., help]| help).collect::<Vec<_>>()
    };
    assert_eq!(
        help("Companies", "Company Maintenance", "My"),
        ["it offers `None` or `All`"]
    );
}

#[test]
fn an_unknown_name_has_a_suggestion() {
    let help = |module: &str, function: &str| {
        let row = format!("{function}: {{ inquire: All, purpose: x }}");
        let found = messages(&format!("permissions:\n  {module}:\n    {row}\n"));
        found.into_iter().map(|[.., help]| help).collect::<Vec<_>>()
    };
    assert_eq!(help("Finance", "Agreemnts"), ["did you mean `Agreements`?"]);
    assert_eq!(
        help("Finance", "Opportunity"),
        ["the module `Sales` has a function with this name"]
    );
    assert_eq!(
        help("Finance", "Telepathy"),
        [
            "compare it with the Security Roles screen; if it is right, add an exception that says \
             where you saw it"
        ]
    );
}
