//! Selectors of style sheets, as far as they can be evaluated.

use crate::html::{ATTRIBUTES, Node};

/// The tag, identifier, classes and attributes that an element must have.
#[derive(Default)]
pub(super) struct Compound {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<(String, Option<String>)>,
}

impl Compound {
    pub(super) fn key(&self) -> String {
        if let Some(id) = &self.id {
            format!("#{id}")
        } else if let Some(class) = self.classes.first() {
            format!(".{class}")
        } else {
            self.tag.clone().unwrap_or_default()
        }
    }

    pub(super) fn matches(&self, node: &Node) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        let has = |wanted: &String| {
            classes
                .split_ascii_whitespace()
                .any(|class| class == wanted)
        };
        self.tag.as_ref().is_none_or(|tag| node.local() == tag)
            && self
                .id
                .as_ref()
                .is_none_or(|id| node.attribute("id").as_ref() == Some(id))
            && self.classes.iter().all(has)
            && self.attributes.iter().all(|(name, value)| {
                let found = node.attribute(name);
                found.is_some_and(|found| value.as_ref().is_none_or(|value| *value == found))
            })
    }

    fn is_empty(&self) -> bool {
        self.tag.is_none()
            && self.id.is_none()
            && self.classes.is_empty()
            && self.attributes.is_empty()
    }
}

pub(super) type Parsed = (Vec<(Compound, bool)>, bool, [usize; 3]);

/// A selector; `None` if it matches nothing that is initially visible.
pub(super) fn parsed(selector: &str) -> Option<Parsed> {
    const NOT_AT_FIRST: [&str; 8] = [
        "::", ":hover", ":focus", ":active", ":target", ":before", ":after", ":visited",
    ];
    let lower = selector.to_lowercase();
    if NOT_AT_FIRST.iter().any(|part| lower.contains(part)) {
        return None;
    }
    let spaced = selector
        .replace('>', " > ")
        .replace('+', " + ")
        .replace('~', " ~ ");
    let mut compounds = Vec::new();
    let (mut certain, mut child) = (true, false);
    let mut weight = [0; 3];
    for part in spaced.split_ascii_whitespace().rev() {
        match part {
            ">" => child = true,
            "+" | "~" => {
                // The preceding part is a sibling: the rest is not evaluated.
                certain = false;
                break;
            }
            _ => {
                let (compound, known) = compound(part, &mut weight);
                certain &= known;
                let first = compounds.is_empty();
                if first && compound.is_empty() && part != "*" {
                    return None;
                }
                compounds.push((compound, std::mem::take(&mut child)));
            }
        }
    }
    (!compounds.is_empty()).then_some((compounds, certain, weight))
}

/// One compound selector, and whether it is completely supported.
fn compound(text: &str, weight: &mut [usize; 3]) -> (Compound, bool) {
    let mut found = Compound::default();
    let mut certain = true;
    let marks = ['.', '#', '[', ':'];
    let start = text.find(marks).unwrap_or(text.len());
    let (tag, mut rest) = text.split_at_checked(start).unwrap_or((text, ""));
    if !tag.is_empty() && tag != "*" {
        found.tag = Some(tag.to_lowercase());
        weight[2] += 1;
    }
    while let Some(mark) = rest.chars().next() {
        let after = rest.get(1..).unwrap_or_default();
        let end = match mark {
            '[' => after.find(']').map_or(after.len(), |at| at + 1),
            _ => after.find(marks).unwrap_or(after.len()),
        };
        let (name, more) = after.split_at_checked(end).unwrap_or((after, ""));
        rest = more;
        match mark {
            '.' => {
                found.classes.push(name.to_owned());
                weight[1] += 1;
            }
            '#' => {
                found.id = Some(name.to_owned());
                weight[0] += 1;
            }
            '[' => {
                weight[1] += 1;
                let inside = name.trim_end_matches(']');
                let (name, value) = match inside.split_once('=') {
                    Some((name, value)) => (name, Some(value.trim_matches(['"', '\'']))),
                    None => (inside, None),
                };
                if ATTRIBUTES.contains(&name) {
                    found
                        .attributes
                        .push((name.to_owned(), value.map(str::to_owned)));
                } else {
                    certain = false;
                }
            }
            _ => certain = false,
        }
    }
    (found, certain)
}
