//! The configuration: policies for roles, and accepted findings.

mod document;
mod inline;
mod load;

pub use document::{
    ConfigDocument, ConfigSchema, CustomizeSetting, Exclusion, FailOnSetting, MemberEntry,
    RiskOverride, RiskSetting, RoleMatch, UnlistedSetting, WaiverEntry, WaiversDocument,
    WaiversSchema,
};
pub use inline::inline_waivers;
pub use load::{Config, waiver_file};
