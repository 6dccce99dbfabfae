//! `leastwise check --live`: reads a role from ConnectWise instead of a file.

use std::ops::ControlFlow;

use super::credentials::{Connection, ConnectionArguments, to_problem};
use super::failure::Failure;
use super::session::LiveRead;
use super::{Global, progress};
use crate::connectwise::{ConnectWise, Failed, ListedRole};
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
        // In clap, a conflicting argument also satisfies `requires`.
        if let (false, Some(role)) = (self.live, &self.role) {
            return Err(Failure::usage(
                format!("`--role {role}` requires `--live`"),
                "add `--live`, or omit `--role` and specify the role's file",
            ));
        }
        let connection = self.connection.if_live(self.live, 1, global)?;
        Ok(connection.map(|connection| LiveSource {
            connection,
            role: self.role.clone(),
        }))
    }
}

/// A role to read from ConnectWise; without a name, the API member's permissions.
pub(super) struct LiveSource {
    pub(super) connection: Connection,
    pub(super) role: Option<String>,
}

impl LiveSource {
    /// Reads it.
    pub(super) fn read(&self) -> LiveRead {
        let (host, snapshot) = self
            .snapshot()
            .map_err(|failed| vec![to_problem(&failed)])?;
        read_of(&host, &snapshot)
    }

    /// Reads it, and returns the host that was asked.
    pub(super) fn snapshot(&self) -> Result<(String, Snapshot<Setting>), Failed> {
        let connectwise = self.connection.open()?;
        let snapshot = match &self.role {
            Some(role) => connectwise.role(role)?,
            None => connectwise.own_rights()?,
        };
        Ok((connectwise.host().to_owned(), snapshot))
    }
}

/// Parses a snapshot into a role.
pub(super) fn read_of(host: &str, snapshot: &Snapshot<Setting>) -> LiveRead {
    let invalid = |problem| (problem, Outcome::Invalid);
    role_of(host, snapshot)
        .map(|(role, _)| role)
        .map_err(|problems| problems.into_iter().map(invalid).collect())
}

/// Reads roles in turn. `keep` gets each with its text, and ends the read with its failure.
pub(super) fn each_role(
    connectwise: &ConnectWise,
    listed: &[ListedRole],
    mut keep: impl FnMut(&Snapshot<Setting>, Role, Vec<u8>) -> Result<(), Failure>,
) -> Result<Result<(), Failure>, Failed> {
    progress::expect(listed.len());
    let mut kept = Ok(());
    let read = connectwise.each(listed, &mut |snapshot| {
        kept = role_of(connectwise.host(), &snapshot)
            .map_err(Failure::from)
            .and_then(|(role, text)| keep(&snapshot, role, text));
        match kept {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    progress::clear();
    read.map(|()| kept)
}

/// The name of a read role in reports: its source.
fn name(host: &str, snapshot: &Snapshot<Setting>) -> String {
    match snapshot.role.as_ref().and_then(|role| role.id) {
        Some(id) => format!("{host}/system/securityRoles/{id}/settings"),
        None => format!("{host}/system/mySecurity"),
    }
}

/// Parses a snapshot from its file text: live roles and files use the same reader, and have
/// positions. Also returns the text.
pub(super) fn role_of(
    host: &str,
    snapshot: &Snapshot<Setting>,
) -> Result<(Role, Vec<u8>), Vec<Problem>> {
    let name = name(host, snapshot);
    let text = write_snapshot(snapshot).map_err(|error| {
        let message = format!("it cannot be written: {error}");
        vec![Problem::in_file(&*name, message)]
    })?;
    role::read(&name, text.clone(), &role::ReadOptions::default()).map(|role| (role, text))
}
