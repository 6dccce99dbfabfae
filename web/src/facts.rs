//! Lists for the page: the library, the catalog, and combined requirements.

use leastwise::catalog;
use leastwise::model::{LevelRange, Operation};
use leastwise::policy::{Policy, Requirements, defined, library as policies};
use serde::Serialize;

/// An integration in the library.
#[derive(Serialize)]
pub(crate) struct Listed {
    id: String,
    title: String,
    vendor: Option<String>,
    summary: Option<String>,
    partial: bool,
    features: Vec<Feature>,
}

#[derive(Serialize)]
struct Feature {
    id: String,
    title: String,
}

pub(crate) fn library() -> Vec<Listed> {
    policies::ids()
        .filter_map(policies::load)
        .filter_map(Result::ok)
        .map(|policy| listed(&policy))
        .collect()
}

fn listed(policy: &Policy) -> Listed {
    let document = &policy.document;
    let mut features: Vec<Feature> = Vec::new();
    for (id, feature) in defined(policy) {
        if !features.iter().any(|known| known.id == id) {
            let title = feature.title.clone();
            features.push(Feature {
                id: id.to_owned(),
                title,
            });
        }
    }
    Listed {
        id: policy.id().to_owned(),
        title: document.title.clone(),
        vendor: document.vendor.as_deref().map(str::to_owned),
        summary: document.summary.as_deref().map(str::to_owned),
        partial: policy.is_partial(),
        features,
    }
}

/// A module and its functions.
#[derive(Serialize)]
pub(crate) struct Module {
    module: &'static str,
    functions: Vec<&'static str>,
}

pub(crate) fn catalog() -> Vec<Module> {
    catalog::modules()
        .iter()
        .map(|module| Module {
            module,
            functions: catalog::in_module(module)
                .map(|(_, known)| known.name)
                .collect(),
        })
        .collect()
}

pub(crate) fn nearest(module: &str, function: &str) -> Option<(&'static str, &'static str)> {
    let found =
        catalog::resolve(module, function).or_else(|| catalog::nearest(module, function))?;
    Some((found.get().module, found.get().name))
}

/// A row of the combined requirements.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    module: &'a str,
    function: &'a str,
    levels: Vec<Option<LevelRange>>,
    policies: Vec<&'a str>,
    allow: Vec<&'a str>,
}

pub(crate) fn rows(requirements: &Requirements) -> Vec<Row<'_>> {
    requirements
        .functions
        .iter()
        .map(|required| Row {
            module: &required.module,
            function: &required.function,
            levels: Operation::ALL
                .into_iter()
                .map(|operation| {
                    let asked = required.operations.get(operation).as_ref();
                    asked.map(|asked| asked.range)
                })
                .collect(),
            policies: {
                let places = required.listed.iter().map(|place| place.policy);
                let mut at: Vec<usize> = places.collect();
                at.dedup();
                at.into_iter()
                    .filter_map(|at| Some(requirements.policies.get(at)?.id.as_str()))
                    .collect()
            },
            allow: required
                .customize
                .iter()
                .flat_map(|list| &list.allow)
                .map(|(item, _)| item.as_str())
                .collect(),
        })
        .collect()
}
