//! Requests in pasted code: `fetch("…", {method: "POST"})`, `axios.post("…")`, `requests.get("…")`.

use crate::endpoints::METHODS;

/// The method and the address of a call; `None` where the text is none.
pub(super) fn read(text: &str) -> Option<(String, String)> {
    let (function, rest) = text.split_once('(')?;
    let name = function.split_whitespace().next_back()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$');
    if !name.chars().all(plain) {
        return None;
    }
    let (first, rest) = quoted(rest)?;
    let (method, address, rest) = match method(first) {
        // The method can be the first value.
        Some(method) => {
            let (address, rest) = quoted(rest.trim_start().strip_prefix(',')?)?;
            (Some(method), address, rest)
        }
        None => (None, first, rest),
    };
    let is_address = address.contains("://") || address.to_ascii_lowercase().contains("apis/3.0/");
    let last = name.rsplit('.').next()?;
    let last = last.strip_suffix("Async").unwrap_or(last);
    let called = method_of(last);
    let known = called.is_some() || method.is_some() || last.eq_ignore_ascii_case("fetch");
    let method = method.or_else(|| option(rest)).or(called);
    // Without a method, only `fetch` is known to read.
    (is_address && (known || method.is_some()))
        .then(|| (method.unwrap_or("GET").to_owned(), address.to_owned()))
}

fn method(word: &str) -> Option<&'static str> {
    METHODS
        .into_iter()
        .find(|method| method.eq_ignore_ascii_case(word))
}

/// The method that the name of a function starts with: `post`, `PostAsJson`.
fn method_of(name: &str) -> Option<&'static str> {
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase() && !name.bytes().all(|b| b.is_ascii_uppercase()))
        .map_or(name.len(), |(at, _)| at);
    method(name.get(..end)?)
}

/// The value of `method: "POST"` or `method="POST"`.
fn option(rest: &str) -> Option<&'static str> {
    let at = rest.to_ascii_lowercase().find("method")?;
    let rest = rest.get(at + "method".len()..)?;
    let rest = rest.trim_start_matches(['"', '\'', ' ', ':', '=']);
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    method(rest.get(..end)?)
}

/// A text in quotes at the start, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let text = text.strip_prefix(['f', '$', '@']).unwrap_or(text);
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    text.get(1..)?.split_once(quote)
}
