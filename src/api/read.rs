//! Reading policies and roles, and documents of a policy.

use std::sync::Arc;

use super::Problems;
use crate::docs::{DocFilter, Format, Kind, Named, Placement, Sheet, Texts, Writer};
use crate::model::{Date, Problem, SourceText};
use crate::policy::lint::{LintOptions, STALE_AFTER, lint};
use crate::policy::{Policy, library};
use crate::report::Finding;
use crate::role::{self, ReadOptions, Role};

impl Policy {
    /// A policy in the library.
    ///
    /// # Errors
    ///
    /// The library has no such policy.
    pub fn library(id: &str) -> Result<Self, Problems> {
        let policy = library::load(id).ok_or_else(|| {
            Problem::new(format!("there is no policy named `{id}` in the library"))
                .with_help("`leastwise policy list` shows all ids")
        })?;
        Ok(policy?)
    }

    /// Reads a policy from YAML or JSON. It may extend policies in the library.
    ///
    /// # Errors
    ///
    /// All errors of the text.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Self, Problems> {
        Ok(Self::parse(Arc::new(SourceText::new(name, text)))?)
    }

    /// Likely mistakes in the policy, most severe first.
    pub fn lint(&self, today: Date) -> Vec<Finding> {
        let options = LintOptions {
            today,
            stale_after: STALE_AFTER,
        };
        lint(self, options)
    }

    /// The setup guide of the policy in English.
    ///
    /// # Errors
    ///
    /// Policies that it extends contradict each other.
    pub fn guide(&self, format: Format, choices: &DocFilter) -> Result<String, Problems> {
        let english = SourceText::new("en.yaml", Texts::original());
        let texts = Arc::new(Texts::parse(&Arc::new(english))?);
        let known = library::text(self.id());
        let named = if known.is_some_and(|text| text == self.source.text()) {
            Named::ById
        } else {
            Named::ByFile
        };
        let sheet = Sheet::of(self, named, choices, &texts)?;
        let writer = Writer::new(Kind::Guide, format, &texts, None)?;
        Ok(writer.sheet(&sheet, &Placement::default())?)
    }
}

impl Role {
    /// Reads a role in any supported format: API responses, CSV, Excel, Markdown, HTML, YAML.
    ///
    /// # Errors
    ///
    /// All errors of the bytes.
    pub fn from_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, Problems> {
        Ok(role::read(name, bytes.into(), &ReadOptions::default())?)
    }

    /// Reads every role of a file: one, or many if each line is a snapshot.
    pub fn all_from_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Self, Problems>> {
        role::read_all(name, bytes.into(), &ReadOptions::default())
            .into_iter()
            .map(|role| Ok(role?))
            .collect()
    }
}
