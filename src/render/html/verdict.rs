//! Whether a role is right, in a sentence.

use std::fmt::Write as _;

use super::super::words;
use super::view::{Mark, RoleView};
use crate::report::{Outcome, RoleReport, RuleId, Severity, and};

/// Whether the role is right, in a sentence without a final period.
pub(super) fn verdict(view: &RoleView<'_>) -> String {
    let report = view.report;
    let cells = &report.summary;
    if report.outcome == Outcome::Inconclusive {
        return "The role was not read whole: what is not told here may still be wrong".to_owned();
    }
    if report
        .findings
        .iter()
        .any(|finding| finding.rule == RuleId::AdminRole)
    {
        return "An administrator's role: it grants everything, and no level of it can be judged"
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
            "Nothing new is missing or too much".to_owned()
        }
        (0, 0) => match (cells.satisfied, cells.ignored) {
            (0, 0) => "No level is asked for, and none beyond is granted".to_owned(),
            (0, ignored) => format!(
                "No level is asked for; {} granted beyond that, left unsaid",
                are(ignored, "level")
            ),
            (_, 0) => "Every level that is asked for is granted, and none beyond".to_owned(),
            (_, ignored) => format!(
                "Every level that is asked for is granted; {} granted beyond that, left unsaid",
                are(ignored, "level")
            ),
        },
        (missing, 0) => format!("{} missing", are(missing, "level")),
        (0, excess) => format!("No level is missing; {} too much", are(excess, "level")),
        (missing, excess) => format!("{} missing, and {excess} too much", are(missing, "level")),
    };
    let accepted = [
        (cells.waived, "waived"),
        (missing_known + excess_known, "known to the baseline"),
    ];
    for (number, how) in accepted {
        if number > 0 {
            let _ = write!(text, "; {number} {how}");
        }
    }
    let right = missing + excess == 0;
    if let Some(beside) = beside(report) {
        let but = if right { "but " } else { "" };
        let _ = write!(text, "; {but}{beside}");
    }
    text
}

/// What is wrong beside levels, in a few words.
fn beside(report: &RoleReport) -> Option<String> {
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
    for (number, how) in [(missing, "missing"), (excess, "too much")] {
        if number > 0 {
            let verb = if number == 1 { "is" } else { "are" };
            let items = words::count(number, "item");
            parts.push(format!("{items} of Customize lists {verb} {how}"));
        }
    }
    if others > 0 {
        parts.push(format!("{} to look at", are(others, "other thing")));
    }
    if report.lacking.is_some() {
        parts.push("the file cannot show that it is whole".to_owned());
    }
    (!parts.is_empty()).then(|| and(&parts))
}

fn are(number: usize, what: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", words::count(number, what))
}
