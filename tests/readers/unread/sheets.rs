//! Workbooks: merged cells, formulas without a value, additional sheets.

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
fn each_cell_of_a_merged_range_has_the_visible_value() {
    let mut table = table();
    let at = row_of(&table, "Contacts");
    ends("role.xlsx", book(vec![written(&table, |_| {})]), 0, "clean");
    // Vertically: the level of the first cell applies to the rows below.
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
    // Horizontally: it is the level of each operation.
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
    let bytes = crate::readers::damage::changed(&formula("None"), |text| {
        text.replace("<v>None</v>", "")
            .replace(" t=\"str\"><f>", "><f>")
    });
    ends("role.xlsx", bytes, 3, "the formula `=\"All\"` has no value");
}

#[test]
fn another_sheet_with_levels_is_not_skipped() {
    let all = table();
    let half = all.len() / 2;
    let sheets = vec![written(&all[..half], |_| {}), written(&all[half..], |_| {})];
    ends(
        "role.xlsx",
        book(sheets),
        3,
        "contains levels, but not the headings of a role",
    );
}

#[test]
fn unordered_cells_are_damage() {
    let bytes = crate::readers::damage::changed(&book(vec![written(&table(), |_| {})]), |text| {
        let begin = text.find("<c r=\"E5\"").unwrap();
        let middle = text.find("<c r=\"F5\"").unwrap();
        let end = begin + text[begin..].find("</row>").unwrap();
        let (edit, inquire) = (&text[begin..middle], &text[middle..end]);
        format!("{}{inquire}{edit}{}", &text[..begin], &text[end..])
    });
    ends("role.xlsx", bytes, 3, "the cells are not in order");
}

#[test]
fn hidden_rows_and_columns_are_reported() {
    let table = table();
    let at = row(row_of(&table, "Contacts"));
    let hidden_row = |sheet: &mut Worksheet| {
        sheet.set_row_hidden(at).unwrap();
    };
    let bytes = book(vec![written(&table, hidden_row)]);
    ends("role.xlsx", bytes, 3, "is in a row that is hidden");
    let hidden_column = |sheet: &mut Worksheet| {
        sheet.set_column_hidden(4).unwrap();
    };
    let bytes = book(vec![written(&table, hidden_column)]);
    ends("role.xlsx", bytes, 3, "is in a column that is hidden");
    let filtered = |sheet: &mut Worksheet| {
        let last = row(table.len() - 1);
        sheet.autofilter(0, 0, last, 5).unwrap();
        let condition = rust_xlsxwriter::FilterCondition::new().add_list_filter("Finance");
        sheet.filter_column(0, &condition).unwrap();
    };
    let bytes = book(vec![written(&table, filtered)]);
    ends("role.xlsx", bytes, 3, "clear the filter");
    let unseen = Format::new().set_num_format(";;;");
    let blanked = |sheet: &mut Worksheet| {
        sheet.write_with_format(at, 4, "All", &unseen).unwrap();
    };
    let bytes = book(vec![written(&table, blanked)]);
    ends("role.xlsx", bytes, 3, "whose number format hides it");
    // Without a level: a note.
    let remark = |sheet: &mut Worksheet| {
        sheet.write(0, 7, "Remark").unwrap();
        sheet.write(at, 7, "as agreed").unwrap();
        sheet.set_column_hidden(7).unwrap();
        sheet.set_column_width(8, 0.0).unwrap();
        sheet.write(at, 8, "another").unwrap();
    };
    let bytes = book(vec![written(&table, remark)]);
    ends("role.xlsx", bytes, 0, "3 hidden parts were not read");
}

#[test]
fn a_hidden_sheet_is_not_the_role() {
    let table = table();
    let mut other = table.clone();
    other[5][4] = "All".to_owned();
    let hidden = |very: bool| {
        let mut sheet = written(&other, |_| {});
        sheet.set_name("Old").unwrap();
        if very {
            sheet.set_very_hidden(true);
        } else {
            sheet.set_hidden(true);
        }
        sheet
    };
    for very in [false, true] {
        let bytes = book(vec![written(&table, |_| {}), hidden(very)]);
        ends("role.xlsx", bytes, 0, "`Old (hidden)`");
        let mut about = Worksheet::new();
        about.write(0, 0, "About the role").unwrap();
        let bytes = book(vec![about, hidden(very)]);
        let message = "sheet `Old` looks like a role and is hidden";
        ends("role.xlsx", bytes, 3, message);
    }
}

#[test]
fn crossed_out_text_in_a_sheet_is_an_error() {
    let table = table();
    let at = row(row_of(&table, "Contacts"));
    let struck = Format::new().set_font_strikethrough();
    let plain = Format::new();
    let whole = |sheet: &mut Worksheet| {
        sheet.write_with_format(at, 4, "All", &struck).unwrap();
    };
    let bytes = book(vec![written(&table, whole)]);
    ends("role.xlsx", bytes, 3, "`All` is crossed out");
    let part = |sheet: &mut Worksheet| {
        let parts = [(&struck, "All "), (&plain, "None")];
        sheet.write_rich_string(at, 4, &parts).unwrap();
    };
    let bytes = book(vec![written(&table, part)]);
    ends("role.xlsx", bytes, 3, "`All None` is crossed out");
    let run_of_its_own = |sheet: &mut Worksheet| {
        let parts = [(&plain, "No"), (&plain, "ne")];
        sheet.write_rich_string(at, 4, &parts).unwrap();
    };
    let bytes = book(vec![written(&table, run_of_its_own)]);
    ends("role.xlsx", bytes, 0, "clean");
}

#[test]
fn drawings_on_a_sheet_are_reported() {
    let shape = rust_xlsxwriter::Shape::textbox().set_text("Delete All");
    let drawn = |sheet: &mut Worksheet| {
        sheet.insert_shape(2, 8, &shape).unwrap();
    };
    let bytes = book(vec![written(&table(), drawn)]);
    ends("role.xlsx", bytes, 0, "text boxes were not read");
}
