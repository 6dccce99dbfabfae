//! What the command line, a browser page and an audit share: answers made of documents and roles,
//! without files, clock or terminal.

pub mod audit;
mod best_policies;
mod complete;
mod evidence;
mod find_policy;
pub mod identify;
pub mod infer;
pub mod role_diff;

pub use best_policies::{BestPolicy, best_policies};
pub use complete::incomplete;
pub use evidence::evidence;
pub use find_policy::{FoundPolicy, find_policy, matching_policies};
