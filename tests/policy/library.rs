//! Properties of every policy in the library, and of any two of them.

use leastwise::compare::{Options, compare, least_role};
use leastwise::model::{Level, Operation};
use leastwise::policy::{Choices, Phase, Policy, Requirements, ResolveError, library, resolve};
use leastwise::report::{RuleId, Severity};
use leastwise::role::{self, ReadOptions, Setting, Snapshot, write_snapshot};

fn policies() -> Vec<Policy> {
    library::ids()
        .map(|id| {
            library::load(id)
                .unwrap()
                .unwrap_or_else(|problems| panic!("{id}: {problems:?}"))
        })
        .collect()
}

/// All features on and all off, during and after the setup.
fn choices(policies: &[&Policy]) -> Vec<Choices> {
    let mut features: Vec<String> = policies
        .iter()
        .flat_map(|policy| policy.lineage())
        .flat_map(|policy| {
            policy
                .document
                .features
                .iter()
                .map(|(name, _)| name.value.clone())
        })
        .collect();
    features.sort();
    features.dedup();
    let choices = |on: &[String], off: &[String], phase| Choices {
        on: on.to_vec(),
        off: off.to_vec(),
        phase,
        connectwise: None,
    };
    vec![
        choices(&[], &[], Phase::Run),
        choices(&features, &[], Phase::Setup),
        choices(&[], &features, Phase::Run),
    ]
}

/// The number of missing levels, and of other findings above a note.
fn fault_counts(requirements: &Requirements, snapshot: &Snapshot<Setting>) -> (usize, usize) {
    let role = role::read(
        "role.json",
        write_snapshot(snapshot).unwrap(),
        &ReadOptions::default(),
    )
    .unwrap();
    let report = compare(requirements, &role, &Options::default());
    let missing = report
        .findings
        .iter()
        .filter(|f| f.rule == RuleId::MissingLevel)
        .count();
    let grave = report
        .findings
        .iter()
        .filter(|f| f.severity > Severity::Note)
        .count();
    (missing, grave - missing)
}

/// Every cell of a role that grants something, with the next lower level.
fn lower(role: &Snapshot<Setting>) -> Vec<(usize, &'static str, Level)> {
    let mut all = Vec::new();
    for (row, setting) in role.settings.iter().enumerate() {
        for operation in Operation::ALL {
            let field = operation.api_field();
            match Level::from_word(setting[field].as_str().unwrap()).unwrap() {
                Level::None => {}
                Level::My => all.push((row, field, Level::None)),
                Level::All => all.push((row, field, Level::My)),
            }
        }
    }
    all
}

#[test]
fn the_role_that_each_policy_describes_is_clean() {
    for policy in &policies() {
        for choices in choices(&[policy]) {
            let requirements = resolve(&[policy], &choices)
                .unwrap_or_else(|error| panic!("{}: {error:?}", policy.id()));
            let role = least_role(&requirements, policy.id());
            assert_eq!(
                fault_counts(&requirements, &role),
                (0, 0),
                "{} {choices:?}",
                policy.id()
            );
        }
    }
}

/// Cells are checked independently, so all levels can be lowered at once: each must be missing.
#[test]
fn the_role_merged_from_any_two_policies_is_clean_for_both_and_minimal() {
    let policies = policies();
    let (mut pairs, mut conflicts) = (0, Vec::new());
    for (index, one) in policies.iter().enumerate() {
        for two in &policies[index..] {
            let both = [one, two];
            let name = format!("{} and {}", one.id(), two.id());
            let requirements = match resolve(&both, &Choices::default()) {
                Ok(requirements) => requirements,
                Err(ResolveError::Conflicts(problems)) => {
                    assert!(problems.iter().all(|problem| problem.locations.len() == 2));
                    conflicts.push(name);
                    continue;
                }
                Err(error) => panic!("{name}: {error:?}"),
            };
            let role = least_role(&requirements, &name);
            assert_eq!(fault_counts(&requirements, &role), (0, 0), "{name}");
            let mut lowered = role.clone();
            let all = lower(&role);
            for (row, field, level) in &all {
                lowered.settings[*row].insert((*field).to_owned(), level.word().into());
            }
            assert_eq!(
                fault_counts(&requirements, &lowered),
                (all.len(), 0),
                "{name}"
            );
            pairs += 1;
        }
    }
    println!("{pairs} pairs merged; no role can satisfy {conflicts:?}");
    assert!(pairs > 0);
}

#[test]
fn a_policy_can_extend_library_policies_without_files() {
    use leastwise::model::SourceText;
    use leastwise::policy::{Policy, library};
    let text = format!(
        "schema: leastwise/policy/v1\nid: own\ntitle: Own\nextends: {}\npermissions: {{}}\n",
        crate::policy::harness::CLOUDBLUE
    );
    let source = std::sync::Arc::new(SourceText::new("own.yaml", text));
    let own = Policy::parse_with(source, &library::Library).unwrap();
    let lineage: Vec<&str> = own.lineage().map(Policy::id).collect();
    assert_eq!(lineage, ["own", crate::policy::harness::CLOUDBLUE]);
}
