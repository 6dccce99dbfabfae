//! A directory of roles: checked, and only read and parsed, alternately.

use std::path::Path;
use std::process::Command;

use leastwise_benches::{Kind, POLICY};

use crate::run::{folder, leastwise, median, timed};
use crate::{Ended, roles};

/// The default format, which counts the notes; and one that lists each.
const FORMATS: [&str; 2] = ["human", "jsonl"];

pub(crate) fn run(kind: Kind, number: u64, rounds: u64) -> Ended {
    let program = leastwise()?;
    let folder = ready(kind, number)?;
    let threads = std::thread::available_parallelism()?.to_string();
    println!(
        "{number} roles, {}% with findings, {} to {} functions unknown; {threads} threads, {rounds} \
         rounds, each of both",
        kind.share, kind.unknown.0, kind.unknown.1
    );
    let mut floor = Vec::new();
    let mut checks = FORMATS.map(|format| (format, Vec::new(), Vec::new()));
    // The first round warms the file cache and is not counted.
    for round in 0..=rounds {
        let mut parse = Command::new(std::env::current_exe()?);
        parse.arg("floor").arg(&folder).arg(&threads);
        let parse = timed(&mut parse)?.took.as_secs_f64();
        if round > 0 {
            floor.push(parse);
        }
        for (format, times, ratios) in &mut checks {
            let mut command = Command::new(&program);
            command
                .arg("check")
                .arg(&folder)
                .args(["-p", POLICY, "--format", format, "-j", &threads]);
            let run = timed(&mut command)?;
            if !matches!(run.code, 0 | 1) {
                return Err(format!("exit code {}", run.code).into());
            }
            let took = run.took.as_secs_f64();
            if round > 0 {
                times.push(took);
                ratios.push(took / parse);
            }
        }
    }
    println!("read and parse              {:.3} s", median(floor));
    for (format, times, ratios) in checks {
        let (time, ratio) = (median(times), median(ratios));
        println!("leastwise check, {format:9}  {time:.3} s   ratio {ratio:.2}");
    }
    Ok(())
}

/// The roles, which are generated once.
pub(crate) fn ready(
    kind: Kind,
    number: u64,
) -> Result<std::path::PathBuf, Box<dyn std::error::Error>> {
    let (share, (low, high)) = (kind.share, kind.unknown);
    let folder = folder(&format!("{number}-{share}-{low}-{high}"));
    let last = folder.join(format!("role-{:06}.json", number.saturating_sub(1)));
    if !Path::new(&last).exists() {
        roles::run(kind, number, &folder.to_string_lossy())?;
    }
    Ok(folder)
}
