//! Reads all pages of a list.

use std::collections::HashSet;

use reqwest::Url;

use super::answer::{self, Next, Row};
use super::fault::{Fault, Resource};
use super::session::Session;

/// The largest page that `ConnectWise` sends.
const PAGE: usize = 1000;
/// The page size if none is requested, or if the requested size is ignored.
const DEFAULT_PAGE: usize = 25;
/// More pages than any list has.
const PAGES: usize = 200;

/// Reads a complete list: follows the `Link` header if there is one, and otherwise requests the
/// next page whenever this one is full.
///
/// # Errors
///
/// [`Fault::Pages`] if the pages form a loop or one repeats. Duplicate rows are up to the caller,
/// which can read again.
pub(super) async fn all(
    session: &Session,
    resource: Resource,
    path: &str,
) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    let mut seen: HashSet<Url> = HashSet::new();
    let mut number = 1;
    let mut before = 0;
    let numbered = |number: usize| format!("{path}?pageSize={PAGE}&orderBy=id&page={number}");
    let mut got = session.get(resource, &numbered(number)).await?;
    loop {
        let page = answer::rows(resource, got.value)?;
        let full = page.len() == DEFAULT_PAGE || page.len() >= PAGE;
        if matches!(resource, Resource::OwnRights | Resource::RoleSettings) {
            session.arrived(page.len());
        }
        let empty = page.is_empty();
        // A repeated page means the server ignores `page`; stop instead of looping.
        if !empty && rows.get(before..).is_some_and(|last| last == page) {
            return Err(Fault::Pages("it is the same as the previous page"));
        }
        before = rows.len();
        rows.extend(page);
        let next = answer::next(&got.url, &got.answer)?;
        let partial = got.answer.status.as_u16() == 206;
        if seen.len() >= PAGES || !seen.insert(got.url) {
            return Err(Fault::Pages("the pages link to each other in a loop"));
        }
        // An empty page ends a list, whatever its header says.
        if empty {
            return Ok(rows);
        }
        number += 1;
        got = match next {
            Next::At(url) => session.get_at(resource, &url).await?,
            Next::Somewhere => session.get(resource, &numbered(number)).await?,
            Next::No if full => session.get(resource, &numbered(number)).await?,
            Next::No if partial => {
                return Err(Fault::Pages(
                    "the response has the status 206 but names no next page",
                ));
            }
            Next::No => return Ok(rows),
        };
    }
}

/// Whether a row occurs twice: something was added or removed between two pages.
pub(super) fn has_duplicates(rows: &[Row]) -> bool {
    let mut seen = HashSet::new();
    rows.iter()
        .filter_map(answer::id)
        .any(|id| !seen.insert(id))
}
