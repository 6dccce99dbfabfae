//! `contradiction`

use std::collections::HashSet;

use super::Check;
use super::view::{Draft, LintView};
use crate::policy::{Choices, Phase, ResolveError, resolve};

lint! {
    /// ## What it does
    ///
    /// Finds statements of one policy that no role can satisfy together: a written maximum below
    /// what the policy needs elsewhere. It looks at the policy as it is by default, with each of
    /// its features, and in both phases.
    ///
    /// ## Why it matters
    ///
    /// `check` refuses such a policy, and only for those who use the feature: the others never see
    /// it.
    ///
    /// ## Example
    ///
    /// A function has `edit: { level: { max: My } }`, and under `when: billing` it has `edit: All`.
    ///
    /// ## How to fix
    ///
    /// Raise the maximum, or lower the need. A maximum is a limit for everyone; a plain level is not.
    Contradiction, Error, "two statements of the policy contradict one another", Check::Policy(check)
}

fn check(view: &LintView<'_>) -> Vec<Draft> {
    let policy = view.policy;
    let features = crate::policy::features::defined(policy).map(|(name, _)| vec![name.to_owned()]);
    let mut seen = HashSet::new();
    let mut found: Vec<Draft> = Vec::new();
    for on in std::iter::once(Vec::new()).chain(features) {
        for phase in [Phase::Run, Phase::Setup] {
            let choices = Choices {
                on: on.clone(),
                phase,
                ..Choices::default()
            };
            let Err(ResolveError::Conflicts(problems)) = resolve(&[policy], &choices) else {
                continue;
            };
            for problem in problems {
                if !seen.insert(problem.message.clone()) {
                    continue;
                }
                // Only what stands in this file can be shown in it.
                let here = problem
                    .locations
                    .into_iter()
                    .filter(|place| place.file == policy.source.name());
                let mut places: Vec<_> = here.map(|place| (place.span, place.label)).collect();
                if places.is_empty() {
                    places.push((policy.document.id.span, "by what it extends".to_owned()));
                }
                found.push(Draft {
                    message: problem.message,
                    help: Some("raise the maximum, or lower the need".to_owned()),
                    places,
                    ..Draft::default()
                });
            }
        }
    }
    found
}
