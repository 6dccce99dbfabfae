//! CI files, and detection of the CI in use.

use clap::ValueEnum;

use super::exists;
use crate::cli::failure::Failure;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CiArgument {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// Azure Pipelines
    Azure,
    /// Jenkins
    Jenkins,
    /// The CI in use here
    Auto,
}

/// A CI file. The texts are the files in `ci`, so they are always the same.
#[derive(Debug)]
pub(super) struct Ci {
    /// Files that show that this CI is in use.
    signs: &'static [&'static str],
    /// The path of the file.
    path: &'static str,
    /// An alternative path if that one exists, and the remaining step.
    alternative: Option<(&'static str, &'static str)>,
    pub(super) text: &'static str,
}

const GITHUB: Ci = Ci {
    signs: &[".github"],
    path: ".github/workflows/leastwise.yml",
    alternative: None,
    text: include_str!("../../../ci/github.yml"),
};
const GITLAB: Ci = Ci {
    signs: &[".gitlab-ci.yml", ".gitlab"],
    path: ".gitlab-ci.yml",
    alternative: Some((
        ".gitlab/leastwise.yml",
        "add `include: .gitlab/leastwise.yml` to .gitlab-ci.yml",
    )),
    text: include_str!("../../../ci/gitlab.yml"),
};
const AZURE: Ci = Ci {
    signs: &["azure-pipelines.yml", "azure-pipelines.yaml"],
    path: "azure-pipelines.yml",
    alternative: Some((
        "azure-pipelines.leastwise.yml",
        "create a pipeline for it in Azure DevOps",
    )),
    text: include_str!("../../../ci/azure-pipelines.yml"),
};
const JENKINS: Ci = Ci {
    signs: &["Jenkinsfile"],
    path: "Jenkinsfile",
    alternative: Some((
        "Jenkinsfile.leastwise",
        "create a Jenkins job with it as the script path",
    )),
    text: include_str!("../../../ci/Jenkinsfile"),
};
const ALL: [&Ci; 4] = [&GITHUB, &GITLAB, &AZURE, &JENKINS];

pub(super) fn chosen(argument: CiArgument) -> Result<&'static Ci, Failure> {
    match argument {
        CiArgument::Github => Ok(&GITHUB),
        CiArgument::Gitlab => Ok(&GITLAB),
        CiArgument::Azure => Ok(&AZURE),
        CiArgument::Jenkins => Ok(&JENKINS),
        CiArgument::Auto => {
            let in_use = |ci: &&Ci| ci.signs.iter().any(|sign| exists(sign));
            let mut found = ALL.into_iter().filter(in_use);
            let help = "choose one: `--ci github`, `gitlab`, `azure` or `jenkins`";
            match (found.next(), found.next()) {
                (Some(ci), None) => Ok(ci),
                (None, _) => Err(Failure::usage(
                    "no CI configuration found in this directory",
                    help,
                )),
                (Some(_), Some(_)) => Err(Failure::usage(
                    "more than one CI configuration found in this directory",
                    help,
                )),
            }
        }
    }
}

impl Ci {
    /// The path of the file, and the remaining step.
    pub(super) fn place(&'static self) -> Result<(&'static str, Option<&'static str>), Failure> {
        let in_the_way = if !exists(self.path) {
            return Ok((self.path, None));
        } else if let Some((alternative, left)) = self.alternative {
            if !exists(alternative) {
                return Ok((alternative, Some(left)));
            }
            alternative
        } else {
            self.path
        };
        Err(Failure::usage(
            format!("`{in_the_way}` already exists and was not overwritten"),
            "edit it, or print the new file with `--stdout`",
        ))
    }
}
