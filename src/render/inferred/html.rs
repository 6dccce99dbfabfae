//! As a page.

use std::io::{self, Write};

use askama::Template;

use super::sections::{Section, headline, sections};
use crate::engine::infer::Inferred;
use crate::page::{Page, STYLE};

/// The content of the page.
#[derive(Template)]
#[template(path = "render/inferred/inferred.html")]
struct Body {
    headline: Vec<String>,
    sections: Vec<Section>,
}

/// Writes the needs as a page.
pub fn inferred_as_html(inferred: &Inferred, out: &mut dyn Write) -> io::Result<()> {
    let body = Body {
        headline: headline(inferred),
        sections: sections(inferred),
    };
    Page {
        language: "en",
        title: "Permissions that the recorded requests need",
        styles: &[STYLE],
        script: None,
        body: &body.render().map_err(io::Error::other)?,
    }
    .write(out)
}
