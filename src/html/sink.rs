//! Receives what the tree builder makes of the tags and texts of a page.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::{Rc, Weak};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use super::node::{Child, Handle, node};
use crate::model::Span;

/// Maximum nesting: browsers stop at 512, and pages have less.
const DEPTH: usize = 256;

/// Builds the nodes, and keeps what is wrong with the page.
pub(super) struct Sink {
    pub(super) document: Handle,
    /// The position of the current tag.
    pub(super) tag: Cell<Span>,
    /// The position of the current text.
    pub(super) text: Cell<Span>,
    elements: Cell<usize>,
    most: usize,
    /// Whether the page has no more tags.
    pub(super) ended: Cell<bool>,
    pub(super) cut: Cell<bool>,
    pub(super) broken: Cell<Option<(Span, &'static str)>>,
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

/// The index of an element among the children of another.
fn place_of(element: &Handle, children: &[Child]) -> Option<usize> {
    let same = |child: &Child| matches!(child, Child::Element(node) if Rc::ptr_eq(node, element));
    children.iter().rposition(same)
}

impl Sink {
    /// A sink for at most this number of elements.
    pub(super) fn new(most: usize) -> Self {
        let name = QualName::new(None, ns!(), local_name!(""));
        Self {
            document: node(name, Span::default(), false),
            tag: Cell::default(),
            text: Cell::default(),
            elements: Cell::new(0),
            most,
            ended: Cell::new(false),
            cut: Cell::new(false),
            broken: Cell::new(None),
        }
    }

    fn stop(&self, span: Span, why: &'static str) {
        if self.broken.get().is_none() {
            self.broken.set(Some((span, why)));
        }
    }

    fn detach(target: &Handle) {
        let parent = target.parent.borrow().upgrade();
        if let Some(parent) = parent {
            let mut children = parent.children.borrow_mut();
            if let Some(at) = place_of(target, &children) {
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
        let at = place_of(sibling, &children).unwrap_or(children.len());
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
