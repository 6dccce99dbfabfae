//! w
use super::comparison::ComparisonArguments;
use super::{Ended, Global};
use crate::report::FailOn;
use std::path::Path;
use std::time::Duration;
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct WatchArguments {}
impl WatchArguments {
    pub(super) const fn every(&self) -> Option<Duration> {
        None
    }
}
pub(super) fn run(
    _: &ComparisonArguments,
    _: Option<&Path>,
    _: Option<FailOn>,
    _: Duration,
    _: Global,
) -> Ended {
    Ok(std::process::ExitCode::SUCCESS)
}
