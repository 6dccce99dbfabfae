//! Drafts of policies as JSON.

use leastwise::Draft;
use leastwise::model::{Level, LevelRange, Operation};
use leastwise::policy::{DraftCell, DraftRow};
use serde::{Deserialize, Serialize};

use crate::inputs::date;

/// A draft as the page shows and changes it.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Sheet {
    id: String,
    title: String,
    url: Option<String>,
    day: Option<String>,
    unlisted: Option<String>,
    features: Vec<(String, String)>,
    guesses: Vec<Guess>,
    rows: Vec<Row>,
}

#[derive(Clone, Deserialize, Serialize)]
struct Guess {
    module: Option<String>,
    function: Option<String>,
    text: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Row {
    module: String,
    function: String,
    /// Whether the catalog has the function.
    known: bool,
    /// Add, edit, delete and inquire.
    cells: Vec<Option<Cell>>,
}

#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct Cell {
    min: String,
    max: String,
    purpose: Option<String>,
    when: Option<String>,
    planned: bool,
}

pub(crate) fn import(name: &str, text: &str, today: &str) -> Result<String, String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let draft = leastwise::import_page(name, text, stem, date(today)?).map_err(crate::problems)?;
    let source = draft.sources.into_iter().next();
    let sheet = Sheet {
        id: Draft::id_of(&draft.title),
        title: draft.title,
        day: source.as_ref().and_then(|(_, day)| day.clone()),
        url: source.map(|(url, _)| url),
        unlisted: draft.unlisted.map(|level| level.word().to_owned()),
        features: draft.features,
        guesses: draft
            .unconfirmed
            .into_iter()
            .map(|(module, function, text)| Guess {
                module,
                function,
                text,
            })
            .collect(),
        rows: draft.rows.iter().map(row).collect(),
    };
    Ok(crate::json(&sheet))
}

fn row(row: &DraftRow) -> Row {
    let cells = Operation::ALL
        .into_iter()
        .map(|operation| {
            row.cells.get(operation).as_ref().map(|cell| Cell {
                min: cell.range.min.word().to_owned(),
                max: cell.range.max.word().to_owned(),
                purpose: cell.purpose.clone(),
                when: cell.when.clone(),
                planned: cell.planned,
            })
        })
        .collect();
    Row {
        known: leastwise::catalog::resolve(&row.module, &row.function).is_some(),
        module: row.module.clone(),
        function: row.function.clone(),
        cells,
    }
}

pub(crate) fn text(draft: &str) -> Result<String, String> {
    let sheet: Sheet = serde_json::from_str(draft)
        .map_err(|error| crate::problem(error.to_string(), "reload the page"))?;
    let rows = sheet.rows.into_iter().map(|row| {
        let mut made = DraftRow {
            module: row.module,
            function: row.function,
            ..DraftRow::default()
        };
        for (operation, cell) in Operation::ALL.into_iter().zip(row.cells) {
            *made.cells.get_mut(operation) = cell.and_then(|cell| {
                let range = LevelRange {
                    min: level(&cell.min)?,
                    max: level(&cell.max)?,
                };
                Some(DraftCell {
                    purpose: cell.purpose.filter(|text| !text.trim().is_empty()),
                    when: cell.when,
                    planned: cell.planned,
                    range,
                    limit: false,
                    optional: false,
                    setup: false,
                    line: None,
                })
            });
        }
        made
    });
    let draft = Draft {
        rows: rows.collect(),
        id: sheet.id,
        title: sheet.title,
        sources: sheet
            .url
            .into_iter()
            .map(|url| (url, sheet.day.clone()))
            .collect(),
        unlisted: sheet.unlisted.as_deref().and_then(level),
        features: sheet.features,
        unconfirmed: sheet
            .guesses
            .into_iter()
            .map(|guess| (guess.module, guess.function, guess.text))
            .collect(),
        ..Draft::default()
    };
    Ok(draft.text())
}

fn level(word: &str) -> Option<Level> {
    [Level::None, Level::My, Level::All]
        .into_iter()
        .find(|level| level.word().eq_ignore_ascii_case(word))
}
