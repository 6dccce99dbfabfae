//! Recognizes the format of a recording by its start.

use super::table::{self, Columns};
use super::{access, curl, text};

/// Format of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// HAR, OpenTelemetry, Postman, n8n, or objects of a log.
    Json,
    /// A table with separators, such as `ConnectWise` API Logs.
    Table,
    /// A table in a web page.
    HtmlTable,
    /// An access log of a web server.
    AccessLog,
    /// Output of `curl -v`.
    Curl,
    /// A transcript of PowerShell.
    PowerShell,
    /// An application log, or a list of requests.
    Text,
    /// A file that is packed in a way that is not read, and what it is called.
    Packed(&'static str),
}

impl Format {
    /// What it is called in reports.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Table => "table",
            Self::HtmlTable => "HTML table",
            Self::AccessLog => "access log",
            Self::Curl => "curl -v",
            Self::PowerShell => "PowerShell transcript",
            Self::Text => "application log or list",
            Self::Packed(name) => name,
        }
    }
}

/// How many lines are inspected.
const LINES: usize = 400;

pub(super) fn detect(sample: &[u8]) -> (Format, Option<(u8, Columns, usize)>) {
    if let Some(name) = packed(sample) {
        return (Format::Packed(name), None);
    }
    let text = String::from_utf8_lossy(sample);
    let start = text.trim_start();
    if is_json(start) {
        return (Format::Json, None);
    }
    let rows = ["<table", "<tr", "<TABLE", "<TR"];
    let has_rows = rows.iter().any(|tag| start.contains(tag));
    if is_html(start) && (has_rows || text::count(start) == 0) {
        return (Format::HtmlTable, None);
    }
    let lines = || text.lines().take(LINES);
    if lines().any(curl::is_request) {
        return (Format::Curl, None);
    }
    let requests = lines()
        .filter(|line| access::read(line, 0).is_some())
        .count();
    if requests > 0 && requests * 2 >= lines().filter(|line| !line.trim().is_empty()).count() {
        return (Format::AccessLog, None);
    }
    if let Some(table) = table::recognize(sample, text::count(&text)) {
        return (Format::Table, Some(table));
    }
    if lines().any(|line| line.contains("VERBOSE: ")) {
        return (Format::PowerShell, None);
    }
    // Objects after a few lines of text.
    if lines().any(|line| line.starts_with("{\"")) && requests == 0 {
        return (Format::Json, None);
    }
    (Format::Text, None)
}

/// What a packed file is called.
fn packed(sample: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "ZIP archive"),
        (b"PK\x05\x06", "ZIP archive"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive"),
        (b"Rar!\x1a\x07", "RAR archive"),
        (b"BZh", "bzip2 file"),
        (b"\xfd7zXZ\x00", "xz file"),
        (b"\x28\xb5\x2f\xfd", "Zstandard file"),
    ];
    let found = SIGNS.iter().find(|(sign, _)| sample.starts_with(sign));
    found.map(|(_, name)| *name).or_else(|| {
        let tar = sample.get(257..262) == Some(b"ustar".as_slice());
        tar.then_some("tar archive")
    })
}

fn is_json(start: &str) -> bool {
    let Some(inner) = start.strip_prefix(['{', '[']) else {
        return false;
    };
    let inner = inner.trim_start();
    inner.starts_with(['"', '{', '}', ']', '[']) || inner.is_empty()
}

fn is_html(start: &str) -> bool {
    let lower = start.get(..4096).unwrap_or(start).to_ascii_lowercase();
    lower.starts_with('<')
        && [
            "<!doctype html",
            "<html",
            "<table",
            "<head",
            "<body",
            "<div",
            "<meta",
            "<tbody",
        ]
        .iter()
        .any(|tag| lower.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides() {
        let samples = [
            ("{\"log\": {}}", Format::Json),
            ("[{\"a\":1}]", Format::Json),
            ("[2026-11-27] GET /a", Format::Text),
            ("<!DOCTYPE html><table>", Format::HtmlTable),
            ("> GET /a HTTP/1.1\n", Format::Curl),
            ("x - - [t] \"GET /a HTTP/1.1\" 200 1\n", Format::AccessLog),
            ("Method,URL,Status\n", Format::Table),
            (
                "VERBOSE: GET https://x.example/a with 0-byte payload\n",
                Format::PowerShell,
            ),
            ("GET /service/tickets\n", Format::Text),
            (
                "starting up\n{\"method\":\"GET\",\"url\":\"/a\"}\n",
                Format::Json,
            ),
            ("", Format::Text),
        ];
        for (sample, format) in samples {
            assert_eq!(detect(sample.as_bytes()).0, format, "{sample}");
        }
    }
}
