//! What changed between two reads of a role, widest first.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::incomplete;
use crate::catalog::{FunctionId, FunctionKey};
use crate::model::{Level, Operation, normalize, unique};
use crate::policy::Requirements;
use crate::risk::{Counts, Rating, RiskSeverity, rank, rate};
use crate::role::{Grant, Role};

/// The `schema` of a difference.
pub const SCHEMA: &str = "leastwise/role-diff/v1";

/// What changed between two reads of a role: `leastwise/role-diff/v1`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise role difference")]
pub struct RoleDiff {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The earlier read.
    pub old: Side,
    /// The later read.
    pub new: Side,
    /// Whether both reads are complete. Where they are not, only rows that both have are compared.
    pub complete: bool,
    /// Levels that the later read grants beyond the earlier one, most severe first.
    pub wider: Vec<Change>,
    /// Levels that the later read no longer grants, most severe first.
    pub narrower: Vec<Change>,
    /// Cells that are written differently and grant the same: null, None or no row.
    pub other: Vec<Change>,
    /// How many levels grant the same; null where a read is incomplete.
    pub same: Option<usize>,
    /// Rows that only one read has and that were not compared, because the other is incomplete.
    pub not_compared: Vec<NotCompared>,
}

/// One of two reads.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Side {
    /// The file or place that it was read from.
    pub source: String,
    /// The name of the role, or what it is identified by.
    pub role: String,
    /// When it was read from ConnectWise, where the source says so.
    pub fetched_at: Option<String>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether it is an administrator's role; null where the source does not say.
    pub administrator: Option<bool>,
    /// The API members that use it; null where they were not read.
    pub members: Option<Vec<String>>,
    /// Why it is not considered complete; null if nothing says so.
    pub incomplete: Option<String>,
    /// How many functions are at each severity.
    pub functions: Counts,
}

/// One level that differs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// The operation.
    pub operation: Operation,
    /// What the earlier read grants: `None`, `My` or `All`; null for a null level, absent for no row.
    pub from: Cell,
    /// What the later read grants.
    pub to: Cell,
    /// How much harm the higher of the two levels can do; null where it is not rated.
    pub severity: Option<RiskSeverity>,
    /// Why, in one sentence.
    pub reason: Option<String>,
    /// Whether the row has another name in the later read, and was matched by the catalog.
    pub matched_by_alias: bool,
    /// Why the policies ask for the level, where policies were given and ask for it.
    pub asked_for: Option<Vec<String>>,
}

/// A row that was not compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct NotCompared {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// Which read has the row: `old` or `new`.
    pub only_in: &'static str,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Cell {
    /// The level None.
    None,
    /// The level My.
    My,
    /// The level All.
    All,
    /// A null level.
    #[serde(rename = "null")]
    Null,
    /// No row, or no such column.
    #[serde(rename = "absent")]
    Absent,
}

impl Cell {
    const fn of(grant: Grant) -> Self {
        match grant {
            Grant::Level(Level::None) => Self::None,
            Grant::Level(Level::My) => Self::My,
            Grant::Level(Level::All) => Self::All,
            Grant::NotOffered => Self::Null,
            Grant::Absent => Self::Absent,
        }
    }

    /// What the cell grants.
    pub const fn level(self) -> Level {
        match self {
            Self::None | Self::Null | Self::Absent => Level::None,
            Self::My => Level::My,
            Self::All => Level::All,
        }
    }

    /// The word for a person.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::My => "My",
            Self::All => "All",
            Self::Null => "null",
            Self::Absent => "no row",
        }
    }
}

/// A row of either read, by what identifies its function.
struct Entry {
    module: String,
    function: String,
    grants: [Grant; 4],
    id: Option<FunctionId>,
    /// The index of its first row in the role.
    row: usize,
}

type Entries = BTreeMap<FunctionKey, Entry>;

fn entries(role: &Role) -> Entries {
    let mut entries = Entries::new();
    for (index, row) in role.rows.iter().enumerate() {
        let Some(key) = row.keys().next() else {
            continue;
        };
        let (module, function) = row.names();
        let grants = Operation::ALL.map(|operation| *row.levels.get(operation));
        entries
            .entry(key)
            .and_modify(|entry: &mut Entry| {
                for (known, grant) in entry.grants.iter_mut().zip(grants) {
                    if grant.level() > known.level() || *known == Grant::Absent {
                        *known = grant;
                    }
                }
            })
            .or_insert_with(|| Entry {
                module: module.to_owned(),
                function: function.to_owned(),
                grants,
                id: row.known(),
                row: index,
            });
    }
    entries
}

fn side(role: &Role) -> Side {
    let members = role.origin.used_by.as_ref();
    Side {
        source: role.source.name().to_owned(),
        role: role.identity().to_owned(),
        fetched_at: role.fetched_at.clone(),
        rows: role.rows.len(),
        administrator: role.admin,
        members: members.map(|members| {
            let mut names: Vec<String> = members.iter().map(|m| m.identifier.clone()).collect();
            names.sort();
            names
        }),
        incomplete: incomplete(role),
        functions: rank(role).counts,
    }
}

/// Compares two reads of a role. `requirements` says which policies to name next to each change.
pub fn diff(old: &Role, new: &Role, requirements: Option<&Requirements>) -> RoleDiff {
    let (old_side, new_side) = (side(old), side(new));
    let complete = old_side.incomplete.is_none() && new_side.incomplete.is_none();
    let (before, after) = (entries(old), entries(new));
    let mut diff = RoleDiff {
        schema: SCHEMA,
        complete,
        old: old_side,
        new: new_side,
        wider: Vec::new(),
        narrower: Vec::new(),
        other: Vec::new(),
        same: None,
        not_compared: Vec::new(),
    };
    let mut same = 0;
    let mut keys: Vec<&FunctionKey> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let (was, is) = (before.get(key), after.get(key));
        let Some(entry) = is.or(was) else { continue };
        // A row that an incomplete read lacks may be one that was never read.
        let unread = (was.is_none() && diff.old.incomplete.is_some())
            || (is.is_none() && diff.new.incomplete.is_some());
        if unread {
            diff.not_compared.push(NotCompared {
                module: entry.module.clone(),
                function: entry.function.clone(),
                only_in: if was.is_none() { "new" } else { "old" },
            });
            continue;
        }
        let grants = |entry: Option<&Entry>| entry.map_or([Grant::Absent; 4], |e| e.grants);
        for ((operation, from), to) in Operation::ALL.into_iter().zip(grants(was)).zip(grants(is)) {
            let (from, to) = (Cell::of(from), Cell::of(to));
            if from == to {
                same += 1;
                continue;
            }
            let higher = from.level().max(to.level());
            let rating = entry.id.and_then(|id| rate(id, operation, higher));
            let change = Change {
                module: entry.module.clone(),
                function: entry.function.clone(),
                operation,
                from,
                to,
                severity: rating.map(|rating| rating.severity),
                reason: rating.map(|rating: &Rating| rating.reason.clone()),
                matched_by_alias: matches!((was, is), (Some(was), Some(is)) if is_renamed(old, was, new, is)),
                asked_for: requirements.map(|requirements| asked(requirements, key, operation)),
            };
            match from.level().cmp(&to.level()) {
                std::cmp::Ordering::Less => diff.wider.push(change),
                std::cmp::Ordering::Greater => diff.narrower.push(change),
                std::cmp::Ordering::Equal => diff.other.push(change),
            }
        }
    }
    for list in [&mut diff.wider, &mut diff.narrower, &mut diff.other] {
        list.sort_by(|a, b| {
            b.severity.cmp(&a.severity).then_with(|| {
                (&a.module, &a.function, a.operation).cmp(&(&b.module, &b.function, b.operation))
            })
        });
    }
    diff.not_compared.sort();
    diff.same = complete.then_some(same);
    diff
}

/// Whether two rows of one function are written with different names.
fn is_renamed(old: &Role, was: &Entry, new: &Role, is: &Entry) -> bool {
    let written = |role: &Role, entry: &Entry| {
        let place = role.places(entry.row).function?;
        Some(normalize(role.source.slice(place)))
    };
    match (written(old, was), written(new, is)) {
        (Some(was), Some(is)) => was != is,
        _ => false,
    }
}

/// The policies that ask for a level of an operation, each with its reason.
fn asked(requirements: &Requirements, key: &FunctionKey, operation: Operation) -> Vec<String> {
    let function = requirements
        .index_of(key)
        .and_then(|index| requirements.functions.get(index));
    let asked = function.and_then(|function| function.operations.get(operation).as_ref());
    let origins = asked.into_iter().flat_map(|asked| &asked.origins);
    let asking = origins.filter(|origin| origin.range.min > Level::None);
    unique(asking.filter_map(|origin| {
        let policy = requirements.policies.get(origin.place.policy)?;
        Some(match &origin.purpose {
            Some(purpose) => format!("{}: {purpose}", policy.id),
            None => policy.id.clone(),
        })
    }))
}

impl RoleDiff {
    /// Whether the role became an administrator's.
    pub fn became_administrator(&self) -> bool {
        self.new.administrator == Some(true) && self.old.administrator != Some(true)
    }

    /// Whether something became possible at `least` or above. What is not rated counts as well: a
    /// missing rating must not hide a wider level.
    pub fn is_wider(&self, least: RiskSeverity) -> bool {
        let reaches = |change: &Change| change.severity.is_none_or(|severity| severity >= least);
        self.became_administrator() || self.wider.iter().any(reaches)
    }
}
