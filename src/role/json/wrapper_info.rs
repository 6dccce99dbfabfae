//! Role name, totals and paging found around settings, merged over wrappers and pages.

use std::sync::Arc;

use crate::model::{Document, Problem, SourceText, Span, shortened};
use crate::role::note::NoteCollector;
use crate::role::{Role, problem};

/// Information of a document part about its role, or about the role of which it is a page.
#[expect(clippy::struct_excessive_bools, reason = "each is a separate field")]
#[derive(Debug, Default)]
pub(super) struct WrapperInfo {
    /// The number of settings in it.
    rows: u64,
    /// The number of arrays with settings.
    lists: u64,
    /// The total number of settings of all pages.
    pub(super) total: Option<u64>,
    /// The number of settings in this part.
    pub(super) count: Option<u64>,
    /// The number of pages.
    pub(super) pages: Option<u64>,
    /// Whether other pages follow.
    pub(super) more: bool,
    /// The name of the role.
    pub(super) name: Option<(String, Span)>,
    /// The number of the role.
    pub(super) number: Option<(String, Span)>,
    /// Whether it is an administrator role.
    pub(super) admin: Option<(bool, Span)>,
    /// A number that may be the total of all settings, if it is larger than the number of rows.
    pub(super) perhaps: Option<u64>,
    /// Whether other pages precede it.
    pub(super) before: bool,
    /// The maximum number of settings of a page.
    pub(super) page_size: Option<u64>,
    /// Whether it has a continuation token.
    pub(super) cursor: bool,
    /// Whether it says that nothing follows.
    pub(super) ended: bool,
    /// Additional notes.
    pub(super) notes: NoteCollector,
}

impl WrapperInfo {
    /// An array of settings.
    pub(super) fn list(rows: usize) -> Self {
        Self {
            rows: rows as u64,
            lists: 1,
            ..Self::default()
        }
    }

    /// One setting outside an array.
    pub(super) fn one() -> Self {
        Self {
            rows: 1,
            ..Self::default()
        }
    }

    /// Adds a mark for an administrator role: one mark is not overridden by another.
    pub(super) fn admin(&mut self, said: Option<(bool, Span)>) {
        if said.is_some_and(|(is, _)| is) || self.admin.is_none() {
            self.admin = self.admin.filter(|(is, _)| *is).or(said);
        }
    }

    /// Merges a wrapper with its content. Neither overrides the other.
    pub(super) fn merge_outer(mut self, inner: Self) -> Self {
        self.admin(inner.admin);
        let rows = inner.rows;
        self.notes.join(inner.notes);
        Self {
            perhaps: self.perhaps.max(inner.perhaps),
            before: self.before || inner.before,
            page_size: self.page_size.or(inner.page_size),
            cursor: self.cursor || inner.cursor,
            ended: self.ended || inner.ended,
            rows,
            lists: inner.lists,
            total: conflicting_count(self.total, inner.total, rows),
            count: conflicting_count(self.count, inner.count, rows),
            pages: self.pages.max(inner.pages),
            more: self.more || inner.more,
            name: self.name.or(inner.name),
            number: self.number.or(inner.number),
            ..self
        }
    }

    /// Merges a page with the next one.
    ///
    /// # Errors
    ///
    /// They belong to two roles.
    pub(super) fn merge_next_page(
        mut self,
        next: Self,
        source: &Arc<SourceText>,
    ) -> Result<Self, Problem> {
        let named = |said: &Option<(String, Span)>| said.clone();
        let flag =
            |said: Option<(bool, Span)>| said.map(|(is, span)| (format!("adminFlag: {is}"), span));
        for (one, other) in [
            (named(&self.name), named(&next.name)),
            (named(&self.number), named(&next.number)),
            (flag(self.admin), flag(next.admin)),
        ] {
            if let (Some(one), Some(other)) = (one, other)
                && one.0 != other.0
            {
                return Err(two_roles(source, &one, &other));
            }
        }
        self.admin(next.admin);
        // The last page has no next one; a single setting is not a page.
        self.more = next.leads_on() || self.leads_on() && next.lists == 0;
        self.notes.join(next.notes);
        Ok(Self {
            perhaps: self.perhaps.max(next.perhaps),
            page_size: None,
            cursor: false,
            ended: false,
            rows: self.rows.saturating_add(next.rows),
            lists: self.lists.saturating_add(next.lists),
            total: self.total.max(next.total),
            // A page without a count has its actual number.
            count: self.count.or(next.count).map(|_| {
                let one = self.count.unwrap_or(self.rows);
                one.saturating_add(next.count.unwrap_or(next.rows))
            }),
            pages: self.pages.max(next.pages),
            name: self.name.or(next.name),
            number: self.number.or(next.number),
            ..self
        })
    }

    /// Whether other pages follow: it says so, or it may be a full page.
    fn leads_on(&self) -> bool {
        let known = self.ended || self.total.is_some() || self.pages.is_some();
        let full = |size| size > 0 && size * self.lists.max(1) == self.rows;
        self.more || !known && (self.cursor || self.page_size.is_some_and(full))
    }

    /// The role of the complete document without its rows, and the notes about it.
    pub(super) fn role(self, source: &Arc<SourceText>) -> (Role, NoteCollector) {
        let leads_on = self.leads_on();
        let perhaps = self.perhaps.filter(|number| *number > self.rows);
        let some_are_missing = self.pages.is_some_and(|pages| pages > self.lists.max(1));
        let role = Role {
            name: self.name.map(|(name, _)| name),
            admin: self.admin.map(|(is, _)| is),
            admin_place: self.admin.map(|(_, span)| span),
            counted: perhaps.or(conflicting_count(self.total, self.count, self.rows)),
            complete: (leads_on || self.before || some_are_missing).then_some(false),
            ..Role::empty(source)
        };
        (role, self.notes)
    }
}

/// Of two numbers, the one that differs from the number of rows: a contradiction must not be
/// hidden.
fn conflicting_count(one: Option<u64>, other: Option<u64>, rows: u64) -> Option<u64> {
    let strange = |number: &u64| *number != rows;
    let found = one.filter(strange).max(other.filter(strange));
    found.or(one).or(other)
}

pub(super) fn two_roles(
    source: &Arc<SourceText>,
    one: &(String, Span),
    other: &(String, Span),
) -> Problem {
    let message = format!(
        "the file contains two roles, `{}` and `{}`, but may contain only one",
        shortened(&one.0, 60),
        shortened(&other.0, 60)
    );
    let help = "save each in a separate file, or write one snapshot per line";
    problem::at(source, other.1, "another role", message, help).and_at(
        Document::Role,
        one.1,
        "one role",
    )
}
