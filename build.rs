//! Generates tables from the data files: the catalog of modules and functions, the list of
//! built-in policies, and the published schemas without whitespace.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use serde::Deserialize;

#[path = "src/model/name.rs"]
#[allow(
    unreachable_pub,
    dead_code,
    reason = "for the library that it belongs to"
)]
mod name;

#[path = "src/catalog/hash.rs"]
mod hash;

use hash::hash;
use name::normalize;

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
    confidence: String,
    sources: Vec<String>,
    notes: Option<String>,
}

#[derive(Default, Deserialize)]
struct Levels {
    add: Option<Vec<String>>,
    edit: Option<Vec<String>>,
    delete: Option<Vec<String>>,
    inquire: Option<Vec<String>>,
}

/// The commit for `--version`, where it is known.
fn commit(root: &str) {
    println!("cargo:rerun-if-env-changed=LEASTWISE_COMMIT");
    let given = env::var("LEASTWISE_COMMIT").ok();
    let commit = given.filter(|commit| !commit.is_empty()).or_else(|| {
        // The sources of a package may be inside of another repository.
        if !Path::new(root).join(".git").exists() {
            return None;
        }
        let mut git = Command::new("git");
        git.args(["rev-parse", "--short=10", "HEAD"])
            .current_dir(root);
        let said = git.output().ok().filter(|said| said.status.success())?;
        Some(String::from_utf8_lossy(&said.stdout).trim().to_owned())
    });
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo:rustc-env=LEASTWISE_COMMIT_SHOWN={commit}");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    let data = Path::new(&root).join("src/catalog/data");
    println!("cargo:rerun-if-changed=src/catalog/data");
    println!("cargo:rerun-if-changed=src/model/name.rs");
    println!("cargo:rerun-if-changed=src/catalog/hash.rs");
    println!("cargo:rerun-if-changed=policies");
    println!("cargo:rerun-if-changed=schemas");
    let modules: Vec<Module> = serde_json::from_slice(&fs::read(data.join("modules.json"))?)?;
    let mut functions: Vec<Function> =
        serde_json::from_slice(&fs::read(data.join("functions.json"))?)?;
    let order = |module: &str| modules.iter().position(|known| known.name == module);
    functions.sort_by_key(|function| (order(&function.module), function.name.clone()));
    fs::write(
        Path::new(&out).join("catalog.rs"),
        catalog(&modules, &functions)?,
    )?;
    commit(&root);
    fs::write(
        Path::new(&out).join("library.rs"),
        library(&Path::new(&root).join("policies"))?,
    )?;
    schemas(&Path::new(&root).join("schemas"), Path::new(&out))
}

/// Writes each schema without whitespace.
fn schemas(from: &Path, to: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let schema: serde_json::Value = serde_json::from_slice(&fs::read(entry.path())?)?;
        fs::write(to.join(entry.file_name()), schema.to_string())?;
    }
    Ok(())
}

fn catalog(
    modules: &[Module],
    functions: &[Function],
) -> Result<String, Box<dyn std::error::Error>> {
    let order = |module: &str| modules.iter().position(|known| known.name == module);
    for function in functions {
        if order(&function.module).is_none() {
            return Err(format!(
                "functions.json names a module `{}` that modules.json lacks",
                function.module
            )
            .into());
        }
    }

    let mut text = String::new();
    writeln!(
        text,
        "static MODULES: &[&str] = &{:?};",
        modules
            .iter()
            .map(|module| &module.name)
            .collect::<Vec<_>>()
    )?;

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
        let module = order(&function.module).unwrap_or_default();
        exact.insert((&function.module, &function.name), index);
        // The screen prints a link to the Customize list after the name, and users copy both.
        let with_link = function
            .customize_identifier
            .as_ref()
            .map(|_| format!("{} (customize)", function.name));
        let names = std::iter::once(&function.name).chain(&function.aliases);
        for spelling in names.chain(&with_link) {
            let before = spellings.insert((module, normalize(spelling)), index);
            if before.is_some_and(|before| before != index) {
                return Err(format!(
                    "functions.json gives `{spelling}` to two functions of `{}`",
                    function.module
                )
                .into());
            }
        }
        writeln!(
            text,
            "Function {{ module: {:?}, name: {:?}, aliases: &{:?}, customizable: {:?}, \
             customize: {:?}, offered: {}, offered_sources: &{:?}, seen: {}, confidence: {:?}, sources: &{:?}, notes: {:?} }},",
            function.module,
            function.name,
            function.aliases,
            function.customizable,
            function.customize_identifier,
            levels(&function.levels)?,
            function.levels_sources,
            levels(&function.levels_seen)?,
            function.confidence,
            function.sources,
            function.notes
        )?;
    }
    writeln!(text, "];")?;
    // A hash table of exact names with linear probing; half of it is empty.
    let slots = (2 * exact.len()).next_power_of_two();
    let mut table = vec![u16::MAX; slots];
    for ((module, function), index) in &exact {
        let start = hash(module, function) as usize;
        let free = (0..slots)
            .map(|step| (start + step) % slots)
            .find(|slot| table.get(*slot) == Some(&u16::MAX));
        let place = free.and_then(|slot| table.get_mut(slot));
        *place.ok_or("the table of names is full")? = u16::try_from(*index)?;
    }
    writeln!(text, "static EXACT: [u16; {slots}] = {table:?};")?;
    writeln!(text, "static SPELLINGS: &[(u16, &str, u16)] = &[")?;
    for ((module, spelling), index) in &spellings {
        writeln!(text, "({module}, {spelling:?}, {index}),")?;
    }
    writeln!(text, "];")?;
    Ok(text)
}

fn levels(levels: &Levels) -> Result<String, String> {
    let one = |words: &Option<Vec<String>>| match words {
        None => Ok("None".to_owned()),
        Some(words) => {
            let mut known = Vec::new();
            for word in words {
                match word.as_str() {
                    "None" | "My" | "All" => known.push(format!("Level::{word}")),
                    other => return Err(format!("functions.json has an unknown level `{other}`")),
                }
            }
            Ok(format!("Some(&[{}])", known.join(", ")))
        }
    };
    Ok(format!(
        "PerOperation {{ add: {}, edit: {}, delete: {}, inquire: {} }}",
        one(&levels.add)?,
        one(&levels.edit)?,
        one(&levels.delete)?,
        one(&levels.inquire)?
    ))
}

fn library(folder: &Path) -> io::Result<String> {
    // Sorted by id for the binary search. File names sort differently, because `-` precedes the `.` of
    // `.yaml`.
    let files: BTreeMap<String, _> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .map(|path| {
            let id = path.file_stem().unwrap_or_default().to_string_lossy();
            (id.into_owned(), path)
        })
        .collect();
    let mut text = String::from("static POLICIES: &[(&str, &str)] = &[\n");
    for (id, file) in files {
        let _ = writeln!(
            text,
            "({id:?}, include_str!({:?})),",
            file.display().to_string()
        );
    }
    text.push_str("];\n");
    Ok(text)
}
