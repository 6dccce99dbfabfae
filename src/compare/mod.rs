//! The comparison: a pure function from requirements and a role to a report.
//!
//! It does no I/O and reads no clock. Every cell of the role, and every cell that a policy states,
//! is counted exactly once in the summary. An incomplete role is never clean.

mod describe;
mod expect;
mod group;
mod list;
mod options;
mod order;
mod plan;
mod record;
mod risk;
#[macro_use]
pub mod rules;
mod view;

pub use describe::least_role;
pub use expect::{Mismatch, inline_role, mismatch};
pub use options::Options;
pub use plan::plan;

pub use crate::report::{CustomizeItems, Unlisted};

use crate::model::{Level, LevelRange, Operation};
use crate::policy::{FunctionRequirement, Requirements};
use crate::report::{
    CellState, Cells, Draft, Finding, Granted, Matrix, Outcome, RoleReport, RuleId, Satisfied,
    Subject,
};
use crate::role::{NoteKind, Role, Row, RowFunction};
use rules::{Check, Rule, setup_level_left, unknown_function};
use view::{CellView, FunctionView, RoleView};

/// Compares a role with its requirements.
pub fn compare(requirements: &Requirements, role: &Role, options: &Options) -> RoleReport {
    let mut comparison = Comparison {
        run: RoleView {
            requirements,
            role,
            options,
        },
        report: RoleReport {
            subject: Subject::Role,
            identity: role.identity().to_owned(),
            source: role.source.name().to_owned(),
            name: role.name.clone(),
            fetched_at: role.fetched_at.clone(),
            member: role.origin.member.clone(),
            used_by: role.origin.used_by.clone(),
            policies: record::policies(requirements),
            chosen: Some(record::choices(requirements, options)),
            outcome: Outcome::Clean,
            summary: Cells::default(),
            findings: Vec::new(),
            suppressed_notes: 0,
            passed: Vec::new(),
            lacking: lacking(role),
            plan: None,
            matrix: options.record_matrix.then(Matrix::default),
            rules_passed: Vec::new(),
        },
        only_count: options.only_counts_unknown(),
        row: None,
        whole: true,
    };
    comparison.role();
    comparison.functions();
    let mut report = comparison.report;
    report.findings = order::in_order(report.findings);
    report.conclude(options.fail_on, options.fail_on_risk);
    report
}

struct Comparison<'a> {
    run: RoleView<'a>,
    /// What was found so far.
    report: RoleReport,
    /// Whether functions that are not in the catalog are only counted.
    only_count: bool,
    /// Index of the current function; none for the whole role.
    row: Option<usize>,
    /// Whether the role is complete; if not, missing rows are not reported.
    whole: bool,
}

impl Comparison<'_> {
    fn role(&mut self) {
        for rule in rules::all() {
            if let Check::Role(check) = rule.check {
                for draft in check(&self.run) {
                    self.whole &= rule.info.id != RuleId::IncompleteRole;
                    self.push(rule, draft);
                }
            }
        }
    }

    fn functions(&mut self) {
        let RoleView {
            requirements, role, ..
        } = self.run;
        let (groups, unmatched) = group::functions(requirements, role);
        for group in &groups {
            let first = group.rows.first();
            let row = first.and_then(|first| role.rows.get(*first));
            let (module, function) = row.map_or(("", ""), Row::names);
            let requirement = group
                .requirement
                .and_then(|index| requirements.functions.get(index));
            // Unknown functions are shown as the role spells them, as on the screen; their module
            // as in the catalog.
            let module = match row.map(|row| &row.function) {
                Some(RowFunction::Unknown(function)) => function.module().unwrap_or(module),
                _ => module,
            };
            self.function(&FunctionView {
                run: self.run,
                module,
                function,
                rows: &group.rows,
                requirement,
            });
        }
        for index in unmatched {
            if let Some(asked) = requirements.functions.get(index) {
                self.absent(&FunctionView {
                    run: self.run,
                    module: &asked.module,
                    function: &asked.function,
                    rows: &[],
                    requirement: Some(asked),
                });
            }
        }
    }

    fn begin(&mut self, of: &FunctionView<'_>) {
        self.row = Some(self.row.map_or(0, |row| row + 1));
        if let Some(matrix) = &mut self.report.matrix {
            record::row(matrix, of);
        }
    }

    /// Counts a cell, and records it if requested. Cells are counted only here.
    fn count(
        &mut self,
        of: &FunctionView<'_>,
        operation: Operation,
        granted: Granted,
        state: CellState,
    ) {
        self.report.summary.count(state);
        if let Some(matrix) = &mut self.report.matrix {
            record::cell(matrix, of, operation, granted, state);
        }
    }

    /// A function that the role has at least one row for.
    fn function(&mut self, of: &FunctionView<'_>) {
        self.begin(of);
        self.function_rules(of);
        for operation in Operation::ALL {
            let Some((lowest, highest)) = order::extremes(self.run.role, of.rows, operation) else {
                continue;
            };
            self.cell(&CellView {
                of: *of,
                operation,
                lowest,
                highest,
            });
        }
    }

    fn cell(&mut self, cell: &CellView<'_>) {
        let asked = cell.asked();
        let state = if self.run.role.admin == Some(true) {
            CellState::Unverifiable
        } else if cell.too_low() {
            CellState::Missing
        } else if !cell.too_high() {
            asked.map_or(CellState::NotUsed, |_| CellState::Satisfied)
        } else if asked.is_none()
            && self.run.options.unlisted == Some(Unlisted::Allow)
            // A policy does require what only the setup needs.
            && !setup_level_left::claims(cell)
        {
            CellState::Ignored
        } else {
            CellState::Excess
        };
        self.count(&cell.of, cell.operation, record::granted(cell), state);
        match (state, asked) {
            (CellState::Satisfied, Some(asked)) => self.pass(
                &cell.of,
                cell.operation,
                asked.range,
                cell.lowest.1.stated(),
            ),
            (CellState::Missing | CellState::Excess, _) => self.tell(cell),
            _ => {}
        }
    }

    fn tell(&mut self, cell: &CellView<'_>) {
        for rule in rules::all() {
            if let Check::Cell(check) = rule.check
                && let Some(draft) = check(cell)
            {
                self.push(rule, draft);
                break;
            }
        }
    }

    /// A function that a policy lists and that has no row in the role.
    fn absent(&mut self, of: &FunctionView<'_>) {
        self.begin(of);
        let known = self.whole && self.run.role.admin != Some(true);
        if known {
            self.function_rules(of);
        }
        let requirement = of.requirement.into_iter();
        for (operation, asked) in requirement.flat_map(FunctionRequirement::asked) {
            let state = if !known {
                CellState::Unverifiable
            } else if asked.range.min > Level::None {
                CellState::Missing
            } else {
                self.pass(of, operation, asked.range, None);
                CellState::Satisfied
            };
            self.count(of, operation, Granted::NoRow, state);
        }
    }

    fn pass(
        &mut self,
        of: &FunctionView<'_>,
        operation: Operation,
        required: LevelRange,
        granted: Option<Level>,
    ) {
        if self.run.options.record_passes {
            self.report.passed.push(Satisfied {
                module: of.module.to_owned(),
                function: of.function.to_owned(),
                operation,
                required,
                granted,
            });
        }
    }

    fn function_rules(&mut self, of: &FunctionView<'_>) {
        for rule in rules::all() {
            if self.only_count && rule.info.id == RuleId::UnknownFunction {
                let off = self.run.options.is_off(RuleId::UnknownFunction);
                let counts = !off && unknown_function::unknown(of).is_some();
                self.report.suppressed_notes += usize::from(counts);
                continue;
            }
            if let Check::Function(check) = rule.check {
                for draft in check(of) {
                    self.push(rule, draft);
                }
            }
        }
    }

    fn push(&mut self, rule: &Rule, draft: Draft) {
        let options = self.run.options;
        let id = rule.info.id;
        if options.is_off(id) {
            return;
        }
        let severity = draft
            .severity
            .or_else(|| options.severities.get(&id).copied())
            .unwrap_or(rule.info.severity);
        let risk = risk::of(id, &draft, options);
        let about = self.run.role.identity();
        self.report.findings.push(Finding {
            risk,
            row: self.row,
            ..draft.finding(rule.info.id, about, severity)
        });
    }
}

/// What is missing from the role's source without proof that it does not exist.
fn lacking(role: &Role) -> Option<String> {
    let mut notes = role.notes.iter();
    let note = notes.find(|note| note.kind == NoteKind::NoRow)?;
    Some(note.message.clone())
}
