//! What is known about a function and of a module, as JSON prints it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalog::{self, FunctionId, FunctionKey};
use crate::endpoints::guarded_requests;
use crate::model::{Level, LevelRange, Operation, Problem};
use crate::policy::{self, Phase, Policy, Row, Statement, Use};

/// What is known about a module.
#[derive(Debug, Serialize)]
pub struct ModuleFacts {
    /// Module.
    pub module: &'static str,
    /// Functions.
    pub functions: Vec<Listed>,
}

/// A function in the list of its module.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Function.
    pub function: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// How well it is known: `fact`, `likely` or `guess`.
    pub certainty: &'static str,
    /// Sources.
    pub sources: usize,
}

/// What is known about a function.
#[derive(Debug, Serialize)]
pub struct FunctionFacts<'a> {
    /// Module.
    pub module: &'static str,
    /// Function.
    pub function: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Confidence of the best source.
    pub confidence: &'static str,
    /// `fact` when two sources agree, `likely`, or `guess`.
    pub certainty: &'static str,
    /// Levels by operation.
    pub operations: BTreeMap<&'static str, Levels>,
    /// How well the offered levels are known; null where none is known.
    pub offered_certainty: Option<&'static str>,
    /// Sources of the offered levels.
    pub offered_sources: &'static [&'static str],
    /// The Customize list.
    pub customize: CustomizeFacts<'a>,
    /// Levels that policies in the library state.
    pub needs: Vec<NeedFacts<'a>>,
    /// Published requests that need the function.
    pub endpoints: Vec<RequestFacts>,
    /// What else is known.
    pub notes: Option<&'static str>,
    /// Sources.
    pub sources: &'static [&'static str],
    /// Day on which the sources were read.
    pub retrieved: &'static str,
}

/// The levels of an operation; null is not known.
#[derive(Debug, Serialize)]
pub struct Levels {
    /// Levels that ConnectWise offers.
    pub offered: Option<&'static [Level]>,
    /// Levels seen in published tables.
    pub seen: Option<Vec<Level>>,
}

/// What is known about the function's Customize list.
#[derive(Debug, Serialize)]
pub struct CustomizeFacts<'a> {
    /// Whether there is one; null is not known.
    pub has: Option<bool>,
    /// Name in `mySecurity/customizeItems`.
    pub identifier: Option<&'static str>,
    /// Items.
    pub items: Vec<ItemFacts<'a>>,
}

/// An item of the list, as policies in the library name it.
#[derive(Debug, Serialize)]
pub struct ItemFacts<'a> {
    /// Item.
    pub item: &'a str,
    /// Policies that allow it.
    pub allowed_by: Vec<&'a str>,
    /// Policies that disallow it.
    pub disallowed_by: Vec<&'a str>,
}

/// A level that a policy in the library states.
#[derive(Debug, Serialize)]
pub struct NeedFacts<'a> {
    /// Policy.
    pub policy: &'a str,
    /// Policy that it extends and that states the level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_in: Option<&'a str>,
    /// Operation.
    pub operation: Operation,
    /// Level.
    pub level: LevelRange,
    /// Why.
    pub purpose: Option<&'a str>,
    /// Of each list at least one feature must be in use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Vec<&'a str>>,
    /// Phase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<&'static str>,
    /// Whether it is optional or no longer used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// Versions of ConnectWise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connectwise: Option<&'a str>,
    /// Whether it is stated for every function of the module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_module: bool,
}

/// A request that the function guards, according to the unofficial map.
#[derive(Debug, Serialize)]
pub struct RequestFacts {
    /// Method.
    pub method: &'static str,
    /// Published path.
    pub path: &'static str,
    /// Operation of the function that it needs.
    pub operation: Operation,
    /// Confidence: `documented`, `likely` or `inferred`.
    pub grade: &'static str,
}

/// Every policy in the library.
pub fn library() -> Result<Vec<Policy>, Vec<Problem>> {
    policy::library::ids()
        .filter_map(policy::library::load)
        .collect()
}

impl ModuleFacts {
    /// Facts of a module.
    pub fn of(module: &'static str) -> Self {
        let functions = catalog::in_module(module)
            .map(|(_, function)| Listed {
                function: function.name,
                aliases: function.aliases,
                certainty: function.certainty().word(),
                sources: function.sources.len(),
            })
            .collect();
        Self { module, functions }
    }
}

impl<'a> FunctionFacts<'a> {
    /// Facts of a function, with what policies state.
    pub fn of(id: FunctionId, policies: &'a [Policy]) -> Self {
        let function = id.get();
        let key = FunctionKey::Known(id);
        let needs: Vec<NeedFacts<'a>> = policies
            .iter()
            .flat_map(|policy| {
                let statements = policy.rows_for(&key).flat_map(Row::statements);
                statements.map(|statement| NeedFacts::of(policy, &statement))
            })
            .collect();
        Self {
            module: function.module,
            function: function.name,
            aliases: function.aliases,
            confidence: function.confidence.word(),
            certainty: function.certainty().word(),
            operations: Operation::ALL
                .into_iter()
                .map(|operation| {
                    let levels = Levels {
                        offered: *function.offered.get(operation),
                        seen: seen(*function.seen.get(operation), &needs, operation),
                    };
                    (operation.key(), levels)
                })
                .collect(),
            offered_certainty: function
                .offered
                .iter()
                .any(|(_, levels)| levels.is_some())
                .then(|| function.offered_certainty().word()),
            offered_sources: function.offered_sources,
            customize: CustomizeFacts {
                has: function.customizable,
                identifier: function.customize,
                items: items(&key, policies),
            },
            needs,
            endpoints: requests(id),
            notes: function.notes,
            sources: function.sources,
            retrieved: catalog::RETRIEVED,
        }
    }
}

fn requests(id: FunctionId) -> Vec<RequestFacts> {
    let function = id.get();
    let of = |operation| {
        guarded_requests(function.module, function.name, operation)
            .iter()
            .map(move |request| RequestFacts {
                method: request.method,
                path: request.path,
                operation,
                grade: request.grade.word(),
            })
    };
    Operation::ALL.into_iter().flat_map(of).collect()
}

/// The levels that the catalog's sources ask for, and those that the library's policies do: the
/// tables in the library are read cell by cell, and the catalog may know of less.
fn seen(
    catalog: Option<&[Level]>,
    needs: &[NeedFacts<'_>],
    operation: Operation,
) -> Option<Vec<Level>> {
    let exact = |need: &&NeedFacts<'_>| {
        need.operation == operation && !need.whole_module && need.level.min == need.level.max
    };
    let stated = needs.iter().filter(exact).map(|need| need.level.min);
    let all: BTreeSet<Level> = catalog
        .into_iter()
        .flatten()
        .copied()
        .chain(stated)
        .collect();
    (!all.is_empty()).then(|| all.into_iter().collect())
}

fn items<'a>(key: &FunctionKey, policies: &'a [Policy]) -> Vec<ItemFacts<'a>> {
    let mut items: BTreeMap<&str, ItemFacts<'a>> = BTreeMap::new();
    for policy in policies {
        let lists = policy.rows_for(key);
        for customize in lists.filter_map(|row| row.entry.customize.as_ref()) {
            let lists = [(&customize.allow, true), (&customize.disallow, false)];
            for (list, allowed) in lists {
                for item in list {
                    let facts = items.entry(&item.value).or_insert_with(|| ItemFacts {
                        item: &item.value,
                        allowed_by: Vec::new(),
                        disallowed_by: Vec::new(),
                    });
                    let by = if allowed {
                        &mut facts.allowed_by
                    } else {
                        &mut facts.disallowed_by
                    };
                    if !by.contains(&policy.id()) {
                        by.push(policy.id());
                    }
                }
            }
        }
    }
    items.into_values().collect()
}

impl<'a> NeedFacts<'a> {
    fn of(policy: &'a Policy, need: &Statement<'a>) -> Self {
        let condition = &need.condition;
        Self {
            policy: policy.id(),
            stated_in: Some(need.row.stated_in.id()).filter(|id| *id != policy.id()),
            operation: need.operation,
            level: need.range,
            purpose: need.purpose,
            features: condition
                .features()
                .map(|list| list.iter().map(|name| name.value.as_str()).collect())
                .collect(),
            phase: (condition.phase == Phase::Setup).then_some("setup"),
            status: (condition.usage != Use::Used).then(|| condition.usage.word()),
            connectwise: condition.connectwise,
            whole_module: need.row.is_whole_module(),
        }
    }
}
