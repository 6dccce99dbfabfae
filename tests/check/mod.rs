//! Black-box tests with the real binary and real files.
mod cells;
mod counted;
mod evidence;
mod examples;
mod exit_codes;
mod first_minute;
mod generated;
mod harness;
mod hostile;
mod json;
mod portable;
mod properties;
mod readme;
mod risk;
mod screen;
mod tenant;
mod yaml_errors;
