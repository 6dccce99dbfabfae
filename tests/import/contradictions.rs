//! Pages that state two levels for one permission: the highest is in the draft, and the draft says
//! where the page states each.

use super::{guesses, imported, permissions};

const HEAD: &str = "| Module | Function | Add | Inquire |\n|---|---|---|---|\n";

#[test]
fn none_and_a_level_are_a_contradiction_in_either_order() {
    let rows = [
        "| Finance | Invoicing | None | All |\n",
        "| Finance | Invoicing | All | All |\n",
    ];
    let tables = rows.map(|row| format!("{HEAD}{row}"));
    let [read_only, both] = &tables;
    let page = |one: &str, other: &str| format!("# One way\n\n{one}\n# Two ways\n\n{other}");

    let draft = imported("page.md", &page(read_only, both));
    let guess = "the page states None on line 5 and All on line 11 for Add; the highest is taken";
    assert!(guesses(&draft).contains(guess), "{draft}");
    assert!(
        permissions(&draft).contains("add: All # line 11 of the page"),
        "{draft}"
    );

    let draft = imported("page.md", &page(both, read_only));
    let guess = "the page states All on line 5 and None on line 11 for Add; the highest is taken";
    assert!(guesses(&draft).contains(guess), "{draft}");
    assert!(
        permissions(&draft).contains("add: All # line 5 of the page"),
        "{draft}"
    );
}

#[test]
fn the_line_is_that_of_the_level_in_the_draft() {
    let page =
        format!("{HEAD}| Finance | Invoicing | My | All |\n| Finance | Invoicing | All | All |\n");
    let draft = imported("page.md", &page);
    let guess = "the page states My on line 3 and All on line 4 for Add; the highest is taken";
    assert!(guesses(&draft).contains(guess), "{draft}");
    assert!(
        permissions(&draft).contains("add: All # line 4 of the page"),
        "{draft}"
    );
}

#[test]
fn equal_levels_are_no_contradiction() {
    let row = "| Finance | Invoicing | None | All |\n";
    let draft = imported("page.md", &format!("{HEAD}{row}{row}"));
    assert!(!guesses(&draft).contains("the page states"), "{draft}");
}

#[test]
fn a_list_to_choose_from_has_the_level_that_it_shows() {
    let choose = |options: &str| {
        let page = format!(
            "<table><tr><th>Module<th>Function<th>Add<th>Inquire</tr><tr><td>Finance<td>Invoicing\
             <td><select>{options}</select><td>All</tr></table>"
        );
        imported("page.html", &page)
    };
    let selected = choose("<option>None<option selected>My<option>All");
    assert!(permissions(&selected).contains("add: My"), "{selected}");
    assert!(!guesses(&selected).contains("not understood"), "{selected}");
    let first = choose("<option>None<option>My<option>All");
    assert!(!permissions(&first).contains("add:"), "{first}");
}
