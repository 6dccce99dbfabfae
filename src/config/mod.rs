//! The configuration: policies for roles, and accepted findings.

mod document;
mod guards;
mod inline;
mod load;
mod waivers;

pub use document::{
    ConfigDocument, ConfigSchema, CustomizeSetting, Exclusion, FailOnSetting, GuardAnswer,
    GuardEntry, GuardGrade, MemberEntry, MemberField, RiskOverride, RiskSetting, RoleMatch,
    SeverityEntry, SeverityReason, SeveritySetting, UnlistedSetting,
};
pub use inline::inline_waivers;
pub use load::{Config, waiver_file};
pub use waivers::{WaiverEntry, WaiversDocument, WaiversSchema};
