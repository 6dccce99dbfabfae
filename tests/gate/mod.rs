//! Gating a change: configuration, expiring waivers, and baseline, with the real binary.

mod baseline;
mod configuration;
mod harness;
mod verdicts;
mod waiver_messages;
mod waivers;
