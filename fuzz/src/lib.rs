//! The body of each fuzz target, for arbitrary bytes. `tests/corpus` runs the same functions over
//! the kept corpus with a stable toolchain.

mod answers;
mod config;
mod held;
mod import;
mod policy;
mod recording;
mod role;
mod structured;
mod workbook;

pub use answers::answers;
pub use config::config;
pub use import::import;
pub use policy::policy;
pub use recording::{recording_bytes, recording_json, recording_lines, recording_tables};
pub use role::{role_csv, role_html, role_json, role_markdown};
pub use structured::structured;
pub use workbook::role_xlsx;
