//! The engine shared by the command line, a browser page and the audit: answers made of documents,
//! roles and a date, without files, clock, threads or terminal.
//!
//! [`selections`] chooses the policies of each role, a [`Checker`] compares one role, and a [`Run`]
//! applies waivers and the baseline and keeps the totals.

pub mod audit;
mod checker;
mod complete;
pub mod explain;
pub mod identify;
pub mod infer;
pub mod role_diff;
pub mod roles_index;
mod run;
mod selection;
pub mod settings;

pub use checker::{Checked, Checker};
pub use complete::incomplete;
pub use run::{Concluded, Run, policy_waivers};
pub use selection::{
    Overrides, Selected, Selection, Selections, configured_policies, configured_policy, selections,
};
