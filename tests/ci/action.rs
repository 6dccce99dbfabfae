//! The action's shell steps, run in the environment that GitHub provides.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::ci::{POLICY, copy, root, yaml};

/// A runner: directories as on GitHub, and the step files.
struct Runner {
    folder: tempfile::TempDir,
}

struct Ended {
    code: i32,
    stdout: String,
    outputs: BTreeMap<String, String>,
    summary: String,
}

impl Runner {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("temp")).unwrap();
        for (example, name) in [
            ("cloudblue-exact.json", "exact.json"),
            ("cloudblue-missing-delete.json", "missing.json"),
        ] {
            copy(example, &folder.path().join("work/roles").join(name));
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the shell part of a step of the action with inputs.
    fn step(
        &self,
        step: &Value,
        inputs: &[(&str, &str)],
        steps: &BTreeMap<String, String>,
    ) -> Ended {
        let action = yaml("action.yml");
        let (output, summary) = (self.path("output"), self.path("summary"));
        for file in [&output, &summary] {
            fs::write(file, "").unwrap();
        }
        let value = |expression: &str| {
            let inner = expression
                .trim_start_matches("${{")
                .trim_end_matches("}}")
                .trim();
            if let Some(name) = inner.strip_prefix("inputs.") {
                let given = inputs.iter().find(|(key, _)| *key == name);
                let usual = action["inputs"][name]["default"].as_str();
                return given
                    .map(|(_, value)| (*value).to_owned())
                    .or(usual.map(str::to_owned))
                    .unwrap_or_else(|| panic!("no input {name}"));
            }
            let name = inner.strip_prefix("steps.check.outputs.").unwrap();
            steps.get(name).cloned().unwrap_or_default()
        };
        // As GitHub calls it for `shell: bash`.
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c"])
            .arg(step["run"].as_str().unwrap())
            .current_dir(self.path("work"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", root())
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_PATH", self.path("paths"))
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("RUNNER_TEMP", self.path("temp"));
        for (name, expression) in step["env"].as_object().into_iter().flatten() {
            command.env(name, value(expression.as_str().unwrap()));
        }
        let ended = command.output().unwrap();
        let outputs = fs::read_to_string(&output).unwrap();
        Ended {
            code: ended.status.code().unwrap(),
            stdout: crate::ci::said(&ended.stdout) + &crate::ci::said(&ended.stderr),
            outputs: outputs
                .lines()
                .filter_map(|line| line.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            summary: fs::read_to_string(&summary).unwrap(),
        }
    }

    /// The complete action: install, check, and the result of the job.
    fn run(&self, inputs: &[(&str, &str)]) -> Ended {
        let mut inputs = inputs.to_vec();
        inputs.push(("program", env!("CARGO_BIN_EXE_leastwise")));
        let action = yaml("action.yml");
        let steps = action["runs"]["steps"].as_array().unwrap();
        let named = |name: &str| steps.iter().find(|step| step["name"] == name).unwrap();
        let none = BTreeMap::new();
        let installed = self.step(named("Install the program"), &inputs, &none);
        assert_eq!(installed.code, 0, "{}", installed.stdout);
        let checked = self.step(named("Check roles"), &inputs, &none);
        assert_eq!(checked.code, 0, "{}", checked.stdout);
        let code = self
            .step(
                named("Exit with the code of the check"),
                &inputs,
                &checked.outputs,
            )
            .code;
        Ended { code, ..checked }
    }
}

#[test]
fn a_missing_level_fails_with_annotations_a_summary_and_sarif() {
    let runner = Runner::new();
    let ended = runner.run(&[("roles", "roles/missing.json\n"), ("policies", POLICY)]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.stdout.contains("::error title=leastwise"),
        "{}",
        ended.stdout
    );
    assert!(ended.summary.contains("Agreements"));
    let sarif = fs::read_to_string(&ended.outputs["sarif"]).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "missing-level");
    assert_eq!(ended.outputs["exit-code"], "1");
}

#[test]
fn every_exit_code_is_kept() {
    for (role, more, code) in [
        ("roles/exact.json", vec![], 0),
        ("roles/missing.json", vec![("fail-on", "never")], 0),
        ("roles/missing.json", vec![], 1),
        ("roles/missing.json", vec![("args", "--nonsense")], 2),
        ("roles/missing.json", vec![("config", "absent.yaml")], 3),
        ("roles/absent.json", vec![], 3),
    ] {
        let runner = Runner::new();
        let mut inputs = vec![("roles", role), ("policies", POLICY)];
        inputs.extend(more.clone());
        let ended = runner.run(&inputs);
        assert_eq!(ended.code, code, "{role} {more:?}: {}", ended.stdout);
        assert_eq!(ended.outputs["exit-code"], code.to_string());
    }
}

#[test]
fn lists_are_split_by_line() {
    let runner = Runner::new();
    fs::rename(
        runner.path("work/roles/missing.json"),
        runner.path("work/roles/with space.json"),
    )
    .unwrap();
    let ended = runner.run(&[
        ("roles", "roles/exact.json\n\nroles/with space.json\n"),
        ("policies", POLICY),
        ("args", "--unlisted=allow\n--warn-expiring\n14\n"),
    ]);
    assert_eq!(ended.code, 1, "{}", ended.stdout);
    assert!(ended.summary.contains("with space.json"));
}

#[test]
fn the_configuration_of_the_repository_is_used() {
    let runner = Runner::new();
    let config = format!("schema: leastwise/config/v1\nroles: roles\npolicies: {POLICY}\n");
    fs::write(runner.path("work/leastwise.yaml"), config).unwrap();
    assert_eq!(runner.run(&[]).code, 1);
}

#[test]
fn reports_of_an_earlier_run_are_not_reused() {
    let runner = Runner::new();
    let inputs = [("roles", "roles/missing.json"), ("policies", POLICY)];
    assert!(runner.run(&inputs).outputs.contains_key("sarif"));
    let ended = runner.run(&[("config", "absent.yaml")]);
    assert_eq!(ended.code, 3);
    assert!(!ended.outputs.contains_key("sarif"));
    assert_eq!(ended.summary, "");
}

#[test]
fn inputs_are_never_run_as_commands() {
    let evil = "$(touch pwned)`touch pwned`\"; touch pwned; '\nEOF\ntouch pwned\n-x";
    for input in ["roles", "policies", "config", "fail-on", "args", "category"] {
        let runner = Runner::new();
        let ended = runner.run(&[(input, evil)]);
        assert!(!runner.path("work/pwned").exists(), "{input}");
        if input != "category" {
            assert_ne!(ended.code, 0, "{input}");
        }
    }
}

#[test]
fn no_shell_step_of_the_action_contains_an_expression() {
    let action = yaml("action.yml");
    for step in action["runs"]["steps"].as_array().unwrap() {
        if let Some(shell) = step["run"].as_str() {
            assert!(!shell.contains("${{"), "{shell}");
            assert_eq!(step["shell"], "bash");
        }
    }
}

/// The cache key covers all sources of the program.
#[test]
fn the_cache_key_covers_all_sources() {
    let runner = Runner::new();
    let action = yaml("action.yml");
    let step = &action["runs"]["steps"][0];
    let none = BTreeMap::new();
    let keys = [(); 2].map(|()| runner.step(step, &[], &none).outputs["key"].clone());
    assert_eq!(keys[0], keys[1]);
    assert!(keys[0].len() >= 40);
}
