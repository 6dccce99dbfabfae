//! `leastwise infer`: recordings of every kind through the program.

mod compare;
mod corpus;
mod dropped;
mod failures;
mod formats;
mod harness;
mod order;
mod policy;
mod refusals;
mod scripts;
mod secrets;
mod tools;
mod variants;
