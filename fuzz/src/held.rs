//! Assertions about all output.

use leastwise::model::{Document, Location, Problem, SourceText, Span};
use leastwise::report::{RoleReport, RuleId};

/// Words that keep their capital letter at the start of a sentence.
const NAMES: [&str; 6] = ["ConnectWise", "Customize", "JSON", "YAML", "UTF", "Excel"];

/// A message: lower case first, no final period, nothing missing.
pub fn sentence(text: &str) {
    assert!(!text.trim().is_empty(), "an empty message");
    // Names of functions and changes start as they appear on the screen.
    let named = text.contains(" / ") || text.contains(" > ");
    let starts_right = !text.starts_with(|c: char| c.is_ascii_uppercase())
        || named
        || NAMES.iter().any(|name| text.starts_with(name));
    assert!(starts_right, "begins with a capital: {text:?}");
    assert!(
        named || !text.ends_with('.') || text.ends_with("..."),
        "ends with a period: {text:?}"
    );
}

/// Problems of an input: at least one, each a sentence with positions within the file.
pub fn problems(problems: &[Problem]) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        sentence(&problem.message);
        if let Some(help) = &problem.help {
            sentence(help);
        }
        for location in &problem.locations {
            let source = problem.source.as_ref().expect("a place without a text");
            // A conflict of two policies has a position in each.
            if location.file == source.name() {
                place(location, source);
            }
        }
    }
}

/// A span is within the text and on character boundaries.
pub fn span(span: Span, source: &SourceText) {
    assert!(span.start <= span.end, "{span:?} runs backwards");
    assert!(
        source.text().get(span.start..span.end).is_some(),
        "{span:?} is not in a text of {} bytes",
        source.text().len()
    );
}

/// The bytes, lines and columns of a position agree.
pub fn place(location: &Location, source: &SourceText) {
    span(location.span, source);
    assert_eq!(location.file, source.name());
    let text = source.text();
    for (byte, line, column) in [
        (location.span.start, location.line, location.column),
        (location.span.end, location.end_line, location.end_column),
    ] {
        let before = &text[..byte];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        assert_eq!(
            line,
            before.matches('\n').count() + 1,
            "line of byte {byte}"
        );
        assert_eq!(
            column,
            before[start..].chars().count() + 1,
            "column of byte {byte}"
        );
    }
    assert!(location.bytes.start <= location.bytes.end);
}

/// A report: every cell is counted once, every finding is complete. The only known file is the
/// role's.
pub fn report(report: &RoleReport, role: &SourceText) {
    assert!(report.summary.adds_up(), "{:?}", report.summary);
    let mut seen = std::collections::HashSet::new();
    for finding in &report.findings {
        // Many start with the name of the function, or with only that if no module is known.
        let function = finding.function.as_deref().filter(|name| !name.is_empty());
        match function.and_then(|name| finding.message.strip_prefix(name)) {
            Some(rest) => sentence(&format!("it{rest}")),
            // Functions that are not in the catalog are named at the end.
            None if finding.rule == RuleId::UnknownFunction => {}
            None => sentence(&finding.message),
        }
        if let Some(help) = &finding.help {
            sentence(help.lines().next().unwrap_or_default());
        }
        assert_eq!(finding.fingerprint.len(), 16);
        assert!(
            seen.insert(&finding.fingerprint),
            "two findings are known by {}: {}",
            finding.fingerprint,
            finding.message
        );
        for location in &finding.locations {
            if location.document == Document::Role {
                place(location, role);
            }
        }
    }
}
