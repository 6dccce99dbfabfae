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
        let flags = [
            #[cfg(feature = "live")]
            ("--live", self.live),
            ("--role", self.role.is_some()),
        ];
        match flags.into_iter().find(|(_, given)| *given) {
            None => Ok(()),
            Some((flag, _)) => Err(Failure::usage(
                format!("`{flag}` applies only to a request"),
                "specify a request, such as `GET /service/boards`",
            )),
        }
    }

    /// Reads the role, if one is given.
    pub(super) fn role(
        &self,
        #[cfg_attr(
            not(feature = "live"),
            expect(unused_variables, reason = "only a live read needs it")
        )]
        global: Global,
    ) -> Result<Option<Role>, Failure> {
        #[cfg(feature = "live")]
        if let Some(connection) = self.connection.if_live(self.live, 1, global)? {
            let role = self.role.clone();
            let (host, snapshot) = LiveSource { connection, role }.snapshot()?;
            return Ok(Some(role_of(&host, &snapshot)?.0));
        }
        let file = self.role.as_deref();
        let role = file.map(|path| input::role(path, &ReadOptions::default()));
        Ok(role.transpose()?)
    }
}
