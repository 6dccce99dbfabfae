//! The documents of the library's policies, imported as policies.

use std::collections::BTreeMap;

use leastwise::policy::library;

use crate::import::customize::lists;
use crate::import::{Key, cells, run};

/// The levels that apply or could apply, without None.
fn granted(path: &str) -> BTreeMap<Key, (String, Vec<String>)> {
    let mut cells = cells(path);
    cells.retain(|_, (level, _)| level != "None");
    cells
}

#[test]
fn documents_of_the_library_are_imported_as_the_same_policies() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (mut all, mut right, mut reasons, mut kept, mut customized) = (0, 0, 0, 0, 0);
    let mut wrong = Vec::new();
    for (number, id) in library::ids().enumerate() {
        let wanted = granted(id);
        let wanted_lists = lists(id);
        // Guides have the same tables; every fifth is tried.
        let guides = number % 5 == 0;
        for (kind, ending) in [
            ("guide", "md"),
            ("guide", "html"),
            ("table", "md"),
            ("table", "html"),
        ] {
            if kind == "guide" && !guides {
                continue;
            }
            let (page, draft) = (place(&format!("page.{ending}")), place("draft.yaml"));
            run(&["docs", id, "--kind", kind, "-o", &page]);
            run(&["policy", "import", &page, "-o", &draft, "--force"]);
            if !std::path::Path::new(&draft).exists() {
                // Without a level, no policy can be drafted.
                assert!(
                    wanted.is_empty() && wanted_lists.is_empty(),
                    "{id} {kind} {ending}"
                );
                continue;
            }
            let found = granted(&draft);
            for (key, (level, purposes)) in &wanted {
                all += 1;
                match found.get(key) {
                    Some((read, read_purposes))
                        if read.trim_start_matches("planned ")
                            == level.trim_start_matches("planned ") =>
                    {
                        right += 1;
                        for purpose in purposes.iter().filter(|purpose| !purpose.is_empty()) {
                            reasons += 1;
                            if read_purposes.iter().any(|read| read.contains(purpose)) {
                                kept += 1;
                            } else {
                                wrong.push(format!(
                                    "{id} {kind} {ending}: {key:?} has the reason {read_purposes:?}, not {purpose}"
                                ));
                            }
                        }
                    }
                    other => wrong.push(format!(
                        "{id} {kind} {ending}: {key:?} is {other:?}, not {level}"
                    )),
                }
            }
            for key in found.keys().filter(|key| !wanted.contains_key(key)) {
                wrong.push(format!("{id} {kind} {ending}: {key:?} was added"));
            }
            let found = lists(&draft);
            for (function, list) in &wanted_lists {
                if found.get(function) != Some(list) {
                    let read = found.get(function);
                    wrong.push(format!("{id} {kind} {ending}: {function:?} has the Customize list {read:?}, not {list}"));
                }
            }
            // A list that a feature needs is on the page and not among those that apply.
            let source = std::fs::read_to_string(format!("policies/{id}.yaml")).unwrap();
            for (function, list) in &found {
                let items = list[0].as_array().unwrap().iter();
                let mut items = items.chain(list[1].as_array().unwrap());
                if !wanted_lists.contains_key(function)
                    && !items.all(|item| source.contains(item.as_str().unwrap()))
                {
                    wrong.push(format!(
                        "{id} {kind} {ending}: the Customize list of {function:?} was added"
                    ));
                }
            }
            customized += wanted_lists.len();
            std::fs::remove_file(&draft).unwrap();
        }
    }
    println!("{right} of {all} cells, {kept} of {reasons} reasons, {customized} Customize lists");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
