//! `audit --live`: the roles of the tenant, read from ConnectWise for this audit.

use super::super::Global;
use super::super::credentials::ConnectionArguments;
use super::super::failure::Failure;
use super::super::live::each_role;
use crate::config::{Config, Exclusion};
use crate::report::ExcludedRole;
use crate::role::Role;
use crate::role::tenant::Tenant;

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
        let Some(connection) = self.connection.if_live(self.live, AT_ONCE, global)? else {
            return Ok(None);
        };
        let connectwise = connection.open()?;
        let listing = connectwise.list()?;
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
        let mut roles = Vec::new();
        each_role(&connectwise, &wanted, |_, role, _| {
            roles.push(role);
            Ok(())
        })??;
        Ok(Some((roles, excluded, Some(connectwise.tenant()))))
    }
}
