//! Plans: applied to data they make a role clean, and no step can be left out; and the output of
//! the binary.

mod applied;
mod customize;
mod data;
mod docs;
mod formats;
mod harness;
mod hostile;
mod open;
mod runs;
mod steps;
