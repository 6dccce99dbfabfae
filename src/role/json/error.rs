//! A `serde_json` error as a sentence with its position.

use std::sync::Arc;

use crate::model::{Problem, SourceText, Span, json_message};
use crate::role::problem;

/// The beginning of the message about a setting that cannot be read.
pub(super) const NO_SETTING: &str = "this is not a role setting";

/// The problem of a text that is no JSON, or not the JSON that was expected. `offset` is where in
/// the whole text the part that was read begins; `unfit` says what JSON of another shape is not.
pub(super) fn broken(
    source: &Arc<SourceText>,
    offset: usize,
    error: &serde_json::Error,
    unfit: &str,
) -> Problem {
    let text = source.text();
    let rest = text.get(offset..).unwrap_or_default();
    let before = rest
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let line_start = offset + before.map(str::len).sum::<usize>();
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    let span = source.whole_characters(Span::new(at, at + 1));
    let mut what = json_message(error);
    if error.is_eof() {
        let help = "save the role again and wait for the download to finish";
        return problem::at(source, span, "ends here", "the file is truncated", help);
    }
    if what.starts_with("recursion limit") {
        let message = "the JSON is nested more deeply than any role";
        let help = "save the complete response from `/system/securityRoles/{id}/settings`";
        return problem::at(source, span, "here", message, help);
    }
    // Several documents may follow each other, so a text after one is read as the next one.
    let before = text.get(..span.start).unwrap_or_default().trim_end();
    if what == "expected a value" && before.ends_with([']', '}']) {
        "expected the end of the file".clone_into(&mut what);
    }
    let message = if error.is_data() {
        format!("{unfit}: {what}")
    } else {
        format!("this is not valid JSON: {what}")
    };
    let help = "save the response from ConnectWise's API again, and do not edit it";
    problem::at(source, span, "here", message, help)
}
