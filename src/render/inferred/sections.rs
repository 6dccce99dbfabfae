//! The sections of the report, the same in every format for people.

use crate::engine::infer::{
    Cell, Compare, Granted, Inferred, Need, Pointer, Refused, RoleCompare, reason_text,
};
use crate::model::Operation;
use crate::render::words::count;

/// A section: a title, a sentence, and a table.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) text: String,
    pub(super) head: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Section {
    fn new(
        title: &'static str,
        text: impl Into<String>,
        head: &[&'static str],
        rows: impl Iterator<Item = Vec<String>>,
    ) -> Self {
        Self {
            title,
            text: text.into(),
            head: head.to_vec(),
            rows: rows.collect(),
        }
    }
}

/// Lines above the sections: what was read, when, and how sure it is.
pub(super) fn headline(inferred: &Inferred) -> Vec<String> {
    let totals = &inferred.totals;
    let requests = if totals.connectwise == 1 {
        "request"
    } else {
        "requests"
    };
    let mut lines = vec![format!(
        "{} ConnectWise {requests} in {}; {} to other URLs ignored.",
        totals.connectwise,
        count(inferred.recordings.len(), "recording"),
        totals.ignored
    )];
    if let (Some(first), Some(last)) = (&inferred.first_seen, &inferred.last_seen) {
        lines.push(format!(
            "Seen from {first} to {last}. What ran outside this window is not covered."
        ));
    } else {
        lines.push(
            "The recording has no timestamps, so the period that it covers is not known."
                .to_owned(),
        );
    }
    lines.push(format!(
        "{} used, {} refused, {} with an unknown permission, {} unrecognized, {} inconclusive, {} without a required permission.",
        totals.counted,
        totals.refused,
        totals.unknown_guard,
        totals.not_understood,
        totals.proves_nothing,
        totals.needs_nothing
    ));
    if let Some((role, why)) = inferred
        .role
        .as_ref()
        .and_then(|role| Some((&role.role, role.incomplete.as_ref()?)))
    {
        lines.push(format!(
            "INCOMPLETE: the role {role} was not read completely: {why}."
        ));
    }
    for recording in &inferred.recordings {
        if !recording.complete {
            lines.push(format!(
                "INCOMPLETE: {} was cut or is damaged. Requests after the damage are missing.",
                recording.file
            ));
        } else if recording.unread > 0 {
            lines.push(format!(
                "{}: {} {} could not be read.",
                recording.file,
                recording.unread,
                if recording.unread == 1 {
                    "line or entry"
                } else {
                    "lines or entries"
                }
            ));
        }
    }
    lines.push(inferred.caution.to_owned());
    lines
}

/// The columns of a needed level.
const NEED: [&str; 9] = [
    "Module",
    "Function",
    "Level",
    "Requests",
    "Confidence",
    "First seen",
    "Last seen",
    "Example",
    "Notes",
];

pub(super) fn sections(inferred: &Inferred) -> Vec<Section> {
    let (suggested, needed): (Vec<&Need>, Vec<&Need>) =
        inferred.needs.iter().partition(|need| need.suggest_only);
    let mut all = vec![
        Section::new(
            "Needed",
            "Grant these. A request does not show whether My is enough, so All is printed.",
            &NEED,
            needed.into_iter().map(need_row),
        ),
        Section::new(
            "Suggestions",
            "Inferred deletes, and inferred writes in System. Confirm each one; none is in a policy made by `--as policy`.",
            &NEED,
            suggested.into_iter().map(need_row),
        ),
        Section::new(
            "Refused",
            "These requests were refused. The permission is needed and missing.",
            &["Request", "Requests", "Needs", "Perhaps", "Message seen"],
            inferred.refused.iter().map(refused_row),
        ),
        Section::new(
            "Perhaps needed",
            "The recording does not show whether these conditions hold.",
            &["Permission", "If", "Requests", "Confidence"],
            inferred.possible.iter().map(|possible| {
                vec![
                    level(possible.module, possible.function, possible.operation),
                    possible.text.unwrap_or(possible.condition).to_owned(),
                    possible.requests.to_string(),
                    possible.grade.to_owned(),
                ]
            }),
        ),
    ];
    all.extend(others(inferred));
    all.extend(inferred.compare.iter().flat_map(compare));
    all.extend(inferred.role.iter().flat_map(role));
    all.retain(|section| !section.rows.is_empty());
    all
}

fn need_row(need: &Need) -> Vec<String> {
    let mut notes = Vec::new();
    if need.level_floor.is_some() {
        notes.push("My is not enough".to_owned());
    }
    if !need.items.is_empty() {
        notes.push(format!("Customize: allow {}", need.items.join(", ")));
    }
    let example = &need.example;
    vec![
        need.module.to_owned(),
        need.function.to_owned(),
        format!("{} All", need.operation.title()),
        need.requests.to_string(),
        need.grade.to_owned(),
        need.first_seen.clone().unwrap_or_default(),
        need.last_seen.clone().unwrap_or_default(),
        format!(
            "{} {} ({}:{})",
            example.method, example.path, example.file, example.place
        ),
        notes.join("; "),
    ]
}

fn refused_row(refused: &Refused) -> Vec<String> {
    let list = |pointers: &[Pointer]| {
        let all: Vec<String> = pointers.iter().map(pointer).collect();
        all.join("; ")
    };
    let needs = if refused.points_to.is_empty() {
        "not known".to_owned()
    } else {
        list(&refused.points_to)
    };
    vec![
        format!("{} {}", refused.method, refused.path),
        refused.requests.to_string(),
        needs,
        list(&refused.perhaps),
        if refused.message_seen { "yes" } else { "no" }.to_owned(),
    ]
}

fn pointer(pointer: &Pointer) -> String {
    let mut text = level(pointer.module, pointer.function, pointer.operation);
    if !pointer.items.is_empty() {
        text = format!("{text} (Customize: {})", pointer.items.join(", "));
    }
    match pointer.condition {
        Some(condition) => format!("{text} ({condition})"),
        None => text,
    }
}

fn level(module: &str, function: &str, operation: Operation) -> String {
    format!("{module} / {function}: {}", operation.title())
}

/// Requests that say nothing about a level.
fn others(inferred: &Inferred) -> [Section; 4] {
    [
        Section::new(
            "Unknown permission",
            "No source names the permission of these requests, or no role grants it.",
            &["Request", "Requests", "Answer"],
            inferred.unknown_guard.iter().map(|row| {
                let answer = match row.answer {
                    "outside" => "no role grants it",
                    _ => "unknown",
                };
                vec![
                    format!("{} {}", row.method, row.path),
                    row.requests.to_string(),
                    answer.to_owned(),
                ]
            }),
        ),
        Section::new(
            "Unrecognized paths",
            "No rule matches these paths.",
            &["Request", "Requests"],
            inferred.not_understood.iter().map(|row| {
                vec![
                    format!("{} {}", row.method, row.path),
                    row.requests.to_string(),
                ]
            }),
        ),
        Section::new(
            "Not conclusive",
            "These responses say nothing about permissions.",
            &["Request", "Status", "Reason", "Requests"],
            inferred.proves_nothing.iter().map(|row| {
                vec![
                    format!("{} {}", row.method, row.path),
                    row.status
                        .map_or_else(|| "none".to_owned(), |status| status.to_string()),
                    reason_text(row.reason).to_owned(),
                    row.requests.to_string(),
                ]
            }),
        ),
        Section::new(
            "No permission required",
            "These requests need no permission.",
            &["Request", "Requests"],
            inferred.needs_nothing.iter().map(|row| {
                vec![
                    format!("{} {}", row.method, row.path),
                    row.requests.to_string(),
                ]
            }),
        ),
    ]
}

fn compare(compare: &Compare) -> Vec<Section> {
    let lists = [
        (
            "Never used",
            "The policy asks for these levels, but no request used them",
            &compare.never_used,
        ),
        (
            "Perhaps used",
            "The policy asks for these levels; the recording does not show whether they were used",
            &compare.perhaps_used,
        ),
        (
            "Used but not in the policy",
            "Requests used these levels, but the policy does not list them",
            &compare.used_not_in_table,
        ),
        (
            "Refused and not in the policy",
            "Refused requests point to these levels, but the policy does not list them",
            &compare.refused_not_in_table,
        ),
    ];
    let lists = lists.into_iter().map(|(title, text, cells)| {
        let text = format!("{text} ({}).", compare.policy);
        let head = ["Module", "Function", "Level"];
        Section::new(title, text, &head, cells.iter().map(cell_row))
    });
    let features = Section::new(
        "Features",
        "How many levels of each feature were used.",
        &["Feature", "Levels", "Used"],
        compare.features.iter().map(|feature| {
            vec![
                feature.name.clone(),
                feature.levels.to_string(),
                feature.used.to_string(),
            ]
        }),
    );
    lists.chain([features]).collect()
}

fn cell_row(cell: &Cell) -> Vec<String> {
    vec![
        cell.module.clone(),
        cell.function.clone(),
        cell.operation.title().to_owned(),
    ]
}

fn role(role: &RoleCompare) -> Vec<Section> {
    let lists = [
        (
            "Missing in the role",
            "Requests need these levels, but the role does not grant them",
            &role.lacks,
        ),
        (
            "Not verifiable in the role",
            "Requests need these levels, but the incomplete role has no row for them",
            &role.not_verifiable,
        ),
        (
            "Below All in the role",
            "The role grants these levels for own records only. Other records need All",
            &role.below_all,
        ),
        (
            "Not needed in the role",
            "The role grants these levels, but no request needed them",
            &role.beyond,
        ),
    ];
    let mut caveat = role
        .complete
        .is_none()
        .then_some(" It is not known whether the role was read completely.");
    let with_levels = lists.into_iter().filter(|(.., levels)| !levels.is_empty());
    with_levels
        .map(|(title, text, levels)| {
            let caveat = caveat.take().unwrap_or_default();
            let text = format!("{text} ({}).{caveat}", role.role);
            let head = ["Module", "Function", "Operation", "Level"];
            Section::new(title, text, &head, levels.iter().map(granted_row))
        })
        .collect()
}

fn granted_row(granted: &Granted) -> Vec<String> {
    vec![
        granted.module.clone(),
        granted.function.clone(),
        granted.operation.title().to_owned(),
        granted
            .level
            .map_or_else(|| "not in the role".to_owned(), |level| level.to_string()),
    ]
}
