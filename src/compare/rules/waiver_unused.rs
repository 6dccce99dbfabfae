//! `waiver-unused`

use super::Check;

use crate::report::rule;

rule! {
    /// ## What it does
    ///
    /// Finds a waiver that matches no finding, although its role was compared completely in this
    /// run.
    ///
    /// ## Why it matters
    ///
    /// The finding has been fixed, or the waiver was misspelled and never matched. An unused waiver
    /// can hide a new finding later.
    ///
    /// ## Example
    ///
    /// The level was raised last month; the waiver for it is still in the file.
    ///
    /// ## How to fix it
    ///
    /// Remove it.
    WaiverUnused, Warning, "a waiver matches no finding", Check::Waivers
}
