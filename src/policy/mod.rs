//! Policies: the document, reading it, and resolving it to what it asks of a role.

mod check;
mod conflict;
mod document;
mod features;
pub mod library;
mod load;
mod needs;
mod requirements;
mod resolve;
mod row;
mod version;

pub use document::{
    Applies, Coverage, Credential, Feature, Guide, LintException, MemberSettings, PolicyDocument,
    SchemaVersion, Source,
};
pub use features::{ChoiceError, Choices, check_choices};
pub use load::{Bases, Policy};
pub use needs::{CustomizeNeed, Need, customize_needs, needs};
pub use requirements::{
    CustomizeRequirement, Dormant, FunctionRequirement, OperationRequirement, Origin, Place,
    PolicyRef, Reason, Requirements,
};
pub use resolve::{ResolveError, resolve};
pub use row::{
    Customize, FunctionEntry, Grant, GrantEntry, LevelEntry, OperationEntry, Phase, RangeEntry,
    Status,
};
pub use version::{Version, Versions};
