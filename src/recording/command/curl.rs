//! Command lines of curl and wget.

use super::{Command, address, is_address, method_of, option};

/// Short options of curl with a value that does not matter here.
const SHORT_WITH_VALUE: &str = "AbcCDeEhHKmoPQrtuUwxYyz";

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of curl")]
struct Found {
    method: Option<String>,
    urls: Vec<String>,
    plain: Vec<String>,
    body: Option<String>,
    /// Whether data is sent, known or not.
    data: bool,
    /// Whether the data goes into the query.
    query: bool,
    upload: bool,
    head: bool,
}

impl Found {
    fn data(&mut self, value: &str) {
        self.data = true;
        // The content of a file is not known.
        if !value.starts_with('@') && !value.is_empty() {
            self.body = Some(match self.body.take() {
                Some(body) => format!("{body}&{value}"),
                None => value.to_owned(),
            });
        }
    }

    /// One request for each address.
    fn commands(self) -> Vec<Command> {
        let implied = if self.head {
            "HEAD"
        } else if self.upload {
            "PUT"
        } else if self.data && !self.query {
            "POST"
        } else {
            "GET"
        };
        let method = method_of(self.method).unwrap_or_else(|| implied.to_owned());
        let mut addresses = self.urls;
        addresses.extend(self.plain.iter().filter(|word| is_address(word)).cloned());
        if addresses.is_empty() {
            addresses.extend(address(self.plain));
        }
        let body = self.body;
        addresses
            .into_iter()
            .map(|address| Command {
                method: method.clone(),
                address,
                body: body.clone(),
            })
            .collect()
    }
}

/// Requests of the words after `curl`.
pub(super) fn read(words: &[String]) -> Vec<Command> {
    words
        .split(|word| matches!(word.as_str(), "--next" | "-:"))
        .flat_map(read_one)
        .collect()
}

fn read_one(words: &[String]) -> Vec<Command> {
    let mut found = Found::default();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix("--") {
            let (name, given) = option(long, '=');
            let mut value = || given.or_else(|| words.next()).unwrap_or_default();
            match name {
                "request" => found.method = Some(value().to_owned()),
                "url" => found.urls.push(value().to_owned()),
                "get" => found.query = true,
                "head" => found.head = true,
                "upload-file" => {
                    value();
                    found.upload = true;
                }
                "json" | "form" | "form-string" => found.data(value()),
                _ if name.starts_with("data") => found.data(value()),
                // Their values do not matter here.
                "header" | "user" | "cookie" | "cookie-jar" | "output" | "user-agent"
                | "referer" | "proxy" | "proxy-user" | "proxy-header" | "max-time"
                | "connect-timeout" | "retry" | "retry-delay" | "retry-max-time" | "write-out"
                | "cacert" | "capath" | "cert" | "cert-type" | "key" | "key-type" | "pass"
                | "oauth2-bearer" | "resolve" | "connect-to" | "interface" | "limit-rate"
                | "max-redirs" | "range" | "config" | "ciphers" | "tls-max" | "dns-servers"
                | "noproxy" | "trace" | "trace-ascii" | "stderr" | "aws-sigv4" | "dump-header"
                | "netrc-file" | "output-dir" | "proto" | "rate" | "speed-limit" | "speed-time"
                | "time-cond" | "unix-socket" | "socks5" | "url-query" => {
                    value();
                }
                _ => {}
            }
        } else if let Some(cluster) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
            short(cluster, &mut words, &mut found);
        } else {
            found.plain.push(word.to_owned());
        }
    }
    // `curl: (22) ...` is a message of curl and not a command.
    let message = found
        .plain
        .first()
        .is_some_and(|word| word.starts_with('('));
    if message {
        return Vec::new();
    }
    found.commands()
}

/// Short options, which can share a dash: `-sXPOST`.
fn short<'a>(cluster: &str, words: &mut impl Iterator<Item = &'a str>, found: &mut Found) {
    for (at, option) in cluster.char_indices() {
        let rest = cluster.get(at + option.len_utf8()..).unwrap_or_default();
        let known = matches!(option, 'X' | 'd' | 'F' | 'T') || SHORT_WITH_VALUE.contains(option);
        if !known {
            match option {
                'G' => found.query = true,
                'I' => found.head = true,
                _ => {}
            }
            continue;
        }
        let value = if rest.is_empty() {
            words.next().unwrap_or_default()
        } else {
            rest.strip_prefix('=').unwrap_or(rest)
        };
        match option {
            'X' => found.method = Some(value.to_owned()),
            'd' | 'F' => found.data(value),
            'T' => found.upload = true,
            _ => {}
        }
        return;
    }
}

pub(super) fn read_wget(words: &[String]) -> Vec<Command> {
    let mut found = Found::default();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        let Some(long) = word.strip_prefix("--") else {
            if matches!(word, "-O" | "-o" | "-U" | "-t" | "-T" | "-P") {
                words.next();
            } else if !word.starts_with('-') {
                found.plain.push(word.to_owned());
            }
            continue;
        };
        let (name, given) = option(long, '=');
        let mut value = || given.or_else(|| words.next()).unwrap_or_default();
        match name {
            "method" => found.method = Some(value().to_owned()),
            "body-data" | "post-data" => found.data(value()),
            "body-file" | "post-file" => {
                value();
                found.data = true;
            }
            "header" | "user" | "password" | "http-user" | "http-password" | "user-agent"
            | "output-document" => {
                value();
            }
            _ => {}
        }
    }
    found.commands()
}
