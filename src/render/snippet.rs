//! Excerpts of source files for the places of a finding.
//!
//! miette draws one source. Here each excerpt, of any file, is a part of one virtual text. An
//! excerpt is small (a role on a single line of 75 KB shows only the relevant words), contains no
//! control characters, and keeps its real name, line and column.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::wrap::wrapped;
use crate::model::{Location, SourceText, push_escaped};
pub(super) use crate::report::Texts;

/// The excerpts of one diagnostic.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    parts: Vec<Excerpt>,
    pub(super) labels: Option<Vec<LabeledSpan>>,
}

#[derive(Debug)]
struct Excerpt {
    base: usize,
    name: String,
    /// The first line, from 0.
    line: usize,
    text: String,
    /// The start of each label: offset in the virtual text, real line and column from 0.
    starts: Vec<(usize, usize, usize)>,
}

impl Excerpts {
    /// Cuts the excerpts for some locations; `width` is the maximum number of columns of a line.
    /// Lines closer than `near_lines` are drawn together.
    pub(super) fn cut(
        locations: &[Location],
        texts: &Texts<'_>,
        width: usize,
        near_lines: usize,
    ) -> Self {
        let mut excerpts = Self::default();
        let mut rest: Vec<&Location> = locations.iter().collect();
        while let Some(first) = rest.first().copied() {
            // Everything of the same file near the first location goes into one excerpt.
            let Some(source) = texts.find(first) else {
                rest.remove(0);
                continue;
            };
            let mut together = vec![first];
            let (mut low, mut high) = (first.line, first.line);
            let fits = |line: usize| {
                source
                    .line(line)
                    .is_none_or(|span| source.slice(span).chars().count() <= width)
            };
            for other in rest.iter().skip(1).copied() {
                let same = other.document == first.document && other.file == first.file;
                let near = other.line + near_lines >= low && other.line <= high + near_lines;
                let span = other.line.min(low)..=other.line.max(high);
                if same && near && !together.contains(&other) && span.clone().all(fits) {
                    (low, high) = (*span.start(), *span.end());
                    together.push(other);
                }
            }
            rest.retain(|location| !together.iter().any(|taken| std::ptr::eq(*taken, *location)));
            excerpts.add(source, (low, high), &together, width);
        }
        excerpts
    }

    fn add(
        &mut self,
        source: &SourceText,
        (low, high): (usize, usize),
        locations: &[&Location],
        width: usize,
    ) {
        let base = self
            .parts
            .last()
            .map_or(0, |part| part.base + part.text.len() + 1);
        let mut part = Excerpt {
            base,
            name: locations
                .first()
                .map_or_else(String::new, |location| header_name(location)),
            line: low - 1,
            text: String::new(),
            starts: Vec::new(),
        };
        for number in low..=high {
            let Some(line) = source.line(number) else {
                continue;
            };
            if number > low {
                part.text.push('\n');
            }
            let here = || locations.iter().filter(|place| place.line == number);
            let mark = here().map(|place| place.column).min();
            let drawn = draw(source.slice(line), mark, width, &mut part.text);
            for place in here() {
                let at = |byte: usize| {
                    let byte = byte.clamp(line.start, line.end) - line.start;
                    drawn.place(byte).unwrap_or(part.text.len())
                };
                // Only the first line of a place is marked.
                let (start, end) = (at(place.span.start), at(place.span.end));
                part.starts
                    .push((base + start, place.line - 1, place.column - 1));
                let label = crate::model::escape_controls(&place.label).into_owned();
                // The text of a label begins after the middle of what it marks.
                let before = part.text.get(..start).map_or(0, |text| {
                    text.rsplit('\n').next().unwrap_or_default().chars().count()
                });
                let room = width.saturating_sub(before + end.saturating_sub(start) / 2 + 2);
                let label = wrapped("", &label, room, str::to_owned).join("\n");
                let span = SourceSpan::new((base + start).into(), end.saturating_sub(start));
                let first = part.starts.len() == 1;
                self.labels.get_or_insert_default().push(if first {
                    LabeledSpan::new_primary_with_span(Some(label), span)
                } else {
                    LabeledSpan::new_with_span(Some(label), span)
                });
            }
        }
        self.parts.push(part);
    }
}

fn header_name(location: &Location) -> String {
    let name = crate::model::escape_controls(&location.file);
    match &location.cell {
        Some(cell) => format!("{name} ({})", crate::model::escape_controls(cell)),
        None => name.into_owned(),
    }
}

/// Where the bytes of a drawn line are. Only those of the part that is shown are kept: a line can be
/// as long as a file.
struct Drawn {
    /// The first byte that is shown.
    from: usize,
    /// The offset of each byte that is shown, and of the end.
    places: Vec<usize>,
}

impl Drawn {
    /// The offset of a byte; of the nearest one that is shown, if it is not.
    fn place(&self, byte: usize) -> Option<usize> {
        let found = self.places.get(byte.saturating_sub(self.from));
        found.or(self.places.last()).copied()
    }
}

/// Draws a line, cropped around the mark if it is long.
fn draw(line: &str, mark: Option<usize>, width: usize, out: &mut String) -> Drawn {
    let length = line.chars().count();
    let window = if length <= width {
        0..length
    } else {
        let start = mark
            .unwrap_or(1)
            .saturating_sub(1 + width / 3)
            .min(length - width);
        start..start + width
    };
    if window.start > 0 {
        out.push('…');
    }
    let mut shown = line.char_indices().skip(window.start).peekable();
    let from = shown.peek().map_or(line.len(), |(byte, _)| *byte);
    let mut places = Vec::new();
    for (_, c) in shown.take(window.len()) {
        places.extend(std::iter::repeat_n(out.len(), c.len_utf8()));
        // A tab takes one column: miette would widen it, and the marks would move.
        if c == '\t' {
            out.push(' ');
        } else {
            push_escaped(out, c);
        }
    }
    places.push(out.len());
    if window.end < length {
        out.push('…');
    }
    Drawn { from, places }
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let part = self
            .parts
            .iter()
            .find(|part| span.offset() >= part.base && end <= part.base + part.text.len())
            .ok_or(MietteError::OutOfBounds)?;
        // miette calls this without context to locate the label, and with context to draw it.
        let start = part
            .starts
            .iter()
            .find(|(offset, ..)| *offset == span.offset());
        let contents = match start.filter(|_| before == 0) {
            Some(&(_, line, column)) => MietteSpanContents::new_named(
                part.name.clone(),
                part.text.as_bytes(),
                *span,
                line,
                column,
                1,
            ),
            None => MietteSpanContents::new_named(
                part.name.clone(),
                part.text.as_bytes(),
                SourceSpan::new(part.base.into(), part.text.len()),
                part.line,
                0,
                part.text.lines().count(),
            ),
        };
        Ok(Box::new(contents))
    }
}
