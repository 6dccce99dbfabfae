//! The policy language: its reference, and the effect of each construct on a real run.
mod customize;
mod doubts;
mod examples;
mod explain;
mod explain_endpoints;
mod explain_input;
mod extends;
mod features;
mod harness;
mod page;
mod reported;
mod rows;
mod schema;
mod second;
mod structure;
mod together;
