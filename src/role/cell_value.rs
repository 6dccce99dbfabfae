//! Words in table cells, and what each grants.
//!
//! The words are those of published tables. Unknown words are never guessed.

use crate::model::{Level, Operation};

/// The content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellValue {
    /// A level, ignoring case.
    Level(Level),
    /// `Mine`: a word in ConnectWise's matrix of 2017 that the API does not have.
    Mine,
    /// A tick or a cross: granted or not, without a level.
    Tick(Level),
    /// `N/A`: the operation does not exist on this function.
    NotApplicable,
    /// Blank, or a dash: no information.
    Blank,
    /// `Inquire Level = All`: operations with their levels.
    Phrase(Vec<(Operation, Level)>),
    /// Something else.
    Unknown,
}

/// Removes footnote marks, and returns whether there was one. A text of only marks is unchanged: in
/// many tables a single `*` means yes.
pub(super) fn without_marks(text: &str) -> (&str, bool) {
    const MARKS: [char; 12] = [
        '*', '†', '‡', '§', '¶', '¹', '²', '³', '⁴', '⁵', '\u{200b}', '\u{feff}',
    ];
    let trimmed = text.trim();
    let mut rest = trimmed.trim_matches(|c: char| MARKS.contains(&c) || c.is_whitespace());
    // `[1]` and `(2)` are footnotes too; `(All)` is not.
    if let Some((before, mark)) = rest
        .strip_suffix([']', ')'])
        .and_then(|rest| rest.rsplit_once(['[', '(']))
        && !mark.is_empty()
        && mark.chars().all(|c| c.is_ascii_digit())
    {
        rest = before.trim_end();
    }
    if rest.is_empty() {
        return (trimmed, false);
    }
    (rest, rest.len() < trimmed.len())
}

/// Whether a text contains a level, so that ignoring it would lose information.
pub(super) fn states(text: &str) -> bool {
    matches!(
        read(without_marks(text).0),
        CellValue::Level(_) | CellValue::Mine | CellValue::Phrase(_)
    )
}

/// Whether a text is a mark for yes.
pub(super) fn ticks(text: &str) -> bool {
    matches!(read(without_marks(text).0), CellValue::Tick(level) if level > Level::None)
        || matches!(
            text.trim().to_lowercase().as_str(),
            "x" | "●" | "•" | "■" | "*"
        )
}

/// Whether a heading names an operation among other words, such as `Delete Level (current)`.
pub(super) fn names_operation(heading: &str) -> bool {
    heading
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| operation(word).is_some())
}

/// Whether a heading names a level among other words, such as `Current Level`.
pub(super) fn names_level(heading: &str) -> bool {
    heading.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "level" | "levels" | "access" | "permission" | "permissions"
        )
    })
}

/// Whether a text contains a level above None.
pub(super) fn grants(text: &str) -> bool {
    match read(without_marks(text).0) {
        CellValue::Level(level) => level > Level::None,
        CellValue::Mine => true,
        CellValue::Phrase(said) => said.iter().any(|(_, level)| *level > Level::None),
        _ => false,
    }
}

/// The content of a cell without footnote marks.
pub(super) fn read(cell: &str) -> CellValue {
    let cell = cell.trim();
    let lower = cell.to_lowercase();
    match lower.as_str() {
        "" | "-" | "--" | "\u{2010}" | "\u{2011}" | "–" | "—" | "\u{2212}" => CellValue::Blank,
        "n/a" | "na" | "n.a." | "not applicable" | "not available" => CellValue::NotApplicable,
        "mine" => CellValue::Mine,
        "✓" | "✔" | "✔\u{fe0f}" | "☑" | "☑\u{fe0f}" | "✅" | "🗸" => {
            CellValue::Tick(Level::All)
        }
        "✗" | "✘" | "✕" | "✖" | "✖\u{fe0f}" | "❌" | "☐" | "☒" => {
            CellValue::Tick(Level::None)
        }
        word => level(word).map_or_else(
            || phrase(word).map_or(CellValue::Unknown, CellValue::Phrase),
            CellValue::Level,
        ),
    }
}

/// A level in any case; the word must be in lower case already.
fn level(lower: &str) -> Option<Level> {
    match lower {
        "all" => Some(Level::All),
        "my" => Some(Level::My),
        "none" => Some(Level::None),
        _ => None,
    }
}

/// The operation in a heading or a cell.
pub(super) fn operation(text: &str) -> Option<Operation> {
    let lower = text.trim().to_lowercase();
    let word = lower
        .strip_suffix("level")
        .or_else(|| lower.strip_suffix("levels"))
        .unwrap_or(&lower);
    match word.trim_end_matches([' ', '_', '-']) {
        "add" => Some(Operation::Add),
        "edit" => Some(Operation::Edit),
        "delete" => Some(Operation::Delete),
        "inquire" | "inquiry" => Some(Operation::Inquire),
        _ => None,
    }
}

/// Operations with their levels, as published tables write them in one cell: `Inquire All`,
/// `Add(all)`, `Inquire - All`, `Add/Edit/Inquire All`, `Inquire Level set to ALL`.
fn phrase(lower: &str) -> Option<Vec<(Operation, Level)>> {
    let mut said = Vec::new();
    let mut waiting: Vec<Operation> = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if let Some(operation) = operation(word) {
            waiting.push(operation);
        } else if let Some(level) = level(word) {
            if waiting.is_empty() {
                return None;
            }
            for operation in waiting.drain(..) {
                if said.iter().any(|(known, _)| *known == operation) {
                    return None;
                }
                said.push((operation, level));
            }
        } else if !matches!(
            word,
            "" | "level" | "levels" | "set" | "to" | "is" | "and" | "permission" | "permissions"
        ) {
            return None;
        }
    }
    (!said.is_empty() && waiting.is_empty()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operation::{Add, Edit, Inquire};

    #[test]
    fn the_words_of_published_tables_are_understood() {
        for (cell, word) in [
            ("All", CellValue::Level(Level::All)),
            ("ALL", CellValue::Level(Level::All)),
            (" my ", CellValue::Level(Level::My)),
            ("MINE", CellValue::Mine),
            ("None", CellValue::Level(Level::None)),
            ("N/A", CellValue::NotApplicable),
            ("–", CellValue::Blank),
            ("", CellValue::Blank),
            ("✔", CellValue::Tick(Level::All)),
            ("✗", CellValue::Tick(Level::None)),
        ] {
            assert_eq!(read(cell), word, "{cell}");
        }
        for cell in [
            "Al",
            "x",
            "Yes",
            "full",
            "Read",
            "All or My",
            "Inquire",
            "All Inquire",
        ] {
            assert_eq!(read(cell), CellValue::Unknown, "{cell}");
        }
    }

    #[test]
    fn the_phrases_of_published_tables_are_understood() {
        for cell in [
            "Inquire All",
            "Inquire (All)",
            "Inquire(all)",
            "Inquire - All",
            "Inquire: ALL",
            "Inquire Level set to ALL",
            "Inquiry level = All",
        ] {
            assert_eq!(
                read(cell),
                CellValue::Phrase(vec![(Inquire, Level::All)]),
                "{cell}"
            );
        }
        assert_eq!(
            read("Add/Edit All, Inquire My"),
            CellValue::Phrase(vec![
                (Add, Level::All),
                (Edit, Level::All),
                (Inquire, Level::My)
            ])
        );
        assert_eq!(read("Inquire All, Inquire My"), CellValue::Unknown);
    }

    #[test]
    fn footnote_marks_are_seen_and_taken_off() {
        assert_eq!(without_marks("All*"), ("All", true));
        assert_eq!(without_marks(" † My"), ("My", true));
        assert_eq!(without_marks("None [2]"), ("None", true));
        assert_eq!(without_marks("Inquire (All)"), ("Inquire (All)", false));
        assert_eq!(without_marks("All"), ("All", false));
    }

    #[test]
    fn a_mark_alone_is_an_unknown_word() {
        for mark in ["*", "†", " ¹ ", "[1]", "(2)", "\u{200b}"] {
            assert_eq!(without_marks(mark), (mark.trim(), false), "{mark}");
            assert_eq!(read(without_marks(mark).0), CellValue::Unknown, "{mark}");
        }
        assert_eq!(read(without_marks(" ").0), CellValue::Blank);
    }

    #[test]
    fn a_level_is_found_in_a_cell_that_is_not_read() {
        for (text, states, grants) in [
            ("All*", true, true),
            ("Mine", true, true),
            ("Edit All", true, true),
            ("NONE", true, false),
            ("Inquire None", true, false),
            ("✔", false, false),
            ("Press Save", false, false),
            ("", false, false),
        ] {
            assert_eq!(
                (super::states(text), super::grants(text)),
                (states, grants),
                "{text}"
            );
        }
    }
}
