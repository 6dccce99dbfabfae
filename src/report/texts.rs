//! The texts that the places of a report refer to.

use crate::model::{Document, Location, SourceText};

/// The texts that locations refer to.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a>(Vec<(Document, &'a SourceText)>);

impl<'a> Texts<'a> {
    /// Adds a text.
    pub fn add(&mut self, document: Document, text: &'a SourceText) {
        self.0.push((document, text));
    }

    /// The text of a location.
    pub(crate) fn find(&self, location: &Location) -> Option<&'a SourceText> {
        self.0
            .iter()
            .find(|(document, text)| *document == location.document && text.name() == location.file)
            .map(|(_, text)| *text)
    }
}
