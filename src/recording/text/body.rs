//! Bodies in lines of text, which can continue in the next lines.

use super::super::body_text::is_error_text;
use super::super::metadata::{is_empty, is_metadata};
use super::super::record::Record;
use super::super::sink::LONGEST_BODY;
use super::super::{application, fields};

/// What a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
    /// To the answer, unless it is only what the program notes.
    Status,
    /// To the answer if it is an error, and else to nothing.
    Unknown,
}

/// A JSON body that continues in the next lines.
pub(super) struct Body {
    text: String,
    side: Side,
    lines: usize,
}

/// A body with more lines is cut.
const BODY_LINES: usize = 500;

impl Body {
    /// The body that starts in a text.
    pub(super) fn start(text: &str, side: Side) -> Self {
        let start = text.find(['{', '[', '<']).unwrap_or(0);
        let text = text.get(start..).unwrap_or_default().trim();
        Self {
            text: text.to_owned(),
            side,
            lines: 1,
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        !self.text.starts_with(['{', '[']) || is_complete(&self.text).0
    }

    /// Adds a line; says whether the body goes on in it.
    pub(super) fn take(&mut self, line: &str) -> bool {
        if self.lines >= BODY_LINES || self.text.len() >= LONGEST_BODY {
            return false;
        }
        // Pretty-printed JSON is indented or consists of signs and strings.
        let trimmed = line.trim();
        let fits = trimmed.starts_with(['{', '}', '[', ']', '"', ','])
            || trimmed.is_empty()
            || trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-') && trimmed.len() < 32;
        // PowerShell breaks long lines anywhere.
        let wrapped = !fits && is_complete(&self.text).1;
        let request = fields::embedded(line, 0).is_some()
            || (wrapped && application::request(line).is_some());
        if request || !(fits || wrapped) {
            return false;
        }
        self.text.push(if wrapped { ' ' } else { '\n' });
        self.text.push_str(trimmed);
        self.lines += 1;
        true
    }

    /// Gives the body to its request.
    pub(super) fn give(self, record: &mut Record) {
        let response = match self.side {
            Side::Response | Side::Status if is_empty(&self.text) => return,
            Side::Status if !is_error_text(&self.text) && is_metadata(&self.text) => return,
            Side::Response | Side::Status => true,
            Side::Request => has_errors(&self.text),
            Side::Unknown if is_error_text(&self.text) => true,
            Side::Unknown => return,
        };
        let place = if response {
            &mut record.response_body
        } else {
            &mut record.request_body
        };
        place.get_or_insert(self.text);
    }
}

/// Whether what looks like the body of a request is an error: no request has a code, a message and
/// a list of errors.
fn has_errors(text: &str) -> bool {
    is_error_text(text) && text.contains("errors") && text.contains("message")
}

/// Whether a value is complete, and whether the text ends within a string.
fn is_complete(text: &str) -> (bool, bool) {
    let (mut depth, mut string, mut escaped) = (0_usize, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            '{' | '[' if !string => depth += 1,
            '}' | ']' if !string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (true, false);
                }
            }
            _ => {}
        }
    }
    (false, string)
}

/// Whether a line starts a JSON body. A time in brackets does not.
pub(super) fn starts(line: &str) -> bool {
    let Some(inner) = line.strip_prefix(['{', '[']) else {
        return false;
    };
    let inner = inner.trim_start();
    inner.is_empty() || inner.starts_with(['"', '{', '}', '[', ']', '\''])
}
