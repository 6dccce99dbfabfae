//! `leastwise check --live`: a role that comes from ConnectWise in place of a file.

use super::Global;
use super::credentials::{Connection, ConnectionArguments, told};
use super::failure::Failure;
use crate::connectwise::Failed;
use crate::model::Problem;
use crate::report::Outcome;
use crate::role::{self, Role, Setting, Snapshot, write_snapshot};

#[derive(Debug, clap::Args)]
pub(super) struct LiveArguments {
    /// Read from ConnectWise in place of files: the API member's own rights, or one role
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
    /// What to read, if anything is to be read live. Nothing is sent yet.
    pub(super) fn source(&self, global: Global) -> Result<Option<LiveSource>, Failure> {
        if !self.live {
            // clap lets what it requires go where a role is named, which excludes it.
            if let Some(role) = &self.role {
                return Err(Failure::usage(
                    format!("`--role {role}` reads from ConnectWise, and `--live` is not there"),
                    "add `--live`; or leave `--role` out, and name the role's file",
                ));
            }
            return Ok(None);
        }
        Ok(Some(LiveSource {
            connection: self.connection.connection(1, global)?,
            role: self.role.clone(),
        }))
    }
}

/// What a read gave: a role, or what went wrong and how that leaves the run.
pub(super) type Read = Result<Role, Vec<(Problem, Outcome)>>;

/// A role that is to be read from ConnectWise.
#[derive(Debug)]
pub(super) struct LiveSource {
    connection: Connection,
    role: Option<String>,
}

impl LiveSource {
    /// A role that is to be read with a connection; without a name, the API member's own.
    pub(super) const fn new(connection: Connection, role: Option<String>) -> Self {
        Self { connection, role }
    }

    /// Reads it.
    pub(super) fn read(&self) -> Read {
        let (name, snapshot) = self.snapshot().map_err(|failed| vec![told(&failed)])?;
        read_of(&name, &snapshot)
    }

    /// Reads it, and says how a report calls it.
    pub(super) fn snapshot(&self) -> Result<(String, Snapshot<Setting>), Failed> {
        let connectwise = self.connection.open()?;
        let snapshot = match &self.role {
            Some(role) => connectwise.role(role)?,
            None => connectwise.own_rights()?,
        };
        Ok((name(connectwise.host(), &snapshot), snapshot))
    }
}

/// What a snapshot is as a role.
pub(super) fn read_of(name: &str, snapshot: &Snapshot<Setting>) -> Read {
    let invalid = |problem| (problem, Outcome::Invalid);
    role_of(name, snapshot)
        .map(|(role, _)| role)
        .map_err(|problems| problems.into_iter().map(invalid).collect())
}

/// How a report calls what was read: by where it came from.
pub(super) fn name(host: &str, snapshot: &Snapshot<Setting>) -> String {
    match snapshot.role.as_ref().and_then(|role| role.id) {
        Some(id) => format!("{host}/system/securityRoles/{id}/settings"),
        None => format!("{host}/system/mySecurity"),
    }
}

/// The role of a snapshot, through the text that a file of it would hold: one reader for both, and
/// places to show. The text comes too.
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
