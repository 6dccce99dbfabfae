//! Functions that are not in the catalog. All roles of a tenant have the same ones, so results are
//! cached.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::RowFunction;
use crate::catalog::{self, FunctionId, FunctionKey};

/// A function that is not in the catalog.
#[derive(Debug)]
pub struct UnknownFunction {
    names: Box<[(String, String)]>,
    module: Option<&'static str>,
    key: FunctionKey,
    nearest: OnceLock<Option<FunctionId>>,
}

impl UnknownFunction {
    /// The function with these modules and names, the most specific first.
    pub fn new(names: impl Into<Box<[(String, String)]>>) -> Self {
        let names = names.into();
        let (module, function) = first(&names);
        Self {
            module: catalog::module(module),
            key: FunctionKey::named(module, function),
            nearest: OnceLock::new(),
            names,
        }
    }

    /// The module and the function for display.
    pub fn shown(&self) -> (&str, &str) {
        first(&self.names)
    }

    /// The modules and names under which a policy may list it, the most specific first.
    pub fn names(&self) -> &[(String, String)] {
        &self.names
    }

    /// The module as in the catalog, if it is known.
    pub const fn module(&self) -> Option<&'static str> {
        self.module
    }

    /// The key of its most specific names.
    pub const fn key(&self) -> &FunctionKey {
        &self.key
    }

    /// The function in the catalog with the nearest name.
    pub fn nearest(&self) -> Option<FunctionId> {
        *self.nearest.get_or_init(|| {
            let (module, function) = self.shown();
            catalog::nearest(module, function)
        })
    }
}

fn first(names: &[(String, String)]) -> (&str, &str) {
    names.first().map_or(("", ""), |(module, function)| {
        (module.as_str(), function.as_str())
    })
}

impl PartialEq for UnknownFunction {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Eq for UnknownFunction {}

impl Hash for UnknownFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names.hash(state);
    }
}

thread_local! {
    /// What names mean, by the number of names of the module and all names, each after a zero.
    static RESOLVED: RefCell<HashMap<String, RowFunction>> = RefCell::new(HashMap::new());
}

/// What names mean, from the cache or from `find`.
pub(super) fn resolve_cached<E>(
    modules: &[&str],
    functions: &[&str],
    find: impl FnOnce() -> Result<RowFunction, E>,
) -> Result<RowFunction, E> {
    // More than ConnectWise has, and none so long that the cache fills the memory.
    const KEPT: usize = 2048;
    const LONG: usize = 512;
    let mut names = modules.len().to_string();
    for name in modules.iter().chain(functions) {
        names.push('\0');
        names.push_str(name);
    }
    // A name that contains the separator could look like two.
    let parts = names.bytes().filter(|byte| *byte == 0).count();
    if parts != modules.len() + functions.len() {
        return find();
    }
    RESOLVED.with_borrow_mut(|all| {
        if let Some(known) = all.get(&names) {
            return Ok(known.clone());
        }
        let means = find()?;
        if names.len() < LONG {
            if all.len() >= KEPT {
                all.clear();
            }
            all.insert(names, means.clone());
        }
        Ok(means)
    })
}

impl From<UnknownFunction> for RowFunction {
    fn from(function: UnknownFunction) -> Self {
        Self::Unknown(Arc::new(function))
    }
}
