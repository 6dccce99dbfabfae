//! Runs that every format must support, each with its expected exit code.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

/// A run in a separate directory.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    pub(crate) folder: TempDir,
    /// Arguments after `check`.
    pub(crate) arguments: Vec<String>,
    pub(crate) code: i32,
}

/// Hostile names of roles, files, modules and functions.
pub(crate) const HOSTILE: [&str; 18] = [
    "<script>alert(1)</script>",
    "::error::injected",
    "##[set-output name=a]b",
    "=cmd|'/c calc'!A1",
    "@everyone #1 !2 $x$",
    "a|b\\|c",
    "two\nlines\r\n::warning::third",
    "\u{1b}[31mred\u{1b}]8;;http://evil.example\u{7}",
    "\u{202e}desrever\u{200f}",
    "]]><!--&amp;--><![CDATA[",
    "\u{1}\u{8}\u{85}\u{9b}2J",
    "`code` **bold** [link](https://evil.example) ![i](x)",
    "100%0A::error::%25",
    "title=x,file=y,line=1::z",
    "# TODO not # SKIP ok 1 - \\# x",
    "ok 1 - fine\n1..0 # SKIP\nBail out!",
    "{0} {{1}} www.evil.example https://evil.example/x",
    "\u{fffe}\u{ffff}\u{feff}\"quoted\", 'x'",
];

/// A policy in the library, as a command-line argument.
pub(crate) const LIBRARY: &str = "cloudblue-reseller-marketplace";

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/roles")
        .join(name);
    fs::read_to_string(path).expect("the example is there")
}

impl Scene {
    pub(crate) fn new(
        name: &'static str,
        code: i32,
        files: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in files {
            fs::write(folder.path().join(file), text).expect("a file");
        }
        Self {
            name,
            folder,
            arguments: arguments
                .iter()
                .map(|&argument| argument.to_owned())
                .collect(),
            code,
        }
    }

    /// The output of the scene in a format.
    pub(crate) fn print(&self, format: &str) -> String {
        let mut arguments = vec!["check", "--format", format];
        arguments.extend(self.arguments.iter().map(String::as_str));
        let output = super::leastwise(self.folder.path(), &arguments);
        assert_eq!(
            output.status.code(),
            Some(self.code),
            "{}, {format}",
            self.name
        );
        super::text(&output).to_owned()
    }

    /// The findings of the JSON report, each with its role's file.
    pub(crate) fn findings(&self) -> Vec<Value> {
        findings(&serde_json::from_str(&self.print("json")).expect("JSON"))
    }
}

/// The findings of a JSON report, each with its role's file as `source`.
pub(crate) fn findings(report: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for role in report["roles"].as_array().expect("roles") {
        for finding in role["findings"].as_array().expect("findings") {
            let mut finding = finding.clone();
            finding["source"] = role["source"].clone();
            all.push(finding);
        }
    }
    all
}

/// Every scene.
pub(crate) fn all() -> Vec<Scene> {
    let exact = example("cloudblue-exact.json");
    let less = example("cloudblue-missing-delete.json");
    let more = example("cloudblue-too-much.json");
    let page = example("cloudblue-first-page.json");
    let admin = example("admin-snapshot.json");
    let role = |name| (name, less.as_str());
    vec![
        Scene::new(
            "clean",
            0,
            &[("a.json", &exact)],
            &["a.json", "-p", LIBRARY],
        ),
        Scene::new("findings", 1, &[role("a.json")], &["a.json", "-p", LIBRARY]),
        Scene::new(
            "warnings",
            0,
            &[("a.json", &more)],
            &["a.json", "-p", LIBRARY],
        ),
        Scene::new(
            "warnings fail",
            1,
            &[("a.json", &more)],
            &["a.json", "-p", LIBRARY, "--fail-on", "warning"],
        ),
        Scene::new(
            "two roles",
            1,
            &[("a b.json", &more), role("ü.json")],
            &["a b.json", "./ü.json", "-p", LIBRARY],
        ),
        Scene::new("page", 4, &[("a.json", &page)], &["a.json", "-p", LIBRARY]),
        Scene::new(
            "admin",
            1,
            &[("a.json", &admin)],
            &["a.json", "-p", LIBRARY],
        ),
        Scene::new(
            "no rows",
            4,
            &[("a.json", "[]")],
            &["a.json", "-p", LIBRARY],
        ),
        Scene::new(
            "broken input",
            3,
            &[
                role("a.json"),
                ("b.json", "[{\"id\": 1,\n  oops]"),
                ("c.json", ""),
            ],
            &["a.json", "b.json", "c.json", "missing.json", "-p", LIBRARY],
        ),
        Scene::new(
            "broken policy",
            3,
            &[
                role("a.json"),
                ("p.yaml", "schema: leastwise/policy/v1\nidd: x\n"),
            ],
            &["a.json", "-p", "p.yaml"],
        ),
        Scene::new(
            "everything broken",
            3,
            &[("a.json", "nonsense"), ("p.yaml", "\t: [")],
            &["a.json", "gone.json", "-p", "p.yaml", "-p", "gone.yaml"],
        ),
        hostile(),
    ]
}

fn setting(module: &str, function: &str, level: &str) -> Value {
    json!({
        "moduleDescription": module, "moduleFunctionDescription": function,
        "addLevel": level, "editLevel": "None", "deleteLevel": "None", "inquireLevel": "None",
    })
}

/// A role with many rows; each grants one level that no policy asks for, and the catalog knows
/// none.
pub(crate) fn large(rows: usize) -> Scene {
    let rows: Vec<Value> = (0..rows)
        .map(|row| setting("Invented", &format!("Function {row}"), "All"))
        .collect();
    let role = json!({
        "schema": "leastwise/role/v1", "role": { "name": "Large" },
        "count": rows.len(), "complete": true, "settings": rows,
    });
    Scene::new(
        "large",
        1,
        &[("a.json", &role.to_string())],
        &["a.json", "-p", LIBRARY],
    )
}

/// Every name is hostile: of roles, modules, functions, files and policies; purposes too.
fn hostile() -> Scene {
    let mut files: Vec<(String, String)> = Vec::new();
    let rows: Vec<Value> = HOSTILE
        .iter()
        .flat_map(|name| [setting(name, name, "All"), setting("Finance", name, "My")])
        .collect();
    for (index, name) in HOSTILE.iter().enumerate() {
        let role = json!({
            "schema": "leastwise/role/v1", "role": { "name": name },
            "count": rows.len(), "complete": true, "settings": rows,
        });
        // A slash would name a directory.
        let file = format!("{}-{index}.json", name.replace('/', "_"));
        files.push((file, role.to_string()));
        files.push((
            format!("broken {}", name.replace('/', "_")),
            name.to_string(),
        ));
    }
    let functions: serde_json::Map<String, Value> = HOSTILE
        .iter()
        .map(|name| {
            let asked = json!({ "level": "All", "purpose": name });
            ((*name).to_owned(), json!({ "delete": asked, "add": asked }))
        })
        .collect();
    // JSON is YAML and can express every name; YAML requires escapes for unprintable characters.
    let policy = json!({
        "schema": "leastwise/policy/v1", "id": "hostile", "title": HOSTILE[0],
        "version": HOSTILE[5], "permissions": { "Finance": functions },
    });
    let escaped = |c: char| match c {
        ' '..='~' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    let policy = policy.to_string().chars().map(escaped).collect();
    files.push(("::error::p,x=%0A.yaml".to_owned(), policy));
    let mut arguments: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let policy = arguments.pop().expect("the policy");
    let mut line = vec!["-p", policy, "--"];
    line.append(&mut arguments);
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    Scene::new("hostile", 3, &files, &line)
}
