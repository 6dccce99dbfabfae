//! What is known about a function where a policy gives no reason for it.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::catalog::{self, FunctionId, FunctionKey};
use crate::endpoints::guarded_requests;
use crate::model::{Level, Operation, unique};
use crate::policy::library;

/// The most requests that are named.
const NAMED: usize = 2;

/// What the catalog and the library know of some operations of a function, in a few words; `None`
/// if they know nothing.
pub fn evidence(module: &str, function: &str, operations: &[Operation]) -> Option<String> {
    let id = catalog::resolve(module, function)?;
    let operations = operations.iter();
    let guarded = operations
        .clone()
        .flat_map(|operation| guarded_requests(module, function, *operation));
    let mut requests = unique(guarded.map(|one| format!("{} {}", one.method, one.path)));
    let more = requests.len().saturating_sub(NAMED);
    requests.truncate(NAMED);
    let mut parts = Vec::new();
    if !requests.is_empty() {
        let more = match more {
            0 => String::new(),
            1 => " and 1 more request".to_owned(),
            more => format!(" and {more} more requests"),
        };
        parts.push(format!("required for {}{more}", requests.join(", ")));
    }
    let tables = tables();
    let asking = operations
        .filter_map(|operation| tables.asking.get(&(id, *operation)))
        .min();
    if let Some(asking) = asking {
        parts.push(format!(
            "listed in {asking} of {} published tables",
            tables.all
        ));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// How many tables in the library ask for each operation.
struct Tables {
    asking: HashMap<(FunctionId, Operation), usize>,
    all: usize,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables {
            asking: HashMap::new(),
            all: 0,
        };
        for policy in library::ids().filter_map(|id| library::load(id)?.ok()) {
            tables.all += 1;
            let mut asked: BTreeSet<(FunctionId, Operation)> = BTreeSet::new();
            for row in policy.rows() {
                let Some(FunctionKey::Known(id)) = row.key() else {
                    continue;
                };
                for statement in row.statements() {
                    if statement.range.min > Level::None {
                        asked.insert((id, statement.operation));
                    }
                }
            }
            for cell in asked {
                *tables.asking.entry(cell).or_default() += 1;
            }
        }
        tables
    })
}
