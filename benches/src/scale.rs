//! Increasing numbers of roles, in a directory and as a stream: time per role, and memory.

use std::fs::File;

use leastwise_benches::{Kind, POLICY};

use crate::run::{folder, leastwise, measured};
use crate::{Ended, many, roles};

pub(crate) fn run(kind: Kind, numbers: &[u64]) -> Ended {
    let program = leastwise()?;
    let numbers = if numbers.is_empty() {
        &[1_000, 10_000, 100_000]
    } else {
        numbers
    };
    println!(
        "{:>8}  {:7}  {:6}  {:>8}  {:>9}  {:>8}",
        "roles", "from", "format", "wall", "a role", "memory"
    );
    for &number in numbers {
        let files = many::ready(kind, number)?;
        let stream = folder(&format!("{number}.jsonl"));
        roles::lines(kind, number, &mut File::create(&stream)?)?;
        for format in ["jsonl", "human", "json"] {
            for from in ["folder", "stdin"] {
                let source = if from == "stdin" {
                    "-".into()
                } else {
                    files.to_string_lossy()
                };
                let input = if from == "stdin" {
                    Some(File::open(&stream)?)
                } else {
                    None
                };
                let arguments = ["check", &source, "-p", POLICY, "--format", format];
                let run = measured(&program, &arguments, input)?;
                let took = run.took.as_secs_f64();
                println!(
                    "{number:>8}  {from:7}  {format:6}  {took:>6.2} s  {:>6.1} µs  {:>5.1} MB",
                    took * 1e6 / f64::from(u32::try_from(number)?),
                    f64::from(u32::try_from(run.kilobytes.unwrap_or(0))?) / 1024.0
                );
            }
        }
        std::fs::remove_file(stream)?;
    }
    Ok(())
}
