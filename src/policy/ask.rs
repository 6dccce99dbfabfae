//! How what several policies say of one function joins.

use super::requirements::{
    CustomizeRequirement, FunctionRequirement, OperationRequirement, Origin,
};
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, LevelRange, Operation, PerOperation, Phase, unique};
use crate::report::Idle;

impl FunctionRequirement {
    pub(super) fn named(key: Option<FunctionKey>, module: &str, function: &str) -> Self {
        let (module, function) = match &key {
            Some(FunctionKey::Known(id)) => (id.get().module, id.get().name),
            _ => (catalog::module(module).unwrap_or(module), function),
        };
        Self {
            module: module.to_owned(),
            function: function.to_owned(),
            key,
            older: Vec::new(),
            listed: Vec::new(),
            operations: PerOperation::default(),
            dormant: PerOperation::default(),
            customize: Vec::new(),
            unstated: Vec::new(),
        }
    }

    pub(super) fn ask(&mut self, operation: Operation, origin: Origin) {
        let slot = self.operations.get_mut(operation);
        let asked = slot.get_or_insert_with(|| OperationRequirement {
            range: origin.range,
            origins: Vec::new(),
        });
        asked.origins.push(origin);
        let origins = asked.origins.iter();
        if let Some(range) = joined(origins.map(|origin| (origin.range, origin.ceiling))) {
            asked.range = range;
        }
    }

    /// What is asked of each operation that is stated and counts.
    pub fn asked(&self) -> impl Iterator<Item = (Operation, &OperationRequirement)> {
        let operations = self.operations.iter();
        operations.filter_map(|(operation, asked)| Some((operation, asked.as_ref()?)))
    }

    /// The operations of which a role must grant something.
    pub(crate) fn needed(&self) -> impl Iterator<Item = (Operation, &OperationRequirement)> {
        self.asked()
            .filter(|(_, asked)| asked.range.min > Level::None)
    }

    /// What the policies remark on rows without a level, as half a sentence.
    pub(crate) fn remarks(&self) -> Option<String> {
        let notes: Vec<&str> = self
            .unstated
            .iter()
            .filter_map(|row| row.note.as_deref())
            .collect();
        (!notes.is_empty()).then(|| format!("its note: {}", notes.join(" ")))
    }

    /// Whether a policy needs the function and says nothing of its Customize list: then the lists of
    /// others do not name everything that is needed there.
    pub(crate) fn is_needed_without_list(&self) -> bool {
        let listing: Vec<usize> = self
            .customize
            .iter()
            .map(|list| list.place.policy)
            .collect();
        let needing = self
            .asked()
            .flat_map(|(_, asked)| &asked.origins)
            .filter(|origin| origin.range.min > Level::None)
            .map(|origin| origin.place.policy);
        needing
            .chain(self.unstated.iter().map(|row| row.place.policy))
            .any(|policy| !listing.contains(&policy))
    }

    /// Whether every Customize list that is asked for is a recommendation.
    pub(crate) fn list_is_optional(&self) -> bool {
        !self.customize.is_empty() && self.customize.iter().all(|list| list.optional)
    }

    /// The Customize lists that count together: recommendations only where nothing else is asked.
    pub(crate) fn counting_lists(&self) -> impl Iterator<Item = &CustomizeRequirement> {
        let optional = self.list_is_optional();
        let lists = self.customize.iter();
        lists.filter(move |list| optional || !list.optional)
    }

    /// Whether the Customize lists together leave open what else may be allowed. What only some of them
    /// recommend cannot be shown next to what others need: it is left open too.
    pub(crate) fn list_is_open(&self) -> bool {
        let names = |list: &CustomizeRequirement| !list.allow.is_empty();
        let mut lists = self.customize.iter();
        let mixed =
            !self.list_is_optional() && lists.clone().any(|list| list.optional && names(list));
        lists.clone().any(names)
            && (mixed || self.is_needed_without_list() || lists.any(|list| list.partial))
    }

    /// The features that would need an operation and are off, each once. A user of one that is not
    /// named would lose its level.
    pub(crate) fn inactive_features(&self, operation: Operation) -> Vec<&str> {
        let dormant = self.dormant.get(operation).iter();
        let names = dormant.flat_map(|one| match &one.reason {
            Idle::Features(names) => names.as_slice(),
            _ => &[],
        });
        unique(names.map(String::as_str))
    }

    /// Forgets rows without a level where another row of the same policy states one: it was said.
    pub(super) fn settle(&mut self) {
        let asked = self.asked().flat_map(|(_, asked)| &asked.origins);
        let dormant = self.dormant.iter();
        let dormant = dormant.flat_map(|(_, dormant)| dormant.iter().map(|one| &one.origin));
        let stating: Vec<usize> = asked
            .chain(dormant)
            .map(|origin| origin.place.policy)
            .collect();
        self.unstated
            .retain(|row| !stating.contains(&row.place.policy));
    }
}

impl OperationRequirement {
    /// Whether the level is asked for only until the setup is done.
    pub fn is_for_setup(&self) -> bool {
        let mut needing = self
            .origins
            .iter()
            .filter(|origin| origin.range.min >= self.range.min);
        self.range.min > Level::None && needing.all(|origin| origin.phase == Phase::Setup)
    }
}

/// The levels that satisfy every policy: the highest need counts, up to the lowest stated limit. If
/// the limit is lower than a need, the minimum is above the maximum. `None` if no policy states a
/// level.
pub fn joined(asked: impl IntoIterator<Item = (LevelRange, Option<Level>)>) -> Option<LevelRange> {
    let join = |(one, limit): (LevelRange, Option<Level>), (other, set)| {
        let other: LevelRange = other;
        let range = LevelRange {
            min: one.min.max(other.min),
            max: one.max.max(other.max),
        };
        let limit = [limit, set].into_iter().flatten().min();
        (range, limit)
    };
    let (range, limit) = asked.into_iter().reduce(join)?;
    Some(LevelRange {
        max: limit.map_or(range.max, |limit| range.max.min(limit)),
        ..range
    })
}
