//! Customize lists that the source does not show: what to look for.

use crate::policy::{CustomizeRequirement, FunctionRequirement, Place};
use crate::report::Change;

/// What to look for in the list of a function, if its policies speak of one.
pub(super) fn look(asked: &FunctionRequirement, unseen: String) -> Option<Change> {
    let lists = &asked.customize;
    let all = lists.iter().any(|list| list.all);
    let allow = if all {
        Vec::new()
    } else {
        items(lists, |list| &list.allow)
    };
    let disallow = items(lists, |list| &list.disallow);
    (all || !allow.is_empty() || !disallow.is_empty()).then_some(Change::Look {
        all,
        allow,
        disallow,
        unseen,
    })
}

/// The items of several lists, each once.
fn items(
    lists: &[CustomizeRequirement],
    pick: fn(&CustomizeRequirement) -> &Vec<(String, Place)>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (item, _) in lists.iter().flat_map(pick) {
        if !names.contains(item) {
            names.push(item.clone());
        }
    }
    names
}
