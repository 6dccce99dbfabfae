//! The error type of the crate.

use std::fmt;

use crate::model::Problem;
use crate::policy::ResolveError;

/// All problems of an input, each with its place. Never empty.
#[derive(Clone, Debug)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, in the order of the input.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// The problems, in the order of the input.
    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl From<ResolveError> for Problems {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Choice(error) => Problem::new(error.message).with_help(error.help).into(),
            ResolveError::Conflicts(problems) => problems.into(),
        }
    }
}

/// One problem per line, as `file:line:column: message`.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Problem::lines(&self.0, f)
    }
}

impl std::error::Error for Problems {}
