//! A policy library in one file, so that it can be newer than the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::load::Bases;
use super::parsed::Policy;
use crate::model::{Problem, SourceText};

/// All policies of a library: `leastwise/library/v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    schema: String,
    /// The latest day on which a page in the library was read.
    date: String,
    /// The text of each policy by its id.
    policies: BTreeMap<String, String>,
}

impl Bundle {
    /// The value of the key `schema`.
    pub const SCHEMA: &'static str = "leastwise/library/v1";

    /// A bundle of these policies, by their ids.
    pub(super) fn new(date: String, policies: BTreeMap<String, String>) -> Self {
        Self {
            schema: Self::SCHEMA.to_owned(),
            date,
            policies,
        }
    }

    /// Reads a bundle from the bytes of a file. The policies are not read: see [`Bundle::check`].
    ///
    /// # Errors
    ///
    /// If the file is not JSON, or not a bundle of this version.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let help = "use a bundle that `leastwise policy bundle` wrote, or one from a release";
        let bundle: Self = serde_json::from_slice(bytes).map_err(|error| {
            Problem::in_file(name, format!("this is not a policy library: {error}")).with_help(help)
        })?;
        if bundle.schema != Self::SCHEMA {
            let message = format!(
                "`{}` is not a version of the policy library that this program reads: expected `{}`",
                bundle.schema,
                Self::SCHEMA
            );
            let help = "update the program, or use a bundle for its version";
            return Err(Problem::in_file(name, message).with_help(help));
        }
        if bundle.date.parse::<jiff::civil::Date>().is_err() {
            let message = format!(
                "`{}` is not a valid date for the policy library: expected YYYY-MM-DD",
                bundle.date
            );
            return Err(Problem::in_file(name, message).with_help(help));
        }
        if bundle.policies.is_empty() {
            let message = "this policy library has no policies";
            return Err(Problem::in_file(name, message).with_help(help));
        }
        Ok(bundle)
    }

    /// Reads every policy of the bundle.
    ///
    /// # Errors
    ///
    /// Every problem of every policy, with its place in the policy's text.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (id, text) in &self.policies {
            match Policy::parse_with(Arc::new(source(id, text)), self) {
                Ok(policy) if policy.id() == id => {}
                Ok(policy) => problems.push(Problem::in_file(
                    format!("policies/{id}.yaml"),
                    format!("the policy has the id `{}`: expected `{id}`", policy.id()),
                )),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The latest day on which a page in the library was read, as YYYY-MM-DD.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The ids in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.policies.keys().map(String::as_str)
    }

    /// The text of a policy.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.policies.get(id).map(String::as_str)
    }
}

impl Bases for Bundle {
    fn find(&self, name: &str, _: &str) -> Option<Result<SourceText, Problem>> {
        self.text(name).map(|text| Ok(source(name, text)))
    }

    fn ids(&self) -> Vec<&str> {
        self.ids().collect()
    }
}

fn source(id: &str, text: &str) -> SourceText {
    SourceText::new(format!("policies/{id}.yaml"), text)
}
