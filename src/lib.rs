//! Leastwise: at least, and no more.
//!
//! Compares `ConnectWise` PSA security roles with the permissions that integrations document, and
//! reports missing and excessive permissions with their documented purpose.
//!
//! Data flows in one direction: the bytes of a policy and of a role become values ([`policy`],
//! [`role`]), [`compare`] makes a [`report`], and `render` prints it. [`model`] and [`catalog`] are
//! the lowest layer: vocabulary and names.
//!
//! ```
//! use leastwise::{compare, policy, role};
//!
//! let policy = policy::library::load("cloudblue-reseller-marketplace").unwrap().unwrap();
//! let requirements = policy::resolve(&[&policy], &policy::Choices::default()).unwrap();
//! let settings = br#"[{ "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
//!     "addLevel": "All", "editLevel": "All", "deleteLevel": "None", "inquireLevel": "All" }]"#;
//! let role = role::read("role.json", settings.to_vec(), &role::ReadOptions::default()).unwrap();
//! let report = compare::compare(&requirements, &role, &compare::Options::default());
//! assert!(report.findings.iter().any(|finding| finding.message.contains("Delete Level is None")));
//! ```

pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod config;
#[cfg(feature = "live")]
pub mod connectwise;
pub mod docs;
pub mod endpoints;
pub mod engine;
pub mod import;
pub mod model;
mod page;
pub mod policy;
pub mod recording;
pub mod render;
pub mod report;
pub mod risk;
pub mod role;
pub mod yaml;
