//! Waivers in comments of a policy or a YAML role: `# leastwise: ignore[missing-level] the pilot
//! needs no deletions`.

use std::sync::Arc;

use crate::model::{Document, Location, Problem, ProblemList, SourceText};
use crate::report::{RuleId, Waiver, WaiverRule};
use crate::yaml::{comments, suggestion};

const MARK: &str = "leastwise:";

/// Finds the waivers in the comments of a YAML text. A comment after a value applies to its line, a
/// comment on a separate line to the next. Texts without any are not parsed.
///
/// # Errors
///
/// Malformed ignore comments, each at its place.
pub fn inline_waivers(
    document: Document,
    source: &Arc<SourceText>,
) -> Result<Vec<WaiverRule>, Vec<Problem>> {
    let (mut found, mut problems) = (Vec::new(), ProblemList::new(document, source));
    if !source.text().contains(MARK) {
        return Ok(found);
    }
    let text = source.text();
    for span in comments(text) {
        let comment = source.slice(span);
        let Some(said) = comment.trim_start_matches(['#', ' ']).strip_prefix(MARK) else {
            continue;
        };
        let before = text.get(..span.start).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let alone = before.trim().is_empty();
        let line = source.position(span.start).line + usize::from(alone);
        match parse(said.trim()) {
            Ok((rules, reason)) => found.extend(rules.into_iter().map(|rule| WaiverRule {
                rule: Some(rule),
                fingerprint: None,
                role: None,
                module: None,
                function: None,
                operation: None,
                item: None,
                waiver: Waiver {
                    reason: reason.to_owned(),
                    ..Waiver::default()
                },
                location: Location::new(document, source, span, "this comment"),
                line: Some(line),
            })),
            Err((message, help)) => problems.add(span, "here", message, help),
        }
    }
    problems.or(found)
}

fn parse(said: &str) -> Result<(Vec<RuleId>, &str), (String, String)> {
    const FORM: &str = "write `# leastwise: ignore[rule] reason`";
    let inner = said
        .strip_prefix("ignore[")
        .and_then(|rest| rest.split_once(']'));
    let Some((names, reason)) = inner else {
        return Err((
            "this ignore comment is malformed".to_owned(),
            FORM.to_owned(),
        ));
    };
    let mut rules = Vec::new();
    for name in names.split(',').map(str::trim) {
        let Some(rule) = RuleId::from_name(name) else {
            let help = suggestion(name, RuleId::ROLES.into_iter().map(RuleId::name));
            return Err((format!("there is no rule `{name}`"), help));
        };
        rules.push(rule);
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(("a waiver needs a reason".to_owned(), FORM.to_owned()));
    }
    Ok((rules, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<WaiverRule>, Vec<Problem>> {
        inline_waivers(Document::Policy, &Arc::new(SourceText::new("x.yaml", text)))
    }

    #[test]
    fn a_comment_after_a_value_is_a_waiver() {
        let found =
            read("a: b # leastwise: ignore[missing-level, excess-level] for the pilot\n").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].waiver.reason, "for the pilot");
        assert_eq!((found[0].location.line, found[0].location.column), (1, 6));
    }

    #[test]
    fn a_comment_is_about_one_line() {
        let waiver = "# leastwise: ignore[missing-level] x";
        let lines = |text: String| -> Vec<_> {
            let found = read(&text).unwrap();
            found.into_iter().map(|waiver| waiver.line).collect()
        };
        assert_eq!(lines(format!("a: b {waiver}\nc: d\n")), [Some(1)]);
        assert_eq!(lines(format!("a: {waiver}\n  c: d\n")), [Some(1)]);
        assert_eq!(lines(format!("a:\r\n  {waiver}\r\n  c: d\r\n")), [Some(3)]);
        assert_eq!(lines(format!("{waiver}\na: b")), [Some(2)]);
    }

    #[test]
    fn text_in_quotes_is_no_comment() {
        for text in [
            "a: |\n  b\n  # leastwise: ignore[nonsense]\nc: d\n",
            "a: >\n  # leastwise: ignore[nonsense]\n",
            "a: \"b\n  # leastwise: ignore[nonsense]\n  c\"\n",
            "a: 'b\n  # leastwise: ignore[nonsense]'\n",
        ] {
            assert!(read(text).unwrap().is_empty(), "{text}");
        }
        assert!(
            read("a: \"b # leastwise: ignore[nonsense]\"\n")
                .unwrap()
                .is_empty()
        );
        assert!(
            read("a: b#leastwise: ignore[nonsense]\n")
                .unwrap()
                .is_empty()
        );
        assert!(
            read("# nothing\na: 'it # leastwise: x'")
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn a_malformed_waiver_is_an_error() {
        for (text, message) in [
            ("# leastwise: ignore", "malformed"),
            (
                "# leastwise: ignore[mising-level] x",
                "no rule `mising-level`",
            ),
            ("# leastwise: ignore[missing-level]", "needs a reason"),
        ] {
            let problems = read(text).unwrap_err();
            assert!(problems[0].message.contains(message), "{text}");
        }
    }
}
