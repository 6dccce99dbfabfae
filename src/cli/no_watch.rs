//! Stub of `watch` for builds without the `live` feature.

use std::path::PathBuf;
use std::time::Duration;

use super::comparison::ComparisonArguments;
use super::failure::Failure;
use super::{Ended, Global};
use crate::report::FailOn;

#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct WatchArguments {}

#[derive(Debug)]
#[expect(dead_code, reason = "the form of `watch`")]
pub(super) struct Wanted<'a> {
    pub(super) comparison: &'a ComparisonArguments,
    pub(super) baseline: Option<PathBuf>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) every: Duration,
}

impl WatchArguments {
    #[expect(clippy::unused_self, reason = "the form of `watch`")]
    pub(super) const fn every(&self) -> Option<Duration> {
        None
    }
}

pub(super) fn run(_: &Wanted<'_>, _: Global) -> Ended {
    Err(Failure::usage(
        "this build of the program cannot connect",
        "leave out `--watch`",
    ))
}
