//! Selection of policies: which policies and options apply to which role.

use std::sync::Arc;

use crate::config::Config;
use crate::model::{Problem, matches, unique};
use crate::policy::{
    Choices, Phase, Policy, PolicyUrl, Requirements, ResolveError, Version, is_defined, library,
    resolve,
};
use crate::role::Role;
use crate::yaml::OneOrMany;

/// Choices that take precedence over the configuration.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Features that are in use.
    pub on: Vec<String>,
    /// Features that are not in use.
    pub off: Vec<String>,
    /// The phase of the integration.
    pub phase: Option<Phase>,
    /// The version of ConnectWise PSA.
    pub connectwise: Option<Version>,
}

/// The policies and options of the roles that match a pattern.
#[derive(Clone, Debug)]
pub struct Selection {
    /// A pattern of role names or files; `None` for all roles.
    pub role: Option<String>,
    /// IDs or paths of policies.
    pub policies: Vec<String>,
    /// Features, phase and version.
    pub choices: Choices,
    /// The features among them that are chosen for every role, not for these roles only.
    pub global: Vec<String>,
}

/// The resolved policies of each role.
#[derive(Debug)]
pub struct Selections(Vec<(Option<String>, Option<Arc<Requirements>>)>);

/// The policies of a role.
#[derive(Clone, Copy, Debug)]
pub enum Selected<'a> {
    /// No policy is assigned to it.
    Nothing,
    /// Its policies have errors, which were reported.
    Unresolved,
    /// The requirements of its policies.
    Requirements(&'a Arc<Requirements>),
}

fn names(list: &OneOrMany<String>) -> Vec<String> {
    list.iter().map(|name| name.value.clone()).collect()
}

/// A policy in the configuration: an id, an address, or a path relative to the file.
pub fn configured_policy(config: &Config, name: &str) -> String {
    if library::text(name).is_some() || PolicyUrl::is_url(name) || !name.contains(['/', '\\', '.'])
    {
        return name.to_owned();
    }
    let path = config.path(name);
    let path = path.to_string_lossy();
    if cfg!(windows) && !path.starts_with(r"\\?\") {
        path.replace('\\', "/")
    } else {
        path.into_owned()
    }
}

/// Every policy in the configuration, without duplicates.
pub fn configured_policies(config: &Config) -> Vec<String> {
    let document = &config.document;
    let lists = document.matches.iter().map(|entry| &entry.policies);
    let lists = std::iter::once(&document.policies).chain(lists);
    unique(
        lists
            .flat_map(names)
            .map(|name| configured_policy(config, &name)),
    )
}

/// The selections of a run. `policies` replaces the policies of the configuration, and `overrides`
/// takes precedence over its choices. Empty if neither names a policy.
pub fn selections(
    policies: &[String],
    overrides: &Overrides,
    config: Option<&Config>,
) -> Vec<Selection> {
    let Some(config) = config else {
        let all = rest(policies.to_vec(), overrides.choices(), Vec::new());
        return all.into_iter().collect();
    };
    let global: Vec<String> = [&config.document.features, &config.document.no_features]
        .into_iter()
        .flat_map(names)
        .chain(overrides.on.iter().chain(&overrides.off).cloned())
        .collect();
    let document = &config.document;
    let of = |list: &OneOrMany<String>| -> Vec<String> {
        let names = names(list).into_iter();
        names.map(|name| configured_policy(config, &name)).collect()
    };
    let (on, off) = (vec![&document.features], vec![&document.no_features]);
    let version = document.connectwise.as_ref();
    let version = version.and_then(|written| Version::parse(&written.value));
    let phase = *document.phase;
    let mut all = Vec::new();
    for entry in document.matches.iter().filter(|_| policies.is_empty()) {
        let on = [on.clone(), vec![&entry.features]].concat();
        let off = [off.clone(), vec![&entry.no_features]].concat();
        all.push(Selection {
            role: Some(entry.role.value.clone()),
            policies: of(&entry.policies),
            choices: overrides.over(&on, &off, (*entry.phase).or(phase), version),
            global: global.clone(),
        });
    }
    let policies = if policies.is_empty() {
        of(&document.policies)
    } else {
        policies.to_vec()
    };
    let choices = overrides.over(&on, &off, phase, version);
    all.extend(rest(policies, choices, global));
    all
}

/// The selection of all other roles, if it has policies.
fn rest(policies: Vec<String>, choices: Choices, global: Vec<String>) -> Option<Selection> {
    (!policies.is_empty()).then_some(Selection {
        role: None,
        policies,
        choices,
        global,
    })
}

impl Overrides {
    /// The choices where there is no configuration.
    pub fn choices(&self) -> Choices {
        self.over(&[], &[], None, None)
    }

    /// The choices with those of a configuration.
    fn over(
        &self,
        on: &[&OneOrMany<String>],
        off: &[&OneOrMany<String>],
        phase: Option<Phase>,
        version: Option<Version>,
    ) -> Choices {
        // Features in the configuration that no override contradicts, and those in overrides.
        let merged = |lists: &[&OneOrMany<String>], given: &[String], against: &[String]| {
            let configured = lists.iter().flat_map(|list| names(list));
            configured
                .filter(|name| !against.contains(name))
                .chain(given.iter().cloned())
                .collect()
        };
        Choices {
            on: merged(on, &self.on, &self.off),
            off: merged(off, &self.off, &self.on),
            phase: self.phase.or(phase).unwrap_or(Phase::Run),
            connectwise: self.connectwise.or(version),
        }
    }
}

impl Selections {
    /// Resolves the policies of each selection. A selection with a policy that is not in `policies`
    /// stays unresolved; conflicts between policies are returned.
    ///
    /// # Errors
    ///
    /// A choice that fits no policy.
    pub fn resolve(
        selections: &[Selection],
        policies: &[(String, Policy)],
    ) -> Result<(Self, Vec<Problem>), ResolveError> {
        let mut problems = Vec::new();
        let mut resolved = Vec::new();
        let find = |name: &String| {
            let mut known = policies.iter();
            known.find(|(n, _)| n == name).map(|(_, policy)| policy)
        };
        let all: Vec<&Policy> = policies.iter().map(|(_, policy)| policy).collect();
        for selection in selections {
            let policies: Option<Vec<&Policy>> = selection.policies.iter().map(find).collect();
            let resolved_policies = policies.map(|policies| {
                // A feature that is chosen for every role may be one of other policies.
                let concerns = |choice: &String| {
                    !selection.global.contains(choice)
                        || is_defined(&policies, choice)
                        || !is_defined(&all, choice)
                };
                let mut choices = selection.choices.clone();
                choices.on.retain(concerns);
                choices.off.retain(concerns);
                resolve(&policies, &choices)
            });
            let requirements = match resolved_policies {
                None => None,
                Some(Ok(requirements)) => Some(Arc::new(requirements)),
                Some(Err(ResolveError::Conflicts(conflicts))) => {
                    problems.extend(conflicts);
                    None
                }
                Some(Err(error)) => return Err(error),
            };
            resolved.push((selection.role.clone(), requirements));
        }
        Ok((Self(resolved), problems))
    }

    /// The policies of a role.
    pub fn of(&self, role: &Role) -> Selected<'_> {
        let fits = |pattern: &String| {
            matches(pattern, role.identity()) || matches(pattern, role.source.name())
        };
        let mut all = self.0.iter();
        match all.find(|(pattern, _)| pattern.as_ref().is_none_or(fits)) {
            None => Selected::Nothing,
            Some((_, None)) => Selected::Unresolved,
            Some((_, Some(requirements))) => Selected::Requirements(requirements),
        }
    }
}
