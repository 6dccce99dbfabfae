//! A policy from what requests need.

use super::document::{Inferred, Need};
use crate::model::Level;
use crate::policy::{Coverage, Draft, DraftCell, DraftRow};

/// Drafts a policy. Suggestions become notes and are not in its table.
pub fn draft(inferred: &Inferred, id: &str, title: &str) -> Draft {
    let mut rows: Vec<DraftRow> = Vec::new();
    let mut unconfirmed = Vec::new();
    let mut notes = vec![
        format!("Inferred by `leastwise infer` from {}.", source(inferred)),
        inferred.caution.to_owned(),
    ];
    for need in &inferred.needs {
        if need.suggest_only {
            notes.push(format!(
                "Suggestion, not in the table: {} / {} {}: {}.",
                need.module,
                need.function,
                need.operation.title(),
                seen(need)
            ));
            continue;
        }
        let index = rows
            .iter()
            .position(|row| row.module == need.module && row.function == need.function);
        let index = index.unwrap_or_else(|| {
            rows.push(DraftRow {
                module: need.module.to_owned(),
                function: need.function.to_owned(),
                // What else the list must allow, requests do not show.
                partial: true,
                ..DraftRow::default()
            });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(index) else {
            continue;
        };
        *row.cells.get_mut(need.operation) = Some(DraftCell {
            purpose: Some(format!("Recorded: {}", seen(need))),
            ..DraftCell::exactly(Level::All)
        });
        for item in &need.items {
            if !row.allow.contains(item) {
                row.allow.push(item.clone());
            }
        }
        if need.grade == "inferred" {
            unconfirmed.push((
                Some(need.module.to_owned()),
                Some(need.function.to_owned()),
                format!(
                    "{} is inferred from the path of the request; no source names the function",
                    need.operation.title()
                ),
            ));
        }
    }
    for possible in &inferred.possible {
        notes.push(format!(
            "Perhaps needed: {} / {} {}, if {}.",
            possible.module,
            possible.function,
            possible.operation.title(),
            possible.text.unwrap_or(possible.condition)
        ));
    }
    for refused in &inferred.refused {
        notes.push(format!(
            "Refused in the recording: {} {} ({}).",
            refused.method,
            refused.path,
            times(refused.requests)
        ));
    }
    if !inferred.unknown_guard.is_empty() || !inferred.not_understood.is_empty() {
        let count = inferred.totals.unknown_guard + inferred.totals.not_understood;
        notes.push(format!(
            "{} whose permission no source names.",
            times(count)
        ));
    }
    Draft {
        id: id.to_owned(),
        title: title.to_owned(),
        coverage: if inferred.complete {
            Coverage::Complete
        } else {
            Coverage::Partial
        },
        unlisted: Some(Level::None),
        notes,
        unconfirmed,
        rows,
        ..Draft::default()
    }
}

fn source(inferred: &Inferred) -> String {
    let files: Vec<&str> = inferred
        .recordings
        .iter()
        .map(|recording| recording.file.as_str())
        .collect();
    let window = match (&inferred.first_seen, &inferred.last_seen) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let requests = times(inferred.totals.connectwise);
    format!("{} ({requests}{window})", files.join(", "))
}

fn times(count: u64) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}

fn seen(need: &Need) -> String {
    format!(
        "{}, such as {} {} ({})",
        times(need.requests),
        need.example.method,
        need.example.path,
        need.grade
    )
}
