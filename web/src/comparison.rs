//! Runs of the page: policies are added, then roles one at a time, so that the page can show progress
//! and stop in between.

use leastwise::model::Problem;
use leastwise::policy::library::Library;
use leastwise::render::{Csv, Html, Json, Markdown, Renderer, Sarif, audit_as_csv, write_json};
use leastwise::role::{self, FileKind};
use leastwise::{
    Check, DocFilter, DocFormat, PlanFormat, Policy, Problems, Report, Role, compare::rules,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::inputs::Request;

/// A run: policies are added, then roles, then documents are generated from the results.
#[wasm_bindgen]
pub struct Comparison {
    check: Check,
    filter: DocFilter,
    policies: Vec<Policy>,
    /// Roles that were not checked yet.
    roles: Vec<Role>,
    errors: Vec<Problems>,
    report: Option<Report>,
}

#[wasm_bindgen]
impl Comparison {
    /// Starts a run with options as JSON. Policies in the library are read.
    #[wasm_bindgen(constructor)]
    pub fn new(request: &str) -> Result<Comparison, String> {
        let request: Request = serde_json::from_str(request)
            .map_err(|error| crate::problem(error.to_string(), "reload the page"))?;
        let mut run = Self {
            check: request.check()?,
            filter: request.filter(),
            policies: Vec::new(),
            roles: Vec::new(),
            errors: Vec::new(),
            report: None,
        };
        for id in &request.policies {
            run.add(Policy::library(id).map_err(crate::problems)?);
        }
        Ok(run)
    }

    /// Adds a policy from the bytes of a file.
    #[wasm_bindgen(js_name = addPolicy)]
    pub fn add_policy(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        let policy = Policy::from_bytes(name, bytes, &Library).map_err(crate::problems)?;
        self.add(policy);
        Ok(())
    }

    /// Whether the policies fit together; an error says why not.
    pub fn resolve(&self) -> Result<(), String> {
        self.check.requirements().map_err(crate::problems)?;
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
        for role in Role::all_from_bytes(name, bytes) {
            match role {
                Ok(role) => self.roles.push(role),
                Err(problems) => self.errors.push(problems),
            }
        }
    }

    /// The number of roles that are not checked yet.
    #[wasm_bindgen(js_name = roleCount)]
    pub fn role_count(&self) -> usize {
        self.roles.len()
    }

    /// The files that could not be read, as JSON.
    pub fn problems(&self) -> String {
        let errors = self.errors.iter().flat_map(Problems::iter);
        crate::problems(errors.cloned().collect::<Vec<Problem>>())
    }

    /// The report of `leastwise check` in a format: `json`, `html`, `markdown`, `csv` or `sarif`.
    pub fn report(&mut self, format: &str) -> Result<String, String> {
        let rules = || rules::all().iter().map(|rule| &rule.info);
        let mut renderer: Box<dyn Renderer> = match format {
            "html" => Box::new(Html::new(rules())),
            "markdown" => Box::new(Markdown::default()),
            "csv" => Box::new(Csv::default()),
            "sarif" => Box::new(Sarif::new(rules())),
            _ => Box::new(Json::default()),
        };
        Ok(self.checked()?.render_with(renderer.as_mut()))
    }

    /// The plan in a format: `json`, `html` or `markdown`.
    pub fn plan(&mut self, format: &str) -> Result<String, String> {
        let format = match format {
            "html" => PlanFormat::Html,
            "markdown" => PlanFormat::Markdown,
            _ => PlanFormat::Json,
        };
        Ok(self.checked()?.render_plans(format))
    }

    /// The audit of all roles: `json` (leastwise/audit/v1) or `csv`.
    pub fn audit(&self, format: &str) -> Result<String, String> {
        let checked = self.report.iter().flat_map(Report::inputs);
        let audit = self.check.audit(checked.chain(&self.roles));
        let audit = audit.map_err(crate::problems)?;
        let mut out = Vec::new();
        match format {
            "csv" => audit_as_csv(&audit, &mut out),
            _ => write_json(&audit, &mut out),
        }
        .map_err(|error| crate::problem(error.to_string(), "try again"))?;
        String::from_utf8(out).map_err(|error| crate::problem(error.to_string(), "try again"))
    }

    /// The setup guide of one policy, as a page or as `markdown`.
    pub fn guide(&self, at: usize, format: &str) -> Result<String, String> {
        let format = match format {
            "markdown" => DocFormat::Markdown,
            _ => DocFormat::Html,
        };
        let policy = self.policies.get(at);
        let policy =
            policy.ok_or_else(|| crate::problem("no integration is chosen", "choose one"))?;
        policy.guide(format, &self.filter).map_err(crate::problems)
    }

    /// The combined requirements of all policies, as JSON: one row for each function.
    #[wasm_bindgen(js_name = leastRole)]
    pub fn least_role(&self) -> Result<String, String> {
        let requirements = self.check.requirements().map_err(crate::problems)?;
        Ok(crate::json(&crate::facts::rows(&requirements)))
    }
}

impl Comparison {
    fn add(&mut self, policy: Policy) {
        self.check = self.check.clone().policy(policy.clone());
        self.policies.push(policy);
    }

    /// The report of all roles, which are checked once.
    fn checked(&mut self) -> Result<&Report, String> {
        if self.report.is_none() {
            self.resolve()?;
            let roles = std::mem::take(&mut self.roles).into_iter().map(Ok);
            let errors = self.errors.iter().cloned().map(Err);
            let report = self.check.run(roles.chain(errors));
            self.report = Some(report.map_err(crate::problems)?);
        }
        self.report
            .as_ref()
            .ok_or_else(|| crate::problem("no role is checked", "add a role"))
    }
}
