//! The result of one read of the role.

use std::io;
use std::sync::Arc;

use crate::model::Problem;
use crate::render::{Renderer, Texts};
use crate::report::{InputError, Outcome, Plan, RoleReport, RunSummary, Subject};

/// The result of a read.
#[derive(Debug)]
pub(super) struct State {
    pub(super) outcome: Outcome,
    pub(super) plan: Plan,
}

/// Collects the reports of a comparison.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) state: Option<State>,
    pub(super) problem: Option<Problem>,
}

impl Renderer for Seen {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn io::Write,
    ) -> io::Result<()> {
        if report.subject == Subject::Role {
            self.state = report.plan.clone().map(|plan| State {
                outcome: report.outcome,
                plan,
            });
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn io::Write) -> io::Result<()> {
        self.problem.get_or_insert_with(|| error.problem().clone());
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, _: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }
}
