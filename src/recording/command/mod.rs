//! Requests in pasted commands: curl, wget, PowerShell and `HTTPie`. Headers, credentials and
//! cookies are never kept.

mod curl;
mod httpie;
mod powershell;
mod words;

use words::{split, without_carets};

/// A request that a command sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) method: String,
    pub(crate) address: String,
    pub(crate) body: Option<String>,
}

/// Reads a command; `None` where the text is not one, or has no address.
pub(crate) fn read(text: &str) -> Option<Command> {
    read_all(text).into_iter().next()
}

/// Reads every request of a command: curl sends one to each address, and others after `--next`.
pub(crate) fn read_all(text: &str) -> Vec<Command> {
    const POWERSHELL: [&str; 4] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr"];
    let text = without_carets(text);
    let words = split(&text, true);
    let at = program(&words, |name| POWERSHELL.contains(&name));
    if let Some(rest) = at.and_then(|at| words.get(at + 1..)) {
        return powershell::read(rest).into_iter().collect();
    }
    let words = split(&text, false);
    let at = program(&words, |name| {
        ["curl", "wget", "http", "https", "xh", "xhs"].contains(&name)
    });
    let Some((name, rest)) = at.and_then(|at| words.get(at..)?.split_first()) else {
        return Vec::new();
    };
    let end = rest.iter().position(|word| ends(word));
    let rest = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    match name_of(name).as_str() {
        "curl" => curl::read(rest),
        "wget" => curl::read_wget(rest),
        _ => httpie::read(rest).into_iter().collect(),
    }
}

/// Position of the program, after a prompt, an assignment or `sudo`.
fn program(words: &[String], known: impl Fn(&str) -> bool) -> Option<usize> {
    for (at, word) in words.iter().enumerate().take(6) {
        if known(&name_of(word)) {
            return Some(at);
        }
        let prompt = ["sudo", "time", "env", "PS", "=", "&", "await"].contains(&word.as_str())
            || word.ends_with(['$', '#', '%', '>'])
            || word.starts_with('$')
            || (word.contains('=') && !word.contains("://"));
        if !prompt {
            return None;
        }
    }
    None
}

/// `C:\tools\curl.exe` as `curl`.
fn name_of(word: &str) -> String {
    let word = word.trim_start_matches("PS").trim_start_matches('(');
    let word = word.rsplit(['/', '\\', '>']).next().unwrap_or_default();
    let word = word.to_ascii_lowercase();
    word.strip_suffix(".exe").map(str::to_owned).unwrap_or(word)
}

/// An option without its dashes: its name, and the value in the same word.
fn option(word: &str, sign: char) -> (&str, Option<&str>) {
    word.split_once(sign)
        .map_or((word, None), |(name, value)| (name, Some(value)))
}

/// The method of an option in capitals; a variable as method is not known.
fn method_of(given: Option<String>) -> Option<String> {
    let letters = |method: &str| method.bytes().all(|byte| byte.is_ascii_alphabetic());
    given
        .filter(|method| !method.is_empty() && letters(method))
        .map(|method| method.to_ascii_uppercase())
}

/// Whether a word ends a command of a shell.
fn ends(word: &str) -> bool {
    matches!(word, "|" | "||" | "&&" | ";" | ">" | ">>" | "2>&1" | "2>")
}

/// Whether a word can be the address of a request.
fn is_address(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.contains("://")
        || lower.contains("apis/3.0")
        || crate::endpoints::Target::parse(word).is_ok()
}

/// The word that is an address, or else the first one.
fn address(words: Vec<String>) -> Option<String> {
    let found = words.iter().position(|word| is_address(word));
    words.into_iter().nth(found.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7";

    #[test]
    fn commands_are_read() {
        let cases = [
            ("curl URL", "GET", None),
            ("$ curl -s URL | jq .", "GET", None),
            (
                "sudo /usr/bin/curl -sSL -X patch URL -d '{}'",
                "PATCH",
                Some("{}"),
            ),
            ("curl -X=POST URL", "POST", None),
            ("curl -XDELETE URL", "DELETE", None),
            ("curl --request=PUT --url=URL", "PUT", None),
            ("curl --url URL --json={\"a\":1}", "POST", Some("{a:1}")),
            ("curl URL --json '{\"a\":1}'", "POST", Some("{\"a\":1}")),
            ("curl URL -d@file.json", "POST", None),
            ("curl URL --data-binary @file.json -X PUT", "PUT", None),
            ("curl -sXPOST URL", "POST", None),
            ("curl -I URL", "HEAD", None),
            ("curl -G URL -d conditions=x", "GET", Some("conditions=x")),
            (
                "curl -u company+public:secret -H 'clientId: s' URL",
                "GET",
                None,
            ),
            ("curl --oauth2-bearer secret URL", "GET", None),
            ("curl -T file URL", "PUT", None),
            (
                "curl.exe ^\"URL^\" ^\r\n  -X ^\"PATCH^\" ^\r\n  -H ^\"clientId: s^\" ^\r\n --data-raw ^\"[^{^\\^\"op^\\^\":1^}]^\"",
                "PATCH",
                Some("[{\"op\":1}]"),
            ),
            ("C:\\Users\\me> curl ^\n -X DELETE ^\n URL", "DELETE", None),
            (
                "curl --location 'URL' \\\n  --header 'Authorization: Basic s'",
                "GET",
                None,
            ),
            (
                "wget --method=PATCH --body-data='[]' URL",
                "PATCH",
                Some("[]"),
            ),
            ("wget --post-data='{}' URL", "POST", Some("{}")),
            (
                "Invoke-RestMethod -Uri 'URL' -Method Patch -Headers @{ Authorization = \"Basic s\"; clientId = 's' } -Body '[]'",
                "PATCH",
                Some("[]"),
            ),
            (
                "PS C:\\> $r = Invoke-WebRequest `\n -Method:DELETE `\n -Uri:\"URL\" -UseBasicParsing",
                "DELETE",
                None,
            ),
            ("irm URL", "GET", None),
            (
                "irm URL -me post -body (@{ a = 1 } | ConvertTo-Json)",
                "POST",
                None,
            ),
            (
                "iwr \"URL\" -Headers $headers -Method 'PUT' -Body $body",
                "PUT",
                None,
            ),
            ("http PATCH URL op=replace clientId:s", "PATCH", None),
            ("http -a user:secret URL", "GET", None),
            ("https URL summary=x", "POST", None),
            ("xh put URL", "PUT", None),
        ];
        for (text, method, body) in cases {
            let command = read(&text.replace("URL", URL)).unwrap_or_default();
            let found = (
                command.method.as_str(),
                command.address.as_str(),
                command.body.as_deref(),
            );
            assert_eq!(found, (method, URL, body), "{text}");
        }
    }

    #[test]
    fn what_is_no_command_is_left_alone() {
        for text in [
            "",
            "curl",
            "curl: (22) The requested URL returned error: 403",
            "http 403",
            "HTTP/1.1 403 Forbidden",
            "403 curl",
            "Finance/Agreements",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
