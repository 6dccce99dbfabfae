//! `leastwise check --live`: reads a role from ConnectWise instead of a file.

use super::Global;
use super::credentials::{Connection, ConnectionArguments, to_problem};
use super::failure::Failure;
use crate::connectwise::Failed;
use crate::model::Problem;
use crate::report::Outcome;
use crate::role::{self, Role, Setting, Snapshot, write_snapshot};

#[derive(Debug, clap::Args)]
pub(super) struct LiveArguments {
    /// Read from ConnectWise instead of files: the API member's effective permissions, or one role
    #[arg(help_heading = "ConnectWise", long)]
    live: bool,
    /// With --live: the role to read, by its name or number
    #[arg(
        help_heading = "ConnectWise",
        long,
        value_name = "NAME|ID",
        requires = "live"
    )]
    role: Option<String>,
    #[command(flatten)]
    connection: ConnectionArguments,
}

impl LiveArguments {
    /// The role to read, if any is read live. Nothing is sent yet.
    pub(super) fn source(&self, global: Global) -> Result<Option<LiveSource>, Failure> {
        if !self.live {
            // In clap, a conflicting argument also satisfies `requires`.
            if let Some(role) = &self.role {
                return Err(Failure::usage(
                    format!("`--role {role}` requires `--live`"),
                    "add `--live`, or omit `--role` and specify the role's file",
                ));
            }
            if let Some(flag) = self.connection.only_live() {
                return Err(requires_live(flag));
            }
            return Ok(None);
        }
        Ok(Some(LiveSource {
            connection: self.connection.connection(1, global)?,
            role: self.role.clone(),
        }))
    }
}

/// The error for an argument that would have no effect.
pub(super) fn requires_live(flag: &str) -> Failure {
    Failure::usage(
        format!("`{flag}` requires `--live`"),
        format!("add `--live`, or omit `{flag}`"),
    )
}

/// The result of a read: a role, or the problem and the outcome of the run.
pub(super) type Read = Result<Role, Vec<(Problem, Outcome)>>;

/// A role to read from ConnectWise.
#[derive(Debug)]
pub(super) struct LiveSource {
    connection: Connection,
    role: Option<String>,
}

impl LiveSource {
    /// A role to read with a connection; without a name, the API member's permissions.
    pub(super) const fn new(connection: Connection, role: Option<String>) -> Self {
        Self { connection, role }
    }

    /// Reads it.
    pub(super) fn read(&self) -> Read {
        let (name, snapshot) = self
            .snapshot()
            .map_err(|failed| vec![to_problem(&failed)])?;
        read_of(&name, &snapshot)
    }

    /// Reads it, and returns its name for reports.
    pub(super) fn snapshot(&self) -> Result<(String, Snapshot<Setting>), Failed> {
        let connectwise = self.connection.open()?;
        let snapshot = match &self.role {
            Some(role) => connectwise.role(role)?,
            None => connectwise.own_rights()?,
        };
        Ok((name(connectwise.host(), &snapshot), snapshot))
    }
}

/// Parses a snapshot into a role.
pub(super) fn read_of(name: &str, snapshot: &Snapshot<Setting>) -> Read {
    let invalid = |problem| (problem, Outcome::Invalid);
    role_of(name, snapshot)
        .map(|(role, _)| role)
        .map_err(|problems| problems.into_iter().map(invalid).collect())
}

/// The name of the read role in reports: its source.
pub(super) fn name(host: &str, snapshot: &Snapshot<Setting>) -> String {
    match snapshot.role.as_ref().and_then(|role| role.id) {
        Some(id) => format!("{host}/system/securityRoles/{id}/settings"),
        None => format!("{host}/system/mySecurity"),
    }
}

/// Parses a snapshot from its file text: live roles and files use the same reader, and have
/// positions. Also returns the text.
pub(super) fn role_of(
    name: &str,
    snapshot: &Snapshot<Setting>,
) -> Result<(Role, Vec<u8>), Vec<Problem>> {
    let text = write_snapshot(snapshot).map_err(|error| {
        vec![Problem::in_file(
            name,
            format!("it cannot be written: {error}"),
        )]
    })?;
    role::read(name, text.clone(), &role::ReadOptions::default()).map(|role| (role, text))
}
