//! What a cell of a role grants.

use crate::model::Level;

/// The content of a role for one operation of one function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grant {
    /// A level.
    Level(Level),
    /// The level is null. Its meaning is not documented; probably the operation does not exist on
    /// this function. It grants nothing.
    NotOffered,
    /// The source says nothing about the operation. It grants nothing.
    #[default]
    Absent,
}

impl Grant {
    /// The level that is granted.
    pub const fn level(self) -> Level {
        match self.stated() {
            Some(level) => level,
            None => Level::None,
        }
    }

    /// The level in the source; `None` if there is none.
    pub const fn stated(self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(level),
            Self::NotOffered | Self::Absent => None,
        }
    }
}
