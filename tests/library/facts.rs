//! The tables as published: one file of facts each.

use std::path::{Path, PathBuf};

use leastwise::catalog;
use leastwise::model::Operation;
use leastwise::policy::{Policy, library};
use serde::Deserialize;

/// A published table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    #[serde(skip)]
    pub(crate) id: String,
    pub(crate) vendor: String,
    #[serde(rename = "product")]
    _product: String,
    pub(crate) url: String,
    #[serde(rename = "notation")]
    _notation: String,
    pub(crate) complete: bool,
    pub(crate) permissions: Vec<Row>,
    pub(crate) oddities: Vec<String>,
    #[serde(default)]
    pub(crate) completeness_note: Option<String>,
}

/// A row as on its page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) module: Option<String>,
    pub(crate) function: String,
    add: Option<String>,
    edit: Option<String>,
    delete: Option<String>,
    inquire: Option<String>,
    pub(crate) customize: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) customize_note: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) purpose: Option<String>,
    #[serde(default)]
    pub(crate) level_assumed: Vec<String>,
    #[serde(default)]
    pub(crate) level_unplaced: Vec<String>,
    #[serde(default, rename = "printed_values")]
    _printed_values: Option<String>,
}

impl Row {
    /// What the page prints for an operation.
    pub(crate) fn cell(&self, operation: Operation) -> Option<&str> {
        match operation {
            Operation::Add => &self.add,
            Operation::Edit => &self.edit,
            Operation::Delete => &self.delete,
            Operation::Inquire => &self.inquire,
        }
        .as_deref()
    }

    /// The function that a person would choose for the row; `None` if there is none.
    pub(crate) fn function(&self) -> Option<(&'static str, &'static str)> {
        let module = self.module.as_deref();
        if WHOLE_MODULE.contains(&self.function.as_str()) {
            return Some((catalog::module(module?)?, "*"));
        }
        let known = module.filter(|module| catalog::module(module).is_some());
        let id = match known {
            Some(module) => catalog::resolve(module, &self.function)?,
            // Without a module, or with one that does not exist, the function must be the only one.
            None => match catalog::without_module(&self.function)[..] {
                [only] => only,
                _ => return None,
            },
        };
        Some((id.get().module, id.get().name))
    }
}

/// How pages say that a line means every function of a module.
const WHOLE_MODULE: [&str; 3] = ["*", "* (all functions)", "All Permissions"];

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the files in a directory with this suffix, without the suffix, sorted.
pub(crate) fn stems(folder: &Path, ending: &str) -> Vec<String> {
    let mut stems: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.strip_suffix(ending).unwrap().to_owned())
        .collect();
    stems.sort();
    stems
}

/// Every published table.
pub(crate) fn all() -> Vec<Facts> {
    let folder = root().join("tests/facts");
    let read = |id: String| {
        let text = std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
        let facts = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{id}: {error}"));
        Facts { id, ..facts }
    };
    stems(&folder, ".json").into_iter().map(read).collect()
}

/// A policy in the library.
pub(crate) fn policy(id: &str) -> Policy {
    library::load(id)
        .unwrap_or_else(|| panic!("there is no policy {id}"))
        .unwrap_or_else(|problems| panic!("{id}: {problems:#?}"))
}
