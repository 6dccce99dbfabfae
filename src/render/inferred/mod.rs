//! What recorded requests need, one file for each format.

mod html;
mod human;
mod markdown;
mod sections;

pub use html::inferred_as_html;
pub use human::inferred_for_people;
pub use markdown::inferred_as_markdown;
