//! Text of a policy is text, whatever it contains.

use crate::docs::harness::Sandbox;
use crate::docs::{html, markdown};

const HOSTILE: &str = "a|b `c` <script>alert(1)</script> <!-- x --> [d](javascript:e) *f* _g_ \u{202e}h \u{1b}[2J ![i](j) {{ k }} {% l %} & &amp; \\ $m$ ~~n~~ \" ' --> </main>";

/// As a reader of the page sees it: invisible characters and direction marks are escaped.
fn shown() -> String {
    HOSTILE
        .replace('\u{202e}', "\\u{202e}")
        .replace('\u{1b}', "\\u{1b}")
}

/// A policy in which every text is hostile.
fn folder() -> Sandbox {
    let text = serde_json::to_string(HOSTILE).unwrap();
    let other = serde_json::to_string(&format!("{HOSTILE} too")).unwrap();
    let lines = serde_json::to_string(&format!("# one\n\n- two\n---\n```\n{HOSTILE}")).unwrap();
    Sandbox::with_policy(&format!(
        "title: {text}\nvendor: {text}\nversion: {text}\nsummary: {lines}\nsources:\n  - title: {text}\n    url: {text}\n  \
         - url: javascript:alert(1)\n  - title: Good\n    url: https://example.com/a(b)<c>\n\
         applies: {{ edition: {text} }}\nfeatures:\n  one: {{ title: {text}, purpose: {text} }}\n\
         member: {{ license_class: {text}, notes: [{text}] }}\n\
         credentials:\n  - name: {text}\n    note: {text}\n\
         guide: {{ introduction: [{lines}], role: [{text}], member: [{text}], key: [{text}], closing: [{text}] }}\n\
         notes: [{lines}]\n\
         permissions:\n  {text}:\n    {text}:\n      note: {text}\n      inquire: {{ level: All, purpose: {text}, note: {text}, when: one }}\n      \
         add: {{ level: All, purpose: {lines}, phase: setup }}\n      \
         customize: {{ allow: [{text}], disallow: [{other}], note: {text} }}\n"
    ))
}

#[test]
fn markdown_is_escaped() {
    let folder = folder();
    for kind in ["guide", "table"] {
        let text = folder.docs(&["policy.yaml", "--kind", kind]).good();
        let read = markdown::read(&text);
        // Our own markup around a name with a bar.
        let ours = |tag: &String| tag == "<code>" || tag == "</code>";
        assert!(read.html.iter().all(ours), "{:?}", read.html);
        let widths: Vec<usize> = read.tables[0].iter().map(Vec::len).collect();
        assert!(
            widths.iter().all(|width| *width == widths[0]),
            "{widths:?}\n{text}"
        );
        assert_eq!(read.tables[0].len(), 3);
        assert_eq!(read.tables[0][1][0], shown());
        assert_eq!(read.tables[0][1][1], shown());
        for link in &read.links {
            let known = [
                "https://github.com/leastwise/leastwise",
                "https://github.com/leastwise/leastwise/blob/main/docs/live.md#credentials",
                "https://github.com/leastwise/leastwise/blob/main/docs/inputs.md",
                "https://developer.connectwise.com",
                "https://example.com/a%28b%29%3Cc%3E",
            ];
            assert!(known.contains(&link.as_str()), "{link}");
        }
        for strong in read.strong {
            assert!(!strong.is_empty());
        }
        let usual = folder.docs(&["huntress", "--kind", kind]).good();
        let (headings, known) = (read.headings, markdown::read(&usual).headings);
        assert_eq!(headings[0].0, 1);
        assert!(headings[0].1.ends_with(&shown()), "{headings:?}");
        assert!(headings.len() <= known.len() + 4, "{headings:?}");
    }
    let index = folder
        .docs(&["policy.yaml", "huntress", "--kind", "index"])
        .good();
    let read = markdown::read(&index);
    assert_eq!(read.html, [""; 0], "{index}");
    assert!(read.tables[0].iter().all(|row| row.len() == 4), "{index}");
}

#[test]
fn html_is_escaped() {
    let folder = folder();
    for arguments in [
        &["--kind", "guide"][..],
        &["--kind", "table"],
        &["--kind", "index", "huntress"],
    ] {
        let page = folder
            .docs(&[&["policy.yaml", "--format", "html"], arguments].concat())
            .good();
        // No comment, no error, and no closing tag without an open element.
        let elements = html::read(&page);
        for element in &elements {
            let name = element.name.as_str();
            assert!(!["script", "img", "iframe"].contains(&name), "{name}");
            for (key, value) in &element.attributes {
                assert!(key != "style" && !key.starts_with("on"), "{key}");
                if key == "href" {
                    assert!(
                        value.starts_with("https://") || value.starts_with('#'),
                        "{value}"
                    );
                }
            }
        }
        assert!(
            html::texts(&elements, "th")
                .iter()
                .any(|text| text.starts_with(&shown()))
        );
        assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
    }
}

/// The file name is part of a command line that people copy.
#[test]
fn a_file_name_is_quoted_in_the_command() {
    let folder = Sandbox::with_policy("permissions: {}\n");
    let policy = folder.read("policy.yaml");
    folder.write("it's; rm -rf.yaml", &policy);
    let text = folder.docs(&["it's; rm -rf.yaml"]).good();
    let read = markdown::read(&text);
    assert_eq!(
        read.code,
        ["leastwise check --live -p 'it'\\''s; rm -rf.yaml'"]
    );
}
