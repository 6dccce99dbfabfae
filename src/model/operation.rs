//! Operations: the four columns of a security role.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a member may do with the records of a function.
///
/// The order is that of the columns on ConnectWise's screen.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Operation {
    /// Create records.
    Add,
    /// Change records.
    Edit,
    /// Remove records.
    Delete,
    /// Read records.
    Inquire,
}

impl Operation {
    /// Every operation, in the order of ConnectWise's columns.
    pub const ALL: [Self; 4] = [Self::Add, Self::Edit, Self::Delete, Self::Inquire];

    /// The key in a policy, in a report and in a fingerprint.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Inquire => "inquire",
        }
    }

    /// The word on ConnectWise's screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Edit => "Edit",
            Self::Delete => "Delete",
            Self::Inquire => "Inquire",
        }
    }

    /// The name of the column on ConnectWise's screen, as the published tables write it.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Add => "Add Level",
            Self::Edit => "Edit Level",
            Self::Delete => "Delete Level",
            Self::Inquire => "Inquire Level",
        }
    }

    /// The field of a role setting in ConnectWise's API.
    pub const fn api_field(self) -> &'static str {
        match self {
            Self::Add => "addLevel",
            Self::Edit => "editLevel",
            Self::Delete => "deleteLevel",
            Self::Inquire => "inquireLevel",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// One value for each operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerOperation<T> {
    /// The value for Add.
    pub add: T,
    /// The value for Edit.
    pub edit: T,
    /// The value for Delete.
    pub delete: T,
    /// The value for Inquire.
    pub inquire: T,
}

impl<T> PerOperation<T> {
    /// Makes each value from its operation.
    pub fn from_fn(mut make: impl FnMut(Operation) -> T) -> Self {
        Self {
            add: make(Operation::Add),
            edit: make(Operation::Edit),
            delete: make(Operation::Delete),
            inquire: make(Operation::Inquire),
        }
    }

    /// The value of one operation.
    pub const fn get(&self, operation: Operation) -> &T {
        match operation {
            Operation::Add => &self.add,
            Operation::Edit => &self.edit,
            Operation::Delete => &self.delete,
            Operation::Inquire => &self.inquire,
        }
    }

    /// The value of one operation, to be changed.
    pub const fn get_mut(&mut self, operation: Operation) -> &mut T {
        match operation {
            Operation::Add => &mut self.add,
            Operation::Edit => &mut self.edit,
            Operation::Delete => &mut self.delete,
            Operation::Inquire => &mut self.inquire,
        }
    }

    /// Each operation with its value, in the order of the columns.
    pub fn iter(&self) -> impl Iterator<Item = (Operation, &T)> {
        Operation::ALL
            .into_iter()
            .map(|operation| (operation, self.get(operation)))
    }
}
