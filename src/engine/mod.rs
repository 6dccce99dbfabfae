//! The engine shared by the command line, a browser page and the audit: answers made of documents,
//! roles and a date, without files, clock, threads or terminal.
//!
//! [`selections`] chooses the policies of each role, a [`Checker`] compares one role, and a [`Run`]
//! applies waivers and the baseline and keeps the totals.

pub mod audit;
mod best_policies;
mod checker;
mod complete;
mod evidence;
pub mod explain;
mod find_policy;
pub mod identify;
pub mod infer;
pub mod policy_list;
pub mod role_diff;
pub mod roles_index;
mod run;
mod selection;
pub mod settings;

pub use best_policies::{BestPolicy, best_policies};
pub use checker::{Checked, Checker};
pub use complete::incomplete;
pub use evidence::evidence;
pub use find_policy::{FoundPolicy, find_policy, matching_policies};
pub use run::{Concluded, Run, policy_waivers};
pub use selection::{
    Overrides, Selected, Selection, Selections, configured_policies, configured_policy, selections,
};
