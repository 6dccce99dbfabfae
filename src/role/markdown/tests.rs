use super::*;

fn texts(text: &str) -> Vec<Vec<Vec<String>>> {
    let source = Arc::new(SourceText::new("x", text));
    let page = page(&source, &Limits::default()).unwrap();
    let grids = page.grids.iter();
    grids
        .map(|grid| {
            let lines = grid.lines.iter();
            lines
                .map(|line| line.cells.iter().map(|cell| cell.text.clone()).collect())
                .collect()
        })
        .collect()
}

#[test]
fn tables_are_read_with_and_without_outer_bars() {
    let text = "# Companies\n\n| A | **B** |\n|---|:-:|\n| `x` | a\\|b |\n| y | [All](https://x.y) |\n\n\
                C | D\n--|--\n1 | 2\n";
    assert!(has_table(text));
    let found = texts(text);
    assert_eq!(found[0], [["A", "B"], ["x", "a|b"], ["y", "All"]]);
    assert_eq!(found[1], [["C", "D"], ["1", "2"]]);
}

#[test]
fn places_are_those_of_the_text() {
    let text = "| A | B |\n|--|--|\n| Ä & x | **All** |\n";
    let source = Arc::new(SourceText::new("x", text));
    let page = page(&source, &Limits::default()).unwrap();
    let cells = page.grids[0].lines[1].cells.iter();
    let slices: Vec<&str> = cells.map(|cell| source.slice(cell.span)).collect();
    assert_eq!(slices, ["Ä & x", "All"]);
}

#[test]
fn cells_without_a_heading_are_kept_and_cells_that_are_not_written_are_not_made() {
    let text = "| A | B |\n|--|--|\n| 1 | 2 | 3 |\n| 4 |\n";
    assert_eq!(texts(text)[0][1..], [vec!["1", "2", "3"], vec!["4"]]);
}

#[test]
fn comments_are_not_read() {
    let text = "| A | B |\n|--|--|\n| 1 | 2 |\n\n<!--\n| C | D |\n|--|--|\n| 3 | 4 |\n-->\n";
    assert_eq!(texts(text).len(), 1);
}
