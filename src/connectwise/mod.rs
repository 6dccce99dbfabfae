//! Reading roles from `ConnectWise` itself, complete or not at all.
//!
//! A read takes [`Credentials`] and [`Limits`]. It returns a [`Snapshot`](crate::role::Snapshot) of a
//! complete role, or a [`Failed`] that says what failed and how to fix it. A partial role is never
//! returned.
//!
//! Every request is a `GET`, so each can be retried. Endpoints, paging and error bodies follow
//! several published clients of the API; comments mark the places where they differ.

mod address;
mod answer;
mod blame;
mod clock;
mod credentials;
mod fault;
mod help;
mod limits;
mod listing;
mod page;
mod read;
#[doc(hidden)]
pub mod recorded;
mod roles;
mod secrets;
mod session;
mod snapshot;
mod tenant;
mod transport;
mod words;

pub use address::{Address, AddressError};
pub use credentials::{ClientId, CompanyId, CredentialError, Credentials, PrivateKey, PublicKey};
pub use fault::{Failed, Fault, Resource, Suspect};
pub use limits::Limits;
pub use listing::{ListedRole, Listing};
pub use read::{ConnectWise, Probe, Sight};
pub use session::{Notice, Notify};

/// The requested version of the API, in the `Accept` header of every request: the newest whose
/// models are published in several clients.
pub const API_VERSION: &str = "2025.1";
