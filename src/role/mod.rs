//! Roles: what a security role grants, and the readers that make one from what people hold.

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
mod read;
mod reader;
mod snapshot;
mod stream;
mod tables;
mod unknown_function;
mod xlsx;
mod yaml;
mod zip_check;

use std::sync::Arc;

pub use grant::Grant;
#[doc(hidden)]
pub use json::settings_only;
pub use note::{Note, NoteKind};
pub use options::{Format, LIMIT_NAMES, Limit, Limits, ReadOptions};
pub use origin::{CustomizeItem, Origin};
pub use places::{Places, RowPlaces};
pub use read::{Looks, looks_like, read};
pub use snapshot::{
    RoleHeader, RoleSetting, SCHEMA as SNAPSHOT_SCHEMA, Setting, Snapshot, write_snapshot,
};
pub use stream::{RoleBytes, Roles, Unread, is_stream, roles, unread};
pub use unknown_function::UnknownFunction;
pub use yaml::{RoleDocument, RoleLevels, RoleSchema};

use crate::catalog::FunctionKey;
use crate::model::{PerOperation, SourceText};

/// A security role as it came in.
#[derive(Debug)]
pub struct Role {
    /// The text that it was read from.
    pub source: Arc<SourceText>,
    /// The role's name, where the source carries one.
    pub name: Option<String>,
    /// Whether ConnectWise marks it as an administrator's role, where the source says so.
    pub admin: Option<bool>,
    /// Where the source says so.
    pub admin_place: Option<crate::model::Span>,
    /// When it was read from ConnectWise, where the source says so.
    pub fetched_at: Option<String>,
    /// How many rows ConnectWise counted, where the source says so.
    pub counted: Option<u64>,
    /// Whether the program that wrote the source had read every row, where it says so.
    pub complete: Option<bool>,
    /// What else the source says of where the role came from and who uses it.
    pub origin: Origin,
    /// The rows in the order of the source.
    pub rows: Vec<Row>,
    /// What its owner should know of how it was read.
    pub notes: Vec<Note>,
    places: Box<dyn Places>,
}

/// What a source says of the role besides its rows.
#[derive(Debug, Default)]
struct Header {
    name: Option<String>,
    admin: Option<bool>,
    admin_place: Option<crate::model::Span>,
    fetched_at: Option<String>,
    counted: Option<u64>,
    complete: Option<bool>,
    /// Whether the role is switched off.
    inactive: bool,
    origin: Origin,
}

/// What a reader makes of a source.
#[derive(Debug)]
struct ParsedRole {
    header: Header,
    rows: Vec<Row>,
    places: Box<dyn Places>,
    notes: Vec<Note>,
    /// Whether the source would look whole if it were cut off between two rows.
    open_ended: bool,
}

/// One row: a function and what is granted for each operation.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which function the row is about.
    pub function: RowFunction,
    /// What is granted.
    pub levels: PerOperation<Grant>,
}

/// The function of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RowFunction {
    /// The catalog knows it.
    Known(crate::catalog::FunctionId),
    /// The catalog does not know it.
    Unknown(Arc<UnknownFunction>),
}

impl Row {
    /// The module and the function as they are shown to a person.
    pub fn names(&self) -> (&str, &str) {
        match &self.function {
            RowFunction::Known(id) => (id.get().module, id.get().name),
            RowFunction::Unknown(function) => function.shown(),
        }
    }

    /// The identities under which a policy may list the function.
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
    /// Where a row and its parts are in the source.
    pub fn places(&self, row: usize) -> RowPlaces {
        self.places.row(self.source.text(), row)
    }

    /// The address of the cell that a place is in, such as `Role!D12`, where the role was in a
    /// workbook.
    pub fn cell(&self, span: crate::model::Span) -> Option<String> {
        self.places.cell(span)
    }

    /// The functions of the catalog that the role has a row for.
    pub(crate) fn known_functions(&self) -> std::collections::HashSet<crate::catalog::FunctionId> {
        tables::known_functions(&self.rows)
    }

    /// What distinguishes the role from others in waivers and baselines: its name, or else
    /// the member whose rights it is, or else the name of its file without folder and extension.
    /// Never a line number.
    pub fn identity(&self) -> &str {
        let member = self.origin.member.as_ref();
        let member = || member.map(|member| member.identifier.as_str());
        self.name.as_deref().or_else(member).unwrap_or_else(|| {
            let file = self.source.name();
            let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
            // The last extension alone: `acme.test.json` and `acme.prod.json` are two roles.
            file.rsplit_once('.')
                .map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
        })
    }
}
