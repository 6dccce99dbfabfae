//! Text about roles without a policy check: what changed in one, and which policies fit one.

mod diff;
mod identify;

pub use diff::print_role_diff;
pub use identify::print_identification;
