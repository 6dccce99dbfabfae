//! Pages as blocks: headings, paragraphs, list items and tables, from HTML, Markdown, CSV or text.

mod cell;
mod html;
mod lines;
mod markdown;

use html::from_html;
use lines::Lines;
use markdown::markdown;

/// One block of a page, with the line of the source where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
    /// The line of each row of a table or of each line of text, where it is known.
    pub(crate) rows: Vec<usize>,
    /// Whether a person does not see it, as in a closed tab.
    pub(crate) hidden: bool,
}

impl Block {
    /// A block without rows.
    pub(crate) const fn new(kind: Kind, line: usize) -> Self {
        Self {
            kind,
            line,
            rows: Vec::new(),
            hidden: false,
        }
    }
}

/// The kind of a block and its text.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A heading with its level from 1 to 6.
    Heading(usize, String),
    /// The title of a tab, or the end of one.
    Tab(Option<String>),
    /// A paragraph, one entry per line.
    Paragraph(Vec<String>),
    /// A list item with its depth from 1.
    Item(usize, Vec<String>),
    /// A table inside a list of this depth. A cell is a list of lines.
    Table(usize, Vec<Vec<Cell>>),
}

/// The lines of a cell, without blanks at the ends.
pub(crate) type Cell = Vec<String>;

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) blocks: Vec<Block>,
    /// Lines that could not be read at all.
    pub(crate) faults: Vec<(usize, String)>,
}

/// Reads a page in the form that its name and its text suggest.
pub(crate) fn read(name: &str, text: &str) -> Page {
    let name = name.to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "csv" | "tsv" => return delimited(text, separator(text, extension == "tsv")),
        "md" | "markdown" => return markdown(text),
        "html" | "htm" => return from_html(text, &Lines::of(text)),
        _ => {}
    }
    let known = extension == "txt";
    if is_html(text) {
        from_html(text, &Lines::of(text))
    } else if is_markdown(text, known) {
        markdown(text)
    } else if !known && is_delimited(text) {
        delimited(text, separator(text, false))
    } else {
        plain(text)
    }
}

/// The start of a text, which shows its form.
fn head(text: &str) -> String {
    text.chars().take(4000).collect()
}

fn is_html(text: &str) -> bool {
    let head = head(text).to_ascii_lowercase();
    let starts = [
        "<html",
        "<!doctype",
        "<body",
        "<div",
        "<head",
        "<section",
        "<article",
        "<p>",
    ];
    let first = head.trim_start_matches('\u{feff}').trim_start();
    let tags = ["<html", "<!doctype", "<table", "<body", "<div", "<ul>"];
    starts.iter().any(|tag| first.starts_with(tag))
        || !is_markdown(text, false) && tags.iter().any(|tag| head.contains(tag))
}

/// Whether a text has marks of Markdown: a table, or headings and lists. A file of plain text
/// needs a table, since its lines begin with `-` and `#` too.
fn is_markdown(text: &str, plain: bool) -> bool {
    let head = head(text);
    let tables = ["|--", "| --", "|:-", "| :-"];
    if tables.iter().any(|mark| head.contains(mark)) {
        return true;
    }
    let heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && rest.starts_with(' ') && line.len() - rest.len() <= 6
    };
    !plain && (head.lines().any(heading) || head.contains("**") || head.contains("]("))
}

/// Whether the first lines are cells with the same separator.
fn is_delimited(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(5)
        .collect();
    [',', ';'].iter().any(|mark| {
        let cells = |line: &&str| {
            line.split('"')
                .step_by(2)
                .map(|part| part.matches(*mark).count())
                .sum()
        };
        let first: usize = lines.first().map_or(0, cells);
        first >= 2 && lines.len() > 1 && lines.iter().all(|line| cells(line) == first)
    })
}

fn delimited(text: &str, delimiter: u8) -> Page {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut places = Vec::new();
    let mut faults = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let line = |position: Option<&csv::Position>| {
        let line = position.map_or(1, csv::Position::line);
        usize::try_from(line).unwrap_or(usize::MAX)
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                places.push(line(record.position()));
                rows.push(record.iter().map(lines).collect());
            }
            Err(error) => faults.push((line(error.position()), error.to_string())),
        }
    }
    Page {
        blocks: vec![Block {
            kind: Kind::Table(0, rows),
            line: 1,
            rows: places,
            hidden: false,
        }],
        faults,
        ..Page::default()
    }
}

/// The separator of the cells: the most frequent one in the first lines.
fn separator(text: &str, tabs: bool) -> u8 {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |mark: char| {
        head.iter()
            .map(|line| line.matches(mark).count())
            .sum::<usize>()
    };
    let (comma, semicolon, tab) = (count(','), count(';'), count('\t'));
    if tabs && tab > 0 || tab > comma.max(semicolon) {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

/// Adds a row to the table at the end of a page; where there is none, to a new one.
fn push_row(blocks: &mut Vec<Block>, row: Vec<Cell>, new: Block) {
    let line = new.line;
    let open = blocks.last().map(|block| &block.kind);
    if !matches!(open, Some(Kind::Table(..))) {
        blocks.push(new);
    }
    if let Some(block) = blocks.last_mut()
        && let Kind::Table(_, rows) = &mut block.kind
    {
        rows.push(row);
        block.rows.push(line);
    }
}

/// Text as it is pasted from a browser: each line is a block, a bullet is an item, tabs make a table.
fn plain(text: &str) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        let line = at + 1;
        if raw.trim().is_empty() {
            continue;
        }
        if raw.trim_end().contains('\t') && !raw.trim_start().starts_with(['•', '-', '*']) {
            let row = raw.split('\t').map(lines).collect();
            push_row(
                &mut blocks,
                row,
                Block::new(Kind::Table(0, Vec::new()), line),
            );
            continue;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        let trimmed = raw.trim();
        let bullet = trimmed.trim_start_matches(['•', '-', '*', '–', '·', '◦', '▪', '●', '○']);
        let kind = if bullet.len() < trimmed.len() && bullet.starts_with(char::is_whitespace) {
            Kind::Item(1 + indent / 2, vec![clean(bullet)])
        } else if let Some(rest) = without_number(trimmed) {
            // `a. Contacts` is a step in `1. Companies`.
            let lettered = trimmed
                .trim_start_matches('(')
                .starts_with(char::is_alphabetic);
            let deep = usize::from(lettered && !trimmed.starts_with("Step "));
            Kind::Item(1 + indent / 2 + deep, vec![clean(rest)])
        } else if without_word_bullet(trimmed).len() < trimmed.len() {
            Kind::Item(2 + indent / 2, vec![clean(without_word_bullet(trimmed))])
        } else {
            Kind::Paragraph(vec![clean(trimmed)])
        };
        blocks.push(Block::new(kind, line));
    }
    let title = blocks.iter().find_map(|block| match &block.kind {
        Kind::Paragraph(lines) => lines.first().cloned(),
        _ => None,
    });
    Page {
        title,
        blocks,
        ..Page::default()
    }
}

/// Text with single blanks.
pub(crate) fn clean(text: &str) -> String {
    let narrow = |c: char| match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '，' | '、' => ',',
        '；' => ';',
        '／' => '/',
        other => other,
    };
    let text: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(narrow)
        .collect();
    text.split(char::is_whitespace)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Characters that a page has for the layout, and that no name contains.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
    )
}

/// The text after the number or letter of a list item: `1. `, `2.1) `, `a) `, `Step 3: `.
pub(super) fn without_number(text: &str) -> Option<&str> {
    let body = text.strip_prefix("Step ").unwrap_or(text);
    let body = body.strip_prefix('(').unwrap_or(body);
    let end = body.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let (number, rest) = body.split_at_checked(end)?;
    if !number.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) {
        let rest = match rest.strip_prefix([')', ':']) {
            Some(rest) => rest,
            None if number.contains('.') => rest,
            None => rest
                .strip_prefix(" -")
                .or_else(|| rest.strip_prefix(" –"))?,
        };
        return rest.strip_prefix(' ').map(str::trim_start);
    }
    let mut chars = body.chars();
    let letter = chars.next()?;
    let rest = chars.as_str();
    let after = rest.strip_prefix(") ").or_else(|| {
        rest.strip_prefix(". ").filter(|rest| {
            letter.is_ascii_uppercase() || rest.trim_start().starts_with(char::is_uppercase)
        })
    })?;
    letter.is_ascii_alphabetic().then(|| after.trim_start())
}

/// The text after the letter that Word writes for a round bullet.
fn without_word_bullet(text: &str) -> &str {
    match text.strip_prefix("o ") {
        Some(rest) if rest.starts_with(char::is_uppercase) => rest,
        _ => text,
    }
}

fn lines(text: &str) -> Cell {
    text.split('\n')
        .map(|line| without_word_bullet(&clean(line)).to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}
