//! What a cell of a role grants.

use crate::model::Level;

/// What a role says about one operation of one function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grant {
    /// A level.
    Level(Level),
    /// The level is null. What that means is not documented; probably the operation does not
    /// exist on this function. It grants nothing.
    NotOffered,
    /// The source says nothing about the operation. It grants nothing.
    #[default]
    Absent,
}

impl Grant {
    /// The level that is granted.
    pub const fn level(self) -> Level {
        match self {
            Self::Level(level) => level,
            Self::NotOffered | Self::Absent => Level::None,
        }
    }

    /// The level as the source states it; `None` where it states none.
    pub const fn stated(self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(level),
            Self::NotOffered | Self::Absent => None,
        }
    }
}
