//! `contradiction`

use std::collections::HashMap;

use super::Check;
use super::view::LintView;
use crate::model::{Level, LevelRange, Operation};
use crate::policy::{Phase, Row, Stated, Statement, Use, defined};
use crate::report::{Draft, rule};

rule! {
    /// ## What it does
    ///
    /// Finds statements of one policy that no role can satisfy together: a written maximum below
    /// what the policy needs elsewhere. It checks every combination of features, in both phases.
    ///
    /// ## Why it matters
    ///
    /// `check` refuses such a policy, but only under the choices that bring the two statements
    /// together. Other users never see the error.
    ///
    /// ## Example
    ///
    /// A function has `edit: { level: { max: My } }`, and under `when: billing` it has `edit: All`.
    ///
    /// ## How to fix it
    ///
    /// Raise the maximum, or require a lower level. A maximum is a limit for everyone; a plain level is not.
    Contradiction, Error, "two statements of the policy contradict each other", Check::Policy(check)
}

/// Turning on a feature or the setup phase only adds to what a policy asks. So every pair of
/// statements that can meet does meet under some choices, and pairs are all there is to compare.
fn check(view: &LintView<'_>) -> Vec<Draft> {
    let functions = view.policy.functions();
    let wholes: HashMap<&str, &Stated<'_>> = functions
        .iter()
        .filter(|function| function.key.is_none())
        .map(|whole| (whole.module, whole))
        .collect();
    let mut found = Vec::new();
    for function in &functions {
        let whole = function
            .key
            .as_ref()
            .and_then(|_| wholes.get(function.module));
        for operation in Operation::ALL {
            let own = words(&function.rows, operation);
            let inherited = whole.map_or_else(Vec::new, |whole| words(&whole.rows, operation));
            let pairs = pairs(&own, &own)
                .chain(pairs(&own, &inherited))
                .chain(pairs(&inherited, &own));
            // The pair that the fewest choices bring together is the one to show.
            let first = pairs.min_by_key(|(limit, need)| view.choices(limit, need).len());
            found.extend(first.map(|(limit, need)| view.contradiction(function, limit, need)));
        }
    }
    found
}

/// What matters of the statements on an operation: of each row the limits and the needs, each level
/// once, under the fewest conditions.
fn words<'a>(rows: &[Row<'a>], operation: Operation) -> Vec<Statement<'a>> {
    let mut kept: Vec<Statement<'a>> = Vec::new();
    for row in rows {
        let mut of_row: Vec<Statement<'a>> = Vec::new();
        for statement in row.statements() {
            if statement.operation != operation || statement.condition.usage == Use::Legacy {
                continue;
            }
            let weight = |statement: &Statement<'_>| {
                let setup = usize::from(statement.condition.phase == Phase::Setup);
                statement.condition.features().count() + setup
            };
            let same = of_row.iter_mut().find(|known| {
                (known.ceiling, known.accepted().min)
                    == (statement.ceiling, statement.accepted().min)
            });
            match same {
                Some(known) if weight(known) <= weight(&statement) => {}
                Some(known) => *known = statement,
                None => of_row.push(statement),
            }
        }
        kept.append(&mut of_row);
    }
    kept
}

/// The limits of one list that lie below needs of another.
fn pairs<'s, 'a>(
    limits: &'s [Statement<'a>],
    needs: &'s [Statement<'a>],
) -> impl Iterator<Item = (&'s Statement<'a>, &'s Statement<'a>)> {
    limits.iter().flat_map(move |limit| {
        let needs = needs.iter();
        needs
            .filter(|need| limit.ceiling.is_some_and(|most| need.accepted().min > most))
            .map(move |need| (limit, need))
    })
}

impl LintView<'_> {
    fn contradiction(
        &self,
        function: &Stated<'_>,
        limit: &Statement<'_>,
        need: &Statement<'_>,
    ) -> Draft {
        let ceiling = LevelRange::at_most(limit.ceiling.unwrap_or(Level::All));
        let id = self.policy.id();
        let message = format!(
            "no role can satisfy both requirements for {} / {}: `{id}` accepts {ceiling} \
             for {}, but `{id}` needs {}",
            function.module, function.function, limit.operation, need.range,
        );
        let labels = [
            (limit, ceiling.to_string()),
            (need, format!("needs {}", need.range)),
        ];
        // Only what this file says can be shown in it.
        let mut places: Vec<_> = labels
            .into_iter()
            .filter(|(statement, _)| {
                statement.row.stated_in.source.name() == self.policy.source.name()
            })
            .map(|(statement, label)| (statement.span, label))
            .collect();
        if places.is_empty() {
            places.push((
                self.policy.document.id.span,
                "by what it extends".to_owned(),
            ));
        }
        let choices = self.choices(limit, need);
        let when = match choices.as_slice() {
            [] => String::new(),
            several => format!("; both apply {}", several.join(" and ")),
        };
        Draft {
            message,
            help: Some(format!("raise the maximum, or require a lower level{when}")),
            places,
            ..Draft::default()
        }
    }

    /// The choices under which two statements count, beyond those by default.
    fn choices(&self, limit: &Statement<'_>, need: &Statement<'_>) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut setup = false;
        for condition in [limit.condition, need.condition] {
            setup |= condition.phase == Phase::Setup;
            for list in condition.features() {
                let by_default = |name: &str| {
                    defined(self.policy).any(|(known, feature)| known == name && feature.default)
                };
                let first = list.iter().next();
                let named = first.map(|name| format!("with the feature `{}`", name.value));
                if !list.iter().any(|name| by_default(&name.value)) {
                    words.extend(named.filter(|word| !words.contains(word)));
                }
            }
        }
        words.extend(setup.then(|| "during setup".to_owned()));
        words
    }
}
