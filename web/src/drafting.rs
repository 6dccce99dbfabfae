//! Drafts of policies: import, text and lint.

use std::sync::Arc;

use leastwise::import;
use leastwise::model::{Level, LevelRange, Operation, SourceText};
use leastwise::policy::lint::{LintOptions, STALE_AFTER, report as lint_report};
use leastwise::policy::{Draft, DraftCell, DraftRow, Policy};
use leastwise::render::{LintJson, Renderer, Texts};
use leastwise::report::{FailOn, InputError, Outcome, RunSummary, Severity, Subject};
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

#[expect(
    clippy::unnecessary_wraps,
    reason = "JavaScript expects the same form of every function"
)]
pub(crate) fn import(name: &str, text: &str, today: &str) -> Result<String, String> {
    let reading = import::read(name, text);
    let mut draft = reading.draft(false);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = reading.title.clone();
    let mut guesses = reading.guesses.clone();
    guesses.append(&mut draft.unconfirmed);
    let rows: Vec<Row> = draft.rows.iter().map(row).collect();
    let sheet = Sheet {
        id: slug(title.as_deref().unwrap_or(stem)),
        title: title.unwrap_or_else(|| "My integration".to_owned()),
        day: reading.url.as_ref().map(|_| today.to_owned()),
        url: reading.url,
        unlisted: Some("None".to_owned()),
        features: draft.features,
        guesses: guesses
            .into_iter()
            .map(|(module, function, text)| Guess {
                module,
                function,
                text,
            })
            .collect(),
        rows,
    };
    Ok(crate::json(&sheet))
}

fn slug(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        "draft".to_owned()
    } else {
        words.join("-")
    }
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

pub(crate) fn lint(name: &str, text: &str, today: &str) -> Result<String, String> {
    let options = LintOptions {
        today: date(today)?,
        stale_after: STALE_AFTER,
    };
    let source = Arc::new(SourceText::new(name, text));
    let mut json = LintJson::default();
    let mut run = RunSummary {
        subject: Subject::Policy,
        ..RunSummary::default()
    };
    let mut out = Vec::new();
    match Policy::parse(source) {
        Ok(policy) => {
            let mut report = lint_report(&policy, options);
            report.set_outcome(FailOn::At(Severity::Error), None);
            run.add(&report);
            json.role(&Arc::new(report), &Texts::default(), &mut out)
                .map_err(|error| crate::problem(error.to_string(), "try again"))?;
        }
        Err(problems) => {
            run.outcome = Outcome::Invalid;
            run.errors = problems.into_iter().map(InputError::from).collect();
        }
    }
    json.finish(&run, &mut out)
        .map_err(|error| crate::problem(error.to_string(), "try again"))?;
    String::from_utf8(out).map_err(|error| crate::problem(error.to_string(), "try again"))
}
