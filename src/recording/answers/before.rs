//! Statuses before an address: before the method, or between the method and the address.

use super::super::record::{Answer, status};
use super::pairs::keyed_pair;
use super::{UNITS, announced, exact, in_brackets, named_after_failure};

/// The status before the request, as access logs and routers write it: `| 403 | 1 ms | POST …`.
pub(in crate::recording) fn status_before(before: &str) -> Option<Answer> {
    if let Some(answer) = squid(before) {
        return Some(answer);
    }
    if let Some(found) = keyed_pair(before) {
        return Some(Answer::Status(found));
    }
    let column = before
        .split('|')
        .rev()
        .skip(1)
        .find_map(|cell| (cell.trim().len() == 3).then(|| status(cell)).flatten());
    if let Some(found) = column {
        return Some(Answer::Status(found));
    }
    let mut words = before.split_whitespace().rev().peekable();
    // A duration can follow the status: `403 51ms POST …`.
    while words.next_if(|word| is_duration(word)).is_some() {}
    let last = words.next().and_then(exact);
    // Words before a number count something else; a time or a level does not.
    let plain = words.next().is_none_or(|word| {
        let upper = !word.bytes().any(|byte| byte.is_ascii_lowercase());
        upper || word.contains(|c: char| c.is_ascii_digit())
    });
    if let Some(found) = last.filter(|_| plain) {
        return Some(Answer::Status(found));
    }
    let lower = before.to_ascii_lowercase();
    let earlier = ["retry", "after", "previous", "attempt", "last"];
    if earlier.iter().any(|word| lower.contains(word)) {
        return None;
    }
    // A success that is reported before a request may be that of another one.
    announced(before)
        .map(|(found, _)| found)
        .filter(|found| *found >= 400)
        .or_else(|| named_after_failure(before))
        .or_else(|| in_brackets(before))
        .map(Answer::Status)
}

/// As Squid writes it: `TCP_MISS/403 512 GET https://…`.
fn squid(before: &str) -> Option<Answer> {
    let word = before.split_whitespace().rev().nth(1)?;
    let (name, number) = word.split_once('/')?;
    let known = name.starts_with("TCP_") || name == "NONE" || name.starts_with("UDP_");
    let found = status(number).filter(|_| known && number.len() == 3);
    known.then(|| found.map_or(Answer::Missing, Answer::Status))
}

/// The status between the method and the address: `method=POST status=403 url=…`.
pub(in crate::recording) fn status_between(between: &str) -> Option<u16> {
    let between = between.trim_end_matches(|c: char| !c.is_alphanumeric());
    keyed_pair(between)
        .or_else(|| announced(between).map(|(found, _)| found))
        .or_else(|| exact(between.trim()))
}

/// Whether a word is a number with a unit, or only the unit.
fn is_duration(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let unit = unit.trim_end_matches([',', ';', ')']);
    UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit))
}
