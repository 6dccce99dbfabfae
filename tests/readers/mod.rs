//! Roles in every supported format: what is read, that all formats give the same findings, and that
//! bad or damaged input is reported.

mod account;
mod bad_input;
mod damage;
mod doubt;
mod folders;
mod harness;
mod jobs;
mod many;
mod pasted;
mod read;
mod same_role;
mod unread;
mod visible;
mod wrappers;
