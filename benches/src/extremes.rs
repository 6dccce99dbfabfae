//! Inputs that once took more than linear time or memory.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use leastwise_benches::POLICY;

use crate::Ended;
use crate::run::{folder, leastwise, measured};

pub(crate) fn run() -> Ended {
    let program = leastwise()?;
    let place = folder("extremes");
    std::fs::create_dir_all(&place)?;
    println!(
        "{:32}  {:>8}  {:>8}  {:>4}",
        "input", "wall", "memory", "code"
    );
    let names = written(&place, "names.json", &long_names(400, 9_000)?)?;
    let page = written(&place, "page.html", &"<".repeat(10_000_000))?;
    let mut runs = vec![
        ("400 names of 9,000 letters", check(&names)),
        ("a page of 10 MB of `<`", check(&page)),
    ];
    for (what, number) in [
        ("policy lint of 2,500 functions", 2_500),
        ("policy lint of 5,000 functions", 5_000),
    ] {
        let path = written(&place, &format!("{number}.yaml"), &functions(number)?)?;
        let arguments = ["policy", "lint", &path, "--format", "json"];
        runs.push((what, arguments.map(str::to_owned).to_vec()));
    }
    for (what, arguments) in runs {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = measured(&program, &arguments, None)?;
        println!(
            "{what:32}  {:>6.2} s  {:>5.1} MB  {:>4}",
            run.took.as_secs_f64(),
            f64::from(u32::try_from(run.kilobytes.unwrap_or(0))?) / 1024.0,
            run.code,
        );
    }
    std::fs::remove_dir_all(place)?;
    Ok(())
}

fn check(role: &str) -> Vec<String> {
    let arguments = ["check", role, "-p", POLICY, "--format", "json"];
    arguments.map(str::to_owned).to_vec()
}

fn written(place: &Path, name: &str, text: &str) -> std::io::Result<String> {
    let path: PathBuf = place.join(name);
    std::fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

/// A role with rows of unknown functions that have long names.
fn long_names(rows: usize, letters: usize) -> Result<String, std::fmt::Error> {
    let mut text = "[".to_owned();
    for row in 0..rows {
        let comma = if row == 0 { "" } else { "," };
        let name = "agreement ".repeat(letters / 10);
        write!(
            text,
            "{comma}{{\"moduleDescription\":\"Finance\",\"moduleFunctionDescription\":\"{row} {name}\",\
             \"addLevel\":\"All\",\"editLevel\":\"All\",\"deleteLevel\":\"All\",\"inquireLevel\":\"All\"}}"
        )?;
    }
    text.push(']');
    Ok(text)
}

fn functions(number: usize) -> Result<String, std::fmt::Error> {
    let mut text =
        "schema: leastwise/policy/v1\nid: large\ntitle: Large\npermissions:\n  Finance:\n"
            .to_owned();
    for function in 0..number {
        writeln!(
            text,
            "    Function {function}: {{ delete: All, purpose: x }}"
        )?;
    }
    Ok(text)
}
