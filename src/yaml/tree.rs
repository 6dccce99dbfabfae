//! A YAML document as a tree of keys and values with positions.
//!
//! Used only after an error: the typed reader stops at its first error, and the tree is used to
//! report all errors. Separate limits keep hostile input small.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::model::Span;

use super::{limits, parser_message};

/// A node with its position. The position of a block collection is its first key or item.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Text, and whether it was unquoted.
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

/// The reason why there is no tree: a sentence and its position.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) message: String,
    /// What to do, where that is known.
    pub(super) help: Option<&'static str>,
    pub(super) span: Span,
}

impl Broken {
    fn new(message: impl Into<String>, span: Span) -> Self {
        Self {
            message: message.into(),
            help: None,
            span,
        }
    }
}

enum Open {
    Sequence(Span, usize, Vec<Node>),
    Mapping(Span, usize, Vec<(Node, Node)>, Option<Node>),
}

/// Builds the tree of a text that contains exactly one document.
pub(super) fn parse(text: &str) -> Result<Node, Broken> {
    let mut builder = Builder::default();
    for item in Parser::new_from_str(text) {
        let (event, span) = item.map_err(|error| {
            let at = error
                .marker()
                .byte_offset()
                .unwrap_or(text.len())
                .min(text.len());
            let (message, help) = parser_message::sentence(&error.info());
            Broken {
                message,
                help,
                span: Span::new(at, next_char(text, at)),
            }
        })?;
        let span = span
            .byte_range()
            .map_or_else(Span::default, |r| Span::new(r.start, r.end));
        builder.event(event, span)?;
    }
    let start = Span::new(0, next_char(text, 0));
    builder.root.ok_or_else(|| Broken::new(EMPTY, start))
}

/// The message for a file without a document.
pub(super) const EMPTY: &str = "the file is empty, or has only comments";

fn next_char(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(at, |c| at + c.len_utf8())
}

#[derive(Default)]
struct Builder {
    stack: Vec<Open>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    nodes: usize,
    documents: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Broken> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message =
                        "a second document starts here, but the file may contain only one";
                    return Err(Broken::new(message, span));
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let plain = matches!(style, ScalarStyle::Plain);
                let value = Value::Scalar {
                    text: text.into_owned(),
                    plain,
                };
                self.finish(Node { span, value }, anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(Open::Sequence(span, anchor, Vec::new()), span)?;
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(Open::Mapping(span, anchor, Vec::new(), None), span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => match self.stack.pop() {
                Some(Open::Sequence(span, anchor, items)) => {
                    let value = Value::Sequence(items);
                    self.finish(Node { span, value }, anchor)?;
                }
                Some(Open::Mapping(start, anchor, entries, _)) => {
                    let span = entries.first().map_or(start, |(key, _)| key.span);
                    let value = Value::Mapping(entries);
                    self.finish(Node { span, value }, anchor)?;
                }
                None => {}
            },
            Event::Alias(anchor) => {
                let copy = self.anchors.get(&anchor).cloned();
                let copy = copy.ok_or_else(|| Broken::new("this alias refers to itself", span))?;
                self.nodes += size(&copy);
                self.finish(copy, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), Broken> {
        if self.stack.len() >= limits::DEPTH {
            let message = format!("nested deeper than {} levels", limits::DEPTH);
            return Err(Broken::new(message, span));
        }
        self.stack.push(open);
        Ok(())
    }

    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), Broken> {
        self.nodes += 1;
        if self.nodes > limits::NODES {
            let message = format!("more than {} values", limits::NODES);
            return Err(Broken::new(message, node.span));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence(_, _, items)) => items.push(node),
            Some(Open::Mapping(_, _, entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Scalar { .. } => 1,
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => {
            1 + entries
                .iter()
                .map(|(key, value)| size(key) + size(value))
                .sum::<usize>()
        }
    }
}

impl Node {
    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether the value is absent, or an unquoted word for null.
    pub(super) fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain } => {
                *plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// The kind of the value, for messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self.value {
            Value::Scalar { .. } => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The entry of a mapping.
    pub(super) fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|(found, _)| found.text() == Some(key)),
            _ => None,
        }
    }

    /// The node at a path of keys and indices.
    pub(super) fn at<'a>(&self, path: impl Iterator<Item = &'a str>) -> Option<&Node> {
        let mut node = self;
        for part in path {
            node = match &node.value {
                Value::Sequence(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => &node.entry(part)?.1,
            };
        }
        Some(node)
    }

    /// The document as JSON, with YAML's interpretation of unquoted text.
    pub(super) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Scalar { text, plain: false } => Json::String(text.clone()),
            Value::Scalar { .. } if self.is_null() => Json::Null,
            Value::Scalar { text, plain: true } => match text.as_str() {
                "true" | "True" | "TRUE" => Json::Bool(true),
                "false" | "False" | "FALSE" => Json::Bool(false),
                word => word
                    .parse::<i64>()
                    .map_or_else(|_| Json::String(word.to_owned()), Json::from),
            },
            Value::Sequence(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Mapping(entries) => {
                // For a duplicate key the first value counts, as in `entry`.
                let mut object = serde_json::Map::new();
                for (key, value) in entries {
                    let key = key.text().unwrap_or("?").to_owned();
                    object.entry(key).or_insert_with(|| value.to_json());
                }
                Json::Object(object)
            }
        }
    }
}
