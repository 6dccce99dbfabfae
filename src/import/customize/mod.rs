//! Customize lists in text: `click Customize and allow Service / Board`.

mod items;
mod sentence;

pub(super) use items::{List, items_of};
pub(super) use sentence::{Statement, cut, is_heading, mentions, stated, without_mark};

use super::parts::parts;
use super::words::{self, Named};
use super::{CustomizeList, Reader, Scope, clause};

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
        let Some(named) = named else {
            self.unread(
                line,
                &format!("a Customize list without its function: {}", list.words()),
            );
            return;
        };
        let guess = format!(
            "line {line}: the Customize list is read as: {}",
            list.words()
        );
        self.guess(Some(&named), guess);
        self.keep(&named, list, line);
    }

    /// Keeps a list as one of the function.
    pub(super) fn keep(&mut self, named: &Named, list: List, line: usize) {
        if let Some(remark) = &list.remark {
            let guess = format!("line {line}: the Customize list is read without `{remark}`");
            self.guess(Some(named), guess);
        }
        self.out.lists.push(CustomizeList {
            module: named.module.clone(),
            function: named.function.clone(),
            list,
        });
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
            match items_of(text, allows) {
                Some(list) => self.customize(Statement::List(list, None), &mut scope.clone(), line),
                None => self.unread(
                    line,
                    &format!("{} / {}: {text}", named.module, named.function),
                ),
            }
            return Some(scope.clone());
        }
        // Below a heading: `System > Table Setup: allow Service / Board`.
        let places = parts(text);
        let part = |at: usize| {
            places
                .get(at)
                .and_then(|(start, end)| text.get(*start..*end))
        };
        let module = part(0).and_then(words::module);
        let name = usize::from(module.is_some());
        let named = words::name(part(name)?, module.or(scope.module.as_deref()), false)?;
        let mut inner = scope.clone();
        inner.module = Some(named.module.clone());
        inner.function = Some(named.clone());
        if let Some((start, _)) = places.get(name + 1) {
            let rest = text.get(*start..)?;
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
