//! Features: which parts of an integration count in this run.

use std::collections::{BTreeSet, HashMap};

use super::parsed::Policy;
use super::version::{Version, Versions};
use crate::model::Phase;
use crate::yaml::{list_words, nearest};

/// What a person chose for a run.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Features that count: `name`, or `policy:name` for one policy only.
    pub on: Vec<String>,
    /// Features that do not count.
    pub off: Vec<String>,
    /// The phase that the integration is in.
    pub phase: Phase,
    /// The version of ConnectWise PSA, where it is known; otherwise the newest is assumed.
    pub connectwise: Option<Version>,
}

/// Why choices cannot be followed: a sentence, and what to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceError {
    /// What is wrong.
    pub message: String,
    /// What to type instead.
    pub help: String,
}

impl std::fmt::Display for ChoiceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for ChoiceError {}

/// The features of one policy that count, by name.
pub type Active = BTreeSet<String>;

/// Every feature that a policy and those it extends define: its name and itself.
pub fn defined(policy: &Policy) -> impl Iterator<Item = (&str, &super::document::Feature)> {
    policy
        .lineage()
        .flat_map(|policy| &policy.document.features)
        .map(|(name, feature)| (name.value.as_str(), feature))
}

/// Whether a choice names this feature of this policy.
pub(super) fn names(choice: &str, policy: &Policy, feature: &str) -> bool {
    match choice.split_once(':') {
        Some((id, name)) => policy.lineage().any(|policy| policy.id() == id) && name == feature,
        None => choice == feature,
    }
}

/// What each feature cannot do without, or, turned round, what cannot do without it.
pub(super) type Links<'a> = HashMap<&'a str, Vec<&'a str>>;

/// Everything that some features lead to, and they themselves.
pub(super) fn reached<'a>(
    from: impl IntoIterator<Item = &'a str>,
    links: &Links<'a>,
) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    let mut next: Vec<&str> = from.into_iter().collect();
    while let Some(name) = next.pop() {
        if all.insert(name) {
            next.extend(links.get(name).into_iter().flatten());
        }
    }
    all
}

/// Which features of a policy count: those that are on by default or by choice, and everything
/// that these cannot do without. A feature with a missing requirement does not count.
///
/// # Errors
///
/// When a feature is chosen that needs another which is turned off.
pub fn active(policy: &Policy, choices: &Choices) -> Result<Active, ChoiceError> {
    let chosen = |list: &[String], feature: &str| list.iter().any(|c| names(c, policy, feature));
    let (mut needs, mut needed_by) = (Links::new(), Links::new());
    for (name, feature) in defined(policy) {
        for needed in feature.requires.iter() {
            let needed = needed.value.as_str();
            needs.entry(name).or_default().push(needed);
            needed_by.entry(needed).or_default().push(name);
        }
    }
    let known = defined(policy).flat_map(|(name, feature)| {
        let needed = feature.requires.iter().map(|needed| needed.value.as_str());
        std::iter::once(name).chain(needed)
    });
    let off = known.filter(|name| !choices.off.is_empty() && chosen(&choices.off, name));
    let lacking = reached(off, &needed_by);
    let mut counting = Vec::new();
    for (name, feature) in defined(policy) {
        let asked = chosen(&choices.on, name);
        if !lacking.contains(name) {
            counting.extend((asked || feature.default).then_some(name));
            continue;
        }
        if !asked {
            continue;
        }
        let needed = reached([name], &needs);
        match needed.iter().find(|needed| chosen(&choices.off, needed)) {
            Some(off) if *off == name => {
                return Err(ChoiceError {
                    message: format!("the feature `{name}` is turned both on and off"),
                    help: "choose one of the two".to_owned(),
                });
            }
            Some(off) => {
                return Err(ChoiceError {
                    message: format!(
                        "the feature `{name}` of `{}` needs `{off}`, which is turned off",
                        policy.id()
                    ),
                    help: format!("remove `--no-feature {off}` or `--feature {name}`"),
                });
            }
            None => {}
        }
    }
    let active = reached(counting, &needs);
    Ok(active.into_iter().map(str::to_owned).collect())
}

/// A table for other versions says nothing about this one.
fn for_version(policy: &Policy, choices: &Choices) -> Result<(), ChoiceError> {
    let Some(version) = choices.connectwise else {
        return Ok(());
    };
    let written = policy
        .connectwise()
        .find(|w| Versions::parse(&w.value).is_some_and(|versions| !versions.contain(version)));
    written.map_or(Ok(()), |written| {
        Err(ChoiceError {
            message: format!(
                "the policy `{}` applies to ConnectWise {}, not {version}",
                policy.id(),
                written.value
            ),
            help: "use the policy for this version, or remove the version to compare anyway"
                .to_owned(),
        })
    })
}

/// Whether one of the policies has the chosen feature: `NAME`, or `POLICY:NAME`.
pub fn is_defined(policies: &[&Policy], choice: &str) -> bool {
    policies
        .iter()
        .any(|policy| defined(policy).any(|(name, _)| names(choice, policy, name)))
}

/// Whether every chosen feature exists somewhere, and every policy is for the chosen version.
///
/// # Errors
///
/// For the first that does not, with the nearest that does.
pub fn check_choices(policies: &[&Policy], choices: &Choices) -> Result<(), ChoiceError> {
    policies
        .iter()
        .try_for_each(|policy| for_version(policy, choices))?;
    for choice in choices.on.iter().chain(&choices.off) {
        if !is_defined(policies, choice) {
            let all: BTreeSet<&str> = policies
                .iter()
                .flat_map(|policy| defined(policy).map(|(name, _)| name))
                .collect();
            let help = match nearest(choice, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if all.is_empty() && policies.len() == 1 => {
                    "it defines no features".to_owned()
                }
                None if all.is_empty() => "they define no features".to_owned(),
                None => format!("expected {}", list_words(all)),
            };
            let message = match policies {
                [policy] => format!(
                    "the policy `{}` has no feature named `{choice}`",
                    policy.id()
                ),
                _ => format!("none of the policies has a feature named `{choice}`"),
            };
            return Err(ChoiceError { message, help });
        }
    }
    Ok(())
}
