//! The tree of a page as a browser builds it: tokens with their positions, and the resulting nodes.

use std::borrow::Cow;
use std::cell::{Cell as Slot, RefCell};
use std::collections::HashSet;
use std::convert::Infallible;
use std::rc::{Rc, Weak};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, local_name, ns};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error as Syntax, ForwardingEmitter, State, Tokenizer};

use crate::model::Span;

/// Maximum nesting: browsers stop at 512, and pages have less.
const DEPTH: usize = 256;

pub(super) type Handle = Rc<Node>;

/// An element, or the document itself.
#[derive(Debug)]
pub(super) struct Node {
    name: QualName,
    pub(super) attributes: RefCell<Vec<(LocalName, StrTendril)>>,
    pub(super) children: RefCell<Vec<Child>>,
    parent: RefCell<Weak<Node>>,
    /// The contents of a template, which no browser shows.
    template: Option<Handle>,
    depth: Slot<usize>,
    /// Whether it is inside the markup of a table but not in a cell.
    pub(super) fostered: Slot<bool>,
    pub(super) span: Span,
}

/// The children of an element.
#[derive(Debug)]
pub(super) enum Child {
    Element(Handle),
    Text {
        text: String,
        span: Span,
        fostered: bool,
    },
}

impl Node {
    pub(super) fn local(&self) -> &str {
        &self.name.local
    }

    /// Whether it is an element of HTML itself, not of a drawing or a formula.
    pub(super) fn is_html(&self) -> bool {
        self.name.ns == ns!(html)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attributes = self.attributes.borrow();
        let found = attributes.iter().find(|(known, _)| &**known == name);
        found.map(|(_, value)| value.to_string())
    }

    pub(super) fn set_attribute(&self, name: &str, value: &str) {
        let mut attributes = self.attributes.borrow_mut();
        let value = StrTendril::from_slice(value);
        match attributes.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, known)) => *known = value,
            None => attributes.push((LocalName::from(name), value)),
        }
    }
}

/// A page, and its problems.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) document: Handle,
    pub(super) errors: Vec<(Span, Syntax)>,
    /// Why it cannot be used.
    pub(super) broken: Option<(Span, &'static str)>,
    /// Whether it ends inside a table.
    pub(super) cut: bool,
}

struct Sink {
    document: Handle,
    tag: Slot<Span>,
    text: Slot<Span>,
    elements: Slot<usize>,
    most: usize,
    ended: Slot<bool>,
    cut: Slot<bool>,
    broken: Slot<Option<(Span, &'static str)>>,
}

fn node(name: QualName, span: Span, template: bool) -> Handle {
    let contents = || node(QualName::new(None, ns!(), local_name!("")), span, false);
    Rc::new(Node {
        name,
        attributes: RefCell::default(),
        children: RefCell::default(),
        parent: RefCell::default(),
        template: template.then(contents),
        depth: Slot::new(0),
        fostered: Slot::new(false),
        span,
    })
}

/// Adds a text at an index among the children, merged with the text before it if there is one.
fn put_text(children: &mut Vec<Child>, at: usize, new: &str, place: Span, outside: bool) {
    let before = at.checked_sub(1).and_then(|at| children.get_mut(at));
    if let Some(Child::Text {
        text,
        span,
        fostered,
    }) = before
        && *fostered == outside
    {
        text.push_str(new);
        if !new.trim().is_empty() {
            let start = if text.trim_start().len() == new.trim_start().len() {
                place.start
            } else {
                span.start
            };
            *span = Span::new(start, place.end.max(start));
        }
        return;
    }
    let child = Child::Text {
        text: new.to_owned(),
        span: place,
        fostered: outside,
    };
    children.insert(at, child);
}

impl Sink {
    fn stop(&self, span: Span, why: &'static str) {
        if self.broken.get().is_none() {
            self.broken.set(Some((span, why)));
        }
    }

    fn detach(target: &Handle) {
        let parent = target.parent.borrow().upgrade();
        if let Some(parent) = parent {
            let mut children = parent.children.borrow_mut();
            let same =
                |child: &Child| matches!(child, Child::Element(node) if Rc::ptr_eq(node, target));
            if let Some(at) = children.iter().rposition(same) {
                children.remove(at);
            }
        }
        *target.parent.borrow_mut() = Weak::new();
    }

    fn adopt(&self, parent: &Handle, child: &Handle) {
        *child.parent.borrow_mut() = Rc::downgrade(parent);
        child.depth.set(parent.depth.get() + 1);
        if child.depth.get() > DEPTH {
            self.stop(child.span, "the elements of the page are nested too deeply");
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }
    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.elements.set(self.elements.get() + 1);
        if self.elements.get() > self.most {
            self.stop(
                self.tag.get(),
                "the page has more elements than any role needs",
            );
        }
        let made = node(name, self.tag.get(), flags.template);
        let attributes = attrs.into_iter().map(|one| (one.name.local, one.value));
        *made.attributes.borrow_mut() = attributes.collect();
        made
    }
    fn create_comment(&self, _: StrTendril) -> Handle {
        let name = QualName::new(None, ns!(), local_name!(""));
        node(name, self.tag.get(), false)
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.create_comment(StrTendril::new())
    }
    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(child) => {
                Self::detach(&child);
                self.adopt(parent, &child);
                parent.children.borrow_mut().push(Child::Element(child));
            }
            NodeOrText::AppendText(text) => {
                let mut children = parent.children.borrow_mut();
                let end = children.len();
                put_text(&mut children, end, &text, self.text.get(), false);
            }
        }
    }
    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if element.parent.borrow().upgrade().is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn pop(&self, node: &Handle) {
        let raw = ["table", "title", "textarea", "script", "style"];
        if self.ended.get() && node.is_html() && raw.contains(&node.local()) {
            self.cut.set(true);
        }
    }
    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::clone(target.template.as_ref().unwrap_or(target))
    }
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        Rc::ptr_eq(x, y)
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        let Some(parent) = sibling.parent.borrow().upgrade() else {
            return self.append(sibling, new);
        };
        if let NodeOrText::AppendNode(child) = &new {
            Self::detach(child);
            self.adopt(&parent, child);
            child.fostered.set(true);
        }
        let mut children = parent.children.borrow_mut();
        let same =
            |child: &Child| matches!(child, Child::Element(node) if Rc::ptr_eq(node, sibling));
        let at = children.iter().rposition(same).unwrap_or(children.len());
        match new {
            NodeOrText::AppendNode(child) => children.insert(at, Child::Element(child)),
            NodeOrText::AppendText(text) => {
                put_text(&mut children, at, &text, self.text.get(), true);
            }
        }
    }
    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let mut known = target.attributes.borrow_mut();
        for one in attrs {
            if known.len() < 100 && known.iter().all(|(name, _)| *name != one.name.local) {
                known.push((one.name.local, one.value));
            }
        }
    }
    fn remove_from_parent(&self, target: &Handle) {
        Self::detach(target);
    }
    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let moved = std::mem::take(&mut *node.children.borrow_mut());
        for child in &moved {
            if let Child::Element(child) = child {
                self.adopt(new_parent, child);
            }
        }
        new_parent.children.borrow_mut().extend(moved);
    }
}

/// The attributes that affect visibility or tree construction.
pub(super) const ATTRIBUTES: [&str; 22] = [
    "alt",
    "aria-label",
    "checked",
    "class",
    "color",
    "colspan",
    "encoding",
    "face",
    "hidden",
    "id",
    "label",
    "media",
    "multiple",
    "open",
    "role",
    "rowspan",
    "selected",
    "size",
    "span",
    "style",
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
pub(super) fn build(text: &str, most: usize) -> Tree {
    let sink = Sink {
        document: node(
            QualName::new(None, ns!(), local_name!("")),
            Span::default(),
            false,
        ),
        tag: Slot::default(),
        text: Slot::default(),
        elements: Slot::new(0),
        most,
        ended: Slot::new(false),
        cut: Slot::new(false),
        broken: Slot::new(None),
    };
    let mut emitter = CallbackEmitter::new(Feed {
        builder: TreeBuilder::new(sink, TreeBuilderOpts::default()),
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
