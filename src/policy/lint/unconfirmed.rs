//! `unconfirmed`

use super::Check;
use super::view::LintView;
use crate::catalog;
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Reports each guess of `leastwise policy import` that is not confirmed yet, and each extended
    /// policy that has such guesses.
    ///
    /// ## Why it matters
    ///
    /// A program drafted the table: a name can be misspelled, or a column mistaken for another. A
    /// person must compare the draft with its source before it is used.
    ///
    /// ## Example
    ///
    /// `unconfirmed` contains "the table says `Agreemnts`; read as `Agreements`".
    ///
    /// ## How to fix it
    ///
    /// Compare the guess with the source, then accept it, replace it or drop its row with
    /// `leastwise policy confirm`.
    Unconfirmed, Error, "a guess made during import is not confirmed", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let unconfirmed = view.policy.document.unconfirmed.iter();
    let draft = |guess: &crate::policy::Unconfirmed| {
        let module = guess.module.as_deref();
        let known = module
            .zip(guess.function.as_deref())
            .and_then(|(m, f)| catalog::resolve(m, f));
        Draft {
            module: module.map(|name| catalog::module(name).unwrap_or(name).to_owned()),
            function: known
                .map(|id| id.get().name.to_owned())
                .or_else(|| guess.function.0.clone()),
            message: format!("not confirmed: {}", guess.guess.value),
            help: Some("compare it with the source, and run `leastwise policy confirm`".to_owned()),
            operations: guess.operations.iter().map(|one| one.value).collect(),
            places: vec![(guess.guess.span, "a guess".to_owned())],
            ..Draft::default()
        }
    };
    unconfirmed.map(draft).chain(inherited(view)).collect()
}

/// Guesses of the policies that this one extends: it is as uncertain as they are.
fn inherited(view: &LintView<'_>) -> Vec<Draft> {
    let Some(extends) = view.policy.document.extends.iter().next() else {
        return Vec::new();
    };
    let bases = view.policy.lineage().skip(1);
    let drafts = bases.filter(|base| !base.document.unconfirmed.is_empty());
    let draft = |base: &crate::policy::Policy| Draft {
        message: format!(
            "the policy `{}`, which this one extends, has unconfirmed guesses",
            base.id()
        ),
        help: Some(format!(
            "run `leastwise policy confirm {}`",
            base.source.name()
        )),
        places: vec![(extends.span, "a draft".to_owned())],
        ..Draft::default()
    };
    drafts.map(draft).collect()
}
