//! Functions that are not in the catalog. All roles of a tenant have the same ones, so results are
//! cached.

use std::cell::RefCell;
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

/// A cached resolution of names.
struct Met {
    modules: Box<[Box<str>]>,
    functions: Box<[Box<str>]>,
    means: RowFunction,
}

impl Met {
    fn is_of(&self, modules: &[&str], functions: &[&str]) -> bool {
        let same = |known: &[Box<str>], names: &[&str]| {
            let mut pairs = known.iter().zip(names);
            known.len() == names.len() && pairs.all(|(known, name)| **known == **name)
        };
        same(&self.functions, functions) && same(&self.modules, modules)
    }
}

thread_local! {
    /// Two-way set-associative cache indexed by a hash of the names.
    static MET: RefCell<Vec<Option<Met>>> = const { RefCell::new(Vec::new()) };
}

/// What names mean, as it was found before or as `find` says.
pub(super) fn resolve_cached<E>(
    modules: &[&str],
    functions: &[&str],
    find: impl FnOnce() -> Result<RowFunction, E>,
) -> Result<RowFunction, E> {
    // More than ConnectWise has, and none of a length that fills the memory.
    const KEPT: u32 = 2048;
    const LONG: usize = 512;
    let names = || modules.iter().chain(functions);
    let number = names().fold(0, |number: u32, name| {
        number.rotate_left(7) ^ catalog::hash(name, "")
    });
    // Two entries with the same hash have a slot each.
    let places = [number, number.wrapping_add(1)].map(|number| (number % KEPT) as usize);
    MET.with_borrow_mut(|all| {
        if all.is_empty() {
            all.resize_with(KEPT as usize, || None);
        }
        for place in places {
            if let Some(Some(met)) = all.get(place)
                && met.is_of(modules, functions)
            {
                return Ok(met.means.clone());
            }
        }
        let means = find()?;
        let free = |place: &&usize| all.get(**place).is_some_and(Option::is_none);
        let place = places.iter().find(free).or(places.first());
        if names().map(|name| name.len()).sum::<usize>() < LONG
            && let Some(place) = place.and_then(|place| all.get_mut(*place))
        {
            let kept = |names: &[&str]| names.iter().map(|name| Box::from(*name)).collect();
            *place = Some(Met {
                modules: kept(modules),
                functions: kept(functions),
                means: means.clone(),
            });
        }
        Ok(means)
    })
}

impl From<UnknownFunction> for RowFunction {
    fn from(function: UnknownFunction) -> Self {
        Self::Unknown(Arc::new(function))
    }
}
