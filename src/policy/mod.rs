//! Policies: the document, reading it, and resolving it to what it asks of a role.

mod applies;
mod ask;
mod bundle;
mod check;
mod conflict;
pub mod diff;
mod document;
mod draft;
mod features;
mod joined;
pub mod library;
#[macro_use]
pub mod lint;
mod load;
mod merged;
mod parsed;
mod place;
mod policy_ref;
mod policy_url;
mod requirements;
mod resolve;
mod row;
mod stated;
mod statements;
mod test_file;
mod version;

pub use crate::model::Phase;
pub use applies::{Applies, Formerly};
pub use ask::joined;
pub use bundle::Bundle;
pub use document::{
    Coverage, Credential, Feature, Guide, LintException, MemberSettings, PolicyDocument,
    SchemaVersion, Source, Unconfirmed,
};
pub use draft::{Draft, DraftCell, DraftRow};
pub use features::{Active, ChoiceError, Choices, active, check_choices, defined, is_defined};
pub use joined::{
    DormantLevel, JoinedFunction, JoinedOperation, JoinedOrigin, JoinedPolicy, RequirementsDocument,
};
pub use load::Bases;
pub use parsed::Policy;
pub use place::Place;
pub use policy_ref::{MemberField, PolicyRef};
pub use policy_url::{PolicyUrl, PolicyUrlError, digest_of};
pub use requirements::{
    CustomizeRequirement, Dormant, FunctionRequirement, OlderName, OperationRequirement, Origin,
    Requirements, Unstated,
};
pub use resolve::{ResolveError, resolve};
pub use row::{
    Customize, FunctionEntry, Grant, GrantEntry, LevelEntry, OperationEntry, RangeEntry, Status,
};
pub use stated::Stated;
pub use statements::{Condition, Row, Statement, Use};
pub use test_file::{
    Clean, ExpectEntry, Expected, InlineRow, PolicyTest, Rest, RoleEntry, TestDocument,
    TestSchemaVersion,
};
pub use version::{Version, Versions};
