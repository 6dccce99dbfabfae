//! Findings about one function as one entry: first what to change, then why.

use std::collections::HashMap;

use super::group::of_several;
use crate::engine::evidence;
use crate::model::{Document, Level, Location, Operation, escape_controls};
use crate::report::{Finding, Severity, and};
use crate::risk::RiskSeverity;

/// Everything that a report says about one function, or one finding about the whole role.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) findings: Vec<&'a Finding>,
}

/// Levels of one function that change in the same way.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) operations: Vec<Operation>,
    /// What the role grants; `None` if it states no level.
    from: Option<Level>,
    to: Level,
    kind: &'static str,
}

/// Groups findings by function, in the order in which the functions first occur.
pub(super) fn entries<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut known: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    for finding in findings {
        let function = finding.function.as_deref();
        let at = function.map(|function| {
            let next = entries.len();
            *known
                .entry((finding.module.as_deref(), function))
                .or_insert(next)
        });
        match at.and_then(|at| entries.get_mut(at)) {
            Some(entry) => entry.findings.push(finding),
            None => entries.push(Entry {
                findings: vec![finding],
            }),
        }
    }
    for entry in &mut entries {
        // In the order of the columns on the screen; findings without an operation come last.
        entry
            .findings
            .sort_by_key(|finding| (finding.operation.is_none(), finding.operation));
    }
    entries
}

impl Entry<'_> {
    /// The severity of the worst finding.
    pub(super) fn severity(&self) -> Severity {
        let severities = self.findings.iter().map(|finding| finding.severity);
        severities.max().unwrap_or(Severity::Note)
    }

    /// `Finance / Agreements`, if the entry is about a function.
    pub(super) fn names(&self) -> Option<String> {
        let first = self.findings.first()?;
        let function = first.function.as_deref()?;
        let names: Vec<&str> = first
            .module
            .as_deref()
            .into_iter()
            .chain([function])
            .collect();
        Some(escape_controls(&names.join(" / ")).into_owned())
    }

    /// The levels to change, those with the same change together.
    pub(super) fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for finding in &self.findings {
            let (Some(operation), Some(remedy)) = (finding.operation, &finding.remedy) else {
                continue;
            };
            let kind = if finding.rule.is_missing() {
                "missing"
            } else {
                "excess"
            };
            let same = changes.iter_mut().find(|change| {
                change.from == finding.granted && change.to == remedy.to && change.kind == kind
            });
            match same {
                Some(change) if change.operations.contains(&operation) => {}
                Some(change) => change.operations.push(operation),
                None => changes.push(Change {
                    operations: vec![operation],
                    from: finding.granted,
                    to: remedy.to,
                    kind,
                }),
            }
        }
        changes
    }

    /// What to change: `Finance / Agreements: set Add and Edit to All`.
    pub(super) fn heading(&self) -> String {
        let set = self.set();
        match (self.names(), self.findings.first()) {
            (Some(names), _) if !set.is_empty() => format!("{names}: {set}"),
            (_, Some(first)) => escape_controls(&first.message).into_owned(),
            _ => String::new(),
        }
    }

    /// The levels to set: `set Add and Edit to All, set Delete to None`.
    pub(super) fn set(&self) -> String {
        let changes = self.changes();
        let mut targets: Vec<(Level, Vec<Operation>)> = Vec::new();
        for change in &changes {
            match targets.iter_mut().find(|(to, _)| *to == change.to) {
                Some((_, operations)) => operations.extend(&change.operations),
                None => targets.push((change.to, change.operations.clone())),
            }
        }
        let set: Vec<String> = targets
            .iter_mut()
            .map(|(to, operations)| {
                operations.sort_unstable();
                format!("set {} to {to}", titles(operations))
            })
            .collect();
        set.join(", ")
    }

    /// Why: one sentence for each reason, with its rule.
    pub(super) fn reasons(&self) -> Vec<String> {
        let names = self.names().unwrap_or_default();
        let mut clauses: Vec<(String, &Finding, Vec<Operation>)> = Vec::new();
        for (index, finding) in self.findings.iter().enumerate() {
            let message = escape_controls(&finding.message);
            let tail = finding.operation.and_then(|operation| {
                let head = format!("{names}: {} is ", operation.column());
                Some((message.strip_prefix(&head)?.to_owned(), operation))
            });
            let Some((tail, operation)) = tail else {
                // The heading of an entry without changes is the message of its first finding.
                let text = if index == 0 && self.changes().is_empty() {
                    String::new()
                } else {
                    let head = format!("{names}: ");
                    message.strip_prefix(&head).unwrap_or(&message).to_owned()
                };
                clauses.push((text, finding, Vec::new()));
                continue;
            };
            let same = clauses.iter_mut().find(|(known, first, operations)| {
                *known == tail
                    && !operations.is_empty()
                    && first.rule == finding.rule
                    && first.purpose == finding.purpose
                    && first.waiver == finding.waiver
                    && first.baseline == finding.baseline
            });
            match same {
                Some((_, _, operations)) => operations.push(operation),
                None => clauses.push((tail, finding, vec![operation])),
            }
        }
        clauses
            .iter()
            .map(|(tail, finding, operations)| reason(tail, finding, operations))
            .collect()
    }

    /// What else to know before making the change: the parts of the findings' help that the
    /// heading does not say.
    pub(super) fn hints(&self) -> Vec<String> {
        let mut hints: Vec<String> = Vec::new();
        for finding in &self.findings {
            let Some(hint) = finding.besides_remedy() else {
                continue;
            };
            let hint = escape_controls(hint).into_owned();
            if !hint.is_empty() && !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        hints
    }

    /// What the holder of a stolen key could do with the most severe excessive permission, if that
    /// is critical or high.
    pub(super) fn risk(&self) -> Option<String> {
        let risks = self
            .findings
            .iter()
            .filter_map(|finding| finding.risk.as_ref());
        let risk = risks.max_by_key(|risk| risk.severity)?;
        (risk.severity >= RiskSeverity::High).then(|| {
            format!(
                "Risk: {} ({}). {}.",
                risk.severity.word(),
                risk.basis.phrase(),
                escape_controls(risk.reason.trim_end_matches('.'))
            )
        })
    }

    /// The reasons in a few words, for a report with one line per function.
    pub(super) fn why(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for finding in &self.findings {
            let part = match (&finding.purpose, &finding.because, &finding.remedy) {
                (Some(purpose), _, Some(_)) if finding.rule.is_missing() => purpose.clone(),
                (_, Some(because), Some(_)) => {
                    let same = |one: &&&Finding| one.because == finding.because;
                    match self.findings.iter().filter(same).count() {
                        1 => because.clone(),
                        _ => of_several(because),
                    }
                }
                (Some(purpose), None, _) => purpose.clone(),
                (None, _, Some(_)) if finding.rule.is_missing() => {
                    let all = self.findings.iter().filter(|one| one.rule == finding.rule);
                    unpublished(
                        finding,
                        &all.filter_map(|one| one.operation).collect::<Vec<_>>(),
                    )
                }
                (_, _, Some(_)) => continue,
                (_, _, None) => {
                    let names = self.names().unwrap_or_default();
                    let head = format!("{names}: ");
                    finding
                        .message
                        .strip_prefix(&head)
                        .unwrap_or(&finding.message)
                        .to_owned()
                }
            };
            let part = escape_controls(&part).into_owned();
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join("; ")
    }

    /// The places to draw: the levels in the role, then in the policies; without places that only
    /// repeat the names of the heading.
    pub(super) fn places(&self, policy_places: usize) -> Vec<Location> {
        let several = self
            .changes()
            .iter()
            .map(|c| c.operations.len())
            .sum::<usize>()
            > 1;
        let mut places: Vec<(Location, Vec<String>)> = Vec::new();
        for finding in &self.findings {
            let level_shown = finding.operation.is_some()
                && finding
                    .locations
                    .iter()
                    .filter(|place| place.document == Document::Role)
                    .count()
                    > 1;
            let mut in_role = 0;
            for place in &finding.locations {
                if place.document == Document::Role {
                    in_role += 1;
                    // The second place of a level is the name of its function.
                    if level_shown && in_role > 1 {
                        continue;
                    }
                }
                let operation = finding.operation.filter(|_| several).map(Operation::title);
                let same = places.iter_mut().find(|(known, _)| {
                    (known.document, known.span, &known.file)
                        == (place.document, place.span, &place.file)
                });
                match (same, operation) {
                    (Some((known, names)), Some(operation)) if known.label == place.label => {
                        names.push(operation.to_owned());
                    }
                    (Some((known, _)), _) if known.label == place.label => {}
                    (Some((known, names)), operation) => {
                        let head = operation.map_or(String::new(), |name| format!("{name}: "));
                        let first = std::mem::take(names);
                        known.label = format!("{}, {head}{}", named(&first, known), place.label);
                    }
                    (None, operation) => {
                        let names = operation.map(str::to_owned).into_iter().collect();
                        places.push((place.clone(), names));
                    }
                }
            }
        }
        let mut in_policies = 0;
        let mut places: Vec<Location> = places
            .into_iter()
            .map(|(mut place, names)| {
                place.label = named(&names, &place);
                place
            })
            .filter(|place| {
                in_policies += usize::from(place.document == Document::Policy);
                place.document != Document::Policy || in_policies <= policy_places
            })
            .collect();
        places.sort_by_key(|place| (place.document == Document::Policy, place.line));
        places
    }
}

/// The label of a place, with the operations that it is about.
fn named(operations: &[String], place: &Location) -> String {
    if operations.is_empty() {
        place.label.clone()
    } else {
        format!("{}: {}", operations.join(", "), place.label)
    }
}

/// `Add, Edit and Inquire`.
fn titles(operations: &[Operation]) -> String {
    let titles: Vec<&str> = operations.iter().map(|one| one.title()).collect();
    and(&titles)
}

/// What is known where the policy gives no reason.
fn unpublished(finding: &Finding, operations: &[Operation]) -> String {
    let known = finding
        .module
        .as_deref()
        .zip(finding.function.as_deref())
        .and_then(|(module, function)| evidence(module, function, operations));
    match known {
        Some(known) => format!("no published reason; {known}"),
        None => "no published reason".to_owned(),
    }
}

fn reason(tail: &str, finding: &Finding, operations: &[Operation]) -> String {
    let mut text = match operations {
        [] => tail.to_owned(),
        [one] => format!("{} is {tail}", one.title()),
        several => format!("{} are {}", titles(several), of_several(tail)),
    };
    if let Some(purpose) = &finding.purpose {
        let purpose = escape_controls(purpose);
        text = if text.is_empty() {
            purpose.into_owned()
        } else {
            format!("{text}: {purpose}")
        };
    } else if finding.rule.is_missing() && !operations.is_empty() {
        text = format!("{text}: {}", unpublished(finding, operations));
    }
    if let Some(waiver) = &finding.waiver {
        let waiver = super::words::waiver(waiver);
        text = format!("{text}; waived: {}", escape_controls(&waiver));
    } else if !finding.is_open() {
        text.push_str("; in the baseline");
    }
    format!("{text} [{}]", finding.rule).trim_start().to_owned()
}

impl Change {
    /// `delete None -> All (missing)`.
    pub(super) fn arrow(&self) -> String {
        let keys: Vec<&str> = self.operations.iter().map(|one| one.key()).collect();
        let from = self
            .from
            .map_or_else(|| "?".to_owned(), |from| from.to_string());
        format!("{} {from} -> {} ({})", keys.join(", "), self.to, self.kind)
    }
}
