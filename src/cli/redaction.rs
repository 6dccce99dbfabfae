//! The secrets that a run must not print.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::Secrets;

/// The secrets of one run.
#[derive(Default)]
pub(super) struct Redaction {
    known: Mutex<Known>,
    count: AtomicUsize,
}

#[derive(Default)]
struct Known {
    texts: Vec<String>,
    secrets: Secrets,
}

impl Redaction {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a secret.
    pub(super) fn add(&self, text: &str) {
        let mut known = self.known();
        known.texts.push(text.trim().to_owned());
        known.secrets = Secrets::new(&known.texts);
        self.count.store(known.texts.len(), Ordering::Release);
    }

    /// How many secrets were added.
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::Acquire)
    }

    /// The secrets in all of their forms.
    pub(super) fn secrets(&self) -> Secrets {
        self.known().secrets.clone()
    }
}
