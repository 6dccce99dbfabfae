//! The library: each policy against its facts, and against roles.
mod cells;
mod conditions;
mod described;
mod facts;
mod files;
mod spelling;
mod versions;
