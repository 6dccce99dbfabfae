//! A pasted curl command line. Headers, credentials and cookies are never kept.

pub(crate) struct Command {
    pub(crate) method: String,
    pub(crate) address: String,
    pub(crate) body: Option<String>,
}

/// Reads a command that starts with `curl`.
pub(crate) fn read(text: &str) -> Option<Command> {
    let words = words(text);
    let mut words = words.iter().map(String::as_str);
    let program = words.find(|word| *word != "$")?;
    if !matches!(program, "curl" | "curl.exe") {
        return None;
    }
    let (mut method, mut address, mut body, mut query) = (None, None, None, false);
    while let Some(word) = words.next() {
        match word {
            "-X" | "--request" => method = words.next().map(str::to_uppercase),
            "-G" | "--get" => query = true,
            "-I" | "--head" => method = Some("HEAD".to_owned()),
            "--url" => address = words.next().map(str::to_owned),
            "-F" | "--form" | "-d" | "--json" => body = words.next().map(str::to_owned).or(body),
            _ if word.starts_with("--data") => {
                body = match word.split_once('=') {
                    Some((_, value)) => Some(value.to_owned()),
                    None => words.next().map(str::to_owned),
                };
            }
            "-H" | "--header" | "-u" | "--user" | "-b" | "--cookie" | "-o" | "--output" | "-A"
            | "--user-agent" | "-e" | "--referer" | "-x" | "--proxy" | "-m" | "--max-time"
            | "--connect-timeout" | "--retry" | "-w" | "--write-out" | "-c" | "--cookie-jar"
            | "--cacert" | "-E" | "--cert" | "--key" | "-T" | "--upload-file" => {
                words.next();
            }
            _ => match (word.strip_prefix("-X"), word.strip_prefix("--request=")) {
                (Some(given), _) | (_, Some(given)) => method = Some(given.to_uppercase()),
                _ if word.starts_with('-') => {}
                _ => address = address.or_else(|| Some(word.to_owned())),
            },
        }
    }
    let implied = if body.is_some() && !query {
        "POST"
    } else {
        "GET"
    };
    Some(Command {
        method: method.unwrap_or_else(|| implied.to_owned()),
        address: address?,
        body,
    })
}

/// Words of a shell command.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(end), _) if sign == end => quote = None,
            (Some('"') | None, '\\') => match signs.next() {
                Some('\n' | '\r') | None => {}
                Some(next) => {
                    word.push(next);
                    open = true;
                }
            },
            (Some(_), _) => word.push(sign),
            (None, '"' | '\'') => {
                quote = Some(sign);
                open = true;
            }
            (None, '^' | '`') if signs.peek().is_some_and(|next| matches!(next, '\n' | '\r')) => {}
            (None, _) if sign.is_whitespace() => {
                if open {
                    words.push(std::mem::take(&mut word));
                    open = false;
                }
            }
            (None, _) => {
                word.push(sign);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}
