//! Policies and policy libraries from the web, by address and digest.

mod cache;
#[cfg_attr(not(feature = "live"), path = "no_download.rs")]
mod download;

use std::sync::OnceLock;

use super::Global;
use super::failure::Failure;
use crate::model::{Problem, SourceText};
use crate::policy::{Bases, Policy, PolicyUrl, digest_of, library};

/// Options of the run: what it may do with addresses.
static OPTIONS: OnceLock<Global> = OnceLock::new();

/// Keeps the options of the run for every policy that it reads.
pub(super) fn set_options(global: Global) {
    // A second call has the same arguments.
    let _ = OPTIONS.set(global);
}

/// What an address is the address of.
#[derive(Debug)]
struct Content {
    noun: &'static str,
    /// The ending of its files in the cache.
    extension: &'static str,
    /// What to do about content with another digest.
    changed: &'static str,
}

const POLICY: Content = Content {
    noun: "policy",
    extension: "yaml",
    changed: "the policy changed, or the digest is wrong: read the new content and compare it with the vendor before you use its digest",
};
const LIBRARY: Content = Content {
    noun: "policy library",
    extension: "json",
    changed: "download the library again, and compare the digest with the one in the release",
};

/// Reads the policy at an address.
pub(super) fn policy(name: &str) -> Result<Result<Policy, Vec<Problem>>, Failure> {
    let url = PolicyUrl::parse(name).map_err(|error| Failure::usage(error.message, error.help))?;
    let bytes = match bytes(&url, &POLICY)? {
        Ok(bytes) => bytes,
        Err(problem) => return Ok(Err(vec![problem])),
    };
    if let Some(global) = OPTIONS.get().filter(|_| url.digest.is_none()) {
        let note = format!(
            "note: to pin this content of the policy, use `{url}#sha256={}`",
            digest_of(&bytes)
        );
        global.sink.note(&note);
    }
    Ok(Policy::from_bytes(&url.url, bytes, &LibraryOnly))
}

/// The bytes of the policy library at an address.
pub(super) fn library(url: &PolicyUrl) -> Result<Vec<u8>, Failure> {
    Ok(bytes(url, &LIBRARY)??)
}

/// The content at an address: from the cache if its digest is known, or else from the web.
fn bytes(url: &PolicyUrl, content: &Content) -> Result<Result<Vec<u8>, Problem>, Failure> {
    let trust = OPTIONS.get().is_some_and(|global| global.trust_url);
    if url.digest.is_none() && !trust {
        let noun = content.noun;
        return Err(Failure::usage(
            format!("the {noun} `{url}` has no digest, so its content could change unnoticed"),
            "add `#sha256=` and the digest of the file; `--trust-url` uses the current content and prints its digest",
        ));
    }
    Ok(
        cached_or_downloaded(url, content).map_err(|problem| Problem {
            file: Some(url.url.clone()),
            ..problem
        }),
    )
}

fn cached_or_downloaded(url: &PolicyUrl, content: &Content) -> Result<Vec<u8>, Problem> {
    let noun = content.noun;
    let offline = OPTIONS.get().is_some_and(|global| global.offline);
    // Without a digest, a newer content may exist.
    if (url.digest.is_some() || offline)
        && let Some(bytes) = cache::read(url, content)
    {
        return Ok(bytes);
    }
    if offline {
        let message = format!(
            "the {noun} is not in the cache, and `--offline` does not allow network access"
        );
        return Err(Problem::new(message).with_help(format!(
            "run the command once without `--offline`, or save the {noun} as a file and specify that file"
        )));
    }
    let bytes = download::bytes(&url.url, noun)?;
    if !url.accepts(&bytes) {
        let message = format!(
            "the content has the digest sha256={}, not {}",
            digest_of(&bytes),
            url.digest.as_deref().unwrap_or_default()
        );
        return Err(Problem::new(message).with_help(content.changed));
    }
    cache::write(url, content, &bytes);
    Ok(bytes)
}

/// A policy from the web may extend policies in the library only: it names no files of this machine
/// and no further addresses.
#[derive(Debug)]
struct LibraryOnly;

impl Bases for LibraryOnly {
    fn find(&self, name: &str, from: &str) -> Option<Result<SourceText, Problem>> {
        Some(library::source(name).ok_or_else(|| {
            let message = format!("it extends `{name}`, which is not in the library");
            Problem::in_file(from, message).with_help(
                "a policy from the web can extend policies in the library only: save both as files",
            )
        }))
    }
}
