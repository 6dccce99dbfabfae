//! Style sheets of a page, as far as they hide or cross out elements.
//!
//! Rules of `<style>` elements are written into the `style` attributes of the matching elements, in
//! cascade order. A selector that cannot be evaluated here, such as `tr:nth-child(2)`, marks the
//! elements that it may match.

use std::collections::HashMap;

use super::selector::{Compound, parsed};
use crate::html::Handle;

/// The attribute of an element that a rule may hide.
pub(super) const DOUBT: &str = "leastwise-doubt";

/// Maximum number of comparisons of an element with a rule.
const MOST: usize = 20_000_000;

/// Properties that affect visibility.
const PROPERTIES: [&str; 8] = [
    "content-visibility",
    "display",
    "font-size",
    "opacity",
    "text-decoration",
    "text-decoration-line",
    "visibility",
    "font",
];

/// One selector with the declarations of its rule.
struct Rule {
    /// The element and its ancestors, the element first; whether each must be the parent of the
    /// one before it.
    compounds: Vec<(Compound, bool)>,
    certain: bool,
    weight: [usize; 3],
    normal: String,
    important: String,
}

/// The rules of a page by a class, identifier or tag of the element that they match.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    index: HashMap<String, Vec<usize>>,
}

/// Applies the style sheets of a page; `false` if they are too many for its elements.
pub(super) fn apply(document: &Handle) -> bool {
    let mut text = String::new();
    gather(document, &mut text);
    if text.is_empty() {
        return true;
    }
    let mut sheet = Sheet::default();
    sheet.read(&without_comments(&text), 0);
    for (at, rule) in sheet.rules.iter().enumerate() {
        let key = rule.compounds.first().map(|(compound, _)| compound.key());
        sheet
            .index
            .entry(key.unwrap_or_default())
            .or_default()
            .push(at);
    }
    let mut left = MOST;
    sheet.rules.is_empty() || sheet.inline(document, &mut Vec::new(), &mut left)
}

/// The text of every style sheet that applies on a screen.
fn gather(node: &Handle, text: &mut String) {
    for child in node.elements() {
        if child.local() != "style" {
            gather(&child, text);
        } else if applies(&child.attribute("media").unwrap_or_default()) {
            text.push_str(&child.text());
            text.push('\n');
        }
    }
}

/// Whether a media query matches a large screen.
fn applies(query: &str) -> bool {
    let query = query.to_lowercase();
    let not = ["print", "max-width", "prefers-", "speech", "<"];
    query.trim().is_empty() || !not.iter().any(|word| query.contains(word))
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// The text of a block after its opening brace, and what follows the block.
fn block(text: &str) -> (&str, &str) {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let (inside, rest) = text.split_at_checked(at).unwrap_or((text, ""));
            return (inside, rest.get(1..).unwrap_or_default());
        }
    }
    (text, "")
}

impl Sheet {
    fn read(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, following) = block(after);
            rest = following;
            // Statements such as `@import "x";` end before the rule.
            let prelude = before.rsplit([';', '}']).next().unwrap_or_default().trim();
            let lower = prelude.to_lowercase();
            if let Some(query) = lower.strip_prefix("@media") {
                if applies(query) && depth < 8 {
                    self.read(inside, depth + 1);
                }
            } else if ["@supports", "@layer", "@container"]
                .iter()
                .any(|at| lower.starts_with(at))
            {
                if depth < 8 {
                    self.read(inside, depth + 1);
                }
            } else if !lower.starts_with('@') {
                self.rule(prelude, inside);
            }
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        let (mut normal, mut important) = (String::new(), String::new());
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim().to_lowercase(), value.trim().to_lowercase());
            if !PROPERTIES.contains(&name.as_str()) {
                continue;
            }
            let (value, list) = match value.strip_suffix("!important") {
                Some(value) => (value, &mut important),
                None => (value.as_str(), &mut normal),
            };
            list.extend([name.as_str(), ":", value.trim(), ";"]);
        }
        if normal.is_empty() && important.is_empty() {
            return;
        }
        for selector in selectors.split(',') {
            if let Some((compounds, certain, weight)) = parsed(selector) {
                self.rules.push(Rule {
                    compounds,
                    certain,
                    weight,
                    normal: normal.clone(),
                    important: important.clone(),
                });
            }
        }
    }

    /// Writes the declarations into the elements below a node.
    fn inline(&self, node: &Handle, above: &mut Vec<Handle>, left: &mut usize) -> bool {
        for child in node.elements() {
            if !self.inline_one(&child, above, left) {
                return false;
            }
            above.push(Handle::clone(&child));
            let fine = self.inline(&child, above, left);
            above.pop();
            if !fine {
                return false;
            }
        }
        true
    }

    fn inline_one(&self, node: &Handle, above: &[Handle], left: &mut usize) -> bool {
        let mut keys = vec![String::new(), node.local().to_owned()];
        keys.extend(node.attribute("id").map(|id| format!("#{id}")));
        let classes = node.attribute("class").unwrap_or_default();
        keys.extend(
            classes
                .split_ascii_whitespace()
                .map(|class| format!(".{class}")),
        );
        keys.sort_unstable();
        keys.dedup();
        let mut found: Vec<(usize, &Rule)> = Vec::new();
        for at in keys.iter().filter_map(|key| self.index.get(key)).flatten() {
            let Some(rule) = self.rules.get(*at) else {
                continue;
            };
            let Some(rest) = left.checked_sub(1 + above.len()) else {
                return false;
            };
            *left = rest;
            if rule.matches(node, above) {
                found.push((*at, rule));
            }
        }
        if found.is_empty() {
            return true;
        }
        found.sort_by_key(|(at, rule)| (rule.weight, *at));
        let own = node.attribute("style").unwrap_or_default();
        let mut style = String::new();
        let sure = || found.iter().filter(|(_, rule)| rule.certain);
        sure().for_each(|(_, rule)| style.push_str(&rule.normal));
        style.push_str(&own);
        style.push(';');
        sure().for_each(|(_, rule)| style.push_str(&rule.important));
        node.set_attribute("style", &style);
        let doubt = |(_, rule): &(usize, &Rule)| !rule.certain && rule.hides();
        if found.iter().any(doubt) {
            node.set_attribute(DOUBT, "");
        }
        true
    }
}

impl Rule {
    fn matches(&self, node: &Handle, above: &[Handle]) -> bool {
        let mut compounds = self.compounds.iter();
        if !compounds
            .next()
            .is_some_and(|(compound, _)| compound.matches(node))
        {
            return false;
        }
        let mut above = above.iter().rev();
        // The nearest matching ancestor is enough: `>` after a gap is not followed further.
        compounds.all(|(compound, parent)| {
            if *parent {
                above.next().is_some_and(|node| compound.matches(node))
            } else {
                above.any(|node| compound.matches(node))
            }
        })
    }

    fn hides(&self) -> bool {
        let text = format!("{}{}", self.normal, self.important);
        ["none", "hidden", "collapse", "line-through", ":0"]
            .iter()
            .any(|word| text.contains(word))
    }
}
