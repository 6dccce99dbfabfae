//! `HTTPie` and xh.

use super::{Command, is_address};

pub(super) fn read(words: &[String]) -> Option<Command> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let (mut method, mut address, mut items) = (None, None, false);
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if matches!(
            word,
            "-a" | "--auth"
                | "-A"
                | "--auth-type"
                | "-s"
                | "--style"
                | "-p"
                | "--print"
                | "-o"
                | "--output"
                | "--session"
                | "--timeout"
                | "--proxy"
                | "--verify"
                | "--cert"
                | "--raw"
        ) {
            words.next();
            items |= word == "--raw";
        } else if word.starts_with('-') {
        } else if address.is_some() {
            // Data, and not a header `name:value` or a query `name==value`.
            let data = word.contains(":=") || word.contains('=') || word.contains('@');
            items |= data && !word.contains("==");
        } else if method.is_none() && METHODS.contains(&word.to_ascii_uppercase().as_str()) {
            method = Some(word.to_ascii_uppercase());
        } else if is_address(word) {
            address = Some(word.to_owned());
        } else {
            return None;
        }
    }
    let implied = if items { "POST" } else { "GET" };
    Some(Command {
        method: method.unwrap_or_else(|| implied.to_owned()),
        address: address?,
        body: None,
    })
}
