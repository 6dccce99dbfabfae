//! Size limits of a YAML document. A policy of a thousand rows is far below each of them.

/// Bytes of one document.
pub(crate) const BYTES: usize = 4 << 20;
/// Levels of nesting.
pub(super) const DEPTH: usize = 48;
/// Values, counted with every use of an alias.
pub(super) const NODES: usize = 200_000;
/// Uses of aliases.
pub(super) const ALIASES: usize = 1_000;
