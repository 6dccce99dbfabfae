//! Choices on the command line: features, phase, version of ConnectWise PSA.

use clap::builder::PossibleValue;

use super::failure::Failure;
use super::{candidates, settings};
use crate::engine::Overrides;
use crate::policy::{
    ChoiceError, Choices, Phase, Policy, Requirements, ResolveError, Version, resolve,
};

#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct ChoiceArguments {
    /// A feature that is in use (POLICY:NAME for one policy only). Can be specified multiple times
    #[arg(help_heading = "Policies", long = "feature", add = clap_complete::ArgValueCompleter::new(candidates::features), value_name = "NAME")]
    features: Vec<String>,
    /// A feature that is not in use. Can be specified multiple times
    #[arg(help_heading = "Policies", long = "no-feature", add = clap_complete::ArgValueCompleter::new(candidates::features), value_name = "NAME")]
    no_features: Vec<String>,
    /// Phase of the integration [default: run]
    #[arg(help_heading = "Policies", long, value_name = "PHASE", value_parser = settings::one_of([
        (PossibleValue::new("setup").help("While the integration is being set up"), Phase::Setup),
        (PossibleValue::new("run").help("After setup"), Phase::Run),
    ]))]
    pub(super) phase: Option<Phase>,
    /// Version of ConnectWise PSA, such as 2025.1 [default: the newest]
    #[arg(help_heading = "Policies", long, value_name = "VERSION", value_parser = version)]
    connectwise: Option<Version>,
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "expected a year and a number, such as 2025.1".to_owned())
}

impl ChoiceArguments {
    /// The choices, which take precedence over the configuration.
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides {
            on: self.features.clone(),
            off: self.no_features.clone(),
            phase: self.phase,
            connectwise: self.connectwise,
        }
    }

    pub(crate) fn choices(&self) -> Choices {
        self.overrides().choices()
    }
}

/// What policies require together; `None` without a policy.
pub(crate) fn requirements(
    policies: &[Policy],
    choices: &Choices,
) -> Result<Option<Requirements>, Failure> {
    if policies.is_empty() {
        return Ok(None);
    }
    let policies: Vec<&Policy> = policies.iter().collect();
    Ok(Some(resolve(&policies, choices)?))
}

impl From<ChoiceError> for Failure {
    fn from(error: ChoiceError) -> Self {
        Self::usage(error.message, error.help)
    }
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Choice(error) => error.into(),
            ResolveError::Conflicts(problems) => Self::Input(problems),
        }
    }
}
