//! As a page.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::sections::{headline, sections};
use crate::engine::infer::Inferred;
use crate::page::{Page, STYLE, escape};

/// Writes the needs as a page.
pub fn inferred_as_html(inferred: &Inferred, out: &mut dyn Write) -> io::Result<()> {
    let mut body =
        String::from("<main>\n<h1>Permissions that the recorded requests need</h1>\n<ul>\n");
    // Writing to a String cannot fail.
    for line in headline(inferred) {
        let _ = writeln!(body, "<li>{}</li>", escape(&line));
    }
    body.push_str("</ul>\n");
    for section in sections(inferred) {
        let _ = writeln!(body, "<h2>{}</h2>\n<table>", section.title);
        let _ = writeln!(
            body,
            "<caption>{}</caption>\n<thead><tr>",
            escape(&section.text)
        );
        for head in &section.head {
            let _ = write!(body, "<th scope=\"col\">{head}</th>");
        }
        body.push_str("</tr></thead>\n<tbody>\n");
        for row in &section.rows {
            body.push_str("<tr>");
            for cell in row {
                let _ = write!(body, "<td>{}</td>", escape(cell));
            }
            body.push_str("</tr>\n");
        }
        body.push_str("</tbody>\n</table>\n");
    }
    body.push_str("</main>\n");
    Page {
        language: "en",
        title: "Permissions that the recorded requests need",
        styles: &[STYLE],
        script: None,
        body: &body,
    }
    .write(out)
}
