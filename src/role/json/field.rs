//! Fields of a setting, by their names.

use crate::model::Operation;

/// A field of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Module(u8),
    Function(u8),
    Level(Operation),
    /// One that is not read.
    Other,
}

/// A value of one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar<'a> {
    Text(&'a str),
    Null,
    Other,
}

impl Field {
    /// The field of this name, in each spelling that is read; none for the one that is kept as text.
    pub(super) fn named(key: &str) -> Option<Self> {
        Some(match key {
            "moduleDescription" | "ModuleDescription" | "module_description" => Self::Module(0),
            "moduleName" | "ModuleName" | "module_name" => Self::Module(1),
            "moduleIdentifier" | "ModuleIdentifier" | "module_identifier" => Self::Module(2),
            "moduleFunctionDescription"
            | "ModuleFunctionDescription"
            | "module_function_description" => Self::Function(0),
            "moduleFunctionName" | "ModuleFunctionName" | "module_function_name" => {
                Self::Function(1)
            }
            "moduleFunctionIdentifier"
            | "ModuleFunctionIdentifier"
            | "module_function_identifier" => Self::Function(2),
            "addLevel" | "AddLevel" | "add_level" => Self::Level(Operation::Add),
            "editLevel" | "EditLevel" | "edit_level" => Self::Level(Operation::Edit),
            "deleteLevel" | "DeleteLevel" | "delete_level" => Self::Level(Operation::Delete),
            "inquireLevel" | "InquireLevel" | "inquire_level" => Self::Level(Operation::Inquire),
            "member" | "Member" => return None,
            _ => Self::Other,
        })
    }
}
