//! Plans in a directory, on top of what all tests share.

pub(crate) use crate::harness::{POLICY, Run, Sandbox, leastwise, root, row};

impl Sandbox {
    /// `leastwise plan` with these arguments.
    pub(crate) fn plan(&self, arguments: &[&str]) -> Run {
        self.run(&[&["plan"], arguments].concat())
    }
}
