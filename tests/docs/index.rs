//! Several policies in one table.

use crate::docs::harness::{Sandbox, docs, library};
use crate::docs::{html, markdown};

fn compared() -> Sandbox {
    let folder = Sandbox::new();
    let policy = |id: &str, rest: &str| {
        let text = format!(
            "schema: leastwise/policy/v1\nid: {id}\ntitle: {}\n{rest}",
            id.to_uppercase()
        );
        folder.write(&format!("{id}.yaml"), &text);
    };
    policy(
        "a",
        "summary: Does things\npermissions:\n  System:\n    Table Setup: { inquire: All, add: My }\n  \
         Companies:\n    Contacts: { inquire: My, delete: None }\n    Company Maintenance: { delete: None }\n",
    );
    policy(
        "b",
        "coverage: partial\nfeatures: { f: { title: F } }\npermissions:\n  Companies:\n    Contacts: \
         { inquire: { level: All, when: f }, edit: All }\n    Notes: { note: Without a level }\n  \
         System:\n    \"*\": { inquire: My }\n  Elsewhere:\n    Thing: { delete: All }\n",
    );
    folder
}

#[test]
fn the_matrix_shows_the_needs_of_each_policy() {
    let folder = compared();
    let text = folder.docs(&["a.yaml", "b.yaml", "--kind", "index"]).good();
    let read = markdown::read(&text);
    assert_eq!(
        read.tables[0],
        [
            ["Module", "Function", "A", "B †"],
            // Modules as on ConnectWise's screen, functions as in the catalog.
            ["Companies", "Contacts", "i", "EI°"],
            ["Companies", "Notes", "", "?"],
            ["System", "every function of the module", "", "i"],
            ["System", "Table Setup", "aI", "i"],
            ["Elsewhere", "Thing", "", "D"],
        ]
    );
    assert!(
        read.items.iter().any(|item| item == "A: Does things"),
        "{:?}",
        read.items
    );
    for sign in ["°", "?", "†"] {
        assert!(
            read.strong.contains(&sign.to_owned()),
            "{sign} is not explained"
        );
    }
}

/// The legend lists only symbols that the table contains.
#[test]
fn lowercase_letters_are_explained_if_they_occur() {
    for (level, expected) in [
        ("My", true),
        ("All", false),
        ("{ level: { min: My } }", true),
    ] {
        let folder = Sandbox::with_policy(&format!(
            "permissions:\n  Finance:\n    Agreements: {{ inquire: {level} }}\n"
        ));
        for format in ["markdown", "html"] {
            let index = ["policy.yaml", "--kind", "index", "--format", format];
            let text = folder.docs(&index).good();
            assert_eq!(
                text.contains("A lowercase letter means that My is enough."),
                expected,
                "{level}: {text}"
            );
        }
    }
}

#[test]
fn the_page_shows_the_same() {
    let folder = compared();
    let page = folder
        .docs(&["a.yaml", "b.yaml", "--kind", "index", "--format", "html"])
        .good();
    let elements = html::read(&page);
    let needed: Vec<(&str, &str, &str)> = elements
        .iter()
        .filter(|element| element.attribute("class") == Some("needed"))
        .map(|cell| {
            let of = |name| cell.attribute(name).unwrap();
            (of("data-policy"), cell.text.as_str(), of("title"))
        })
        .collect();
    assert_eq!(
        needed,
        [
            ("A", "i", "A: Inquire Level = My"),
            ("B †", "EI°", "B: Edit Level = All, Inquire Level = All"),
            ("B †", "?", "B: not stated"),
            ("B †", "i", "B: Inquire Level = My"),
            ("A", "aI", "A: Add Level = My, Inquire Level = All"),
            ("B †", "i", "B: Inquire Level = My"),
            ("B †", "D", "B: Delete Level = All"),
        ]
    );
}

/// Labels of many columns are rotated; the symbol is not, or it would become another one.
#[test]
fn the_symbol_of_a_partial_table_is_not_rotated_with_its_label() {
    let folder = compared();
    let index = ["a.yaml", "b.yaml", "--kind", "index", "--format", "html"];
    let page = html::read(&folder.docs(&index).good());
    let in_header = |name: &str| -> Vec<&str> {
        page.iter()
            .filter(|element| element.name == name)
            .filter(|element| {
                element
                    .within
                    .ends_with(&["tr".to_owned(), "th".to_owned()])
            })
            .map(|element| element.text.as_str())
            .collect()
    };
    assert_eq!(in_header("span")[..2], ["A", "B"]);
    assert_eq!(in_header("b"), ["†"]);
    let heads = page
        .iter()
        .filter(|element| element.attribute("class") == Some("policy"));
    let heads: Vec<&str> = heads.map(|element| element.text.as_str()).collect();
    assert_eq!(heads, ["A", "B †"]);
}

#[test]
fn an_index_links_to_every_document() {
    let folder = compared();
    for format in ["markdown", "html"] {
        folder
            .docs(&["a.yaml", "b.yaml", "--format", format, "-o", "out"])
            .good();
    }
    let read = markdown::read(&folder.read("out/index.md"));
    assert_eq!(read.links, ["a.md", "b.md"]);
    let back = markdown::read(&folder.read("out/a.md"));
    assert!(
        back.links.contains(&"index.md".to_owned()),
        "{:?}",
        back.links
    );
    let page = html::read(&folder.read("out/index.html"));
    let links: Vec<&str> = page
        .iter()
        .filter_map(|element| element.attribute("href"))
        .collect();
    assert_eq!(links, ["a.html", "b.html"]);
}

/// Too many columns for a table in Markdown: each function lists who needs it.
#[test]
fn the_whole_library_can_be_indexed() {
    let library = library();
    let mut arguments: Vec<&str> = library.iter().map(String::as_str).collect();
    arguments.extend(["--kind", "index"]);
    let read = markdown::read(&docs(&arguments).good());
    let contacts = read.tables[0]
        .iter()
        .find(|row| row[1] == "Contacts")
        .unwrap();
    assert!(
        contacts[2].contains("CloudBlue Reseller Marketplace 21.0 (I)"),
        "{contacts:?}"
    );
    assert!(
        contacts[2].contains("CloudBlue Reseller Marketplace 20.5 † (I)"),
        "{contacts:?}"
    );
    arguments.extend(["--format", "html"]);
    let page = html::read(&docs(&arguments).good());
    let columns = page
        .iter()
        .filter(|element| element.attribute("class") == Some("policy"));
    assert_eq!(columns.count(), library.len());
}

#[test]
fn several_policies_are_not_written_to_one_file() {
    let folder = compared();
    folder.write("present", "mine\n");
    for file in ["present", "guide.md"] {
        let run = folder.docs(&["a.yaml", "b.yaml", "-o", file]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("specify a directory"), "{run:?}");
    }
    assert!(!folder.path("guide.md").exists());
}
