//! The role that a policy describes is clean, and no longer clean with any level lowered.

use std::collections::BTreeMap;
use std::sync::Arc;

use leastwise::catalog::{self, FunctionKey};
use leastwise::compare::{Options, compare};
use leastwise::model::{Level, Operation, PerOperation, SourceText};
use leastwise::policy::{Choices, Phase, Policy, Requirements, library, resolve};
use leastwise::report::{RoleReport, RuleId};
use leastwise::role::{self, Grant, Role};
use serde_json::{Map, Value};

use crate::library::facts::policy;

type Levels = PerOperation<Level>;

const NOTHING: Levels = PerOperation {
    add: Level::None,
    edit: Level::None,
    delete: Level::None,
    inquire: Level::None,
};

/// The minimum that meets the requirements: every function of the catalog, and those that only the
/// policy knows.
fn least(requirements: &Requirements) -> Vec<(String, String, Levels)> {
    let mut rows: BTreeMap<(String, String), Levels> = catalog::functions()
        .map(|(_, function)| {
            (
                (function.module.to_owned(), function.name.to_owned()),
                NOTHING,
            )
        })
        .collect();
    let mut ask = |key: (String, String), asked: &Levels| {
        let levels = rows.entry(key).or_insert(NOTHING);
        for (operation, level) in asked.iter() {
            let most = (*levels.get(operation)).max(*level);
            *levels.get_mut(operation) = most;
        }
    };
    for function in &requirements.functions {
        let asked = PerOperation::from_fn(|operation| {
            let asked = function.operations.get(operation).as_ref();
            asked.map_or(Level::None, |asked| asked.range.min)
        });
        if function.key.is_some() {
            ask((function.module.clone(), function.function.clone()), &asked);
            continue;
        }
        for (id, known) in catalog::in_module(&function.module) {
            if requirements.index_of(&FunctionKey::Known(id)).is_none() {
                ask((known.module.to_owned(), known.name.to_owned()), &asked);
            }
        }
    }
    rows.into_iter()
        .map(|((m, f), levels)| (m, f, levels))
        .collect()
}

/// A role as the API gives it.
fn role(rows: &[(String, String, Levels)]) -> Role {
    let row = |(module, function, levels): &(String, String, Levels)| {
        let mut row = Map::new();
        row.insert("moduleDescription".into(), module.as_str().into());
        row.insert("moduleFunctionDescription".into(), function.as_str().into());
        for (operation, level) in levels.iter() {
            row.insert(operation.api_field().into(), level.word().into());
        }
        Value::Object(row)
    };
    let text = Value::Array(rows.iter().map(row).collect()).to_string();
    role::read(
        "role.json",
        text.into_bytes(),
        &role::ReadOptions::default(),
    )
    .unwrap()
}

/// The findings that show a difference between a role and its policy.
fn faults(report: &RoleReport) -> Vec<&str> {
    let not_faults = [
        RuleId::CustomizeUnverifiable,
        RuleId::UnstatedLevel,
        RuleId::UnknownFunction,
    ];
    report
        .findings
        .iter()
        .filter(|finding| !not_faults.contains(&finding.rule))
        .map(|finding| finding.message.as_str())
        .collect()
}

/// All distinct ways to use a policy: default, with no feature, with each feature alone and with
/// all of them, in both phases.
fn choices(policy: &Policy) -> Vec<Choices> {
    let names: Vec<String> = policy
        .document
        .features
        .iter()
        .map(|(name, _)| name.value.clone())
        .collect();
    let mut features = vec![(vec![], vec![])];
    if !names.is_empty() {
        features.push((vec![], names.clone()));
        features.push((names.clone(), vec![]));
        if names.len() > 1 {
            features.extend(names.iter().map(|name| (vec![name.clone()], vec![])));
        }
    }
    let mut all = Vec::new();
    for (on, off) in features {
        for phase in [Phase::Run, Phase::Setup] {
            all.push(Choices {
                on: on.clone(),
                off: off.clone(),
                phase,
                connectwise: None,
            });
        }
    }
    all
}

#[test]
fn the_described_role_is_clean_and_minimal() {
    let options = Options::default();
    let (mut roles, mut lowered) = (0, 0);
    for id in library::ids() {
        let policy = policy(id);
        let mut seen = Vec::new();
        for choices in choices(&policy) {
            let requirements = resolve(&[&policy], &choices).unwrap();
            let rows = least(&requirements);
            let mut role = role(&rows);
            let report = compare(&requirements, &role, &options);
            assert_eq!(faults(&report), Vec::<&str>::new(), "{id} {choices:?}");
            assert_eq!(
                (report.summary.missing, report.summary.excess),
                (0, 0),
                "{id}"
            );
            assert!(report.summary.adds_up());
            roles += 1;
            // The same role again cannot be lowered in another way.
            if seen.contains(&rows) {
                continue;
            }
            for (at, (_, function, levels)) in rows.iter().enumerate() {
                for (operation, level) in levels.iter() {
                    let lower = match level {
                        Level::None => continue,
                        Level::My => Level::None,
                        Level::All => Level::My,
                    };
                    *role.rows[at].levels.get_mut(operation) = Grant::Level(lower);
                    let report = compare(&requirements, &role, &options);
                    *role.rows[at].levels.get_mut(operation) = Grant::Level(*level);
                    let place = format!("{id}: {function}, {operation} {lower}");
                    assert_eq!(report.summary.missing, 1, "{place}");
                    let found = report
                        .findings
                        .iter()
                        .find(|f| f.rule == RuleId::MissingLevel);
                    let found = found.unwrap_or_else(|| panic!("{place}"));
                    assert_eq!(found.operation, Some(operation), "{place}");
                    assert_eq!(
                        found.function.as_deref(),
                        Some(function.as_str()),
                        "{place}"
                    );
                    lowered += 1;
                }
            }
            seen.push(rows);
        }
    }
    println!("{roles} described roles are clean, {lowered} lowered levels are missed");
    assert!(roles >= 100 && lowered >= 500);
}

#[test]
fn levels_for_the_setup_are_reported_afterwards() {
    for id in ["chatstyle", "cloudradial-chat"] {
        let policy = policy(id);
        let in_phase = |phase| {
            let choices = Choices {
                phase,
                ..Choices::default()
            };
            resolve(&[&policy], &choices).unwrap()
        };
        let role = role(&least(&in_phase(Phase::Setup)));
        let report = compare(&in_phase(Phase::Run), &role, &Options::default());
        let rules: Vec<RuleId> = report.findings.iter().map(|finding| finding.rule).collect();
        assert!(rules.contains(&RuleId::SetupLevelLeft), "{id}");
        assert!(
            rules.iter().all(|rule| *rule == RuleId::SetupLevelLeft),
            "{id}: {rules:?}"
        );
        assert!(
            report
                .findings
                .iter()
                .any(|f| f.operation == Some(Operation::Add))
        );
    }
}

/// A requirement for a complete module is a separate finding for each function.
#[test]
fn a_whole_module_is_reported_function_by_function() {
    let policy = policy("turbodocx");
    let requirements = resolve(&[&policy], &Choices::default()).unwrap();
    let mut rows = least(&requirements);
    for (module, _, levels) in &mut rows {
        if module == "Project" {
            levels.inquire = Level::None;
        }
    }
    let report = compare(&requirements, &role(&rows), &Options::default());
    let missing = report
        .findings
        .iter()
        .filter(|f| f.rule == RuleId::MissingLevel);
    let mut identities: Vec<_> = missing
        .map(|f| (f.function.clone(), &f.fingerprint))
        .collect();
    let count = catalog::in_module("Project").count();
    assert_eq!(identities.len(), count);
    assert!(
        identities
            .iter()
            .all(|(function, _)| function.as_deref() != Some("*"))
    );
    identities.sort();
    identities.dedup_by_key(|(_, fingerprint)| (*fingerprint).clone());
    assert_eq!(identities.len(), count);
}

/// A row for the setup asks for its Customize list no longer than for its levels.
#[test]
fn a_customize_list_for_setup_is_excess_afterwards() {
    let text = "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  System:\n    Table Setup:\n      \
                phase: setup\n      add: All\n      customize: { allow: [Service / Source] }\n";
    let policy = Policy::parse(Arc::new(SourceText::new("x.yaml", text))).unwrap();
    for (phase, lists) in [(Phase::Setup, 1), (Phase::Run, 0)] {
        let choices = Choices {
            phase,
            ..Choices::default()
        };
        let requirements = resolve(&[&policy], &choices).unwrap();
        assert_eq!(requirements.functions[0].customize.len(), lists);
    }
}

/// No page forbids what another needs: one role can serve them all, and therefore any two.
#[test]
fn no_two_policies_contradict_one_another() {
    let policies: Vec<Policy> = library::ids().map(policy).collect();
    let policies: Vec<&Policy> = policies.iter().collect();
    for phase in [Phase::Setup, Phase::Run] {
        let choices = Choices {
            phase,
            ..Choices::default()
        };
        let requirements = resolve(&policies, &choices).unwrap();
        let report = compare(
            &requirements,
            &role(&least(&requirements)),
            &Options::default(),
        );
        assert_eq!(faults(&report), Vec::<&str>::new());
        assert_eq!((report.summary.missing, report.summary.excess), (0, 0));
    }
}
