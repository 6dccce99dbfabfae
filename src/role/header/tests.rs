use super::*;
use crate::model::Span;
use crate::role::grid::Cell;

fn line(headings: &str) -> Line {
    let cell = |(at, text): (usize, &str)| Cell::new(text, Span::new(at, at + 1));
    let cells = headings.split('|').enumerate().map(cell).collect();
    Line { cells }
}

fn columns(headings: &str) -> Option<Columns> {
    recognize(&line(headings)).map(Result::unwrap)
}

#[test]
fn the_headings_of_published_tables_are_understood() {
    for (headings, modules, functions) in [
        (
            "Module|Action|Add Level|Edit Level|Delete Level|Inquire Level",
            vec![0],
            vec![1],
        ),
        ("Module|Function|ADD|EDIT|DELETE|INQUIRE", vec![0], vec![1]),
        ("Module|Submodule|Add|Edit|Delete|Inquiry", vec![0], vec![1]),
        (
            "Category|Sub-category|Add|Edit|Delete|Inquire",
            vec![0],
            vec![1],
        ),
        ("Group|Module|Add|Edit|Delete|Inquire", vec![0], vec![1]),
        ("Area|Permission|Add|Edit|Delete|Inquire", vec![0], vec![1]),
        (
            "Security Module Parameter|Add|Edit|Delete|Inquire",
            vec![],
            vec![0],
        ),
        (
            "Companies|Add Level|Edit Level|Delete Level|Inquire Level",
            vec![],
            vec![0],
        ),
    ] {
        let found = columns(headings).unwrap();
        assert_eq!(
            (found.modules, found.functions),
            (modules, functions),
            "{headings}"
        );
        assert!(matches!(found.levels, Levels::Each(_)));
    }
}

#[test]
fn one_row_per_operation_and_phrases_are_understood() {
    let pair = columns("Module|Function|Action|Level").unwrap();
    assert_eq!(
        pair.levels,
        Levels::Pair {
            operation: 2,
            level: 3
        }
    );
    let phrase = columns("Module|Function|Permission").unwrap();
    assert_eq!(phrase.levels, Levels::Phrase(2));
    let phrase = columns("Area|Permission").unwrap();
    assert_eq!(
        (phrase.functions, phrase.levels),
        (vec![0], Levels::Phrase(1))
    );
}

#[test]
fn of_two_columns_for_the_same_none_is_chosen() {
    for (headings, first, again) in [
        ("Module|Function|Operation|Required Level|Level", 3, 4),
        ("Module|Function|Operation|Operations|Level", 2, 3),
        ("Module|Function|Action|Permission|Access", 2, 3),
    ] {
        let refused = recognize(&line(headings)).unwrap().unwrap_err();
        let HeaderError::Several(_, one, other) = refused else {
            panic!("{headings}: {refused:?}");
        };
        assert_eq!((one, other), (first, again), "{headings}");
    }
    let found = columns("Module|Function|Name|Operation|Level").unwrap();
    assert_eq!(found.unread, [(2, "Name".to_owned())]);
}

#[test]
fn every_column_that_is_not_read_is_known() {
    let found = columns("Module|Function|Add|Edit||Inquire|Level|Companies|Customize").unwrap();
    let unread: Vec<usize> = found.unread.iter().map(|(at, _)| *at).collect();
    assert_eq!(unread, [4, 6, 7]);
}

#[test]
fn rows_of_levels_and_other_tables_are_no_headings() {
    for row in [
        "Companies|Contacts|All|None|None|All",
        "Name|Price",
        "Add|Edit",
        "",
        "Step",
    ] {
        assert_eq!(columns(row), None, "{row}");
    }
}

#[test]
fn the_fields_of_the_api_are_ranked() {
    let found = columns(
        "id|addLevel|deleteLevel|editLevel|inquireLevel|moduleFunctionName|\
         moduleFunctionDescription|moduleName|moduleDescription|_info",
    )
    .unwrap();
    assert!(found.api);
    assert_eq!((found.modules, found.functions), (vec![8, 7], vec![6, 5]));
}
