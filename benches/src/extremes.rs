//! Large inputs, and inputs that once took more than linear time or memory.

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
    let log = written(&place, "access.log", &access_log(300_000)?)?;
    runs.push((
        "an nginx log of 300,000 lines",
        vec!["infer".to_owned(), log],
    ));
    for (what, name, text) in [
        ("a saved page of 1 MB", "saved.html", saved_page(1_000_000)?),
        ("sentences of 1 MB", "sentences.html", sentences(1_000_000)?),
        ("a table of 1 MB", "table.html", table(1_000_000)?),
    ] {
        let path = written(&place, name, &text)?;
        let arguments = ["policy", "import", &path];
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

/// Requests of an integration among others, as nginx writes them.
fn access_log(lines: usize) -> Result<String, std::fmt::Error> {
    let api = "/v4_6_release/apis/3.0";
    let mut text = String::new();
    for line in 0..lines {
        let request = match line % 5 {
            0 => format!("GET {api}/service/tickets/{line}"),
            1 => format!("POST {api}/time/entries"),
            2 => format!("PATCH {api}/finance/agreements/{line}/additions/7"),
            3 => format!("GET {api}/company/companies?conditions=id={line}"),
            _ => format!("GET /index.html?session={line}"),
        };
        let (minute, second) = (line / 60 % 60, line % 60);
        writeln!(
            text,
            "10.0.0.7 - - [12/Nov/2026:10:{minute:02}:{second:02} +0000] \"{request} HTTP/1.1\" 200 512 \"-\" \"client\""
        )?;
    }
    Ok(text)
}

/// A table of 60 levels among styles, scripts and navigation.
fn saved_page(bytes: usize) -> Result<String, std::fmt::Error> {
    let mut text = "<!DOCTYPE html><html><head><style>".to_owned();
    text.push_str(&".article { margin: 0 auto; color: #222 }\n".repeat(bytes / 200));
    text.push_str("</style><script>");
    text.push_str(&"window.events = window.events || [];\n".repeat(bytes / 200));
    text.push_str("</script></head><body><nav><ul>");
    for item in 0.. {
        if text.len() >= bytes {
            break;
        }
        writeln!(
            text,
            "<li class=\"nav-item\"><a href=\"/articles/{item}\">How to use part {item} of the product</a></li>"
        )?;
    }
    text.push_str("</ul></nav>");
    text.push_str(&table(4_000)?);
    text.push_str("</body></html>");
    Ok(text)
}

/// Paragraphs, one in ten with a level.
fn sentences(bytes: usize) -> Result<String, std::fmt::Error> {
    let mut text = "<html><body><h1>Set up the integration</h1>\n".to_owned();
    let functions = ["Agreements", "Contacts", "Service Tickets", "Time Entry"];
    for (at, function) in functions.iter().cycle().enumerate() {
        if text.len() >= bytes {
            break;
        }
        let level = match at % 10 {
            0 => format!(" Set Inquire to All for {function}."),
            _ => String::new(),
        };
        writeln!(
            text,
            "<p>The integration reads companies and tickets in step {at}, and writes time to them whenever a technician closes a task.{level}</p>"
        )?;
    }
    text.push_str("</body></html>");
    Ok(text)
}

/// A table of levels.
fn table(bytes: usize) -> Result<String, std::fmt::Error> {
    let mut text = "<table><tr><th>Module</th><th>Function</th><th>Add</th><th>Edit</th><th>Delete</th><th>Inquire</th></tr>\n".to_owned();
    let functions = [
        "Finance</td><td>Agreements",
        "Companies</td><td>Contacts",
        "Service Desk</td><td>Service Tickets",
    ];
    for function in functions.iter().cycle() {
        if text.len() >= bytes {
            break;
        }
        writeln!(
            text,
            "<tr><td>{function}</td><td>All</td><td>All</td><td>None</td><td>All</td></tr>"
        )?;
    }
    text.push_str("</table>");
    Ok(text)
}
