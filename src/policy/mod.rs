//! Policies: the document, reading it, and resolving it to what it asks of a role.

mod check;
mod document;
pub mod library;
mod load;
mod requirements;
mod resolve;

pub use document::{
    Credential, FunctionEntry, LevelEntry, OperationEntry, OperationRequest, PolicyDocument,
    RangeEntry, SchemaVersion, Source,
};
pub use load::Policy;
pub use requirements::{
    FunctionRequirement, OperationRequirement, Origin, PolicyRef, Requirements,
};
pub use resolve::resolve;
