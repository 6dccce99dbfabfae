//! Policies from the web, by address and digest.

mod cache;
#[cfg_attr(not(feature = "live"), path = "no_download.rs")]
mod download;

use std::sync::OnceLock;

use super::Global;
use super::failure::Failure;
use super::sink::Sink;
use crate::model::{Problem, SourceText};
use crate::policy::{Bases, Policy, PolicyUrl, digest_of, library};

/// Options of the run.
static OPTIONS: OnceLock<RemoteOptions> = OnceLock::new();

/// What a run may do with addresses.
#[derive(Clone, Copy, Debug, Default)]
struct RemoteOptions {
    offline: bool,
    trust: bool,
    sink: Option<Sink>,
}

/// Keeps the options of the run for every policy that it reads.
pub(super) fn set_options(global: Global) {
    // A second call has the same arguments.
    let _ = OPTIONS.set(RemoteOptions {
        offline: global.offline,
        trust: global.trust_url,
        sink: Some(global.sink),
    });
}

/// Reads the policy at an address.
pub(super) fn policy(name: &str) -> Result<Result<Policy, Vec<Problem>>, Failure> {
    let options = OPTIONS.get().copied().unwrap_or_default();
    let url = PolicyUrl::parse(name).map_err(|error| Failure::usage(error.message, error.help))?;
    if url.digest.is_none() && !options.trust {
        return Err(Failure::usage(
            format!("the policy `{url}` has no digest, so its content could change unnoticed"),
            "add `#sha256=` and the digest of the file; `--trust-url` uses the current content and prints its digest",
        ));
    }
    let bytes = match bytes(&url, options) {
        Ok(bytes) => bytes,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    if let Some(sink) = options.sink.filter(|_| url.digest.is_none()) {
        let note = format!(
            "note: to pin this content of the policy, use `{url}#sha256={}`",
            digest_of(&bytes)
        );
        sink.note(&note);
    }
    Ok(Policy::from_bytes(&url.url, bytes, &LibraryOnly))
}

/// The text at an address: from the cache if its digest is known, or else from the web.
fn bytes(url: &PolicyUrl, options: RemoteOptions) -> Result<Vec<u8>, Problem> {
    let problem = |message: String, help: &str| {
        Problem::in_file(url.url.as_str(), message).with_help(help.to_owned())
    };
    let cached = cache::read(url);
    match cached {
        // Without a digest, a newer content may exist.
        Some(bytes) if url.digest.is_some() || options.offline => return Ok(bytes),
        _ => {}
    }
    if options.offline {
        return Err(problem(
            "the policy is not in the cache, and `--offline` forbids the network".to_owned(),
            "run the command once without `--offline`, or save the policy as a file and name that",
        ));
    }
    let bytes = download::bytes(&url.url).map_err(|failed| problem(failed.message, failed.help))?;
    if !url.accepts(&bytes) {
        return Err(problem(
            format!(
                "the content has the digest sha256={}, not {}",
                digest_of(&bytes),
                url.digest.as_deref().unwrap_or_default()
            ),
            "the policy changed, or the digest is wrong: read the new content and compare it with the vendor before you use its digest",
        ));
    }
    cache::write(url, &bytes);
    Ok(bytes)
}

/// Why a policy could not be downloaded.
#[derive(Debug)]
struct Failed {
    message: String,
    help: &'static str,
}

/// A policy from the web may extend policies of the library only: it names no files of this machine
/// and no further addresses.
#[derive(Debug)]
struct LibraryOnly;

impl Bases for LibraryOnly {
    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>> {
        Some(library::source(name).ok_or_else(|| {
            let message = format!("it extends `{name}`, which is not in the library");
            Problem::in_file(from, message).with_help(
                "a policy from the web can extend policies of the library only: save both as files",
            )
        }))
    }
}
