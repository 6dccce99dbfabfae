//! The names of the rules of the policy linter.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// Declares the rules once: the variant, its name, and its place in the order.
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $id:ident = $name:literal,)+) => {
        /// A rule of the policy linter. The name is a public contract: exceptions carry it.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
        )]
        pub enum LintId {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $id,)+
        }

        impl LintId {
            /// Every rule, the gravest first.
            pub const ALL: &[Self] = &[$(Self::$id,)+];

            /// The name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$id => $name,)+
                }
            }
        }
    };
}

rules! {
    /// The policy asks for nothing at all.
    EmptyPolicy = "empty-policy",
    /// Two statements of the policy contradict one another.
    Contradiction = "contradiction",
    /// A guess that was made when the policy was imported, and that nobody has confirmed.
    Unconfirmed = "unconfirmed",
    /// A level without a reason.
    MissingPurpose = "missing-purpose",
    /// A purpose needs a permission that the policy does not grant.
    UnservedPurpose = "unserved-purpose",
    /// A module or a function that the catalog does not know.
    UnknownName = "unknown-name",
    /// A Customize list on a function that is not known to have one.
    UnknownCustomize = "unknown-customize",
    /// A level that ConnectWise does not offer on the function.
    LevelNotOffered = "level-not-offered",
    /// Deleting is allowed further than changing.
    DeleteWithoutEdit = "delete-without-edit",
    /// Changing is allowed further than reading.
    EditWithoutInquire = "edit-without-inquire",
    /// Everything that the policy lists is asked for whole.
    AllEverywhere = "all-everywhere",
    /// A feature that nothing depends on.
    UnusedFeature = "unused-feature",
    /// A row, or a whole policy, that is for no version of ConnectWise PSA.
    NeverApplies = "never-applies",
    /// A policy that does not say where its table was read.
    NoSource = "no-source",
    /// An exception that silences nothing.
    UnusedException = "unused-exception",
    /// A source that was not read for a long time.
    StaleSource = "stale-source",
    /// A level whose reason speaks of the setup, and that counts always.
    SetupPhase = "setup-phase",
    /// A range without an upper end and without a reason.
    OpenRange = "open-range",
    /// A row that asks for nothing.
    EmptyRow = "empty-row",
}

impl LintId {
    /// The rule of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }

    /// The address of the rule's page: in the repository that `Cargo.toml` names.
    pub fn url(self) -> String {
        let name = self.name();
        format!(
            "{}/blob/main/docs/lint/{name}.md",
            env!("CARGO_PKG_REPOSITORY")
        )
    }
}

impl fmt::Display for LintId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
