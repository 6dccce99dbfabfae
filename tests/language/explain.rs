//! `leastwise explain` on functions and modules.

use serde_json::json;

use crate::language::harness::explain;

#[test]
fn a_function_is_found_under_each_of_its_names() {
    let page = explain(&["Finance/Agreements"]);
    assert_eq!(page.code, 0, "{page:?}");
    assert!(
        page.stdout.starts_with("Finance / Agreements\nfact: "),
        "{page:?}"
    );
    for name in [
        "Finance / agreements",
        "finance > Agreements (customize)",
        "Agreements",
    ] {
        assert_eq!(explain(&[name]).stdout, page.stdout, "{name}");
    }
    // The name of a function can contain a slash.
    for name in ["Companies/CRM/Sales Activities", "CRM / Sales Activities"] {
        let run = explain(&[name]);
        assert!(
            run.stdout.starts_with("Companies / CRM/Sales Activities\n"),
            "{run:?}"
        );
    }
}

#[test]
fn the_page_shows_which_policies_need_the_function_and_why() {
    let page = explain(&["Finance/Agreements"]).stdout;
    for part in [
        "\nLevels    offered by ConnectWise  seen in published tables\n",
        "`FinanceAgreements` in /system/mySecurity/customizeItems",
        "policies in the library\n",
        "    cloudblue-reseller-marketplace: All: Required to synchronize deleted resources from \
         Reseller Marketplace to ConnectWise\n",
        "\nREST requests",
        "/finance/agreements",
        "\nSources, read on 2026-11-23\n",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
}

#[test]
fn json_has_the_same_content() {
    let run = explain(&["Finance/Agreements", "--format", "json"]).json();
    assert_eq!(run["module"], "Finance");
    assert_eq!(run["certainty"], "fact");
    assert_eq!(run["retrieved"], "2026-11-23");
    assert_eq!(run["customize"]["identifier"], "FinanceAgreements");
    let needs = run["needs"].as_array().unwrap();
    assert!(needs.iter().any(|need| {
        need["policy"] == "cloudblue-reseller-marketplace"
            && need["operation"] == "delete"
            && need["level"] == json!({ "min": "All", "max": "All" })
            && need["purpose"].is_string()
    }));
    assert!(run["endpoints"].as_array().unwrap().iter().all(|endpoint| {
        ["documented", "likely", "inferred"].contains(&endpoint["grade"].as_str().unwrap())
    }));
}

#[test]
fn features_phases_and_customize_items_are_listed() {
    let run = explain(&["System/Table Setup", "--format", "json"]).json();
    let needs = run["needs"].as_array().unwrap();
    assert!(needs.iter().any(|need| need["phase"] == "setup"));
    assert!(needs.iter().any(|need| need["features"].is_array()));
    let items = run["customize"]["items"].as_array().unwrap();
    assert!(
        items
            .iter()
            .any(|item| !item["allowed_by"].as_array().unwrap().is_empty())
    );
    let page = explain(&["Table Setup"]).stdout;
    assert!(page.contains("setup only"), "{page}");
    assert!(page.contains("with additional-actions"), "{page}");
}

#[test]
fn a_fact_and_a_guess_look_different() {
    let facts = explain(&["Procurement", "--format", "json"]).json();
    let functions = facts["functions"].as_array().unwrap();
    for function in functions {
        if function["certainty"] == "fact" {
            assert!(function["sources"].as_u64().unwrap() >= 2, "{function}");
        }
    }
    let page = explain(&["Procurement"]).stdout;
    assert!(
        page.contains("fact, ") && page.contains("guess, 1 source"),
        "{page}"
    );
}

#[test]
fn a_module_lists_its_functions() {
    for name in ["Finance", "finance module"] {
        let run = explain(&[name]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with("Finance\n\n"), "{run:?}");
        assert!(run.stdout.contains("\n  Agreements "), "{run:?}");
    }
}

#[test]
fn every_function_has_a_page() {
    let modules = [
        "Companies",
        "Finance",
        "Marketing",
        "Procurement",
        "Project",
        "Sales",
        "Service Desk",
        "System",
        "Time & Expense",
    ];
    for module in modules {
        let facts = explain(&[module, "--format", "json"]).json();
        for function in facts["functions"].as_array().unwrap().iter().take(3) {
            let name = function["function"].as_str().unwrap();
            let run = explain(&[&format!("{module}/{name}")]);
            assert_eq!(run.code, 0, "{module}/{name}");
            assert!(
                run.stdout.starts_with(&format!("{module} / {name}\n")),
                "{run:?}"
            );
        }
    }
}

#[test]
fn a_name_of_several_modules_lists_them() {
    let run = explain(&["Reports"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.starts_with("error: `Reports` is a function in "),
        "{run:?}"
    );
    assert!(run.stderr.contains("`Companies/Reports`"), "{run:?}");
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    for (name, near) in [
        ("Finance/Agrements", "did you mean `Finance/Agreements`?"),
        ("Agrements", "did you mean `Finance/Agreements`?"),
        ("Unknown/Agreements", "did you mean `Finance/Agreements`?"),
        ("mising-level", "did you mean `missing-level`?"),
        ("Finanse", "did you mean `Finance`?"),
        ("qqqqqqqq", "`leastwise explain` lists the rules"),
        ("Finance/qqqqqqqq", "lists the functions in the module"),
    ] {
        let run = explain(&[name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.stderr.contains(near), "{name}: {run:?}");
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn rules_are_explained_as_before() {
    let run = explain(&["missing-level"]);
    assert!(
        run.stdout.starts_with("# missing-level\n\nerror: "),
        "{run:?}"
    );
    let json = explain(&["missing-level", "--format", "json"]).json();
    assert_eq!(json["rule"], "missing-level");
    assert!(
        explain(&["--format", "json"])
            .json()
            .as_array()
            .unwrap()
            .len()
            >= 17
    );
}

#[test]
fn offered_levels_have_separate_sources() {
    let run = explain(&["Company Maintenance", "--format", "json"]).json();
    assert_eq!(run["certainty"], "fact");
    assert_eq!(run["offered_certainty"], "likely");
    assert_eq!(run["offered_sources"].as_array().unwrap().len(), 1);
    assert_eq!(run["operations"]["add"]["offered"], json!(["None", "All"]));
    let page = explain(&["Service Desk/Service Tickets"]).stdout;
    assert!(page.contains("offered: guess, derived from"), "{page}");
    let run = explain(&["Finance/Agreements", "--format", "json"]).json();
    assert!(run["offered_certainty"].is_null());
}
