//! The directions of imports between the modules of `src`, as in `docs/architecture.md`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each module, with the modules that it may import from: only those of earlier lines, so that
/// there are no cycles.
const ALLOWED: &[(&str, &str)] = &[
    ("model", ""),
    ("page", "model"),
    ("yaml", "model"),
    ("catalog", "model yaml"),
    ("endpoints", "model catalog"),
    ("role", "model yaml catalog"),
    ("risk", "model catalog role"),
    ("report", "model risk"),
    ("policy", "model yaml catalog report"),
    ("recording", "model catalog endpoints"),
    ("compare", "model yaml catalog report policy role risk"),
    ("config", "model yaml catalog endpoints report policy risk"),
    ("docs", "model page yaml catalog policy"),
    ("import", "model yaml catalog policy"),
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
        "model report policy role compare config docs import engine render",
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

/// The modules that a source file imports from, without comments and unit tests.
fn imports(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .take_while(|line| !line.contains("#[cfg(test)]"))
        .collect();
    let name = |text: &str| -> String {
        let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        text.chars().take_while(is_name).collect()
    };
    code.join("\n").split("crate::").skip(1).map(name).collect()
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

#[test]
fn imports_are_found() {
    let text = "use crate::model::Level;\n// crate::cli\nfn f() { crate::yaml::nearest(); }";
    let found: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(found, ["model", "yaml"]);
}
