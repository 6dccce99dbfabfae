//! The lines of the source that the texts of a page are on.

/// The line of each position in a text.
pub(super) struct Lines {
    /// Positions, each with the line that begins there, in ascending order.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    /// The lines of a text itself.
    pub(super) fn of(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1));
        Self {
            starts: starts.zip(1..).collect(),
        }
    }

    /// The lines of what a text was made from: positions with their lines, in ascending order.
    pub(super) const fn marked(starts: Vec<(usize, usize)>) -> Self {
        Self { starts }
    }

    /// The line of a position.
    pub(super) fn at(&self, position: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= position);
        let found = self.starts.get(after.saturating_sub(1));
        found.map_or(1, |(_, line)| *line)
    }
}

/// Text that belongs to the next block, with the positions that it comes from.
#[derive(Default)]
pub(super) struct Pending {
    text: String,
    /// Offsets in the text, each with its position in the source.
    places: Vec<(usize, usize)>,
}

impl Pending {
    /// Adds a text that begins at a position of the source.
    pub(super) fn push(&mut self, text: &str, position: usize) {
        self.places.push((self.text.len(), position));
        self.text.push_str(text);
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text, and where each of its lines that is not blank begins in the source.
    pub(super) fn take(&mut self) -> (String, Vec<usize>) {
        let text = std::mem::take(&mut self.text);
        let places = std::mem::take(&mut self.places);
        let mut starts = Vec::new();
        let mut begin = 0;
        for line in text.split('\n') {
            if !super::clean(line).is_empty() {
                let at = begin + line.len() - line.trim_start().len();
                let after = places.partition_point(|(offset, _)| *offset <= at);
                if let Some((offset, position)) = places.get(after.saturating_sub(1)) {
                    starts.push(position + at.saturating_sub(*offset));
                }
            }
            begin += line.len() + 1;
        }
        (text, starts)
    }
}
