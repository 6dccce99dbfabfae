//! The settings of roles, read so that every change during the read is detected.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::answer::{self, Row};
use super::fault::{Fault, Resource};
use super::read::{ConnectWise, ROLES, ROUNDS};
use super::session::{Notice, Session};
use super::{page, snapshot};
use crate::role::{Setting, Snapshot};

/// Number of roles that are read between two reads of the list. Complete roles are passed on after
/// each part, so that an interrupted read loses little.
const PART: usize = 32;

impl ConnectWise {
    /// Reads the settings of roles until none has changed meanwhile, and passes on each complete
    /// role, by number within each part of the list.
    ///
    /// A role is stable if the number of its settings matches the count of `ConnectWise`, there are
    /// no duplicates, and the role itself is unchanged afterwards. Whether a change of a setting
    /// changes the role's record is not documented; a change between two pages is detected by the
    /// first two conditions.
    pub(super) async fn read_until_stable(
        &self,
        roles: Vec<Row>,
        keep: &mut dyn FnMut(Snapshot<Setting>) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        let mut roles: Vec<(i64, Row)> = numbered(roles).collect();
        roles.sort_by_key(|(id, _)| *id);
        for part in roles.chunks(PART) {
            let part = part.iter().cloned().collect();
            if self.settle_part(part, keep).await?.is_break() {
                break;
            }
        }
        Ok(())
    }

    async fn settle_part(
        &self,
        mut pending: BTreeMap<i64, Row>,
        keep: &mut dyn FnMut(Snapshot<Setting>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Fault> {
        let mut reason = String::new();
        for round in 1..=ROUNDS {
            let read = self.settings_of(pending.keys().copied().collect()).await?;
            let after = page::all(&self.session, Resource::Roles, ROLES).await?;
            let mut after: BTreeMap<i64, Row> = numbered(after).collect();
            let mut changed = BTreeMap::new();
            for (id, settings) in read {
                let Some(before) = pending.remove(&id) else {
                    continue;
                };
                // A role that was deleted meanwhile is not read.
                let Some(now) = after.remove(&id) else {
                    continue;
                };
                let unsteady = settings.unsteady().or_else(|| {
                    (before != now).then(|| "it was changed while it was being read".to_owned())
                });
                if let Some(why) = unsteady {
                    if round < ROUNDS {
                        self.session.tell(Notice::Retry(format!(
                            "the role {} is read again: {why}",
                            snapshot::name(&now, id)
                        )));
                    }
                    reason = why;
                    changed.insert(id, now);
                } else if settings.rows.is_empty() {
                    return Err(Fault::NoRows(Resource::RoleSettings));
                } else if keep(snapshot::of_role(self.header(), &now, settings.rows)?).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            pending = changed;
            if pending.is_empty() {
                return Ok(ControlFlow::Continue(()));
            }
        }
        let role = pending
            .iter()
            .next()
            .map(|(id, role)| snapshot::name(role, *id))
            .unwrap_or_default();
        Err(Fault::Unsteady { role, reason })
    }

    /// The settings of some roles, a few at a time.
    async fn settings_of(&self, ids: Vec<i64>) -> Result<Vec<(i64, Settings)>, Fault> {
        let mut ids = ids.into_iter();
        let mut tasks = JoinSet::new();
        let mut read = Vec::new();
        loop {
            while tasks.len() < self.concurrency
                && let Some(id) = ids.next()
            {
                let session = Arc::clone(&self.session);
                tasks.spawn(async move { settings(&session, id).await.map(|read| (id, read)) });
            }
            match tasks.join_next().await {
                None => break,
                Some(Ok(result)) => {
                    read.push(result?);
                    self.session.tell(Notice::Role);
                }
                Some(Err(error)) => {
                    return Err(Fault::Connection(error.to_string()));
                }
            }
        }
        read.sort_by_key(|(id, _)| *id);
        Ok(read)
    }
}

/// Roles with their numbers.
fn numbered(roles: Vec<Row>) -> impl Iterator<Item = (i64, Row)> {
    let roles = roles.into_iter();
    roles.filter_map(|role| Some((answer::id(&role)?, role)))
}

/// The received settings of a role.
#[derive(Debug)]
struct Settings {
    rows: Vec<Row>,
    counted: u64,
}

impl Settings {
    fn unsteady(&self) -> Option<String> {
        let rows = self.rows.len();
        if usize::try_from(self.counted) != Ok(rows) {
            return Some(format!(
                "ConnectWise counts {} settings and sent {rows}",
                self.counted
            ));
        }
        page::has_duplicates(&self.rows).then(|| "a setting occurred twice".to_owned())
    }
}

async fn settings(session: &Session, id: i64) -> Result<Settings, Fault> {
    let resource = Resource::RoleSettings;
    let path = format!("{ROLES}/{id}/settings");
    let rows = page::all(session, resource, &path).await?;
    let got = session.get(resource, &format!("{path}/count")).await?;
    let counted = answer::count(resource, &got.value)?;
    Ok(Settings { rows, counted })
}
