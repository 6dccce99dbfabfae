//! Reads a configuration, or reports all of its errors.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{ConfigDocument, RiskOverride};
use super::guards::guards;
use super::waivers::{WaiverEntry, WaiversDocument};
use crate::catalog;
use crate::endpoints::Guards;
use crate::model::{Date, Document, Location, Operation, Problem, ProblemList, SourceText, Span};
use crate::policy::Version;
use crate::report::{RuleId, Waiver, WaiverRule};
use crate::risk::Ratings;
use crate::yaml::{self, Spanned, suggestion};

/// A configuration with its text.
#[derive(Clone, Debug)]
pub struct Config {
    /// The parsed file.
    pub document: ConfigDocument,
    /// The file.
    pub source: Arc<SourceText>,
    /// Its waivers.
    pub waivers: Vec<WaiverRule>,
    /// Its rules for requests.
    pub guards: Guards,
    /// The ratings of risk, with its changes.
    pub ratings: Ratings,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    ///
    /// All errors of the file, each with its place, in file order.
    pub fn parse(source: Arc<SourceText>) -> Result<Self, Vec<Problem>> {
        let document: ConfigDocument = yaml::load(Document::Configuration, &source)?;
        let mut problems = ProblemList::new(Document::Configuration, &source);
        for (rule, entry) in &document.severities {
            match RuleId::from_name(&rule.value) {
                None => {
                    let message = format!("there is no rule `{}`", rule.value);
                    let names = RuleId::ROLES.into_iter().map(RuleId::name);
                    problems.add(
                        rule.span,
                        "no rule",
                        message,
                        suggestion(&rule.value, names),
                    );
                }
                Some(id) if id.is_required() && entry.value.severity().is_none() => {
                    let message = format!("the rule `{id}` cannot be off");
                    let help =
                        "without it, a role that was not compared completely would look clean";
                    problems.add(rule.span, "this rule", message, help);
                }
                Some(_) => {}
            }
        }
        if let Some(version) = document.connectwise.as_ref()
            && Version::parse(&version.value).is_none()
        {
            let message = format!("`{}` is not a version of ConnectWise PSA", version.value);
            let help = "expected a year and a number, such as 2025.1";
            problems.add(version.span, "not a version", message, help);
        }
        for entry in &document.matches {
            if entry.policies.iter().next().is_none() {
                let message = format!("the role `{}` has no policy", entry.role.value);
                let help =
                    "add one under its `policies`; without a policy, the role would look clean";
                problems.add(entry.role.span, "for this role", message, help);
            }
        }
        for entry in &document.exclude {
            if entry.reason.trim().is_empty() {
                let message = format!("the excluded role `{}` has no reason", entry.role.value);
                let help = "say why it is left out, such as `used by people only`";
                problems.add(entry.role.span, "for this role", message, help);
            }
        }
        let ratings = ratings(&document.risk, &mut problems);
        let waivers = waivers(&source, &document.waivers, &mut problems);
        let guards = guards(&source, &document.guards, &mut problems);
        problems.or(())?;
        Ok(Self {
            document,
            source,
            waivers,
            guards,
            ratings,
        })
    }

    /// The directory that paths in the configuration are relative to.
    pub fn folder(&self) -> &Path {
        Path::new(self.source.name())
            .parent()
            .unwrap_or(Path::new(""))
    }

    /// A path of the configuration, relative to the current directory.
    pub fn path(&self, written: &str) -> PathBuf {
        self.folder().join(written)
    }
}

/// The ratings of risk with the changes of a configuration.
fn ratings(entries: &[RiskOverride], problems: &mut ProblemList<'_>) -> Ratings {
    let mut ratings = Ratings::default();
    for entry in entries {
        let (module, function) = (&entry.module.value, &entry.function.value);
        let Some(id) = catalog::resolve(module, function) else {
            let message = format!("there is no function `{module} / {function}`");
            let help = "`leastwise explain MODULE` lists the functions in a module";
            problems.add(entry.function.span, "not in the catalog", message, help);
            continue;
        };
        if entry.reason.trim().is_empty() {
            let message = format!("the changed risk of `{module} / {function}` has no reason");
            let help = "say why the risk is different in your tenant";
            problems.add(entry.function.span, "for this function", message, help);
        }
        for operation in Operation::ALL {
            if entry
                .operation
                .as_ref()
                .is_none_or(|only| *only == operation)
            {
                ratings.change(id, operation, entry.severity, &entry.reason);
            }
        }
    }
    ratings
}

/// Reads a file of waivers.
///
/// # Errors
///
/// All errors of the file, each with its place.
pub fn waiver_file(source: &Arc<SourceText>) -> Result<Vec<WaiverRule>, Vec<Problem>> {
    let document: WaiversDocument = yaml::load(Document::Configuration, source)?;
    let mut problems = ProblemList::new(Document::Configuration, source);
    let found = waivers(source, &document.waivers, &mut problems);
    problems.or(found)
}

fn waivers(
    source: &SourceText,
    entries: &[Spanned<WaiverEntry>],
    problems: &mut ProblemList<'_>,
) -> Vec<WaiverRule> {
    let mut found = Vec::new();
    for Spanned { value: entry, span } in entries {
        // Only the start of a block is known: its first line is shown.
        let line = source
            .line(source.position(span.start).line)
            .unwrap_or(*span);
        let span = Span::new(span.start, line.end.max(span.start));
        let mut wrong = |message: String, help: &str| {
            problems.add(span, "this waiver", message, help);
        };
        if entry.rule.is_none() && entry.fingerprint.is_none() {
            wrong(
                "a waiver needs a `rule` or a `fingerprint`".to_owned(),
                "a waiver for everything would hide everything",
            );
        }
        let hex = |text: &String| {
            text.len() == 16
                && text
                    .chars()
                    .all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
        };
        if let Some(fingerprint) = entry.fingerprint.as_ref().filter(|text| !hex(text)) {
            wrong(
                format!("`{fingerprint}` is not a fingerprint"),
                "a fingerprint has 16 hexadecimal digits; reports show it",
            );
        }
        if entry.reason.trim().is_empty() {
            wrong(
                "a waiver needs a reason".to_owned(),
                "say why the finding is accepted",
            );
        }
        let expires = entry.expires.as_ref().and_then(|written| {
            let date = written.value.parse::<Date>().ok();
            if date.is_none() {
                let message = format!("`{}` is not a date", written.value);
                let help = "use the format YYYY-MM-DD, such as 2026-12-31";
                problems.add(written.span, "not a date", message, help);
            }
            date
        });
        let module = entry.module.as_deref();
        let function = entry.function.as_deref().map(|function| {
            let known = module.and_then(|module| catalog::resolve(module, function));
            known.map_or(function, |id| id.get().name).to_owned()
        });
        found.push(WaiverRule {
            rule: *entry.rule,
            fingerprint: entry.fingerprint.0.clone(),
            role: entry.role.0.clone(),
            module: module.map(|name| catalog::module(name).unwrap_or(name).to_owned()),
            function,
            operation: *entry.operation,
            item: entry.item.0.clone(),
            waiver: Waiver {
                reason: entry.reason.clone(),
                owner: entry.owner.0.clone(),
                expires,
                ticket: entry.ticket.0.clone(),
            },
            location: Location::new(Document::Configuration, source, span, "this waiver"),
            line: None,
        });
    }
    found
}
