//! Several policies as one: what `leastwise policy merge` writes.

use super::Policy;
use super::draft::{Draft, DraftCell, DraftRow};
use super::requirements::{FunctionRequirement, Requirements, said};
use crate::model::{Level, LevelRange, Operation, PerOperation, unique};
use crate::report::Idle;

impl Draft {
    /// One policy that asks what others ask together under the choices that were made.
    pub fn joined(policies: &[&Policy], requirements: &Requirements, id: &str) -> Self {
        let titles: Vec<&str> = policies
            .iter()
            .map(|policy| policy.document.title.as_str())
            .collect();
        let lineage = || policies.iter().flat_map(|policy| policy.lineage());
        let mut sources: Vec<(String, Option<String>)> = Vec::new();
        for source in lineage().flat_map(|policy| &policy.document.sources) {
            let day = source.retrieved.as_ref().map(|day| day.value.clone());
            if !sources.iter().any(|(url, _)| *url == source.url) {
                sources.push((source.url.clone(), day));
            }
        }
        let names: Vec<String> = policies
            .iter()
            .map(|policy| format!("`{}`", policy.id()))
            .collect();
        let mut notes = vec![format!("Written by Leastwise from {}", names.join(", "))];
        notes.extend(
            lineage()
                .filter(|policy| policy.document.member.is_some())
                .map(|policy| {
                    format!(
                        "`{}` also asks for settings of the API member, which are not merged here",
                        policy.id()
                    )
                }),
        );
        let several = requirements.policies.len() > 1;
        let row = |function: &FunctionRequirement| DraftRow {
            optional: function.list_is_optional(),
            partial: function.list_is_open(),
            module: function.module.clone(),
            function: function.function.clone(),
            formerly: function
                .older
                .iter()
                .map(|older| {
                    (
                        older.module.clone(),
                        older.name.clone(),
                        older.before.clone(),
                    )
                })
                .collect(),
            cells: PerOperation::from_fn(|operation| {
                let asked = function.operations.get(operation).as_ref()?;
                Some(DraftCell {
                    range: asked.range,
                    limit: asked.origins.iter().any(|origin| origin.ceiling.is_some()),
                    purpose: Some(requirements.joined(&said(&asked.origins), several))
                        .filter(|text| !text.is_empty()),
                    ..DraftCell::exactly(Level::None)
                })
            }),
            asks_nothing: function.unstated.is_empty(),
            for_setup: PerOperation::from_fn(|operation| left_from_setup(function, operation)),
            allow: function
                .counting_lists()
                .flat_map(|list| names_of(&list.allow))
                .collect(),
            disallow: function
                .customize
                .iter()
                .flat_map(|list| names_of(&list.disallow))
                .collect(),
            all: function.customize.iter().any(|list| list.all),
        };
        Self {
            features: Vec::new(),
            id: id.to_owned(),
            title: titles.join(" and "),
            version: None,
            sources,
            coverage: requirements.coverage,
            unlisted: Some(requirements.unlisted),
            notes,
            unconfirmed: lineage()
                .flat_map(|policy| &policy.document.unconfirmed)
                .map(|open| {
                    let (module, function) = (open.module.0.clone(), open.function.0.clone());
                    (module, function, open.guess.value.clone())
                })
                .collect(),
            rows: requirements.functions.iter().map(row).collect(),
        }
    }
}

/// The levels of an operation that are for the setup only, while another phase is chosen.
fn left_from_setup(function: &FunctionRequirement, operation: Operation) -> Vec<LevelRange> {
    let dormant = function.dormant.get(operation).iter();
    let left = dormant.filter(|dormant| dormant.reason == Idle::Setup);
    unique(left.map(|dormant| dormant.origin.range))
}

fn names_of(list: &[(String, super::Place)]) -> Vec<String> {
    list.iter().map(|(item, _)| item.clone()).collect()
}
