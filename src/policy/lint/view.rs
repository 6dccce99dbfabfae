//! Input of the rules about policies.

use super::given::Given;
use crate::model::Operation;
use crate::policy::Policy;
pub(super) use crate::policy::{Row as RowView, Statement as CellView};
use crate::report::Draft;

/// A policy, with the options of the run: input of the rules.
#[derive(Clone, Copy, Debug)]
pub struct LintView<'a> {
    pub(super) policy: &'a Policy,
    pub(super) options: super::LintOptions,
    pub(super) given: &'a Given<'a>,
}

impl<'a> LintView<'a> {
    /// The rows of the policy itself, in file order.
    pub(super) fn rows(&self) -> impl Iterator<Item = RowView<'a>> + use<'a> {
        self.policy.own_rows()
    }

    /// A finding about the policy as a whole: at its id.
    pub(super) fn draft(&self, label: &str, message: String) -> Draft {
        Draft {
            places: vec![(self.policy.document.id.span, label.to_owned())],
            message,
            ..Draft::default()
        }
    }
}

impl RowView<'_> {
    /// A finding about the row, without a place.
    pub(super) fn draft(&self, message: String) -> Draft {
        Draft {
            module: Some(self.module_name().to_owned()),
            function: Some(self.function_name().to_owned()),
            message,
            ..Draft::default()
        }
    }
}

impl<'a> CellView<'a> {
    /// The purpose, unless it is blank.
    pub(super) fn reason(&self) -> Option<&'a str> {
        self.purpose.filter(|purpose| !purpose.trim().is_empty())
    }

    /// A remark on the level, or on its row.
    pub(super) fn remark(&self) -> Option<&'a str> {
        self.note.or(self.row.entry.note.as_deref())
    }
}

/// Finds, for each row, the operation that reaches further than another that it cannot do without.
pub(super) fn without(view: &LintView<'_>, further: Operation, than: Operation) -> Vec<Draft> {
    let mut found = Vec::new();
    for row in view.rows() {
        let given = view.given.to(&row);
        let (high, low) = (*given.get(further), *given.get(than));
        // Some functions do not have the other operation at all.
        let offered = row.known().is_none_or(|known| {
            known
                .offered
                .get(than)
                .is_none_or(|levels| levels.iter().any(|level| *level > low))
        });
        let Some(cell) = row
            .statements()
            .find(|cell| cell.operation == further && cell.range.min > low)
        else {
            continue;
        };
        if high <= low || !offered {
            continue;
        }
        let message = format!("{}: {further} is {high}, but {than} is {low}", row.label());
        let mut draft = row.draft(message);
        draft.operations = vec![further];
        draft.places = vec![(cell.span, format!("{further} {high}"))];
        let other = row.statements().find(|cell| cell.operation == than);
        draft.places.push(other.map_or_else(
            || (row.function.span, format!("no {than} here")),
            |cell| (cell.span, format!("{than} {low}")),
        ));
        draft.help = Some(
            "compare with the source; a shifted column is a common cause; if the level is \
             intentional, add an exception for this function with the reason"
                .to_owned(),
        );
        found.push(draft);
    }
    found
}
