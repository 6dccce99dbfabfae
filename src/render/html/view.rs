//! A report as the page shows it: functions by module, each cell with its finding.

use std::collections::{HashMap, HashSet};

use crate::model::{Operation, PerOperation};
use crate::report::{
    BaselineState, Cell, CellState, Finding, MatrixRow, RoleReport, RuleId, Severity,
};

use super::ids::Ids;

/// One role.
#[derive(Debug)]
pub(super) struct RoleView<'a> {
    pub(super) report: &'a RoleReport,
    /// The id of its section.
    pub(super) id: String,
    pub(super) modules: Vec<Module<'a>>,
    /// The module and row of each function in the matrix.
    places: Vec<(usize, usize)>,
}

/// A security module with its functions, in the order of the role.
#[derive(Debug)]
pub(super) struct Module<'a> {
    pub(super) name: &'a str,
    pub(super) id: String,
    pub(super) rows: Vec<Row<'a>>,
}

/// One function.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) of: &'a MatrixRow,
    pub(super) id: String,
    pub(super) cells: PerOperation<Option<Shown<'a>>>,
    /// Whether it has a warning or an error; notes alone do not expand it.
    pub(super) wrong: bool,
}

/// One cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) cell: &'a Cell,
    pub(super) mark: Mark,
    /// Whether its finding is in the baseline.
    pub(super) known: bool,
}

/// The appearance of a cell: how it is counted, with waived ones separate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Satisfied,
    Missing,
    Excess,
    WaivedMissing,
    WaivedExcess,
    Unverifiable,
    Ignored,
    NotUsed,
}

impl Mark {
    pub(super) const ALL: [Self; 8] = [
        Self::Missing,
        Self::Excess,
        Self::WaivedMissing,
        Self::WaivedExcess,
        Self::Unverifiable,
        Self::Ignored,
        Self::Satisfied,
        Self::NotUsed,
    ];

    /// The style class, which the script also reads.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Satisfied => "s",
            Self::Missing => "m",
            Self::Excess => "e",
            Self::WaivedMissing => "w wm",
            Self::WaivedExcess => "w we",
            Self::Unverifiable => "q",
            Self::Ignored => "g",
            Self::NotUsed => "n",
        }
    }

    /// The word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Missing => "missing",
            Self::Excess => "excess",
            Self::WaivedMissing => "missing, waived",
            Self::WaivedExcess => "excess, waived",
            Self::Unverifiable => "cannot be checked",
            Self::Ignored => "not reported",
            Self::NotUsed => "not used",
        }
    }

    const fn of(state: CellState, waived: bool) -> Self {
        match (state, waived) {
            (CellState::Missing, false) => Self::Missing,
            (CellState::Missing, true) => Self::WaivedMissing,
            (CellState::Excess, false) => Self::Excess,
            (CellState::Excess, true) => Self::WaivedExcess,
            (CellState::Satisfied, _) => Self::Satisfied,
            (CellState::Unverifiable, _) => Self::Unverifiable,
            (CellState::Ignored, _) => Self::Ignored,
            (CellState::NotUsed, _) => Self::NotUsed,
        }
    }
}

impl<'a> RoleView<'a> {
    /// Lays out a report; `prefix` distinguishes its ids from those of other roles.
    pub(super) fn new(report: &'a RoleReport, prefix: &str, ids: &mut Ids) -> Self {
        let rows = report.matrix.as_ref().map_or(&[][..], |m| &m.functions);
        let mut found: Vec<Vec<&Finding>> = rows.iter().map(|_| Vec::new()).collect();
        for finding in &report.findings {
            if let Some(found) = finding.row.and_then(|row| found.get_mut(row)) {
                found.push(finding);
            }
        }
        let there: HashSet<&str> = rows.iter().map(|row| row.module.as_str()).collect();
        let mut modules: Vec<Module<'a>> = Vec::new();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        // Known modules in the order of the screen, then the others in the order of the role.
        let known = crate::catalog::modules().iter().copied();
        let known = known.filter(|module| there.contains(module));
        for name in known.chain(rows.iter().map(|row| row.module.as_str())) {
            by_name.entry(name).or_insert_with(|| {
                modules.push(Module::named(name, prefix, ids));
                modules.len() - 1
            });
        }
        let mut places = Vec::with_capacity(rows.len());
        for (row, found) in rows.iter().zip(&found) {
            let at = by_name
                .get(row.module.as_str())
                .copied()
                .unwrap_or_default();
            if let Some(module) = modules.get_mut(at) {
                places.push((at, module.rows.len()));
                module.rows.push(Row {
                    of: row,
                    id: ids.function(prefix, &row.module, &row.function),
                    cells: PerOperation::from_fn(|operation| shown(row, operation, found)),
                    wrong: found
                        .iter()
                        .any(|finding| finding.severity > Severity::Note),
                });
            }
        }
        let id = if prefix.is_empty() { "role-1" } else { prefix };
        Self {
            report,
            id: ids.one("", &[id]),
            modules,
            places,
        }
    }

    /// Leaves only the counts and the findings.
    pub(super) fn leave_out_levels(&mut self) {
        self.modules.clear();
        self.places.clear();
    }

    /// The function that a finding is about.
    pub(super) fn row_of(&self, finding: &Finding) -> Option<&Row<'a>> {
        let (module, row) = *self.places.get(finding.row?)?;
        self.modules.get(module)?.rows.get(row)
    }

    /// Every cell of the role.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Shown<'a>> {
        self.modules.iter().flat_map(Module::cells)
    }

    /// The name of a policy among several: its title, or its id if titles are equal.
    pub(super) fn policy(&self, index: usize) -> &'a str {
        let policies = &self.report.policies;
        let Some(policy) = policies.get(index) else {
            return "";
        };
        let same = |other: &&crate::report::PolicyName| other.title == policy.title;
        if policies.iter().filter(same).count() > 1 {
            &policy.id
        } else {
            &policy.title
        }
    }
}

impl Row<'_> {
    /// `Module / Function`, for messages.
    pub(super) fn label(&self) -> String {
        match self.of.module.as_str() {
            "" => self.of.function.clone(),
            module => format!("{module} / {}", self.of.function),
        }
    }
}

impl<'a> Module<'a> {
    fn named(name: &'a str, prefix: &str, ids: &mut Ids) -> Self {
        Self {
            name,
            id: ids.one(prefix, &[name]),
            rows: Vec::new(),
        }
    }

    /// Every cell of the module.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Shown<'a>> {
        let rows = self.rows.iter();
        rows.flat_map(|row| row.cells.iter().filter_map(|(_, cell)| cell.as_ref()))
    }

    /// Number of cells with this appearance.
    pub(super) fn count(&self, mark: Mark) -> usize {
        self.cells().filter(|cell| cell.mark == mark).count()
    }

    /// The display name; a role may omit it.
    pub(super) const fn title(&self) -> &'a str {
        if self.name.is_empty() {
            "(no module)"
        } else {
            self.name
        }
    }
}

fn shown<'a>(row: &'a MatrixRow, operation: Operation, found: &[&Finding]) -> Option<Shown<'a>> {
    let cell = row.cells.get(operation).as_ref()?;
    // A finding belongs to its cell; that of a function without a row belongs to all its cells.
    let stands = |finding: &&&Finding| {
        finding.cells > 0
            && (finding.operation == Some(operation) || finding.rule == RuleId::MissingFunction)
    };
    let finding = found.iter().find(stands);
    Some(Shown {
        cell,
        mark: Mark::of(
            cell.state,
            finding.is_some_and(|finding| finding.waiver.is_some()),
        ),
        known: finding.is_some_and(|finding| finding.baseline == Some(BaselineState::Unchanged)),
    })
}
