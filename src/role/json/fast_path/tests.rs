//! The fast path gives the same results as `serde_json`.

use super::super::setting;
use super::*;

const PRETTY: &str = r#"[
  { "id": 1, "addLevel": "All", "ModuleName": "Finance", "moduleFunctionDescription": "Agreements ü",
    "edit_level": null, "_info": { "a": [1, -20, {}, [], "x"], "b": { "addLevel": 0 } }, "restrictFlag": false },
  { "id": 1200, "addLevel": "None", "ModuleName": "Finänce", "moduleFunctionDescription": "",
    "edit_level": "My", "_info": { "a": [1, -20, {}, [], "x"], "b": { "addLevel": 0 } }, "restrictFlag": true },
  {}, { "inquireLevel": "Sometimes" }, { "inquireLevel": null }
]
"#;

fn same(text: &str) -> bool {
    let read = array(text, 1000);
    if let Some(read) = &read {
        let slow = setting::array(text.trim(), 1000).map(|settings| format!("{settings:?}"));
        assert_eq!(slow.ok(), Some(format!("{read:?}")), "{text}");
    }
    read.is_some()
}

#[test]
fn what_programs_write_is_read_as_serde_reads_it() {
    assert!(same(PRETTY));
    assert!(same(&PRETTY.replace(['\n', ' '], "")));
    assert!(same("[]") && same(" [ ] ") && same("[{}]"));
}

#[test]
fn what_is_unusual_is_left_to_serde() {
    for text in [
        r#"[{"addLevel": "\u0041ll"}]"#,
        r#"[{"addLevel": "All", "AddLevel": "My"}]"#,
        r#"[{"addLevel": 1}]"#,
        r#"[{"addLevel": {}}]"#,
        r#"[{"member": null}]"#,
        r#"[{"x": 1.5}]"#,
        r#"[{"x": 01}]"#,
        r#"[{"x": -}]"#,
        r#"[{"x": nul}]"#,
        "[{\"x\": \"a\nb\"}]",
        "[{}] 1",
        "[{},]",
        "[{\"x\": 1,}]",
        "[1]",
        "[{}",
        "",
    ] {
        assert!(!same(text), "{text}");
    }
    assert!(array("[{}, {}]", 1).is_none());
    assert!(
        array(
            &format!("[{{\"x\": {}1{}}}]", "[".repeat(40), "]".repeat(40)),
            9
        )
        .is_none()
    );
}

#[test]
fn no_damage_makes_it_read_what_serde_reads_otherwise() {
    let bytes = b"\"\\{}[],: \nxA10-\x01";
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut read = 0;
    for _ in 0..20_000 {
        let mut text = PRETTY.as_bytes().to_vec();
        for _ in 0..=next(2) {
            let at = next(text.len());
            match next(3) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, *bytes.get(next(bytes.len())).unwrap()),
                _ => *text.get_mut(at).unwrap() = *bytes.get(next(bytes.len())).unwrap(),
            }
        }
        if let Ok(text) = String::from_utf8(text) {
            read += usize::from(same(&text));
        }
    }
    assert!(read > 1000, "{read}");
}

#[test]
fn an_object_is_handed_back_without_its_settings() {
    let text = "{ \"a\": [1, {\"settings\": 2}], \"settings\": [{}, {}] }\n";
    let (rest, array, settings) = last_field(text, 9).unwrap();
    assert_eq!(rest, "{ \"a\": [1, {\"settings\": 2}], \"settings\": []}");
    assert_eq!(text.get(array.start..array.end), Some("[{}, {}]"));
    assert_eq!(settings.len(), 2);
    for text in [
        "{\"settings\": []",
        "{\"settings\": [], \"a\": 1}",
        "{\"a\": 1}",
        "{}",
        "[]",
        "{\"a\" 1}",
    ] {
        assert!(last_field(text, 9).is_none(), "{text}");
    }
}

#[test]
fn every_spelling_of_a_field_is_read_as_serde_reads_it() {
    let words: [&[&str]; 11] = [
        &["module", "name"],
        &["module", "description"],
        &["module", "identifier"],
        &["module", "function", "name"],
        &["module", "function", "description"],
        &["module", "function", "identifier"],
        &["add", "level"],
        &["edit", "level"],
        &["delete", "level"],
        &["inquire", "level"],
        &["member"],
    ];
    let large = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    let mut read = 0;
    for words in words {
        let pascal: String = words.iter().map(|word| large(word)).collect();
        let (first, rest) = pascal.split_at(1);
        let camel = first.to_lowercase() + rest;
        for name in [
            camel,
            words.join("_"),
            words.join("-"),
            words.concat(),
            words.concat().to_uppercase(),
            words.join("_").to_uppercase(),
            pascal,
        ] {
            read += usize::from(same(&format!(
                r#"[{{"{name}": "All"}}, {{"{name}": null}}]"#
            )));
        }
    }
    // Camel, Pascal and snake case. Other spellings are not fields of a setting, so each row is
    // checked field by field; `member` is kept as text.
    assert_eq!(read, 3 * 10);
}

#[test]
fn saved_roles_are_read_unless_a_row_has_more_to_account_for() {
    let read = |row: &str| {
        let role = r#""schema": "leastwise/role/v1", "role": {"id": 1, "adminFlag": false}"#;
        let text = format!(r#"{{{role}, "settings": [{row}]}}"#);
        last_field(&text, 9).is_some()
    };
    assert!(read(
        r#"{"addLevel": "All", "_info": {"updatedBy": "admin1"}}"#
    ));
    for row in [
        r#"{"addLevel": "All", "adminFlag": true}"#,
        r#"{"addLevel": "All", "_info": {"adminFlag": true}}"#,
        r#"{"addLevel": "All", "_info": {"a": [{"Is_Admin": true}]}}"#,
        r#"{"addLevel": "All", "note": "x"}"#,
    ] {
        assert!(!read(row), "{row}");
    }
}
