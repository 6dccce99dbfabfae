//! Customize lists in text: `click Customize and allow Service / Board`.

mod items;
mod sentence;

pub(super) use items::{List, items_of};
pub(super) use sentence::{Statement, cut, is_heading, mentions, stated, without_mark};

use super::parts::Parts;
use super::words::{self, Named};
use super::{Reader, Scope, clause};

impl Reader {
    /// Keeps what a line says about the Customize list of a function.
    pub(super) fn customize(&mut self, statement: Statement, scope: &mut Scope, line: usize) {
        let (list, named) = match statement {
            Statement::Unread(text) => return self.unread(line, &text),
            Statement::Opens(allows) => {
                scope.customize = Some(allows);
                return;
            }
            Statement::List(list, None) => (list, scope.function.clone()),
            Statement::List(list, Some(name)) => {
                let module = scope.module.as_deref();
                let module =
                    module.filter(|module| !words::functions(&name, Some(module)).is_empty());
                (list, words::name(&name, module, false))
            }
        };
        let words = list.words();
        let Some(named) = named else {
            let text = format!("a Customize list without its function: {words}");
            return self.unread(line, &text);
        };
        let guess = format!("the Customize list is read as: {words}");
        self.guess(&named, line, guess);
        self.keep(&named, list, line);
    }

    /// Keeps a list as one of the function.
    pub(super) fn keep(&mut self, named: &Named, list: List, line: usize) {
        if let Some(remark) = &list.remark {
            let guess = format!("the Customize list is read without `{remark}`");
            self.guess(named, line, guess);
        }
        self.out.lists.push((named.clone(), list));
    }

    /// Reads a line among the items in a Customize list.
    pub(super) fn customize_item(
        &mut self,
        text: &str,
        scope: &Scope,
        line: usize,
    ) -> Option<Scope> {
        let allows = scope.customize?;
        if !clause::grants(text).list.is_empty() {
            return None;
        }
        if let Some(named) = &scope.function {
            if let Some(list) = items_of(text, allows) {
                self.customize(Statement::List(list, None), &mut scope.clone(), line);
            } else {
                let text = format!("{} / {}: {text}", named.module, named.function);
                self.unread(line, &text);
            }
            return Some(scope.clone());
        }
        // Below a heading: `System > Table Setup: allow Service / Board`.
        let parts = Parts::of(text);
        let module = words::module(parts.part(0));
        let name = usize::from(module.is_some());
        let home = module.or(scope.module.as_deref());
        let named = words::name(parts.part(name), home, false)?;
        let mut inner = scope.clone();
        inner.reach(named.clone());
        if name + 1 < parts.len() {
            let rest = parts.tail(name + 1);
            if !clause::grants(rest).list.is_empty() {
                return None;
            }
            match stated(rest) {
                Some(list) => self.keep(&named, list, line),
                None => self.unread(line, text),
            }
        }
        Some(inner)
    }
}

impl List {
    /// The list in words, for a guess.
    fn words(&self) -> String {
        let items = |items: &[String]| {
            let items: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
            items.join(", ")
        };
        let mut out = Vec::new();
        if self.all {
            out.push("allow every item".to_owned());
        }
        if !self.allow.is_empty() {
            out.push(format!("allow {}", items(&self.allow)));
        }
        if !self.disallow.is_empty() {
            out.push(format!("disallow {}", items(&self.disallow)));
        }
        out.join("; ")
    }
}
