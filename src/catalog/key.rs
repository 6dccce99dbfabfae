//! The identity of a function: what a row of a role and a row of a policy have in common.

use super::function::FunctionId;
use super::lookup::{module as canonical_module, resolve};
use crate::model::normalize;

/// A function of a module, whatever its spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FunctionKey {
    /// A function that the catalog knows.
    Known(FunctionId),
    /// A function that it does not know, by its normalized names.
    Named {
        /// The normalized name of the module; canonical where the catalog knows the module.
        module: String,
        /// The normalized name of the function.
        function: String,
    },
}

impl FunctionKey {
    /// The identity of the function that these names mean.
    pub fn of(module: &str, function: &str) -> Self {
        match resolve(module, function) {
            Some(id) => Self::Known(id),
            None => Self::named(module, function),
        }
    }

    /// The identity that the names alone give.
    pub fn named(module: &str, function: &str) -> Self {
        let module = canonical_module(module).unwrap_or(module);
        Self::Named {
            module: normalize(module),
            function: normalize(function),
        }
    }
}
