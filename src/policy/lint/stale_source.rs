//! `stale-source`

use super::Check;
use super::view::LintView;
use crate::model::Date;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds a source that was last read more than a year ago (`--stale-after` sets the number of
    /// days), or whose date is not recorded.
    ///
    /// ## Why it matters
    ///
    /// Vendors change their tables with their releases. A page that was read long ago may ask for
    /// something else today.
    ///
    /// ## Example
    ///
    /// `retrieved: 2024-03-01`, and it is 2026.
    ///
    /// ## How to fix it
    ///
    /// Open the page, compare it with the policy (`leastwise policy diff` shows what changed), and
    /// write today's date.
    StaleSource, Note, "a source has not been read for a long time", Check::Policy(check)
}

/// A date, and nothing else.
fn day(text: &str) -> Option<Date> {
    text.parse()
        .ok()
        .filter(|day: &Date| day.to_string() == text)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for source in &view.policy.document.sources {
        let name = source.title.as_deref().unwrap_or(&source.url);
        let Some(written) = source.retrieved.as_ref() else {
            let message = format!("the policy does not say when `{name}` was read");
            let mut draft = view.draft("a source without a date", message);
            draft.help =
                Some("add `retrieved` with the date you read it, such as 2026-11-23".to_owned());
            found.push(draft);
            continue;
        };
        let Some(day) = day(&written.value) else {
            let message = format!("`{}` is not a valid date", written.value);
            found.push(Draft {
                message,
                help: Some("use the format YYYY-MM-DD, such as 2026-11-23".to_owned()),
                places: vec![(written.span, "not a date".to_owned())],
                ..Draft::default()
            });
            continue;
        };
        let days = (view.options.today - day).get_days();
        let message = if days < 0 {
            format!("`{name}` was read on a date in the future")
        } else if i64::from(days) > i64::from(view.options.stale_after) {
            format!("`{name}` was last read {days} days ago")
        } else {
            continue;
        };
        found.push(Draft {
            message,
            help: Some("read the page again, compare it, and write today's date".to_owned()),
            places: vec![(written.span, "read on this day".to_owned())],
            ..Draft::default()
        });
    }
    found
}
