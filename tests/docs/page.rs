//! docs/documents.md
