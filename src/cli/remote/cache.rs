//! The cache of content from the web: one file for each content, readable by its owner only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::PathBuf;

use super::super::directories;
use super::Content;
use crate::policy::{PolicyUrl, digest_of};

/// Maximum size of content from the web.
pub(super) const LIMIT: usize = 4 << 20;

/// The cached content of an address. A file that does not have the digest is ignored.
pub(super) fn read(url: &PolicyUrl, content: &Content) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path(url, content)?).ok()?;
    file.take(LIMIT as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= LIMIT && url.accepts(&bytes)).then_some(bytes)
}

/// Keeps the content of an address. Without a cache, the next run downloads it again.
pub(super) fn write(url: &PolicyUrl, content: &Content, bytes: &[u8]) {
    if let Some(path) = path(url, content) {
        // A cache that cannot be written must not stop the run.
        let _ = save(&path, bytes);
    }
}

fn save(path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    // Temporary files are readable by their owner only, and take their place in one step.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The file of an address: by its digest, or by the address if it has none.
fn path(url: &PolicyUrl, content: &Content) -> Option<PathBuf> {
    let name = match &url.digest {
        Some(digest) => digest.clone(),
        None => format!("url-{}", digest_of(url.url.as_bytes())),
    };
    let name = format!("{name}.{}", content.extension);
    Some(directories::cache()?.join("policies").join(name))
}
