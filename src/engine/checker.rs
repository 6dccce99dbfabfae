//! Checks one role: selects its policies, compares it, and reads the waivers in its comments.
//!
//! A [`Checker`] is immutable, so that threads can share it. Waivers of the configuration, the
//! baseline and totals belong to the [`Run`](super::Run).

use std::path::Path;
use std::sync::Arc;

use super::selection::{Selected, Selections};
use crate::compare::{Options, compare};
use crate::config::inline_waivers;
use crate::model::{Document, Problem};
use crate::policy::Requirements;
use crate::report::{RoleReport, WaiverRule};
use crate::role::Role;

/// How roles are checked.
#[derive(Debug)]
pub struct Checker {
    /// The policies of each role.
    pub selections: Selections,
    /// The options of the comparison.
    pub options: Options,
    /// Whether to make plans instead of findings about waivers.
    pub plans: bool,
}

/// A role that was compared, before waivers and the baseline are applied.
#[derive(Debug)]
pub struct Checked {
    pub(super) report: RoleReport,
    pub(super) requirements: Arc<Requirements>,
    /// The role, if it is needed for excerpts or a plan.
    pub(super) role: Option<Role>,
    /// The waivers in its comments.
    pub(super) inline: Vec<WaiverRule>,
}

impl Checker {
    /// Compares a role with its policies.
    ///
    /// # Errors
    ///
    /// No policy is assigned to the role, or a waiver in its comments is malformed. The list is
    /// empty if its policies have errors, which were reported.
    pub fn check(&self, role: Role) -> Result<Checked, Vec<Problem>> {
        let requirements = match self.selections.of(&role) {
            Selected::Nothing => {
                let problem =
                    Problem::in_file(role.source.name(), "no policy is assigned to this role");
                let help = "add one under `policies` in the configuration, or with `--policy`";
                return Err(vec![problem.with_help(help)]);
            }
            Selected::Unresolved => return Err(Vec::new()),
            Selected::Requirements(requirements) => requirements,
        };
        let inline = role_waivers(&role)?;
        let report = if self.options.count_unknown && !inline.is_empty() {
            // A waiver may apply to a note, which must then be recorded.
            let mut options = self.options.clone();
            options.count_unknown = false;
            compare(requirements, &role, &options)
        } else {
            compare(requirements, &role, &self.options)
        };
        Ok(Checked {
            role: Some(role).filter(|_| self.plans || !report.findings.is_empty()),
            report,
            requirements: Arc::clone(requirements),
            inline,
        })
    }
}

/// The waivers in the comments of a YAML role.
fn role_waivers(role: &Role) -> Result<Vec<WaiverRule>, Vec<Problem>> {
    let extension = Path::new(role.source.name()).extension();
    if extension.is_some_and(|extension| extension == "yaml" || extension == "yml") {
        inline_waivers(Document::Role, &role.source)
    } else {
        Ok(Vec::new())
    }
}
