//! `leastwise init`: write a configuration for what lies in the working folder, and on request the
//! file that runs it in CI. It asks nothing.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::Ended;
use super::failure::Failure;
use super::output::{create, stdout};
use crate::config::Config;
use crate::model::{Problem, SourceText, harmless};
use crate::role::{self, Looks, ReadOptions};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write the file that runs the check in CI as well; `auto` looks which CI is in use
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<CiArgument>,
    /// Print in place of writing: the configuration, or with --ci the file for CI
    #[arg(long)]
    stdout: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CiArgument {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// Azure Pipelines
    Azure,
    /// Jenkins
    Jenkins,
    /// The one whose files lie here
    Auto,
}

/// Where the configuration is written.
const FILE: &str = "leastwise.yaml";
/// What else is a configuration, and is in the way of a second one.
const OTHER: &str = "leastwise.yml";
/// What `leastwise baseline write` writes.
const BASELINE: &str = "leastwise.baseline.json";

/// A file for CI. The texts are those of the folder `ci`, so that the two cannot drift apart.
#[derive(Debug)]
struct Ci {
    /// What shows that this CI is in use.
    signs: &'static [&'static str],
    /// Where the file belongs.
    path: &'static str,
    /// Where it goes when something else lies there already, and what is left to do then.
    beside: Option<(&'static str, &'static str)>,
    text: &'static str,
}

const GITHUB: Ci = Ci {
    signs: &[".github"],
    path: ".github/workflows/leastwise.yml",
    beside: None,
    text: include_str!("../../ci/github.yml"),
};
const GITLAB: Ci = Ci {
    signs: &[".gitlab-ci.yml", ".gitlab"],
    path: ".gitlab-ci.yml",
    beside: Some((
        ".gitlab/leastwise.yml",
        "add `include: .gitlab/leastwise.yml` to .gitlab-ci.yml",
    )),
    text: include_str!("../../ci/gitlab.yml"),
};
const AZURE: Ci = Ci {
    signs: &["azure-pipelines.yml", "azure-pipelines.yaml"],
    path: "azure-pipelines.yml",
    beside: Some((
        "azure-pipelines.leastwise.yml",
        "make a pipeline of it in Azure DevOps",
    )),
    text: include_str!("../../ci/azure-pipelines.yml"),
};
const JENKINS: Ci = Ci {
    signs: &["Jenkinsfile"],
    path: "Jenkinsfile",
    beside: Some((
        "Jenkinsfile.leastwise",
        "make a job in Jenkins whose script path it is",
    )),
    text: include_str!("../../ci/Jenkinsfile"),
};
const ALL: [&Ci; 4] = [&GITHUB, &GITLAB, &AZURE, &JENKINS];

pub(super) fn run(arguments: &Arguments) -> Ended {
    let ci = arguments.ci.map(chosen).transpose()?;
    if arguments.stdout {
        let text = match ci {
            Some(ci) => ci.text.to_owned(),
            None => configuration(&Found::here())?,
        };
        let mut out = stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    // Everything that can be in the way is found before anything is written.
    let there = [FILE, OTHER].into_iter().find(|name| exists(name));
    if let (Some(name), None) = (there, ci) {
        return Err(Failure::usage(
            format!("`{name}` is there already, and is not overwritten"),
            "change it by hand, or look at what would be written with `leastwise init --stdout`",
        ));
    }
    let place = ci.map(Ci::place).transpose()?;
    let mut said = Vec::new();
    if let Some(name) = there {
        said.push(format!("{name}: kept as it is"));
    } else {
        let found = Found::here();
        write_new(FILE, &configuration(&found)?)?;
        said.push(format!("{FILE}: written; {}", found.told()));
        said.extend(found.left());
    }
    if let (Some(ci), Some((path, left))) = (ci, place) {
        write_new(path, ci.text)?;
        said.push(format!("{path}: written"));
        said.extend(left.map(|left| format!("next: {left}")));
    }
    let mut out = stdout();
    for sentence in said {
        writeln!(out, "{}", harmless(&sentence))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn exists(path: &str) -> bool {
    // A link that leads nowhere is in the way as well.
    fs::symlink_metadata(path).is_ok()
}

fn chosen(argument: CiArgument) -> Result<&'static Ci, Failure> {
    match argument {
        CiArgument::Github => Ok(&GITHUB),
        CiArgument::Gitlab => Ok(&GITLAB),
        CiArgument::Azure => Ok(&AZURE),
        CiArgument::Jenkins => Ok(&JENKINS),
        CiArgument::Auto => {
            let in_use = |ci: &&Ci| ci.signs.iter().any(|sign| exists(sign));
            let mut found = ALL.into_iter().filter(in_use);
            let help = "say which: `--ci github`, `gitlab`, `azure` or `jenkins`";
            match (found.next(), found.next()) {
                (Some(ci), None) => Ok(ci),
                (None, _) => Err(Failure::usage("no CI is in use in this folder", help)),
                (Some(_), Some(_)) => Err(Failure::usage(
                    "more than one CI is in use in this folder",
                    help,
                )),
            }
        }
    }
}

impl Ci {
    /// Where the file goes, and what is left to do then.
    fn place(&'static self) -> Result<(&'static str, Option<&'static str>), Failure> {
        let in_the_way = if !exists(self.path) {
            return Ok((self.path, None));
        } else if let Some((beside, left)) = self.beside {
            if !exists(beside) {
                return Ok((beside, Some(left)));
            }
            beside
        } else {
            self.path
        };
        Err(Failure::usage(
            format!("`{in_the_way}` is there already, and is not overwritten"),
            "change it by hand, or look at what would be written with `--stdout`",
        ))
    }
}

fn write_new(path: &str, text: &str) -> Result<(), Failure> {
    let write = || {
        if let Some(folder) = Path::new(path).parent() {
            fs::create_dir_all(folder)?;
        }
        create(Path::new(path), text.as_bytes())
    };
    write().map_err(|error: io::Error| {
        let problem = Problem::in_file(path, format!("the file could not be written: {error}"));
        Failure::Input(vec![
            problem.with_help("check the folder and who may write there"),
        ])
    })
}

/// What lies in the working folder. Paths are written with `/`, as everywhere.
#[derive(Debug, Default)]
struct Found {
    roles: Vec<String>,
    policies: Vec<String>,
    waivers: Vec<String>,
    baseline: bool,
    /// Files that must be roles by their kind, and are none: a folder that holds one cannot be
    /// named as a whole.
    foreign: Vec<String>,
}

/// Folders that programs fill: what lies there is nobody's role.
const SKIPPED: [&str; 4] = ["target", "node_modules", "vendor", "dist"];
/// How deep folders are looked into, and how many files are looked at.
const DEPTH: usize = 6;
const FILES: usize = 5_000;
/// No role that a team keeps beside its configuration is nearly as large.
const LARGEST: u64 = 16 << 20;

impl Found {
    fn here() -> Self {
        let mut found = Self {
            baseline: Path::new(BASELINE).is_file(),
            ..Self::default()
        };
        found.walk(Path::new(""), DEPTH, &mut FILES.clone());
        found
    }

    fn walk(&mut self, folder: &Path, depth: usize, files: &mut usize) {
        let place = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        // What may not be read is not proposed; `check` would say why.
        let Ok(entries) = fs::read_dir(place) else {
            return;
        };
        let mut names: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name()))
            .collect();
        names.sort();
        for name in names {
            let Some(text) = name.to_str() else {
                continue;
            };
            let path = folder.join(&name);
            let Ok(metadata) = fs::symlink_metadata(&path) else {
                continue;
            };
            if text.starts_with('.') || SKIPPED.contains(&text) {
                continue;
            }
            if metadata.is_dir() && depth > 0 {
                self.walk(&path, depth - 1, files);
            } else if metadata.is_file() && metadata.len() <= LARGEST && *files > 0 {
                *files -= 1;
                self.file(&path);
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let Some(written) = slashed(path) else {
            return;
        };
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let extension = extension.to_lowercase();
        let data = super::roles::DATA.contains(&extension.as_str());
        if !data && !super::roles::TEXTS.contains(&extension.as_str()) {
            return;
        }
        let Ok(bytes) = fs::read(path) else {
            return;
        };
        let looks = role::looks_like(&bytes);
        if let Some(schema) = schema(&bytes) {
            if schema.starts_with("leastwise/policy/") {
                self.policies.push(written);
                return;
            }
            if schema.starts_with("leastwise/waivers/") {
                self.waivers.push(written);
                return;
            }
        }
        match looks {
            Looks::Role(_) if is_role(&written, bytes) => self.roles.push(written),
            // A folder is read without these.
            Looks::Foreign => {}
            _ if data => self.foreign.push(written),
            // A text that looks like a role and is none would be read, and be an error.
            Looks::Role(_) => self.foreign.push(written),
            Looks::Nothing => {}
        }
    }

    /// The roles as they are written in the configuration: whole folders where all that is read
    /// in them is a role, files elsewhere.
    fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        for role in &self.roles {
            let folder = top_folder(role)
                .filter(|folder| !self.foreign.iter().any(|other| is_in(other, folder)));
            let place = folder.unwrap_or(role).to_owned();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn told(&self) -> String {
        let count = |count: usize, one: &str, many: &str| match count {
            0 => format!("no {one} found"),
            1 => format!("1 {one} found"),
            count => format!("{count} {many} found"),
        };
        format!(
            "{}, {}",
            count(self.roles.len(), "role", "roles"),
            count(self.policies.len(), "policy", "policies")
        )
    }

    /// What somebody has to do before `leastwise check` can run.
    fn left(&self) -> Vec<String> {
        let mut left = Vec::new();
        if self.roles.is_empty() {
            left.push("next: save a role, and write its place under `roles`".to_owned());
        }
        if self.policies.is_empty() {
            left.push(
                "next: choose a policy from `leastwise policy list`, and write it under `policies`"
                    .to_owned(),
            );
        } else if self.policies.len() > 1 {
            left.push(
                "next: say which role has which policy: under `match`, or under `policies`"
                    .to_owned(),
            );
        }
        if left.is_empty() {
            left.push("next: `leastwise check`".to_owned());
        }
        left
    }
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(std::ffi::OsStr::to_str).collect();
    Some(parts?.join("/"))
}

/// The first folder of a path.
fn top_folder(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}

fn is_in(path: &str, folder: &str) -> bool {
    top_folder(path) == Some(folder)
}

/// The schema that a document names at its left margin (YAML) or anywhere at its head (JSON).
fn schema(bytes: &[u8]) -> Option<String> {
    let source = SourceText::decode("", bytes.to_vec()).ok()?;
    let text = source.text();
    let line = text.lines().find_map(|line| line.strip_prefix("schema:"))?;
    let value = line.split('#').next().unwrap_or_default();
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// Whether it can be read as a role, or is a stream of snapshots, which are read one by one.
fn is_role(name: &str, bytes: Vec<u8>) -> bool {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    if String::from_utf8_lossy(head).contains("leastwise/role/v1") {
        return true;
    }
    role::read(name, bytes, &ReadOptions::default()).is_ok()
}

/// The text of the configuration.
fn configuration(found: &Found) -> Result<String, Failure> {
    let text = written(found);
    // What is written must be read again without a word.
    Config::parse(Arc::new(SourceText::new(FILE, text.clone()))).map_err(Failure::Input)?;
    Ok(text)
}

fn written(found: &Found) -> String {
    let mut text = format!(
        "# What `leastwise check` compares when the command line names nothing. Paths count from \
         here.\n\
         # Every key: {0}/blob/main/docs/configuration.md\n\
         schema: leastwise/config/v1\n",
        env!("CARGO_PKG_REPOSITORY")
    );
    section(
        &mut text,
        "Exported security roles: files, folders and patterns.",
        "roles",
        &found.places(),
        "roles",
    );
    match found.policies.as_slice() {
        [] => section(
            &mut text,
            "What every role is compared with: ids of `leastwise policy list`, and paths.",
            "policies",
            &[],
            "cloudblue-reseller-marketplace",
        ),
        [policy] => section(
            &mut text,
            "What every role is compared with: ids of `leastwise policy list`, and paths.",
            "policies",
            std::slice::from_ref(policy),
            "",
        ),
        several => {
            // To join them all on each role would be a guess, and one that finds too little.
            text.push_str(
                "\n# Which role has which policy: by the role's name or its file, where `*` stands \
                 for any text.\n# The first that fits counts. Several policies are for a role that \
                 serves several integrations.\n",
            );
            let pairs = pairs(found);
            if !pairs.is_empty() {
                text.push_str("match:\n");
            }
            for (role, policy) in &pairs {
                let _ = writeln!(
                    text,
                    "  - role: {}\n    policies: {}",
                    scalar(role),
                    scalar(policy)
                );
            }
            let unpaired = several
                .iter()
                .filter(|policy| !pairs.iter().any(|(_, paired)| paired == *policy));
            let mut head = pairs.is_empty();
            for policy in unpaired {
                if std::mem::take(&mut head) {
                    text.push_str("# match:\n");
                }
                let _ = writeln!(
                    text,
                    "#   - role: \"NAME OF A ROLE\"\n#     policies: {}",
                    scalar(policy)
                );
            }
        }
    }
    text.push_str(
        "\n# The least severity that makes a run fail: error, warning, note or never.\n\
         fail_on: error\n\
         \n# What is said of levels that no policy asks for: allow, note, warning or error.\n\
         unlisted: warning\n",
    );
    let baseline = if found.baseline { "" } else { "# " };
    let _ = write!(
        text,
        "\n# Findings that were there before: `leastwise baseline write` writes them down, and only \
         new\n# ones fail.\n{baseline}baseline: {BASELINE}\n"
    );
    if !found.waivers.is_empty() {
        section(
            &mut text,
            "Files with findings that are accepted for now.",
            "waiver_files",
            &found.waivers,
            "",
        );
    }
    text.push_str(
        "\n# Findings that are accepted for now: `leastwise waive` adds one.\n\
         # waivers:\n\
         #   - rule: missing-level\n\
         #     role: \"CloudBlue API\"\n\
         #     module: Finance\n\
         #     function: Agreements\n\
         #     operation: delete\n\
         #     reason: the pilot deletes nothing\n\
         #     expires: 2027-03-31\n",
    );
    text
}

/// A key with a list, or as a comment with an example where there is nothing to list.
fn section(text: &mut String, about: &str, key: &str, values: &[String], example: &str) {
    let _ = write!(text, "\n# {about}\n");
    if values.is_empty() {
        let _ = write!(text, "# {key}:\n#   - {example}\n");
        return;
    }
    let _ = writeln!(text, "{key}:");
    for value in values {
        let _ = writeln!(text, "  - {}", scalar(value));
    }
}

/// Roles and policies whose files are called alike: `roles/hudu.json` and `policies/hudu.yaml`.
fn pairs(found: &Found) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for role in &found.roles {
        let stem = stem(role);
        // A `*` in a file's name would fit others as well.
        let fitting = |policy: &&String| self::stem(policy) == stem && !role.contains('*');
        let mut fitting = found.policies.iter().filter(fitting);
        if let (Some(policy), None) = (fitting.next(), fitting.next()) {
            // With the star it fits from every folder that `leastwise check` is run in.
            pairs.push((format!("*{role}"), policy.clone()));
        }
    }
    pairs
}

fn stem(path: &str) -> String {
    let stem = PathBuf::from(path);
    let stem = stem.file_stem().unwrap_or_default().to_string_lossy();
    stem.to_lowercase()
}

/// A text as a YAML scalar: bare where it can be nothing else, in JSON's quotes otherwise.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['/', '.', '-'])
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    // A single word could be `true` or `no`, except the usual ones.
    if plain || matches!(text, "roles" | "policies" | "snapshots") {
        text.to_owned()
    } else {
        serde_json::to_string(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, configuration, scalar};

    #[test]
    fn words_that_yaml_reads_as_something_else_stand_in_quotes() {
        assert_eq!(scalar("roles/a-b.json"), "roles/a-b.json");
        for text in ["true", "no", "- x", "a: b", "# x", "12", "a\nb", "ü.json"] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
    }

    #[test]
    fn every_configuration_can_be_read_again() {
        let lists = [vec![], vec!["a.yaml"], vec!["x/a.yaml", "b \"#: {}.yaml"]];
        for roles in &lists {
            for policies in &lists {
                let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
                let found = Found {
                    roles: owned(roles),
                    policies: owned(policies),
                    waivers: owned(roles),
                    baseline: !roles.is_empty(),
                    foreign: Vec::new(),
                };
                configuration(&found).unwrap();
            }
        }
    }
}
