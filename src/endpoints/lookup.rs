//! From a method and a path to the permissions.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Operation;

use super::answer::{Answer, Kind, Need, State};
use super::condition::{Hints, Verdict, decide, record_type};
use super::data::{Grade, MAP, OPERATIONS, Rule, RuleNeed};
use super::guards::Guards;
use super::paths::{Template, methods_of, template};
use super::target::{METHODS, Target, by_method};

static EVIDENCE: LazyLock<HashMap<(String, String), &'static Rule>> = LazyLock::new(|| {
    MAP.rules
        .iter()
        .filter(|rule| rule.kind == "evidence")
        .flat_map(|rule| {
            rule.methods
                .iter()
                .map(move |method| ((method.clone(), rule.path.to_lowercase()), rule))
        })
        .collect()
});

/// Every published operation: method and path.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(path, methods)| methods.split(',').map(move |method| (method, path)))
}

/// Methods that are published for the path of a target.
pub fn published_methods(target: &Target) -> &'static [&'static str] {
    template(&target.segments).methods
}

/// Answers which permissions a request needs.
pub fn lookup(method: &str, target: &Target, hints: &Hints<'_>) -> Answer {
    lookup_with(&Guards::default(), method, target, hints)
}

/// Answers which permissions a request needs, by rules of your own first.
pub fn lookup_with(guards: &Guards, method: &str, target: &Target, hints: &Hints<'_>) -> Answer {
    let asked = method.to_ascii_uppercase();
    let mut template = template(&target.segments);
    if asked == "OPTIONS" {
        return Answer::empty(&asked, template.path(), Kind::Preflight);
    }
    // What another method does is not known.
    if !METHODS.contains(&asked.as_str()) {
        return Answer::empty(&asked, template.path(), Kind::NotUnderstood);
    }
    if asked == "POST" && !template.methods.contains(&"POST") {
        template = template.ending_in(&target.segments, is_ending);
    }
    let method = if asked == "HEAD" {
        "GET"
    } else {
        asked.as_str()
    };
    if let Some(mut answer) = guards.answer(method, target) {
        answer.method = asked;
        answer.path = template.path();
        return answer;
    }
    let published = template.methods.contains(&method);
    let hints = Hints {
        record_type: target.record_type.as_deref().or(hints.record_type),
        ..*hints
    };
    let mut answer = guarded(method, &template, &hints);
    answer.method.clone_from(&asked);
    answer.path = template.path();
    if answer.kind != Kind::NotUnderstood {
        if !published {
            answer.cap(Grade::Inferred);
            answer.doubt("not-published");
        }
        if template.odd_id {
            answer.cap(Grade::Inferred);
            answer.doubt("odd-id");
        }
    }
    answer
}

fn guarded(method: &str, template: &Template, hints: &Hints<'_>) -> Answer {
    let path = template.path();
    if let Some(&rule) = EVIDENCE.get(&(method.to_owned(), path.to_lowercase())) {
        let mut answer = start(rule, method, rule.grade);
        for need in &rule.needs {
            let operation = operation_word(&need.operation).unwrap_or(by_method(method));
            add(&mut answer, need, operation, need.grade, hints);
        }
        return answer;
    }
    if let Some(parent) = parent(method, &template.segments) {
        let parent = Template {
            methods: methods_of(&parent),
            segments: parent,
            odd_id: false,
        };
        let mut answer = guarded("GET", &parent, hints);
        if answer.kind != Kind::NotUnderstood {
            answer.cap(Grade::Likely);
            return answer;
        }
    }
    let Some((rule, rest)) = family(method, &template.segments) else {
        return Answer::empty(method, path, Kind::NotUnderstood);
    };
    let info = template
        .segments
        .iter()
        .skip(2)
        .any(|part| part.eq_ignore_ascii_case("info"));
    if method == "GET"
        && info
        && rule.setup
        && let Some(reduced) = MAP.rules.iter().find(|rule| rule.kind == "reduced")
    {
        return start(reduced, method, reduced.grade);
    }
    by_family(rule, rest, method, template, hints)
}

fn by_family(
    rule: &'static Rule,
    rest: usize,
    method: &str,
    template: &Template,
    hints: &Hints<'_>,
) -> Answer {
    let tail = template.segments.len().saturating_sub(rest);
    let itself = match template.segments.get(tail..) {
        Some([]) => true,
        Some([one]) => one == "{id}",
        _ => false,
    };
    let write = method != "GET";
    let below = !itself || (rule.setup && write);
    let grade = if below {
        rule.grade_below.unwrap_or(rule.grade)
    } else {
        rule.grade
    };
    let mut answer = start(rule, method, grade);
    let named = (method == "POST")
        .then(|| ending(&template.segments))
        .flatten();
    for need in &rule.needs {
        let mut grade = grade.min(need.grade);
        let operation = operation_word(&need.operation).unwrap_or_else(|| match named {
            Some(operation) => {
                if operation != Operation::Add {
                    grade = grade.min(Grade::Inferred);
                }
                operation
            }
            None => by_method(method),
        });
        add(&mut answer, need, operation, grade, hints);
    }
    if let Some(first) = answer.needs.first() {
        answer.grade = Some(grade.min(first.grade));
    }
    if answer.kind == Kind::Function && write {
        let single = rule.path.ends_with("/**");
        if method == "POST" && (!itself || !single) && !template.methods.contains(&"GET") {
            answer.doubt("post-action");
        } else if !itself {
            answer.doubt("sub-resource-write");
        }
    }
    let reads = answer
        .needs
        .first()
        .is_some_and(|need| need.operation == Operation::Inquire);
    if !reads {
        answer.doubts.retain(|key| *key != "setup-free-read");
    }
    answer
}

fn start(rule: &'static Rule, method: &str, grade: Grade) -> Answer {
    let kind = match rule.answer.as_str() {
        "function" => Kind::Function,
        "none" => Kind::None,
        "outside" => Kind::Outside,
        _ => Kind::Unknown,
    };
    let mut answer = Answer::empty(method, String::new(), kind);
    answer.grade = Some(grade);
    answer.doubts = rule.doubts.iter().map(String::as_str).collect();
    answer.rule = Some(rule);
    answer
}

fn add(
    answer: &mut Answer,
    need: &'static RuleNeed,
    operation: Operation,
    grade: Grade,
    hints: &Hints<'_>,
) {
    let mut module = need.module.as_deref();
    let mut function = need.function.as_deref();
    let state = match need.when.as_deref() {
        None => State::Certain,
        Some("record-type") => match record_type(hints) {
            Some(found) => {
                (module, function) = (Some(found.0), Some(found.1));
                State::Certain
            }
            None => State::Open,
        },
        Some(condition) => match decide(condition, hints) {
            Verdict::Met => State::Certain,
            Verdict::NotMet => return,
            Verdict::Open => State::Open,
        },
    };
    answer.needs.push(Need {
        module,
        function,
        operation,
        needs_all: need.level.as_deref() == Some("All"),
        grade,
        items: Cow::Borrowed(&need.items),
        when: need.when.as_deref(),
        state,
    });
}

/// Path without an ending that takes the answer of its parent.
fn parent(method: &str, segments: &[String]) -> Option<Vec<String>> {
    MAP.follow_parent.iter().find_map(|known| {
        if method != "GET" && !(method == "POST" && known == "count") {
            return None;
        }
        let length = ends_with(segments, known)?;
        let kept = segments.get(..segments.len().checked_sub(length)?)?;
        (!kept.is_empty()).then(|| kept.to_vec())
    })
}

/// Whether a word at the end of a POST names its operation.
fn is_ending(word: &str) -> bool {
    let mut endings = MAP.post_endings.values().flatten();
    endings.any(|known| known.eq_ignore_ascii_case(word))
}

/// Operation that the last segments of a POST name.
fn ending(segments: &[String]) -> Option<Operation> {
    MAP.post_endings
        .iter()
        .flat_map(|(word, endings)| endings.iter().map(move |known| (word, known)))
        .find(|(_, known)| ends_with(segments, known).is_some())
        .and_then(|(word, _)| operation_word(word))
}

fn ends_with(segments: &[String], ending: &str) -> Option<usize> {
    let parts: Vec<_> = ending.split('/').collect();
    let tail = segments.get(segments.len().checked_sub(parts.len())?..)?;
    tail.iter()
        .zip(&parts)
        .all(|(given, part)| given.eq_ignore_ascii_case(part))
        .then_some(parts.len())
}

/// A family with its pattern taken apart.
struct Family {
    rule: &'static Rule,
    parts: Vec<&'static str>,
    /// Whether the pattern fits everything below it too.
    open: bool,
    literal: usize,
}

/// Families by the first segment of their patterns, in small letters.
static FAMILIES: LazyLock<HashMap<String, Vec<Family>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Family>> = HashMap::new();
    for rule in MAP.rules.iter().filter(|rule| rule.kind == "family") {
        let pattern = rule.path.trim_end_matches("/**");
        let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        let first = parts
            .first()
            .map_or_else(String::new, |part| part.to_lowercase());
        all.entry(first).or_default().push(Family {
            rule,
            literal: parts.iter().filter(|part| **part != "{id}").count(),
            open: rule.path.ends_with("/**"),
            parts,
        });
    }
    all
});

/// The most specific family, and how many segments are below its pattern.
fn family(method: &str, segments: &[String]) -> Option<(&'static Rule, usize)> {
    let families = FAMILIES.get(&segments.first()?.to_lowercase())?;
    let fits = |family: &&Family| {
        let methods = &family.rule.methods;
        let length = family.parts.len();
        let start = segments
            .get(..length)
            .filter(|_| family.open || length == segments.len());
        (methods.is_empty() || methods.iter().any(|known| known == method))
            && start.is_some_and(|start| {
                let mut pairs = start.iter().zip(&family.parts);
                pairs.all(|(given, part)| given.eq_ignore_ascii_case(part))
            })
    };
    // Of equally specific ones, the first.
    let specific = |family: &&Family| Reverse((family.literal, !family.rule.methods.is_empty()));
    let best = families.iter().filter(fits).min_by_key(specific)?;
    Some((best.rule, segments.len() - best.parts.len()))
}

fn operation_word(word: &str) -> Option<Operation> {
    let mut all = Operation::ALL.into_iter();
    all.find(|operation| operation.key() == word)
}

#[cfg(test)]
mod tests;
