//! Credentials of the environment that nothing may show.

use crate::model::Secrets;

/// The private key of the environment. Its pair with the company and the public key travels in
/// base64, in which the key is found as well.
pub(super) fn secrets() -> Secrets {
    Secrets::new(std::env::var("CONNECTWISE_PRIVATE_KEY"))
}
