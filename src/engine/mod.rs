//! What the command line, a browser page and an audit share: answers made of documents and roles,
//! without files, clock or terminal.

pub mod audit;
mod complete;
pub mod identify;
pub mod infer;
pub mod role_diff;
pub mod roles_index;

pub use complete::incomplete;
