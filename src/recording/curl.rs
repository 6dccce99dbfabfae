//! Output of `curl -v`.

use super::answers::no_answer;
use super::pending::Pending;
use super::record::{Answer, Record, is_method, status};
use super::sink::{LONGEST_BODY, Sink};
use super::time::Moment;

/// Reads `>` and `<` lines, and the body of the answer between them.
#[derive(Default)]
pub(super) struct Curl {
    pending: Pending,
    /// Data of the command line, for its first request.
    data: Option<String>,
    /// Whether the headers of the answer have ended.
    body: bool,
    /// A command that continues in the next line.
    command: Option<String>,
}

/// Whether a line is the request line of a trace.
pub(super) fn is_request(line: &str) -> bool {
    request(line).is_some()
}

fn request(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start().strip_prefix('>')?.trim_start();
    let (method, rest) = rest.split_once(' ')?;
    let (target, version) = rest.rsplit_once(' ')?;
    (is_method(method) && version.starts_with("HTTP/")).then_some((method, target))
}

impl Curl {
    pub(super) fn line(&mut self, line: &str, place: u64, sink: &mut Sink<'_>) {
        if let Some(command) = &mut self.command {
            let more = line.trim_end();
            command.push(' ');
            command.push_str(more.trim_end_matches('\\'));
            if !more.ends_with('\\') || command.len() > LONGEST_BODY {
                self.data = self.command.take().as_deref().and_then(data);
            }
            return;
        }
        if let Some((method, target)) = request(line) {
            let mut record = Record::new(method, target, place);
            record.request_body = self.data.take();
            self.pending.start(record, sink);
            self.body = false;
            return;
        }
        if let Some(command) = command(line) {
            self.pending.finish(sink);
            self.body = false;
            let command = command.trim_end();
            if command.ends_with('\\') {
                self.command = Some(command.trim_end_matches('\\').to_owned());
            } else {
                self.data = data(command);
            }
            return;
        }
        if let Some(header) = line.strip_prefix('>') {
            self.request_header(header.trim());
        } else if let Some(header) = line.strip_prefix('<').filter(|_| is_header(line)) {
            self.response_header(header.trim());
        } else if line.starts_with("* ") {
            if self.pending.waits() && no_answer(line) {
                self.set(Answer::Missing);
            }
        } else if line.starts_with("curl: (") {
            if self.pending.waits() {
                self.set(Answer::Missing);
            }
        } else if !is_progress(line) {
            self.body_line(line);
        }
    }

    pub(super) fn end(&mut self, sink: &mut Sink<'_>) {
        self.pending.finish(sink);
    }

    fn set(&mut self, answer: Answer) {
        if let Some(record) = self.pending.open() {
            record.answer = answer;
        }
    }

    fn request_header(&mut self, header: &str) {
        let Some(record) = self.pending.open() else {
            return;
        };
        if let Some((name, host)) = header.split_once(':')
            && name.eq_ignore_ascii_case("host")
            && record.target.starts_with('/')
        {
            record.target = format!("https://{}{}", host.trim(), record.target);
        }
    }

    fn response_header(&mut self, header: &str) {
        if header.is_empty() {
            self.body = true;
            return;
        }
        if let Some(rest) = header.strip_prefix("HTTP/") {
            let found = rest.split_once(' ').and_then(|(_, rest)| status(rest));
            // A provisional answer such as `100 Continue` is followed by the real one.
            if let Some(found) = found.filter(|found| *found >= 200) {
                self.set(Answer::Status(found));
                self.body = false;
            }
        } else if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("date")
        {
            self.pending.set_time(Moment::parse(value));
        }
    }

    fn body_line(&mut self, line: &str) {
        if !self.body {
            return;
        }
        // Without a line break at its end, the body and the next remark share a line.
        let (text, ended) = match line.find("* Connection #") {
            Some(at) => (line.get(..at).unwrap_or_default(), true),
            None => (line, false),
        };
        if let Some(record) = self.pending.open().filter(|_| !text.trim().is_empty()) {
            let body = record.response_body.get_or_insert_default();
            if body.len() + text.len() < LONGEST_BODY {
                if !body.is_empty() {
                    body.push('\n');
                }
                body.push_str(text);
            }
        }
        self.body = !ended;
    }
}

fn is_header(line: &str) -> bool {
    line == "<" || line.starts_with("< ")
}

/// Lines about transferred bytes, and the table of progress.
fn is_progress(line: &str) -> bool {
    let start = line.trim_start();
    ((line.starts_with("{ [") || line.starts_with("} [")) && line.contains("bytes data"))
        || start.starts_with("% Total")
        || start.starts_with("Dload")
        || (line.contains("--:--:--") && start.starts_with(|c: char| c.is_ascii_digit()))
}

/// The command in a line that shows one after a prompt.
fn command(line: &str) -> Option<&str> {
    let at = line.find("curl ")?;
    let before = line.get(..at)?.trim_end();
    let prompt = before.is_empty() || before.ends_with(['$', '#', '>', '%', '+']);
    prompt.then(|| line.get(at..)).flatten()
}

/// The data of a command line.
fn data(command: &str) -> Option<String> {
    const NAMES: [&str; 6] = [
        "--data-raw",
        "--data-binary",
        "--data-ascii",
        "--data",
        "--json",
        "-d",
    ];
    let words = words(command);
    let mut words = words.iter();
    let mut found = None;
    while let Some(word) = words.next() {
        let value = if NAMES.contains(&word.as_str()) {
            words.next().cloned()
        } else {
            NAMES.iter().find_map(|name| {
                let rest = word.strip_prefix(name)?;
                let rest = rest.strip_prefix('=').or((*name == "-d").then_some(rest))?;
                Some(rest.to_owned())
            })
        };
        if let Some(value) = value.filter(|value| !value.starts_with('@')) {
            found = Some(value);
        }
    }
    found
}

/// The words of a command line as a shell reads them.
fn words(command: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            // `$'it\'s'`
            ('$', None) if chars.as_str().starts_with('\'') => {
                chars.next();
                quote = Some('$');
                word.get_or_insert_default();
            }
            ('\'', Some('$')) => quote = None,
            ('\\', None | Some('"' | '$')) => {
                if let Some(next) = chars.next() {
                    word.get_or_insert_default().push(next);
                }
            }
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => all.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    all.extend(word);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Record> {
        let mut all = Vec::new();
        let mut emit = |record| all.push(record);
        let mut sink = Sink::new(&mut emit);
        let mut reader = Curl::default();
        for (number, line) in (1..).zip(text.lines()) {
            reader.line(line, number, &mut sink);
        }
        reader.end(&mut sink);
        all
    }

    #[test]
    fn a_trace_gives_host_status_and_bodies() {
        let quoted = records(
            "$ curl -v --data-raw $'{\"a\":\"it\\'s\"}' https://h.example/a\n> POST /a HTTP/1.1\n",
        );
        let body = quoted[0].request_body.as_deref();
        assert_eq!(body, Some("{\"a\":\"it's\"}"));
        let all = records(
            "$ curl -v -X POST \\\n  -d '{\"a\":\"x y\"}' \\\n  https://h.example/a\n\
             * Connected to h.example\n> POST /a HTTP/1.1\n> Host: h.example\n> \n\
             < HTTP/1.1 100 Continue\n< \n< HTTP/1.1 403 Forbidden\n< date: Fri, 27 Nov 2026 09:00:00 GMT\n< \n\
             { [42 bytes data]\n{\n \"code\": \"Security\"\n}* Connection #0 to host h.example left intact\n\
             > GET /b HTTP/2\n> Host: h.example\n>\n* Connection timed out\n",
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].target, "https://h.example/a");
        assert_eq!(all[0].answer, Answer::Status(403));
        assert_eq!(all[0].request_body.as_deref(), Some("{\"a\":\"x y\"}"));
        assert_eq!(
            all[0].response_body.as_deref(),
            Some("{\n \"code\": \"Security\"\n}")
        );
        assert!(all[0].time.is_some());
        assert_eq!(all[1].answer, Answer::Missing);
        assert_eq!(all[1].request_body, None);
    }
}
