//! Policies.

use std::sync::Arc;

use leastwise::config::inline_waivers;
use leastwise::model::{Date, Document, SourceText};
use leastwise::policy::lint::{LintOptions, lint};
use leastwise::policy::{
    Choices, Draft, Phase, Policy, Requirements, ResolveError, library, resolve,
};

use super::held;

/// A policy: parsed, linted, resolved, and rewritten with the same requirements.
pub fn policy(data: &[u8]) {
    let policy = match Policy::from_bytes("policy.yaml", data.to_vec(), &library::Library) {
        Ok(policy) => policy,
        Err(problems) => {
            held::problems(&problems);
            return;
        }
    };
    if let Err(problems) = inline_waivers(Document::Policy, &policy.source) {
        held::problems(&problems);
    }
    let options = LintOptions {
        today: Date::constant(2026, 11, 24),
        stale_after: 365,
    };
    for finding in lint(&policy, options) {
        held::sentence(&finding.message);
    }
    for phase in [Phase::Run, Phase::Setup] {
        let choices = Choices {
            phase,
            ..Choices::default()
        };
        match resolve(&[&policy], &choices) {
            Ok(requirements) => described(&policy, &requirements),
            Err(ResolveError::Conflicts(problems)) => held::problems(&problems),
            Err(ResolveError::Choice(error)) => held::sentence(&error.message),
        }
    }
}

/// The policy that is written from requirements has the same requirements.
fn described(policy: &Policy, requirements: &Requirements) {
    let text = Draft::joined(&[policy], requirements, "written").text();
    let source = Arc::new(SourceText::new("written.yaml", text.as_str()));
    let written = Policy::parse(source)
        .unwrap_or_else(|problems| panic!("cannot be read again: {problems:?}\n{text}"));
    let again = resolve(&[&written], &Choices::default())
        .unwrap_or_else(|error| panic!("cannot be resolved again: {error:?}\n{text}"));
    assert_eq!(asked(requirements), asked(&again), "{text}");
    assert_eq!(requirements.unlisted, again.unlisted);
    assert_eq!(requirements.coverage, again.coverage);
}

/// The requirements of each function, in an order that does not depend on the file.
fn asked(requirements: &Requirements) -> Vec<String> {
    let mut asked: Vec<String> = requirements
        .functions
        .iter()
        .map(|function| {
            let ranges: Vec<_> = function
                .operations
                .iter()
                .map(|(_, asked)| asked.as_ref().map(|asked| asked.range))
                .collect();
            let lists = &function.customize;
            // Recommendations in addition to requirements cannot be written.
            let all_optional = lists.iter().all(|list| list.optional);
            let needed = lists.iter().filter(|list| all_optional || !list.optional);
            let mut allow: Vec<_> = needed
                .flat_map(|list| &list.allow)
                .map(|(n, _)| n)
                .collect();
            let mut disallow: Vec<_> = lists
                .iter()
                .flat_map(|list| &list.disallow)
                .map(|(n, _)| n)
                .collect();
            for names in [&mut allow, &mut disallow] {
                names.retain(|name| !name.is_empty());
                names.sort();
                names.dedup();
            }
            let lists = (allow, disallow, lists.iter().any(|list| list.all));
            format!("{:?} {ranges:?} {lists:?}", function.key)
        })
        .collect();
    asked.sort();
    asked
}
