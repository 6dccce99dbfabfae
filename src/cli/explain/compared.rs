//! The role that a request is compared with: a file, or one read from ConnectWise.

use crate::cli::Global;
#[cfg(feature = "live")]
use crate::cli::credentials::ConnectionArguments;
use crate::cli::failure::Failure;
use crate::cli::input;
#[cfg(feature = "live")]
use crate::cli::live::{LiveSource, role_of};
use crate::role::{ReadOptions, Role};

#[derive(Debug, clap::Args)]
pub(super) struct ComparedArguments {
    /// Also show whether the role in FILE has what the request needs; with --live, the role with
    /// this name or number
    #[arg(long, value_name = "FILE|NAME|ID", requires = "name")]
    role: Option<String>,
    /// Compare with a role from ConnectWise: the role of the API member, or of --role
    #[cfg(feature = "live")]
    #[arg(long, requires = "name")]
    live: bool,
    #[cfg(feature = "live")]
    #[command(flatten)]
    connection: ConnectionArguments,
}

impl ComparedArguments {
    /// Rejects a role if no request is explained.
    pub(super) fn refuse(&self) -> Result<(), Failure> {
        #[cfg(feature = "live")]
        let flag = if self.live { "--live" } else { "--role" };
        #[cfg(feature = "live")]
        let given = self.live || self.role.is_some();
        #[cfg(not(feature = "live"))]
        let (flag, given) = ("--role", self.role.is_some());
        if given {
            return Err(Failure::usage(
                format!("`{flag}` applies only to a request"),
                "specify a request, such as `GET /service/boards`",
            ));
        }
        Ok(())
    }

    /// Reads the role, if one is given.
    #[cfg(feature = "live")]
    pub(super) fn role(&self, global: Global) -> Result<Option<Role>, Failure> {
        let Some(connection) = self.connection.if_live(self.live, 1, global)? else {
            return self.role.as_deref().map(of_file).transpose();
        };
        let role = self.role.clone();
        let (host, snapshot) = LiveSource { connection, role }.snapshot()?;
        let (role, _) = role_of(&host, &snapshot)?;
        Ok(Some(role))
    }

    /// Reads the role, if one is given.
    #[cfg(not(feature = "live"))]
    pub(super) fn role(&self, _: Global) -> Result<Option<Role>, Failure> {
        self.role.as_deref().map(of_file).transpose()
    }
}

fn of_file(path: &str) -> Result<Role, Failure> {
    Ok(input::role(path, &ReadOptions::default())?)
}
