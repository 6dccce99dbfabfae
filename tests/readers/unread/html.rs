//! Visible content of a web page, and what is read of it.

use super::{checked, ends, html, row_of, table};

const SOME: &str = "Time Entry";

/// The page with other markup instead of the cell for Delete.
fn with_cell(markup: &str) -> String {
    let mut table = table();
    let at = row_of(&table, SOME);
    "@".clone_into(&mut table[at][4]);
    html(&table).replace("<td>@</td>", markup)
}

#[test]
fn visible_content_that_is_not_text_is_an_error() {
    for cell in [
        "<td><input value=\"All\"></td>",
        "<td><input type=checkbox checked></td>",
        "<td><i class=\"fa fa-check\"></i></td>",
        "<td><span class=\"icon-ok\"></span></td>",
        "<td><svg><path d=\"M0 0\"/></svg></td>",
        "<td><img src=\"tick.png\"></td>",
        "<td><img src=\"tick.png\" alt=\"\"></td>",
        "<td><span aria-label=\"All\"></span></td>",
        "<td aria-label=\"All\"></td>",
        "<td><ac:emoticon ac:name=\"tick\"/></td>",
        "<td><object data=\"x\"></object></td>",
        "<td><table><tr><td>yes</td></tr></table></td>",
    ] {
        ends(
            "role.html",
            with_cell(cell),
            3,
            "but no text, which cannot be read",
        );
    }
    for cell in [
        "<td><h4>Al</h4></td>",
        "<td><svg><title>Al</title></svg></td>",
        "<td><img alt=\"Al\"></td>",
        "<td><select><option>Al</option></select></td>",
    ] {
        ends(
            "role.html",
            with_cell(cell),
            3,
            "`Al` under Delete Level is not a level",
        );
    }
}

#[test]
fn invisible_content_is_a_blank_cell() {
    for cell in [
        "<td></td>",
        "<td><p><br></p></td>",
        "<td><span class=\"x\"><o:p>&nbsp;</o:p></span></td>",
        "<td><input type=\"hidden\" value=\"All\"></td>",
        "<td aria-label=\"Delete Level\"></td>",
        "<td><h4>None</h4></td>",
        "<td>None<script>document.write('All')</script></td>",
    ] {
        ends("role.html", with_cell(cell), 0, "clean");
    }
}

#[test]
fn an_unclosed_heading_hides_nothing() {
    let bad = with_cell("<td>Al</td>");
    let message = "`Al` under Delete Level is not a level";
    for (from, to) in [
        ("<table>", "<table><caption>The role"),
        ("<table>", "<h2>The role\n<table>"),
        ("<tr>", "<tr><h4>"),
        ("<td>", "<td><h4>"),
    ] {
        ends("role.html", bad.replacen(from, to, 9), 3, message);
    }
    let open = html(&table()).replace("<table>", "<h2>The role\n<table>");
    ends("role.html", open, 0, "markup is broken in one place");
    let caption = html(&table()).replace("<table>", "<table><caption>The role");
    let ran = checked("role.html", caption);
    assert!(ran.stdout.contains("\nclean"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("broken"), "{}", ran.stdout);
}

#[test]
fn a_level_outside_a_cell_is_an_error() {
    let page = html(&table()).replacen("<tr><td>Companies", "<tr>All<td>Companies", 1);
    let message = "`All` is in a table and in none of its cells";
    ends("role.html", page, 3, message);
}

#[test]
fn tables_with_levels_and_no_headings_are_rejected() {
    let row = "<tr><td>Finance</td><td>Agreements</td><td>None</td><td>All</td></tr>";
    let page = html(&table()) + "<table>" + row + "</table>";
    ends(
        "role.html",
        page,
        3,
        "is in a table without the headings of a role",
    );
    // Another table of the page may explain the levels.
    let legend = "<table><tr><td>All</td><td>every record</td></tr></table>";
    ends(
        "role.html",
        html(&table()) + legend,
        0,
        "a table was not read",
    );
}

#[test]
fn a_cell_can_span_to_the_end() {
    for span in ["0", "900000", "5px"] {
        let mut table = table();
        table.truncate(4);
        let page = html(&table)
            .replacen(
                "<tr><td>Companies",
                &format!("<tr><td rowspan=\"{span}\">Companies"),
                1,
            )
            .replace("<tr><td>Companies</td>", "<tr>");
        let ran = checked("role.html", page);
        assert!(!ran.stdout.contains("could not be read"), "{}", ran.stdout);
    }
}

#[test]
fn content_hidden_by_a_style_sheet_is_not_read() {
    let page = |style: &str, cell: &str| format!("<style>{style}</style>{}", with_cell(cell));
    for (style, cell) in [
        (".x { display: none }", "<td><b class=x>All</b></td>"),
        (
            "@media screen { .a .x { display:none !important } }",
            "<td class=a><i><b class=\"b x\" style=\"display:inline\">All</b></i></td>",
        ),
        ("#it{visibility:hidden}", "<td><b id=it>All</b></td>"),
        ("b.x, i{ display:none }", "<td><b class=x>All</b></td>"),
    ] {
        ends(
            "role.html",
            page(style, cell),
            0,
            "something hidden was not read",
        );
    }
    for style in [
        ".x { display: none } b.x { display: inline }",
        ".x { display: none; } .x { display: inline; }",
        "@media print { .x { display: none } }",
        ".x:hover { display: none } /* .x { display: none } */",
        "p .x { display: none }",
    ] {
        let cell = "<td><b class=x>Al</b></td>";
        ends("role.html", page(style, cell), 3, "`Al` under Delete Level");
    }
    let doubtful = page("b:nth-child(1) { display: none }", "<td><b>All</b></td>");
    ends(
        "role.html",
        doubtful,
        3,
        "a style sheet of the page may hide `All`",
    );
    let struck = page(
        ".x { text-decoration: line-through }",
        "<td class=x>All</td>",
    );
    ends("role.html", struck, 3, "`All` is crossed out");
}

#[test]
fn a_collapsed_column_is_not_read() {
    let columns = "<table><col span=6><col style=\"visibility:collapse\">";
    let mut table = table();
    table[0].push("Remark".to_owned());
    table[3].push("as agreed".to_owned());
    let page = html(&table).replace("<table>", columns);
    ends("role.html", page, 0, "2 hidden parts were not read");
    let columns = "<table><colgroup><col span=4><col style=\"visibility:collapse\"></colgroup>";
    let page = html(&table).replace("<table>", columns);
    ends("role.html", page, 4, "hidden parts were not read");
}
