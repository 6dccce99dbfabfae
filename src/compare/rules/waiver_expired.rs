//! `waiver-expired`

use super::Check;

rule! {
    /// ## What it does
    ///
    /// Finds a waiver whose `expires` lies in the past. It no longer waives anything.
    ///
    /// ## Why it matters
    ///
    /// A waiver is a promise to come back. One that ends without a word would make the debt permanent.
    /// The day counts in UTC, so that a waiver ends at the same moment on every machine; it holds through
    /// the whole of its last day.
    ///
    /// ## Example
    ///
    /// The waiver for Delete on Finance / Agreements ended on 2026-06-30, and the role still lacks the
    /// level.
    ///
    /// ## How to fix
    ///
    /// Mend what it waived and take the waiver away, or agree on another day and write it down.
    WaiverExpired, Error, "a waiver is past its last day", Check::Waivers
}
