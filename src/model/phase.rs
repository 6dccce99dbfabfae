//! When an integration needs a level: while it is being set up, or always.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a level is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Only while the integration is being set up; to be removed afterwards.
    Setup,
    /// Always.
    #[default]
    Run,
}
