//! The rank of a role: counts of functions by severity. There is no score and no weight.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::combinations::{Combination, granted};
use super::ratings::Ratings;
use super::table::{Family, RiskSeverity, combinations};
use crate::catalog::FunctionId;
use crate::model::{Level, Operation};
use crate::role::{Role, RowFunction};

/// How many functions are at each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Counts {
    /// Functions at critical.
    pub critical: usize,
    /// Functions at high.
    pub high: usize,
    /// Functions at medium.
    pub medium: usize,
    /// Functions at low.
    pub low: usize,
}

impl Counts {
    fn at_mut(&mut self, severity: RiskSeverity) -> &mut usize {
        match severity {
            RiskSeverity::Critical => &mut self.critical,
            RiskSeverity::High => &mut self.high,
            RiskSeverity::Medium => &mut self.medium,
            RiskSeverity::Low => &mut self.low,
        }
    }

    /// Counts each function at its severity.
    pub fn of(severities: impl IntoIterator<Item = RiskSeverity>) -> Self {
        let mut counts = Self::default();
        for severity in severities {
            *counts.at_mut(severity) += 1;
        }
        counts
    }
}

/// What a role would let the holder of a stolen key do.
#[derive(Clone, Debug, Default)]
pub struct RoleRank {
    /// Whether the role is an administrator's; the rows then mean nothing.
    pub administrator: bool,
    /// The severity of each function that the role grants something on.
    pub functions: BTreeMap<FunctionId, RiskSeverity>,
    /// How many functions are at each severity.
    pub counts: Counts,
    /// How many levels the role grants.
    pub granted: usize,
    /// Functions with a granted level that the table does not rate: module and function.
    pub not_rated: Vec<(String, String)>,
    /// Whether a critical level can make its holder an administrator.
    pub can_become_administrator: bool,
    /// Pairs of granted permissions that break a separation of duties.
    pub combinations: Vec<Combination>,
}

/// Rates every granted level of a role and counts its functions by their highest severity.
pub fn rank(role: &Role) -> RoleRank {
    rank_with(role, &Ratings::default())
}

/// Like [`rank`], with the changes that a configuration makes.
pub fn rank_with(role: &Role, ratings: &Ratings) -> RoleRank {
    let mut rank = RoleRank {
        administrator: role.admin == Some(true),
        ..RoleRank::default()
    };
    let mut levels: BTreeMap<FunctionId, [Level; 4]> = BTreeMap::new();
    for row in &role.rows {
        let granted = Operation::ALL.map(|operation| row.levels.get(operation).level());
        let count = granted.iter().filter(|level| **level > Level::None).count();
        rank.granted += count;
        match &row.function {
            RowFunction::Known(id) => {
                let known = levels.entry(*id).or_insert([Level::None; 4]);
                for (known, level) in known.iter_mut().zip(granted) {
                    *known = (*known).max(level);
                }
            }
            RowFunction::Unknown(_) if count > 0 => {
                let (module, function) = row.names();
                rank.not_rated
                    .push((module.to_owned(), function.to_owned()));
            }
            RowFunction::Unknown(_) => {}
        }
    }
    for (id, granted) in &levels {
        let rated = Operation::ALL
            .into_iter()
            .zip(granted)
            .filter_map(|(operation, level)| ratings.rate(*id, operation, *level));
        let mut severity: Option<RiskSeverity> = None;
        for rating in rated {
            severity = severity.max(Some(rating.severity));
            rank.can_become_administrator |= rating.severity == RiskSeverity::Critical
                && rating.families.contains(&Family::PrivilegeEscalation);
        }
        if let Some(severity) = severity {
            rank.functions.insert(*id, severity);
        } else if !ratings.is_rated(*id) && granted.iter().any(|level| *level > Level::None) {
            let function = id.get();
            rank.not_rated
                .push((function.module.to_owned(), function.name.to_owned()));
        }
    }
    rank.counts = Counts::of(rank.functions.values().copied());
    rank.combinations = granted(combinations(), &levels);
    rank
}

impl RoleRank {
    /// Orders roles by risk, highest first: administrators, then the counts from critical to low,
    /// then the number of granted levels. Equal ones are ordered by name by the caller.
    pub fn by_risk(&self, other: &Self) -> Ordering {
        let key = |rank: &Self| (rank.administrator, rank.counts, rank.granted);
        key(other).cmp(&key(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::risk::rate;
    use crate::role::{ReadOptions, read};

    fn role(rows: &[(&str, &str, [&str; 4])]) -> Role {
        let settings: Vec<serde_json::Value> = rows
            .iter()
            .map(|(module, function, [add, edit, delete, inquire])| {
                serde_json::json!({
                    "moduleDescription": module, "moduleFunctionDescription": function,
                    "addLevel": add, "editLevel": edit, "deleteLevel": delete,
                    "inquireLevel": inquire,
                })
            })
            .collect();
        read(
            "role.json",
            serde_json::to_vec(&settings).unwrap(),
            &ReadOptions::default(),
        )
        .unwrap()
    }

    fn bot(level: &str) -> Role {
        let inquire = ["None", "None", "None", "All"];
        role(&[
            (
                "Service Desk",
                "Service Tickets",
                [level, level, "None", level],
            ),
            ("Companies", "Company Maintenance", inquire),
            ("Companies", "Contacts", inquire),
            ("System", "Table Setup", inquire),
            (
                "Service Desk",
                "Close Service Tickets",
                ["None", "All", "None", "None"],
            ),
        ])
    }

    fn figures(rank: &RoleRank) -> ([usize; 4], usize) {
        let c = rank.counts;
        ([c.critical, c.high, c.medium, c.low], rank.granted)
    }

    fn everything(level: &str) -> Role {
        let rows: Vec<_> = catalog::functions()
            .filter(|(_, function)| function.name != "Purchase Orders (Aiso)")
            .map(|(_, function)| (function.module, function.name, [level; 4]))
            .collect();
        role(&rows)
    }

    #[test]
    fn the_worked_examples_come_out_as_published() {
        assert_eq!(figures(&rank(&bot("My"))), ([0, 0, 4, 1], 7));
        assert_eq!(figures(&rank(&bot("All"))), ([0, 1, 3, 1], 7));
        let all = rank(&everything("All"));
        assert_eq!(figures(&all), ([6, 22, 50, 14], 368));
        assert!(all.can_become_administrator && !all.administrator);
        assert!(!rank(&bot("All")).can_become_administrator);
    }

    #[test]
    fn raising_a_level_never_lowers_the_rank() {
        for (_, function) in catalog::functions() {
            for at in 0..4 {
                let mut levels = ["None"; 4];
                let mut before = rank(&role(&[(function.module, function.name, levels)]));
                for level in ["My", "All"] {
                    levels[at] = level;
                    let after = rank(&role(&[(function.module, function.name, levels)]));
                    let highest = |rank: &RoleRank| rank.functions.values().max().copied();
                    assert!(highest(&after) >= highest(&before), "{}", function.name);
                    before = after;
                }
            }
        }
    }

    #[test]
    fn one_critical_function_outranks_every_other() {
        let critical = role(&[("System", "Security", ["None", "All", "None", "None"])]);
        let many: Vec<_> = catalog::functions()
            .filter(|(id, _)| {
                rate(*id, Operation::Inquire, Level::All)
                    .is_some_and(|rating| rating.severity < RiskSeverity::Critical)
            })
            .map(|(_, f)| (f.module, f.name, ["None", "None", "None", "All"]))
            .collect();
        let order = rank(&critical).by_risk(&rank(&role(&many)));
        assert_eq!(order, Ordering::Less);
    }

    #[test]
    fn a_function_outside_the_table_is_not_rated() {
        let unknown = rank(&role(&[("Finance", "Zebra Riding", ["All"; 4])]));
        assert_eq!(unknown.counts, Counts::default());
        assert_eq!(
            unknown.not_rated,
            [("Finance".to_owned(), "Zebra Riding".to_owned())]
        );
    }

    #[test]
    fn each_combination_names_two_functions_of_the_catalog() {
        let all = combinations();
        assert_eq!(all.len(), 7);
        for combination in all {
            assert_eq!(combination.needs.len(), 2, "{}", combination.id);
            for need in &combination.needs {
                let id = crate::catalog::resolve(&need.module, &need.function);
                assert!(id.is_some(), "{} / {}", need.module, need.function);
                assert!(!need.any_of.is_empty());
            }
        }
    }

    #[test]
    fn both_permissions_and_one_of_their_operations_are_needed() {
        let level = |function, operation: Operation| {
            let mut levels = [Level::None; 4];
            if let Some(level) = levels.get_mut(operation as usize) {
                *level = Level::My;
            }
            (
                crate::catalog::resolve("Finance", function).unwrap(),
                levels,
            )
        };
        let ids = |levels: Vec<_>| -> Vec<String> {
            let found = granted(combinations(), &levels.into_iter().collect());
            found
                .into_iter()
                .map(|combination| combination.id)
                .collect()
        };
        let bill = level("Invoicing", Operation::Add);
        let approve = level("Invoice Approval", Operation::Edit);
        let read = level("Invoice Approval", Operation::Inquire);
        assert_eq!(ids(vec![bill, approve]), ["bill-and-approve"]);
        assert!(ids(vec![bill]).is_empty());
        assert!(ids(vec![bill, read]).is_empty());
    }
}
