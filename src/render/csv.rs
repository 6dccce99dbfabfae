//! A CSV table: one finding per row.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::{Renderer, finding_text};
use crate::model::{Document, Level, Location, escape_controls};
use crate::report::{BaselineState, Finding, InputError, RoleReport, RunSummary};

/// A CSV table: one finding or unreadable input per row, with a header.
#[derive(Debug, Default)]
pub struct Csv {
    begun: bool,
}

const COLUMNS: usize = 26;

/// The header. Columns are added at the end, never moved.
const HEADER: [&str; COLUMNS] = [
    "type",
    "source",
    "role",
    "severity",
    "rule",
    "module",
    "function",
    "operation",
    "item",
    "min",
    "max",
    "granted",
    "message",
    "purpose",
    "fix",
    "policies",
    "feature",
    "file",
    "line",
    "column",
    "fingerprint",
    "state",
    "risk",
    "families",
    "risk_basis",
    "risk_reason",
];

/// A cell on one line that no spreadsheet interprets as a formula.
///
/// Excel, LibreOffice and Google Sheets evaluate cells that begin with one of these characters,
/// also in full-width form and after white space, even if quoted. A leading apostrophe prevents it.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let text = escape_controls(text);
    let first = text.trim_start().chars().next();
    if matches!(
        first,
        Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    ) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

impl Csv {
    fn rows<'a>(
        &mut self,
        rows: impl Iterator<Item = [Cow<'a, str>; COLUMNS]>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        if !std::mem::replace(&mut self.begun, true) {
            writer.write_record(HEADER).map_err(io::Error::from)?;
        }
        for row in rows {
            let cells = row.iter().map(|text| cell(text).into_owned());
            writer.write_record(cells).map_err(io::Error::from)?;
        }
        writer.flush()
    }
}

fn level(level: Option<Level>) -> Cow<'static, str> {
    level.map_or(Cow::Borrowed(""), |level| level.word().into())
}

fn optional(text: Option<&String>) -> Cow<'_, str> {
    text.map_or(Cow::Borrowed(""), |text| text.as_str().into())
}

fn number(place: Option<&Location>, of: impl Fn(&Location) -> usize) -> Cow<'static, str> {
    place.map_or(Cow::Borrowed(""), |place| of(place).to_string().into())
}

fn finding<'a>(report: &'a RoleReport, finding: &'a Finding) -> [Cow<'a, str>; COLUMNS] {
    let place = finding_text::place(finding);
    let in_policy = || {
        finding
            .locations
            .iter()
            .find(|at| at.document == Document::Policy)
    };
    let place = place.or_else(in_policy);
    let state = match (&finding.waiver, finding.baseline) {
        (Some(waiver), _) => format!("waived: {}", waiver.reason).into(),
        (None, baseline) => baseline.map_or("", BaselineState::word).into(),
    };
    let risk = finding.risk.as_ref();
    let families: Vec<&str> = risk
        .into_iter()
        .flat_map(|risk| risk.families.iter().map(|family| family.word()))
        .collect();
    let families = families.join(" ");
    [
        "finding".into(),
        report.source.as_str().into(),
        optional(report.name.as_ref()),
        finding.severity.word().into(),
        finding.rule.name().into(),
        optional(finding.module.as_ref()),
        optional(finding.function.as_ref()),
        finding
            .operation
            .map_or("", |operation| operation.key())
            .into(),
        optional(finding.item.as_ref()),
        level(finding.required.map(|range| range.min)),
        level(finding.required.map(|range| range.max)),
        level(finding.granted),
        finding.message.as_str().into(),
        optional(finding.purpose.as_ref()),
        optional(finding.help.as_ref()),
        finding.policies.join(" ").into(),
        optional(finding.feature.as_ref()),
        place
            .map_or(report.source.as_str(), |place| &place.file)
            .into(),
        number(place, |place| place.line),
        number(place, |place| place.column),
        finding.fingerprint.as_str().into(),
        state,
        risk.map_or("", |risk| risk.severity.word()).into(),
        families.into(),
        risk.map_or("", |risk| risk.basis.word()).into(),
        risk.map_or("", |risk| risk.reason.as_str()).into(),
    ]
}

fn error(error: &InputError) -> [Cow<'_, str>; COLUMNS] {
    let (file, place) = finding_text::error_place(error);
    let mut row = [const { Cow::Borrowed("") }; COLUMNS];
    for (cell, text) in row.iter_mut().zip(HEADER) {
        *cell = match text {
            "type" | "severity" => "error".into(),
            "source" | "file" => file.unwrap_or_default().into(),
            "message" => error.message.as_str().into(),
            "fix" => optional(error.help.as_ref()),
            "line" => number(place, |place| place.line),
            "column" => number(place, |place| place.column),
            "fingerprint" => error.fingerprint().into(),
            _ => continue,
        };
    }
    row
}

impl Renderer for Csv {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.rows(
            report.findings.iter().map(|found| finding(report, found)),
            out,
        )
    }

    fn error(&mut self, found: &InputError, out: &mut dyn Write) -> io::Result<()> {
        self.rows(std::iter::once(error(found)), out)
    }

    fn finish(&mut self, _: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.rows(std::iter::empty(), out)
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn what_a_spreadsheet_would_evaluate_becomes_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            " =cmd|'/c calc'!A1",
            "＝1",
            "\u{a0}=1",
        ] {
            assert!(cell(text).starts_with('\''), "{text}");
        }
        assert_eq!(cell("\t=1"), "\\t=1");
        assert_eq!(cell("Finance"), "Finance");
        assert_eq!(cell("a=b"), "a=b");
    }
}
