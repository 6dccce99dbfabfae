//! The directions of imports between the modules of `src`, as in `docs/reference/architecture.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each module, with the modules that it may import from: only those of earlier lines, so that
/// there are no cycles.
const ALLOWED: &[(&str, &str)] = &[
    ("model", ""),
    ("html", "model"),
    ("page", "model"),
    ("yaml", "model"),
    ("catalog", "model yaml"),
    ("endpoints", "model catalog"),
    ("role", "model html yaml catalog"),
    ("risk", "model catalog role"),
    ("report", "model risk"),
    ("policy", "model yaml catalog endpoints report"),
    ("recording", "model catalog endpoints"),
    ("compare", "model yaml catalog report policy role risk"),
    ("config", "model yaml catalog endpoints report policy risk"),
    ("docs", "model page yaml catalog policy"),
    ("import", "model html yaml catalog policy"),
    ("connectwise", "model endpoints role"),
    (
        "engine",
        "model yaml catalog endpoints report policy role risk recording compare config",
    ),
    (
        "render",
        "model page yaml catalog report policy role risk compare engine",
    ),
    (
        "api",
        "model endpoints report policy role compare config docs import engine render",
    ),
    (
        "cli",
        "model yaml catalog endpoints report policy role risk recording compare config docs import \
         connectwise engine render",
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a source file, without comments and unit tests.
fn code(text: &str) -> String {
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .take_while(|line| !line.contains("#[cfg(test)]"))
        .collect();
    code.join("\n")
}

/// The modules that a source file imports from.
fn imports(text: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        text.chars().take_while(is_name).collect()
    };
    code(text).split("crate::").skip(1).map(name).collect()
}

#[test]
fn modules_import_only_from_lower_modules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut modules = BTreeSet::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap();
        let module = path.iter().next().unwrap().to_str().unwrap();
        if Path::new(module).extension().is_some() || path.ends_with("tests.rs") {
            continue;
        }
        modules.insert(module.to_owned());
        let allowed = ALLOWED.iter().find(|(name, _)| *name == module);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("add `{module}` to `ALLOWED`"));
        for import in imports(&std::fs::read_to_string(&file).unwrap()) {
            let known = ALLOWED.iter().any(|(name, _)| *name == import);
            let fine = import == module || allowed.split_whitespace().any(|name| name == import);
            if known && !fine {
                let shown = path.display();
                wrong.push(format!("src/{shown} must not import from `{import}`"));
            }
            // A list after `use crate::` would hide its modules.
            if import.is_empty() {
                let shown = path.display();
                wrong.push(format!("src/{shown}: write one `use crate::` per module"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        modules.len(),
        ALLOWED.len(),
        "a line of `ALLOWED` has no module"
    );
}

#[test]
fn allowed_imports_have_no_cycle() {
    for (index, (module, allowed)) in ALLOWED.iter().enumerate() {
        for import in allowed.split_whitespace() {
            let lower = ALLOWED[..index].iter().any(|(name, _)| *name == import);
            assert!(
                lower,
                "`{module}` imports from `{import}`, which is not below it"
            );
        }
    }
}

/// The vertical position of each module in the picture of the documentation.
fn rows_of_picture() -> BTreeMap<String, u32> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let picture = root.join("docs/images/architecture.svg");
    let picture = std::fs::read_to_string(picture).unwrap();
    let names = picture.split("<text class=\"name\"").skip(1).map(|text| {
        let (tag, rest) = text.split_once('>').unwrap();
        let y = tag.split_once("y=\"").unwrap().1;
        let y = y.split_once('"').unwrap().0.parse().unwrap();
        (rest.split_once('<').unwrap().0.to_owned(), y)
    });
    names.collect()
}

#[test]
fn the_picture_shows_each_module_above_what_it_imports_from() {
    let rows = rows_of_picture();
    assert_eq!(rows.len(), ALLOWED.len());
    for (module, allowed) in ALLOWED {
        for import in allowed.split_whitespace() {
            assert!(
                rows[*module] < rows[import],
                "`{module}` must be above `{import}` in docs/images/architecture.svg"
            );
        }
    }
}

#[test]
fn imports_are_found() {
    let text = "use crate::model::Level;\n// crate::cli\nfn f() { crate::yaml::nearest(); }";
    let found: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(found, ["model", "yaml"]);
}

/// The path of a module: `role::json::rows` of `role/json/rows.rs`.
fn module_path(file: &Path) -> Vec<String> {
    let names = file.with_extension("");
    let names = names.iter().map(|name| name.to_str().unwrap().to_owned());
    let mut names: Vec<String> = names.collect();
    names.pop_if(|last| last == "mod");
    names
}

/// The paths that a file of a module names, from the root of the crate.
fn named(module: &[String], text: &str) -> Vec<Vec<String>> {
    let code = code(text);
    let mut found = Vec::new();
    let mut rest = code.as_str();
    let starts = ["super::", "crate::"];
    while let Some(at) = starts.iter().filter_map(|start| rest.find(start)).min() {
        rest = &rest[at..];
        let mut base = module.to_vec();
        if let Some(after) = rest.strip_prefix("crate::") {
            (base, rest) = (Vec::new(), after);
        }
        while let Some(after) = rest.strip_prefix("super::") {
            base.pop();
            rest = after;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let path = &rest[..end.unwrap_or(rest.len())];
        let list = rest[path.len()..].strip_prefix('{');
        let list = list.and_then(|list| Some(list.split_once('}')?.0));
        for item in list.unwrap_or_default().split(',') {
            let item = item.trim().split(" as ").next().unwrap_or_default();
            let names = path.split("::").chain(item.split("::"));
            let names = names.filter(|name| !name.is_empty()).map(str::to_owned);
            found.push(base.iter().cloned().chain(names).collect());
        }
    }
    found
}

/// The circles among the parts of each module: sibling files and directories that import from each
/// other.
fn circles() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.retain(|file| !file.ends_with("tests.rs"));
    let module = |file: &PathBuf| module_path(file.strip_prefix(&root).unwrap());
    let modules: BTreeSet<Vec<String>> = files.iter().map(module).collect();
    // The imports between the parts of each module.
    let mut imports: BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for file in &files {
        let from = module(file);
        for path in named(&from, &std::fs::read_to_string(file).unwrap()) {
            let to = (1..=path.len()).rev().map(|length| &path[..length]);
            let Some(to) = to.into_iter().find(|to| modules.contains(*to)) else {
                continue;
            };
            let same = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            if let (Some(one), Some(other)) = (from.get(same), to.get(same)) {
                let within = imports.entry(from[..same].to_vec()).or_default();
                within.entry(one.clone()).or_default().insert(other.clone());
            }
        }
    }
    let mut found = Vec::new();
    for (parent, parts) in &imports {
        let reached = |from: &String| {
            let mut reached = BTreeSet::new();
            let mut open = vec![from];
            while let Some(next) = open.pop() {
                for to in parts.get(next).into_iter().flatten() {
                    if reached.insert(to.clone()) {
                        open.push(to);
                    }
                }
            }
            reached
        };
        let reached: BTreeMap<&String, BTreeSet<String>> =
            parts.keys().map(|part| (part, reached(part))).collect();
        for (part, others) in &reached {
            let circle: Vec<&str> = reached
                .iter()
                .filter(|(other, back)| others.contains(**other) && back.contains(*part))
                .map(|(other, _)| other.as_str())
                .collect();
            if circle.first() == Some(&part.as_str()) && circle.len() > 1 {
                found.push(format!("{}: {}", parent.join("::"), circle.join(" ")));
            }
        }
    }
    found
}

#[test]
fn the_parts_of_a_module_import_in_one_direction() {
    let found = circles();
    assert!(found.is_empty(), "circles: {found:#?}");
}

#[test]
fn relative_paths_are_found() {
    let module = ["role", "json", "rows"].map(str::to_owned);
    let text = "use super::value::{Fields, text::of};\nfn f() { super::super::link::x() }";
    let found: Vec<String> = named(&module, text)
        .iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(
        found,
        [
            "role::json::value::Fields",
            "role::json::value::text::of",
            "role::link::x"
        ]
    );
}
