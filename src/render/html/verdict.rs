//! The verdict on a role, in a sentence.

use std::fmt::Write as _;

use super::super::words::{self, are};
use super::view::{Mark, RoleView};
use crate::report::{Outcome, RoleReport, RuleId, Severity, and};

/// The verdict, without a final period.
pub(super) fn verdict(view: &RoleView<'_>) -> String {
    let report = view.report;
    let cells = &report.summary;
    if report.outcome == Outcome::Inconclusive {
        return "The role data is incomplete: there may be problems that are not shown here"
            .to_owned();
    }
    if report
        .findings
        .iter()
        .any(|finding| finding.rule == RuleId::AdminRole)
    {
        return "An administrator role: it grants everything, and its levels cannot be checked"
            .to_owned();
    }
    let known = view.cells().filter(|cell| cell.known);
    let (mut missing_known, mut excess_known) = (0, 0);
    for cell in known {
        match cell.mark {
            Mark::Missing => missing_known += 1,
            Mark::Excess => excess_known += 1,
            _ => {}
        }
    }
    let missing = cells.missing.saturating_sub(missing_known);
    let excess = cells.excess.saturating_sub(excess_known);
    let mut text = match (missing, excess) {
        (0, 0) if cells.waived + missing_known + excess_known > 0 => {
            "No new missing or excessive permissions".to_owned()
        }
        (0, 0) => match (cells.satisfied, cells.ignored) {
            (0, 0) => "No permissions are required, and none are granted".to_owned(),
            (0, ignored) => format!(
                "No permissions are required; {} in excess, not reported",
                are(ignored, "level")
            ),
            (_, 0) => "All required permissions are granted, and nothing more".to_owned(),
            (_, ignored) => format!(
                "All required permissions are granted; {} in excess, not reported",
                are(ignored, "level")
            ),
        },
        (missing, 0) => format!("{} missing", are(missing, "level")),
        (0, excess) => format!("No level is missing; {} in excess", are(excess, "level")),
        (missing, excess) => format!("{} missing, and {excess} in excess", are(missing, "level")),
    };
    let accepted = [
        (cells.waived, "waived"),
        (missing_known + excess_known, "in the baseline"),
    ];
    for (number, how) in accepted {
        if number > 0 {
            let _ = write!(text, "; {number} {how}");
        }
    }
    let right = missing + excess == 0;
    if let Some(other_problems) = other_problems(report) {
        let but = if right { "but " } else { "" };
        let _ = write!(text, "; {but}{other_problems}");
    }
    text
}

/// Problems other than levels.
fn other_problems(report: &RoleReport) -> Option<String> {
    let open = report
        .findings
        .iter()
        .filter(|finding| finding.is_open() && finding.cells == 0);
    let (mut missing, mut excess, mut others) = (0, 0, 0);
    for finding in open {
        match finding.rule {
            RuleId::CustomizeMissing => missing += 1,
            RuleId::CustomizeExcess => excess += 1,
            _ if finding.severity > Severity::Note => others += 1,
            _ => {}
        }
    }
    let mut parts = Vec::new();
    for (number, how) in [(missing, "missing"), (excess, "in excess")] {
        if number > 0 {
            let items = words::count(number, "item");
            let verb = if number == 1 { "is" } else { "are" };
            parts.push(format!("{items} in Customize lists {verb} {how}"));
        }
    }
    if others > 0 {
        parts.push(format!("{} to check", are(others, "other thing")));
    }
    if report.lacking.is_some() {
        parts.push("completeness cannot be determined from this file".to_owned());
    }
    (!parts.is_empty()).then(|| and(&parts))
}
