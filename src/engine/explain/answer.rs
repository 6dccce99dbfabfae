//! From a request or an error to its explanation.

use super::document::{Asking, Explanation, Need, OtherReading, Request, SCHEMA, Subject};
use super::facts::FunctionFacts;
use super::input::{Asked, json};
use crate::catalog;
use crate::endpoints::{
    Answer, Grade, Guards, Hints, Kind, State, Target, condition_text, doubt_text, lookup_with,
    operations, published_methods, rules, shown_path, source,
};
use crate::policy::Policy;
use crate::yaml::nearest;

/// Explains a request or an error: with rules of your own for requests, and the policies that are
/// searched for reasons.
pub fn explain(asked: &Asked, guards: &Guards, policies: &[Policy]) -> Explanation {
    match asked {
        Asked::NotRest => empty(Subject::Request, "not-rest"),
        Asked::Request {
            method,
            target,
            body,
        } => of_request(method.as_deref(), target, body.as_deref(), guards, policies),
        Asked::Error {
            status,
            kind,
            request,
        } => {
            let mut explanation = match request {
                Some((method, target)) => {
                    of_request(method.as_deref(), target, None, guards, policies)
                }
                None => empty(Subject::Error, ""),
            };
            explanation.kind = Subject::Error;
            explanation.status = *status;
            explanation.answer = kind.word();
            explanation.title = Some(kind.title());
            explanation.advice = Some(kind.advice());
            explanation
        }
    }
}

fn empty(kind: Subject, answer: &'static str) -> Explanation {
    Explanation {
        schema: SCHEMA,
        kind,
        answer,
        ..Explanation::default()
    }
}

fn of_request(
    method: Option<&str>,
    target: &Target,
    body: Option<&str>,
    guards: &Guards,
    policies: &[Policy],
) -> Explanation {
    let value = json(body);
    let hints = Hints {
        request: value.as_ref(),
        form: body.filter(|_| value.is_none()),
        ..Hints::default()
    };
    let published = published_methods(target);
    let methods = match (method, published) {
        (Some(method), _) => vec![method],
        (None, []) => vec!["GET"],
        (None, known) => known.to_vec(),
    };
    let mut all = methods.into_iter().map(|method| {
        let answer = lookup_with(guards, method, target, &hints);
        let mut found = of_answer(&answer, policies);
        found.published_methods = published.to_vec();
        // The last segment is no id of the published path.
        if lookup_with(guards, "GET", target, &hints).path != answer.path {
            found.published_methods.clear();
        }
        if published.is_empty() && found.own_rule.is_none() {
            found.near = near(&answer.path);
        }
        if target.doubled_prefix {
            found.flags.push("doubled-prefix");
        }
        found
    });
    let mut first = all
        .next()
        .unwrap_or_else(|| empty(Subject::Request, "not-understood"));
    first.other_methods = all.collect();
    first
}

/// The published path that an unknown one is nearest to.
fn near(path: &str) -> Option<String> {
    let segments = path.matches('/').count();
    let mut known: Vec<&str> = operations()
        .map(|(_, path)| path)
        .filter(|known| known.matches('/').count() == segments)
        .collect();
    known.dedup();
    let found = nearest(path, known)?;
    (!found.eq_ignore_ascii_case(path)).then(|| found.to_owned())
}

fn of_answer(answer: &Answer, policies: &[Policy]) -> Explanation {
    let mut found = empty(Subject::Request, answer.kind.word());
    found.request = Some(Request {
        method: answer.method.clone(),
        path: shown_path(&answer.path),
    });
    found.grade = answer.grade.map(Grade::word);
    found.needs = answer
        .needs
        .iter()
        .map(|known| need(known, policies))
        .collect();
    found.doubts.clone_from(&answer.doubts);
    found.own_rule.clone_from(&answer.own_rule);
    if let Some(rule) = answer.rule {
        found.notes.extend(rule.note.clone());
        found.other_readings = rule
            .other_readings
            .iter()
            .map(|reading| OtherReading {
                module: reading.module.as_deref(),
                function: reading.function.as_deref(),
                source: reading
                    .source
                    .as_deref()
                    .and_then(source)
                    .map(|source| source.title.as_str()),
            })
            .collect();
        found.sources = rule.sources.iter().filter_map(|key| source(key)).collect();
    }
    let doubts = answer.doubts.iter();
    found
        .notes
        .extend(doubts.map(|doubt| doubt_text(doubt).unwrap_or(doubt).to_owned()));
    if answer.kind == Kind::Unknown && rules().is_empty() {
        found.notes.push("The map could not be read.".to_owned());
    }
    let asked_by = found.needs.iter().flat_map(|need| &need.asked_by);
    let mut ids: Vec<String> = asked_by.map(|asking| asking.policy.clone()).collect();
    ids.sort();
    ids.dedup();
    found.policies = ids;
    found
}

fn need(need: &crate::endpoints::Need, policies: &[Policy]) -> Need {
    let named = need.module.zip(need.function);
    Need {
        module: need.module,
        function: need.function,
        operation: need.operation,
        level: crate::model::Level::All,
        my_may_be_enough: !need.needs_all,
        grade: need.grade.word(),
        items: need.items.to_vec(),
        when: need.when,
        condition: need.when.map(|when| condition_text(when).unwrap_or(when)),
        certain: need.state == State::Certain,
        fix: named.map(|(module, function)| {
            format!(
                "System > Security Roles > (this role) > {module} > {function}: set {} Level to All",
                need.operation.title()
            )
        }),
        asked_by: asked_by(need, policies),
    }
}

/// Policies that ask for a need, with their purpose.
fn asked_by(need: &crate::endpoints::Need, policies: &[Policy]) -> Vec<Asking> {
    let named = need.module.zip(need.function);
    let Some(id) = named.and_then(|(module, function)| catalog::resolve(module, function)) else {
        return Vec::new();
    };
    let mut found: Vec<Asking> = FunctionFacts::of(id, policies)
        .needs
        .iter()
        .filter(|known| {
            known.operation == need.operation
                && !known.whole_module
                && known.level.max != crate::model::Level::None
        })
        .map(|known| Asking {
            policy: known.policy.to_owned(),
            purpose: known.purpose.map(str::to_owned),
        })
        .collect();
    found.dedup();
    found
}
