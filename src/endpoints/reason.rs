//! Requests that a permission guards: the reason for a level that a policy does not explain.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalog;
use crate::model::Operation;

use super::answer::{Kind, State};
use super::condition::Hints;
use super::data::Grade;
use super::lookup::{lookup, operations};
use super::target::Target;

/// A published request that a permission guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guarded {
    /// Method.
    pub method: &'static str,
    /// Published path.
    pub path: &'static str,
    /// Confidence.
    pub grade: Grade,
}

type Key = (&'static str, &'static str, Operation);

/// Published requests by permission: the most certain first, then the shortest path.
static GUARDED: LazyLock<HashMap<Key, Vec<Guarded>>> = LazyLock::new(|| {
    let mut all: HashMap<Key, Vec<Guarded>> = HashMap::new();
    for (method, path) in operations() {
        let Ok(target) = Target::parse(path) else {
            continue;
        };
        let answer = lookup(method, &target, &Hints::default());
        if answer.kind != Kind::Function {
            continue;
        }
        let certain = answer.needs.iter();
        for need in certain.filter(|need| need.state == State::Certain) {
            let named = need.module.zip(need.function);
            if let Some(key) = named.and_then(|(m, f)| key(m, f, need.operation)) {
                let known = all.entry(key).or_default();
                known.push(Guarded {
                    method,
                    path,
                    grade: need.grade,
                });
            }
        }
    }
    for known in all.values_mut() {
        known.sort_by_key(|request| {
            (
                std::cmp::Reverse(request.grade),
                request.path.len(),
                request.path,
                request.method,
            )
        });
    }
    all
});

fn key(module: &str, function: &str, operation: Operation) -> Option<Key> {
    let function = catalog::resolve(module, function)?.get();
    Some((function.module, function.name, operation))
}

/// Published requests that need an operation of a function whatever their content, the most
/// certain first.
pub fn guarded_requests(module: &str, function: &str, operation: Operation) -> &'static [Guarded] {
    key(module, function, operation)
        .and_then(|key| GUARDED.get(&key))
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_request_is_never_less_certain_than_the_next() {
        assert!(GUARDED.len() > 100, "{}", GUARDED.len());
        for requests in GUARDED.values() {
            assert!(requests.is_sorted_by(|a, b| a.grade >= b.grade));
        }
    }
}
