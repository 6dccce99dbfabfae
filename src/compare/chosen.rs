//! Report entries for the policies and options of a comparison.

use super::options::Options;
use crate::policy::Requirements;
use crate::report::{Chosen, PolicyName};

/// The policies, in the order given.
pub(super) fn policies(requirements: &Requirements) -> Vec<PolicyName> {
    let policies = requirements.policies.iter();
    policies
        .map(|policy| PolicyName {
            id: policy.id.clone(),
            title: policy.title.clone(),
            version: policy.version.clone(),
            partial: policy.partial,
            features: policy.features.iter().cloned().collect(),
            features_off: policy.features_off.iter().cloned().collect(),
        })
        .collect()
}

/// The options of the run.
pub(super) fn choices(requirements: &Requirements, options: &Options) -> Chosen {
    Chosen {
        phase: requirements.phase,
        connectwise: requirements.connectwise.map(|version| version.to_string()),
        unlisted: options.unlisted,
        customize_items: options.customize_items,
        rules_off: options.off.clone(),
    }
}
