//! Markdown with a `CommonMark` library: names from inputs stay text.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::scenes;

fn events(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).collect()
}

#[test]
fn names_add_no_markup() {
    for scene in scenes::all() {
        let text = scene.print("markdown");
        for event in events(&text) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let ours = [
                        "<details>",
                        "<details open>",
                        "</details>",
                        "<summary>",
                        "</summary>",
                        "<br>",
                        "<!-- -->",
                        "<code>",
                        "</code>",
                    ];
                    let mut rest = html.to_string();
                    for tag in ours {
                        rest = rest.replace(tag, "");
                    }
                    assert!(!rest.contains('<'), "{}: {html}", scene.name);
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let ours = "https://github.com/leastwise/leastwise/blob/main/docs/rules/";
                    assert!(dest_url.starts_with(ours), "{}: {dest_url}", scene.name);
                }
                Event::Start(
                    tag @ (Tag::Image { .. }
                    | Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::CodeBlock(_)
                    | Tag::List(_)
                    | Tag::BlockQuote(_)),
                ) => panic!("{}: {tag:?}", scene.name),
                _ => {}
            }
        }
    }
}

#[test]
fn every_finding_is_one_row_of_four_cells() {
    for scene in scenes::all() {
        let text = scene.print("markdown");
        let mut rows = 0;
        let mut cells = 0;
        for event in events(&text) {
            match event {
                Event::Start(Tag::TableRow) => {
                    rows += 1;
                    cells = 0;
                }
                Event::Start(Tag::TableCell) => cells += 1,
                Event::End(pulldown_cmark::TagEnd::TableRow) => assert_eq!(cells, 4),
                _ => {}
            }
        }
        assert!(text.chars().count() < 65_536, "a comment takes no more");
        if scene.name == "hostile" {
            assert!(rows > 50, "{rows}");
        } else {
            assert_eq!(rows, scene.findings().len(), "{}", scene.name);
        }
    }
}

#[test]
fn hostile_names_are_readable_in_the_page() {
    let scene = scenes::all().pop().unwrap();
    let text = scene.print("markdown");
    let mut shown = String::new();
    for event in events(&text) {
        match event {
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            Event::Html(_) | Event::InlineHtml(_) => {}
            _ => shown.push('\n'),
        }
    }
    for name in [
        "<script>alert(1)</script>",
        "::error::injected",
        "=cmd|'/c calc'!A1",
        "@everyone",
    ] {
        assert!(shown.contains(name), "{name}");
    }
    // Active characters are always escaped.
    for line in text.lines().filter(|line| line.starts_with('|')) {
        assert!(
            !line.contains("@everyone") && !line.contains("https://evil"),
            "{line}"
        );
    }
}

#[test]
fn the_rendered_page_has_no_script() {
    let scene = scenes::all().pop().unwrap();
    let text = scene.print("markdown");
    let mut page = String::new();
    pulldown_cmark::html::push_html(&mut page, events(&text).into_iter());
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;"));
    assert!(!page.contains("<img"));
}
