//! Replays the fuzzing corpus without a fuzzer: every file of `fuzz/corpus` must pass the
//! assertions of its fuzz target. See docs/reference/reliability.md.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test that cannot go on must fail at once"
)]

#[path = "../../fuzz/src/lib.rs"]
#[allow(
    unreachable_pub,
    clippy::missing_panics_doc,
    reason = "shared with the fuzz targets, where it is a library"
)]
mod targets;

use std::panic::catch_unwind;
use std::path::Path;

/// Runs a target over its corpus.
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let held = catch_unwind(|| target(&bytes)).is_ok();
        assert!(held, "{} does not hold", file.display());
    }
    eprintln!("{name}: {} files", files.len());
}

macro_rules! replayed {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name), targets::$name);
        })+

        #[test]
        fn every_corpus_is_replayed() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
            for entry in std::fs::read_dir(folder).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!([$(stringify!($name)),+].contains(&name.as_str()), "{name}");
            }
        }
    };
}

replayed!(
    answers,
    config,
    import,
    policy,
    recording_bytes,
    recording_json,
    recording_lines,
    recording_tables,
    role_csv,
    role_html,
    role_json,
    role_markdown,
    role_xlsx,
    structured,
);
