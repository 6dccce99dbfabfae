//! Workbooks: merged cells, formulas without a value, sheets beside that of the role.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::{ends, row_of, table};

fn written(table: &[Vec<String>], change: impl Fn(&mut Worksheet)) -> Worksheet {
    let mut sheet = Worksheet::new();
    for (row, cells) in (0..).zip(table) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    change(&mut sheet);
    sheet
}

fn book(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap()
}

#[test]
fn each_cell_of_a_merged_range_says_what_is_seen() {
    let mut table = table();
    let at = row_of(&table, "Contacts");
    ends("role.xlsx", book(vec![written(&table, |_| {})]), 0, "clean");
    // Down: the level of the first cell is that of the rows below.
    for row in &mut table[at..at + 3] {
        row[4].clear();
    }
    let down = |sheet: &mut Worksheet| {
        let format = Format::new();
        sheet
            .merge_range(row(at), 4, row(at + 2), 4, "Al", &format)
            .unwrap();
    };
    let bytes = book(vec![written(&table, down)]);
    let ran = super::checked("role.xlsx", bytes);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("`Al` under Delete Level").count(), 3);
    // Across: it is the level of each operation.
    let across = |sheet: &mut Worksheet| {
        let format = Format::new();
        sheet
            .merge_range(row(at), 2, row(at), 5, "Al", &format)
            .unwrap();
    };
    let bytes = book(vec![written(&table, across)]);
    let ran = super::checked("role.xlsx", bytes);
    assert_eq!(
        ran.stdout.matches("is not a level").count(),
        4,
        "{}",
        ran.stdout
    );
}

#[test]
fn modules_in_merged_cells_are_read() {
    let mut table = table();
    let mut ranges: Vec<(usize, usize, String)> = Vec::new();
    for (at, row) in table.iter_mut().enumerate().skip(1) {
        match ranges.last_mut() {
            Some((_, last, module)) if *module == row[0] => *last = at,
            _ => ranges.push((at, at, row[0].clone())),
        }
        row[0].clear();
    }
    let modules = |sheet: &mut Worksheet| {
        let format = Format::new();
        for (first, last, module) in &ranges {
            if first == last {
                sheet.write(row(*first), 0, module).unwrap();
            } else {
                sheet
                    .merge_range(row(*first), 0, row(*last), 0, module, &format)
                    .unwrap();
            }
        }
    };
    ends(
        "role.xlsx",
        book(vec![written(&table, modules)]),
        0,
        "clean",
    );
}

#[test]
fn a_value_under_merged_cells_is_an_error() {
    let table = table();
    let at = row_of(&table, "Contacts");
    let hide = |sheet: &mut Worksheet| {
        let format = Format::new();
        sheet
            .merge_range(row(at), 4, row(at + 1), 4, "None", &format)
            .unwrap();
        sheet.write(row(at + 1), 4, "All").unwrap();
    };
    let bytes = book(vec![written(&table, hide)]);
    ends("role.xlsx", bytes, 3, "`All` is hidden under merged cells");
}

#[test]
fn a_formula_that_was_never_calculated_is_an_error() {
    let table = table();
    let at = row_of(&table, "Contacts");
    let formula = |result: &str| {
        let formula = Formula::new("=\"All\"").set_result(result);
        let calculated = |sheet: &mut Worksheet| {
            sheet.write_formula(row(at), 4, formula.clone()).unwrap();
        };
        book(vec![written(&table, calculated)])
    };
    ends("role.xlsx", formula("None"), 0, "clean");
    let bytes = crate::damage::changed(&formula("None"), |text| {
        text.replace("<v>None</v>", "")
            .replace(" t=\"str\"><f>", "><f>")
    });
    ends("role.xlsx", bytes, 3, "the formula `=\"All\"` has no value");
}

#[test]
fn another_sheet_that_says_levels_is_not_skipped() {
    let all = table();
    let half = all.len() / 2;
    let sheets = vec![written(&all[..half], |_| {}), written(&all[half..], |_| {})];
    ends(
        "role.xlsx",
        book(sheets),
        3,
        "states levels and has not the headings of a role",
    );
}

#[test]
fn cells_that_are_not_in_order_are_damage() {
    let bytes = crate::damage::changed(&book(vec![written(&table(), |_| {})]), |text| {
        let begin = text.find("<c r=\"E5\"").unwrap();
        let middle = text.find("<c r=\"F5\"").unwrap();
        let end = begin + text[begin..].find("</row>").unwrap();
        let (edit, inquire) = (&text[begin..middle], &text[middle..end]);
        format!("{}{inquire}{edit}{}", &text[..begin], &text[end..])
    });
    ends("role.xlsx", bytes, 3, "the cells are not in order");
}
