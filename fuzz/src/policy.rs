//! Policies.

use leastwise::policy::{Choices, Policy, library::Library, resolve};

use super::held;

/// A policy: read, resolved.
pub fn policy(data: &[u8]) {
    match Policy::from_bytes("policy.yaml", data.to_vec(), &Library) {
        Err(problems) => held::problems(&problems),
        Ok(policy) => {
            let _ = resolve(&[&policy], &Choices::default());
        }
    }
}
