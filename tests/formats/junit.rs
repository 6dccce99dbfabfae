//! JUnit XML with two parsers, and against the schema of Jenkins.

use junit_parser::TestStatus;

use super::scenes;

/// The attributes that we write and that `junit-10.xsd` of Jenkins' xUnit plugin allows; the
/// required ones first.
fn allowed(element: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match element {
        "testsuites" => (&[], &["name", "tests", "failures", "errors"]),
        "testsuite" => (&["name", "tests", "failures", "errors"], &["skipped"]),
        "testcase" => (&["name"], &["classname"]),
        "failure" | "error" | "skipped" => (&[], &["type", "message"]),
        other => panic!("an element `{other}`"),
    }
}

#[test]
fn every_run_is_valid_for_jenkins() {
    for scene in scenes::all() {
        let xml = scene.print("junit");
        let document = roxmltree::Document::parse(&xml).expect(scene.name);
        assert_eq!(document.root_element().tag_name().name(), "testsuites");
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            let (required, optional) = allowed(element.tag_name().name());
            for name in required {
                assert!(element.has_attribute(*name), "{}: {element:?}", scene.name);
            }
            for attribute in element.attributes() {
                let name = attribute.name();
                assert!(
                    required.contains(&name) || optional.contains(&name),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn the_counts_are_those_of_the_cases() {
    for scene in scenes::all() {
        let report = junit_parser::from_reader(scene.print("junit").as_bytes()).expect(scene.name);
        let mut all = (0, 0, 0);
        for suite in &report.suites {
            let count = |is: fn(&TestStatus) -> bool| {
                suite.cases.iter().filter(|case| is(&case.status)).count() as u64
            };
            assert_eq!(suite.tests, suite.cases.len() as u64);
            assert_eq!(suite.failures, count(TestStatus::is_failure));
            assert_eq!(suite.errors, count(TestStatus::is_error));
            assert_eq!(suite.skipped, count(TestStatus::is_skipped));
            all.0 += suite.tests;
            all.1 += suite.failures;
            all.2 += suite.errors;
        }
        assert_eq!(
            (report.tests, report.failures, report.errors),
            all,
            "{}",
            scene.name
        );
        // The result in a CI system agrees with the exit code.
        assert_eq!(
            report.failures + report.errors > 0,
            scene.code != 0,
            "{}",
            scene.name
        );
    }
}

#[test]
fn a_requirement_is_one_case_whether_the_role_meets_it_or_not() {
    let scenes = scenes::all();
    let cases = |name: &str| {
        let scene = scenes.iter().find(|scene| scene.name == name).unwrap();
        let report = junit_parser::from_reader(scene.print("junit").as_bytes()).unwrap();
        let cases = report.suites.into_iter().flat_map(|suite| suite.cases);
        cases.collect::<Vec<_>>()
    };
    let case = |name: &str| {
        let mut cases = cases(name).into_iter();
        cases.find(|case| case.original_name == "Finance / Agreements: Delete Level")
    };
    assert!(case("clean").expect("a pass").status.is_success());
    assert!(case("findings").expect("a failure").status.is_failure());
    assert_eq!(cases("clean").len(), cases("findings").len());
    assert_eq!(cases("clean").len(), 11);
}
