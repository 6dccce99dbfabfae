//! Policies and options for each role.

use std::sync::Arc;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::{input, suggest};
use crate::config::Config;
use crate::model::{Problem, matches};
use crate::policy::{
    Choices, Phase, Policy, Requirements, ResolveError, Version, library, resolve,
};
use crate::role::Role;
use crate::yaml::OneOrMany;

/// The policies and options of the roles that match a pattern.
#[derive(Debug)]
struct Selection {
    /// The roles; none for all.
    pattern: Option<String>,
    policies: Vec<String>,
    choices: Choices,
}

/// The resolved policies of each role.
#[derive(Debug)]
pub(super) struct Selections(Vec<(Selection, Option<Arc<Requirements>>)>);

/// The policies of a run, and their errors.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) policies: Vec<(String, Policy)>,
    pub(super) problems: Vec<Problem>,
}

fn names(list: &OneOrMany<String>) -> Vec<String> {
    list.iter().map(|name| name.value.clone()).collect()
}

/// Features in the configuration that no flag contradicts, and those in flags.
fn chosen(configured: &[&OneOrMany<String>], given: &[String], against: &[String]) -> Vec<String> {
    let configured = configured.iter().flat_map(|list| names(list));
    configured
        .filter(|name| !against.contains(name))
        .chain(given.iter().cloned())
        .collect()
}

/// A policy in the configuration: an id, or a path relative to the file.
pub(super) fn from_config(config: &Config, name: &str) -> String {
    if library::text(name).is_some() || !name.contains(['/', '\\', '.']) {
        return name.to_owned();
    }
    config.path(name).to_string_lossy().into_owned()
}

/// Every policy in the configuration, without duplicates.
pub(super) fn configured(config: &Config) -> Vec<String> {
    let document = &config.document;
    let lists = document.matches.iter().map(|entry| &entry.policies);
    let mut all: Vec<String> = Vec::new();
    for list in std::iter::once(&document.policies).chain(lists) {
        for name in names(list) {
            let name = from_config(config, &name);
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

impl Selections {
    /// The options: the command line takes precedence over the configuration.
    pub(super) fn new(
        policies: &[String],
        arguments: &ChoiceArguments,
        config: Option<&Config>,
    ) -> Result<(Self, Loaded), Failure> {
        let given = arguments.choices();
        let document = config.map(|config| &config.document);
        let mut selections = Vec::new();
        let choices = |on: &[&OneOrMany<String>], off: &[&OneOrMany<String>], phase| Choices {
            // A flag takes precedence over the configuration of the same feature.
            on: chosen(on, &given.on, &given.off),
            off: chosen(off, &given.off, &given.on),
            phase: arguments.phase().or(phase).unwrap_or(Phase::Run),
            connectwise: given
                .connectwise
                .or_else(|| Version::parse(&document?.connectwise.as_ref()?.value)),
        };
        let (on, off, phase) = match document {
            Some(document) => (
                vec![&document.features],
                vec![&document.no_features],
                *document.phase,
            ),
            None => (Vec::new(), Vec::new(), None),
        };
        if let (Some(config), true) = (config, policies.is_empty()) {
            for entry in &config.document.matches {
                let on = [on.clone(), vec![&entry.features]].concat();
                let off = [off.clone(), vec![&entry.no_features]].concat();
                selections.push(Selection {
                    pattern: Some(entry.role.value.clone()),
                    policies: names(&entry.policies)
                        .iter()
                        .map(|n| from_config(config, n))
                        .collect(),
                    choices: choices(&on, &off, (*entry.phase).or(phase)),
                });
            }
        }
        let rest: Vec<String> = match config {
            Some(config) if policies.is_empty() => names(&config.document.policies)
                .iter()
                .map(|n| from_config(config, n))
                .collect(),
            _ => policies.to_vec(),
        };
        if rest.is_empty() && selections.is_empty() {
            let configured = config.map_or(String::new(), |config| {
                format!(
                    ", or list it under `policies` in `{}`",
                    config.source.name()
                )
            });
            return Err(Failure::usage(
                suggest::NO_POLICY,
                format!(
                    "add `--policy` with a path, or with {}{configured}",
                    input::library_hint()
                ),
            ));
        }
        if !rest.is_empty() {
            selections.push(Selection {
                pattern: None,
                policies: rest,
                choices: choices(&on, &off, phase),
            });
        }
        Self::resolve(selections)
    }

    fn resolve(selections: Vec<Selection>) -> Result<(Self, Loaded), Failure> {
        let mut loaded = Loaded::default();
        let mut failed: Vec<String> = Vec::new();
        for name in selections.iter().flat_map(|selection| &selection.policies) {
            if failed.contains(name) || loaded.policies.iter().any(|(known, _)| known == name) {
                continue;
            }
            match input::policy(name)? {
                Ok(policy) => loaded.policies.push((name.clone(), policy)),
                Err(problems) => {
                    loaded.problems.extend(problems);
                    failed.push(name.clone());
                }
            }
        }
        let mut resolved = Vec::new();
        for selection in selections {
            let policies: Option<Vec<&Policy>> = selection
                .policies
                .iter()
                .map(|name| {
                    loaded
                        .policies
                        .iter()
                        .find(|(n, _)| n == name)
                        .map(|(_, p)| p)
                })
                .collect();
            let requirements = match policies.map(|policies| resolve(&policies, &selection.choices))
            {
                None => None,
                Some(Ok(requirements)) => Some(Arc::new(requirements)),
                Some(Err(ResolveError::Conflicts(problems))) => {
                    loaded.problems.extend(problems);
                    None
                }
                Some(Err(error @ ResolveError::Choice(_))) => return Err(error.into()),
            };
            resolved.push((selection, requirements));
        }
        Ok((Self(resolved), loaded))
    }

    /// The policies of a role.
    pub(super) fn of(&self, role: &Role) -> Selected<'_> {
        let fits = |pattern: &String| {
            matches(pattern, role.identity()) || matches(pattern, role.source.name())
        };
        let found = self
            .0
            .iter()
            .find(|(selection, _)| selection.pattern.as_ref().is_none_or(fits));
        match found {
            None => Selected::Nothing,
            Some((_, None)) => Selected::Unresolved,
            Some((_, Some(requirements))) => Selected::Requirements(requirements),
        }
    }
}

/// The policies of a role.
#[derive(Clone, Copy, Debug)]
pub(super) enum Selected<'a> {
    /// No policy is assigned to it.
    Nothing,
    /// Its policies could not be resolved; the error was reported.
    Unresolved,
    /// The requirements of its policies.
    Requirements(&'a Arc<Requirements>),
}
