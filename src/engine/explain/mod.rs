//! What is known of a function, a request or an error.

mod curl;
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "the command line prints more of it")
)]
pub(crate) mod facts;
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "the command line prints more of it")
)]
pub(crate) mod granted;
pub(crate) mod request;

use serde_json::Value;

use crate::model::Problem;
use crate::role::Role;

/// Explains a request or an error (leastwise/explain/v1), and compares it with a role if one is
/// given; `None` if the text is neither.
///
/// # Errors
///
/// As for reading a policy of the library.
pub fn explain_request(text: &str, role: Option<&Role>) -> Result<Option<Value>, Vec<Problem>> {
    request::surely(text)
        .or_else(|| request::perhaps(text))
        .map(|asked| request::document(&asked, role))
        .transpose()
}
