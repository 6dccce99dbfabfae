//! Feeds the tags and texts of a page to the tree builder, and keeps their positions.

use std::collections::HashSet;
use std::convert::Infallible;
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error as Syntax, ForwardingEmitter, State, Tokenizer};

use super::node::Handle;
use super::sink::Sink;
use crate::model::Span;

/// A page, and its problems.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) document: Handle,
    pub(crate) errors: Vec<(Span, Syntax)>,
    /// Why it cannot be used.
    pub(crate) broken: Option<(Span, &'static str)>,
    /// Whether it ends inside a table.
    pub(crate) cut: bool,
}

/// The attributes that are kept: they affect visibility or tree construction, or help pages use them.
pub(crate) const ATTRIBUTES: [&str; 30] = [
    "alt",
    "aria-label",
    "checked",
    "class",
    "color",
    "colspan",
    "content",
    "data-icon",
    "datetime",
    "encoding",
    "face",
    "hidden",
    "href",
    "id",
    "label",
    "media",
    "multiple",
    "name",
    "open",
    "property",
    "rel",
    "role",
    "rowspan",
    "selected",
    "size",
    "span",
    "style",
    "title",
    "type",
    "value",
];

struct Feed {
    builder: TreeBuilder<Handle, Sink>,
    tag: Option<Tag>,
    start: usize,
    seen: HashSet<String>,
    keep: bool,
    next: Option<State>,
    errors: Vec<(Span, Syntax)>,
}

/// Maximum number of recorded positions of broken markup.
const ERRORS: usize = 1000;
/// Number of bytes that are passed to the tree builder at once.
const PIECE: usize = 1 << 16;

fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

impl Feed {
    fn put(&mut self, token: Token) {
        if self.builder.sink.broken.get().is_some() {
            return;
        }
        self.next = match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(_) => Some(State::ScriptData),
        };
    }
}

fn tag(kind: TagKind, name: &[u8]) -> Tag {
    Tag {
        kind,
        name: LocalName::from(&*String::from_utf8_lossy(name)),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

impl Callback<Infallible, usize> for Feed {
    fn handle_event(
        &mut self,
        event: CallbackEvent<'_>,
        span: html5gum::Span<usize>,
    ) -> Option<Infallible> {
        let place = Span::new(span.start, span.end.max(span.start));
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.start = span.start;
                self.seen.clear();
                self.tag = Some(tag(TagKind::StartTag, name));
            }
            CallbackEvent::AttributeName { name } => {
                let name = String::from_utf8_lossy(name).into_owned();
                self.keep = ATTRIBUTES.contains(&name.as_str()) && self.seen.insert(name.clone());
                if let Some(tag) = self.tag.as_mut().filter(|_| self.keep) {
                    tag.attrs.push(Attribute {
                        name: QualName::new(None, ns!(), LocalName::from(name)),
                        value: StrTendril::new(),
                    });
                }
            }
            CallbackEvent::AttributeValue { value } => {
                let tag = self.tag.as_mut().filter(|_| self.keep);
                if let Some(attribute) = tag.and_then(|tag| tag.attrs.last_mut()) {
                    attribute.value.push_tendril(&tendril(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut tag) = self.tag.take() {
                    tag.self_closing = self_closing;
                    let place = Span::new(self.start, place.end.max(self.start));
                    self.builder.sink.tag.set(place);
                    self.put(Token::TagToken(tag));
                }
            }
            CallbackEvent::EndTag { name } => {
                self.builder.sink.tag.set(place);
                self.put(Token::TagToken(tag(TagKind::EndTag, name)));
            }
            CallbackEvent::String { value } => {
                self.builder.sink.text.set(place);
                for (index, part) in value.split(|byte| *byte == 0).enumerate() {
                    if index > 0 {
                        self.put(Token::NullCharacterToken);
                    }
                    // In pieces, so that a long text is not in memory several times.
                    for piece in part.utf8_chunks().map(|chunk| chunk.valid()) {
                        let mut rest = piece;
                        while !rest.is_empty() {
                            let mut ends = (0..=PIECE.min(rest.len())).rev();
                            let end = ends.find(|at| rest.is_char_boundary(*at));
                            let end = end.unwrap_or(rest.len());
                            let (piece, more) = rest.split_at_checked(end).unwrap_or((rest, ""));
                            self.put(Token::CharacterTokens(StrTendril::from_slice(piece)));
                            rest = more;
                        }
                    }
                }
            }
            CallbackEvent::Doctype {
                name,
                public_identifier,
                system_identifier,
                force_quirks,
            } => self.put(Token::DoctypeToken(Doctype {
                name: Some(tendril(name)),
                public_id: public_identifier.map(tendril),
                system_id: system_identifier.map(tendril),
                force_quirks,
            })),
            CallbackEvent::Error(error) if self.errors.len() < ERRORS => {
                self.errors.push((Span::new(span.start, span.start), error));
            }
            CallbackEvent::Comment { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

struct Emit<'a>(&'a mut CallbackEmitter<Feed, Infallible, usize>);

impl ForwardingEmitter for Emit<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut *self.0
    }
    fn emit_eof(&mut self) {
        self.0.emit_eof();
        let feed = self.0.callback_mut();
        feed.builder.sink.ended.set(true);
        feed.put(Token::EOFToken);
        feed.builder.end();
    }
    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.0.emit_current_tag();
        self.0.callback_mut().next.take()
    }
    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        let feed = self.0.callback_mut();
        feed.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Builds the tree of a page with a maximum number of elements.
pub(crate) fn build(text: &str, most: usize) -> Tree {
    let mut emitter = CallbackEmitter::new(Feed {
        builder: TreeBuilder::new(Sink::new(most), TreeBuilderOpts::default()),
        tag: None,
        start: 0,
        seen: HashSet::new(),
        keep: false,
        next: None,
        errors: Vec::new(),
    });
    let Ok(()) = Tokenizer::new_with_emitter(text, Emit(&mut emitter)).finish();
    let feed = emitter.callback_mut();
    let errors = std::mem::take(&mut feed.errors);
    let sink = &feed.builder.sink;
    Tree {
        document: Rc::clone(&sink.document),
        broken: sink.broken.get(),
        cut: sink.cut.get(),
        errors,
    }
}
