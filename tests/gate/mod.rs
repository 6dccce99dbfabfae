//! Gating a change: the configuration, waivers that expire, and the baseline, through the binary.

mod baseline;
mod configuration;
mod harness;
mod told;
mod waivers;
