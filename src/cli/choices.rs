//! Choices on the command line: features, phase, version of ConnectWise PSA.

use clap::ValueEnum;

use super::candidates;
use super::failure::Failure;
use crate::engine::Overrides;
use crate::policy::{Choices, Phase, ResolveError, Version};

#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct ChoiceArguments {
    /// A feature that is in use (POLICY:NAME for one policy only). Can be specified multiple times
    #[arg(help_heading = "Policies", long = "feature", add = clap_complete::ArgValueCompleter::new(candidates::features), value_name = "NAME")]
    features: Vec<String>,
    /// A feature that is not in use. Can be specified multiple times
    #[arg(help_heading = "Policies", long = "no-feature", add = clap_complete::ArgValueCompleter::new(candidates::features), value_name = "NAME")]
    no_features: Vec<String>,
    /// Phase of the integration [default: run]
    #[arg(help_heading = "Policies", long, value_enum, value_name = "PHASE")]
    phase: Option<PhaseArgument>,
    /// Version of ConnectWise PSA, such as 2025.1 [default: the newest]
    #[arg(help_heading = "Policies", long, value_name = "VERSION", value_parser = version)]
    connectwise: Option<Version>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PhaseArgument {
    /// While the integration is being set up
    Setup,
    /// After setup
    Run,
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected a year and a number, such as 2025.1".to_owned())
}

impl ChoiceArguments {
    /// The phase, where one is given.
    pub(crate) fn phase(&self) -> Option<Phase> {
        self.phase.map(|phase| match phase {
            PhaseArgument::Setup => Phase::Setup,
            PhaseArgument::Run => Phase::Run,
        })
    }

    /// The choices, which take precedence over the configuration.
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            on: self.features.clone(),
            off: self.no_features.clone(),
            phase: self.phase(),
            connectwise: self.connectwise,
        }
    }

    pub(crate) fn choices(&self) -> Choices {
        self.overrides().choices()
    }
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Choice(error) => Self::usage(error.message, error.help),
            ResolveError::Conflicts(problems) => Self::Input(problems),
        }
    }
}
