//! The text of a new configuration.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::FILE;
use super::discovery::Found;
use super::proposal::Proposal;
use crate::cli::failure::Failure;
use crate::cli::settings::BASELINE;
use crate::config::Config;
use crate::model::SourceText;

/// The text of the configuration.
pub(super) fn configuration(found: &Found) -> Result<String, Failure> {
    let text = template(found);
    // The result must be valid.
    Config::parse(Arc::new(SourceText::new(FILE, text.clone())))?;
    Ok(text)
}

fn template(found: &Found) -> String {
    let mut text = format!(
        "# Options of `leastwise check`. Paths are relative to this file.\n\
         # Every key: {0}/blob/main/docs/reference/configuration.md\n\
         schema: leastwise/config/v1\n",
        env!("CARGO_PKG_REPOSITORY")
    );
    section(
        &mut text,
        "Exported security roles: files, directories and globs.",
        "roles",
        &found.places(),
        "roles",
    );
    let excluded: Vec<&String> = found
        .roles
        .iter()
        .filter(|role| found.without_policy(role))
        .collect();
    exclusions(&mut text, &excluded);
    match found.policies.as_slice() {
        [] if !found.proposals.is_empty() => proposed(&mut text, &found.proposals),
        [] | [_] => section(
            &mut text,
            "Policies for every role: ids from `leastwise policy list`, or paths.",
            "policies",
            &found.policies,
            "cloudblue-reseller-marketplace",
        ),
        several => {
            // Assigning all policies to each role would be a guess that hides excess.
            text.push_str(
                "\n# Policies for particular roles, by role name or file; `*` matches any text. The first match\n\
                 # wins. Several policies are for a role that serves several integrations.\n",
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
        "\n# Fail the run at this severity or above: error, warning, note or never.\n\
         fail_on: error\n\
         \n# Severity of permissions that no policy asks for: allow, note, warning or error.\n\
         # By default a warning, or a note if the table of a policy is incomplete.\n\
         # unlisted: warning\n",
    );
    let baseline = if found.baseline { "" } else { "# " };
    let _ = write!(
        text,
        "\n# Existing findings, recorded by `leastwise baseline write`: only new ones fail.\n{baseline}baseline: {BASELINE}\n"
    );
    if !found.waivers.is_empty() {
        section(
            &mut text,
            "Files with accepted findings.",
            "waiver_files",
            &found.waivers,
            "",
        );
    }
    text.push_str(
        "\n# Accepted findings: `leastwise waive` adds one.\n\
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

/// Roles that are not checked, such as those of people.
fn exclusions(text: &mut String, files: &[&String]) {
    text.push_str(
        "\n# Roles to skip, such as roles for people rather than integrations, by role name or file.\n\
         # Reports count and list them with their reasons.\n",
    );
    // A `*` in a file name would match other files.
    let files: Vec<&&String> = files.iter().filter(|file| !file.contains('*')).collect();
    if files.is_empty() {
        text.push_str("# exclude:\n#   - role: \"Finance*\"\n#     reason: used by people\n");
        return;
    }
    text.push_str("exclude:\n");
    for file in files {
        let _ = writeln!(
            text,
            "  - role: {}\n    reason: no policy in the library is similar enough by name or levels",
            scalar(&format!("*{file}"))
        );
    }
}

/// Proposed policies, with the reason for each.
fn proposed(text: &mut String, proposals: &[Proposal]) {
    text.push_str(
        "\n# Policies for particular roles, proposed by name and levels: confirm each. `*` matches any text. The\n# first match wins.\nmatch:\n",
    );
    for proposal in proposals {
        let _ = writeln!(
            text,
            "  - role: {}\n    policies: {} # {}",
            scalar(&proposal.role),
            scalar(proposal.policy),
            proposal.why
        );
    }
}

/// A key with a list, or a comment with an example if the list is empty.
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

/// Roles and policies with the same file name: `roles/hudu.json` and `policies/hudu.yaml`.
fn pairs(found: &Found) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for role in &found.roles {
        let stem = stem(role);
        // A `*` in a file name would match other files.
        let fitting = |policy: &&String| self::stem(policy) == stem && !role.contains('*');
        let mut fitting = found.policies.iter().filter(fitting);
        if let (Some(policy), None) = (fitting.next(), fitting.next()) {
            // With the star it matches from every directory.
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

/// A text as a YAML scalar: plain if unambiguous, otherwise quoted as in JSON.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(['/', '.', '-'])
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    // A single word could be `true` or `no`, except the common ones.
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
    fn ambiguous_words_are_quoted() {
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
                    documents: 0,
                    proposals: Vec::new(),
                };
                configuration(&found).unwrap();
            }
        }
    }
}
