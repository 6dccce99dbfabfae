//! The guide for CloudBlue has everything that the published page has.

use crate::docs::harness::docs;
use crate::docs::{html, markdown};

const POLICY: &str = "cloudblue-reseller-marketplace";

/// The table of the page, with the operations in the order of the screen: module, function, level, purpose.
const LEVELS: [[&str; 4]; 11] = [
    [
        "Companies",
        "Company Maintenance",
        "Inquire Level = All",
        "Required to list companies to import accounts and synchronize subscriptions",
    ],
    [
        "Companies",
        "Contacts",
        "Inquire Level = All",
        "Required to list company contacts to import accounts",
    ],
    [
        "Finance",
        "Agreements",
        "Add Level = All",
        "Required to synchronize missing addons from Reseller Marketplace to ConnectWise",
    ],
    [
        "Finance",
        "Agreements",
        "Edit Level = All",
        "Required to synchronize resource amount changes from Reseller Marketplace to ConnectWise",
    ],
    [
        "Finance",
        "Agreements",
        "Delete Level = All",
        "Required to synchronize deleted resources from Reseller Marketplace to ConnectWise",
    ],
    [
        "Finance",
        "Agreements",
        "Inquire Level = All",
        "Required to get company agreements with additions to synchronize subscriptions",
    ],
    [
        "Procurement",
        "Product Catalog",
        "Add Level = All",
        "Required to create automatically catalog entries in case no match is found",
    ],
    [
        "Procurement",
        "Product Catalog",
        "Edit Level = All",
        "Required to update catalog entries when synchronizing product catalog",
    ],
    [
        "Procurement",
        "Product Catalog",
        "Inquire Level = All",
        "Required to get products defined in ConnectWise to synchronize subscriptions",
    ],
    [
        "System",
        "Table Setup",
        "Inquire Level = All",
        "Requires to get billing cycles to find out a billing cycle of an agreement",
    ],
    [
        "System",
        "API Reports",
        "Inquire Level = All",
        "Required to get the date of the latest agreement invoice",
    ],
];

const CREDENTIALS: [&str; 4] = ["Company ID", "Public Key", "Private Key", "API Base URL"];

/// Each step: its heading, its menu path, and its actions.
const STEPS: [[&str; 3]; 3] = [
    [
        "Step 1. Configure a security role for the API member",
        "System > Security Roles",
        "Create a role with the following permissions:",
    ],
    [
        "Step 2. Create an API member",
        "System > Members > API Members",
        "Create an API member, and assign the security role from step 1 to it.",
    ],
    [
        "Step 3. Generate an API key",
        "System > Members > API Members > Created_API_Member > API Keys",
        "Generate an API key.",
    ],
];

/// Sentences that the page words differently.
const SENTENCES: [&str; 4] = [
    "CloudBlue Reseller Marketplace communicates with ConnectWise through its API.",
    "they belong to one specific API member",
    "We recommend a new API member with a separate security role for this integration.",
    "The private key is shown only once, when the key is created.",
];

const COMMAND: &str = "leastwise check --live -p cloudblue-reseller-marketplace";

#[test]
fn in_markdown() {
    let text = docs(&[POLICY]).good();
    let read = markdown::read(&text);
    let [table] = read.tables.as_slice() else {
        panic!("{text}")
    };
    assert_eq!(table[0], ["Module", "Function", "Level", "Purpose"]);
    assert_eq!(table[1..], LEVELS);
    for credential in CREDENTIALS {
        let found = read
            .items
            .iter()
            .filter(|item| **item == credential || item.starts_with(&format!("{credential}: ")));
        assert_eq!(found.count(), 1, "{credential}\n{text}");
    }
    let steps: Vec<&str> = read
        .headings
        .iter()
        .filter(|(level, text)| *level == 2 && text.starts_with("Step "))
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(steps, STEPS.map(|[heading, ..]| heading));
    for [_, menu, done] in STEPS {
        assert!(
            read.strong.iter().any(|strong| strong == menu),
            "{menu}\n{text}"
        );
        assert!(
            read.items.iter().any(|item| item.starts_with(done)),
            "{done}\n{text}"
        );
    }
    let whole = [read.paragraphs.join("\n"), read.quotes.join("\n")].concat();
    for sentence in SENTENCES {
        assert!(whole.contains(sentence), "{sentence}\n{whole}");
    }
    assert!(whole.contains("Leave every level that the table does not list at None."));
    let note = read
        .quotes
        .iter()
        .any(|quote| quote.starts_with("Note: The private key"));
    assert!(note, "{:?}", read.quotes);
    assert_eq!(read.code, [COMMAND]);
    let (key, check) = (at(&text, STEPS[2][0]), at(&text, "## Check the role"));
    assert!(
        at(&text, STEPS[0][0]) < at(&text, STEPS[1][0])
            && at(&text, STEPS[1][0]) < key
            && key < check
    );
}

fn at(text: &str, what: &str) -> usize {
    text.find(what)
        .unwrap_or_else(|| panic!("{what} in\n{text}"))
}

#[test]
fn in_html() {
    let page = docs(&[POLICY, "--format", "html"]).good();
    let elements = html::read(&page);
    let (mut module, mut function) = (String::new(), String::new());
    let mut levels: Vec<[String; 4]> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    for element in elements
        .iter()
        .filter(|element| element.within.contains(&"tbody".to_owned()))
    {
        let text = element.text.trim().to_owned();
        match (element.name.as_str(), element.attribute("scope")) {
            ("th", Some("rowgroup")) => module = text,
            ("th", Some("row")) => function = text,
            ("td", _) => cells.push(text),
            ("tr", _) if !cells.is_empty() => {
                let [level, purpose] = <[String; 2]>::try_from(std::mem::take(&mut cells)).unwrap();
                levels.push([module.clone(), function.clone(), level, purpose]);
            }
            _ => {}
        }
    }
    assert_eq!(levels, LEVELS);
    let items = html::texts(&elements, "li");
    for credential in CREDENTIALS {
        let found = items.iter().filter(|item| item.starts_with(credential));
        assert_eq!(found.count(), 1, "{credential} in {items:?}");
    }
    let headings = html::texts(&elements, "h2");
    let steps: Vec<&String> = headings
        .iter()
        .filter(|text| text.starts_with("Step "))
        .collect();
    assert_eq!(
        steps,
        STEPS
            .map(|[heading, ..]| heading)
            .iter()
            .collect::<Vec<_>>()
    );
    let strong = html::texts(&elements, "strong");
    for [_, menu, done] in STEPS {
        assert!(
            strong.iter().any(|text| text == menu),
            "{menu} in {strong:?}"
        );
        assert!(
            items.iter().any(|item| item.starts_with(done)),
            "{done} in {items:?}"
        );
    }
    let paragraphs = html::texts(&elements, "p").join("\n");
    for sentence in SENTENCES {
        assert!(paragraphs.contains(sentence), "{sentence}\n{paragraphs}");
    }
    assert!(paragraphs.contains("Note: The private key"));
    assert_eq!(html::texts(&elements, "pre"), [COMMAND]);
    assert_eq!(
        html::texts(&elements, "title"),
        html::texts(&elements, "h1")
    );
}

/// The table alone has one line for each level, and our import of published tables reads it.
#[test]
fn the_table_can_be_imported() {
    let folder = crate::docs::harness::Sandbox::new();
    folder
        .docs(&[POLICY, "--kind", "table", "-o", "table.md"])
        .good();
    let read = markdown::read(&folder.read("table.md"));
    let expected = LEVELS.map(|[module, function, level, purpose]| {
        let (column, level) = level.split_once(" = ").unwrap();
        [module, function, column, level, purpose]
    });
    assert_eq!(read.tables[0][1..], expected);
    folder.run(&["policy", "import", "--help"]).good();
    let run = folder.run(&["check", "table.md", "-p", POLICY, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        report["roles"][0]["summary"]["satisfied"], 11,
        "{}",
        run.stdout
    );
    assert_eq!(report["roles"][0]["summary"]["missing"], 0);
}
