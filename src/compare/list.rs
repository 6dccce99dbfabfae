//! What policies require of a Customize list, individually and together.

use crate::model::unique;
use crate::policy::{CustomizeRequirement, FunctionRequirement, Place};
use crate::report::CustomizeRequest;

/// The requirement of one row.
pub(super) fn of_one(asked: &CustomizeRequirement) -> CustomizeRequest {
    CustomizeRequest {
        all: asked.all,
        allow: names(&asked.allow),
        disallow: names(&asked.disallow),
        partial: asked.partial,
        optional: asked.optional,
    }
}

/// The requirements of all rows together.
pub(super) fn of_all(function: &FunctionRequirement) -> CustomizeRequest {
    let all = function.counting_lists().any(|list| list.all);
    let counting = function.counting_lists().filter(|_| !all);
    let allow = names(counting.flat_map(|list| &list.allow));
    let lists = function.customize.iter();
    CustomizeRequest {
        all,
        disallow: names(lists.flat_map(|list| &list.disallow)),
        partial: !allow.is_empty() && function.list_is_open(),
        allow,
        optional: function.list_is_optional(),
    }
}

/// The items, each once.
fn names<'a>(items: impl IntoIterator<Item = &'a (String, Place)>) -> Vec<String> {
    unique(items.into_iter().map(|(item, _)| item.clone()))
}
