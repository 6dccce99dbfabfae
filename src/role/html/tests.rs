use super::*;
use crate::role::grid::Line;

fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
    let source = Arc::new(SourceText::new("x", text));
    let line = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect();
    let filled = |line: &&Line| !line.cells.is_empty();
    let grid = |grid: &Grid| grid.lines.iter().filter(filled).map(line).collect();
    page(&source, &Limits::default())
        .unwrap()
        .grids
        .iter()
        .map(grid)
        .collect()
}

#[test]
fn cells_over_several_rows_and_columns_are_filled() {
    let found = tables(
        "<table><tr><th>M<th>F<th>A<th>E</tr><tr><td rowspan=2>X</td><td>a &amp; b</td>\
         <td colspan='2'> All<sup>1</sup></td></tr><tr><td>c<td>My<td><img alt='✓'></tr>\
         <tr><td colspan=4><b>Y</b></td></tr></table>",
    );
    assert_eq!(
        found[0],
        [
            ["M", "F", "A", "E"],
            ["X", "a & b", "All[1]", "All[1]"],
            ["X", "c", "My", "✓"],
            ["Y", "", "", ""]
        ]
    );
}

#[test]
fn scripts_are_skipped_and_places_are_those_of_the_text() {
    let text = "<script>'<table>'</script><h2>Companies</h2><table><tr><td> <b>Ä</b> </td></table>";
    let source = Arc::new(SourceText::new("x", text));
    let page = page(&source, &Limits::default()).unwrap();
    assert_eq!(page.grids.len(), 1);
    assert_eq!(page.grids[0].module, Some("Companies"));
    assert_eq!(source.slice(page.grids[0].lines[0].cells[0].span), "Ä");
}
