//! Pages of every kind, each with its expected cells: `NAME.cells` next to the page.
//!
//! A line of a `.cells` file is `Module / Function: operation Level, ...`, with ` | reason` at its end
//! where the page gives one. `any` is an operation without a level, and `?` marks what is optional.

use std::collections::BTreeSet;
use std::path::Path;

use leastwise::model::normalize;

use crate::import::draft;

#[test]
fn every_kind_of_page_is_read_and_differences_are_reported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/variants");
    let mut wrong = Vec::new();
    let mut pages = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(page) = name.strip_suffix(".cells") else {
            continue;
        };
        pages += 1;
        let drafted = draft(&folder.join(page));
        let mut right = BTreeSet::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let (cells, reason) = line.split_once(" | ").unwrap_or((line, ""));
            let (names, cells) = cells.rsplit_once(": ").unwrap();
            let (module, function) = names.split_once(" / ").unwrap();
            let mut kept = reason.is_empty();
            for cell in cells.split(", ") {
                let (operation, level) = cell.trim_end_matches(" ?").split_once(' ').unwrap();
                let key = (normalize(module), normalize(function), operation.to_owned());
                let found = drafted.cells.get(&key);
                let agrees = found.is_some_and(|(found, _)| {
                    let found = found.trim_start_matches("planned ");
                    found == level || level == "any" && matches!(found, "My" | "All")
                });
                kept |=
                    found.is_some_and(|(_, purposes)| purposes.iter().any(|p| p.contains(reason)));
                if agrees {
                    right.insert(key);
                } else {
                    wrong.push(format!("{page}: {key:?} is {found:?}, not {level}"));
                }
            }
            if !kept {
                wrong.push(format!("{page}: {names} lost its reason `{reason}`"));
            }
        }
        for (key, (found, _)) in &drafted.cells {
            let marked = drafted.guessed.contains(&(key.0.clone(), key.1.clone()));
            if found != "None" && !right.contains(key) && !marked {
                wrong.push(format!(
                    "{page}: {key:?} is {found}, which the page does not say"
                ));
            }
        }
    }
    assert!(pages >= 220, "{pages} pages");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
