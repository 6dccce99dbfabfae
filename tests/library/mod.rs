//! The library: each policy against the facts that it was made from, and against roles.
mod cells;
mod conditions;
mod described;
mod facts;
mod files;
mod spelling;
mod versions;
