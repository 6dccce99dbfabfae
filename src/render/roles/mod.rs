//! Text about roles without a policy check: what changed in one, and which policies fit one.

mod diff;
mod identify;

pub use diff::role_diff_for_people;
pub use identify::identification_for_people;
