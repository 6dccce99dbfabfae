//! `waiver-expiring`

use super::Check;

rule! {
    /// ## What it does
    ///
    /// Tells of a waiver in use whose last day is at most `--warn-expiring` away (30 days unless said
    /// otherwise).
    ///
    /// ## Why it matters
    ///
    /// A pull request should not be the first to learn that a waiver has ended.
    ///
    /// ## Example
    ///
    /// A waiver with `expires: 2026-12-01`, on the 23rd of November.
    ///
    /// ## How to fix
    ///
    /// Mend what it waives, or agree on another day in time.
    WaiverExpiring, Warning, "a waiver comes near its last day", Check::Waivers
}
