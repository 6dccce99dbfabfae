//! Commands of scripts and terminals: curl, wget and those of PowerShell.

use super::super::application;
use super::super::command::{Command, read_all};
use super::super::sink::LONGEST_BODY;

/// Commands, which can go on in the next lines.
#[derive(Default)]
pub(super) struct Script {
    open: Option<Open>,
}

struct Open {
    text: String,
    prompt: bool,
    place: u64,
    lines: usize,
}

/// What a line is.
pub(super) enum Step {
    /// No part of a command.
    None,
    /// A part of a command that goes on.
    Part,
    /// The end of a command; whether the line is still to be read.
    Done(Done, bool),
}

/// A whole command.
pub(super) struct Done {
    /// Its requests; none where its address is not known.
    pub(super) commands: Vec<Command>,
    /// Whether it follows the prompt of a terminal, where its output follows.
    pub(super) prompt: bool,
    /// Its first line.
    pub(super) place: u64,
}

/// A longer command is none.
const LINES: usize = 500;

impl Script {
    /// Reads a line. `powershell` says whether commands of PowerShell count.
    pub(super) fn line(&mut self, line: &str, place: u64, powershell: bool) -> Step {
        if let Some(mut open) = self.open.take() {
            // A sign that looks like an open quote does not swallow the next requests.
            let escape = escape_of(&open.text);
            let request = start(line, powershell).is_some() || application::request(line).is_some();
            if request && !is_escaped(&open.text, escape) {
                return Step::Done(done(&open), true);
            }
            open.text.push('\n');
            open.text.push_str(line);
            open.lines += 1;
            return self.next(open);
        }
        match start(line, powershell) {
            Some((text, prompt)) => self.next(Open {
                text: text.to_owned(),
                prompt,
                place,
                lines: 1,
            }),
            None => Step::None,
        }
    }

    /// The command that the end of the text cut.
    pub(super) fn end(&mut self) -> Option<Done> {
        self.open.take().map(|open| done(&open))
    }

    fn next(&mut self, open: Open) -> Step {
        let escape = escape_of(&open.text);
        let goes_on = is_escaped(&open.text, escape) || scan(&open.text, escape).open;
        if goes_on && open.lines < LINES && open.text.len() < LONGEST_BODY {
            self.open = Some(open);
            Step::Part
        } else {
            Step::Done(done(&open), false)
        }
    }
}

fn done(open: &Open) -> Done {
    let pieces = scan(&open.text, escape_of(&open.text)).pieces;
    let mut commands: Vec<Command> = pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| match at {
            0 => Some(*piece),
            _ => start(piece, true).map(|(piece, _)| piece),
        })
        .flat_map(read_all)
        .collect();
    for command in &mut commands {
        let address = command.address.trim_end_matches([')', '`', ';', '"', '\'']);
        command.address = address.to_owned();
    }
    commands.retain(|command| {
        let address = command.address.as_str();
        address.contains("://")
            || address.contains("apis/3.0")
            || (address.starts_with(['/', '$', '{', '<', '%']) && address.contains('/'))
    });
    Done {
        commands,
        prompt: open.prompt,
        place: open.place,
    }
}

/// The command that a line starts, and whether it follows a prompt.
fn start(line: &str, powershell: bool) -> Option<(&str, bool)> {
    let trimmed = line.trim_start();
    if trimmed.starts_with(['#', '+', '>']) || trimmed.starts_with("//") {
        return None;
    }
    let shell = ["curl", "curl.exe", "wget", "wget.exe"];
    let cmdlets = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr"];
    let mut from = 0;
    let lower = line.to_ascii_lowercase();
    while let Some(rest) = lower.get(from..) {
        let at = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let word = rest.get(at..)?;
        let end = word
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))
            .unwrap_or(word.len());
        let (name, behind) = word.split_at_checked(end)?;
        let start = from + at;
        from = start + end;
        let known = shell.contains(&name) || (powershell && cmdlets.contains(&name));
        let apart = behind.starts_with(char::is_whitespace)
            && !behind.trim_start().starts_with(':')
            && !behind.trim().is_empty();
        let before = line.get(..start)?;
        if known && apart && is_lead(before) {
            let prompt = before.trim_end().ends_with(['$', '#', '>', '%']);
            return Some((line.get(start..)?, prompt));
        }
    }
    None
}

/// Whether a command can follow: nothing, a prompt, an assignment, or words of a shell.
fn is_lead(before: &str) -> bool {
    const WORDS: [&str; 12] = [
        "sudo", "time", "env", "if", "while", "until", "!", "&&", "||", ";", "then", "do",
    ];
    let before = before.trim_end_matches(['\'', '"', '/']);
    if before.ends_with(['(', '`', '=', '|', ';', '&', '$', '>', '%', '#', '!']) {
        return true;
    }
    let last = before.split_whitespace().next_back();
    last.is_none_or(|word| {
        WORDS.contains(&word)
            || word.ends_with(['$', '>', '%', '#', '=', '/', ']'])
            || (word.contains('=') && !word.contains("://"))
            || (word.starts_with('/') && word.ends_with("bin"))
    })
}

/// A text as a shell reads it.
struct Scan<'a> {
    /// Commands between `;`, `|` and `&&`.
    pieces: Vec<&'a str>,
    /// Whether a quote or a bracket is open.
    open: bool,
}

fn scan(text: &str, escape: char) -> Scan<'_> {
    let (mut quote, mut escaped, mut depth, mut comment) = (None, false, 0_u32, false);
    let (mut pieces, mut from, mut end, mut before) = (Vec::new(), 0, text.len(), ' ');
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            _ if comment => comment = c != '\n',
            (None | Some('"'), _) if c == escape => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') if before.is_whitespace() => comment = true,
            (None, '(' | '{') => depth += 1,
            (None, ')' | '`') if depth == 0 => {
                end = at;
                break;
            }
            (None, ')' | '}') => depth = depth.saturating_sub(1),
            (None, ';' | '|') if depth == 0 => {
                pieces.extend(text.get(from..at));
                from = at + 1;
            }
            (None, '&') if depth == 0 && before == '&' => {
                pieces.extend(text.get(from..at.saturating_sub(1)));
                from = at + 1;
            }
            (Some(_) | None, _) => {}
        }
        before = c;
    }
    pieces.extend(text.get(from..end));
    Scan {
        pieces,
        open: quote.is_some() || (depth > 0 && escape == '`' && end == text.len()),
    }
}

/// Whether the end of the last line is escaped.
fn is_escaped(text: &str, escape: char) -> bool {
    let text = text.trim_end();
    text.ends_with(escape) || text.ends_with(" ^")
}

/// The sign that escapes others in a command.
fn escape_of(text: &str) -> char {
    let start = text.trim_start().to_ascii_lowercase();
    if ["curl", "wget"].iter().any(|name| start.starts_with(name)) {
        '\\'
    } else {
        '`'
    }
}
