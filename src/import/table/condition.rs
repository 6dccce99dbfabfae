//! What the cells next to the levels say: conditions, phases, status.

use super::cells::Row;
use super::columns::{Column, joined};
use crate::import::words::{self, Grade};
use crate::import::{Reader, Scope, notes, sentence};
use crate::model::Level;

/// What makes the levels of a row optional or planned, as the page says it.
pub(super) struct About {
    pub(super) condition: Option<String>,
    pub(super) planned: Option<String>,
}

/// Reads conditions and status of a row; what is neither becomes its purpose.
pub(super) fn about(
    reader: &Reader,
    row: &Row<'_>,
    scope: &Scope,
    purpose: &mut Option<String>,
    remark_of_name: Option<String>,
) -> About {
    let text = |column: Column| row.cell(column).map(joined);
    let mut condition = scope.condition.clone();
    let mut planned = None;
    if let Some(remark) = remark_of_name {
        if sentence::retracted(&remark) {
            planned = Some(remark);
        } else if words::conditional(&remark)
            || words::setup(&remark)
            || words::merely_optional(&remark)
        {
            condition = Some(remark);
        } else {
            purpose.get_or_insert(remark);
        }
    }
    planned = text(Column::Status)
        .filter(|status| has_ended(status))
        .map(|status| words::bare(&status).to_owned())
        .or(planned);
    if let Some(text) = text(Column::Condition) {
        let low = words::stem(&text);
        if matches!(low.as_str(), "not any more" | "not anymore" | "no longer")
            || sentence::retracted(&text) && !words::setup(&text)
        {
            planned = Some(text);
        } else if matches!(
            low.as_str(),
            "setup" | "initial setup" | "onboarding" | "installation"
        ) {
            condition = Some("during setup only".to_owned());
        } else if text == "O" {
            condition = Some("Optional".to_owned());
        } else if words::conditional(&text) || words::setup(&text) || low == "no" {
            condition = Some(text);
        } else if words::grade(&text) == Some(Grade::Exactly(Level::None)) {
            condition = Some("Optional".to_owned());
        } else if ["recommended", "depend", "conditional"].contains(&low.as_str())
            || words::begins(&low, &["only ", "for ", "required for "])
            || low.ends_with(" only")
        {
            condition = Some(text);
        }
    }
    if let Some(text) = text(Column::Optional) {
        match words::grade(&text) {
            Some(Grade::Ticked) => condition = Some("Optional".to_owned()),
            None if words::conditional(&text) || words::setup(&text) => condition = Some(text),
            _ => {}
        }
    }
    let texts: Vec<String> = row
        .iter()
        .filter(|(_, kind)| matches!(kind, Column::Purpose | Column::Other | Column::Status))
        .map(|(cell, _)| joined(cell))
        .collect();
    // `Deprecated, do not grant` under `Notes`.
    let ended = |text: &&String| sentence::retracted(text) && !words::setup(text);
    planned = planned.or_else(|| texts.iter().find(ended).cloned());
    // A condition in another column, such as `Only needed for billing` under `Comment`.
    if condition.is_none() {
        condition = texts.into_iter().find(|text| opens_with_condition(text));
        if condition.is_some() && condition == *purpose {
            *purpose = None;
        }
    }
    let name = row.cell(Column::Function).and_then(|cell| cell.first());
    let mark = name.and_then(|text| notes::mark(text));
    if let Some(note) = mark
        .and_then(|mark| reader.notes.get(mark))
        .map(str::to_owned)
    {
        if sentence::retracted(&note) {
            planned.get_or_insert(note);
        } else if words::conditional(&note) || words::setup(&note) {
            condition = condition.or(Some(note));
        } else {
            purpose.get_or_insert(note);
        }
    }
    About { condition, planned }
}

/// Whether a status says that a row is not needed now.
fn has_ended(status: &str) -> bool {
    let low = status.to_lowercase();
    let words = [
        "planned",
        "legacy",
        "future",
        "deprecated",
        "no longer",
        "coming",
        "removed",
        "not used",
        "unused",
        "obsolete",
        "retired",
        "not any more",
    ];
    status.len() > 3 && words::holds(&low, &words)
}

/// Whether a note begins with the condition of its row.
fn opens_with_condition(text: &str) -> bool {
    let low = text.to_lowercase();
    let sure = ["only needed", "only required", "only if", "optional"];
    let perhaps = [
        "required",
        "needed",
        "only",
        "not needed",
        "not required",
        "skip",
    ];
    words::setup(text)
        || words::begins(&low, &sure)
        || words::begins(&low, &perhaps) && words::conditional(text)
}

/// A name and the remark after it: `Contacts (only if you sync contacts)`.
pub(super) fn without_remark<'t>(
    text: &'t str,
    module: Option<&str>,
) -> Option<(&'t str, &'t str)> {
    let marks = [" (", " [", " - ", " – ", " — "];
    let at = marks.iter().filter_map(|mark| text.find(mark)).min()?;
    let (name, remark) = text.split_at_checked(at)?;
    let known = !words::functions(name, module).is_empty();
    let remark = remark.trim_matches(|c: char| !c.is_alphanumeric());
    (known && !remark.is_empty()).then_some((name, remark))
}
