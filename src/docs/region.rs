//! Regions of a Markdown file that are updated in place: from a line `<!-- leastwise docs ID --kind
//! table -->` to a line `<!-- /leastwise docs -->`.

use std::sync::Arc;

use super::marker::{Marker, Wrong, fence, heading, marker};
use crate::model::{Document, Problem, SourceText, Span};

/// A region of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The arguments in its first line.
    pub words: Vec<String>,
    /// The first line, without its end.
    pub marker: Span,
    /// The text between the two lines.
    pub content: Span,
    /// The text before the marker on its line, which is repeated before each line of the content.
    pub indent: String,
    /// The line ending in use.
    pub line_end: &'static str,
    /// The level of the preceding heading; 0 for none.
    pub heading: usize,
}

/// An open code fence: its sign, length and start.
#[derive(Clone, Copy)]
struct Fence {
    sign: char,
    length: usize,
    span: Span,
}

/// All regions of a Markdown file, in order.
///
/// Markers in code blocks are ignored.
///
/// # Errors
///
/// Markers that are unmatched, nested, not alone on their line, or in a code block without an end.
pub fn regions(source: &Arc<SourceText>) -> Result<Vec<Region>, Vec<Problem>> {
    let mut reader = Reader {
        source,
        found: Vec::new(),
        problems: Vec::new(),
        open: None,
        fence: None,
        in_fence: Vec::new(),
        heading: 0,
    };
    let text = source.text();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        reader.line(span, line);
    }
    reader.end();
    if reader.problems.is_empty() {
        Ok(reader.found)
    } else {
        Err(reader.problems)
    }
}

/// The file with new content in each region; everything else is unchanged.
pub fn replaced(text: &str, regions: &[Region], contents: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (region, content) in regions.iter().zip(contents) {
        out.push_str(text.get(at..region.content.start).unwrap_or_default());
        // Without an empty line, the comment would include the next block.
        out.push_str(region.line_end);
        for line in content.lines() {
            if !line.is_empty() {
                out.push_str(&region.indent);
                out.push_str(line);
            }
            out.push_str(region.line_end);
        }
        out.push_str(region.line_end);
        at = region.content.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    found: Vec<Region>,
    problems: Vec<Problem>,
    open: Option<Region>,
    fence: Option<Fence>,
    /// Markers inside the open fence.
    in_fence: Vec<Span>,
    heading: usize,
}

impl Reader<'_> {
    fn line(&mut self, whole: Span, text: &str) {
        let line = text.trim_end_matches(['\n', '\r']);
        let span = Span::new(whole.start, whole.start + line.len());
        let marker = marker(line);
        if let Some(region) = &mut self.open {
            // Manual edits between the markers must not hide the end of the region.
            match marker {
                Some(Ok(Marker::End)) => {
                    region.content.end = whole.start;
                    self.found.extend(self.open.take());
                }
                Some(Ok(Marker::Start(_))) => {
                    let began = region.marker;
                    let problem = self
                        .problem(span, "a region begins inside another one")
                        .with_help("end the first with a line `<!-- /leastwise docs -->`")
                        .and_at(Document::Configuration, began, "the open region");
                    self.problems.push(problem);
                }
                Some(Err(wrong)) => self.wrong(span, wrong),
                None => {}
            }
            return;
        }
        if self.fenced(span, line) {
            if marker.is_some() {
                self.in_fence.push(span);
            }
            return;
        }
        if let Some(level) = heading(line) {
            self.heading = level;
        }
        match marker {
            None => {}
            Some(Err(wrong)) => self.wrong(span, wrong),
            Some(Ok(Marker::End)) => {
                let problem = self
                    .problem(span, "a region ends here without a beginning")
                    .with_help("start it with a line such as `<!-- leastwise docs POLICY -->`");
                self.problems.push(problem);
            }
            Some(Ok(Marker::Start(words))) => {
                let indent = line.len() - line.trim_start().len();
                self.open = Some(Region {
                    words,
                    marker: span,
                    content: Span::new(whole.end, whole.end),
                    indent: line.get(..indent).unwrap_or_default().to_owned(),
                    line_end: if text.ends_with("\r\n") { "\r\n" } else { "\n" },
                    heading: self.heading,
                });
            }
        }
    }

    /// Whether a line belongs to a code block; tracks open fences.
    fn fenced(&mut self, span: Span, line: &str) -> bool {
        let run = fence(line);
        match (self.fence, run) {
            (Some(open), Some((sign, length, rest)))
                if sign == open.sign && length >= open.length && rest.trim().is_empty() =>
            {
                self.fence = None;
                self.in_fence.clear();
                true
            }
            (Some(_), _) => true,
            (None, Some((sign, length, rest))) if sign == '~' || !rest.contains('`') => {
                self.fence = Some(Fence { sign, length, span });
                true
            }
            (None, _) => false,
        }
    }

    fn end(&mut self) {
        if let Some(region) = self.open.take() {
            let problem = self
                .problem(region.marker, "this region does not end")
                .with_help("end it with a line `<!-- /leastwise docs -->`");
            self.problems.push(problem);
        }
        if let Some(fence) = self.fence {
            for span in std::mem::take(&mut self.in_fence) {
                let problem = self
                    .problem(span, "this marker is in a code block that is not closed")
                    .with_help(
                        "close the block before the region, so that the region can be updated",
                    )
                    .and_at(Document::Configuration, fence.span, "the block begins here");
                self.problems.push(problem);
            }
        }
    }

    fn wrong(&mut self, span: Span, (message, help): Wrong) {
        let problem = self.problem(span, message).with_help(help);
        self.problems.push(problem);
    }

    fn problem(&self, span: Span, message: &str) -> Problem {
        Problem::at(Document::Configuration, self.source, span, "here", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Region>, Vec<String>> {
        regions(&Arc::new(SourceText::new("page.md", text))).map_err(|problems| {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<String>>()
        })
    }

    #[test]
    fn a_region_is_found_with_its_words_and_its_heading() {
        let text = "# A\n\n## B\r\n<!-- leastwise docs x --feature \"a b\" -->\r\nold\n<!-- /leastwise docs -->\nrest";
        let found = read(text).unwrap();
        let [region] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(region.words, ["x", "--feature", "a b"]);
        assert_eq!((region.heading, region.line_end), (2, "\r\n"));
        assert_eq!(
            text.get(region.content.start..region.content.end).unwrap(),
            "old\n"
        );
        let new = replaced(text, &found, &["new\n".to_owned()]);
        assert_eq!(new, text.replace("old\n", "\r\nnew\r\n\r\n"));
    }

    #[test]
    fn code_holds_no_region() {
        for text in [
            "```\n<!-- leastwise docs x -->\n```\n",
            "~~~~ md\n```\n<!-- /leastwise docs -->\n~~~~\n",
            "    <!-- leastwise docs x -->\n",
            "write `<!-- leastwise docs x -->` there\n",
            "<!-- leastwise docstring -->\n",
        ] {
            assert_eq!(read(text), Ok(Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_marker_is_complete_on_its_line() {
        for (text, expected) in [
            (
                "<!-- leastwise docs x",
                "page.md:1:1: this marker does not end on its line",
            ),
            (
                "<!-- leastwise docs 'x -->",
                "page.md:1:1: a quotation mark in this marker is not closed",
            ),
        ] {
            assert_eq!(read(text), Err(vec![expected.to_owned()]), "{text}");
        }
    }
}
