//! Choices for a document, and how its reader names the policy.

use crate::policy::{Choices, Phase, Policy, Version, defined};

/// Choices for a document. Without a choice, the document shows the condition, so that its reader
/// can choose.
#[derive(Clone, Debug, Default)]
pub struct DocFilter {
    /// Features that are in use: `name`, or `policy:name` for one policy only.
    pub on: Vec<String>,
    /// Features that are not in use.
    pub off: Vec<String>,
    /// The phase that the integration is in.
    pub phase: Option<Phase>,
    /// The version of ConnectWise PSA.
    pub connectwise: Option<Version>,
}

impl DocFilter {
    /// The choices that apply to one policy.
    pub(super) fn of(&self, policy: &Policy) -> Self {
        let names = |list: &[String]| -> Vec<String> {
            let name = |choice: &String| match choice.split_once(':') {
                Some((id, name)) => policy
                    .lineage()
                    .any(|part| part.id() == id)
                    .then(|| name.to_owned()),
                None => Some(choice.clone()),
            };
            let known = |name: &String| defined(policy).any(|(feature, _)| feature == name);
            list.iter().filter_map(name).filter(known).collect()
        };
        Self {
            on: names(&self.on),
            off: names(&self.off),
            ..self.clone()
        }
    }

    pub(super) fn choices(&self, phase: Phase) -> Choices {
        Choices {
            on: self.on.clone(),
            off: self.off.clone(),
            phase,
            connectwise: self.connectwise,
        }
    }
}

/// How users name a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// By its id in the library, which every user has.
    ById,
    /// By its file, which the reader of the document must be given.
    ByFile,
}
