//! Every internal link has an existing page and heading as its target.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::book::{pages, root, text};

/// Anchors and links of a page.
#[derive(Debug, Default)]
struct Page {
    anchors: BTreeSet<String>,
    links: Vec<String>,
}

fn page(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let name = anchor(&heading.take().unwrap());
                let number = (1..1_000)
                    .find(|n| !page.anchors.contains(&numbered(&name, *n)))
                    .unwrap();
                page.anchors.insert(numbered(&name, number));
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    *heading += &part;
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
            _ => {}
        }
    }
    page
}

/// GitHub and mdBook add `-1` to the second heading of a name.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 {
        name.to_owned()
    } else {
        format!("{name}-{}", number - 1)
    }
}

/// The anchor of a heading, as GitHub and mdBook derive it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn resolved(from: &str, link: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in Path::new(from).parent().unwrap().join(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{from}: `{link}` leaves the repository"),
            Component::Normal(part) => path.push(part),
            _ => {}
        }
    }
    path
}

#[test]
fn every_link_has_a_target() {
    let names: Vec<String> = pages("docs")
        .into_iter()
        .chain(["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(str::to_owned))
        .collect();
    let read: BTreeMap<&str, Page> = names
        .iter()
        .map(|name| (name.as_str(), page(&text(name))))
        .collect();
    let mut followed = 0;
    for (name, page) in &read {
        for link in &page.links {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                PathBuf::from(name)
            } else {
                resolved(name, path)
            };
            // The page is published next to the book.
            if let Ok(file) = target.strip_prefix("docs/app") {
                let page = root().join("web/page").join(file);
                assert!(page.exists(), "{name}: the page has no `{link}`");
                continue;
            }
            assert!(
                root().join(&target).exists(),
                "{name}: `{link}` has no target"
            );
            // Links from the book must stay in the book.
            assert!(
                !name.starts_with("docs/") || target.starts_with("docs"),
                "{name}: `{link}` leaves the book; write the address in the repository"
            );
            if let (false, Some(page)) =
                (anchor.is_empty(), target.to_str().and_then(|t| read.get(t)))
            {
                assert!(
                    page.anchors.contains(anchor),
                    "{name}: `{link}` has no such heading"
                );
            }
        }
    }
    assert!(followed > 100, "{followed}");
}
