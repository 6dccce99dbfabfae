//! Roles in every shape that people have them in: what is read of each, that the same role gives
//! the same findings in all of them, that bad input is told and that damage never goes unseen.

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
