//! Finding a function by the names that people and programs give it.

use crate::model::{Level, PerOperation, normalize};

use super::function::{Confidence, Function, FunctionId};

include!("data/tables.rs");

impl FunctionId {
    /// What is known about the function.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made here only, from the same table"
    )]
    pub fn get(self) -> &'static Function {
        &FUNCTIONS[usize::from(self.0)]
    }

    /// Its place in the catalog: less than the number of functions.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The modules in the order of ConnectWise's screen.
pub fn modules() -> &'static [&'static str] {
    MODULES
}

/// Every function, in the order of the modules.
pub fn functions() -> impl ExactSizeIterator<Item = (FunctionId, &'static Function)> {
    let mut id = 0;
    FUNCTIONS.iter().map(move |function| {
        let this = FunctionId(id);
        id += 1;
        (this, function)
    })
}

/// The functions of one module, given by its canonical name.
pub fn in_module(module: &str) -> impl Iterator<Item = (FunctionId, &'static Function)> {
    functions().filter(move |(_, function)| function.module == module)
}

/// Every spelling of a module, in the form in which names are compared.
pub(crate) fn module_spellings() -> impl Iterator<Item = &'static str> {
    MODULE_SPELLINGS.iter().map(|(spelling, _)| *spelling)
}

/// The canonical name of a module, from any spelling of it.
pub fn module(spelling: &str) -> Option<&'static str> {
    module_index(spelling).and_then(|index| MODULES.get(usize::from(index)).copied())
}

fn module_index(spelling: &str) -> Option<u16> {
    let spelling = normalize(spelling);
    let at = MODULE_SPELLINGS
        .binary_search_by(|(known, _)| (*known).cmp(&spelling))
        .ok()?;
    MODULE_SPELLINGS.get(at).map(|&(_, index)| index)
}

/// The function whose own names these are: what a role from ConnectWise has on nearly every row.
pub(crate) fn as_written(module: &str, function: &str) -> Option<FunctionId> {
    let of = |index: &u16| FunctionId(*index).get();
    let at = EXACT
        .binary_search_by(|index| (of(index).name, of(index).module).cmp(&(function, module)))
        .ok()?;
    EXACT.get(at).map(|index| FunctionId(*index))
}

/// The function that a module and a function name mean, in any spelling that is known.
pub fn resolve(module: &str, function: &str) -> Option<FunctionId> {
    if let Some(id) = as_written(module, function) {
        return Some(id);
    }
    let module = module_index(module)?;
    let function = normalize(function);
    let at = SPELLINGS
        .binary_search_by(|&(m, f, _)| (m, f).cmp(&(module, &function)))
        .ok()?;
    SPELLINGS.get(at).map(|&(_, _, index)| FunctionId(index))
}

/// Every function of any module that a function name alone can mean.
pub fn without_module(function: &str) -> Vec<FunctionId> {
    let function = normalize(function);
    SPELLINGS
        .iter()
        .filter(|(_, spelling, _)| *spelling == function)
        .map(|&(_, _, index)| FunctionId(index))
        .collect()
}

/// The function whose name is nearest to one that is not known: within the module where that is
/// known, otherwise anywhere.
pub fn nearest(module_name: &str, function: &str) -> Option<FunctionId> {
    let module = module(module_name);
    let candidates = functions()
        .zip(NORMALIZED)
        .filter(|((_, known), _)| module.is_none_or(|module| module == known.module))
        .map(|((id, _), name)| (name, id));
    crate::yaml::nearest_normalized(function, candidates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(module: &str, function: &str) -> Option<(&'static str, &'static str)> {
        resolve(module, function).map(|id| (id.get().module, id.get().name))
    }

    #[test]
    fn every_function_is_found_under_each_of_its_spellings() {
        assert!(functions().len() >= 93);
        for (id, function) in functions() {
            assert_eq!(resolve(function.module, function.name), Some(id));
            for alias in function.aliases {
                assert_eq!(resolve(function.module, alias), Some(id), "{alias}");
            }
        }
    }

    #[test]
    fn names_are_found_as_published_tables_spell_them() {
        let ticket = Some(("Service Desk", "Service Ticket - Dependencies"));
        assert_eq!(
            found("Service Desk", "Service Ticket – Dependencies"),
            ticket
        );
        assert_eq!(
            found("Time and Expenses", "time entry"),
            Some(("Time & Expense", "Time Entry"))
        );
        assert_eq!(
            found("Company", "Contacts"),
            Some(("Companies", "Contacts"))
        );
        assert_eq!(found("Finance", "Nothing Like It"), None);
        assert_eq!(found("No Such Module", "Contacts"), None);
    }

    #[test]
    fn a_function_name_alone_can_be_ambiguous() {
        assert_eq!(without_module("agreements").len(), 1);
        assert!(without_module("Reports").len() >= 4);
        assert!(without_module("no such function").is_empty());
    }

    #[test]
    fn the_nearest_name_stays_in_its_module() {
        let id = nearest("Finance", "Agrements").unwrap();
        assert_eq!((id.get().module, id.get().name), ("Finance", "Agreements"));
        assert_eq!(nearest("Finance", "Zzzz"), None);
    }
}
