//! What a rule of the policy linter sees, and what it hands back.

use super::given::Given;
use crate::catalog::{self, FunctionKey};
use crate::model::{LevelRange, Operation, Span};
use crate::policy::{FunctionEntry, GrantEntry, LevelEntry, Phase, Policy, Status};
use crate::report::Severity;
use crate::yaml::Spanned;

/// A policy, and the day on which somebody looks at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct LintView<'a> {
    pub(super) policy: &'a Policy,
    pub(super) options: super::LintOptions,
    pub(super) given: &'a Given<'a>,
}

/// A row of the policy itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowView<'a> {
    pub(super) module: &'a Spanned<String>,
    pub(super) function: &'a Spanned<String>,
    pub(super) entry: &'a FunctionEntry,
}

/// One level that a row states.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellView<'a> {
    pub(super) row: RowView<'a>,
    pub(super) operation: Operation,
    pub(super) grant: &'a Spanned<GrantEntry>,
}

/// What a rule has found, before it becomes a finding.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) module: Option<String>,
    pub(super) function: Option<String>,
    pub(super) operations: Vec<Operation>,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) places: Vec<(Span, String)>,
    /// Another severity than the rule's own.
    pub(super) severity: Option<Severity>,
}

impl<'a> LintView<'a> {
    /// The rows that stand in the policy itself, in the order of the file.
    pub(super) fn rows(&self) -> impl Iterator<Item = RowView<'a>> + use<'a> {
        rows(self.policy)
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

pub(super) fn rows(policy: &Policy) -> impl Iterator<Item = RowView<'_>> {
    policy
        .document
        .permissions
        .iter()
        .flat_map(|(module, functions)| {
            functions.iter().map(move |(function, entry)| RowView {
                module,
                function,
                entry,
            })
        })
}

impl<'a> RowView<'a> {
    /// The identity of the function; `None` for every function of the module.
    pub(super) fn key(&self) -> Option<FunctionKey> {
        (self.function.value != "*")
            .then(|| FunctionKey::of(&self.module.value, &self.function.value))
    }

    /// What the catalog knows of the function.
    pub(super) fn known(&self) -> Option<&'static catalog::Function> {
        catalog::resolve(&self.module.value, &self.function.value).map(catalog::FunctionId::get)
    }

    pub(super) fn module_name(&self) -> &'a str {
        catalog::module(&self.module.value).unwrap_or(&self.module.value)
    }

    pub(super) fn function_name(&self) -> &'a str {
        self.known()
            .map_or(self.function.value.as_str(), |known| known.name)
    }

    /// `Module / Function`, as messages name it.
    pub(super) fn label(&self) -> String {
        format!("{} / {}", self.module_name(), self.function_name())
    }

    /// Every level that the row states.
    pub(super) fn cells(self) -> impl Iterator<Item = CellView<'a>> {
        Operation::ALL.into_iter().flat_map(move |operation| {
            let row = self;
            row.entry
                .operation(operation)
                .iter()
                .map(move |grant| CellView {
                    row,
                    operation,
                    grant,
                })
        })
    }

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
    pub(super) fn table(&self) -> Option<&'a crate::policy::Grant> {
        match &self.grant.value {
            GrantEntry::Word(_) => None,
            GrantEntry::Table(grant) => Some(grant),
        }
    }

    pub(super) fn range(&self) -> LevelRange {
        match &self.grant.value {
            GrantEntry::Word(level) => LevelRange::exactly(*level),
            GrantEntry::Table(grant) => grant.level.value.range(),
        }
    }

    /// The range as it is written, where one is.
    pub(super) fn written_range(&self) -> Option<&'a crate::policy::RangeEntry> {
        match self.table().map(|grant| &grant.level.value) {
            Some(LevelEntry::Table(range)) => Some(range),
            _ => None,
        }
    }

    /// Where the level stands.
    pub(super) fn span(&self) -> Span {
        self.table()
            .map_or(self.grant.span, |grant| grant.level.span)
    }

    pub(super) fn purpose(&self) -> Option<&'a str> {
        let own = self.table().and_then(|grant| grant.purpose.as_deref());
        own.or(self.row.entry.purpose.as_deref())
            .filter(|purpose| !purpose.trim().is_empty())
    }

    pub(super) fn note(&self) -> Option<&'a str> {
        let own = self.table().and_then(|grant| grant.note.as_deref());
        own.or(self.row.entry.note.as_deref())
    }

    pub(super) fn status(&self) -> Status {
        let own = self.table().and_then(|grant| *grant.status);
        own.or(*self.row.entry.status).unwrap_or_default()
    }

    /// The phase as it is written; `None` where none is.
    pub(super) fn phase(&self) -> Option<Phase> {
        let own = self.table().and_then(|grant| *grant.phase);
        own.or(*self.row.entry.phase)
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
            .cells()
            .find(|cell| cell.operation == further && cell.range().min > low)
        else {
            continue;
        };
        if high <= low || !offered {
            continue;
        }
        let message = format!("{}: {further} is {high}, and {than} is {low}", row.label());
        let mut draft = row.draft(message);
        draft.operations = vec![further];
        draft.places = vec![(cell.span(), format!("{further} {high}"))];
        let other = row.cells().find(|cell| cell.operation == than);
        draft.places.push(other.map_or_else(
            || (row.function.span, format!("no {than} here")),
            |cell| (cell.span(), format!("{than} {low}")),
        ));
        draft.help = Some(
            "look at the table again: often a column slipped; if it is so on purpose, add an \
             exception for this function with the reason"
                .to_owned(),
        );
        found.push(draft);
    }
    found
}
