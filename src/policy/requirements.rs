//! Requirements: what policies ask of a role once every choice is made.

use std::collections::HashMap;
use std::sync::Arc;

use super::document::Coverage;
use super::features::{Active, Choices};
use super::parsed::Policy;
use super::place::Place;
use super::policy_ref::PolicyRef;
use super::version::Version;
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, LevelRange, PerOperation, Phase, SourceText, unique};
use crate::report::Idle;

/// Everything that a set of policies asks of one role.
#[derive(Debug)]
pub struct Requirements {
    /// The policies, in the order in which they were given.
    pub policies: Vec<PolicyRef>,
    /// The functions that at least one policy lists, in the order of the files.
    pub functions: Vec<FunctionRequirement>,
    /// The highest level that is accepted for everything that no policy lists.
    pub unlisted: Level,
    /// Whether every policy holds the whole of its table.
    pub coverage: Coverage,
    /// The phase that was chosen.
    pub phase: Phase,
    /// The version of ConnectWise PSA that was chosen, if one was.
    pub connectwise: Option<Version>,
    /// What is asked of the functions of the catalog, by their place in it.
    known: Vec<Option<usize>>,
    /// What is asked of functions that it lacks.
    named: HashMap<FunctionKey, usize>,
    by_module: HashMap<String, usize>,
    /// What is asked of functions that a role can have under an older name.
    older: HashMap<FunctionKey, Vec<usize>>,
}

/// What is asked of one function, or of every function of a module.
#[derive(Clone, Debug)]
pub struct FunctionRequirement {
    /// Which function; `None` for every function of the module that is not listed itself.
    pub key: Option<FunctionKey>,
    /// The module, canonical where it is known.
    pub module: String,
    /// The function, canonical where it is known; `*` for every function of the module.
    pub function: String,
    /// The older names under which a role can have it.
    pub older: Vec<OlderName>,
    /// Where it is listed.
    pub listed: Vec<Place>,
    /// What is asked of each operation that is stated and counts.
    pub operations: PerOperation<Option<OperationRequirement>>,
    /// What is stated and does not count in this run.
    pub dormant: PerOperation<Vec<Dormant>>,
    /// What is asked of the function's Customize list.
    pub customize: Vec<CustomizeRequirement>,
    /// The rows that list it and state no level for any operation.
    pub unstated: Vec<Unstated>,
}

/// The purposes of some origins, each once, with the policy.
pub(super) fn said<'o>(origins: impl IntoIterator<Item = &'o Origin>) -> Vec<(usize, &'o str)> {
    let origins = origins.into_iter();
    unique(origins.filter_map(|o| Some((o.place.policy, o.purpose.as_deref()?))))
}

/// A name that a function had in older versions of ConnectWise PSA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OlderName {
    /// What it is found by.
    pub key: FunctionKey,
    /// The module that it was in, where that was another one.
    pub module: Option<String>,
    /// The name as it is written.
    pub name: String,
    /// The first version with the new name.
    pub before: String,
}

impl OlderName {
    /// The name and its time as half a sentence.
    pub fn words(&self) -> String {
        let module = self.module.as_deref();
        let module = module.map_or(String::new(), |module| format!("{module} / "));
        format!(
            "formerly {module}{}, before ConnectWise {}",
            self.name, self.before
        )
    }
}

/// A row that lists a function and says nothing about its levels.
#[derive(Clone, Debug)]
pub struct Unstated {
    /// Where the row is listed.
    pub place: Place,
    /// Why the row exists.
    pub purpose: Option<String>,
    /// A remark on the row.
    pub note: Option<String>,
}

/// What is asked of one operation of one function.
#[derive(Clone, Debug)]
pub struct OperationRequirement {
    /// The levels that satisfy every policy.
    pub range: LevelRange,
    /// Who asks, in the order of the files; never empty.
    pub origins: Vec<Origin>,
}

/// One policy's requirement for an operation.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where the level is written.
    pub place: Place,
    /// The levels that it accepts.
    pub range: LevelRange,
    /// A limit that it sets for everyone.
    pub ceiling: Option<Level>,
    /// Why it requires them.
    pub purpose: Option<String>,
    /// The feature for which it asks: the first of those that count.
    pub feature: Option<String>,
    /// When it asks.
    pub phase: Phase,
}

/// A level that is stated and does not count in this run.
#[derive(Clone, Debug)]
pub struct Dormant {
    /// What is stated.
    pub origin: Origin,
    /// Why it does not apply.
    pub reason: Idle,
}

/// What one row asks of a Customize list.
#[derive(Clone, Debug)]
pub struct CustomizeRequirement {
    /// The items that must be allowed, each with its place.
    pub allow: Vec<(String, Place)>,
    /// The items that must not be allowed.
    pub disallow: Vec<(String, Place)>,
    /// Whether every item must be allowed.
    pub all: bool,
    /// Whether it only recommends.
    pub optional: bool,
    /// Whether other items may be needed too.
    pub partial: bool,
    /// Why the row exists.
    pub purpose: Option<String>,
    /// A remark on the list.
    pub note: Option<String>,
    /// Where the row is listed.
    pub place: Place,
}

impl Requirements {
    /// `policies` come with their features that count.
    pub(super) fn new(
        policies: Vec<(&Policy, Active)>,
        functions: Vec<FunctionRequirement>,
        choices: &Choices,
    ) -> Self {
        let mut known = vec![None; catalog::functions().len()];
        let mut named = HashMap::new();
        let mut by_module = HashMap::new();
        let mut older: HashMap<FunctionKey, Vec<usize>> = HashMap::new();
        for (index, function) in functions.iter().enumerate() {
            for name in &function.older {
                older.entry(name.key.clone()).or_default().push(index);
            }
            match &function.key {
                Some(FunctionKey::Known(id)) => {
                    if let Some(asked) = known.get_mut(id.index()) {
                        *asked = Some(index);
                    }
                }
                Some(key) => {
                    named.insert(key.clone(), index);
                }
                None => {
                    by_module.insert(crate::model::normalize(&function.module), index);
                }
            }
        }
        let policies: Vec<PolicyRef> = policies
            .into_iter()
            .enumerate()
            .map(|(index, (policy, features))| PolicyRef::of(index, policy, features))
            .collect();
        let partial = policies.iter().any(|policy| policy.partial);
        Self {
            unlisted: policies
                .iter()
                .map(|policy| policy.unlisted)
                .max()
                .unwrap_or(Level::None),
            coverage: if partial {
                Coverage::Partial
            } else {
                Coverage::Complete
            },
            phase: choices.phase,
            connectwise: choices.connectwise,
            policies,
            functions,
            known,
            named,
            by_module,
            older,
        }
    }

    /// The index of the requirement on a function that a policy lists by name.
    pub fn index_of(&self, key: &FunctionKey) -> Option<usize> {
        match key {
            FunctionKey::Known(id) => self.known.get(id.index()).copied().flatten(),
            key @ FunctionKey::Named { .. } => self.named.get(key).copied(),
        }
    }

    /// The indexes of the requirements on functions that had this name in older versions.
    pub fn indexes_of_older(&self, key: &FunctionKey) -> impl Iterator<Item = usize> {
        self.older.get(key).into_iter().flatten().copied()
    }

    /// Whether a role can have a listed function under an older name.
    pub fn has_older_names(&self) -> bool {
        !self.older.is_empty()
    }

    /// Whether a policy lists a function that the catalog lacks.
    pub fn lists_unknown(&self) -> bool {
        !self.named.is_empty()
    }

    /// The index of the requirement on every function of a module.
    pub fn index_of_module(&self, module: &str) -> Option<usize> {
        if self.by_module.is_empty() {
            return None;
        }
        let module = crate::catalog::module(module).unwrap_or(module);
        self.by_module
            .get(&crate::model::normalize(module))
            .copied()
    }

    /// The ids of some policies, each once, in order.
    pub(crate) fn ids(&self, policies: impl IntoIterator<Item = usize>) -> Vec<String> {
        let policies = policies.into_iter();
        unique(policies.filter_map(|index| Some(self.policies.get(index)?.id.clone())))
    }

    /// Who lists a function without a level, as half a sentence.
    pub(crate) fn lists_without(&self, function: &FunctionRequirement) -> String {
        let rows = function.unstated.iter().map(|row| row.place.policy);
        let who = match (self.policies.as_slice(), self.ids(rows).as_slice()) {
            ([_], _) | (_, []) => "the policy lists".to_owned(),
            (_, [one]) => format!("{one} lists"),
            (_, several) => format!("{} list", several.join(" and ")),
        };
        format!("{who} this function without a level")
    }

    /// The purposes of some origins as one text; named by policy where there are several.
    pub(crate) fn purposes<'o>(
        &self,
        origins: impl IntoIterator<Item = &'o Origin>,
    ) -> Option<String> {
        let texts = said(origins);
        let first = texts.first()?;
        let of_one = texts.iter().all(|(policy, _)| *policy == first.0);
        Some(self.joined(&texts, !of_one))
    }

    /// Texts of policies as one, with the name of the policy before each if they are `named`.
    pub(super) fn joined(&self, texts: &[(usize, &str)], named: bool) -> String {
        let texts = texts
            .iter()
            .map(|(policy, text)| match self.policies.get(*policy) {
                Some(policy) if named => format!("{}: {text}", policy.title),
                _ => (*text).to_owned(),
            });
        texts.collect::<Vec<_>>().join("; ")
    }

    /// Every text that places lie in, each once.
    pub fn sources(&self) -> Vec<&SourceText> {
        let mut sources: Vec<&Arc<SourceText>> = Vec::new();
        let places = self.policies.iter().map(|policy| &policy.unlisted_place);
        for place in places.chain(self.functions.iter().flat_map(|function| &function.listed)) {
            if !sources
                .iter()
                .any(|known| Arc::ptr_eq(known, &place.source))
            {
                sources.push(&place.source);
            }
        }
        sources.into_iter().map(Arc::as_ref).collect()
    }
}
