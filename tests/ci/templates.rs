//! The CI files are valid YAML, name the current version, and use arguments that the program
//! accepts.

use serde_json::Value;

use crate::ci::{accepted, calls, text, yaml};

const FILES: [&str; 5] = [
    "ci/github.yml",
    "ci/gitlab.yml",
    "ci/azure-pipelines.yml",
    "action.yml",
    ".pre-commit-hooks.yaml",
];

#[test]
fn every_file_is_yaml() {
    for file in FILES {
        assert!(!yaml(file).is_null(), "{file}");
    }
}

#[test]
fn files_that_install_the_program_install_this_version() {
    let tag = concat!("v", env!("CARGO_PKG_VERSION"));
    for file in [
        "ci/github.yml",
        "ci/gitlab.yml",
        "ci/azure-pipelines.yml",
        "ci/Jenkinsfile",
    ] {
        let text = text(file);
        assert!(text.contains(tag), "{file} must name {tag}");
        let others = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
            .filter(|word| word.starts_with("v0.") && *word != tag);
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new(), "{file}");
    }
}

#[test]
fn files_call_the_program_with_valid_arguments() {
    let jenkins: String = text("ci/Jenkinsfile")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\''))
        .fold(String::new(), |all, line| all + line + "\n");
    let gitlab = yaml("ci/gitlab.yml")["leastwise"]["script"]
        .as_array()
        .unwrap()
        .iter()
        .fold(String::new(), |all, line| {
            all + line.as_str().unwrap() + "\n"
        });
    let azure = yaml("ci/azure-pipelines.yml")["steps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|step| step["script"].as_str())
        .fold(String::new(), |all, line| all + line + "\n");
    let hook = yaml(".pre-commit-hooks.yaml")[0]["entry"]
        .as_str()
        .unwrap()
        .to_owned();
    for (file, shell) in [
        ("ci/Jenkinsfile", jenkins),
        ("ci/gitlab.yml", gitlab),
        ("ci/azure-pipelines.yml", azure),
        (".pre-commit-hooks.yaml", hook),
    ] {
        let checks: Vec<_> = calls(&shell)
            .into_iter()
            .filter(|call| call.first().is_some_and(|word| word == "check"))
            .collect();
        assert_eq!(checks.len(), 1, "{file}: {shell}");
        for call in checks {
            accepted(&call).unwrap_or_else(|error| panic!("{file}: {call:?}: {error}"));
        }
    }
}

#[test]
fn written_reports_are_the_published_ones() {
    let gitlab = yaml("ci/gitlab.yml");
    let reports = &gitlab["leastwise"]["artifacts"]["reports"];
    let script = gitlab["leastwise"]["script"].to_string();
    for (format, key) in [("gitlab", "codequality"), ("junit", "junit")] {
        let file = reports[key].as_str().unwrap();
        assert!(script.contains(&format!("--report {format}={file}")));
    }
    assert_eq!(gitlab["leastwise"]["artifacts"]["when"], "always");
    // Reports are published even if a step failed.
    let azure = yaml("ci/azure-pipelines.yml");
    for step in azure["steps"].as_array().unwrap() {
        if step["task"]
            .as_str()
            .is_some_and(|task| task.starts_with("Publish"))
        {
            assert_eq!(step["condition"], "succeededOrFailed()");
        }
    }
}

#[test]
fn the_workflow_passes_existing_inputs() {
    let action = yaml("action.yml");
    let known = action["inputs"].as_object().unwrap();
    // Comments show inputs as well.
    let workflow = text("ci/github.yml").replace("# ", "");
    let step = workflow
        .lines()
        .skip_while(|line| !line.contains("uses: leastwise/"))
        .fold(String::new(), |all, line| all + line + "\n");
    let shown: Value = serde_saphyr::from_str(&step).unwrap();
    let shown = shown[0]["with"].as_object().unwrap().clone();
    assert!(!shown.is_empty());
    for input in shown.keys() {
        assert!(known.contains_key(input), "{input}");
    }
}

/// The hooks run for the files that a check reads. One installs the wheel of this version, the other builds.
#[test]
fn the_hooks_run_once_for_all_files() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    for (hook, language) in [(&hooks[0], "python"), (&hooks[1], "rust")] {
        assert_eq!(hook["pass_filenames"], false);
        assert_eq!(hook["language"], language);
        assert_eq!(hook["entry"], hooks[0]["entry"]);
        assert_eq!(hook["files"], hooks[0]["files"]);
    }
    let project = text("pyproject.toml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(project.contains(&format!("\nversion = \"{version}\"\n")));
    assert!(project.contains(&format!("\ndependencies = [\"leastwise=={version}\"]\n")));
}

#[test]
fn the_image_has_no_shell_and_an_unprivileged_user() {
    let text = text("Dockerfile");
    let (_, last) = text.rsplit_once("\nFROM ").unwrap();
    assert!(last.starts_with("scratch\n"));
    assert!(last.contains("\nUSER 65532:65532\n"));
    assert!(!last.contains("\nRUN "));
    // Copied files must exist and must not be excluded by `.dockerignore`.
    let ignored = crate::ci::text(".dockerignore");
    for line in text.lines().filter(|line| line.starts_with("COPY ")) {
        let sources: Vec<&str> = line.split(' ').skip(1).collect();
        let (_, sources) = sources.split_last().unwrap();
        for source in sources.iter().filter(|_| !line.contains("--from")) {
            assert!(crate::ci::root().join(source).exists(), "{source}");
            assert!(ignored.contains(&format!("!{source}\n")), "{source}");
        }
    }
}

/// The image gets the complete workspace: cargo cannot build part of one.
#[cfg(unix)]
#[test]
fn the_image_contains_everything_that_cargo_needs() {
    use std::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let dockerfile = text("Dockerfile");
    let copies = dockerfile
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|line| !line.starts_with("--from"));
    for line in copies {
        let (sources, to) = line.rsplit_once(' ').unwrap();
        let to = folder.path().join(to);
        let mut copy = Command::new("cp");
        // Like Docker: the content of a directory is copied.
        for source in sources.split(' ') {
            let from = crate::ci::root().join(source);
            copy.arg("-R")
                .arg(if from.is_dir() { from.join(".") } else { from });
        }
        if sources.split(' ').count() == 1 {
            std::fs::create_dir_all(&to).unwrap();
        }
        assert!(copy.arg(&to).status().unwrap().success(), "{line}");
    }
    let cargo = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--locked",
            "--no-deps",
            "--format-version",
            "1",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&cargo.stderr);
    assert!(cargo.status.success(), "{stderr}");
}

/// The image and the package contain everything that the build needs.
#[test]
fn embedded_files_are_packaged() {
    let manifest = text("Cargo.toml");
    let image = text("Dockerfile");
    for folder in ["src", "policies", "schemas", "ci"] {
        assert!(manifest.contains(&format!("\"/{folder}\"")), "{folder}");
        assert!(
            image.contains(&format!("COPY {folder} {folder}\n")),
            "{folder}"
        );
    }
}

/// The complete shell of each template, with a fake cargo that installs the program in the
/// requested place, and a role with a missing level: it fails, and leaves the reports to publish.
#[cfg(unix)]
#[test]
fn the_shell_of_the_templates_installs_checks_and_fails() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let strings = |value: &Value| {
        let values = value.as_array().unwrap().iter();
        let scripts = values.filter_map(|step| step["script"].as_str().or(step.as_str()));
        scripts.map(str::to_owned).collect::<Vec<_>>()
    };
    let gitlab = strings(&yaml("ci/gitlab.yml")["leastwise"]["script"]);
    let azure = strings(&yaml("ci/azure-pipelines.yml")["steps"]);
    let jenkins = text("ci/Jenkinsfile")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\''))
        .map(str::to_owned)
        .collect();
    for (file, steps, reports) in [
        (
            "ci/gitlab.yml",
            gitlab,
            vec!["gl-code-quality-report.json", "leastwise.xml"],
        ),
        (
            "ci/azure-pipelines.yml",
            azure,
            vec![
                "out/leastwise.sarif",
                "out/leastwise.xml",
                "out/leastwise.md",
            ],
        ),
        (
            "ci/Jenkinsfile",
            jenkins,
            vec!["leastwise.sarif", "leastwise.xml"],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        crate::ci::copy(
            "cloudblue-missing-delete.json",
            &here.join("roles/api.json"),
        );
        let config = format!(
            "schema: leastwise/config/v1\nroles: roles\npolicies: {}\n",
            crate::ci::POLICY
        );
        fs::write(here.join("leastwise.yaml"), config).unwrap();
        let cargo = here.join("tools/cargo");
        fs::create_dir(here.join("tools")).unwrap();
        fs::write(
            &cargo,
            "#!/bin/sh\nwhile [ \"$1\" != --root ]; do shift; done\n\
             mkdir -p \"$2/bin\" && cp \"$BINARY\" \"$2/bin/leastwise\" && echo once >> installed\n",
        )
        .unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        // In the second run the program is already installed.
        for _ in 0..2 {
            let mut codes = Vec::new();
            for step in &steps {
                let path = std::env::var("PATH").unwrap();
                let output = Command::new("sh")
                    .args(["-e", "-c", step])
                    .current_dir(here)
                    .env_clear()
                    .env("PATH", format!("{}:{path}", here.join("tools").display()))
                    .env("BINARY", env!("CARGO_BIN_EXE_leastwise"))
                    .env("LEASTWISE", "v0.1.0")
                    .env("VERSION", "v0.1.0")
                    .env("PROGRAM", here.join("program with space"))
                    .env("REPORTS", here.join("out"))
                    .output()
                    .unwrap();
                codes.push(output.status.code().unwrap());
            }
            let failed: Vec<i32> = codes.iter().copied().filter(|code| *code != 0).collect();
            assert_eq!(failed, [1], "{file}: {codes:?}");
        }
        for report in reports {
            assert!(here.join(report).is_file(), "{file}: {report}");
        }
        let installed = fs::read_to_string(here.join("installed")).unwrap();
        assert_eq!(installed, "once\n", "{file}");
    }
}
