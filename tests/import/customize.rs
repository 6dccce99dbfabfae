//! Customize lists on pages, in every form.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::import::{run, text};

/// The Customize lists of a policy: the items to allow and to disallow, and whether all are allowed.
pub(super) fn lists(path: &str) -> BTreeMap<(String, String), Value> {
    let shown = run(&["policy", "show", path, "--resolved", "--as", "json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let functions = shown["functions"].as_array().unwrap().iter();
    functions
        .filter(|function| {
            let some = |key: &str| !function[key].as_array().unwrap().is_empty();
            some("customize_allow")
                || some("customize_disallow")
                || function["customize_all"] == true
        })
        .map(|function| {
            let name = (
                text(function, "module").to_owned(),
                text(function, "function").to_owned(),
            );
            let keys = ["customize_allow", "customize_disallow", "customize_all"];
            (
                name,
                keys.iter().map(|key| function[*key].clone()).collect(),
            )
        })
        .collect()
}

/// The lists of a page, and the lines that it does not understand.
fn read(page: &str, ending: &str) -> (BTreeMap<(String, String), Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (path, draft) = (place(&format!("page.{ending}")), place("draft.yaml"));
    std::fs::write(&path, page).unwrap();
    run(&["policy", "import", &path, "-o", &draft]);
    (lists(&draft), std::fs::read_to_string(&draft).unwrap())
}

#[test]
fn a_list_is_read_in_every_form() {
    let table =
        "| Module | Function | Inquire |\n| --- | --- | --- |\n| System | Table Setup | All |\n";
    let pages = [
        ("sentence after a step", "md", "1. System > Table Setup: Inquire All. Click **customize** and move Service / Source and Company / Company Status to Access These.\n".to_owned()),
        ("sentence with the function before it", "md", "Set the Inquire level of Table Setup to All. Select (customize) and allow Service / Source and Company / Company Status.\n".to_owned()),
        ("brackets in a cell", "md", table.replace("Table Setup", "Table Setup (customize: Service / Source, Company / Company Status)")),
        ("a column", "md", "| Module | Function | Inquire | Customize |\n| --- | --- | --- | --- |\n| System | Table Setup | All | Service / Source; Company / Company Status |\n| Finance | Agreements | All | N/A |\n".to_owned()),
        ("a sentence below the table", "md", format!("{table}\nUnder System > Table Setup, click Customize and disallow everything except Service / Source and Company / Company Status.\n")),
        ("a nested list", "md", "- System > Table Setup: Inquire All. Click Customize and allow:\n  - Service / Source\n  - Company / Company Status\n- Finance > Agreements: Inquire All\n".to_owned()),
        ("a nested list of a page", "html", "<ul><li>System &gt; Table Setup: Inquire All. Open the Customise link and select the following:<ul><li>Service / Source</li><li>Company / Company Status</li></ul></li></ul>".to_owned()),
        ("a separate section", "html", format!("<table><tr><th>Module</th><th>Function</th><th>Inquire</th></tr><tr><td>System</td><td>Table Setup</td><td>All</td></tr></table><h2>Customize lists</h2><ul><li>System &gt; Table Setup: allow Service / Source and Company / Company Status</li></ul>{}", "")),
    ];
    let wanted = json!([["Service / Source", "Company / Company Status"], [], false]);
    for (kind, ending, page) in pages {
        let (lists, draft) = read(&page, ending);
        let found: Vec<_> = lists.iter().collect();
        assert_eq!(
            found,
            [(&("System".to_owned(), "Table Setup".to_owned()), &wanted)],
            "{kind}: {draft}"
        );
        assert!(!draft.contains("was not understood"), "{kind}: {draft}");
        assert!(!draft.contains("purpose"), "{kind}: {draft}");
    }
}

#[test]
fn every_item_and_excluded_items_are_read() {
    let (lists, draft) = read(
        "- Finance > Agreements: Inquire All. Click Customize and allow everything.\n\
         - System > Table Setup: Inquire All. Click Customize and move General / Security to Disallow.\n",
        "md",
    );
    assert_eq!(
        lists.values().collect::<Vec<_>>(),
        [
            &json!([[], [], true]),
            &json!([[], ["General / Security"], false])
        ],
        "{draft}"
    );
}

#[test]
fn a_list_that_is_not_understood_is_reported() {
    for page in [
        "- System > Table Setup: Inquire All. Click Customize and select what your technicians need.\n",
        "- System > Table Setup: Inquire All\n\nClick Customize and allow Service / Source.\n",
        "| Module | Function | Inquire | Customize |\n| --- | --- | --- | --- |\n| System | Table Setup | All | see the picture |\n",
    ] {
        let (lists, draft) = read(page, "md");
        assert!(lists.is_empty(), "{draft}");
        assert!(draft.contains("was not understood"), "{page}: {draft}");
    }
}

#[test]
fn a_page_that_customizes_the_role_has_levels_and_no_list() {
    for page in [
        "# Customize the security role\n\n- Finance > Agreements: Inquire All\n",
        "# Setup\n\n## Finance > Agreements (customize)\n\nInquire: All\n",
        "# Setup\n\nCustomize your role, and set Inquire to All for Agreements.\n",
        "# Setup\n\nYou can customize the role and select All under Inquire Level for Agreements.\n",
        "# Customize lists\n\n- Finance > Agreements: Inquire All\n",
    ] {
        let (lists, draft) = read(page, "md");
        assert!(lists.is_empty(), "{page}: {draft}");
        assert!(
            draft.contains("Agreements:\n      inquire: All"),
            "{page}: {draft}"
        );
    }
}

#[test]
fn when_a_list_applies_is_a_guess() {
    for page in [
        "- System > Table Setup: Inquire All. Click Customize and allow Service / Source if you use sources.\n",
        "| Module | Function | Inquire | Customize |\n| --- | --- | --- | --- |\n| System | Table Setup | All | Service / Source (if you use sources) |\n",
    ] {
        let (lists, draft) = read(page, "md");
        let found: Vec<_> = lists.values().collect();
        assert_eq!(
            found,
            [&json!([["Service / Source"], [], false])],
            "{draft}"
        );
        assert!(draft.contains("if you use sources"), "{draft}");
        assert!(draft.contains("is read without"), "{draft}");
    }
}
