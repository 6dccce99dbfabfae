//! `HTTPie` and xh.

use super::{Command, is_address};

pub(super) fn read(words: &[String]) -> Option<Command> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let (mut method, mut address, mut items) = (None, None, false);
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let upper = word.to_ascii_uppercase();
        match word {
            "-a" | "--auth" | "-A" | "--auth-type" | "-s" | "--style" | "-p" | "--print" | "-o"
            | "--output" | "--session" | "--timeout" | "--proxy" | "--verify" | "--cert"
            | "--raw" => {
                words.next();
                items |= word == "--raw";
            }
            _ if word.starts_with('-') => {}
            _ if address.is_some() => {
                // Data, and not a header `name:value` or a query `name==value`.
                items |= word.contains(['=', '@']) && !word.contains("==");
            }
            _ if method.is_none() && METHODS.contains(&upper.as_str()) => method = Some(upper),
            _ if is_address(word) => address = Some(word.to_owned()),
            _ => return None,
        }
    }
    let implied = if items { "POST" } else { "GET" };
    Some(Command {
        method: method.unwrap_or_else(|| implied.to_owned()),
        address: address?,
        body: None,
    })
}
