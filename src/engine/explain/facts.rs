//! What is known of a function and of a module, gathered: what JSON prints as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalog::{self, Endpoint, FunctionId, FunctionKey};
use crate::model::{Level, LevelRange, Operation, Problem};
use crate::policy::{self, Phase, Policy, Statement, Use};

/// What is known of a module.
#[derive(Debug, Serialize)]
pub(crate) struct ModuleFacts {
    pub(crate) module: &'static str,
    pub(crate) functions: Vec<Listed>,
}

/// A function in the list of its module.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) function: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) standing: &'static str,
    pub(crate) sources: usize,
}

/// What is known of a function.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FunctionFacts<'a> {
    pub(crate) module: &'static str,
    pub(crate) function: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) confidence: &'static str,
    /// `fact` when two sources agree, `likely`, or `guess`.
    pub(crate) standing: &'static str,
    pub(crate) operations: BTreeMap<&'static str, Levels>,
    /// What may be made of the levels that are offered; null where none is known.
    pub(crate) offered_standing: Option<&'static str>,
    pub(crate) offered_sources: &'static [&'static str],
    pub(crate) customize: CustomizeFacts<'a>,
    pub(crate) needs: Vec<NeedFacts<'a>>,
    pub(crate) endpoints: Vec<EndpointFacts>,
    pub(crate) notes: Option<&'static str>,
    pub(crate) sources: &'static [&'static str],
    pub(crate) retrieved: &'static str,
}

/// The levels of an operation; null is not known.
#[derive(Debug, Serialize)]
pub(crate) struct Levels {
    pub(crate) offered: Option<&'static [Level]>,
    pub(crate) seen: Option<Vec<Level>>,
}

/// What is known of the function's Customize list.
#[derive(Debug, Serialize)]
pub(crate) struct CustomizeFacts<'a> {
    /// Whether there is one; null is not known.
    pub(crate) has: Option<bool>,
    pub(crate) identifier: Option<&'static str>,
    pub(crate) items: Vec<ItemFacts<'a>>,
}

/// An item of the list, as policies of the library name it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemFacts<'a> {
    pub(crate) item: &'a str,
    pub(crate) allowed_by: Vec<&'a str>,
    pub(crate) disallowed_by: Vec<&'a str>,
}

/// A level that a policy of the library states.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NeedFacts<'a> {
    pub(crate) policy: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stated_in: Option<&'a str>,
    pub(crate) operation: Operation,
    pub(crate) level: LevelRange,
    pub(crate) purpose: Option<&'a str>,
    /// Of each list at least one feature must be in use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) features: Vec<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phase: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connectwise: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) whole_module: bool,
}

/// A request that the function guards.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointFacts {
    pub(crate) methods: &'static [&'static str],
    pub(crate) path: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) condition: Option<&'static str>,
    pub(crate) operations: &'static [Operation],
    pub(crate) level_seen: Option<Level>,
    pub(crate) customize_item: Option<&'static str>,
    pub(crate) confidence: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) notes: Option<&'static str>,
    pub(crate) sources: &'static [&'static str],
}

/// Every policy of the library.
pub(crate) fn library() -> Result<Vec<Policy>, Vec<Problem>> {
    policy::library::ids()
        .filter_map(policy::library::load)
        .collect()
}

/// The function as it can be typed.
pub(crate) fn title(id: FunctionId) -> String {
    let function = id.get();
    format!("{}/{}", function.module, function.name)
}

impl ModuleFacts {
    pub(crate) fn of(module: &'static str) -> Self {
        let functions = catalog::in_module(module)
            .map(|(_, function)| Listed {
                function: function.name,
                aliases: function.aliases,
                standing: function
                    .confidence()
                    .standing(function.sources.len())
                    .word(),
                sources: function.sources.len(),
            })
            .collect();
        Self { module, functions }
    }
}

impl<'a> FunctionFacts<'a> {
    pub(crate) fn of(id: FunctionId, policies: &'a [Policy]) -> Self {
        let function = id.get();
        let key = FunctionKey::Known(id);
        let needs: Vec<NeedFacts<'a>> = policies
            .iter()
            .flat_map(|policy| {
                policy
                    .statements_for(&key)
                    .map(|statement| NeedFacts::of(policy, &statement))
            })
            .collect();
        Self {
            module: function.module,
            function: function.name,
            aliases: function.aliases,
            confidence: function.confidence().word(),
            standing: function
                .confidence()
                .standing(function.sources.len())
                .word(),
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
            offered_standing: function
                .offered
                .iter()
                .any(|(_, levels)| levels.is_some())
                .then(|| function.offered_standing().word()),
            offered_sources: function.offered_sources,
            customize: CustomizeFacts {
                has: function.customizable,
                identifier: function.customize,
                items: items(&key, policies),
            },
            needs,
            endpoints: catalog::guarded_by(id).map(EndpointFacts::of).collect(),
            notes: function.notes,
            sources: function.sources,
            retrieved: catalog::RETRIEVED,
        }
    }

    /// The name as it can be typed.
    pub(crate) fn title(&self) -> String {
        catalog::resolve(self.module, self.function).map_or_else(String::new, title)
    }
}

/// The levels that the catalog's sources ask for, and those that the library's policies do: the
/// tables of the library are read cell by cell, and the catalog may know of less.
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

impl EndpointFacts {
    fn of(endpoint: &'static Endpoint) -> Self {
        Self {
            methods: endpoint.methods,
            path: endpoint.path,
            condition: endpoint.condition,
            operations: endpoint.operations,
            level_seen: endpoint.level_seen,
            customize_item: endpoint.customize_item,
            confidence: endpoint.confidence().word(),
            standing: endpoint
                .confidence()
                .standing(endpoint.sources.len())
                .word(),
            notes: endpoint.notes,
            sources: endpoint.sources,
        }
    }
}
