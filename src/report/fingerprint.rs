//! The identity of a finding, independent of wording and line numbers.

use sha2::{Digest, Sha256};

use super::role_report::InputError;
use super::rule::RuleId;
use crate::model::{Operation, normalize};

/// The parts of the identity.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The rule.
    pub rule: RuleId,
    /// The role's name, or its file name if it has none.
    pub role: &'a str,
    /// The module.
    pub module: Option<&'a str>,
    /// The function.
    pub function: Option<&'a str>,
    /// The operation.
    pub operation: Option<Operation>,
    /// The item in a Customize list.
    pub item: Option<&'a str>,
}

impl Identity<'_> {
    /// 16 hexadecimal digits: the first 64 bits of SHA-256 over the parts, names normalized.
    pub fn fingerprint(&self) -> String {
        // Hashing a joined buffer is faster than many small updates.
        let mut text = String::with_capacity(192);
        text.push_str("leastwise/finding/v1\0");
        text.push_str(self.rule.name());
        text.push('\0');
        text.push_str(self.role);
        text.push('\0');
        for name in [self.module, self.function] {
            text.push_str(&normalize(name.unwrap_or_default()));
            text.push('\0');
        }
        text.push_str(self.operation.map_or("", Operation::key));
        text.push('\0');
        text.push_str(&normalize(self.item.unwrap_or_default()));
        text.push('\0');
        digits(&text)
    }
}

fn digits(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let first = hash.iter().take(8);
    let number = first.fold(0, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:016x}")
}

impl InputError {
    /// An identity for errors, in formats that require one for each entry: the file and the
    /// message, without the line.
    pub fn fingerprint(&self) -> String {
        let file = self.file.as_deref().unwrap_or_default();
        digits(&format!(
            "leastwise/input-error/v1\0{file}\0{}\0",
            self.message
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Problem;

    const ONE: Identity<'_> = Identity {
        rule: RuleId::MissingLevel,
        role: "CloudBlue API",
        module: Some("Finance"),
        function: Some("Agreements"),
        operation: Some(Operation::Delete),
        item: None,
    };

    #[test]
    fn the_fingerprint_is_a_contract() {
        // Users' waivers and baselines contain these values: they must not change.
        assert_eq!(ONE.fingerprint(), "cb7b6497fb35a944");
        assert_eq!(
            Identity {
                module: Some("finance"),
                ..ONE
            }
            .fingerprint(),
            ONE.fingerprint()
        );
    }

    #[test]
    fn every_part_of_the_identity_counts() {
        let others = [
            Identity {
                rule: RuleId::ExcessLevel,
                ..ONE
            },
            Identity {
                role: "Other",
                ..ONE
            },
            Identity {
                module: Some("Sales"),
                ..ONE
            },
            Identity {
                function: Some("Invoicing"),
                ..ONE
            },
            Identity {
                function: None,
                module: Some("Finance Agreements"),
                ..ONE
            },
            Identity {
                operation: None,
                ..ONE
            },
            Identity {
                item: Some("x"),
                ..ONE
            },
        ];
        for other in others {
            assert_ne!(other.fingerprint(), ONE.fingerprint(), "{other:?}");
        }
    }

    #[test]
    fn an_input_error_is_identified_by_file_and_message() {
        let error = |file: &str, message: &str| InputError::from(Problem::in_file(file, message));
        let one = error("a.json", "cut off").fingerprint();
        assert_eq!(one.len(), 16);
        assert_eq!(one, error("a.json", "cut off").fingerprint());
        assert_ne!(one, error("b.json", "cut off").fingerprint());
        assert_ne!(one, error("a.json", "empty").fingerprint());
    }
}
