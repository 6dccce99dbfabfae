//! Hostile names of roles, modules and functions.

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;

use crate::plan::harness::{Run, Sandbox};

const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "@everyone #1 !2 $x$",
    "a|b\\|c",
    "two\nlines\r\n- [x] done",
    "\u{1b}[31mred\u{1b}]8;;http://evil.example\u{7}",
    "\u{202e}desrever\u{200f}",
    "]]><!--&amp;--><![CDATA[",
    "`code` **bold** [link](https://evil.example) ![i](x)",
    "# Heading",
    "{0} {{1}} www.evil.example https://evil.example/x",
    "</main></fieldset><input type=checkbox class=step>",
];

fn planned(format: &str) -> Run {
    let mut rows = Vec::new();
    for (index, name) in HOSTILE.iter().enumerate() {
        for number in 0..5 {
            rows.push(json!({
                "moduleDescription": name, "moduleFunctionDescription": format!("{number} {name}"),
                "addLevel": "All", "editLevel": "None", "deleteLevel": "None",
                "inquireLevel": if index % 2 == 0 { "My" } else { "None" },
            }));
        }
    }
    let snapshot = json!({
        "schema": "leastwise/role/v1", "count": rows.len(), "settings": rows,
        "role": { "name": HOSTILE.join(" "), "adminFlag": false },
    });
    let policy = "schema: leastwise/policy/v1\nid: p\ntitle: P\npermissions:\n  Finance:\n    \
                  Agreements:\n      add: { level: All, purpose: \"<b>why</b> | [a](b) @x\" }\n";
    Sandbox::new()
        .and("role.json", snapshot.to_string())
        .and("p.yaml", policy)
        .plan(&["role.json", "-p", "p.yaml", "--format", format])
}

#[test]
fn terminal_output_is_escaped() {
    for format in ["plain", "markdown", "json", "html"] {
        let run = planned(format);
        assert_eq!(run.code, 1);
        let harmful = |c: char| c != '\n' && leastwise::model::is_unsafe_char(c);
        assert!(!run.stdout.contains(harmful), "{format}");
    }
}

#[test]
fn the_checklist_has_only_our_markup() {
    let text = planned("markdown").stdout;
    let options =
        Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let (mut boxes, mut items) = (0, 0);
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::TaskListMarker(done) => {
                assert!(!done);
                boxes += 1;
            }
            Event::End(TagEnd::Item) => items += 1,
            Event::Html(html) | Event::InlineHtml(html) => assert_eq!(&*html, "<!-- -->"),
            Event::Start(
                tag @ (Tag::Image { .. }
                | Tag::Link { .. }
                | Tag::CodeBlock(_)
                | Tag::Emphasis
                | Tag::Strikethrough
                | Tag::Table(_)),
            ) => panic!("{tag:?}"),
            _ => {}
        }
    }
    // A line for each function, and one more if two levels change from different values.
    assert_eq!((boxes, items), (1 + 60 + 30, 1 + 60 + 30));
}

#[test]
fn the_page_has_only_our_markup() {
    let page = planned("html").stdout;
    let mut open: Vec<String> = Vec::new();
    let (mut ids, mut boxes) = (Vec::new(), 0);
    for token in Tokenizer::new(&page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                for (attribute, value) in &tag.attributes {
                    let attribute = String::from_utf8(attribute.0.clone()).unwrap();
                    assert!(
                        !attribute.starts_with("on") && attribute != "style",
                        "{attribute}"
                    );
                    if attribute == "id" {
                        ids.push(String::from_utf8(value.0.clone()).unwrap());
                    }
                }
                assert!(
                    !["img", "a", "iframe", "link"].contains(&name.as_str()),
                    "{name}"
                );
                boxes += usize::from(name == "input");
                if !["meta", "input", "br"].contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8(tag.name.0.clone()).unwrap();
                assert_eq!(open.pop(), Some(name));
            }
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    assert_eq!(open, Vec::<String>::new());
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    // One checkbox per change, and the one that hides completed changes.
    assert_eq!(boxes, 1 + 60 + 30 + 1);
}
