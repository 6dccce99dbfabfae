//! Stub of `live` for builds that cannot connect.

use std::convert::Infallible;

use super::Global;
use super::failure::Failure;
use crate::model::Problem;
use crate::report::Outcome;
use crate::role::Role;

#[derive(Debug, clap::Args)]
pub(super) struct LiveArguments {}

/// The result of a read.
pub(super) type Read = Result<Role, Vec<(Problem, Outcome)>>;

#[derive(Debug)]
pub(super) struct LiveSource(Infallible);

impl LiveArguments {
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the form of `live`"
    )]
    pub(super) const fn source(&self, _: Global) -> Result<Option<LiveSource>, Failure> {
        Ok(None)
    }
}

impl LiveSource {
    pub(super) const fn read(&self) -> Read {
        match self.0 {}
    }
}
