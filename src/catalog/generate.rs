//! Makes the tables of the catalog from its data: `UPDATE=1 cargo test --lib catalog` writes them, and
//! the test fails if they are outdated.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;

use serde::Deserialize;

use super::Confidence;
use crate::model::{Level, normalize};

#[derive(Deserialize)]
struct Module {
    name: String,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Function {
    module: String,
    #[serde(rename = "function")]
    name: String,
    levels: Levels,
    #[serde(default)]
    levels_sources: Vec<String>,
    #[serde(default)]
    levels_seen: Levels,
    customizable: Option<bool>,
    customize_identifier: Option<String>,
    aliases: Vec<String>,
    confidence: Confidence,
    sources: Vec<String>,
    notes: Option<String>,
}

#[derive(Default, Deserialize)]
struct Levels {
    add: Option<Vec<Level>>,
    edit: Option<Vec<Level>>,
    delete: Option<Vec<Level>>,
    inquire: Option<Vec<Level>>,
}

#[test]
fn the_tables_are_those_of_the_data() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data");
    let read = |name: &str| std::fs::read(data.join(name)).unwrap();
    let modules: Vec<Module> = serde_json::from_slice(&read("modules.json")).unwrap();
    let mut functions: Vec<Function> = serde_json::from_slice(&read("functions.json")).unwrap();
    let order = |module: &str| modules.iter().position(|known| known.name == module);
    functions.sort_by_key(|function| (order(&function.module), function.name.clone()));
    let mut made = String::new();
    catalog(&modules, &functions, &mut made).unwrap();
    let path = data.join("tables.rs");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "outdated: UPDATE=1 cargo test --lib catalog");
}

fn catalog(modules: &[Module], functions: &[Function], text: &mut String) -> fmt::Result {
    writeln!(
        text,
        "// Generated from the JSON files here: UPDATE=1 cargo test --lib catalog"
    )?;
    let names: Vec<&String> = modules.iter().map(|module| &module.name).collect();
    writeln!(text, "static MODULES: &[&str] = &{names:?};")?;

    let mut module_spellings = BTreeMap::new();
    for (index, module) in modules.iter().enumerate() {
        for spelling in std::iter::once(&module.name).chain(&module.aliases) {
            module_spellings.insert(normalize(spelling), index);
        }
    }
    writeln!(
        text,
        "static MODULE_SPELLINGS: &[(&str, u16)] = &{:?};",
        module_spellings.iter().collect::<Vec<_>>()
    )?;

    let names: Vec<String> = functions
        .iter()
        .map(|function| normalize(&function.name))
        .collect();
    writeln!(text, "static NORMALIZED: &[&str] = &{names:?};")?;
    writeln!(text, "static FUNCTIONS: &[Function] = &[")?;
    let mut spellings: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut exact = BTreeMap::new();
    for (index, function) in functions.iter().enumerate() {
        let module = modules
            .iter()
            .position(|known| known.name == function.module);
        let module = module.expect("functions.json names a module that modules.json lacks");
        exact.insert((&function.name, &function.module), index);
        // The screen prints a link to the Customize list after the name, and users copy both.
        let with_link = function
            .customize_identifier
            .as_ref()
            .map(|_| format!("{} (customize)", function.name));
        let names = std::iter::once(&function.name).chain(&function.aliases);
        for spelling in names.chain(&with_link) {
            let before = spellings.insert((module, normalize(spelling)), index);
            assert!(
                before.is_none_or(|before| before == index),
                "functions.json gives `{spelling}` to two functions of a module"
            );
        }
        writeln!(
            text,
            "Function {{ module: {:?}, name: {:?}, aliases: &{:?}, customizable: {:?}, \
             customize: {:?}, offered: {}, offered_sources: &{:?}, seen: {}, confidence: Confidence::{:?}, sources: &{:?}, notes: {:?} }},",
            function.module,
            function.name,
            function.aliases,
            function.customizable,
            function.customize_identifier,
            levels(&function.levels),
            function.levels_sources,
            levels(&function.levels_seen),
            function.confidence,
            function.sources,
            function.notes
        )?;
    }
    writeln!(text, "];")?;
    // In the order of their names, for a binary search.
    let exact: Vec<_> = exact.values().collect();
    writeln!(text, "static EXACT: &[u16] = &{exact:?};")?;
    writeln!(text, "static SPELLINGS: &[(u16, &str, u16)] = &[")?;
    for ((module, spelling), index) in &spellings {
        writeln!(text, "({module}, {spelling:?}, {index}),")?;
    }
    writeln!(text, "];")
}

fn levels(levels: &Levels) -> String {
    let one = |levels: &Option<Vec<Level>>| match levels {
        None => "None".to_owned(),
        Some(levels) => {
            let levels = levels.iter().map(|level| format!("Level::{level}"));
            format!("Some(&[{}])", levels.collect::<Vec<_>>().join(", "))
        }
    };
    format!(
        "PerOperation {{ add: {}, edit: {}, delete: {}, inquire: {} }}",
        one(&levels.add),
        one(&levels.edit),
        one(&levels.delete),
        one(&levels.inquire)
    )
}
