//! Output forms of the requirements of policies: a table, JSON, a role, a policy.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::super::failure::Failure;
use crate::compare::least_role;
use crate::model::{LevelRange, escape_controls};
use crate::policy::{Draft, Policy, Requirements, RequirementsDocument};
use crate::render::write_json;
use crate::role::write_snapshot;

/// Output form of requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum As {
    /// A table
    Human,
    /// One JSON document (leastwise/requirements/v1)
    Json,
    /// The least-privilege role that satisfies them: a snapshot that `check` reads
    Role,
    /// One policy
    Policy,
}

impl As {
    /// The form that the extension of a file names.
    pub(super) fn of_file(file: Option<&PathBuf>) -> Self {
        let extension = file.and_then(|file| file.extension());
        let extension = extension.map(OsStr::to_ascii_lowercase);
        match extension.as_ref().and_then(|extension| extension.to_str()) {
            Some("json") => Self::Json,
            Some("yaml" | "yml") => Self::Policy,
            _ => Self::Human,
        }
    }

    /// What to do with a file of this form.
    pub(super) const fn next(self) -> &'static str {
        match self {
            Self::Role => {
                "create this role in System > Security Roles, then check it with `leastwise check`"
            }
            Self::Policy => "check a role with `leastwise check ROLE -p` and this file",
            Self::Human | Self::Json => "check a role with `leastwise check ROLE -p POLICY`",
        }
    }
}

/// Writes requirements in any form but the table.
pub(super) fn text(
    form: As,
    policies: &[&Policy],
    requirements: &Requirements,
    id: &str,
) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    match form {
        As::Human => table(requirements, &mut text)?,
        As::Json => write_json(&RequirementsDocument::from(requirements), &mut text)?,
        As::Role => {
            let titles: Vec<&str> = policies
                .iter()
                .map(|policy| policy.document.title.as_str())
                .collect();
            let role = least_role(requirements, &titles.join(" and "));
            text = write_snapshot(&role).map_err(io::Error::from)?;
        }
        As::Policy => {
            text = Draft::joined(policies, requirements, id)
                .text()
                .into_bytes();
        }
    }
    Ok(text)
}

/// The effective table, with the origin of each level.
pub(super) fn table(requirements: &Requirements, out: &mut dyn Write) -> io::Result<()> {
    let document = RequirementsDocument::from(requirements);
    for policy in &document.policies {
        let version = policy
            .version
            .as_deref()
            .map_or(String::new(), |v| format!(" {v}"));
        let name = format!("{} ({}{version})", policy.title, policy.id);
        writeln!(out, "{}", escape_controls(&name))?;
    }
    for function in &document.functions {
        let name = format!("{} / {}", function.module, function.function);
        writeln!(out, "\n{}", escape_controls(&name))?;
        for asked in &function.operations {
            let level = asked.accepted.to_string();
            writeln!(out, "  {:<8} {level}", asked.operation.title())?;
            for origin in &asked.origins {
                let feature = origin
                    .feature
                    .as_deref()
                    .map_or(String::new(), |name| format!(", feature {name}"));
                let place = format!(
                    "{} for {}{feature} ({}:{})",
                    origin.accepted, origin.policy, origin.file, origin.line
                );
                writeln!(out, "    {}", escape_controls(&place))?;
                if let Some(purpose) = &origin.purpose {
                    writeln!(out, "      {}", escape_controls(purpose))?;
                }
            }
        }
        for level in &function.dormant {
            let origin = &level.origin;
            let place = format!(
                "{} for {}, {} ({}:{})",
                origin.accepted, origin.policy, level.because, origin.file, origin.line
            );
            writeln!(out, "  {:<8} not required", level.operation.title())?;
            writeln!(out, "    {}", escape_controls(&place))?;
        }
        let lists = [
            ("allow", &function.customize_allow),
            ("disallow", &function.customize_disallow),
        ];
        if function.customize_all {
            writeln!(out, "  Customize: allow every item")?;
        }
        for (what, items) in lists {
            if !items.is_empty() {
                writeln!(
                    out,
                    "  Customize: {what} {}",
                    escape_controls(&items.join(", "))
                )?;
            }
        }
    }
    writeln!(
        out,
        "\nEverything else: {}",
        LevelRange::at_most(document.unlisted)
    )
}
