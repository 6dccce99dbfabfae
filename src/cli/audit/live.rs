//! `audit --live`: the roles of the tenant, read from ConnectWise for this audit.

use std::ops::ControlFlow;

use super::super::credentials::ConnectionArguments;
use super::super::failure::Failure;
use super::super::fetch::failure;
use super::super::live::{name, requires_live, role_of};
use super::super::{Global, progress};
use crate::config::{Config, Exclusion};
use crate::report::ExcludedRole;
use crate::role::tenant::Tenant;
use crate::role::{Role, Setting, Snapshot};

#[derive(Debug, clap::Args)]
pub(super) struct LiveArguments {
    /// Read the roles from ConnectWise instead of files; nothing is saved
    #[arg(long, conflicts_with = "paths")]
    live: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// Roles, those that the configuration excludes, and what else was read of the tenant.
pub(super) type Read = (Vec<Role>, Vec<ExcludedRole>, Option<Tenant>);

impl LiveArguments {
    /// Reads every role that is not excluded; `None` without `--live`.
    pub(super) fn read(
        &self,
        config: Option<&Config>,
        global: Global,
    ) -> Result<Option<Read>, Failure> {
        const AT_ONCE: usize = 4;
        if !self.live {
            if let Some(flag) = self.connection.only_live() {
                return Err(requires_live(flag));
            }
            return Ok(None);
        }
        let connectwise = self
            .connection
            .connection(AT_ONCE, global)?
            .open()
            .map_err(|failed| failure(&failed))?;
        let listing = connectwise.list().map_err(|failed| failure(&failed))?;
        let exclusions = config.map_or(&[][..], |config| &config.document.exclude);
        let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
        for role in listing.roles {
            let title = role
                .name()
                .map_or_else(|| role.id.to_string(), str::to_owned);
            match Exclusion::find(exclusions, &[&title]) {
                Some(exclusion) => excluded.push(ExcludedRole {
                    source: format!(
                        "{}/system/securityRoles/{}/settings",
                        connectwise.host(),
                        role.id
                    ),
                    role: title,
                    reason: exclusion.reason.clone(),
                }),
                None => wanted.push(role),
            }
        }
        excluded.sort();
        progress::expect(wanted.len());
        let mut roles = Vec::new();
        let mut wrong = None;
        let mut keep = |snapshot: Snapshot<Setting>| match role_of(
            &name(connectwise.host(), &snapshot),
            &snapshot,
        ) {
            Ok((role, _)) => {
                roles.push(role);
                ControlFlow::Continue(())
            }
            Err(problems) => {
                wrong = Some(Failure::Input(problems));
                ControlFlow::Break(())
            }
        };
        let result = connectwise.each(&wanted, &mut keep);
        progress::clear();
        result.map_err(|failed| failure(&failed))?;
        match wrong {
            Some(failure) => Err(failure),
            None => Ok(Some((roles, excluded, Some(connectwise.tenant())))),
        }
    }
}
