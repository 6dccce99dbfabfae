//! From recorded requests to the permissions that they need.
//!
//! `ConnectWise` does not publish which permission each request needs. Everything here rests on the map of
//! [`crate::endpoints`], and shows its grades.

mod answers;
mod compare;
mod document;
mod draft;
mod gather;
mod gathered;
mod verdict;

pub use compare::{compare_with_policies, compare_with_role};
pub use document::{
    Cell, Compare, Example, FeatureUse, Granted, Ignored, Inferred, Need, Pointer, Possible,
    ProvesNothing, Recording, Refused, Request, RoleCompare, Totals, UnknownGuard,
};
pub use draft::draft;
pub use gather::Inference;
pub use verdict::reason_text;

/// That the map is unofficial.
pub const CAUTION: &str = "ConnectWise does not publish which permission each request needs. These \
    permissions come from an unofficial map, which states its confidence in each of them.";
