//! The catalogue: what is known of ConnectWise's security modules and functions.
//!
//! The data lies in `data/` with the source and the confidence of every fact and becomes static
//! tables when the program is built. It is never complete: a name that it lacks still works.

mod function;
mod key;
mod lookup;

pub use function::{Confidence, Function, FunctionId};
pub use key::FunctionKey;
pub use lookup::{functions, in_module, module, modules, nearest, resolve, without_module};
