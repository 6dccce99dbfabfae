//! `waiver-expired`

use super::Check;

use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Finds a waiver whose `expires` date is past. It no longer waives anything.
    ///
    /// ## Why it matters
    ///
    /// A waiver is a temporary exception. If it ended silently, the problem would become permanent.
    /// The date is inclusive and in UTC, so a waiver ends at the same moment on every machine.
    ///
    /// ## Example
    ///
    /// The waiver for Delete on Finance / Agreements expired on 2026-06-30, and the level is still
    /// missing.
    ///
    /// ## How to fix it
    ///
    /// Fix the finding and remove the waiver, or set a new expiry date.
    WaiverExpired, Error, "a waiver has expired", Check::Waivers
}
