//! The rows of a policy by function, in the order of the files.

use std::collections::HashMap;

use super::parsed::Policy;
use super::statements::{Row, module_key};
use crate::catalog::FunctionKey;
use crate::model::normalize;

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

impl Policy {
    /// Every function that the policy and those it extends list, in the order of the files.
    pub fn functions(&self) -> Vec<Stated<'_>> {
        let mut all: Vec<Stated<'_>> = Vec::new();
        let mut by_key: HashMap<(Option<FunctionKey>, String), usize> = HashMap::new();
        for row in self.rows() {
            let key = row.key();
            let module = match &key {
                Some(_) => String::new(),
                None => normalize(row.module_name()),
            };
            let at = *by_key.entry((key.clone(), module)).or_insert_with(|| {
                all.push(Stated {
                    module: row.known().map_or(row.module_name(), |known| known.module),
                    function: row.function_name(),
                    key,
                    rows: Vec::new(),
                });
                all.len() - 1
            });
            if let Some(known) = all.get_mut(at) {
                known.rows.push(row);
            }
        }
        all
    }

    /// The rows for one function, with those for every function of its module.
    pub fn rows_for<'a>(&'a self, function: &FunctionKey) -> impl Iterator<Item = Row<'a>> {
        let module = match function {
            FunctionKey::Known(id) => normalize(id.get().module),
            FunctionKey::Named { module, .. } => module.clone(),
        };
        let function = function.clone();
        self.rows().filter(move |row| {
            module_key(&row.module.value) == module && row.key().is_none_or(|key| key == function)
        })
    }
}
