//! Roles: the permissions of a security role, and the readers of all supported formats.

mod cell_value;
mod columns;
mod csv;
mod detect;
mod grant;
mod grid;
mod header;
mod html;
mod json;
#[cfg_attr(
    not(feature = "live"),
    allow(dead_code, reason = "an address is only followed live")
)]
pub(crate) mod link;
mod markdown;
mod matrix;
mod names;
mod note;
mod options;
mod origin;
mod other_document;
mod pasted;
mod places;
mod problem;
mod read;
mod reader;
mod readers;
mod snapshot;
mod stream;
mod tables;
pub mod tenant;
mod unknown_function;
mod xlsx;
mod yaml;
mod zip_check;

use std::collections::HashSet;
use std::sync::Arc;

pub use grant::Grant;
#[doc(hidden)]
pub use json::settings_only;
pub use note::{Note, NoteKind};
pub use options::{Format, LIMIT_NAMES, Limit, Limits, ReadOptions};
pub use origin::{CustomizeItem, Origin};
pub use places::RowPlaces;
pub use read::{FileKind, detect_kind, read};
pub use snapshot::{
    RoleHeader, RoleSetting, SCHEMA as SNAPSHOT_SCHEMA, Setting, Snapshot, write_snapshot,
};
pub use stream::{RawRoles, RoleBytes, Roles, is_stream, read_all, roles, split_roles};
pub use unknown_function::UnknownFunction;
pub use yaml::{RoleDocument, RoleLevels, RoleSchema};

use crate::catalog::{FunctionId, FunctionKey};
use crate::model::{PerOperation, SourceText, Span};

/// A parsed security role.
#[derive(Debug)]
pub struct Role {
    /// The source text.
    pub source: Arc<SourceText>,
    /// The role's name, if the source has one.
    pub name: Option<String>,
    /// Whether ConnectWise marks it as an administrator role, if the source says so.
    pub admin: Option<bool>,
    /// The position of that mark.
    pub admin_place: Option<Span>,
    /// The time when it was read from ConnectWise, if the source has it.
    pub fetched_at: Option<String>,
    /// The number of rows that ConnectWise counted, if the source has it.
    pub counted: Option<u64>,
    /// Whether the program that wrote the source had read every row, if it says so.
    pub complete: Option<bool>,
    /// Other information about the origin and the users of the role.
    pub origin: Origin,
    /// The rows in source order.
    pub rows: Vec<Row>,
    /// Notes about how it was read.
    pub notes: Vec<Note>,
    /// The positions of the rows.
    places: Vec<RowPlaces>,
    /// The addresses of the cells, if the source is a workbook.
    addresses: Option<grid::Addresses>,
    /// Whether the source would look complete if it were truncated between two rows.
    open_ended: bool,
}

/// One row: a function and the grant for each operation.
#[derive(Clone, Debug)]
pub struct Row {
    /// The function of the row.
    pub function: RowFunction,
    /// What is granted.
    pub levels: PerOperation<Grant>,
}

/// The function of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RowFunction {
    /// In the catalog.
    Known(FunctionId),
    /// Not in the catalog.
    Unknown(Arc<UnknownFunction>),
}

impl Row {
    /// The function in the catalog; `None` if it is not there.
    pub fn known(&self) -> Option<crate::catalog::FunctionId> {
        match self.function {
            RowFunction::Known(id) => Some(id),
            RowFunction::Unknown(_) => None,
        }
    }

    /// The module and the function for display.
    pub fn names(&self) -> (&str, &str) {
        match &self.function {
            RowFunction::Known(id) => (id.get().module, id.get().name),
            RowFunction::Unknown(function) => function.shown(),
        }
    }

    /// The keys under which a policy may list the function.
    pub fn keys(&self) -> impl Iterator<Item = FunctionKey> + '_ {
        let (known, names): (_, &[(String, String)]) = match &self.function {
            RowFunction::Known(id) => (Some(FunctionKey::Known(*id)), &[]),
            RowFunction::Unknown(function) => (None, function.names()),
        };
        known
            .into_iter()
            .chain(names.iter().map(|(m, f)| FunctionKey::named(m, f)))
    }
}

impl Role {
    /// A role of which nothing is known yet.
    fn empty(source: &Arc<SourceText>) -> Self {
        Self {
            source: Arc::clone(source),
            name: None,
            admin: None,
            admin_place: None,
            fetched_at: None,
            counted: None,
            complete: None,
            origin: Origin::default(),
            rows: Vec::new(),
            notes: Vec::new(),
            places: Vec::new(),
            addresses: None,
            open_ended: true,
        }
    }

    /// Positions of a row and its parts in the source.
    pub fn places(&self, row: usize) -> RowPlaces {
        self.places.get(row).cloned().unwrap_or_default()
    }

    /// The address of the cell at a position, such as `Role!D12`, if the source is a workbook.
    pub fn cell(&self, span: Span) -> Option<String> {
        self.addresses.as_ref()?.of(span)
    }

    /// The functions of the catalog with a row in the role.
    pub(crate) fn known_functions(&self) -> HashSet<FunctionId> {
        let known = self.rows.iter().filter_map(|row| match row.function {
            RowFunction::Known(id) => Some(id),
            RowFunction::Unknown(_) => None,
        });
        known.collect()
    }

    /// Identifies the role in waivers and baselines: its name, or else the member with these
    /// permissions, or else the name of its file without directory and extension. Never a line
    /// number.
    pub fn identity(&self) -> &str {
        let member = self.origin.member.as_ref();
        let member = || member.map(|member| member.identifier.as_str());
        self.name.as_deref().or_else(member).unwrap_or_else(|| {
            let file = self.source.name();
            let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
            // Only the last extension is removed: `acme.test.json` and `acme.prod.json` are two
            // roles.
            file.rsplit_once('.')
                .map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
        })
    }
}
