//! The loaded policies of a run.

use super::failure::Failure;
use super::guesses::draft;
use crate::model::Problem;
use crate::policy::Policy;

/// Policies, errors of policies, and drafts.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The policies, by the given name.
    pub(super) policies: Vec<(String, Policy)>,
    /// The errors of the others.
    pub(super) problems: Vec<Problem>,
    /// Policies with unconfirmed guesses: runs with them are inconclusive.
    pub(super) drafts: Vec<Problem>,
}

impl Loaded {
    /// Reads a policy, or a help page as a draft of one.
    pub(super) fn read(&mut self, name: &str, page: bool) -> Result<(), Failure> {
        let found = if page {
            super::policy::page_policy(name)
        } else {
            crate::cli::named::policy(name)?
        };
        match found {
            Ok(policy) => {
                self.drafts.extend(draft(&policy, page));
                self.policies.push((name.to_owned(), policy));
            }
            Err(problems) => self.problems.extend(problems),
        }
        Ok(())
    }
}
