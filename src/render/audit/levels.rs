//! Tables of an evidence directory: every granted level, and the form of a review.

use std::io::{self, Write};

use super::super::csv::cell;
use super::csv::optional;
use super::note::{note, policies};
use crate::engine::audit::{Audit, AuditedRole, PersonEntry, SeverityCounts};
use crate::model::{Level, Operation};
use crate::policy::Requirements;
use crate::risk::Ratings;
use crate::role::tenant::RequestRecord;
use crate::role::{Row, RowFunction};

/// Writes one row for each level that a role grants, with the policies that ask for it.
pub fn levels_as_csv(
    roles: &[AuditedRole<'_>],
    ratings: &Ratings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "role",
        "source",
        "module",
        "function",
        "operation",
        "level",
        "severity",
        "families",
        "basis",
        "reason",
        "asked_for_by",
        "purpose",
    ])?;
    for of in roles {
        for row in &of.role.rows {
            let (module, function) = row.names();
            for operation in Operation::ALL {
                let level = row.levels.get(operation).level();
                if level == Level::None {
                    continue;
                }
                let rating = match &row.function {
                    RowFunction::Known(id) => ratings.rate(*id, operation, level),
                    RowFunction::Unknown(_) => None,
                };
                let families = rating.map(|rating| {
                    let words = rating.families.iter().map(|family| family.word());
                    words.collect::<Vec<_>>().join(" ")
                });
                let (asked_by, purpose) = of
                    .requirements
                    .map_or_else(Default::default, |asked| asked_for(asked, row, operation));
                let cells = [
                    of.role.identity(),
                    of.role.source.name(),
                    module,
                    function,
                    operation.key(),
                    level.word(),
                    rating.map_or("not rated", |rating| rating.severity.word()),
                    families.as_deref().unwrap_or_default(),
                    rating.map_or("", |rating| rating.basis.word()),
                    rating.map_or("", |rating| &rating.reason),
                    &asked_by,
                    &purpose,
                ];
                csv.write_record(cells.map(|text| cell(text).into_owned()))?;
            }
        }
    }
    csv.flush()
}

/// The policies that ask for an operation of a row, and why.
fn asked_for(asked: &Requirements, row: &Row, operation: Operation) -> (String, String) {
    let index = row.keys().find_map(|key| asked.index_of(&key)).or_else(|| {
        row.keys()
            .find_map(|key| asked.indexes_of_older(&key).next())
    });
    let requirement = index
        .and_then(|index| asked.functions.get(index))
        .and_then(|function| function.operations.get(operation).as_ref());
    let origins = requirement
        .into_iter()
        .flat_map(|requirement| &requirement.origins)
        .filter(|origin| origin.range.min > Level::None);
    let mut by: Vec<&str> = Vec::new();
    let mut purposes: Vec<&str> = Vec::new();
    for origin in origins {
        if let Some(policy) = asked.policies.get(origin.place.policy)
            && !by.contains(&policy.id.as_str())
        {
            by.push(&policy.id);
        }
        if let Some(purpose) = &origin.purpose
            && !purposes.contains(&purpose.as_str())
        {
            purposes.push(purpose);
        }
    }
    (by.join(" "), purposes.join("; "))
}

/// Writes one row for each API member with empty cells for the decision of a reviewer.
pub fn review_as_csv(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "member", "role", "policies", "note", "decision", "reviewer", "date", "remark",
    ])?;
    for member in &audit.members {
        let (policies, note) = (policies(member), note(member));
        let cells = [
            member.identifier.as_str(),
            &member.role,
            &policies,
            &note,
            "",
            "",
            "",
            "",
        ];
        csv.write_record(cells.map(|text| cell(text).into_owned()))?;
    }
    csv.flush()
}

/// Writes one row for each request of the read, so that a second person can compare the counts.
pub fn requests_as_csv(requests: &[RequestRecord], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["time", "method", "path", "status", "rows", "count", "error"])?;
    for request in requests {
        let cells = [
            request.time.as_str(),
            &request.method,
            &request.path,
            &optional(request.status),
            &optional(request.rows),
            &optional(request.count),
            request.error.as_deref().unwrap_or_default(),
        ];
        csv.write_record(cells.map(|text| cell(text).into_owned()))?;
    }
    csv.flush()
}

/// Writes one row for each person with a security role.
pub fn people_as_csv(people: &[PersonEntry], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "member",
        "role",
        "inactive",
        "administrator",
        "critical",
        "high",
        "medium",
        "last_login",
        "idle",
    ])?;
    for person in people {
        let count = |of: fn(&SeverityCounts) -> usize| optional(person.severities.as_ref().map(of));
        let cells = [
            person.identifier.as_str(),
            person.role.as_deref().unwrap_or_default(),
            &optional(person.inactive),
            &person.administrator.to_string(),
            &count(|counts| counts.critical.total),
            &count(|counts| counts.high.total),
            &count(|counts| counts.medium.total),
            person.last_login.as_deref().unwrap_or_default(),
            &person.idle.to_string(),
        ];
        csv.write_record(cells.map(|text| cell(text).into_owned()))?;
    }
    csv.flush()
}
