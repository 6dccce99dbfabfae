//! `Invoke-RestMethod` and `Invoke-WebRequest`.

use super::{Command, address, is_address, method_of, option};

/// Parameters without a value.
const SWITCHES: [&str; 9] = [
    "usebasicparsing",
    "usedefaultcredentials",
    "disablekeepalive",
    "skipcertificatecheck",
    "skipheadervalidation",
    "skiphttperrorcheck",
    "verbose",
    "debug",
    "passthru",
];

pub(super) fn read(words: &[String]) -> Option<Command> {
    let (mut method, mut url, mut body, mut plain) = (None, None, None, Vec::new());
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        if matches!(word, "|" | ";") {
            break;
        }
        let Some(name) = word.strip_prefix('-') else {
            let word = word.trim_end_matches([';', ')']);
            if is_address(word) {
                plain.push(word.to_owned());
            }
            continue;
        };
        let (name, given) = option(name, ':');
        let name = name.to_ascii_lowercase();
        if SWITCHES.contains(&name.as_str()) {
            continue;
        }
        let value = match given.filter(|value| !value.is_empty()) {
            Some(value) => value,
            None => words.next().unwrap_or_default(),
        };
        let value = value.trim_end_matches([';', ')']);
        let short = |full: &str, least: usize| name.len() >= least && full.starts_with(&name);
        if short("method", 2) || short("custommethod", 2) {
            method = Some(value.to_owned());
        } else if short("uri", 1) {
            url = Some(value.to_owned());
        } else if short("body", 1) {
            body = value.starts_with(['{', '[']).then(|| value.to_owned());
        }
    }
    Some(Command {
        method: method_of(method).unwrap_or_else(|| "GET".to_owned()),
        address: url.or_else(|| address(plain))?,
        body,
    })
}
