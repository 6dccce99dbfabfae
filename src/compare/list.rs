//! What policies ask of a Customize list, one by one and together.

use crate::policy::{CustomizeRequirement, FunctionRequirement, Place};
use crate::report::ListAsk;

/// What one row asks.
pub(super) fn of_one(asked: &CustomizeRequirement) -> ListAsk {
    joined(std::slice::from_ref(asked), false)
}

/// What all rows ask together. Where a policy needs the function and says nothing of its list, the
/// others' lists do not name everything.
pub(super) fn of_all(function: &FunctionRequirement) -> ListAsk {
    joined(&function.customize, function.is_needed_without_list())
}

/// What only some of the lists recommend is left open beside what others need: the list may have it,
/// and need not.
fn joined(asked: &[CustomizeRequirement], open: bool) -> ListAsk {
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
        partial: !allow.is_empty() && (open || recommended || counting().any(|list| list.partial)),
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
