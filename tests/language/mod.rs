//! The policy language: its reference, and what each construct does to a real run.
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
