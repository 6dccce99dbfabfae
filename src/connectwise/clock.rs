//! Snapshot timestamps and `Retry-After`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// A time in UTC, to the second: `2026-11-23T08:00:00Z`.
pub(super) fn stamp(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    time.to_string()
}

/// The requested wait: `Retry-After` in seconds or as a date, or else the number of seconds in the
/// text ("try again in 30 seconds").
pub(super) fn asked_wait(headers: &HeaderMap, text: &str, now: SystemTime) -> Option<Duration> {
    let header = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .map(str::trim);
    header
        .and_then(|value| {
            let seconds = value.parse().ok().map(Duration::from_secs);
            seconds.or_else(|| {
                let until = httpdate::parse_http_date(value).ok()?;
                Some(until.duration_since(now).unwrap_or_default())
            })
        })
        .or_else(|| seconds_in(text))
}

fn seconds_in(text: &str) -> Option<Duration> {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if let Ok(number) = word.parse::<u64>()
            && let Some(unit) = words.peek()
        {
            if unit.starts_with("second") {
                return Some(Duration::from_secs(number));
            }
            if unit.starts_with("minute") {
                return Some(Duration::from_secs(number.saturating_mul(60)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_found_wherever_a_server_says_it() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 08:00:00 GMT").unwrap();
        let wait = |header: Option<&'static str>, text: &str| {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(RETRY_AFTER, header.parse().unwrap());
            }
            asked_wait(&headers, text, now).map(|wait| wait.as_secs())
        };
        assert_eq!(wait(Some(" 7 "), "in 30 seconds"), Some(7));
        assert_eq!(wait(Some("Mon, 23 Nov 2026 08:00:09 GMT"), ""), Some(9));
        assert_eq!(wait(Some("Mon, 23 Nov 2026 07:00:00 GMT"), ""), Some(0));
        assert_eq!(wait(Some("soon"), "try again in 30 seconds."), Some(30));
        assert_eq!(wait(None, "Wait 2 minutes"), Some(120));
        assert_eq!(wait(None, "too many requests"), None);
        assert_eq!(wait(None, "99999999999999999999 seconds"), None);
    }
}
