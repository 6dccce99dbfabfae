//! How long and how often a read may ask.

use std::time::Duration;

/// Time limits and retries of a read.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The deadline of the whole read; none by default, because a tenant may have hundreds of roles.
    pub timeout: Option<Duration>,
    /// The time limit of one request, including the connection.
    pub request_timeout: Duration,
    /// Maximum number of retries of one request.
    pub retries: usize,
    /// Maximum number of concurrent requests.
    pub concurrency: usize,
    /// PEM certificates that are trusted in addition to those of the system.
    pub authorities: Option<Vec<u8>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: None,
            request_timeout: Duration::from_secs(30),
            retries: 4,
            concurrency: 4,
            authorities: None,
        }
    }
}
