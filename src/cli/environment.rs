//! Credentials that must not be shown: of the environment, of a file or from the prompt.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::model::Secrets;

/// Keys that were read from a file or at the prompt: as much a part of the process as its
/// environment.
static GIVEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Adds a key that was read from a file or at the prompt.
#[cfg_attr(
    not(feature = "live"),
    allow(dead_code, reason = "only a live read needs a key")
)]
pub(super) fn add(key: &str) {
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    given.push(key.trim().to_owned());
    COUNT.store(given.len(), Ordering::Release);
}

/// How many keys were added.
pub(super) fn added() -> usize {
    COUNT.load(Ordering::Acquire)
}

/// The private key, wherever it came from. Its pair with the company and the public key travels in
/// base64, in which the key is found as well.
pub(super) fn secrets() -> Secrets {
    let given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Secrets::new(
        given
            .into_iter()
            .chain(std::env::var("CONNECTWISE_PRIVATE_KEY")),
    )
}
