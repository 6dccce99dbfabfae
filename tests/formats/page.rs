//! The HTML page with a third-party tokenizer: complete, safe, and with the right counts. Its
//! script is tested in `tests/browser`.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Spanned, Tokenizer};
use serde_json::Value;

use super::scenes;

/// An element of the page: its start tag, and the names of its ancestors.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    within: Vec<String>,
}

impl Element {
    fn has_class(&self, class: &str) -> bool {
        let classes = self.attributes.get("class");
        classes.is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }
}

const VOID: [&str; 2] = ["meta", "input"];

/// Parses a page; every element must be closed in order.
fn elements(page: &str) -> (Vec<Element>, String) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (mut elements, mut open, mut text) = (Vec::new(), Vec::<String>::new(), String::new());
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token.unwrap() {
            Token::StartTag(StartTag {
                name, attributes, ..
            }) => {
                let name = string(&name);
                elements.push(Element {
                    attributes: attributes
                        .iter()
                        .map(|(name, Spanned { value, .. })| (string(name), string(value)))
                        .collect(),
                    within: open.clone(),
                    name: name.clone(),
                });
                // A drawing closes its shapes itself.
                if !VOID.contains(&name.as_str()) && name != "path" {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(string(&tag.name))),
            Token::String(content) => {
                let raw = open
                    .last()
                    .is_some_and(|last| last == "script" || last == "style");
                if !raw {
                    text.push_str(&string(&content));
                }
            }
            Token::Error(error) => panic!("{error:?}"),
            Token::Comment(comment) => panic!("{comment:?}"),
            Token::Doctype(_) => {}
        }
    }
    assert_eq!(open, Vec::<String>::new());
    (elements, text)
}

#[test]
fn every_page_is_complete_and_has_only_our_elements() {
    for scene in scenes::all() {
        let page = scene.print("html");
        let (elements, _) = elements(&page);
        let mut ids = BTreeSet::new();
        for element in &elements {
            let ours = [
                "a",
                "aside",
                "b",
                "body",
                "button",
                "cite",
                "code",
                "dd",
                "details",
                "div",
                "dl",
                "dt",
                "em",
                "fieldset",
                "figcaption",
                "figure",
                "footer",
                "form",
                "h1",
                "h2",
                "h3",
                "h4",
                "head",
                "header",
                "html",
                "i",
                "input",
                "label",
                "legend",
                "li",
                "main",
                "meta",
                "nav",
                "ol",
                "p",
                "path",
                "script",
                "section",
                "small",
                "span",
                "style",
                "summary",
                "svg",
                "table",
                "tbody",
                "td",
                "th",
                "thead",
                "title",
                "tr",
                "ul",
            ];
            assert!(ours.contains(&element.name.as_str()), "{element:?}");
            for name in element.attributes.keys() {
                assert!(!name.starts_with("on") && name != "style", "{element:?}");
            }
            if let Some(id) = element.attributes.get("id") {
                assert!(ids.insert(id.clone()), "{}: {id} twice", scene.name);
            }
        }
        for element in &elements {
            let Some(to) = element.attributes.get("href") else {
                continue;
            };
            let here = to.strip_prefix('#').is_some_and(|id| ids.contains(id));
            let there = to.starts_with("https://github.com/leastwise/leastwise/blob/main/docs/");
            assert!(here || there, "{}: {to}", scene.name);
        }
        let scripts = elements.iter().filter(|one| one.name == "script").count();
        assert_eq!(scripts, 1, "{}", scene.name);
        let policy = elements
            .iter()
            .find(|one| one.attributes.contains_key("http-equiv"));
        let policy = &policy.unwrap().attributes["content"];
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    }
}

#[test]
fn the_cells_of_a_page_match_the_summary() {
    for scene in scenes::all() {
        let report: Value = serde_json::from_str(&scene.print("json")).unwrap();
        let (elements, _) = elements(&scene.print("html"));
        let last = |element: &&Element| element.has_class("why");
        let cells: Vec<&Element> = elements
            .iter()
            .filter(|one| one.name == "td" && !one.within.contains(&"nav".to_owned()))
            .collect();
        let of = |class: &str| cells.iter().filter(|cell| cell.has_class(class)).count();
        // Each row ends with a cell for the reason, which has no class if it is empty. Cells
        // without a class are those plus the empty ones.
        let rows = elements
            .iter()
            .filter(|one| one.name == "tr" && one.attributes.contains_key("id"))
            .count();
        let empty_whys = rows - cells.iter().copied().filter(last).count();
        let plain = cells
            .iter()
            .filter(|cell| cell.attributes.is_empty())
            .count()
            - empty_whys;
        let count = |key: &str| -> usize {
            let roles = report["roles"].as_array().unwrap();
            let counts = roles
                .iter()
                .map(|role| role["summary"][key].as_u64().unwrap());
            usize::try_from(counts.sum::<u64>()).unwrap()
        };
        for (key, found) in [
            ("satisfied", of("s")),
            ("missing", of("m")),
            ("excess", of("e")),
            ("waived", of("w")),
            ("unverifiable", of("q")),
            ("ignored", of("g")),
            ("not_used", of("n") + plain),
        ] {
            assert_eq!(count(key), found, "{}: {key}", scene.name);
        }
    }
}

#[test]
fn hostile_names_are_readable_in_the_page() {
    let scene = scenes::all().pop().unwrap();
    let (_, text) = elements(&scene.print("html"));
    for name in scenes::HOSTILE {
        // Characters that HTML forbids are written as their number.
        let name = leastwise::model::harmless(name)
            .replace('\u{fffe}', "\\u{fffe}")
            .replace('\u{ffff}', "\\u{ffff}");
        assert!(text.contains(&name), "{name}");
    }
}

#[test]
fn a_page_shows_the_members_and_the_date_of_the_role() {
    let role = serde_json::json!({
        "schema": "leastwise/role/v1", "role": { "name": "API" }, "fetched_at": "2026-11-20T08:20:00Z",
        "used_by": [{ "identifier": "cloudblue", "name": "CloudBlue <api>" }],
        "count": 0, "complete": true, "settings": [],
    });
    let scene = scenes::Scene::new(
        "used",
        4,
        &[("a.json", &role.to_string())],
        &["a.json", "-p", scenes::LIBRARY],
    );
    let (_, text) = elements(&scene.print("html"));
    for expected in [
        "2026-11-20T08:20:00Z",
        "used by the API members cloudblue (CloudBlue <api>)",
        "a.json",
        "CloudBlue Reseller Marketplace 21.0",
        concat!("leastwise ", env!("CARGO_PKG_VERSION")),
        "The role data is incomplete",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}

#[test]
fn a_plain_check_builds_no_matrix() {
    use leastwise::compare::{Options, compare};
    let role = r#"[{ "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
        "addLevel": "All", "editLevel": "All", "deleteLevel": "None", "inquireLevel": "All" }]"#;
    let policy = leastwise::policy::library::load(scenes::LIBRARY);
    let policy = policy.unwrap().unwrap();
    let requirements =
        leastwise::policy::resolve(&[&policy], &leastwise::policy::Choices::default());
    let requirements = requirements.unwrap();
    let read = leastwise::role::ReadOptions::default();
    let role = leastwise::role::read("a.json", role.into(), &read).unwrap();
    let plain = compare(&requirements, &role, &Options::default());
    assert_eq!(plain.matrix, None);
    let options = Options {
        record_matrix: true,
        ..Options::default()
    };
    let whole = compare(&requirements, &role, &options);
    assert_eq!(whole.summary, plain.summary);
    assert_eq!(whole.findings, plain.findings);
    let matrix = whole.matrix.unwrap();
    assert_eq!(matrix.cells().count(), plain.summary.cells);
    let asked = matrix
        .functions
        .iter()
        .find(|row| row.function == "Agreements");
    let delete = asked.unwrap().cells.delete.as_ref().unwrap();
    assert_eq!(
        delete.asks[0].purpose.as_deref(),
        Some("Required to synchronize deleted resources from Reseller Marketplace to ConnectWise")
    );
}
