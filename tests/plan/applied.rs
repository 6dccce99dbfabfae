//! A plan, applied to a role, makes it clean, and no step can be left out.

use std::collections::{HashMap, HashSet};

use leastwise::policy::{Choices, Phase, Requirements, library, resolve};
use leastwise::report::{Change, Finding, Outcome, Plan, PlanMode, Severity, Step};

use crate::plan::data::{Data, Numbers, Row, can_be_seen, checked, column, fixable, planned, take};

/// Number of random roles for each policy.
const ROLES: usize = 200;

fn library_requirements() -> Vec<(&'static str, Requirements)> {
    let choices = Choices {
        phase: Phase::Run,
        ..Choices::default()
    };
    let ids: Vec<&'static str> = library::ids().collect();
    assert!(ids.len() >= 54, "{}", ids.len());
    ids.into_iter()
        .map(|id| {
            let policy = library::load(id).unwrap().unwrap();
            (id, resolve(&[&policy], &choices).unwrap())
        })
        .collect()
}

/// Applies all steps of a plan but one, and returns the resulting role.
fn without(role: &Data, steps: &[(String, String, Step)], left_out: Option<usize>) -> Data {
    let mut changed = role.clone();
    for (_, (module, function, step)) in steps
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != left_out)
    {
        take(&mut changed, (module, function, step), None);
    }
    changed
}

fn steps(plan: &Plan) -> Vec<(String, String, Step)> {
    plan.steps()
        .map(|(module, function, step)| (module.to_owned(), function.to_owned(), step.clone()))
        .collect()
}

/// Whether a row of a role, by itself, still has a finding that a step can fix. Other functions are
/// ignored.
struct Alone<'a> {
    requirements: &'a Requirements,
    known: HashMap<Row, bool>,
}

impl Alone<'_> {
    fn is_clean(&mut self, row: Row) -> bool {
        if let Some(&known) = self.known.get(&row) {
            return known;
        }
        let role = Data {
            rows: vec![row.clone()],
            ..Data::default()
        };
        let (report, _) = checked(self.requirements, &role, None);
        let clean = !fixable(&report).iter().any(|finding| {
            finding.module.as_ref() == Some(&row.module)
                && finding.function.as_ref() == Some(&row.function)
        });
        self.known.insert(row, clean);
        clean
    }
}

/// What a step is about: an operation, the list, or all levels.
fn what(change: &Change) -> String {
    match change {
        Change::Look { .. } => "the list".to_owned(),
        Change::Ask {} => "the levels".to_owned(),
        change => format!("{:?}", change.operation()),
    }
}

/// Each step sets another cell, and the numbers count them.
fn each_cell_once(plan: &Plan, of: &str) {
    let mut cells = HashSet::new();
    let mut numbers = Vec::new();
    for (module, function, step) in plan.steps() {
        assert!(
            cells.insert((module, function, what(&step.change))),
            "{of}: {module} / {function} {step:?}"
        );
        numbers.push(step.number);
    }
    numbers.sort_unstable();
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "{of}");
    assert_eq!(plan.totals.steps, numbers.len(), "{of}");
}

/// How much the random roles of one policy differ from its least-privilege role: from every cell,
/// like a role for another purpose, to one cell in 64, like a role in use.
const ONE_IN: [u64; 16] = [1, 4, 4, 16, 16, 16, 16, 16, 64, 64, 64, 64, 64, 64, 64, 64];

#[test]
fn a_plan_makes_every_role_clean_and_no_step_can_be_left_out() {
    let policies = library_requirements();
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let left_out: usize = std::thread::scope(|scope| {
        let parts: Vec<_> = policies
            .chunks(policies.len().div_ceil(threads))
            .map(|part| {
                scope.spawn(move || {
                    let part = part.iter();
                    part.map(|(id, requirements)| every_role(id, requirements))
                        .sum::<usize>()
                })
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).sum()
    });
    // Many for each policy and role: makes sure that the loop ran.
    assert!(left_out > 100_000, "{left_out}");
}

/// Tests all roles of one policy; returns how many steps were left out.
fn every_role(id: &str, requirements: &Requirements) -> usize {
    let mut numbers = Numbers::new(id.bytes().map(u64::from).sum());
    let mut alone = Alone {
        requirements,
        known: HashMap::new(),
    };
    let empty = Data::uniform("None");
    let (_, plan) = planned(requirements, &empty, None);
    let least = without(&empty, &steps(&plan), None);
    let mut roles = vec![empty, Data::uniform("All"), Data::default()];
    let one_in = ONE_IN.into_iter().cycle().take(ROLES);
    roles.extend(one_in.map(|one_in| {
        let role = least.drifted(one_in, &mut numbers);
        if one_in == 1 {
            role
        } else {
            role.thinned(&mut numbers)
        }
    }));
    let roles = roles.iter().enumerate();
    roles
        .map(|(number, role)| applied(&mut alone, role, &format!("{id}, role {number}")))
        .sum()
}

/// Applies the plan of one role, completely and without each of its steps; returns the number of
/// steps.
fn applied(alone: &mut Alone<'_>, role: &Data, of: &str) -> usize {
    let (report, plan) = planned(alone.requirements, role, None);
    each_cell_once(&plan, of);
    let steps = steps(&plan);
    // A role without rows has no finding about a level; its requirements still have to be set.
    assert_eq!(
        steps.iter().any(|(_, _, step)| can_be_seen(step)),
        !fixable(&report).is_empty() || role.rows.is_empty() && plan.totals.changes() > 0,
        "{of}"
    );
    for (_, _, step) in &steps {
        assert_eq!(step.is_needed(), step.severity > Severity::Note, "{of}");
    }

    let changed = without(role, &steps, None);
    let (after, rest) = planned(alone.requirements, &changed, None);
    assert_eq!(fixable(&after), Vec::<&Finding>::new(), "{of}");
    // In an incomplete role, it is unknown whether every function of a module exists.
    let open = |function: &str| function == "*" && role.rows.is_empty();
    let mut left = rest
        .steps()
        .filter(|(_, _, step)| can_be_seen(step))
        .filter(|(_, function, _)| !open(function));
    assert!(left.next().is_none(), "{of}");
    // An incomplete role stays incomplete, and says so.
    if role.rows.is_empty() {
        assert_eq!(plan.outcome, Outcome::Inconclusive, "{of}");
    } else {
        assert_eq!(rest.outcome, Outcome::Clean, "{of}");
    }

    let mut left_out = 0;
    for (module, function, step) in steps.iter().filter(|(_, _, step)| can_be_seen(step)) {
        let Some(row) = changed.find(module, function) else {
            panic!("{of}: {module} / {function} has no row after its step");
        };
        let column = column(step.change.operation().unwrap());
        let mut row = row.clone();
        let before = role.find(&row.module, &row.function);
        row.levels[column] = before.map_or(Some("None"), |before| before.levels[column]);
        assert!(
            !alone.is_clean(row),
            "{of}: {module} / {function}: {step:?}"
        );
        left_out += 1;
    }
    left_out
}

/// The same on complete roles: an omitted step appears in the plan of the role as exactly this
/// step.
#[test]
fn an_omitted_step_remains_in_the_plan() {
    let mut numbers = Numbers::new(7);
    for (id, requirements) in library_requirements().into_iter().step_by(6) {
        let role = Data::uniform("None").drifted(6, &mut numbers);
        let (_, plan) = planned(&requirements, &role, None);
        let steps = steps(&plan);
        let seen = steps
            .iter()
            .enumerate()
            .filter(|(_, (_, _, step))| can_be_seen(step));
        for (index, (module, function, step)) in seen.step_by(5) {
            let (_, rest) = planned(&requirements, &without(&role, &steps, Some(index)), None);
            let rest: Vec<_> = rest
                .steps()
                .filter(|(_, _, step)| can_be_seen(step))
                .collect();
            let [(m, f, left)] = rest.as_slice() else {
                panic!("{id}: {module} / {function} {step:?} leaves {rest:?}");
            };
            assert_eq!((*m, *f), (module.as_str(), function.as_str()), "{id}");
            assert_eq!(left.change.operation(), step.change.operation(), "{id}");
            assert_eq!(left.change.to(), step.change.to(), "{id}");
        }
    }
}

/// A replacement for an administrator role starts empty: its plan describes the complete
/// least-privilege role.
#[test]
fn the_replacement_of_an_administrator_role_is_the_least_privilege_role() {
    for (id, requirements) in library_requirements() {
        let admin = Data {
            admin: true,
            ..Data::uniform("All")
        };
        let (_, plan) = planned(&requirements, &admin, None);
        assert_eq!(plan.way, PlanMode::NewRole, "{id}");
        assert_eq!(plan.outcome, Outcome::Findings, "{id}");
        let made = without(&Data::uniform("None"), &steps(&plan), None);
        let (after, nothing) = planned(&requirements, &made, None);
        assert!(fixable(&after).is_empty(), "{id}: {:?}", after.findings);
        assert_eq!(nothing.totals.changes(), 0, "{id}");
    }
}
