//! A lower bound for reading the same files: reads and parses them with `serde_json` into the
//! struct that Leastwise itself uses.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Ended;

pub(crate) fn run(folder: &str, threads: usize) -> Ended {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let paths: Vec<PathBuf> = entries.collect::<Result<_, _>>()?;
    let (next, rows) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = std::fs::read(path).unwrap_or_default();
            let read = leastwise::role::settings_only(&bytes).unwrap_or_default();
            rows.fetch_add(read, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    println!("{} files, {} settings", paths.len(), rows.into_inner());
    Ok(())
}
