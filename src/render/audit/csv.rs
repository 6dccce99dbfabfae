//! The members of an audit as a table for spreadsheets.

use std::io::{self, Write};

use super::super::csv::cell;
use super::note::{note, policies};
use crate::engine::audit::Audit;
use crate::risk::RiskSeverity;

/// Writes one row for each API member.
pub fn audit_as_csv(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let mut header: Vec<String> = [
        "rank",
        "member",
        "role",
        "inactive",
        "administrator",
        "complete",
    ]
    .map(str::to_owned)
    .to_vec();
    for severity in RiskSeverity::ALL {
        header.push(severity.word().to_owned());
        header.push(format!("{}_excess", severity.word()));
    }
    header.extend(
        [
            "missing", "policies", "owner", "purpose", "reviewed", "note",
        ]
        .map(str::to_owned),
    );
    csv.write_record(&header)?;
    for member in &audit.members {
        let mut row = vec![
            optional(member.rank),
            member.identifier.clone(),
            member.role.clone(),
            optional(member.inactive),
            member.administrator.to_string(),
            member.complete.to_string(),
        ];
        for severity in RiskSeverity::ALL {
            let count = member.severities.at(severity);
            row.push(count.total.to_string());
            row.push(optional(count.excess));
        }
        row.push(member.missing.len().to_string());
        row.push(policies(member));
        for text in [&member.owner, &member.purpose, &member.reviewed] {
            row.push(text.clone().unwrap_or_default());
        }
        row.push(note(member));
        csv.write_record(row.iter().map(|text| cell(text).into_owned()))?;
    }
    csv.flush()
}

/// A value; nothing if it is not known.
pub(super) fn optional(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
