//! Random policies and roles, compared by the core and by a naive reference: small, slow, and with
//! simple loops.

use std::fmt::Write;
use std::sync::Arc;

use arbitrary::{Arbitrary, Result, Unstructured};
use leastwise::compare::{Options, compare};
use leastwise::model::{Operation, SourceText};
use leastwise::policy::{Choices, Phase, Policy, ResolveError, resolve};
use leastwise::report::RuleId;
use leastwise::role::{self, ReadOptions};

use super::held;

/// The functions in policies and roles; the last one is not in the catalog.
const FUNCTIONS: [(&str, &str); 5] = [
    ("Finance", "Agreements"),
    ("Finance", "Invoicing"),
    ("Project", "Project Tickets"),
    ("System", "Table Setup"),
    ("Finance", "Commissions"),
];
const LEVELS: [&str; 3] = ["None", "My", "All"];

/// One level in a policy: from, to, and its conditions.
#[derive(Arbitrary, Debug)]
struct Grant {
    low: u8,
    high: u8,
    form: u8,
    /// 0 used, 1 planned, 2 legacy.
    status: u8,
    setup: bool,
    /// The feature that it needs: 1 or 2, and otherwise none.
    feature: u8,
}

/// The entry of a policy for one operation: up to two levels.
type Stated = [Option<Grant>; 2];

#[derive(Arbitrary, Debug)]
struct PolicyCase {
    unlisted: u8,
    partial: bool,
    /// Whether the second feature needs the first.
    requires: bool,
    /// The features that are on by default.
    default: [bool; 2],
    /// The entries of the listed functions; the last is all of Finance.
    functions: [Option<[Stated; 4]>; 6],
}

#[derive(Arbitrary, Debug)]
struct Case {
    first: PolicyCase,
    second: Option<PolicyCase>,
    on: [bool; 2],
    setup: bool,
    /// Rows of the functions: None, My, All, null or absent for each operation.
    rows: [Option<[u8; 4]>; 5],
    /// A duplicate of the same function.
    again: Option<(u8, [u8; 4])>,
    admin: bool,
}

/// A case: the core and the reference must agree on every cell.
pub fn structured(data: &[u8]) {
    if let Ok(case) = Case::arbitrary(&mut Unstructured::new(data)) as Result<Case> {
        check_case(&case);
    }
}

fn check_case(case: &Case) {
    let cases: Vec<&PolicyCase> = std::iter::once(&case.first).chain(&case.second).collect();
    let policies: Vec<Policy> = cases
        .iter()
        .enumerate()
        .map(|(number, case)| {
            let source = SourceText::new(format!("p{number}.yaml"), case.text(number));
            Policy::parse(Arc::new(source)).expect("a policy of the generator")
        })
        .collect();
    let on = ["one", "two"].iter().zip(case.on).filter(|(_, on)| *on);
    let choices = Choices {
        on: on.map(|(name, _)| (*name).to_owned()).collect(),
        phase: if case.setup { Phase::Setup } else { Phase::Run },
        ..Choices::default()
    };
    let resolved = resolve(&policies.iter().collect::<Vec<_>>(), &choices);
    let conflict = (0..=FUNCTIONS.len()).any(|at| {
        (0..4).any(|op| {
            case.listed(at) && case.accepted(at, op).is_some_and(|(low, high)| low > high)
        })
    });
    let requirements = match resolved {
        Ok(requirements) => {
            assert!(!conflict, "no role can satisfy these, and nothing is said");
            requirements
        }
        Err(ResolveError::Conflicts(problems)) => {
            assert!(conflict, "a conflict is reported, and there is none");
            held::problems(&problems);
            return;
        }
        Err(ResolveError::Choice(error)) => panic!("{error:?}"),
    };
    let Some(text) = case.role() else {
        return;
    };
    let role = role::read("role.json", text.into_bytes(), &ReadOptions::default()).unwrap();
    let report = compare(&requirements, &role, &Options::default());
    held::report(&report, &role.source);

    let mut ours: Vec<(RuleId, String, Option<Operation>)> = report
        .findings
        .iter()
        .filter(|finding| {
            let name = finding.function.as_deref();
            let here = name.is_none_or(|name| FUNCTIONS.iter().any(|(_, known)| *known == name));
            (here || name == Some("*"))
                && !matches!(
                    finding.rule,
                    RuleId::UnknownFunction | RuleId::UnstatedLevel
                )
        })
        .map(|f| (f.rule, f.function.clone().unwrap_or_default(), f.operation))
        .collect();
    let mut naive = case.findings();
    ours.sort_by_key(|finding| format!("{finding:?}"));
    naive.sort_by_key(|finding| format!("{finding:?}"));
    assert_eq!(ours, naive, "here and in the reference");
}

impl Grant {
    fn range(&self) -> (u8, u8, bool) {
        let (low, high) = (self.low % 3, self.high % 3);
        match self.form % 4 {
            0 => (low.min(high), low.max(high), true),
            1 => (low, 2, false),
            2 => (0, high, true),
            _ => (low, low, false),
        }
    }

    fn text(&self) -> String {
        let (low, high, _) = self.range();
        let (low, high) = (LEVELS[usize::from(low)], LEVELS[usize::from(high)]);
        let level = match self.form % 4 {
            0 => format!("{{ min: {low}, max: {high} }}"),
            1 => format!("{{ min: {low} }}"),
            2 => format!("{{ max: {high} }}"),
            _ => low.to_owned(),
        };
        let status = ["used", "planned", "legacy"][usize::from(self.status % 3)];
        let phase = if self.setup { "setup" } else { "run" };
        let when = match self.feature {
            1 => ", when: one",
            2 => ", when: two",
            _ => "",
        };
        format!("{{ level: {level}, status: {status}, phase: {phase}{when} }}")
    }
}

impl PolicyCase {
    fn text(&self, number: usize) -> String {
        let mut text = format!(
            "schema: leastwise/policy/v1\nid: p{number}\ntitle: P\nunlisted: {}\ncoverage: {}\n\
             features:\n  one: {{ title: One, default: {} }}\n  two: {{ title: Two, default: {}{} }}\n\
             permissions:\n",
            LEVELS[usize::from(self.unlisted % 3)],
            if self.partial { "partial" } else { "complete" },
            self.default[0],
            self.default[1],
            if self.requires { ", requires: one" } else { "" },
        );
        for module in ["Finance", "Project", "System"] {
            writeln!(text, "  {module}:").unwrap();
            let mut any = false;
            for (at, stated) in self.functions.iter().enumerate() {
                let (of, function) = FUNCTIONS.get(at).copied().unwrap_or(("Finance", "\"*\""));
                let (true, Some(stated)) = (of == module, stated) else {
                    continue;
                };
                any = true;
                writeln!(text, "    {function}:\n      note: x").unwrap();
                for (operation, grants) in Operation::ALL.iter().zip(stated) {
                    let grants: Vec<String> = grants.iter().flatten().map(Grant::text).collect();
                    if !grants.is_empty() {
                        writeln!(text, "      {operation}: [{}]", grants.join(", ")).unwrap();
                    }
                }
            }
            if !any {
                text.insert_str(text.len() - 1, " {}");
            }
        }
        text
    }

    /// The entries of a policy for an operation, including those of the complete module.
    fn grants(&self, at: usize, op: usize) -> impl Iterator<Item = &Grant> {
        let finance = FUNCTIONS
            .get(at)
            .is_some_and(|(module, _)| *module == "Finance");
        let whole = self.functions[5].iter().filter(move |_| finance);
        self.functions[at]
            .iter()
            .chain(whole)
            .flat_map(move |stated| stated[op].iter().flatten())
    }

    fn counts(&self, grant: &Grant, on: [bool; 2]) -> bool {
        let two = on[1] || self.default[1];
        let one = on[0] || self.default[0] || (two && self.requires);
        grant.status % 3 != 2
            && match grant.feature {
                1 => one,
                2 => two,
                _ => true,
            }
    }
}

impl Case {
    fn policies(&self) -> impl Iterator<Item = &PolicyCase> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// Whether a policy lists the function itself.
    fn listed(&self, at: usize) -> bool {
        self.policies().any(|policy| policy.functions[at].is_some())
    }

    fn of_whole(&self, at: usize) -> bool {
        FUNCTIONS
            .get(at)
            .is_some_and(|(module, _)| *module == "Finance")
            && self.listed(5)
    }

    /// The levels that apply now, or only in the setup.
    fn grants(&self, at: usize, op: usize, now: bool) -> Vec<&Grant> {
        let mut found = Vec::new();
        for policy in self.policies() {
            for grant in policy.grants(at, op) {
                let counts_now = !grant.setup || self.setup;
                if policy.counts(grant, self.on) && counts_now == now {
                    found.push(grant);
                }
            }
        }
        found
    }

    /// From the highest requirement to the highest accepted level; reversed if no role can satisfy
    /// both.
    fn accepted(&self, at: usize, op: usize) -> Option<(u8, u8)> {
        let grants = self.grants(at, op, true);
        let low = |grant: &&Grant| {
            if grant.status % 3 == 1 {
                0
            } else {
                grant.range().0
            }
        };
        let need = grants.iter().map(low).max()?;
        let most = grants.iter().map(|grant| grant.range().1).max()?;
        let limits = grants.iter().filter(|grant| grant.range().2);
        let limit = limits.map(|grant| grant.range().1).min().unwrap_or(2);
        Some((need, most.min(limit)))
    }

    fn rows_of(&self, at: usize) -> Vec<[u8; 4]> {
        let again = self.again.filter(|(of, _)| usize::from(*of) % 5 == at);
        self.rows[at]
            .into_iter()
            .chain(again.map(|(_, row)| row))
            .collect()
    }

    /// A snapshot that is marked as complete, with only the required fields.
    fn role(&self) -> Option<String> {
        let mut rows = Vec::new();
        for (at, (module, function)) in FUNCTIONS.iter().enumerate() {
            for levels in self.rows_of(at) {
                rows.push(row(module, function, levels));
            }
        }
        // If no row has a value for an operation, its column was lost: such a role is incomplete,
        // which the tests of the readers cover.
        let levels: Vec<_> = (0..FUNCTIONS.len())
            .flat_map(|at| self.rows_of(at))
            .collect();
        let stated = |op: usize| levels.iter().any(|row| row[op] % 5 != 4);
        (0..4).all(stated).then(|| {
            format!(
                "{{\"schema\":\"leastwise/role/v1\",\"role\":{{\"adminFlag\":{}}},\"complete\":true,\
                 \"count\":{},\"settings\":[{}]}}",
                self.admin,
                rows.len(),
                rows.join(",")
            )
        })
    }

    fn findings(&self) -> Vec<(RuleId, String, Option<Operation>)> {
        let mut found = Vec::new();
        if self.admin {
            found.push((RuleId::AdminRole, String::new(), None));
        }
        let unlisted = self
            .policies()
            .map(|policy| policy.unlisted % 3)
            .max()
            .unwrap_or(0);
        for (at, (_, name)) in FUNCTIONS.iter().enumerate() {
            let name = || (*name).to_owned();
            let rows = self.rows_of(at);
            if rows.len() > 1 {
                found.push((RuleId::DuplicateRow, name(), None));
            }
            if self.admin {
                continue;
            }
            if rows.is_empty() {
                let needed = (0..4).any(|op| self.accepted(at, op).is_some_and(|(low, _)| low > 0));
                if self.listed(at) && needed {
                    found.push((RuleId::MissingFunction, name(), None));
                }
                continue;
            }
            for (op, operation) in Operation::ALL.into_iter().enumerate() {
                let stated = self.accepted(at, op);
                let (low, high) = stated.unwrap_or((0, unlisted));
                let level = |row: &[u8; 4]| if row[op] % 5 > 2 { 0 } else { row[op] % 5 };
                let lowest = rows.iter().map(level).min().unwrap_or(0);
                let highest = rows.iter().map(level).max().unwrap_or(0);
                let setup = self.grants(at, op, false);
                let rule = if lowest < low {
                    let null = rows
                        .iter()
                        .filter(|row| level(row) == lowest)
                        .all(|row| row[op] % 5 == 3);
                    if null {
                        RuleId::OperationNotOffered
                    } else {
                        RuleId::MissingLevel
                    }
                } else if highest <= high {
                    continue;
                } else if setup.iter().any(|grant| highest <= grant.range().1) {
                    RuleId::SetupLevelLeft
                } else if self.listed(at) || self.of_whole(at) {
                    RuleId::ExcessLevel
                } else {
                    RuleId::ExcessFunction
                };
                found.push((rule, name(), Some(operation)));
            }
        }
        // A complete module is missing if it has no row.
        let finance = |at: &usize| FUNCTIONS[*at].0 == "Finance";
        let none = (0..5).filter(finance).all(|at| self.rows_of(at).is_empty());
        let needed = (0..4).any(|op| self.accepted(5, op).is_some_and(|(low, _)| low > 0));
        if !self.admin && self.listed(5) && none && needed {
            found.push((RuleId::MissingFunction, "*".to_owned(), None));
        }
        found
    }
}

fn row(module: &str, function: &str, levels: [u8; 4]) -> String {
    let mut row = format!(
        "{{\"moduleDescription\":\"{module}\",\"moduleFunctionDescription\":\"{function}\""
    );
    for (operation, level) in Operation::ALL.iter().zip(levels) {
        let level = match level % 5 {
            3 => "null".to_owned(),
            4 => continue,
            level => format!("\"{}\"", LEVELS[usize::from(level)]),
        };
        write!(row, ",\"{}\":{level}", operation.api_field()).unwrap();
    }
    row + "}"
}
