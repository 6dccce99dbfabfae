//! Reading roles from `ConnectWise` itself, complete or not at all.
//!
//! In go [`Credentials`] and the [`Limits`] of the read; out comes a [`Snapshot`](crate::role::Snapshot)
//! of a role that was read whole, or a [`Failed`] that says in a sentence what went wrong and what
//! to do. Nothing in between exists: a role that was read in part never leaves this room.
//!
//! Every request is a `GET`, so each may be repeated. What is relied on (endpoints, paging, error
//! bodies) is what several published clients of the API agree on; where they do not, the code says
//! so at the place.

mod address;
mod answer;
mod blame;
mod clock;
mod credentials;
mod fault;
mod help;
mod page;
mod read;
#[doc(hidden)]
pub mod recorded;
mod roles;
mod secrets;
mod session;
mod snapshot;
mod transport;
mod words;

pub use address::{Address, AddressError};
pub use credentials::{ClientId, CompanyId, CredentialError, Credentials, PrivateKey, PublicKey};
pub use fault::{Failed, Fault, Resource, Suspect};
pub use read::{ConnectWise, Probe, Sight};
pub use roles::{ListedRole, Listing};
pub use session::{Limits, Notice, Notify};

/// The version of the API that answers are asked in: the newest whose models are published in
/// several clients. It goes into the `Accept` header of every request.
pub const API_VERSION: &str = "2025.1";
