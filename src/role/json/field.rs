//! Fields of a setting, by their names. Programs that pass on the responses of the API use the
//! spelling of their language: `AddLevel`, `add_level`.

use crate::model::Operation;

/// A field of a setting. The names of modules and functions are ranked, the most specific first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Module(usize),
    Function(usize),
    Level(Operation),
    Member,
    /// One that is not read.
    Other,
}

impl Field {
    /// The field of this name, in each spelling that is read.
    pub(super) fn named(key: &str) -> Self {
        match key {
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
            "member" | "Member" => Self::Member,
            _ => Self::Other,
        }
    }

    /// Its name as ConnectWise's API writes it; empty if it is not read.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Module(0) => "moduleDescription",
            Self::Module(1) => "moduleName",
            Self::Module(_) => "moduleIdentifier",
            Self::Function(0) => "moduleFunctionDescription",
            Self::Function(1) => "moduleFunctionName",
            Self::Function(_) => "moduleFunctionIdentifier",
            Self::Level(operation) => operation.api_field(),
            Self::Member => "member",
            Self::Other => "",
        }
    }
}
