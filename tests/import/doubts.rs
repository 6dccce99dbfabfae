//! What a page retracts, limits or says of another time: listed or marked, and never silently
//! granted. Each page has a function that is granted, and one that is in question.

use std::fs;
use std::process::Command;

use super::{guesses, imported, permissions};

/// Lines that put `Finance > Invoicing` in question.
const RETRACTED: [&str; 31] = [
    "- Finance > Invoicing: Inquire All – discontinued",
    "- Finance > Invoicing: Inquire All - we dropped this in May 2025",
    "- 2024-01: Finance > Invoicing Inquire (All) dropped.",
    "- 2024-01: Finance > Invoicing Inquire (All) is obsolete.",
    "- Finance > Invoicing: Inquire All (was needed before 4.0)",
    "- Finance > Invoicing: Inquire All (until 4.2)",
    "- Finance > Invoicing: Inquire All (up to version 3)",
    "- Finance > Invoicing: Inquire All (unused)",
    "Required until 4.0: Finance > Invoicing: Inquire All",
    "**Does Acme need Finance > Invoicing: Inquire All?** No.",
    "Q: Is Finance > Invoicing: Inquire All needed? A: No.",
    "Do **not** give the member any of these: Sales > Opportunity (Inquire All), Finance > Invoicing (Inquire All).",
    "Uncheck these:\n\n- Finance > Invoicing: Inquire All",
    "We used to require:\n\n- Finance > Invoicing: Inquire All",
    "Nicht erforderlich:\n\n- Finance > Invoicing: Inquire All",
    "N'accordez pas :\n\n- Finance > Invoicing: Inquire All",
    "## Archived\n\n- Finance > Invoicing: Inquire All",
    "## Outdated permissions\n\n- Finance > Invoicing: Inquire All",
    "## Common mistakes\n\n- Finance > Invoicing: Inquire All",
    "## Acme 2 (deprecated)\n\n- Finance > Invoicing: Inquire All",
    "{% tab title=\"v2 (deprecated)\" %}\n- Finance > Invoicing: Inquire All\n{% endtab %}",
    "## Version 3\n\n- Sales > Opportunity: Inquire All\n\n## Version 2\n\n- Finance > Invoicing: Inquire All",
    "| Module | Function | Inquire | Notes |\n|---|---|---|---|\n| Finance | Invoicing | All | Deprecated, do not grant |",
    "| Module | Function | Inquire | Comment |\n|---|---|---|---|\n| Finance | Invoicing | All | No longer needed |",
    "| Module | Function | Inquire | Purpose |\n|---|---|---|---|\n| Finance | Invoicing | All | Not used |",
    "| Module | Function | Inquire | Why |\n|---|---|---|---|\n| Finance | Invoicing | All | Niet meer nodig vanaf versie 3 |",
    "| Module | Function | Inquire | Required |\n|---|---|---|---|\n| Finance | Invoicing | All | Obsolete |",
    "| Module | Function | Inquire | Version |\n|---|---|---|---|\n| Finance | Invoicing | All | up to 4.x |",
    "| Module | Function | Inquire |\n|---|---|---|\n| Finance | Invoicing* | All |\n\n\\* Not used anymore, may be left at None",
    "- [x] Sales > Opportunity: Inquire All\n- [ ] Finance > Invoicing: Inquire All",
    "Tickets with Finance > Invoicing: Inquire All cause errors. Granting it is a security risk.",
];

#[test]
fn what_a_page_retracts_is_listed_or_marked() {
    for lines in RETRACTED {
        let page = format!("# Role\n\n- Companies > Contacts: Inquire All\n\n{lines}\n");
        let draft = imported("page.md", &page);
        let granted = permissions(&draft);
        assert!(granted.contains("Contacts:"), "{lines}\n{draft}");
        let listed = !granted.contains("Invoicing:");
        let planned = granted
            .split("Invoicing:")
            .nth(1)
            .is_some_and(|rest| rest.contains("status: planned"));
        let marked = guesses(&draft).contains("function: Invoicing");
        assert!(listed || planned || marked, "{lines}\n{draft}");
        // What is not granted is named, so that a person can decide otherwise.
        assert!(
            !listed || guesses(&draft).contains("Invoicing"),
            "{lines}\n{draft}"
        );
    }
}

#[test]
fn what_a_page_asks_for_is_not_doubted() {
    for line in [
        "- Finance > Invoicing: Inquire All",
        "- Finance > Invoicing: Inquire All – to find removed invoices",
        "- Finance > Invoicing: Inquire All (used to read invoices before they are sent)",
        "Grant Finance > Invoicing: Inquire All, so that invoices sync until the ticket is closed.",
        "## Version 3\n\n- Finance > Invoicing: Inquire All",
        "{% tab title=\"Security role\" %}\n- Finance > Invoicing: Inquire All\n{% endtab %}",
        "**Does Acme need Finance > Invoicing: Inquire All?** Yes.",
        "| Module | Function | Inquire | Notes |\n|---|---|---|---|\n| Finance | Invoicing | All | Reads sent invoices |",
    ] {
        let draft = imported("page.md", &format!("# Role\n\n{line}\n"));
        assert!(permissions(&draft).contains("inquire"), "{line}\n{draft}");
        assert!(
            !guesses(&draft).contains("function: Invoicing"),
            "{line}\n{draft}"
        );
        assert!(
            !permissions(&draft).contains("status: planned"),
            "{line}\n{draft}"
        );
    }
}

#[test]
fn conditions_of_every_form_are_kept() {
    for lines in [
        "Required only if you use invoice sync.\n\n- Finance > Invoicing: Inquire All",
        "Only required for the billing add-on.\n\n- Finance > Invoicing: Inquire All",
        "Only necessary for invoice sync:\n\n- Finance > Invoicing: Inquire All",
        "Not required for Acme Lite.\n\n- Finance > Invoicing: Inquire All",
        "Nur bei Nutzung der Abrechnung:\n\n- Finance > Invoicing: Inquire All",
        "## Additional permissions for Acme Billing\n\n- Finance > Invoicing: Inquire All",
        "- Finance > Invoicing: Inquire All (only for Acme Billing)",
        "- Finance > Invoicing: Inquire All – skip this if you bill elsewhere",
        "- Finance > Invoicing: Inquire All (v1 only)",
        "- Finance > Invoicing*: Inquire All\n\n\\*needed for the billing report only",
        "| Module | Function | Inquire | Notes |\n|---|---|---|---|\n| Finance | Invoicing | All | Needed for the survey add-on only |",
    ] {
        let page = format!("# Role\n\n- Companies > Contacts: Inquire All\n\n{lines}\n");
        let draft = imported("page.md", &page);
        let invoicing = permissions(&draft).split("Invoicing:").nth(1).unwrap_or("");
        assert!(invoicing.contains("when:"), "{lines}\n{draft}");
        let contacts = permissions(&draft).split("Contacts:").nth(1).unwrap_or("");
        let contacts = contacts.split("Finance:").next().unwrap_or("");
        assert!(!contacts.contains("when:"), "{lines}\n{draft}");
    }
}

#[test]
fn lines_that_state_levels_and_are_not_understood_are_listed() {
    for line in [
        "- Edit My (or All for dispatchers)",
        "- Svc Tickets - A/E/I",
        "- Company Maint. - I",
        "In Finance, set every function to None except Agreements (Inquire All).",
        "- Companies: Contacts, Configurations (Delete = All), Notes",
    ] {
        let page = format!("# Role\n\n- Sales > Opportunity: Inquire All\n\nMore:\n\n{line}\n");
        let draft = imported("page.md", &page);
        let text = line.trim_start_matches("- ");
        let listed = guesses(&draft).contains(&format!("was not understood: {text}"));
        assert!(listed, "{line}\n{draft}");
        assert!(
            !permissions(&draft).contains("Companies:"),
            "{line}\n{draft}"
        );
    }
}

#[test]
fn each_level_has_the_line_that_it_is_on() {
    let markdown = "# Role\n\n- Companies > Contacts: Inquire All\n- Companies > Notes: Inquire All\n\n\
        | Module | Function | Inquire |\n|---|---|---|\n| Finance | Agreements | All |\n| Finance | Invoicing | All |\n\n\
        Companies > Configurations: Edit All\nCompanies > Tracks: Edit All\n";
    let draft = imported("page.md", markdown);
    for (function, line) in [
        ("Contacts", 3),
        ("Notes", 4),
        ("Agreements", 8),
        ("Invoicing", 9),
        ("Configurations", 11),
        ("Tracks", 12),
    ] {
        let rest = permissions(&draft)
            .split(&format!("    {function}:\n"))
            .nth(1)
            .unwrap();
        let expected = format!("# line {line} of the page");
        assert!(
            rest.lines().next().unwrap().ends_with(&expected),
            "{function}\n{draft}"
        );
    }
    let html = "<html><body>\n<table>\n<tr><th>Module</th><th>Function</th><th>Inquire</th></tr>\n\
        <tr><td rowspan=2>Companies</td><td>Contacts</td><td>All</td></tr>\n\
        <tr>\n <td>Notes</td><td>All</td></tr>\n</table>\n<p>Finance &gt; Agreements: Inquire All<br>\n\
        Finance &gt; Invoicing: Inquire All</p>\n</body></html>\n";
    let draft = imported("page.html", html);
    for (function, line) in [
        ("Contacts", 4),
        ("Notes", 6),
        ("Agreements", 8),
        ("Invoicing", 9),
    ] {
        let rest = permissions(&draft)
            .split(&format!("    {function}:\n"))
            .nth(1)
            .unwrap();
        let expected = format!("# line {line} of the page");
        assert!(
            rest.lines().next().unwrap().ends_with(&expected),
            "{function}\n{draft}"
        );
    }
}

/// Forms of the same permissions, and the cells that they give.
#[test]
fn more_forms_of_lines_and_tables_are_read() {
    for (page, expected) in [
        (
            "For Finance > Invoicing select My under Inquire and All under Add.",
            "add: All|inquire: My",
        ),
        (
            "- Finance > Invoicing: All under Add, My under Inquire",
            "add: All|inquire: My",
        ),
        (
            "- Finance > Invoicing: All at Add and My at Inquire",
            "add: All|inquire: My",
        ),
        (
            "Give Finance > Invoicing All access under Add and My access under Inquire.",
            "add: All|inquire: My",
        ),
        (
            "Assign My to Inquire and All to Add for Finance > Invoicing.",
            "add: All|inquire: My",
        ),
        (
            "In Finance, find Invoicing, and pick All in the Add column and My in the Inquire column.",
            "add: All|inquire: My",
        ),
        (
            "- Finance > Invoicing: “Inquire” set to “My”, “Add” set to „All“",
            "add: All|inquire: My",
        ),
        (
            "| Module | Function | Add / Inquire |\n|---|---|---|\n| Finance | Invoicing | All / My |",
            "add: All|inquire: My",
        ),
        (
            "| Module | Function | Operation | Level |\n|---|---|---|---|\n| Finance | Invoicing | Add | All |\n| | | Inquire | My |",
            "add: All|inquire: My",
        ),
        (
            "| Function (module) | Add | Inquire |\n|---|---|---|\n| Invoicing (Finance) | All | My |",
            "add: All|inquire: My",
        ),
        (
            "Give the role **Inquire** set to **All** and **Add** set to **All** for:\n\n**Finance**: Invoicing, Agreements",
            "add: All|inquire: All",
        ),
    ] {
        let draft = imported("page.md", &format!("# Role\n\n{page}\n"));
        let rest = permissions(&draft)
            .split("    Invoicing:\n")
            .nth(1)
            .unwrap_or("");
        let mut cells: Vec<&str> = rest
            .lines()
            .take_while(|line| line.starts_with("      "))
            .filter_map(|line| line.split(" #").next())
            .map(str::trim)
            .collect();
        cells.sort_unstable();
        assert_eq!(cells.join("|"), expected, "{page}\n{draft}");
    }
}

#[test]
fn a_short_name_below_a_module_is_one_of_that_module() {
    let draft = imported(
        "page.md",
        "# Role\n\n## Project\n\n- Notes: Inquire All\n- Contacts: Inquire All\n",
    );
    let granted = permissions(&draft);
    assert!(
        granted.contains("Project Notes:") && granted.contains("Project Contacts:"),
        "{draft}"
    );
    assert!(!granted.contains("Companies:"), "{draft}");
    let draft = imported(
        "page.md",
        "# Role\n\n## Service Desk\n\n- Configurations: Inquire All\n",
    );
    assert!(
        guesses(&draft).contains("function: Configurations"),
        "{draft}"
    );
}

#[test]
fn a_page_from_standard_input_is_read_like_a_file() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pages");
    let mut compared = 0;
    for entry in fs::read_dir(pages).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            continue;
        }
        let named = super::run(&[
            "policy",
            "import",
            path.to_str().unwrap(),
            "--id",
            "t",
            "--title",
            "T",
        ]);
        let run = Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(["policy", "import", "-", "--id", "t", "--title", "T"])
            .stdin(fs::File::open(&path).unwrap())
            .output()
            .unwrap();
        assert_eq!(
            String::from_utf8(run.stdout).unwrap(),
            named,
            "{}",
            path.display()
        );
        compared += 1;
    }
    assert!(compared >= 18, "{compared}");
}

#[test]
fn pages_in_other_encodings_are_read_or_refused_with_what_to_do() {
    let page = "<html><head><meta charset=windows-1252></head><body><p>Für die Rolle</p>\
        <p>Finance &gt; Invoicing: Inquire All</p></body></html>";
    let latin: Vec<u8> = page
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(page.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("latin.html", &latin), ("wide.html", &wide)] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let draft = super::run(&["policy", "import", path.to_str().unwrap()]);
        assert!(
            permissions(&draft).contains("Invoicing:"),
            "{name}\n{draft}"
        );
    }
    let unmarked = String::from_utf8_lossy(&latin).replace("charset=windows-1252", "");
    let unmarked: Vec<u8> = unmarked
        .replace('\u{fffd}', "\u{1}")
        .bytes()
        .map(|b| if b == 1 { 0xfc } else { b })
        .collect();
    let archive = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html></html>";
    for (name, bytes, words) in [
        (
            "unmarked.html",
            unmarked.as_slice(),
            "does not state its encoding",
        ),
        ("page.mhtml", archive.as_slice(), "web archive"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(["policy", "import", path.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(3), "{name}");
        let said = String::from_utf8_lossy(&run.stderr).into_owned()
            + &String::from_utf8_lossy(&run.stdout);
        assert!(said.contains(words), "{name}: {said}");
    }
}

#[test]
fn advice_before_a_list_makes_nothing_optional() {
    for line in [
        "Optional: watch the video.",
        "(Optional) Give the role a description.",
        "If you are unsure, ask support.",
        "If the role does not appear, refresh the page.",
        "If you use SSO, log in as a local admin first.",
        "If any of these permissions are missing, the sync fails.",
        "If you see error 403, verify these permissions:",
        "If you prefer not to use Admin, use this minimal role:",
        "If you already created the role, go to step 2.",
        "When you create the role, set these permissions:",
        "Optionally, name the role \"Acme\".",
        "## If you do not have an API member yet",
        "## When does Acme read invoices?",
    ] {
        let page = format!("# Role\n\n{line}\n\n- Finance > Invoicing: Inquire All\n");
        let draft = imported("page.md", &page);
        let granted = permissions(&draft);
        assert!(granted.contains("inquire: All"), "{line}\n{draft}");
        assert!(
            !granted.contains("when:") && !granted.contains("optional"),
            "{line}\n{draft}"
        );
    }
}

#[test]
fn a_condition_reaches_the_headings_below_it() {
    for title in [
        "## Permissions for optional modules",
        "## Add-on permissions",
        "## Sales module (if licensed)",
    ] {
        let page = format!(
            "# Role\n\n{title}\n\n### Finance\n\n- Invoicing: Inquire All\n\n## All customers\n\n- Companies > Contacts: Inquire All\n"
        );
        let draft = imported("page.md", &page);
        let (contacts, invoicing) = {
            let granted = permissions(&draft);
            let part = |name: &str| {
                granted
                    .split(name)
                    .nth(1)
                    .unwrap_or("")
                    .lines()
                    .take(4)
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            (part("Contacts:"), part("Invoicing:"))
        };
        assert!(
            invoicing.contains("when:") || invoicing.contains("optional"),
            "{title}\n{draft}"
        );
        assert!(
            !contacts.contains("when:") && !contacts.contains("optional"),
            "{title}\n{draft}"
        );
    }
    for value in [
        "Recommended",
        "Quotes only",
        "For quotes",
        "Depends",
        "✗",
        "No",
    ] {
        let page = format!(
            "# Role\n\n| Module | Function | Inquire | Required? |\n|---|---|---|---|\n| Companies | Contacts | All | Yes |\n| Finance | Invoicing | All | {value} |\n"
        );
        let draft = imported("page.md", &page);
        let invoicing = permissions(&draft).split("Invoicing:").nth(1).unwrap_or("");
        assert!(
            invoicing.contains("when:") || invoicing.contains("optional"),
            "{value}\n{draft}"
        );
    }
}

#[test]
fn forms_of_steps_text_and_headings_are_read() {
    for page in [
        "1. Expand **Finance**.\n   1. Set **Invoicing** > **Inquire Level** to **All**.",
        "Finance > Invoicing Add:None Edit:None Inquire:All",
        "| Function | Inquire |\n|---|---|\n| Finance > Invoicing | All |\n| Companies > Contacts | My |",
        "| Module | Function | Add | Edit | Delete | Inquire | Product |\n|---|---|---|---|---|---|---|\n| Finance | Invoicing | None | None | None | All | Sync |",
        "## 4.1 Finance\n\n### 4.1.1 Invoicing\n\n| Add | Edit | Delete | Inquire |\n|---|---|---|---|\n| None | None | None | All |",
    ] {
        let draft = imported("page.md", &format!("# Role\n\n{page}\n"));
        let granted = permissions(&draft);
        assert!(
            granted.contains("  Finance:\n    Invoicing:\n      inquire: All"),
            "{page}\n{draft}"
        );
    }
    let page = "# Role\n\n- [ ] Companies > Contacts: Inquire All\n- [ ] Finance > Invoicing: Inquire All\n";
    let draft = imported("page.md", page);
    for (function, line) in [("Contacts", 3), ("Invoicing", 4)] {
        let rest = permissions(&draft)
            .split(&format!("    {function}:\n"))
            .nth(1)
            .unwrap();
        assert!(
            rest.lines()
                .next()
                .unwrap()
                .ends_with(&format!("# line {line} of the page")),
            "{draft}"
        );
    }
}
