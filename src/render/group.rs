//! Groups findings about one function.

use crate::report::{Finding, RuleId};

/// Excess findings of one function that fit in one sentence.
pub(super) fn groups(findings: &[Finding]) -> impl Iterator<Item = &[Finding]> {
    findings.chunk_by(|one, other| {
        one.rule == other.rule
            && matches!(one.rule, RuleId::ExcessFunction | RuleId::ExcessLevel)
            && one.severity == other.severity
            && one.module == other.module
            && one.function == other.function
            && one.because == other.because
            && one.purpose.is_none()
            && other.purpose.is_none()
            && one.waiver == other.waiver
            && one.baseline == other.baseline
    })
}

/// `Sales / Opportunity` and `Add All, Edit All`, for findings about operations of one function.
pub(super) fn names_and_levels(group: &[Finding]) -> Option<(String, String)> {
    let first = group.first()?;
    let levels: Option<Vec<String>> = group
        .iter()
        .map(|finding| {
            Some(format!(
                "{} {}",
                finding.operation?.title(),
                finding.granted?
            ))
        })
        .collect();
    let names = [first.module.as_deref()?, first.function.as_deref()?].join(" / ");
    Some((names, levels?.join(", ")))
}

/// The reason for several levels, from the reason for one: `no policy asks for them`.
pub(super) fn of_several(why: &str) -> String {
    let why = match why.strip_suffix(" it") {
        Some(head) => format!("{head} them"),
        None => why.replace(" asks for it only ", " asks for them only "),
    };
    match why.strip_prefix("it is ") {
        Some(rest) => format!("they are {rest}"),
        None => why.replace(", but it is ", ", but they are "),
    }
}

/// One sentence for the whole group.
pub(super) fn message(group: &[Finding]) -> String {
    let [first, _, ..] = group else {
        return group
            .first()
            .map_or_else(String::new, |only| only.message.clone());
    };
    let Some((names, levels)) = names_and_levels(group) else {
        return first.message.clone();
    };
    let why = match (first.rule, first.because.as_deref()) {
        (RuleId::ExcessFunction, _) => "no policy lists this function",
        (_, because) => because.unwrap_or("no policy asks for it"),
    };
    let why = of_several(why);
    format!("{names}: {levels}, but {why}")
}
