//! Possible meanings of an unknown field next to the settings.

use serde_json::value::RawValue;

use super::value::{Fields, fields, leads_on, text_of, written};
use super::wrapper_info::WrapperInfo;
use crate::role::link;

/// Whether a field can mean that there are more settings. Numbers that may be totals or page sizes
/// are kept until the settings are counted.
#[expect(
    clippy::too_many_lines,
    reason = "one question about the words after the other"
)]
pub(super) fn of(key: &str, value: &RawValue, info: &mut WrapperInfo) -> bool {
    let words = words(key);
    let joined = words.concat();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let holds = |any: &[&str]| any.iter().any(|part| joined.contains(part));
    let said = written(value);
    let lower = said.to_lowercase();
    let number = whole(&said);
    let compound = value.get().starts_with(['{', '[']);
    let yes = || match number {
        Some(number) => number > 0,
        None => !matches!(lower.as_str(), "false" | "no" | "null" | "" | "none" | "n"),
    };
    let no = || matches!(lower.as_str(), "false" | "no" | "0" | "n");
    if !compound && text_of(value).is_some() && says_more(&joined, &said, info) {
        return true;
    }
    if fields(value).is_some_and(|link| is_next(&link)) {
        return true;
    }
    if holds(&["next", "following", "forward"])
        && !has(&[
            "run",
            "sync",
            "update",
            "review",
            "scheduled",
            "refresh",
            "backup",
            "step",
        ])
    {
        return leads_on(value);
    }
    if compound && !has(&["error", "errors", "warning", "warnings"]) {
        info.cursor |= holds(&["cursor", "continuation", "bookmark"]) && leads_on(value);
        return false;
    }
    if holds(&["prev"]) {
        info.before |= leads_on(value);
        return false;
    }
    if joined.contains("more") && !holds(&["info", "learn", "read", "detail", "help", "about"]) {
        info.ended |= no();
        return yes();
    }
    if holds(&[
        "remain",
        "outstanding",
        "omitted",
        "leftover",
        "notreturned",
        "unfetched",
    ]) && !has(&[
        "rate",
        "ratelimit",
        "limit",
        "quota",
        "calls",
        "requests",
        "credits",
    ]) {
        return number.is_some_and(|number| number > 0) || lower == "true";
    }
    if holds(&[
        "truncat",
        "partial",
        "incomplete",
        "limitreached",
        "limitexceeded",
        "exceed",
        "cutoff",
    ]) || has(&[
        "capped",
        "clipped",
        "sampled",
        "preview",
        "paginated",
        "paged",
    ]) || has(&["error", "errors", "warning", "warnings"])
    {
        return if compound { leads_on(value) } else { yes() };
    }
    if holds(&[
        "complete",
        "lastpage",
        "lastbatch",
        "endofdata",
        "exhausted",
        "allrows",
        "allread",
    ]) || has(&[
        "done", "final", "finished", "whole", "end", "eof", "success", "ok", "full", "all",
    ]) {
        info.ended |= matches!(lower.as_str(), "true" | "yes");
        return no() && number.is_none();
    }
    if has(&["status", "statuscode", "code"]) {
        return number == Some(206) || lower.contains("partial") || lower.contains("incomplete");
    }
    if holds(&[
        "cursor",
        "continuation",
        "continue",
        "resume",
        "resumption",
        "bookmark",
        "scroll",
        "pagetoken",
        "skiptoken",
    ]) || has(&["marker", "after"])
    {
        info.cursor |= yes();
        return false;
    }
    let Some(number) = number else { return false };
    if holds(&["offset", "skip", "startindex", "startat"]) || joined == "start" {
        info.before |= number > u64::from(joined.contains("start"));
    } else if holds(&[
        "pagesize",
        "perpage",
        "maxresults",
        "resultsperpage",
        "itemsperpage",
    ]) || has(&["limit", "top", "take"]) && !has(&["rate", "ratelimit"])
    {
        info.page_size = Some(number);
    } else if matches!(
        joined.as_str(),
        "page" | "pagenumber" | "currentpage" | "pageno" | "pageindex" | "number"
    ) {
        info.before |= number > 1;
    } else if holds(&["pages"]) || holds(&["pagecount"]) {
        info.pages = info.pages.max(Some(number));
    } else if has(&[
        "total",
        "totals",
        "count",
        "counts",
        "rows",
        "records",
        "items",
        "results",
        "entries",
        "elements",
        "matches",
        "matched",
        "available",
        "hits",
        "expected",
        "settings",
        "found",
        "of",
        "permissions",
        "length",
    ]) || joined.starts_with("total")
        || joined.ends_with("total")
        || joined.ends_with("rowcount")
    {
        let about_time_or_size = has(&["content", "byte", "bytes", "ms", "time", "id", "seconds"]);
        if !about_time_or_size {
            info.perhaps = info.perhaps.max(Some(number));
        }
    }
    false
}

/// A text with a link to a next page, or like `1-25 of 93`.
fn says_more(key: &str, text: &str, info: &mut WrapperInfo) -> bool {
    if text.len() > 10_000 {
        return false;
    }
    let lower = text.to_lowercase();
    if lower.contains("rel") && lower.contains("next") && link::next(text) != link::Next::No {
        return true;
    }
    let of = lower.rsplit_once(" of ").or_else(|| {
        let range = key.contains("range") || key.contains("showing") || key.contains("progress");
        range.then(|| lower.rsplit_once('/')).flatten()
    });
    if let Some((before, after)) = of
        && before.ends_with(|c: char| c.is_ascii_digit())
    {
        let end = after.trim_start();
        let digits = end.find(|c: char| !c.is_ascii_digit()).unwrap_or(end.len());
        let total = end.get(..digits).and_then(|digits| digits.parse().ok());
        if key.contains("page") {
            info.pages = info.pages.max(total);
        } else {
            info.perhaps = info.perhaps.max(total);
        }
    }
    // An address of a page that is not the first.
    let Some((_, query)) = lower.split_once('?') else {
        return false;
    };
    let other = query.split(['&', '#']).any(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = name.trim_start_matches('$');
        match name {
            "page" | "pagenumber" => value.parse().is_ok_and(|page: u64| page > 1),
            "skip" | "offset" | "start" => value.parse().is_ok_and(|start: u64| start > 0),
            "cursor" | "after" | "continuation" | "skiptoken" | "pagetoken" | "pageid" => {
                !value.is_empty()
            }
            _ => false,
        }
    });
    if other && (key.contains("self") || key.contains("prev") || key.contains("current")) {
        info.before = true;
        return false;
    }
    other && !key.contains("first")
}

/// Whether an object is a link to the next page: `{"rel": "next", "href": …}`.
fn is_next(link: &Fields<'_>) -> bool {
    link.iter().any(|(key, value)| {
        key.eq_ignore_ascii_case("rel")
            && text_of(value).is_some_and(|rel| {
                let rel = rel.to_lowercase();
                rel.split([' ', ',']).any(|rel| rel.starts_with("next"))
            })
    })
}

/// A header as some programs save it: `{"name": "Link", "value": …}`.
pub(super) fn pair<'a>(fields: &Fields<'a>) -> Option<(String, &'a RawValue)> {
    let find = |names: [&str; 3]| {
        let mut found = fields
            .iter()
            .filter(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name)));
        found.next().map(|(_, value)| *value)
    };
    let name = find(["name", "key", "header"]).and_then(text_of)?;
    (fields.len() == 2).then_some(())?;
    Some((name, find(["value", "values", "val"])?))
}

/// A whole number, as JSON or as text.
pub(super) fn whole(text: &str) -> Option<u64> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    fraction
        .bytes()
        .all(|digit| digit == b'0')
        .then(|| digits.parse().ok())
        .flatten()
}

/// The words in the name of a field, in lower case: `@odata.nextLink` has `odata`, `next` and
/// `link`.
fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in key.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && lower {
            words.push(String::new());
        }
        lower = c.is_lowercase() || c.is_numeric();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
