//! Which policies a role would be enough for. A fit is weak evidence, so both counts are always
//! given and never a percentage.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::incomplete;
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, Operation};
use crate::policy::{Choices, Coverage, Policy, Requirements, defined, library, resolve};
use crate::role::Role;

/// The `schema` of an identification.
pub const SCHEMA: &str = "leastwise/identify/v1";

/// A policy that asks for fewer levels than this is met by most roles.
const SMALL: usize = 4;
/// A role that grants fewer levels than this says too little.
const TOO_NARROW: usize = 3;
/// How many levels may be missing for a policy to be near.
const NEAR: usize = 2;
/// A level that at most this many policies ask for is rare.
const RARE: usize = 5;
/// How many pairs of policies are listed at most.
const PAIRS: usize = 3;

/// How well a policy fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Fit {
    /// Every level that the policy asks for is granted, and nothing else is.
    Exact,
    /// Every level that the policy asks for is granted, and others are as well.
    Fits,
    /// At most two levels are missing.
    Near,
    /// The policy asks for so little that most roles meet it.
    Small,
}

impl Fit {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Fits => "fits",
            Self::Near => "near",
            Self::Small => "small",
        }
    }
}

/// What can be said about a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// Candidates are listed, or there are none.
    Compared,
    /// The role grants so much that it meets every policy.
    TooBroad,
    /// The role grants too little to identify its policy.
    TooNarrow,
    /// The role was not read completely, so nothing is listed.
    Incomplete,
}

/// Which policies a role would be enough for: `leastwise/identify/v1`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise identification of a role")]
pub struct Identification {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The file or place that the role was read from.
    pub source: String,
    /// The name of the role, or what it is identified by. It does not count.
    pub role: String,
    /// The members that use the role; null where they were not read. They do not count.
    pub members: Option<Vec<String>>,
    /// What can be said.
    pub verdict: Verdict,
    /// Why nothing is listed; null where candidates are.
    pub note: Option<String>,
    /// Whether it is an administrator's role; null where the source does not say.
    pub administrator: Option<bool>,
    /// How many levels the role grants.
    pub granted: usize,
    /// How many policies were compared.
    pub compared: usize,
    /// How many policies name no level and were not compared.
    pub not_compared: usize,
    /// Rows that are not in the catalog.
    pub unknown_rows: Vec<String>,
    /// The policies that fit, best first.
    pub candidates: Vec<Candidate>,
    /// Pairs of policies that explain the role together, where no single one does.
    pub together: Vec<Vec<String>>,
}

/// A policy that the role would be enough for, or nearly.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Candidate {
    /// The id of the policy.
    pub policy: String,
    /// Other policies that ask for the same levels.
    pub same_as: Vec<String>,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
    /// How well it fits.
    pub fit: Fit,
    /// How many levels the policy asks for.
    pub asks: usize,
    /// How many of them the role grants.
    pub granted: usize,
    /// How many levels of the role the policy explains.
    pub explains: usize,
    /// How many levels the role grants.
    pub of: usize,
    /// How many of the explained levels few policies ask for.
    pub rare: usize,
    /// The levels that are missing.
    pub missing: Vec<String>,
    /// Whether the policy holds only a part of its table.
    pub partial: bool,
}

pub(super) type Cell = (FunctionKey, Operation);

/// What a policy asks for, by cell.
struct Asked {
    id: String,
    title: String,
    version: Option<String>,
    partial: bool,
    /// What it asks for without any feature.
    cells: BTreeMap<Cell, (Level, String)>,
    /// What it asks for with every feature: the most that it can explain.
    with_features: BTreeMap<Cell, (Level, String)>,
}

fn asked(policy: &Policy) -> Option<Asked> {
    let requirements = resolve(&[policy], &Choices::default()).ok()?;
    let every = Choices {
        on: defined(policy).map(|(name, _)| name.to_owned()).collect(),
        ..Choices::default()
    };
    // Features that exclude one another cannot all be on.
    let with_features =
        resolve(&[policy], &every).map_or_else(|_| cells(&requirements), |all| cells(&all));
    Some(Asked {
        id: policy.id().to_owned(),
        title: policy.document.title.clone(),
        version: policy.document.version.0.clone(),
        partial: requirements.coverage == Coverage::Partial,
        cells: cells(&requirements),
        with_features,
    })
}

pub(super) fn cells(requirements: &Requirements) -> BTreeMap<Cell, (Level, String)> {
    let mut cells = BTreeMap::new();
    for function in &requirements.functions {
        let Some(key) = &function.key else { continue };
        for (operation, asked) in function.needed() {
            let words = format!(
                "{} / {}: {} {}",
                function.module,
                function.function,
                operation.title(),
                asked.range.min
            );
            cells.insert((key.clone(), operation), (asked.range.min, words));
        }
    }
    cells
}

pub(super) fn granted(role: &Role) -> BTreeMap<Cell, Level> {
    let mut cells = BTreeMap::new();
    for row in &role.rows {
        let Some(key) = row.keys().next() else {
            continue;
        };
        for operation in Operation::ALL {
            let level = row.levels.get(operation).level();
            if level > Level::None {
                let cell = cells.entry((key.clone(), operation)).or_insert(level);
                *cell = level.max(*cell);
            }
        }
    }
    cells
}

/// Compares a role with the policies in the library.
pub fn identify(role: &Role) -> Identification {
    let policies = library::ids().filter_map(|id| library::load(id)?.ok());
    let (policies, empty): (Vec<Asked>, Vec<Asked>) = policies
        .filter_map(|policy| asked(&policy))
        .partition(|policy| !policy.with_features.is_empty());
    let cells = granted(role);
    let members = role.origin.used_by.as_ref();
    let mut answer = Identification {
        schema: SCHEMA,
        source: role.source.name().to_owned(),
        role: role.identity().to_owned(),
        members: members.map(|all| all.iter().map(|m| m.identifier.clone()).collect()),
        verdict: Verdict::Compared,
        note: None,
        administrator: role.admin,
        granted: cells.len(),
        compared: policies.len(),
        not_compared: empty.len(),
        unknown_rows: unknown_rows(role),
        candidates: Vec::new(),
        together: Vec::new(),
    };
    let levels = 4 * role.rows.len().max(catalog::functions().len());
    if let Some(why) = incomplete(role) {
        answer.verdict = Verdict::Incomplete;
        answer.note = Some(why);
    } else if role.admin == Some(true) || 2 * cells.len() > levels {
        answer.verdict = Verdict::TooBroad;
        answer.note = Some(format!(
            "this role grants so much that it satisfies all {} policies, so none can be identified",
            policies.len()
        ));
    } else if cells.len() < TOO_NARROW {
        answer.verdict = Verdict::TooNarrow;
        answer.note = Some("this role grants too little to identify its policy".to_owned());
    } else {
        answer.candidates = candidates(&policies, &cells);
        if !answer.candidates.iter().any(|c| c.explains == c.of) {
            answer.together = pairs(&policies, &cells);
        }
    }
    answer
}

fn unknown_rows(role: &Role) -> Vec<String> {
    let unknown = role.rows.iter().filter(|row| row.known().is_none());
    unknown
        .map(|row| {
            let (module, function) = row.names();
            format!("{module} / {function}")
        })
        .collect()
}

fn candidates(policies: &[Asked], cells: &BTreeMap<Cell, Level>) -> Vec<Candidate> {
    let mut popularity: BTreeMap<&Cell, usize> = BTreeMap::new();
    for cell in policies
        .iter()
        .flat_map(|policy| policy.with_features.keys())
    {
        *popularity.entry(cell).or_default() += 1;
    }
    let mut found: Vec<(Candidate, &Asked)> = Vec::new();
    for policy in policies {
        let has = |(cell, (min, _)): &(&Cell, &(Level, String))| {
            cells.get(*cell).is_some_and(|level| level >= min)
        };
        let (met, unmet): (Vec<_>, Vec<_>) = policy.cells.iter().partition(has);
        let explains = policy.with_features.keys();
        let explains = explains.filter(|cell| cells.contains_key(*cell));
        let (explains, rare) = explains.fold((0, 0), |(all, rare), cell| {
            let few = popularity.get(cell).is_some_and(|count| *count <= RARE);
            (all + 1, rare + usize::from(few))
        });
        // A level above the one that is asked for grants something else too.
        let exceeds = policy
            .with_features
            .iter()
            .any(|(cell, (min, _))| cells.get(cell).is_some_and(|level| level > min));
        let fit = if policy.cells.len() < SMALL {
            if !unmet.is_empty() {
                continue;
            }
            Fit::Small
        } else if !unmet.is_empty() {
            if unmet.len() > NEAR || explains == 0 {
                continue;
            }
            Fit::Near
        } else if explains == cells.len() && !exceeds && !policy.partial {
            Fit::Exact
        } else {
            Fit::Fits
        };
        if let Some((same, _)) = found
            .iter_mut()
            .find(|(_, known)| same_cells(known, policy) && known.partial == policy.partial)
        {
            same.same_as.push(policy.id.clone());
            continue;
        }
        let candidate = Candidate {
            policy: policy.id.clone(),
            same_as: Vec::new(),
            title: policy.title.clone(),
            version: policy.version.clone(),
            fit,
            asks: policy.cells.len(),
            granted: met.len(),
            explains,
            of: cells.len(),
            rare,
            missing: unmet.iter().map(|(_, (_, words))| words.clone()).collect(),
            partial: policy.partial,
        };
        found.push((candidate, policy));
    }
    let mut found: Vec<Candidate> = found.into_iter().map(|(candidate, _)| candidate).collect();
    found.sort_by(|a, b| {
        (a.fit, b.explains, a.missing.len(), b.rare, &a.policy).cmp(&(
            b.fit,
            a.explains,
            b.missing.len(),
            a.rare,
            &b.policy,
        ))
    });
    found
}

fn same_cells(a: &Asked, b: &Asked) -> bool {
    let same = |a: &BTreeMap<Cell, (Level, String)>, b: &BTreeMap<Cell, (Level, String)>| {
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .all(|((a, (x, _)), (b, (y, _)))| a == b && x == y)
    };
    same(&a.cells, &b.cells) && same(&a.with_features, &b.with_features)
}

/// Pairs of fitting policies that explain every granted level together, the smallest first.
fn pairs(policies: &[Asked], cells: &BTreeMap<Cell, Level>) -> Vec<Vec<String>> {
    let fitting: Vec<&Asked> = policies
        .iter()
        .filter(|policy| {
            policy.cells.len() >= SMALL
                && policy
                    .cells
                    .iter()
                    .all(|(cell, (min, _))| cells.get(cell).is_some_and(|level| level >= min))
        })
        .collect();
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    for (index, first) in fitting.iter().enumerate() {
        for second in fitting.iter().skip(index + 1) {
            let both = first
                .with_features
                .keys()
                .chain(second.with_features.keys());
            let explained: BTreeSet<&Cell> =
                both.filter(|cell| cells.contains_key(*cell)).collect();
            if explained.len() == cells.len() {
                let asks = first.cells.len() + second.cells.len();
                found.push((asks, vec![first.id.clone(), second.id.clone()]));
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .take(PAIRS)
        .map(|(_, pair)| pair)
        .collect()
}
