//! Measures Leastwise as users run it: complete processes, compared with a lower bound.
//! `docs/reference/performance.md` has the commands and their figures.
#![allow(clippy::print_stdout, reason = "a command-line program")]

mod extremes;
mod floor;
mod formats;
mod many;
mod roles;
mod run;
mod scale;
mod startup;

use std::error::Error;

use leastwise_benches::Kind;

/// The result of every measurement.
type Ended = Result<(), Box<dyn Error>>;

const USAGE: &str = "\
bench startup [ROUNDS]           one role, against /bin/true
bench many [NUMBER] [ROUNDS]     a folder of roles, against reading and parsing it
bench scale [NUMBER]...          folders and streams of more and more roles: time and memory
bench formats [NUMBER]...        more and more findings in every format
bench extremes                   long names, a page of marks, large policies: time and memory
bench roles NUMBER FOLDER|-      writes roles as files, or as JSON Lines
bench floor FOLDER THREADS       reads and parses the files of a folder and does nothing else

--share PERCENT                  of the roles that have findings (10)
--unknown LOW-HIGH               functions of a role that the catalog does not know (7-87)

It measures the program in the same directory: run cargo build --release first.";

fn main() -> Ended {
    let mut kind = Kind::default();
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--share" => kind.share = arguments.next().ok_or(USAGE)?.parse()?,
            "--unknown" => {
                let range = arguments.next().ok_or(USAGE)?;
                let (low, high) = range.split_once('-').ok_or("write LOW-HIGH")?;
                kind.unknown = (low.parse()?, high.parse()?);
            }
            _ => words.push(argument),
        }
    }
    let numbers = |words: &[String]| -> Result<Vec<u64>, std::num::ParseIntError> {
        words.iter().map(|word| word.parse()).collect()
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let owned: Vec<String> = words
        .iter()
        .skip(1)
        .map(|word| (*word).to_owned())
        .collect();
    match words.as_slice() {
        ["startup", ..] => startup::run(numbers(&owned)?.first().copied().unwrap_or(500)),
        ["many", ..] => {
            let numbers = numbers(&owned)?;
            let number = numbers.first().copied().unwrap_or(20_000);
            many::run(kind, number, numbers.get(1).copied().unwrap_or(7))
        }
        ["scale", ..] => scale::run(kind, &numbers(&owned)?),
        ["formats", ..] => formats::run(&numbers(&owned)?),
        ["extremes"] => extremes::run(),
        ["roles", number, target] => roles::run(kind, number.parse()?, target),
        ["floor", folder, threads] => floor::run(folder, threads.parse()?),
        _ => Err(USAGE.into()),
    }
}
