//! The catalog: what is known about ConnectWise's security modules and functions.
//!
//! The data is in `data/`, with the source and the confidence of every fact, and becomes static
//! tables when the program is built. It is never complete: names that it does not have still work.

mod function;
#[cfg(test)]
mod generate;
mod key;
mod lookup;

pub use function::{Certainty, Confidence, Function, FunctionId};
pub use key::FunctionKey;
pub(crate) use lookup::{as_written, module_spellings};
pub use lookup::{functions, in_module, module, modules, nearest, resolve, without_module};

/// The day on which the sources of the catalog were read.
pub const RETRIEVED: &str = "2026-11-23";
