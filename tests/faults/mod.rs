//! Faults of the environment: a closed pipe, a full disk, files that are unreadable, deleted or
//! changing, huge directories, and signals. The message is clear, the exit code is right, and no
//! file is partly written.
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
