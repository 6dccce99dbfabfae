//! Other languages, and custom texts.

use std::collections::BTreeSet;

use crate::docs::harness::{Sandbox, docs, root};
use crate::docs::{html, markdown};

#[test]
fn german_translates_our_texts_and_keeps_quoted_ones() {
    let (english, german) = (
        docs(&["cloudblue-reseller-marketplace"]).good(),
        docs(&["cloudblue-reseller-marketplace", "--language", "de"]).good(),
    );
    let (english, german) = (markdown::read(&english), markdown::read(&german));
    assert_eq!(
        english.tables[0][1..],
        german.tables[0][1..],
        "levels and purposes stay"
    );
    assert_eq!(german.tables[0][0], ["Modul", "Funktion", "Stufe", "Zweck"]);
    let headings = |read: &markdown::Read| -> Vec<usize> {
        read.headings.iter().map(|(level, _)| *level).collect()
    };
    assert_eq!(headings(&english), headings(&german));
    let same: Vec<_> = english
        .headings
        .iter()
        .filter(|heading| german.headings.contains(heading))
        .collect();
    assert!(same.is_empty(), "{same:?} is not translated");
    let page = docs(&["thread", "--language", "de", "--format", "html"]).good();
    let elements = html::read(&page);
    let root = elements
        .iter()
        .find(|element| element.name == "html")
        .unwrap();
    assert_eq!(root.attribute("lang"), Some("de"));
}

#[test]
fn custom_texts_start_from_the_default_ones() {
    let folder = Sandbox::new();
    let texts = folder.docs(&["--print-texts"]).good();
    folder.write(
        "ours.yaml",
        texts.replace("Check the role", "See that it is right"),
    );
    let text = folder.docs(&["huntress", "--texts", "ours.yaml"]).good();
    assert!(text.contains("## See that it is right\n"), "{text}");
}

#[test]
fn mistakes_in_texts_are_reported() {
    let folder = Sandbox::new();
    let texts = folder.docs(&["--print-texts"]).good();
    for (old, new, messages) in [
        (
            "menu_roles: ",
            "menu_role: ",
            &[
                "no document uses a text `menu_role`",
                "did you mean `menu_roles`?",
                "the text `menu_roles` is missing",
            ][..],
        ),
        (
            "{column} = {level}",
            "{column}",
            &[
                "the text `setting` has `{column}` but must have `{column}` and `{level}`",
                "in English it is: {column} = {level}",
            ],
        ),
        (
            "at least {level}",
            "at least {levl}",
            &["the text `at_least` has `{levl}` but must have `{level}`"],
        ),
        (
            "any_level: any level",
            "any_level: ''",
            &["the text `any_level` is empty"],
        ),
        ("any_level: any level", "any_level: [a]", &["ours.yaml:"]),
    ] {
        assert!(texts.contains(old), "{old}");
        folder.write("ours.yaml", texts.replacen(old, new, 1));
        let said = folder.docs(&["huntress", "--texts", "ours.yaml"]).failed(3);
        for part in messages {
            assert!(said.contains(part), "{part} in\n{said}");
        }
    }
    let none = folder.docs(&["huntress", "--texts", "no.yaml"]).failed(3);
    assert!(none.contains("there is no such file"), "{none}");
}

/// Every text is used, and every used text exists.
#[test]
fn every_text_is_used() {
    let folder = root().join("src/docs");
    let mut sources = String::new();
    for place in [folder.join("templates"), folder] {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let texts: std::collections::BTreeMap<String, String> =
        serde_saphyr::from_str(&docs(&["--print-texts"]).good()).unwrap();
    let unused: BTreeSet<&String> = texts
        .keys()
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    let said = sources
        .split("t(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let unknown: BTreeSet<&str> = said
        .filter(|key| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .filter(|key| !texts.contains_key(*key))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
