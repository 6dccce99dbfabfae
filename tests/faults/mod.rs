//! What happens when the world is in the way: a reader who leaves, a full disk, files that may not
//! be read, that are gone or change, folders without end, and signals. The message is clear, the
//! exit code is right, and no file is ever half written.
#![cfg(unix)]
mod files;
mod folders;
mod harness;
mod output;
mod reading;
mod same;
mod secrets;
mod signals;
mod small;
mod words;
