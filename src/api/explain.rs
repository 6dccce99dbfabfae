//! Explaining requests and errors of the API.

use super::Problems;
use crate::endpoints::Guards;
use crate::engine::explain::{self as engine, Explanation};
use crate::role::Role;

/// Explains a request, a curl command or the body of an error: which permission it needs, and whether
/// the role grants it. `None` if the text is none of these.
///
/// # Errors
///
/// A policy in the library cannot be read.
pub fn explain(text: &str, role: Option<&Role>) -> Result<Option<Explanation>, Problems> {
    let Some(asked) = engine::surely(text).or_else(|| engine::perhaps(text)) else {
        return Ok(None);
    };
    let mut answer = engine::explain(&asked, &Guards::default(), &engine::library()?);
    if let Some(role) = role {
        engine::compare_with_role(&mut answer, role);
    }
    Ok(Some(answer))
}
