//! `waiver-expiring`

use super::Check;

use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Reports a waiver in use that expires within `--warn-expiring` days (default: 30).
    ///
    /// ## Why it matters
    ///
    /// A pull request should not fail unexpectedly because a waiver has expired.
    ///
    /// ## Example
    ///
    /// A waiver with `expires: 2026-12-01`, on November 23.
    ///
    /// ## How to fix it
    ///
    /// Fix the finding, or set a new expiry date in time.
    WaiverExpiring, Warning, "a waiver expires soon", Check::Waivers
}
