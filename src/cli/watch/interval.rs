//! The interval of `--watch`.

use std::time::Duration;

/// The interval between reads. ConnectWise documents no rate limit, and a read takes three to five
/// requests.
const USUAL: &str = "5";
const LEAST: f64 = 1.0;
const MOST: f64 = 3600.0;

#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct WatchArguments {
    /// With --live: read the role again every few seconds, and show the remaining changes until
    /// there are none
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = USUAL,
        requires = "live",
        conflicts_with_all = ["format", "output", "reports"],
        value_parser = seconds,
        allow_negative_numbers = true,
    )]
    watch: Option<Duration>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .filter(|seconds| (LEAST..=MOST).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("expected a number of seconds from {LEAST} to {MOST}"))
}

impl WatchArguments {
    /// The interval, if given.
    pub(in crate::cli) const fn every(&self) -> Option<Duration> {
        self.watch
    }
}

/// A wait varied by up to a tenth, so that several watches do not coincide.
pub(super) fn jittered(wait: Duration) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let random = RandomState::new().hash_one(0_u8) % 201;
    let thousandths = u32::try_from(900 + random).unwrap_or(1000);
    wait * thousandths / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_close_to_the_interval() {
        for _ in 0..1000 {
            let wait = jittered(Duration::from_secs(10));
            assert!((9_000..=11_000).contains(&wait.as_millis()), "{wait:?}");
        }
    }
}
