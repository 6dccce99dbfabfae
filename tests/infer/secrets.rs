//! No secret of a recording is in any output, even if the recording is damaged.

use std::io::Write;

use crate::infer::harness::{expected, folder, leastwise, names, with_input};

/// Secrets of a recording, and parts of them that would reveal them.
fn secrets(name: &str) -> Vec<String> {
    expected(name)["secrets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|secret| secret.as_str().unwrap().to_owned())
        .collect()
}

fn leak(text: &str, secrets: &[String]) -> Option<String> {
    if text.contains("DUMMY") || text.contains("SECRET") {
        return Some("DUMMY-SECRET".to_owned());
    }
    secrets
        .iter()
        .find(|secret| text.contains(&secret[..secret.len() - 4]))
        .cloned()
}

const OUTPUTS: [&[&str]; 5] = [
    &["--format", "human"],
    &["--format", "json"],
    &["--format", "markdown"],
    &["--format", "html"],
    &["--as", "policy"],
];

#[test]
fn no_output_holds_a_secret() {
    for name in names() {
        let secrets = secrets(&name);
        for output in OUTPUTS {
            let mut arguments = vec!["infer", name.as_str()];
            arguments.extend(output);
            if output[0] == "--format" {
                arguments.extend(["-p", "cloudblue-reseller-marketplace"]);
            }
            let run = leastwise(&arguments);
            assert_eq!(run.code, 0, "{run:?}");
            assert_eq!(leak(&run.all(), &secrets), None, "{name} {output:?}");
        }
    }
}

#[test]
fn no_output_of_a_cut_recording_holds_a_secret() {
    for name in names() {
        let secrets = secrets(&name);
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        // Around each secret, and at many other places.
        let mut cuts: Vec<usize> = (1..24).map(|part| bytes.len() * part / 24).collect();
        for secret in secrets.iter().take(2) {
            let found = bytes
                .windows(secret.len())
                .position(|part| part == secret.as_bytes());
            cuts.extend(
                found
                    .into_iter()
                    .flat_map(|at| [at, at + 3, at + secret.len() - 1, at + secret.len()]),
            );
        }
        for (number, cut) in cuts.into_iter().enumerate() {
            let output = OUTPUTS[number % OUTPUTS.len()];
            let mut arguments = vec!["infer", "-"];
            arguments.extend(output);
            let run = with_input(&arguments, &bytes[..cut]);
            assert!(run.code == 0 || run.code == 3, "{name} {cut} {run:?}");
            assert_eq!(leak(&run.all(), &secrets), None, "{name} {cut} {output:?}");
        }
    }
}

#[test]
fn no_output_of_a_damaged_recording_holds_a_secret() {
    for name in names() {
        let secrets = secrets(&name);
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        for (number, damage) in ["\"", "\n", "?", "{", "\u{0}", "\\", " GET ", ","]
            .into_iter()
            .enumerate()
        {
            let mut damaged = bytes.clone();
            let sign = damage.as_bytes();
            // Every 97th byte is changed, except in an archive.
            for at in (13..damaged.len()).step_by(97 + number) {
                damaged[at] = sign[at % sign.len()];
            }
            let output = OUTPUTS[number % OUTPUTS.len()];
            let mut arguments = vec!["infer", "-"];
            arguments.extend(output);
            let run = with_input(&arguments, &damaged);
            assert!(run.code == 0 || run.code == 3, "{name} {run:?}");
            assert_eq!(
                leak(&run.all(), &secrets),
                None,
                "{name} {damage:?} {output:?}"
            );
        }
    }
}

#[test]
fn a_cut_recording_is_incomplete() {
    for name in names() {
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        // A cut between two lines cannot be detected.
        let documents = [".har", ".json", ".gz", ".csv"];
        if !documents.iter().any(|kind| name.contains(kind)) {
            continue;
        }
        let run = with_input(
            &["infer", "-", "--format", "json"],
            &bytes[..bytes.len() * 3 / 4],
        );
        assert_eq!(run.code, 0, "{name} {run:?}");
        let found = run.json();
        assert_eq!(found["complete"], false, "{name}");
        let whole = expected(&name)["totals"]["records"].as_u64().unwrap();
        let read = found["totals"]["records"].as_u64().unwrap();
        assert!(
            read < whole && read * 2 >= whole || name.contains("n8n"),
            "{name} {read} of {whole}"
        );
    }
}

#[test]
fn a_file_without_a_request_is_an_error_that_quotes_nothing() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"DUMMY-SECRET-x").unwrap();
    for bytes in [
        b"DUMMY-SECRET-x".to_vec(),
        b"{\"clientId\": \"DUMMY-SECRET-x\"}".to_vec(),
        packed.finish().unwrap(),
        Vec::new(),
    ] {
        let run = with_input(&["infer", "-"], &bytes);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.stderr.contains("no requests were found"), "{run:?}");
        assert!(!run.all().contains("SECRET"), "{run:?}");
    }
}
