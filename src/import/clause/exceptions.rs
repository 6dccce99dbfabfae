//! Sentences with exceptions.

use super::{Grant, every};
use crate::import::words::{self, Grade};
use crate::model::{Level, Operation};

/// Reads a sentence with exceptions, such as `all levels to All, except Delete, which is None`.
pub(crate) fn with_exceptions(text: &str) -> Option<Vec<Grant>> {
    let low = text.to_lowercase();
    if low.len() != text.len() {
        return None;
    }
    let (at, mark) = [
        "except for",
        "except",
        "apart from",
        "other than",
        "with the exception of",
    ]
    .iter()
    .find_map(|mark| low.find(mark).map(|at| (at, mark.len())))?;
    let before = text.get(..at)?;
    let after = text.get(at + mark..)?;
    let operations = |text| words::each(text).filter_map(words::operation).collect();
    let exceptions: Vec<Operation> = operations(after);
    if exceptions.is_empty() {
        return None;
    }
    let levels = |text: &str| -> Vec<Level> {
        words::each(text)
            .filter_map(|word| match word {
                "All" => Some(Level::All),
                "My" => Some(Level::My),
                "None" => Some(Level::None),
                _ => None,
            })
            .collect()
    };
    let stated: Vec<Operation> = operations(before);
    let all = [
        "all level",
        "all four",
        "all permission",
        "all operation",
        "every",
        "everything",
        "full access",
        "all access",
        "all right",
        "four levels",
    ];
    let level_alone = matches!(
        before.trim_matches(|c: char| !c.is_alphanumeric()),
        "All" | "My"
    );
    let stated = if stated.is_empty() && (level_alone || words::holds(&low, &all)) {
        Operation::ALL.to_vec()
    } else if stated.is_empty() {
        return None;
    } else {
        stated
    };
    let grade = match levels(before).as_slice() {
        [] => Grade::Ticked,
        [.., last] => Grade::Exactly(*last),
    };
    let exception = match levels(after).as_slice() {
        [] => Level::None,
        [only] => *only,
        _ => return None,
    };
    let mut out = every(&stated, grade);
    out.retain(|(operation, _)| !exceptions.contains(operation));
    out.extend(every(&exceptions, Grade::Exactly(exception)));
    Some(out)
}
