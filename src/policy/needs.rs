//! What a policy says of one function, whatever is chosen: the other way round from resolving.

use super::load::Policy;
use super::row::{Customize, FunctionEntry, Grant, GrantEntry, Phase, Status};
use crate::catalogue::{self, FunctionKey};
use crate::model::{LevelRange, Operation, normalise};
use crate::yaml::OneOrMany;

/// A level that a policy states for an operation of a function, with everything that narrows when
/// it counts.
#[derive(Clone, Debug)]
pub struct Need<'a> {
    /// The policy that it stands in: the one that was asked, or one that it extends.
    pub stated_in: &'a Policy,
    /// Whether it is stated for every function of the module.
    pub whole_module: bool,
    /// The operation.
    pub operation: Operation,
    /// The levels that are accepted.
    pub range: LevelRange,
    /// Why.
    pub purpose: Option<&'a str>,
    /// The features that need it: of each list at least one must count.
    pub features: Vec<Vec<&'a str>>,
    /// When it counts.
    pub phase: Phase,
    /// Whether it is used.
    pub status: Status,
    /// The versions of `ConnectWise` PSA that it is for.
    pub connectwise: Option<&'a str>,
}

/// What a policy says of a function's Customize list.
#[derive(Clone, Copy, Debug)]
pub struct CustomizeNeed<'a> {
    /// The policy that it stands in.
    pub stated_in: &'a Policy,
    /// The list.
    pub customize: &'a Customize,
}

/// Every level that a policy states for a function, in the order of the file; by operation where
/// a row states several.
pub fn needs<'a>(policy: &'a Policy, function: &FunctionKey) -> Vec<Need<'a>> {
    rows(policy, function)
        .into_iter()
        .flat_map(|row| {
            Operation::ALL.into_iter().flat_map(move |operation| {
                let grants = row.entry.operation(operation).iter();
                grants.map(move |grant| row.need(operation, &grant.value))
            })
        })
        .collect()
}

/// Every word of a policy on a function's Customize list.
pub fn customize_needs<'a>(
    policy: &'a Policy,
    function: &FunctionKey,
) -> impl Iterator<Item = CustomizeNeed<'a>> {
    rows(policy, function).into_iter().filter_map(|row| {
        let customize = row.entry.customize.as_ref()?;
        Some(CustomizeNeed {
            stated_in: row.part,
            customize,
        })
    })
}

#[derive(Clone, Copy)]
struct Row<'a> {
    part: &'a Policy,
    whole_module: bool,
    entry: &'a FunctionEntry,
}

fn rows<'a>(policy: &'a Policy, function: &FunctionKey) -> Vec<Row<'a>> {
    let module = match function {
        FunctionKey::Known(id) => normalise(id.get().module),
        FunctionKey::Named { module, .. } => module.clone(),
    };
    let mut found = Vec::new();
    for part in policy.lineage() {
        for (written, entries) in &part.document.permissions {
            let known = catalogue::module(&written.value).unwrap_or(&written.value);
            if normalise(known) != module {
                continue;
            }
            for (name, entry) in entries {
                let whole_module = name.value == "*";
                if whole_module || FunctionKey::of(&written.value, &name.value) == *function {
                    found.push(Row {
                        part,
                        whole_module,
                        entry,
                    });
                }
            }
        }
    }
    found
}

impl<'a> Row<'a> {
    fn need(self, operation: Operation, grant: &'a GrantEntry) -> Need<'a> {
        let own: Option<&'a Grant> = match grant {
            GrantEntry::Word(_) => None,
            GrantEntry::Table(own) => Some(own),
        };
        let entry = self.entry;
        let row = names(&entry.when);
        let inner = own.map(|own| names(&own.when)).unwrap_or_default();
        Need {
            stated_in: self.part,
            whole_module: self.whole_module,
            operation,
            range: match grant {
                GrantEntry::Word(level) => LevelRange::exactly(*level),
                GrantEntry::Table(own) => own.level.value.range(),
            },
            purpose: own
                .and_then(|own| own.purpose.as_deref())
                .or(entry.purpose.as_deref()),
            features: [row, inner]
                .into_iter()
                .filter(|names| !names.is_empty())
                .collect(),
            phase: own
                .and_then(|own| *own.phase)
                .or(*entry.phase)
                .unwrap_or_default(),
            status: own
                .and_then(|own| *own.status)
                .or(*entry.status)
                .unwrap_or_default(),
            connectwise: entry
                .applies
                .as_ref()
                .and_then(|applies| applies.connectwise.as_ref())
                .map(|written| written.value.as_str()),
        }
    }
}

fn names(when: &OneOrMany<String>) -> Vec<&str> {
    when.iter().map(|name| name.value.as_str()).collect()
}
