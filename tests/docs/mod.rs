//! Documents from policies: content, location, and `--check`.
mod check;
mod choices;
mod harness;
mod hostile;
mod html;
mod index;
mod languages;
mod library;
mod markdown;
mod page;
mod regions;
mod remarks;
mod seed;
mod templates;
mod verify;
