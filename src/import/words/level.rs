//! Operations and levels: words, ticks and crosses.

use super::{stem, without_mark};
use crate::model::{Level, Operation};

/// A level as a page gives it: a word, or a tick that names no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    Exactly(Level),
    Ticked,
}

/// The operation that a word means.
pub(crate) fn operation(word: &str) -> Option<Operation> {
    // No word below is longer than this one.
    if word.len() > "inquire".len() {
        return None;
    }
    Some(match word.to_ascii_lowercase().as_str() {
        "add" | "create" | "new" | "insert" => Operation::Add,
        "edit" | "update" | "modify" | "change" | "write" => Operation::Edit,
        "delete" | "remove" => Operation::Delete,
        "inquire" | "inquiry" | "view" | "read" | "enquire" => Operation::Inquire,
        _ => return None,
    })
}

/// The operation that a heading of a column names, such as `Add Level`, `Can add?` or `Inquire (read)`.
pub(crate) fn column(text: &str) -> Option<Operation> {
    if text.len() > 40 {
        return None;
    }
    // `Abfragen (Inquire)`
    if let Some((_, inside)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && !inside.eq_ignore_ascii_case("new")
        && let Some(found) = only_operation(inside)
    {
        return Some(found);
    }
    only_operation(text)
}

/// The operation of a text without other words.
fn only_operation(text: &str) -> Option<Operation> {
    let text = stem(text);
    let mut found = None;
    for word in text.split(' ') {
        match operation(word).or_else(|| heading(word)) {
            Some(operation) if found.is_none_or(|known| known == operation) => {
                found = Some(operation);
            }
            None if matches!(
                word,
                "level" | "permission" | "acces" | "access" | "right" | "can" | "allow" | "to"
            ) => {}
            _ => return None,
        }
    }
    found
}

/// Abbreviations and other languages, which only headings use.
fn heading(word: &str) -> Option<Operation> {
    Some(match word {
        "hinzufügen" | "anlegen" | "erstellen" | "toevoegen" | "aanmaken" | "ajouter" | "créer"
        | "agregar" | "crear" | "añadir" => Operation::Add,
        "upd" | "bearbeiten" | "ändern" | "bewerken" | "wijzigen" | "modifier" | "editar"
        | "modificar" => Operation::Edit,
        "del" | "löschen" | "verwijderen" | "supprimer" | "eliminar" | "borrar" => {
            Operation::Delete
        }
        "inq" | "abfragen" | "lesen" | "anzeigen" | "ansehen" | "opvragen" | "lezen" | "inzien"
        | "consulter" | "consult" | "lire" | "consultar" | "leer" => Operation::Inquire,
        _ => return None,
    })
}

/// The level at the start of a cell whose rest is a remark.
pub(crate) fn leading_grade(cell: &[String]) -> Option<Grade> {
    let whole = cell.join(" ");
    grade(&whole)
        .or_else(|| cell.first().and_then(|line| grade(line)))
        .or_else(|| {
            let first = whole.split([' ', ',', '(', ';']).next()?;
            matches!(first, "All" | "My" | "None").then(|| grade(first))?
        })
}

/// The level that a whole cell gives: `None` where it is not a level.
pub(crate) fn grade(text: &str) -> Option<Grade> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    let plain = without_mark(text);
    let plain = plain.trim_end_matches(['\u{fe0f}', '.']).trim();
    match plain {
        "✓" | "✔" | "✅" | "☑" | "(tick)" | ":white_check_mark:" | ":heavy_check_mark:" | "🗸"
        | "●" | "•" | "(/)" => return Some(Grade::Ticked),
        "✗" | "✘" | "❌" | "✖" | "☐" | "(cross)" | ":x:" | ":cross_mark:" | "×" | "(x)" | "🚫"
        | "-" | "–" | "—" => return Some(Grade::Exactly(Level::None)),
        _ => {}
    }
    Some(match plain.to_ascii_lowercase().as_str() {
        "all" | "(all)" | "all level" | "all levels" | "alle" | "alles" | "todos" | "todas"
        | "tout" | "tous" | "toutes" => Grade::Exactly(Level::All),
        "my" | "mine" | "(my)" => Grade::Exactly(Level::My),
        "none" | "(none)" | "no" | "n/a" | "na" | "false" | "n" | "not required" | "cross"
        | "no access" | "never" | "not needed" | "disabled" | "denied" | "disallowed" => {
            Grade::Exactly(Level::None)
        }
        "yes" | "x" | "y" | "true" | "required" | "tick" | "check" | "checkmark" | "full"
        | "full access" | "allowed" | "enabled" | "granted" | "at least my" | "my+"
        | "my or all" | "my or higher" | "my or more" | "my or above" => Grade::Ticked,
        _ => return None,
    })
}

/// Whether a cell refers to the row above.
pub(crate) fn ditto(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "ditto" | "\"" | "〃" | "''" | "same" | "same as above" | "as above" | "see above" | "dito"
    )
}
