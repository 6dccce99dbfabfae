//! Which permission a REST request needs.
//!
//! `ConnectWise` publishes no such map. The rules in `data/guards.json` come from public sources,
//! each with a grade of confidence; `operations.tsv` lists the published operations. Show the
//! grade wherever an answer is shown.
//!
//! ```
//! use leastwise::endpoints::{Hints, Target, lookup};
//!
//! let target = Target::parse("https://na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets/7");
//! let answer = lookup("PATCH", &target.unwrap(), &Hints::default());
//! assert_eq!(answer.needs[0].function, Some("Service Tickets"));
//! ```

mod answer;
mod classify;
mod condition;
mod data;
mod error;
mod guards;
mod lookup;
mod paths;
mod phrases;
mod reason;
mod target;

pub use answer::{Answer, Kind, Need, State};
pub use classify::{classify_error, status_in};
pub use condition::Hints;
pub use data::{Grade, Reading, Rule, Source, condition_text, doubt_text, rules, source};
pub use error::ErrorKind;
pub use guards::{Guard, Guarding, Guards};
pub use lookup::{lookup, lookup_with, operations, published_methods};
#[cfg(feature = "live")]
pub(crate) use paths::is_guid;
pub use paths::shown_path;
pub use phrases::{Described, described};
pub use reason::{Guarded, guarded_requests};
pub use target::{METHODS, NotRest, Target, split_request};
