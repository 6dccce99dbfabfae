//! Increasing numbers of findings of one role in every format: the time per finding must not grow.

use leastwise_benches::POLICY;
use serde_json::{Value, json};

use crate::Ended;
use crate::run::{folder, leastwise, measured};

const FORMATS: [&str; 12] = [
    "human", "plain", "json", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown",
    "html", "csv",
];

pub(crate) fn run(numbers: &[u64]) -> Ended {
    let program = leastwise()?;
    let numbers = if numbers.is_empty() {
        &[1_000, 10_000, 100_000]
    } else {
        numbers
    };
    println!(
        "{:9}{}",
        "",
        numbers
            .iter()
            .map(|n| format!("{n:>22} findings"))
            .collect::<String>()
    );
    let folder = folder("formats");
    std::fs::create_dir_all(&folder)?;
    for format in FORMATS {
        print!("{format:9}");
        for &number in numbers {
            // Four excessive levels and an unknown name: five findings per row.
            let rows: Vec<Value> = (0..number / 5).map(row).collect();
            let role = json!({
                "schema": "leastwise/role/v1", "role": { "name": "Large" },
                "count": rows.len(), "complete": true, "settings": rows,
            });
            let file = folder.join(format!("{number}.json"));
            std::fs::write(&file, serde_json::to_string_pretty(&role)?)?;
            let file = file.to_string_lossy();
            let run = measured(
                &program,
                &["check", &file, "-p", POLICY, "--format", format],
                None,
            )?;
            let took = run.took.as_secs_f64();
            let each = took * 1e6 / f64::from(u32::try_from(number)?);
            let megabytes = f64::from(u32::try_from(run.kilobytes.unwrap_or(0))?) / 1024.0;
            print!("{took:>9.2} s {each:>6.1} µs {megabytes:>6.0} MB ");
        }
        println!();
    }
    Ok(())
}

fn row(number: u64) -> Value {
    json!({
        "id": number, "moduleDescription": "Invented",
        "moduleFunctionDescription": format!("Function {number}"),
        "addLevel": "All", "editLevel": "All", "deleteLevel": "All", "inquireLevel": "All",
    })
}
