//! Shared parts of the three rules on Customize lists: what policies require, and what can be seen.

use crate::compare::view::{FunctionView, in_policy};
use crate::model::{Level, Operation, matches, normalize};
use crate::policy::{CustomizeRequirement, FunctionRequirement, Place};
use crate::report::CustomizeItems;
use crate::report::Draft;
use crate::role::RowFunction;

/// The items in a function's Customize list, as far as the source shows them.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) items: Vec<&'a str>,
    pub(super) are: CustomizeItems,
}

/// Why a list cannot be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// The source has no Customize lists: they can be read only for the calling member.
    NotInSource,
    /// The name of the function's list in the API is unknown.
    NoIdentifier,
    /// The items are known, but not whether they are the allowed ones.
    SenseUnknown,
    /// Some items are only numbers.
    OnlyNumbers,
    /// The disallowed items are known, but cannot show that no others are allowed.
    NotTheOthers,
    /// The allowed items are known, but cannot show that every item is allowed.
    NotTheWhole,
}

/// What policies require of the function's list. Empty if the role has no such function or is an
/// administrator role, which is reported as a whole.
pub(super) fn asked<'a>(of: &FunctionView<'a>) -> &'a [CustomizeRequirement] {
    let judged = !of.rows.is_empty() && of.run.role.admin != Some(true);
    let requirement = of.requirement.filter(|_| judged);
    requirement.map_or(&[], |requirement| &requirement.customize)
}

/// What the source shows of the function's list.
pub(super) fn seen<'a>(of: &FunctionView<'a>) -> Result<Seen<'a>, Unseen> {
    let all = of
        .run
        .role
        .origin
        .customize_items
        .as_ref()
        .ok_or(Unseen::NotInSource)?;
    // The name in the role decides: under an older name, the list of a function may be another one.
    let row = of.rows.first().and_then(|row| of.run.role.rows.get(*row));
    let list = match row.map(|row| &row.function) {
        Some(RowFunction::Known(id)) => id.get().customize.ok_or(Unseen::NoIdentifier)?,
        _ => return Err(Unseen::NoIdentifier),
    };
    let items: Vec<&str> = all
        .iter()
        .filter(|item| {
            item.customize_identifier
                .as_deref()
                .is_some_and(|id| id.eq_ignore_ascii_case(list))
        })
        .filter_map(|item| item.item_identifier.as_deref())
        .collect();
    let are = of.run.options.customize_items.ok_or(Unseen::SenseUnknown)?;
    // The form of identifiers is not documented. Numbers cannot be compared with names.
    if items
        .iter()
        .any(|item| !item.chars().any(char::is_alphabetic))
    {
        return Err(Unseen::OnlyNumbers);
    }
    Ok(Seen { items, are })
}

/// Whether a pattern of a policy matches an item: the whole name, or the part after the category.
pub(in crate::compare) fn means(pattern: &str, item: &str) -> bool {
    let (pattern, item) = (normalize(pattern), normalize(item));
    let without_category = |text: &str| text.split_once('/').map(|(_, name)| name.to_owned());
    matches(&pattern, &item)
        || (!item.contains('/')
            && without_category(&pattern).is_some_and(|name| matches(&name, &item)))
}

/// Whether the lists of the policies together name all items that may be allowed. If so, any other
/// item is excess.
pub(super) fn is_closed(of: &FunctionView<'_>) -> bool {
    let asked = asked(of);
    asked.iter().any(|asked| !asked.allow.is_empty())
        && !asked.iter().any(|asked| asked.all || asked.partial)
        && !of
            .requirement
            .is_some_and(FunctionRequirement::is_needed_without_list)
}

/// A finding about one item of the list: what the list does with it, and what to do there.
pub(super) fn draft(
    of: &FunctionView<'_>,
    asked: &CustomizeRequirement,
    item: &str,
    (place, label): (&Place, &str),
    does: &str,
    action: &str,
) -> Draft {
    let run = of.run;
    let message = format!("{}: the Customize list {does} `{item}`", of.label());
    let mut draft = of.draft(message);
    draft.help = Some(instruction(of, action));
    draft.item = Some(item.to_owned());
    draft.granted_operations = Operation::ALL
        .into_iter()
        .filter(|operation| {
            let rows = of.rows.iter().filter_map(|row| run.role.rows.get(*row));
            let mut levels = rows.map(|row| row.levels.get(*operation).level());
            levels.any(|level| level > Level::None)
        })
        .collect();
    draft.purpose.clone_from(&asked.purpose);
    draft.policies = run.requirements.ids([asked.place.policy]);
    draft.locations = role_place(of).into_iter().collect();
    draft.locations.push(in_policy(place, label));
    draft
}

/// Merges findings about the same item of several policies.
pub(super) fn joined(found: Vec<Draft>) -> Vec<Draft> {
    let same = |one: &Draft, other: &Draft| {
        let name = |draft: &Draft| draft.item.as_deref().map(normalize);
        name(one) == name(other)
    };
    let mut joined: Vec<Draft> = Vec::new();
    for draft in found {
        let Some(before) = joined.iter_mut().find(|before| same(before, &draft)) else {
            joined.push(draft);
            continue;
        };
        match (&mut before.purpose, draft.purpose) {
            (Some(purpose), Some(other)) if *purpose != other => {
                purpose.push_str("; ");
                purpose.push_str(&other);
            }
            (purpose @ None, other) => *purpose = other,
            _ => {}
        }
        for policy in draft.policies {
            if !before.policies.contains(&policy) {
                before.policies.push(policy);
            }
        }
        for location in draft.locations {
            if !before.locations.contains(&location) {
                before.locations.push(location);
            }
        }
        // The higher severity wins: a recommendation does not weaken a requirement.
        before.severity = before.severity.zip(draft.severity).map(|(a, b)| a.max(b));
    }
    joined
}

/// The row of the function in the role.
pub(super) fn role_place(of: &FunctionView<'_>) -> Option<crate::model::Location> {
    let row = *of.rows.first()?;
    Some(of.run.at_name(row, "this function's Customize list"))
}

/// The path to the list, and what to do there.
pub(super) fn instruction(of: &FunctionView<'_>, action: &str) -> String {
    format!(
        "{} > Customize: {action}",
        of.run.path(of.module, of.function).join(" > ")
    )
}

#[cfg(test)]
mod tests {
    use super::means;

    #[test]
    fn a_pattern_matches_names() {
        assert!(means("Company / Company Type", "company/company type"));
        assert!(means("Company / Company Type", "Company Type"));
        assert!(means("Companies / *", "Companies / Anything"));
        assert!(means("*(auto)", "Server (auto)"));
        assert!(means("Managed *er*", "Managed Server 1"));
        assert!(!means("Companies / *", "Service / Board"));
        assert!(!means("Company Type", "Company Status"));
        assert!(!means("a*a", "a"));
    }
}
