//! What a table or a row of it is for.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::yaml::{Maybe, Spanned};

/// The ConnectWise versions and editions that something is for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Applies {
    /// Versions of ConnectWise PSA, such as `>=2020.4` or `>=2017.5, <2022.1`.
    #[schemars(regex(pattern = VERSIONS))]
    pub connectwise: Maybe<Spanned<String>>,
    /// The edition or plan that is needed, in words.
    pub edition: Maybe<String>,
}

impl Maybe<Applies> {
    /// The versions, as they are written.
    pub(super) fn versions(&self) -> Option<&Spanned<String>> {
        self.as_ref()?.connectwise.as_ref()
    }
}

/// What a function was called in older versions of ConnectWise PSA.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Formerly {
    /// The older name.
    pub name: Spanned<String>,
    /// The module that it was in, where that was another one.
    #[serde(default)]
    pub module: Maybe<String>,
    /// The first version that has the new name, such as `2022.1`.
    #[schemars(regex(pattern = VERSION))]
    pub before: Spanned<String>,
}

const VERSION: &str = r"^\s*\d{4}\.\d+\s*$";
const VERSIONS: &str = r"^\s*(>=|<=|>|<|=)?\s*\d{4}\.\d+(\s*,\s*(>=|<=|>|<|=)?\s*\d{4}\.\d+)*\s*$";
