//! The evidence directory: unchanged inputs, results, and a manifest with their hashes.
//!
//! The results are computed from the files of the directory alone, so that `audit verify` can
//! compute them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::failure::Failure;
use super::super::sink::Sink;
use super::super::{input, output};
use super::claims::{Policies, audited, requirements};
use super::record::{self, Record};
use crate::compare::{Options, compare};
use crate::engine::audit::{Audit, AuditedRole, audit};
use crate::model::{Problem, SourceText};
use crate::policy::{Bases, Policy, Requirements, digest_of, library};
use crate::render::{
    Csv, Renderer, Texts, audit_as_csv, audit_as_html, levels_as_csv, people_as_csv,
    requests_as_csv, review_as_csv, write_json,
};
use crate::role::tenant::{self, Tenant};
use crate::role::{self, ReadOptions, Role};

/// The list of hashes, as `sha256sum -c` reads it.
pub(super) const MANIFEST: &str = "MANIFEST";
/// The file for the auditor's statement.
pub(super) const REVIEW: &str = "review.csv";
/// The manifest of the previous audit.
const PREVIOUS: &str = "previous/MANIFEST";

/// Marks a file as UTF-8 for spreadsheets.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What an audit read.
pub(super) struct Evidence<'a> {
    pub(super) roles: &'a [Role],
    /// The policies of each role.
    pub(super) claims: &'a [record::Claim],
    pub(super) policies: &'a Policies,
    pub(super) tenant: Option<&'a Tenant>,
    /// The directory of the previous audit.
    pub(super) previous: Option<&'a Path>,
}

/// Writes an evidence directory and returns the audit, as computed from its files.
pub(super) fn write(
    folder: &Path,
    mut record: Record,
    read: &Evidence<'_>,
    sink: Sink,
) -> Result<Audit, Failure> {
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if folder.is_file() || occupied {
        return Err(Failure::usage(
            format!(
                "`{}` already exists and is not an empty directory",
                folder.display()
            ),
            "specify a new directory for each audit, such as `audit-2026-11-28`",
        ));
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (role, claim) in read.roles.iter().zip(read.claims) {
        let file = copy_role(role, &mut files)?;
        record.claims.insert(file, claim.clone());
    }
    for (name, policy) in read.policies {
        let file = copy_policy(name, policy, &mut files)?;
        record.policies.insert(name.clone(), file);
    }
    if let Some(previous) = read.previous {
        let path = previous.join(MANIFEST);
        if path.is_file() {
            files.insert(PREVIOUS.to_owned(), input::bytes(&path)?);
        }
    }
    if let Some(tenant) = read.tenant {
        files.insert(tenant::FILE.to_owned(), output::pretty(tenant)?);
    }
    files.insert(record::FILE.to_owned(), output::pretty(&record)?);
    let (audit, results) = results(&files)?;
    files.extend(results);
    for (name, bytes) in &files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            output::make_folder(parent)?;
        }
        sink.save_private(&path, bytes)?;
    }
    sink.save_private(&folder.join(MANIFEST), manifest(&files).as_bytes())?;
    Ok(audit)
}

/// The file of a role, byte for byte.
fn copy_role(role: &Role, files: &mut BTreeMap<String, Vec<u8>>) -> Result<String, Failure> {
    let source = role.source.name();
    let path = Path::new(source);
    let name = path.file_name().map(|name| name.to_string_lossy());
    if source.contains("/system/securityRoles/") {
        let id = source.rsplit('/').nth(1).unwrap_or_default();
        let file = format!("roles/role-{id}.json");
        files.insert(file.clone(), role.source.text().as_bytes().to_vec());
        return Ok(file);
    }
    let Some(name) = name.filter(|_| path.is_file()) else {
        let problem = Problem::in_file(source, "this is not a file with one role");
        return Err(problem
            .with_help("save each role in its own file with `leastwise fetch --all -o roles/`")
            .into());
    };
    let bytes = input::bytes(path)?;
    let mut file = format!("roles/{name}");
    let mut number = 1;
    while files.get(&file).is_some_and(|other| *other != bytes) {
        number += 1;
        file = format!("roles/{number}-{name}");
    }
    files.insert(file.clone(), bytes);
    Ok(file)
}

fn copy_policy(
    name: &str,
    policy: &Policy,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<String, Failure> {
    let mut first = None;
    for policy in policy.lineage() {
        let source = policy.source.name();
        let base = if first.is_none() && library::text(name).is_some() {
            format!("{name}.yaml")
        } else {
            let file = Path::new(source).file_name();
            let file = file.map_or(source.into(), |file| file.to_string_lossy());
            if file.ends_with(".yaml") || file.ends_with(".yml") || file.ends_with(".json") {
                file.into_owned()
            } else {
                format!("{file}.yaml")
            }
        };
        let file = format!("policies/{base}");
        let text = policy.source.text().as_bytes().to_vec();
        if files.get(&file).is_some_and(|other| *other != text) {
            let message = format!("two policies have the file name `{base}`");
            let problem = Problem::in_file(source, message);
            return Err(problem.with_help("rename one of them").into());
        }
        files.insert(file.clone(), text);
        first.get_or_insert(file);
    }
    Ok(first.unwrap_or_default())
}

/// Computes the results of an evidence directory from its inputs.
pub(super) fn results(
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<(Audit, BTreeMap<String, Vec<u8>>), Failure> {
    let record = files.get(record::FILE).map_or(&[][..], Vec::as_slice);
    let record = Record::parse(record::FILE, record)?;
    let mut policies = Policies::default();
    for (name, file) in &record.policies {
        let bytes = given(files, file)?;
        let policy = Policy::from_bytes(file, bytes, &Folder { files })?;
        policies.insert(name.clone(), policy);
    }
    let choices = record.choices();
    let mut roles: Vec<Role> = Vec::new();
    let mut asked: Vec<Option<Requirements>> = Vec::new();
    for (file, claim) in &record.claims {
        let bytes = given(files, file)?;
        roles.push(role::read(file, bytes, &ReadOptions::default())?);
        asked.push(requirements(claim, &policies, &choices)?);
    }
    let ratings = record.ratings();
    let audited = audited(&roles, record.claims.values(), &asked);
    let tenant = files.get(tenant::FILE);
    let tenant = tenant.map(|bytes| parse_tenant(bytes)).transpose()?;
    let audit = audit(&audited, record.context(tenant.as_ref()));
    let mut results = BTreeMap::new();
    let mut add = |name: &str, write: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
        let is_table = input::has_extension(Path::new(name), &["csv"]);
        let mut text = if is_table { BOM.to_vec() } else { Vec::new() };
        write(&mut text)?;
        results.insert(name.to_owned(), text);
        io::Result::Ok(())
    };
    add("audit.json", &|out| write_json(&audit, out))?;
    add("report.html", &|out| audit_as_html(&audit, out))?;
    add("members.csv", &|out| audit_as_csv(&audit, out))?;
    add(REVIEW, &|out| review_as_csv(&audit, out))?;
    add("levels.csv", &|out| levels_as_csv(&audited, &ratings, out))?;
    add("findings.csv", &|out| findings(&audited, &ratings, out))?;
    if let Some(tenant) = &tenant {
        add("requests.csv", &|out| {
            requests_as_csv(&tenant.requests, out)
        })?;
    }
    let people = audit.people.as_ref();
    if let Some(people) = people.and_then(|people| people.members.as_deref()) {
        add("people.csv", &|out| people_as_csv(people, out))?;
    }
    Ok((audit, results))
}

/// The rows of `check --format csv`.
fn findings(
    roles: &[AuditedRole<'_>],
    ratings: &crate::risk::Ratings,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let options = Options {
        ratings: ratings.clone(),
        ..Options::default()
    };
    let mut csv = Csv::default();
    let mut summary = crate::report::RunSummary::default();
    for of in roles {
        if let Some(requirements) = of.requirements {
            let report = std::sync::Arc::new(compare(requirements, of.role, &options));
            summary.add(&report);
            csv.role(&report, &Texts::default(), out)?;
        }
    }
    csv.finish(&summary, out)
}

fn parse_tenant(bytes: &[u8]) -> Result<Tenant, Failure> {
    serde_json::from_slice(bytes).map_err(|error| {
        let message = format!("this is not the record of a tenant: {error}");
        let problem = Problem::in_file(tenant::FILE, message);
        problem
            .with_help("restore the directory from a backup")
            .into()
    })
}

fn given(files: &BTreeMap<String, Vec<u8>>, file: &str) -> Result<Vec<u8>, Failure> {
    files.get(file).cloned().ok_or_else(|| {
        let problem = Problem::in_file(file, "this evidence file is missing");
        problem
            .with_help("restore the directory from a backup")
            .into()
    })
}

/// Finds the policies that a policy extends among the files of the directory.
#[derive(Debug)]
struct Folder<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
}

impl Bases for Folder<'_> {
    fn find(&self, name: &str, _: &str) -> Option<Result<SourceText, Problem>> {
        let file = Path::new(name).file_name()?.to_string_lossy().into_owned();
        let names = [format!("policies/{file}"), format!("policies/{file}.yaml")];
        for name in names {
            if let Some(bytes) = self.files.get(&name) {
                return Some(input::decoded(name, bytes.clone(), "this policy"));
            }
        }
        library::source(name).map(Ok)
    }

    fn ids(&self) -> Vec<&str> {
        library::ids().collect()
    }
}

/// The hashes of files, by name.
fn manifest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut text = String::new();
    for (name, bytes) in files {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}  {name}", digest_of(bytes));
    }
    text
}

/// Reads every file of a directory that is not a signature or the manifest itself.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([folder.to_owned()]);
    while let Some(next) = folders.pop_first() {
        let unreadable = |error| Failure::file(&next, error);
        for entry in fs::read_dir(&next).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.insert(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            if name != MANIFEST && name != "MANIFEST.sig" {
                files.insert(name, input::bytes(&path)?);
            }
        }
    }
    Ok(files)
}
