//! Compares roles one at a time, so that the page can show progress and stop in between.

use std::io::Cursor;
use std::sync::Arc;

use leastwise::compare::{Options, compare, plan};
use leastwise::config::inline_waivers;
use leastwise::docs::{
    DocFilter, Format as DocFormat, Kind, Named, Placement, Sheet, Texts as DocTexts, Writer,
};
use leastwise::engine::audit::{AuditContext, AuditedRole, audit};
use leastwise::engine::{policy_waivers, settings};
use leastwise::model::{Document, Problem};
use leastwise::policy::library::Library;
use leastwise::policy::{Policy, Requirements, ResolveError, resolve};
use leastwise::render::{
    Csv, Html, Json, Markdown, PlanFormat, PlanLook, Plans, Renderer, Sarif, Texts, audit_as_csv,
    write_json,
};
use leastwise::report::{
    FailOn, InputError, Outcome, RoleReport, RunSummary, Severity, WaiverRule, Waivers,
};
use leastwise::role::{self, FileKind, ReadOptions, Role};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::inputs::{self, Request};

/// A run: policies are added, then roles, then documents are generated from the results.
#[wasm_bindgen]
pub struct Comparison {
    request: Request,
    options: Options,
    policies: Vec<Policy>,
    requirements: Option<Requirements>,
    roles: Vec<Role>,
    errors: Vec<Problem>,
}

#[wasm_bindgen]
impl Comparison {
    /// Starts a run with options as JSON. Policies of the library are read.
    #[wasm_bindgen(constructor)]
    pub fn new(request: &str) -> Result<Comparison, String> {
        let request: Request = serde_json::from_str(request)
            .map_err(|error| crate::problem(error.to_string(), "reload the page"))?;
        let loaded: Result<Vec<Policy>, _> = request
            .policies
            .iter()
            .map(|id| inputs::from_library(id))
            .collect();
        Ok(Self {
            options: request.options(),
            policies: loaded.map_err(crate::problems)?,
            request,
            requirements: None,
            roles: Vec::new(),
            errors: Vec::new(),
        })
    }

    /// Adds a policy from the bytes of a file.
    #[wasm_bindgen(js_name = addPolicy)]
    pub fn add_policy(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        let policy = Policy::from_bytes(name, bytes, &Library).map_err(crate::problems)?;
        self.policies.push(policy);
        Ok(())
    }

    /// Combines the policies.
    pub fn resolve(&mut self) -> Result<(), String> {
        let policies: Vec<&Policy> = self.policies.iter().collect();
        let resolved =
            resolve(&policies, &self.request.choices()).map_err(|error| match error {
                ResolveError::Conflicts(found) => crate::problems(found),
                ResolveError::Choice(error) => crate::problem(error.message, error.help),
            })?;
        self.requirements = Some(resolved);
        Ok(())
    }

    /// Whether a file of a dropped directory looks like a role.
    #[wasm_bindgen(js_name = looksLikeRole)]
    pub fn looks_like_role(bytes: &[u8]) -> bool {
        matches!(role::detect_kind(bytes), FileKind::Role(_))
    }

    /// Adds the role or roles of a file. Errors are part of the report.
    #[wasm_bindgen(js_name = addRole)]
    pub fn add_role(&mut self, name: &str, bytes: Vec<u8>) {
        let options = ReadOptions::default();
        let read: Vec<Result<Role, Vec<Problem>>> = if role::is_stream(&bytes) {
            role::roles(name.to_owned(), Cursor::new(bytes), options).collect()
        } else {
            vec![role::read(name, bytes, &options)]
        };
        for role in read {
            match role {
                Ok(role) => self.roles.push(role),
                Err(problems) => self.errors.extend(problems),
            }
        }
    }

    /// The number of parsed roles.
    #[wasm_bindgen(js_name = roleCount)]
    pub fn role_count(&self) -> usize {
        self.roles.len()
    }

    /// The files that could not be read, as JSON.
    pub fn problems(&self) -> String {
        crate::problems(self.errors.clone())
    }

    /// The report of `leastwise check` in a format: `json`, `html`, `markdown`, `csv` or `sarif`.
    pub fn report(&self, format: &str) -> Result<String, String> {
        let rules = || {
            leastwise::compare::rules::all()
                .iter()
                .map(|rule| &rule.info)
        };
        let mut renderer: Box<dyn Renderer> = match format {
            "html" => Box::new(Html::new(rules())),
            "markdown" => Box::new(Markdown::default()),
            "csv" => Box::new(Csv::default()),
            "sarif" => Box::new(Sarif::new(rules())),
            _ => Box::new(Json::default()),
        };
        self.render(renderer.as_mut(), &self.options, false)
    }

    /// The plan in a format: `json`, `html` or `markdown`.
    pub fn plan(&self, format: &str) -> Result<String, String> {
        let format = match format {
            "html" => PlanFormat::Html,
            "markdown" => PlanFormat::Markdown,
            _ => PlanFormat::Json,
        };
        let options = Options {
            fail_on: FailOn::At(Severity::Warning),
            ..self.options.clone()
        };
        let look = PlanLook {
            color: false,
            width: 80,
        };
        self.render(&mut Plans::new(format, look), &options, true)
    }

    /// The audit of all roles: `json` (leastwise/audit/v1) or `csv`.
    pub fn audit(&self, format: &str) -> Result<String, String> {
        let ids: Vec<String> = self
            .policies
            .iter()
            .map(|policy| policy.id().to_owned())
            .collect();
        let audited: Vec<AuditedRole<'_>> = self
            .roles
            .iter()
            .map(|role| {
                let used = role
                    .origin
                    .used_by
                    .iter()
                    .flatten()
                    .chain(&role.origin.member);
                AuditedRole {
                    role,
                    requirements: self.requirements.as_ref().filter(|_| !ids.is_empty()),
                    policies: used.map(|m| (m.identifier.clone(), ids.clone())).collect(),
                }
            })
            .collect();
        let audit = audit(&audited, AuditContext::default());
        let mut out = Vec::new();
        match format {
            "csv" => audit_as_csv(&audit, &mut out),
            _ => write_json(&audit, &mut out),
        }
        .map_err(|error| crate::problem(error.to_string(), "try again"))?;
        text(out)
    }

    /// The setup guide of one policy, as a page or as `markdown`.
    pub fn guide(&self, at: usize, format: &str) -> Result<String, String> {
        let policy = self
            .policies
            .get(at)
            .ok_or_else(|| crate::problem("no integration is chosen", "choose one"))?;
        let texts = DocTexts::of("en")
            .ok_or_else(|| crate::problem("there are no English texts", "reload the page"))?
            .map_err(crate::problems)?;
        let texts = Arc::new(texts);
        let choices = self.request.choices();
        let filter = DocFilter {
            on: choices.on,
            off: choices.off,
            phase: None,
            connectwise: self.request.version(),
        };
        let named = if self.request.policies.iter().any(|id| id == policy.id()) {
            Named::ById
        } else {
            Named::ByFile
        };
        let sheet = Sheet::of(policy, named, &filter, &texts).map_err(|error| match error {
            ResolveError::Conflicts(found) => crate::problems(found),
            ResolveError::Choice(error) => crate::problem(error.message, error.help),
        })?;
        let format = if format == "markdown" {
            DocFormat::Markdown
        } else {
            DocFormat::Html
        };
        Writer::new(Kind::Guide, format, &texts, None)
            .and_then(|writer| writer.sheet(&sheet, &Placement::default()))
            .map_err(|problem| crate::problems(vec![problem]))
    }

    /// The combined requirements of all policies, as JSON: one row for each function.
    #[wasm_bindgen(js_name = leastRole)]
    pub fn least_role(&self) -> String {
        self.requirements.as_ref().map_or_else(
            || "[]".to_owned(),
            |found| crate::json(&crate::facts::rows(found)),
        )
    }
}

impl Comparison {
    /// Compares every role and renders the run.
    fn render(
        &self,
        renderer: &mut dyn Renderer,
        options: &Options,
        plans: bool,
    ) -> Result<String, String> {
        let requirements = self
            .requirements
            .as_ref()
            .filter(|_| !self.policies.is_empty())
            .ok_or_else(|| {
                crate::problem(
                    "no integration is chosen",
                    "choose an integration, or drop a policy file",
                )
            })?;
        let mut out = Vec::new();
        self.write(renderer, requirements, options, plans, &mut out)
            .map_err(|error| match error {
                Stop::Problems(found) => crate::problems(found),
                Stop::Output(error) => crate::problem(error.to_string(), "try again"),
            })?;
        text(out)
    }

    fn write(
        &self,
        renderer: &mut dyn Renderer,
        requirements: &Requirements,
        options: &Options,
        plans: bool,
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        let today = self.request.today().map_err(|_| {
            Stop::Problems(vec![
                Problem::new("the date is missing").with_help("reload the page"),
            ])
        })?;
        let mut waivers = settings::waivers(
            policy_waivers(&self.policies, &mut Vec::new())?,
            None,
            None,
            today,
        );
        let mut summary = RunSummary::default();
        for role in &self.roles {
            waivers.add(role_waivers(role)?);
            let mut report = compare(requirements, role, options);
            let identity = report.identity.clone();
            waivers.mark(&mut report, &identity);
            report.conclude(options.fail_on, options.fail_on_risk);
            if plans {
                report.plan = Some(plan(requirements, role, &report));
            }
            let mut texts = Texts::default();
            texts.add(Document::Role, &role.source);
            for source in requirements.sources() {
                texts.add(Document::Policy, source);
            }
            let report = Arc::new(report);
            summary.add(&report);
            renderer.role(&report, &texts, out)?;
        }
        for problem in &self.errors {
            let error = InputError::from(problem.clone());
            renderer.error(&error, out)?;
            summary.outcome = summary.outcome.worst(Outcome::Invalid);
            summary.errors.push(error.without_text());
        }
        if !plans {
            about_waivers(&waivers, options, &mut summary, renderer, out)?;
        }
        renderer.finish(&summary, out)?;
        Ok(())
    }
}

/// Why a run stopped.
enum Stop {
    Problems(Vec<Problem>),
    Output(std::io::Error),
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// The waivers in the comments of a YAML role.
fn role_waivers(role: &Role) -> Result<Vec<WaiverRule>, Stop> {
    let name = role.source.name();
    let is_yaml = std::path::Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml");
    if is_yaml {
        Ok(inline_waivers(Document::Role, &role.source)?)
    } else {
        Ok(Vec::new())
    }
}

/// The findings about waivers, as a report.
fn about_waivers(
    waivers: &Waivers,
    options: &Options,
    summary: &mut RunSummary,
    renderer: &mut dyn Renderer,
    out: &mut Vec<u8>,
) -> Result<(), Stop> {
    let findings = waivers.findings();
    let place = findings
        .first()
        .and_then(|finding| finding.locations.first());
    let Some(place) = place else {
        return Ok(());
    };
    let mut report = RoleReport::of_configuration(place.file.clone(), findings.clone());
    report
        .findings
        .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    report.conclude(options.fail_on, options.fail_on_risk);
    let report = Arc::new(report);
    summary.add(&report);
    renderer.role(&report, &Texts::default(), out)?;
    Ok(())
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes)
        .map_err(|_| crate::problem("the result is not text", "report this as a bug"))
}
