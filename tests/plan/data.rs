//! Roles as data: made, changed by a plan's steps as a person would change them, and read again.

use leastwise::catalogue;
use leastwise::compare::{CustomizeItems, Options, compare, plan};
use leastwise::model::Operation;
use leastwise::policy::Requirements;
use leastwise::report::{Change, FailOn, Finding, Plan, RoleReport, RuleId, Severity, Step};
use leastwise::role::{self, ReadOptions};
use serde_json::{Value, json};

/// A generator of numbers that gives the same ones on every machine.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // SplitMix64, by Sebastiano Vigna.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// One row, with a level for each operation: a word, or null.
pub(crate) fn row(module: &str, function: &str, mut level: impl FnMut(Operation) -> Value) -> Value {
    let mut row = json!({ "moduleDescription": module, "moduleFunctionDescription": function });
    for operation in Operation::ALL {
        row[operation.api_field()] = level(operation);
    }
    row
}

/// A whole role.
pub(crate) fn snapshot(rows: Vec<Value>) -> Value {
    json!({
        "schema": "leastwise/role/v1",
        "role": { "name": "Tried", "adminFlag": false },
        "settings": rows,
    })
}

/// Every function of the catalogue at one level.
pub(crate) fn uniform(level: &str) -> Value {
    let rows = catalogue::functions()
        .map(|(_, known)| row(known.module, known.name, |_| json!(level)))
        .collect();
    snapshot(rows)
}

/// Every function with levels by chance, a few unknown ones, and now and then null.
pub(crate) fn random(numbers: &mut Numbers) -> Value {
    let mut level = |_| match numbers.below(12) {
        0..4 => json!("None"),
        4..7 => json!("My"),
        7..11 => json!("All"),
        _ => Value::Null,
    };
    let mut rows: Vec<Value> = catalogue::functions()
        .map(|(_, known)| row(known.module, known.name, &mut level))
        .collect();
    rows.push(row("Service Desk", "Something New", &mut level));
    rows.push(row("A New Module", "Its Function", &mut level));
    // A release that lacks a function or two.
    for _ in 0..numbers.below(3) {
        let at = usize::try_from(numbers.below(rows.len() as u64)).unwrap();
        rows.remove(at);
    }
    snapshot(rows)
}

/// What `check` finds in a role, and the plan for it.
pub(crate) fn planned(
    requirements: &Requirements,
    role: &Value,
    items: Option<CustomizeItems>,
) -> (RoleReport, Plan) {
    let options = Options {
        customize_items: items,
        fail_on: FailOn::At(Severity::Note),
        ..Options::default()
    };
    let bytes = serde_json::to_vec(role).unwrap();
    let role = role::read("role.json", bytes, &ReadOptions::default()).unwrap();
    let report = compare(requirements, &role, &options);
    let plan = plan(requirements, &role, &report);
    (report, plan)
}

/// The findings that a click in a role mends.
pub(crate) fn mendable(report: &RoleReport) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| {
            !matches!(
                finding.rule,
                RuleId::CustomizeUnverifiable
                    | RuleId::UnknownFunction
                    | RuleId::ReaderNote
                    | RuleId::IncompleteRole
            )
        })
        .collect()
}

/// Whether a step can be seen by whoever reads the role again.
pub(crate) fn can_be_seen(step: &Step) -> bool {
    !matches!(step.change, Change::Look { .. })
}

/// Takes a step, in the data.
pub(crate) fn take(
    role: &mut Value,
    (module, function, step): (&str, &str, &Step),
    items: Option<CustomizeItems>,
) {
    match &step.change {
        Change::Raise { operation, to, .. }
        | Change::Lower { operation, to, .. }
        | Change::Set { operation, to, .. } => set(role, module, function, *operation, to.word()),
        Change::Allow { item } => edit(role, module, function, item, items, true),
        Change::Disallow { item } => edit(role, module, function, item, items, false),
        Change::Look { .. } => {}
    }
}

fn is(row: &Value, module: &str, function: &str) -> bool {
    row["moduleDescription"] == module
        && (function == "*" || row["moduleFunctionDescription"] == function)
}

fn set(role: &mut Value, module: &str, function: &str, operation: Operation, level: &str) {
    let rows = role["settings"].as_array_mut().unwrap();
    if !rows.iter().any(|row| is(row, module, function)) {
        if function == "*" {
            let functions = catalogue::in_module(module);
            rows.extend(functions.map(|(_, known)| row(module, known.name, |_| json!("None"))));
        } else {
            rows.push(row(module, function, |_| json!("None")));
        }
    }
    for row in rows.iter_mut().filter(|row| is(row, module, function)) {
        row[operation.api_field()] = json!(level);
    }
}

/// Moves an item to one side of the Customize list, whichever side the source shows.
fn edit(
    role: &mut Value,
    module: &str,
    function: &str,
    item: &str,
    items: Option<CustomizeItems>,
    allow: bool,
) {
    let list = catalogue::resolve(module, function).and_then(|id| id.get().customize);
    let list = list.expect("only a known list is judged");
    // A pattern stands for the items that it means.
    let item = item.replace('*', "x");
    let shown = role["customizeItems"].as_array_mut().unwrap();
    if allow == (items == Some(CustomizeItems::Allowed)) {
        shown.push(json!({ "customizeIdentifier": list, "itemIdentifier": item }));
    } else {
        let before = shown.len();
        shown.retain(|one| one["customizeIdentifier"] != list || one["itemIdentifier"] != *item);
        assert!(shown.len() < before, "{item} is on no list to take it from");
    }
}
