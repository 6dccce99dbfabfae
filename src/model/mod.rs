//! Basic types that every module uses. It imports from no other module.

mod escape;
mod json_message;
mod level;
mod location;
mod member;
mod name;
mod operation;
mod pattern;
mod phase;
mod problem;
mod redaction;
mod source;
mod unique;

pub use jiff::civil::Date;

pub use escape::{escape_controls, is_safe_text, is_unsafe_char, push_escaped, shortened};
pub use json_message::{json_message, json_message_with_position};
pub use level::{Level, LevelRange};
pub use location::{Document, Location};
pub use member::Member;
pub use name::{normalize, push_normalized};
pub use operation::{Operation, PerOperation};
pub use pattern::matches;
pub use phase::Phase;
pub use problem::{Problem, ProblemList};
pub use redaction::Secrets;
pub use source::{DecodeError, Encoding, Position, SourceText, Span};
pub use unique::unique;
