//! Drafting a policy from a help page.

use super::Problems;
use crate::import;
use crate::model::{Date, Problem};
use crate::policy::Draft;

/// Drafts a policy from the text of a help page in HTML, Markdown, CSV or plain text. `name` is the
/// file name; its extension decides on the format if the text does not.
///
/// # Errors
///
/// The page contains no permission.
pub fn import_page(name: &str, text: &str, id: &str, today: Date) -> Result<Draft, Problems> {
    let reading = import::read(name, text);
    if !reading.found() {
        let problem = Problem::in_file(name, "this page contains no permission of a security role");
        return Err(problem
            .with_help("save the page that lists modules, functions and levels")
            .into());
    }
    let mut draft = reading.draft(false);
    id.clone_into(&mut draft.id);
    draft.title = reading.title.clone().unwrap_or_else(|| id.to_owned());
    draft.sources = reading
        .url
        .iter()
        .map(|url| (url.clone(), Some(today.to_string())))
        .collect();
    let mut unconfirmed = reading.guesses;
    unconfirmed.append(&mut draft.unconfirmed);
    draft.unconfirmed = unconfirmed;
    Ok(draft)
}
