//! Turns the data files into tables that need no reading when the program starts: the catalog
//! of modules, functions and endpoints, the list of policies that the binary carries, and the
//! published schemas without their blanks.

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

#[derive(Deserialize)]
struct Endpoint {
    methods: Vec<String>,
    path: String,
    condition: Option<String>,
    module: Option<String>,
    function: Option<String>,
    operations: Vec<String>,
    level_seen: Option<String>,
    customize_item: Option<String>,
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
    if is_for_start() {
        // The program that people run many times a day is linked for a fixed address on Linux:
        // otherwise its thirty thousand pointers are written anew at every start, which takes longer
        // than to read a role. `LEASTWISE_PIE=1` keeps it movable
        // (docs/decisions/0015-size-and-build-time.md).
        println!("cargo:rustc-link-arg-bins=-no-pie");
        // Nothing walks the stack of a program that ends where it panics: the index of the tables
        // for it, 0.2 MB, is left out.
        println!("cargo:rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
        unwinder_within(Path::new(&out))?;
    }

    let modules: Vec<Module> = serde_json::from_slice(&fs::read(data.join("modules.json"))?)?;
    let mut functions: Vec<Function> =
        serde_json::from_slice(&fs::read(data.join("functions.json"))?)?;
    let endpoints: Vec<Endpoint> = serde_json::from_slice(&fs::read(data.join("endpoints.json"))?)?;
    let order = |module: &str| modules.iter().position(|known| known.name == module);
    functions.sort_by_key(|function| (order(&function.module), function.name.clone()));
    fs::write(
        Path::new(&out).join("catalog.rs"),
        catalog(&modules, &functions)?,
    )?;
    commit(&root);
    fs::write(
        Path::new(&out).join("endpoints.rs"),
        guards(&functions, &endpoints)?,
    )?;
    fs::write(
        Path::new(&out).join("library.rs"),
        library(&Path::new(&root).join("policies"))?,
    )?;
    schemas(&Path::new(&root).join("schemas"), Path::new(&out))
}

/// Writes each schema without blanks: what nobody reads before it is printed need not be laid out.
fn schemas(from: &Path, to: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let schema: serde_json::Value = serde_json::from_slice(&fs::read(entry.path())?)?;
        fs::write(to.join(entry.file_name()), schema.to_string())?;
    }
    Ok(())
}

/// Whether this is a build for use, for a system where a quick start can be bought.
fn is_for_start() -> bool {
    println!("cargo:rerun-if-env-changed=LEASTWISE_PIE");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !is("LEASTWISE_PIE", "1")
}

/// Has the code that walks a stack linked into the program, where the linker has it as an archive:
/// 24 kB, of which nothing runs before something panics. As a library of its own it is looked for,
/// mapped and bound at every start, which takes a twentieth of the start.
fn unwinder_within(out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    // Whoever builds for another machine may have the archive of this one only.
    if env::var("HOST").ok() != env::var("TARGET").ok() {
        return Ok(());
    }
    let linker = env::var("RUSTC_LINKER").unwrap_or_else(|_| "cc".to_owned());
    let asked = Command::new(linker)
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    let found = asked.map_or_else(
        |_| String::new(),
        |told| String::from_utf8_lossy(&told.stdout).into_owned(),
    );
    // A compiler that has none hands the bare name back; one that has no such option, something else.
    let archive = Path::new(found.trim());
    if !archive.is_absolute() || !archive.exists() {
        return Ok(());
    }
    // `rustc` asks for the library by its name: what is found under the name is the archive.
    let folder = out.join("unwinder");
    fs::create_dir_all(&folder)?;
    let script = format!("INPUT({})\n", archive.display());
    fs::write(folder.join("libgcc_s.so"), script)?;
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
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
        // The screen prints the link to a Customize list behind the name, and people copy both.
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
    // The names as they are written, where `hash` puts them or behind it; half of it stays empty.
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

/// The endpoints of the REST API, each with the function that guards it.
fn guards(
    functions: &[Function],
    endpoints: &[Endpoint],
) -> Result<String, Box<dyn std::error::Error>> {
    let mut text = String::from("static ENDPOINTS: &[Endpoint] = &[\n");
    for endpoint in endpoints {
        let function = match (&endpoint.module, &endpoint.function) {
            (Some(module), Some(name)) => Some(
                functions
                    .iter()
                    .position(|known| known.module == *module && known.name == *name)
                    .ok_or_else(|| {
                        format!("endpoints.json names `{module} / {name}`, which is not known")
                    })?,
            ),
            _ => None,
        };
        let function =
            function.map_or_else(|| "None".to_owned(), |at| format!("Some(FunctionId({at}))"));
        let operations = endpoint
            .operations
            .iter()
            .map(|word| match word.as_str() {
                "add" => Ok("Operation::Add"),
                "edit" => Ok("Operation::Edit"),
                "delete" => Ok("Operation::Delete"),
                "inquire" => Ok("Operation::Inquire"),
                other => Err(format!("endpoints.json has an unknown operation `{other}`")),
            })
            .collect::<Result<Vec<_>, _>>()?
            .join(", ");
        let seen = match endpoint.level_seen.as_deref() {
            None => "None".to_owned(),
            Some(word @ ("None" | "My" | "All")) => format!("Some(Level::{word})"),
            Some(other) => {
                return Err(format!("endpoints.json has an unknown level `{other}`").into());
            }
        };
        writeln!(
            text,
            "Endpoint {{ methods: &{:?}, path: {:?}, condition: {:?}, module: {:?}, \
             function: {function}, operations: &[{operations}], level_seen: {seen}, \
             customize_item: {:?}, confidence: {:?}, sources: &{:?}, notes: {:?} }},",
            endpoint.methods,
            endpoint.path,
            endpoint.condition,
            endpoint.module,
            endpoint.customize_item,
            endpoint.confidence,
            endpoint.sources,
            endpoint.notes
        )?;
    }
    text.push_str("];\n");
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
    // In the order of the ids, in which they are looked up: that of the files' names differs, as
    // `-` comes before the `.` of `.yaml`.
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
