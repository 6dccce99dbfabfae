//! Black-box tests: the real binary, the real files, the real text.

mod cells;
mod examples;
mod exit_codes;
mod generated;
mod harness;
mod hostile;
mod json;
mod properties;
mod screen;
mod yaml_errors;
