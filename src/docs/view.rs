//! The choices for the table of a document.

use std::collections::BTreeMap;

use super::texts::Texts;
use crate::model::Level;
use crate::policy::{Active, Phase, Version};

/// The choices for the table, and its texts.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub(super) texts: &'a Texts,
    /// The active features, if chosen.
    pub(super) active: Option<Active>,
    pub(super) phase: Option<Phase>,
    pub(super) connectwise: Option<Version>,
    /// The titles of the features.
    pub(super) titles: BTreeMap<String, String>,
    pub(super) unlisted: Level,
}
