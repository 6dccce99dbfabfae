//! Properties of every role and every policy.

use std::fmt::Write as _;
use std::sync::Arc;

use leastwise::catalog;
use leastwise::compare::{Options, compare};
use leastwise::model::{Level, Operation, SourceText};
use leastwise::policy::{Choices, Policy, Requirements, resolve};
use leastwise::report::{RoleReport, RuleId};
use leastwise::role::{self, Role};
use proptest::prelude::*;

type Levels = [usize; 4];

const WORDS: [&str; 3] = ["None", "My", "All"];

/// Rows for every function of the catalog, by index.
fn roles() -> impl Strategy<Value = Vec<Levels>> {
    prop::collection::vec([0..3usize, 0..3, 0..3, 0..3], catalog::functions().len())
}

/// Statements of a policy about some functions: by index, a level or nothing for each operation.
fn policies() -> impl Strategy<Value = Vec<(usize, [Option<usize>; 4])>> {
    let cell = || prop::option::of(0..3usize);
    let entry = (
        0..catalog::functions().len(),
        [cell(), cell(), cell(), cell()],
    );
    prop::collection::btree_map(
        entry.clone().prop_map(|e| e.0),
        entry.prop_map(|e| e.1),
        1..20,
    )
    .prop_map(|map| map.into_iter().collect())
}

fn names(index: usize) -> (&'static str, &'static str) {
    let (_, function) = catalog::functions().nth(index).unwrap();
    (function.module, function.name)
}

fn role(levels: &[Levels], order: impl Iterator<Item = usize>) -> Role {
    let mut rows = Vec::new();
    for index in order {
        let (module, function) = names(index);
        let mut row = format!(r#"{{"moduleName":"{module}","moduleFunctionName":"{function}""#);
        for (operation, level) in Operation::ALL.iter().zip(levels[index]) {
            write!(row, r#","{}":"{}""#, operation.api_field(), WORDS[level]).unwrap();
        }
        rows.push(row + "}");
    }
    role::read(
        "role.json",
        format!("[{}]", rows.join(",\n")).into_bytes(),
        &role::ReadOptions::default(),
    )
    .unwrap()
}

fn whole(levels: &[Levels]) -> Role {
    role(levels, 0..levels.len())
}

fn requirements(entries: &[(usize, [Option<usize>; 4])]) -> Requirements {
    let mut text = String::from("schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n");
    let mut last = "";
    // The catalog's order keeps each module together.
    for (index, cells) in entries {
        let (module, function) = names(*index);
        if module != last {
            writeln!(text, "  \"{module}\":").unwrap();
            last = module;
        }
        writeln!(text, "    \"{function}\":\n      note: x").unwrap();
        for (operation, level) in Operation::ALL.iter().zip(cells) {
            if let Some(level) = level {
                writeln!(text, "      {operation}: {}", WORDS[*level]).unwrap();
            }
        }
    }
    let policy = Policy::parse(Arc::new(SourceText::new("x.yaml", text))).unwrap();
    resolve(&[&policy], &Choices::default()).unwrap()
}

fn check(requirements: &Requirements, role: &Role) -> RoleReport {
    compare(requirements, role, &Options::default())
}

/// The fingerprints of findings of the given rules.
fn of(report: &RoleReport, rules: &[RuleId]) -> Vec<String> {
    let mut found: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| rules.contains(&finding.rule))
        .map(|finding| finding.fingerprint.clone())
        .collect();
    found.sort();
    found
}

const MISSING: [RuleId; 3] = [
    RuleId::MissingLevel,
    RuleId::MissingFunction,
    RuleId::OperationNotOffered,
];
const EXCESS: [RuleId; 2] = [RuleId::ExcessLevel, RuleId::ExcessFunction];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn raising_never_adds_missing_and_lowering_never_adds_excess(
        levels in roles(), entries in policies(), at in 0..93usize, op in 0..4usize,
    ) {
        let requirements = requirements(&entries);
        let before = check(&requirements, &whole(&levels));
        let mut raised = levels.clone();
        raised[at][op] = (raised[at][op] + 1).min(2);
        let after = check(&requirements, &whole(&raised));
        let known = of(&before, &MISSING);
        prop_assert!(of(&after, &MISSING).iter().all(|finding| known.contains(finding)));
        let mut lowered = levels;
        lowered[at][op] = lowered[at][op].saturating_sub(1);
        let after = check(&requirements, &whole(&lowered));
        let known = of(&before, &EXCESS);
        prop_assert!(of(&after, &EXCESS).iter().all(|finding| known.contains(finding)));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        levels in roles(), entries in policies(), order in Just((0..93usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let requirements = requirements(&entries);
        let one = check(&requirements, &role(&levels, 0..93));
        let other = check(&requirements, &role(&levels, order.into_iter()));
        let identities = |report: &RoleReport| {
            report.findings.iter().map(|f| (f.fingerprint.clone(), f.message.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(identities(&one), identities(&other));
        prop_assert_eq!(one.summary, other.summary);
    }

    #[test]
    fn the_role_that_a_policy_describes_is_clean(entries in policies()) {
        let requirements = requirements(&entries);
        let mut levels = vec![[0; 4]; catalog::functions().len()];
        for (index, cells) in &entries {
            levels[*index] = cells.map(|cell| cell.unwrap_or(0));
        }
        let report = check(&requirements, &whole(&levels));
        let found = report.findings.iter();
        let found: Vec<_> = found.filter(|f| f.rule != RuleId::UnstatedLevel).collect();
        prop_assert_eq!(found, Vec::<&leastwise::report::Finding>::new());
    }

    #[test]
    fn every_cell_is_counted_once_and_every_count_has_its_findings(
        levels in roles(), entries in policies(),
        // 50 rows may be one page of several.
        keep in (47..93usize).prop_filter("a whole role", |keep| *keep != 50),
    ) {
        let requirements = requirements(&entries);
        let report = check(&requirements, &role(&levels, 0..keep));
        let gone = entries.iter().filter(|(index, _)| *index >= keep);
        let stated: usize = gone.map(|(_, cells)| cells.iter().flatten().count()).sum();
        prop_assert!(report.summary.adds_up());
        prop_assert_eq!(report.summary.cells, 4 * keep + stated);
        prop_assert_eq!(report.summary.excess, of(&report, &EXCESS).len());
        let functions = entries.iter().filter(|(index, cells)| {
            *index >= keep && cells.iter().flatten().any(|level| *level > 0)
        });
        let gone_needed: usize = entries
            .iter()
            .filter(|(index, _)| *index >= keep)
            .map(|(_, cells)| cells.iter().flatten().filter(|level| **level > 0).count())
            .sum();
        prop_assert_eq!(of(&report, &[RuleId::MissingFunction]).len(), functions.count());
        let levels_missing = of(&report, &[RuleId::MissingLevel]).len();
        prop_assert_eq!(report.summary.missing, levels_missing + gone_needed);
    }

    #[test]
    fn a_cell_never_has_two_findings(levels in roles(), entries in policies()) {
        let report = check(&requirements(&entries), &whole(&levels));
        let mut cells: Vec<_> = report
            .findings
            .iter()
            .filter(|f| f.rule != RuleId::UnstatedLevel)
            .map(|f| (f.module.clone(), f.function.clone(), f.operation))
            .collect();
        let count = cells.len();
        cells.sort();
        cells.dedup();
        prop_assert_eq!(cells.len(), count);
        let about_cells = report.findings.iter().filter(|f| f.rule != RuleId::UnstatedLevel);
        prop_assert!(about_cells.into_iter().all(|f| f.granted.is_some_and(|l| l >= Level::None)));
    }
}
