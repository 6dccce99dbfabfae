//! Help pages in every format.

use std::sync::Arc;

use leastwise::import::read;
use leastwise::model::SourceText;
use leastwise::policy::Policy;

/// The names that decide the format of a page.
const NAMES: [&str; 5] = ["page.html", "page.md", "page.txt", "page.csv", "page"];

/// A page: read twice with the same result, and a draft that is a valid policy.
pub fn import(data: &[u8]) {
    let Some((first, data)) = data.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let text = String::from_utf8_lossy(data);
    let once = read(name, &text);
    let twice = read(name, &text);
    assert_eq!(format!("{once:?}"), format!("{twice:?}"));
    if !once.found() {
        return;
    }
    let mut draft = once.draft(false);
    "draft".clone_into(&mut draft.id);
    "Draft".clone_into(&mut draft.title);
    let text = draft.text();
    let source = Arc::new(SourceText::new("draft.yaml", text.clone()));
    if let Err(problems) = Policy::parse(source) {
        panic!("the draft is not a policy: {problems:?}\n{text}");
    }
}
