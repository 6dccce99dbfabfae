//! `fetch --all` and `fetch --used`: the roles of a tenant in one directory, with an index.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::super::failure::Failure;
use super::super::live::each_role;
use super::super::output;
use super::super::sink::Sink;
use super::super::{Ended, Global, progress};
use super::staging::{Staging, is_snapshot, snapshots};
use super::{FetchArguments, names};
use crate::config::{Config, Exclusion};
use crate::connectwise::{ConnectWise, Failed, ListedRole, Listing};
use crate::engine::roles_index::{FILE, IndexedRole, Period, RolesIndex, SCHEMA, SkippedRole};
use crate::model::Problem;
use crate::policy::digest_of;
use crate::render::count;

/// A complete role: its number, its file name and its text.
type Ready = (i64, String, Vec<u8>);

pub(super) fn run(
    arguments: &FetchArguments,
    connectwise: &ConnectWise,
    config: Option<&Config>,
    folder: &Path,
    global: Global,
) -> Ended {
    output::make_folder(folder)?;
    let staging = Staging::open(folder, arguments.fresh, global.sink)?;
    let listing = connectwise
        .list()
        .map_err(|failed| interrupted(&staging, failed, global.sink))?;
    let (wanted, mut index) = choose(arguments, connectwise, config, listing)?;
    for role in &wanted {
        refuse_foreign(folder, &names::of_role(role.id, role.name()))?;
    }
    let mut ready: Vec<Ready> = Vec::new();
    let mut pending = Vec::new();
    for role in wanted {
        match staging.kept(role.id, &connectwise.fingerprint(&role)) {
            Some(text) => ready.push((role.id, names::of_role(role.id, role.name()), text)),
            None => pending.push(role),
        }
    }
    if !ready.is_empty() {
        global.sink.note(&format!(
            "note: {} of {} roles are from the interrupted read; `--fresh` reads them again",
            ready.len(),
            ready.len() + pending.len()
        ));
    }
    read(connectwise, &pending, &staging, &mut ready)?;
    ready.sort_by_key(|(id, _, _)| *id);
    let gone: Vec<&ListedRole> = pending
        .iter()
        .filter(|role| ready.iter().all(|(id, _, _)| *id != role.id))
        .collect();
    index.tenant = Some(connectwise.tenant());
    let index = filled(index, &ready)?;
    staging.commit(&index, &ready)?;
    for role in gone {
        global.sink.note(&format!(
            "note: the role {} was removed while it was being read",
            called(role.id, role.name())
        ));
    }
    tell_saved(folder, &index, global.sink);
    leftovers(folder, &index, arguments.prune, global.sink)?;
    Ok(ExitCode::SUCCESS)
}

/// The roles to read, and the index of the others.
fn choose(
    arguments: &FetchArguments,
    connectwise: &ConnectWise,
    config: Option<&Config>,
    listing: Listing,
) -> Result<(Vec<ListedRole>, RolesIndex), Failure> {
    if arguments.used && !listing.users_seen {
        let problem = Problem::in_file(
            connectwise.host(),
            "`--used` needs the list of API members, but these credentials do not have permission \
             to read it",
        );
        return Err(problem
            .with_help("grant the API member permission to read members, or use `--all`")
            .into());
    }
    let mut wanted = Vec::new();
    let mut index = RolesIndex {
        schema: SCHEMA.to_owned(),
        host: connectwise.host().to_owned(),
        listed: listing.roles.len(),
        fetched: None,
        roles: Vec::new(),
        excluded: Vec::new(),
        unused: Vec::new(),
        tenant: None,
    };
    for role in listing.roles {
        let skipped = |reason: Option<String>| SkippedRole {
            id: role.id,
            name: role.name().map(str::to_owned),
            reason,
        };
        let file = names::of_role(role.id, role.name());
        let exclusion = config.and_then(|config| {
            let names = [role.name().unwrap_or_default(), &file];
            Exclusion::find(&config.document.exclude, &names)
        });
        if let Some(exclusion) = exclusion {
            index.excluded.push(skipped(Some(exclusion.reason.clone())));
        } else if arguments.used && role.used_by.as_ref().is_some_and(Vec::is_empty) {
            index.unused.push(skipped(None));
        } else {
            wanted.push(role);
        }
    }
    if wanted.is_empty() {
        let problem = Problem::in_file(
            connectwise.host(),
            format!(
                "there is no role to read: {} excluded by the configuration, {} without an API member",
                index.excluded.len(),
                index.unused.len()
            ),
        );
        return Err(problem
            .with_help("change `exclude` in the configuration, or use `--all`")
            .into());
    }
    Ok((wanted, index))
}

/// Reads roles and stages each complete one.
fn read(
    connectwise: &ConnectWise,
    pending: &[ListedRole],
    staging: &Staging,
    ready: &mut Vec<Ready>,
) -> Result<(), Failure> {
    // Each is parsed before it is kept: saved files can always be checked.
    let read = each_role(connectwise, pending, |snapshot, _, text| {
        let id = snapshot.role.as_ref().and_then(|role| role.id);
        if let Some(role) = pending.iter().find(|role| Some(role.id) == id) {
            staging.keep(role.id, &connectwise.fingerprint(role), &text)?;
            ready.push((role.id, names::of_role(role.id, role.name()), text));
        }
        Ok(())
    });
    read.map_err(|failed| interrupted(staging, failed, staging.sink))?
}

/// The failure of a read, with a note on what the next run can reuse.
fn interrupted(staging: &Staging, failed: Failed, sink: Sink) -> Failure {
    progress::clear();
    match staging.count() {
        0 => {
            // An empty directory is useless for later runs.
            let _ = staging.remove();
        }
        kept => sink.tell(&format!(
            "note: {kept} complete roles are kept; run the same command again to continue"
        )),
    }
    failed.into()
}

/// Refuses to replace a file that is not a snapshot, before anything is written.
pub(super) fn refuse_foreign(folder: &Path, file: &str) -> Result<(), Failure> {
    let path = folder.join(file);
    let foreign =
        fs::read(&path).is_ok_and(|bytes| !bytes.trim_ascii().is_empty() && !is_snapshot(&bytes));
    if foreign {
        return Err(Failure::usage(
            format!(
                "`{}` already exists and is not a snapshot of a role",
                path.display()
            ),
            "move the file away, or specify another directory with `-o`; nothing was saved",
        ));
    }
    Ok(())
}

fn filled(mut index: RolesIndex, ready: &[Ready]) -> Result<RolesIndex, Vec<Problem>> {
    for (id, file, text) in ready {
        let options = crate::role::ReadOptions::default();
        let role = crate::role::read(file, text.clone(), &options)?;
        let used_by = role.origin.used_by.as_ref().map(|members| {
            members
                .iter()
                .map(|member| member.identifier.clone())
                .collect()
        });
        index.roles.push(IndexedRole {
            id: *id,
            name: role.name.clone(),
            file: file.clone(),
            sha256: digest_of(text),
            fetched_at: role.fetched_at.clone(),
            settings: role.rows.len(),
            administrator: role.admin,
            used_by,
        });
    }
    let taken = || {
        index
            .roles
            .iter()
            .filter_map(|role| role.fetched_at.clone())
    };
    index.fetched = taken()
        .min()
        .zip(taken().max())
        .map(|(first, last)| Period { first, last });
    Ok(index)
}

fn called(id: i64, name: Option<&str>) -> String {
    name.map_or_else(|| id.to_string(), |name| format!("`{name}`"))
}

fn tell_saved(folder: &Path, index: &RolesIndex, sink: Sink) {
    for role in &index.roles {
        let used_by = role.used_by.as_ref().map_or(String::new(), |members| {
            format!(", used by {}", count(members.len(), "API member"))
        });
        sink.note(&format!(
            "saved the role {} ({} settings{used_by}) as {}",
            called(role.id, role.name.as_deref()),
            role.settings,
            folder.join(&role.file).display()
        ));
    }
    let listed = |roles: &[SkippedRole]| {
        let names = roles
            .iter()
            .map(|role| called(role.id, role.name.as_deref()));
        names.collect::<Vec<_>>().join(", ")
    };
    if !index.excluded.is_empty() {
        sink.note(&format!(
            "excluded by the configuration ({}): {}",
            index.excluded.len(),
            listed(&index.excluded)
        ));
    }
    if !index.unused.is_empty() {
        sink.note(&format!(
            "not read, because no API member uses them ({}): {}",
            index.unused.len(),
            listed(&index.unused)
        ));
    }
    sink.note(&format!(
        "saved {} of {} roles; the index is {}",
        index.roles.len(),
        index.listed,
        folder.join(FILE).display()
    ));
}

/// Lists the snapshots that this run did not write, or removes them.
fn leftovers(folder: &Path, index: &RolesIndex, prune: bool, sink: Sink) -> Result<(), Failure> {
    for (file, id) in snapshots(folder) {
        if index.roles.iter().any(|role| role.file == file) {
            continue;
        }
        let path = folder.join(&file);
        let among = |roles: &[SkippedRole]| roles.iter().any(|role| role.id == id);
        let why = if among(&index.excluded) {
            "belongs to a role that the configuration excludes"
        } else if among(&index.unused) {
            "belongs to a role that no API member uses"
        } else {
            "belongs to a role that ConnectWise no longer shows"
        };
        let ours = fs::read(&path).is_ok_and(|bytes| is_snapshot(&bytes));
        if prune && ours {
            fs::remove_file(&path).map_err(|error| Failure::file(&path, error))?;
            sink.note(&format!("removed `{file}`: it {why}"));
        } else {
            let what = if ours {
                "`--prune` removes it"
            } else {
                "it is not a snapshot, so it stays"
            };
            sink.note(&format!("note: `{file}` {why}; {what}"));
        }
    }
    Ok(())
}
