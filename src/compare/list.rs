//! What policies ask of a Customize list, one by one and together.

use crate::policy::{CustomizeRequirement, Place};
use crate::report::ListAsk;

/// What one row asks.
pub(super) fn of_one(asked: &CustomizeRequirement) -> ListAsk {
    of_all(std::slice::from_ref(asked))
}

/// What all rows ask together. What only some of them recommend is left open beside what others
/// need: the list may have it, and need not.
pub(super) fn of_all(asked: &[CustomizeRequirement]) -> ListAsk {
    let optional = !asked.is_empty() && asked.iter().all(|list| list.optional);
    let counting = || asked.iter().filter(|list| optional || !list.optional);
    let recommended = asked
        .iter()
        .any(|list| !optional && list.optional && !list.allow.is_empty());
    let all = counting().any(|list| list.all);
    let allow = if all {
        Vec::new()
    } else {
        names(counting().flat_map(|list| &list.allow))
    };
    ListAsk {
        all,
        partial: !allow.is_empty() && (recommended || counting().any(|list| list.partial)),
        allow,
        disallow: names(asked.iter().flat_map(|list| &list.disallow)),
        optional,
    }
}

/// The items, each once.
fn names<'a>(items: impl Iterator<Item = &'a (String, Place)>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (item, _) in items {
        if !names.contains(item) {
            names.push(item.clone());
        }
    }
    names
}
