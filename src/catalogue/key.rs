//! The identity of a function: what a row of a role and a row of a policy have in common.

use super::function::FunctionId;
use super::lookup::{module as canonical_module, resolve};
use crate::model::normalise;

/// A function of a module, whatever its spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FunctionKey {
    /// A function that the catalogue knows.
    Known(FunctionId),
    /// A function that it does not know, by its normalised names.
    Named {
        /// The normalised name of the module; canonical where the catalogue knows the module.
        module: String,
        /// The normalised name of the function.
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
            module: normalise(module),
            function: normalise(function),
        }
    }
}
