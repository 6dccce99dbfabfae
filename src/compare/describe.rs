//! The least-privilege role of some policies: every known function with the lowest level that is
//! enough.

use serde_json::{Map, Value};

use crate::catalog::{self, FunctionKey};
use crate::model::{Level, Operation, PerOperation};
use crate::policy::{FunctionRequirement, Requirements};
use crate::role::{RoleHeader, SNAPSHOT_SCHEMA, Setting, Snapshot};

/// The least-privilege role for some requirements, as a complete snapshot.
pub fn least_role(requirements: &Requirements, name: &str) -> Snapshot<Setting> {
    let least = |of: Option<&FunctionRequirement>| {
        PerOperation::from_fn(|operation| {
            let asked = of.and_then(|function| function.operations.get(operation).as_ref());
            asked.map_or(Level::None, |asked| asked.range.min)
        })
    };
    let function = |index: Option<usize>| index.and_then(|index| requirements.functions.get(index));
    let known = catalog::functions().map(|(id, known)| {
        let index = requirements
            .index_of(&FunctionKey::Known(id))
            .or_else(|| requirements.index_of_module(known.module));
        setting(known.module, known.name, least(function(index)))
    });
    // Functions that are not in the catalog are needed too.
    let unknown = requirements
        .functions
        .iter()
        .filter(|function| matches!(function.key, Some(FunctionKey::Named { .. })))
        .map(|function| setting(&function.module, &function.function, least(Some(function))));
    let settings: Vec<Setting> = known.chain(unknown).collect();
    Snapshot {
        schema: SNAPSHOT_SCHEMA.to_owned(),
        role: Some(RoleHeader {
            name: Some(name.to_owned()),
            admin_flag: Some(false),
            ..RoleHeader::default()
        }),
        count: u64::try_from(settings.len()).ok(),
        complete: Some(true),
        settings,
        member: None,
        host: None,
        api_version: None,
        fetched_at: None,
        used_by: None,
        customize_items: None,
    }
}

fn setting(module: &str, function: &str, levels: PerOperation<Level>) -> Setting {
    let mut fields = Map::new();
    let names = [
        ("moduleDescription", module),
        ("moduleFunctionDescription", function),
    ];
    for (field, name) in names {
        fields.insert(field.to_owned(), Value::from(name));
    }
    for operation in Operation::ALL {
        let level = levels.get(operation).word();
        fields.insert(operation.api_field().to_owned(), Value::from(level));
    }
    fields
}
