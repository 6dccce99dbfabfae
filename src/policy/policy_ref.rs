//! A policy among those that were resolved: what a comparison and its report need of it.

use std::sync::Arc;

use super::document::Coverage;
use super::features::{Active, defined};
use super::parsed::Policy;
use super::place::Place;
use crate::model::Level;
use crate::yaml::Spanned;

/// A policy as far as a report needs it.
#[derive(Clone, Debug)]
pub struct PolicyRef {
    /// Its name on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of its table.
    pub version: Option<String>,
    /// Where it says what unlisted functions may have, or else its id.
    pub unlisted_place: Place,
    /// What it accepts on unlisted functions.
    pub unlisted: Level,
    /// What it asks of the member itself: the setting, its value, and where that is written.
    pub member: Vec<(MemberField, String, Place)>,
    /// Whether it holds only a part of its table.
    pub partial: bool,
    /// Its features that count.
    pub features: Active,
    /// Its features that do not.
    pub features_off: Active,
}

/// A setting of a member that a policy can ask for and a source can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberField {
    /// The structure level.
    Level,
    /// The location.
    Location,
    /// The business unit, which other releases call the department.
    BusinessUnit,
}

impl MemberField {
    /// Every setting.
    pub(crate) const ALL: [Self; 3] = [Self::Level, Self::Location, Self::BusinessUnit];

    /// What a policy itself says.
    fn stated(self, policy: &Policy) -> Option<&Spanned<String>> {
        let member = policy.document.member.as_ref()?;
        match self {
            Self::Level => member.level.as_ref(),
            Self::Location => member.location.as_ref(),
            Self::BusinessUnit => member.business_unit.as_ref(),
        }
    }
}

impl Policy {
    /// Whether the policy, or one that it extends, holds only a part of its table.
    pub fn is_partial(&self) -> bool {
        self.lineage()
            .any(|policy| policy.document.coverage == Coverage::Partial)
    }
}

impl PolicyRef {
    pub(super) fn of(index: usize, policy: &Policy, features: Active) -> Self {
        let document = &policy.document;
        let stated = unlisted(policy);
        let (source, span) = stated.map_or_else(
            || (&policy.source, document.id.span),
            |(policy, stated)| (&policy.source, stated.span),
        );
        Self {
            id: document.id.value.clone(),
            title: document.title.clone(),
            version: document.version.0.clone(),
            unlisted_place: Place {
                policy: index,
                source: Arc::clone(source),
                span,
            },
            unlisted: stated.map_or(Level::None, |(_, stated)| stated.value),
            partial: policy.is_partial(),
            features_off: defined(policy)
                .map(|(name, _)| name.to_owned())
                .filter(|name| !features.contains(name))
                .collect(),
            features,
            member: MemberField::ALL
                .into_iter()
                .filter_map(|field| member_setting(index, policy, field))
                .collect(),
        }
    }
}

/// The policy's own word on what it does not list, or else the highest of those that it extends.
fn unlisted(policy: &Policy) -> Option<(&Policy, &Spanned<Level>)> {
    let own = policy.document.unlisted.as_ref();
    let own = own.map(|stated| (policy, stated));
    own.or_else(|| {
        let below = policy.bases.iter().rev().filter_map(unlisted);
        below.max_by_key(|(_, stated)| stated.value)
    })
}

/// The policy's own word on a setting, or else that of the nearest that it extends.
fn member_setting(
    index: usize,
    policy: &Policy,
    field: MemberField,
) -> Option<(MemberField, String, Place)> {
    let mut parts = policy.lineage();
    let (part, written) = parts.find_map(|part| Some((part, field.stated(part)?)))?;
    let place = Place {
        policy: index,
        source: Arc::clone(&part.source),
        span: written.span,
    };
    Some((field, written.value.clone(), place))
}
