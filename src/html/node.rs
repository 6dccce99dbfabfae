//! The elements and texts of a page, with their positions.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use html5ever::tendril::StrTendril;
use html5ever::{LocalName, QualName, local_name, ns};

use crate::model::Span;

/// A node that its parent, the tree builder and the reader of the page share.
pub(crate) type Handle = Rc<Node>;

/// An element, or the document itself.
#[derive(Debug)]
pub(crate) struct Node {
    pub(super) name: QualName,
    pub(crate) attributes: RefCell<Vec<(LocalName, StrTendril)>>,
    pub(crate) children: RefCell<Vec<Child>>,
    pub(super) parent: RefCell<Weak<Node>>,
    /// The contents of a template, which no browser shows.
    pub(super) template: Option<Handle>,
    pub(super) depth: Cell<usize>,
    /// Whether it is inside the markup of a table but not in a cell.
    pub(crate) fostered: Cell<bool>,
    pub(crate) span: Span,
}

/// The children of an element.
#[derive(Debug)]
pub(crate) enum Child {
    Element(Handle),
    Text {
        text: String,
        span: Span,
        fostered: bool,
    },
}

impl Node {
    /// Its name without a namespace, as `td`.
    pub(crate) fn local(&self) -> &str {
        &self.name.local
    }

    /// Whether it is an element of HTML itself, not of a drawing or a formula.
    pub(crate) fn is_html(&self) -> bool {
        self.name.ns == ns!(html)
    }

    /// The value of an attribute of [`ATTRIBUTES`](super::ATTRIBUTES).
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let attributes = self.attributes.borrow();
        let found = attributes.iter().find(|(known, _)| &**known == name);
        found.map(|(_, value)| value.to_string())
    }

    /// Sets or replaces an attribute.
    pub(crate) fn set_attribute(&self, name: &str, value: &str) {
        let mut attributes = self.attributes.borrow_mut();
        let value = StrTendril::from_slice(value);
        match attributes.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, known)) => *known = value,
            None => attributes.push((LocalName::from(name), value)),
        }
    }

    /// The elements directly inside.
    pub(crate) fn elements(&self) -> Vec<Handle> {
        let children = self.children.borrow();
        let elements = children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(Rc::clone(element)),
            Child::Text { .. } => None,
        });
        elements.collect()
    }

    /// Calls a function with each element inside, in document order.
    pub(crate) fn each_inside(&self, visit: &mut impl FnMut(&Handle)) {
        for child in self.children.borrow().iter() {
            if let Child::Element(element) = child {
                visit(element);
                element.each_inside(visit);
            }
        }
    }

    /// The option that a list shows: the selected one, or else its first.
    pub(crate) fn shown_option(&self) -> Option<Handle> {
        let mut options = Vec::new();
        self.each_inside(&mut |inside| {
            if inside.local() == "option" {
                options.push(Rc::clone(inside));
            }
        });
        let selected = |option: &Handle| option.attribute("selected").is_some();
        let at = options.iter().rposition(selected).unwrap_or(0);
        options.into_iter().nth(at)
    }

    /// All text inside, whether a browser shows it or not.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, all: &mut String) {
        for child in self.children.borrow().iter() {
            match child {
                Child::Text { text, .. } => all.push_str(text),
                Child::Element(element) => element.add_text(all),
            }
        }
    }

    /// The position of the first text inside, or of the element itself.
    pub(crate) fn start_of_text(&self) -> usize {
        self.first_text().unwrap_or(self.span.start)
    }

    fn first_text(&self) -> Option<usize> {
        let children = self.children.borrow();
        children.iter().find_map(|child| match child {
            Child::Element(element) => element.first_text(),
            Child::Text { text, span, .. } => {
                let blank = text.len() - text.trim_start().len();
                (blank < text.len()).then_some(span.start + blank)
            }
        })
    }

    /// Whether an element around it has this name.
    pub(crate) fn is_in(&self, name: &str) -> bool {
        let parent = self.parent.borrow().upgrade();
        parent.is_some_and(|parent| parent.local() == name || parent.is_in(name))
    }
}

/// A node without children.
pub(super) fn node(name: QualName, span: Span, template: bool) -> Handle {
    let contents = || node(QualName::new(None, ns!(), local_name!("")), span, false);
    Rc::new(Node {
        name,
        attributes: RefCell::default(),
        children: RefCell::default(),
        parent: RefCell::default(),
        template: template.then(contents),
        depth: Cell::new(0),
        fostered: Cell::new(false),
        span,
    })
}
