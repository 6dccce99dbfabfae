//! Markdown as blocks: it becomes HTML, whose texts know the lines that they come from.

use pulldown_cmark::{CowStr, Event, Options, Parser, html};

use super::Page;
use super::html::{TAB, from_html};
use super::lines::Lines;

/// What encloses the line of the source that follows. No text contains these characters.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// The heading for a tag of `GitBook`: `tab title="Version 2"` and `endtab`.
fn tab(tag: &str) -> Option<String> {
    let tag = tag.trim_start();
    if tag.starts_with("endtab") {
        return Some(format!("###### {TAB}"));
    }
    let title = tag.strip_prefix("tab ")?.split_once("title=\"")?.1;
    let (title, _) = title.split_once('"')?;
    Some(format!("###### {TAB}{title}"))
}

pub(super) fn markdown(text: &str) -> Page {
    let kept: String = text
        .lines()
        .map(|line| {
            let start = line.trim_start();
            if let Some(tag) = start.strip_prefix("{%") {
                tab(tag).unwrap_or_default()
            } else if start.starts_with(":::") {
                String::new()
            } else {
                line.replace([OPEN, CLOSE, TAB], "")
            }
        })
        .fold(String::new(), |all, line| all + &line + "\n");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let lines = Lines::of(&kept);
    let events = Parser::new_ext(&kept, options).into_offset_iter();
    let events = events.flat_map(|(event, range)| {
        let line = CowStr::from(format!("{OPEN}{}{CLOSE}", lines.at(range.start)));
        match event {
            Event::SoftBreak => vec![Event::HardBreak],
            Event::Text(_) | Event::Code(_) => vec![Event::Text(line), event],
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {
                vec![Event::InlineHtml(line), event]
            }
            other => vec![other],
        }
    });
    let mut marked = String::new();
    html::push_html(&mut marked, events);
    let (page, starts) = unmarked(&marked);
    from_html(&page, &Lines::marked(starts))
}

/// The page without its marks, and the line of each position where a mark was.
fn unmarked(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut page = String::with_capacity(marked.len());
    let mut starts = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(OPEN) {
        page.push_str(before);
        let (line, after) = after.split_once(CLOSE).unwrap_or(("", after));
        starts.extend(line.parse().ok().map(|line| (page.len(), line)));
        rest = after;
    }
    page.push_str(rest);
    (page, starts)
}
