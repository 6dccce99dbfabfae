//! `leastwise policy update`: uses a newer policy library than the one in the program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::failure::Failure;
use super::super::sink::Sink;
use super::super::{Ended, directories, input, output, remote};
use crate::model::{Problem, escape_controls};
use crate::policy::{Bundle, PolicyUrl, digest_of, library};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Bundle of policies: a file, a URL with its digest, or `-` for standard input
    #[arg(value_name = "BUNDLE", required_unless_present = "reset")]
    bundle: Option<PathBuf>,
    /// Digest that the bundle must have, as its publisher states it
    #[arg(long, value_name = "sha256:HEX", value_parser = digest)]
    digest: Option<String>,
    /// Use the built-in library again
    #[arg(long, conflicts_with_all = ["bundle", "digest"])]
    reset: bool,
}

/// Parses `sha256:` and 64 hexadecimal digits.
fn digest(text: &str) -> Result<String, String> {
    let hex = text.strip_prefix("sha256:").unwrap_or(text);
    if hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(hex.to_ascii_lowercase())
    } else {
        Err("expected `sha256:` and 64 hexadecimal digits".to_owned())
    }
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let path = directories::library().ok_or_else(|| {
        Failure::usage(
            "the directory for a newer policy library is not known",
            "set LEASTWISE_DATA_DIR to a directory",
        )
    })?;
    match &arguments.bundle {
        Some(bundle) => install(bundle, arguments.digest.as_deref(), &path, sink),
        None => reset(&path, sink),
    }
}

/// The name and the bytes of a bundle, and whether the user stated their digest.
type Source = (String, Vec<u8>, bool);

fn read_address(address: &str, digest: Option<&str>) -> Result<Source, Failure> {
    let mut url =
        PolicyUrl::parse(address).map_err(|error| Failure::usage(error.message, error.help))?;
    match (&url.digest, digest) {
        (Some(one), Some(other)) if one != other => {
            return Err(Failure::usage(
                format!("the URL `{url}` and `--digest` have different digests"),
                "specify the digest of the release only once",
            ));
        }
        (None, Some(stated)) => url.digest = Some(stated.to_owned()),
        _ => {}
    }
    let bytes = remote::library(&url)?;
    let stated = url.digest.is_some();
    Ok((url.url, bytes, stated))
}

fn read_file(from: &Path, digest: Option<&str>) -> Result<Source, Failure> {
    let bytes = input::bytes(from)?;
    let name = input::name(from).into_owned();
    let found = digest_of(&bytes);
    if let Some(expected) = digest.filter(|expected| *expected != found) {
        let message =
            format!("the bundle has the digest sha256:{found}: expected sha256:{expected}");
        let help = "download the bundle again, and compare the digest with the one in the release";
        return Err(Problem::in_file(name, message).with_help(help).into());
    }
    Ok((name, bytes, digest.is_some()))
}

fn install(from: &Path, digest: Option<&str>, to: &Path, sink: Sink) -> Ended {
    let (name, bytes, stated) = match from.to_str().filter(|name| PolicyUrl::is_url(name)) {
        Some(address) => read_address(address, digest)?,
        None => read_file(from, digest)?,
    };
    let bundle = Bundle::parse(&name, &bytes)?;
    bundle.check()?;
    if bundle.date() <= library::built_in_date() {
        let message = format!(
            "the bundle is from {}, but the library in this program is from {}: expected a newer \
             one",
            bundle.date(),
            library::built_in_date()
        );
        let help = "to use the built-in library: `leastwise policy update --reset`";
        return Err(Problem::in_file(name, message).with_help(help).into());
    }
    let before = library::date();
    let ids = |wanted: &dyn Fn(&str) -> bool| -> Vec<&str> {
        bundle.ids().filter(|id| wanted(id)).collect()
    };
    let new = ids(&|id| library::text(id).is_none());
    let changed =
        ids(&|id| library::text(id).is_some_and(|before| bundle.text(id) != Some(before)));
    let removed: Vec<&str> = library::ids()
        .filter(|id| bundle.text(id).is_none())
        .collect();
    if let Some(directory) = to.parent() {
        output::make_folder(directory)?;
    }
    sink.save(to, &bytes)?;
    let mut out = sink.stdout();
    writeln!(
        out,
        "policy library from {}, previously from {before}: {} policies",
        bundle.date(),
        bundle.ids().count()
    )?;
    for (word, ids) in [("new", new), ("changed", changed), ("removed", removed)] {
        if !ids.is_empty() {
            writeln!(out, "{word}: {}", escape_controls(&ids.join(", ")))?;
        }
    }
    if !stated {
        let digest = digest_of(&bytes);
        writeln!(out, "digest: sha256:{digest} (compare it with the release)")?;
    }
    out.flush()?;
    sink.wrote(to);
    Ok(ExitCode::SUCCESS)
}

fn reset(path: &Path, sink: Sink) -> Ended {
    let date = library::built_in_date();
    let text = match std::fs::remove_file(path) {
        Ok(()) => format!("the built-in library is used again: policies from {date}"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            format!("the built-in library is already used: policies from {date}")
        }
        Err(error) => return Err(Failure::file(path, error)),
    };
    sink.say(&text)?;
    Ok(ExitCode::SUCCESS)
}
