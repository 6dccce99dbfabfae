//! Roles as data: generated, changed by a plan's steps as a person would change them, and read
//! again.

use std::fmt::Write as _;

use leastwise::catalog;
use leastwise::compare::{CustomizeItems, Options, compare, plan};
use leastwise::model::{Operation, matches, normalize};
use leastwise::policy::Requirements;
use leastwise::report::{Change, FailOn, Finding, Plan, RoleReport, RuleId, Severity, Step};
use leastwise::role::{self, ReadOptions, Role};
use serde_json::{Value, json};

/// A random number generator that gives the same numbers on every machine.
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

/// A level as the API writes it; `None` is null.
pub(crate) type Level = Option<&'static str>;

/// One row of a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) module: String,
    pub(crate) function: String,
    /// In the order of the columns.
    pub(crate) levels: [Level; 4],
}

/// A role as data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Data {
    pub(crate) rows: Vec<Row>,
    /// The items in Customize lists, each with its list, if the source shows them.
    pub(crate) items: Option<Vec<(String, String)>>,
    pub(crate) admin: bool,
    /// Whether the file contains the row count of ConnectWise.
    pub(crate) counted: bool,
}

impl Row {
    pub(crate) fn new(module: &str, function: &str, levels: [Level; 4]) -> Self {
        Self {
            module: module.to_owned(),
            function: function.to_owned(),
            levels,
        }
    }

    pub(crate) fn is(&self, module: &str, function: &str) -> bool {
        (function == "*" || self.function == function) && self.module == module
    }
}

pub(crate) fn column(operation: Operation) -> usize {
    Operation::ALL
        .iter()
        .position(|one| *one == operation)
        .unwrap()
}

impl Data {
    /// Every function of the catalog at one level.
    pub(crate) fn uniform(level: &'static str) -> Self {
        let rows = catalog::functions()
            .map(|(_, known)| Row::new(known.module, known.name, [Some(level); 4]));
        Self {
            rows: rows.collect(),
            ..Self::default()
        }
    }

    /// A random role: one cell in the given number differs from `self`, occasionally null; there
    /// are unknown functions, and occasionally one is missing.
    pub(crate) fn drifted(&self, one_in: u64, numbers: &mut Numbers) -> Self {
        let mut rows = self.rows.clone();
        rows.push(Row::new("Service Desk", "Something New", [Some("None"); 4]));
        rows.push(Row::new("A New Module", "Its Function", [Some("None"); 4]));
        for level in rows.iter_mut().flat_map(|row| &mut row.levels) {
            if numbers.below(one_in) == 0 {
                *level = match numbers.below(12) {
                    0..4 => Some("None"),
                    4..7 => Some("My"),
                    7..11 => Some("All"),
                    _ => None,
                };
            }
        }
        // A release without one or two of the functions.
        for _ in 0..numbers.below(3) {
            let at = usize::try_from(numbers.below(rows.len() as u64)).unwrap();
            rows.remove(at);
        }
        Self {
            rows,
            ..Self::default()
        }
    }

    /// A smaller role, as an older release has: few of the rows that grant nothing, and most of the
    /// others. It is complete, because the row count matches.
    pub(crate) fn thinned(mut self, numbers: &mut Numbers) -> Self {
        self.counted = true;
        self.rows.retain(|row| match row.levels {
            [Some("None"), Some("None"), Some("None"), Some("None")] => numbers.below(8) == 0,
            _ => numbers.below(20) > 0,
        });
        self
    }

    /// A role with a random level in every cell.
    pub(crate) fn random(numbers: &mut Numbers) -> Self {
        Self::uniform("None").drifted(1, numbers)
    }

    pub(crate) fn find(&self, module: &str, function: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.is(module, function))
    }

    /// The file content, one line per level: column counting is slow in long lines.
    pub(crate) fn file(&self) -> Vec<u8> {
        let mut text = format!(
            "{{ \"schema\": \"leastwise/role/v1\", \"role\": {{ \"name\": \"Tried\", \"adminFlag\": {} }},\n",
            self.admin
        );
        if let Some(items) = &self.items {
            let items: Vec<Value> = items
                .iter()
                .map(|(list, item)| json!({ "customizeIdentifier": list, "itemIdentifier": item }))
                .collect();
            writeln!(text, "\"customize_items\": {},", json!(items)).unwrap();
        }
        if self.counted {
            writeln!(text, "\"complete\": true, \"count\": {},", self.rows.len()).unwrap();
        }
        text.push_str("\"settings\": [");
        for (index, row) in self.rows.iter().enumerate() {
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            write!(
                text,
                "{{ \"moduleDescription\": \"{}\",\n\"moduleFunctionDescription\": \"{}\"",
                row.module, row.function
            )
            .unwrap();
            for (operation, level) in Operation::ALL.iter().zip(row.levels) {
                match level {
                    Some(level) => write!(text, ",\n\"{}\": \"{level}\"", operation.api_field()),
                    None => write!(text, ",\n\"{}\": null", operation.api_field()),
                }
                .unwrap();
            }
            text.push_str(" }");
        }
        text.push_str("\n] }\n");
        text.into_bytes()
    }
}

/// The findings of `check` for a role, and the plan for it.
pub(crate) fn planned(
    requirements: &Requirements,
    role: &Data,
    items: Option<CustomizeItems>,
) -> (RoleReport, Plan) {
    let (report, role) = checked(requirements, role, items);
    let plan = plan(requirements, &role, &report);
    (report, plan)
}

/// The findings of `check` for a role.
pub(crate) fn checked(
    requirements: &Requirements,
    role: &Data,
    items: Option<CustomizeItems>,
) -> (RoleReport, Role) {
    let options = Options {
        customize_items: items,
        fail_on: FailOn::At(Severity::Note),
        ..Options::default()
    };
    let role = role::read("role.json", role.file(), &ReadOptions::default()).unwrap();
    (compare(requirements, &role, &options), role)
}

/// The findings that a change in the role fixes.
pub(crate) fn fixable(report: &RoleReport) -> Vec<&Finding> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| {
            !matches!(
                finding.rule,
                RuleId::CustomizeUnverifiable
                    | RuleId::UnstatedLevel
                    | RuleId::UnknownFunction
                    | RuleId::ReaderNote
                    | RuleId::IncompleteRole
            )
        })
        .collect()
}

/// Whether a completed step is visible when the role is read again.
pub(crate) fn can_be_seen(step: &Step) -> bool {
    !matches!(step.change, Change::Look { .. } | Change::Ask {})
}

/// Applies a step to the data.
pub(crate) fn take(
    role: &mut Data,
    (module, function, step): (&str, &str, &Step),
    items: Option<CustomizeItems>,
) {
    match &step.change {
        Change::Raise { operation, to, .. }
        | Change::Lower { operation, to, .. }
        | Change::Set { operation, to, .. } => set(role, module, function, *operation, to.word()),
        Change::Allow { item } => edit(role, module, function, item, items, true),
        Change::Disallow { item } => edit(role, module, function, item, items, false),
        Change::Look { .. } | Change::Ask {} => {}
    }
}

fn set(role: &mut Data, module: &str, function: &str, operation: Operation, level: &'static str) {
    if role.find(module, function).is_none() {
        const NOTHING: [Level; 4] = [Some("None"); 4];
        if function == "*" {
            let functions = catalog::in_module(module);
            role.rows
                .extend(functions.map(|(_, known)| Row::new(module, known.name, NOTHING)));
        } else {
            role.rows.push(Row::new(module, function, NOTHING));
        }
    }
    for row in role.rows.iter_mut().filter(|row| row.is(module, function)) {
        row.levels[column(operation)] = Some(level);
    }
}

/// Moves an item to one side of the Customize list, whichever side the source shows.
fn edit(
    role: &mut Data,
    module: &str,
    function: &str,
    item: &str,
    items: Option<CustomizeItems>,
    allow: bool,
) {
    let list = catalog::resolve(module, function).and_then(|id| id.get().customize);
    let list = list.expect("only a known list is compared");
    let shown = role.items.as_mut().unwrap();
    if allow == (items == Some(CustomizeItems::Allowed)) {
        // A pattern means the items that it matches.
        shown.push((list.to_owned(), item.replace('*', "x")));
    } else {
        let before = shown.len();
        let pattern = normalize(item);
        shown.retain(|(of, one)| of != list || !matches(&pattern, &normalize(one)));
        assert!(shown.len() < before, "{item} is on no list to take it from");
    }
}
