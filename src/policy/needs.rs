//! What a policy says of one function, whatever is chosen: the other way round from resolving.

use super::load::Policy;
use super::row::{Customize, FunctionEntry, Grant, GrantEntry, Status};
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, LevelRange, Operation, Phase, Span, normalize};
use crate::yaml::{OneOrMany, Spanned};

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
    /// A limit that it sets for everyone.
    pub ceiling: Option<Level>,
    /// Where the level is written.
    pub span: Span,
    /// Why.
    pub purpose: Option<&'a str>,
    /// A remark on the level itself.
    pub note: Option<&'a str>,
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
                grants.map(move |grant| row.need(operation, grant))
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

/// A function, or every function of a module, with the rows that a policy and those it extends
/// have for it.
#[derive(Clone, Debug)]
pub struct Stated<'a> {
    /// The module, canonical where it is known.
    pub module: &'a str,
    /// The function, canonical where it is known; `*` for every function of the module.
    pub function: &'a str,
    /// Which function; `None` for every function of the module.
    pub key: Option<FunctionKey>,
    /// Its rows: the policy's own first.
    pub rows: Vec<Row<'a>>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    part: &'a Policy,
    whole_module: bool,
    /// What is written.
    pub entry: &'a FunctionEntry,
}

/// Every function that a policy and those it extends list, in the order of the files.
pub fn stated(policy: &Policy) -> Vec<Stated<'_>> {
    let mut all: Vec<Stated<'_>> = Vec::new();
    for part in policy.lineage() {
        for (written, entries) in &part.document.permissions {
            for (name, entry) in entries {
                let whole_module = name.value == "*";
                let key = (!whole_module).then(|| FunctionKey::of(&written.value, &name.value));
                let (module, function) = match &key {
                    Some(FunctionKey::Known(id)) => (id.get().module, id.get().name),
                    _ => (
                        catalog::module(&written.value).unwrap_or(&written.value),
                        name.value.as_str(),
                    ),
                };
                let row = Row {
                    part,
                    whole_module,
                    entry,
                };
                let same = |known: &&mut Stated<'_>| {
                    known.key == key
                        && (key.is_some() || normalize(known.module) == normalize(module))
                };
                match all.iter_mut().find(same) {
                    Some(known) => known.rows.push(row),
                    None => all.push(Stated {
                        module,
                        function,
                        key,
                        rows: vec![row],
                    }),
                }
            }
        }
    }
    all
}

fn rows<'a>(policy: &'a Policy, function: &FunctionKey) -> Vec<Row<'a>> {
    let module = match function {
        FunctionKey::Known(id) => normalize(id.get().module),
        FunctionKey::Named { module, .. } => module.clone(),
    };
    let mut found = Vec::new();
    for part in policy.lineage() {
        for (written, entries) in &part.document.permissions {
            let known = catalog::module(&written.value).unwrap_or(&written.value);
            if normalize(known) != module {
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
    /// Every level of the row, in the order in which they are written.
    pub fn needs(self) -> Vec<Need<'a>> {
        let mut needs: Vec<Need<'a>> = Operation::ALL
            .into_iter()
            .flat_map(|operation| {
                let grants = self.entry.operation(operation).iter();
                grants.map(move |grant| self.need(operation, grant))
            })
            .collect();
        needs.sort_by_key(|need| need.span.start);
        needs
    }

    /// The features that need the row: one of them must count.
    pub fn features(self) -> Vec<&'a str> {
        names(&self.entry.when)
    }

    fn need(self, operation: Operation, written: &'a Spanned<GrantEntry>) -> Need<'a> {
        let grant = &written.value;
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
            ceiling: own.and_then(|own| own.level.value.ceiling()),
            span: written.span,
            note: own.and_then(|own| own.note.as_deref()),
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
