//! Leastwise lints ConnectWise PSA security roles.
//!
//! Compares `ConnectWise` PSA security roles with the permissions that integrations document, and
//! reports missing and excessive permissions with their documented purpose.
//!
//! ```
//! use leastwise::{Check, Format, Policy, Role};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::library("cloudblue-reseller-marketplace")?;
//! let settings = br#"[{ "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
//!     "addLevel": "All", "editLevel": "All", "deleteLevel": "None", "inquireLevel": "All" }]"#;
//! let role = Role::from_bytes("role.json", settings.as_slice());
//! let report = Check::new("2026-11-28".parse()?).policy(policy).run([role])?;
//! assert!(report.findings().any(|finding| finding.message.contains("Delete Level is None")));
//! println!("{}", report.render(Format::Markdown));
//! # Ok(())
//! # }
//! ```
//!
//! Data flows in one direction: the bytes of a policy and of a role become values ([`policy`],
//! [`role`]), [`compare`] makes a [`report`], [`engine`] applies waivers and the baseline, and
//! `render` prints it. `docs/reference/architecture.md` has a picture.

mod api;
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
#[macro_use]
pub mod compare;
pub mod config;
#[cfg(feature = "live")]
pub mod connectwise;
pub mod docs;
pub mod endpoints;
pub mod engine;
mod html;
pub mod import;
pub mod model;
mod page;
#[macro_use]
pub mod policy;
pub mod recording;
pub mod render;
pub mod report;
pub mod risk;
pub mod role;
pub mod yaml;

pub use api::{Check, Format, Problems, Report, UnknownFormat, explain, import_page, lint_text};
pub use docs::{DocFilter, Format as DocFormat};
pub use model::{Date, Level, Operation, Problem};
pub use policy::{Draft, Phase, Policy, Version};
pub use render::PlanFormat;
pub use report::{FailOn, Finding, Outcome, Plan, Severity};
pub use role::Role;
