//! Checking roles against policies.

use std::io;
use std::sync::Arc;

use super::{Format, Problems};
use crate::compare::Options;
use crate::config::waiver_file;
use crate::engine::audit::{Audit, AuditContext, AuditedRole, audit};
use crate::engine::{
    Checker, Concluded, Overrides, Run, Selections, policy_waivers, selections, settings,
};
use crate::model::{Date, Problem, SourceText};
use crate::policy::{Phase, Policy, Requirements, Version, resolve};
use crate::render::{PlanFormat, PlanLook, Plans, Renderer};
use crate::report::{
    Baseline, FailOn, Finding, InputError, Outcome, Plan, RoleReport, RunSummary, Severity,
    WaiverRule,
};
use crate::role::Role;

/// A check of roles against policies on a given day.
#[derive(Clone, Debug)]
pub struct Check {
    today: Date,
    policies: Vec<(String, Policy)>,
    overrides: Overrides,
    options: Options,
    waivers: Vec<WaiverRule>,
    texts: Vec<Arc<SourceText>>,
    baseline: Option<Baseline>,
}

impl Check {
    /// A check without policies. The date decides which waivers have expired.
    pub fn new(today: Date) -> Self {
        Self {
            today,
            policies: Vec::new(),
            overrides: Overrides::default(),
            options: Options {
                record_passes: true,
                record_matrix: true,
                ..Options::default()
            },
            waivers: Vec::new(),
            texts: Vec::new(),
            baseline: None,
        }
    }

    /// Adds a policy; roles must fit all of them together.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        let number = self.policies.len();
        self.policies.push((number.to_string(), policy));
        self
    }

    /// Sets whether a feature is in use; `POLICY:NAME` for one policy only.
    #[must_use]
    pub fn feature(mut self, name: impl Into<String>, is_used: bool) -> Self {
        let list = if is_used {
            &mut self.overrides.on
        } else {
            &mut self.overrides.off
        };
        list.push(name.into());
        self
    }

    /// Sets the phase of the integration; by default [`Phase::Run`].
    #[must_use]
    pub const fn phase(mut self, phase: Phase) -> Self {
        self.overrides.phase = Some(phase);
        self
    }

    /// Sets the version of ConnectWise PSA; by default the newest.
    #[must_use]
    pub const fn connectwise(mut self, version: Version) -> Self {
        self.overrides.connectwise = Some(version);
        self
    }

    /// Sets the lowest severity that fails the check; by default errors.
    #[must_use]
    pub const fn fail_on(mut self, fail_on: FailOn) -> Self {
        self.options.fail_on = fail_on;
        self
    }

    /// Adds a file of waivers.
    ///
    /// # Errors
    ///
    /// All errors of the text.
    pub fn waivers(mut self, name: &str, text: impl Into<String>) -> Result<Self, Problems> {
        let source = Arc::new(SourceText::new(name, text));
        self.waivers.extend(waiver_file(&source)?);
        self.texts.push(source);
        Ok(self)
    }

    /// Sets the baseline.
    ///
    /// # Errors
    ///
    /// The bytes are not a baseline.
    pub fn baseline(mut self, name: &str, bytes: &[u8]) -> Result<Self, Problems> {
        self.baseline = Some(settings::baseline(name, bytes.to_vec())?.on(self.today));
        Ok(self)
    }

    /// What all policies require together.
    ///
    /// # Errors
    ///
    /// There is no policy, a feature fits no policy, or the policies contradict each other.
    pub fn requirements(&self) -> Result<Requirements, Problems> {
        self.needs_policy()?;
        let policies: Vec<&Policy> = self.policies.iter().map(|(_, policy)| policy).collect();
        Ok(resolve(&policies, &self.overrides.choices())?)
    }

    /// Audits roles: their API members, ordered by what a stolen key could do. The policies apply to
    /// every member; without policies, no permission is excessive.
    ///
    /// # Errors
    ///
    /// A feature fits no policy, or the policies contradict each other.
    pub fn audit<'a>(&self, roles: impl IntoIterator<Item = &'a Role>) -> Result<Audit, Problems> {
        let requirements = match self.policies.as_slice() {
            [] => None,
            _ => Some(self.requirements()?),
        };
        let policies = self.policies.iter();
        let ids: Vec<String> = policies.map(|(_, policy)| policy.id().to_owned()).collect();
        let audited = roles.into_iter().map(|role| {
            let users = role.origin.used_by.iter().flatten();
            let members = users.chain(&role.origin.member);
            AuditedRole {
                role,
                requirements: requirements.as_ref(),
                policies: members
                    .map(|member| (member.identifier.clone(), ids.clone()))
                    .collect(),
            }
        });
        let audited: Vec<AuditedRole<'_>> = audited.collect();
        Ok(audit(&audited, AuditContext::default()))
    }

    fn needs_policy(&self) -> Result<(), Problems> {
        if self.policies.is_empty() {
            return Err(Problem::new("a check needs a policy")
                .with_help("add one with `Check::policy`")
                .into());
        }
        Ok(())
    }

    /// Checks roles. A role that cannot be read is an error of the report, not of the check, so pass
    /// the results of [`Role::from_bytes`] as they are.
    ///
    /// # Errors
    ///
    /// There is no policy, a feature fits no policy, or the policies contradict each other.
    pub fn run(
        &self,
        roles: impl IntoIterator<Item = Result<Role, Problems>>,
    ) -> Result<Report, Problems> {
        self.needs_policy()?;
        let policies = self.policies.iter().map(|(name, _)| name.clone());
        let all = selections(&policies.collect::<Vec<_>>(), &self.overrides, None);
        let (selections, problems) = Selections::resolve(&all, &self.policies)?;
        if !problems.is_empty() {
            return Err(problems.into());
        }
        let mut texts = self.texts.clone();
        let mut waivers = self.waivers.clone();
        let policies = self.policies.iter().map(|(_, policy)| policy);
        waivers.extend(policy_waivers(policies, &mut texts)?);
        let checker = Arc::new(Checker {
            selections,
            options: self.options.clone(),
            plans: false,
            keep_roles: true,
        });
        let waivers = settings::waivers(waivers, None, None, self.today);
        let mut run = Run::new(Arc::clone(&checker), waivers, self.baseline.clone(), texts);
        let mut report = Report {
            fail_on: self.options.fail_on,
            roles: Vec::new(),
            configuration: None,
            errors: Vec::new(),
            summary: RunSummary::default(),
        };
        for role in roles {
            match role.and_then(|role| Ok(checker.check(role)?)) {
                Ok(compared) => report.roles.push(run.conclude(compared)),
                Err(problems) => {
                    for problem in problems.into_vec() {
                        report.errors.push(run.error(problem, Outcome::Invalid));
                    }
                }
            }
        }
        report.configuration = run.finish();
        (report.summary, _) = run.into_parts();
        Ok(report)
    }
}

/// The result of a check.
#[derive(Debug)]
pub struct Report {
    fail_on: FailOn,
    roles: Vec<Concluded>,
    configuration: Option<Concluded>,
    errors: Vec<InputError>,
    summary: RunSummary,
}

impl Report {
    /// The outcome of all roles together.
    pub const fn outcome(&self) -> Outcome {
        self.summary.outcome
    }

    /// The report of each role, in order.
    pub fn roles(&self) -> impl Iterator<Item = &RoleReport> {
        self.roles.iter().map(|role| &*role.report)
    }

    /// The findings of all roles, and those about waivers.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let reports = self.roles.iter().chain(&self.configuration);
        reports.flat_map(|report| &report.report.findings)
    }

    /// The roles that could not be read.
    pub fn errors(&self) -> impl Iterator<Item = &InputError> {
        self.errors.iter()
    }

    /// The checked roles, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter_map(Concluded::role)
    }

    /// The report in a format.
    pub fn render(&self, format: Format) -> String {
        self.render_with(&mut *format.renderer(self.fail_on))
    }

    /// The report by a renderer. A program that uses few formats contains only these.
    pub fn render_with(&self, renderer: &mut dyn Renderer) -> String {
        self.write(renderer).unwrap_or_default()
    }

    /// The minimum changes that give each role what its policies require. A baseline does not
    /// shorten a plan.
    pub fn plans(&self) -> impl Iterator<Item = Plan> {
        self.roles.iter().filter_map(Concluded::plan)
    }

    /// The plans in a format.
    pub fn render_plans(&self, format: PlanFormat) -> String {
        let look = PlanLook {
            color: false,
            width: 100,
        };
        let mut plans = Plans::new(format, look);
        let mut summary = RunSummary::default();
        let mut out = Vec::new();
        let written = (|| -> io::Result<()> {
            for error in &self.errors {
                plans.error(error, &mut out)?;
                summary.outcome = summary.outcome.worst(Outcome::Invalid);
                summary.errors.push(error.without_text());
            }
            for role in &self.roles {
                let mut report = (*role.report).clone();
                report.set_outcome(FailOn::At(Severity::Warning), None);
                report.plan = role.plan();
                summary.add(&report);
                plans.role(&Arc::new(report), &role.texts(), &mut out)?;
            }
            plans.finish(&summary, &mut out)
        })();
        text(written.map(|()| out))
    }

    fn write(&self, renderer: &mut dyn Renderer) -> io::Result<String> {
        let mut out = Vec::new();
        for error in &self.errors {
            renderer.error(error, &mut out)?;
        }
        for role in self.roles.iter().chain(&self.configuration) {
            renderer.role(&role.report, &role.texts(), &mut out)?;
        }
        renderer.finish(&self.summary, &mut out)?;
        Ok(text(Ok(out)))
    }
}

/// Writing to memory does not fail, and all formats are UTF-8.
fn text(written: io::Result<Vec<u8>>) -> String {
    String::from_utf8(written.unwrap_or_default()).unwrap_or_default()
}
