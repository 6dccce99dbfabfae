//! `waiver-unused`

use super::Check;

rule! {
    /// ## What it does
    ///
    /// Finds a waiver that no finding needs, although a role that it is for was compared whole in this
    /// run.
    ///
    /// ## Why it matters
    ///
    /// What it waived has been mended, or the waiver was misspelt and never worked. Left in place it can
    /// hide something new one day.
    ///
    /// ## Example
    ///
    /// The level was raised last month; the waiver for it is still in the file.
    ///
    /// ## How to fix
    ///
    /// Take it away.
    WaiverUnused, Warning, "a waiver has nothing to waive", Check::Waivers
}
