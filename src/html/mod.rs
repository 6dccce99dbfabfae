//! Web pages as a browser builds them: a tree of elements and texts with their positions.

mod node;
mod parser;
mod sink;

pub(crate) use node::{Child, Handle, Node};
pub(crate) use parser::{ATTRIBUTES, build};
