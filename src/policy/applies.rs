//! What a table or a row of it is for.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::yaml::{Maybe, Spanned};

/// The ConnectWise versions and editions that something is for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// Versions of ConnectWise PSA, such as `>=2020.4` or `>=2017.5, <2022.1`.
    #[serde(default)]
    #[schemars(regex(pattern = VERSIONS))]
    pub connectwise: Maybe<Spanned<String>>,
    /// The edition or plan that is needed, in words.
    #[serde(default)]
    pub edition: Maybe<String>,
}

const VERSIONS: &str = r"^\s*(>=|<=|>|<|=)?\s*\d{4}\.\d+(\s*,\s*(>=|<=|>|<|=)?\s*\d{4}\.\d+)*\s*$";
