//! The identity of a finding: what stays the same when wording and line numbers change.

use sha2::{Digest, Sha256};

use super::role_report::InputError;
use super::rule::RuleId;
use crate::model::{Operation, normalise};

/// What distinguishes a finding from every other.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The rule.
    pub rule: RuleId,
    /// The role's name, or its file's where it has none.
    pub role: &'a str,
    /// The module.
    pub module: Option<&'a str>,
    /// The function.
    pub function: Option<&'a str>,
    /// The operation.
    pub operation: Option<Operation>,
    /// The item of a Customize list.
    pub item: Option<&'a str>,
}

impl Identity<'_> {
    /// 16 hexadecimal digits: the first 64 bits of SHA-256 over the parts, names normalised.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update(text.as_bytes());
            hash.update([0]);
        };
        part("leastwise/finding/v1");
        part(self.rule.name());
        part(self.role);
        part(&self.module.map(normalise).unwrap_or_default());
        part(&self.function.map(normalise).unwrap_or_default());
        part(self.operation.map_or("", Operation::key));
        part(&self.item.map(normalise).unwrap_or_default());
        digits(hash)
    }
}

fn digits(hash: Sha256) -> String {
    let first: [u8; 8] = hash.finalize().first_chunk().copied().unwrap_or_default();
    format!("{:016x}", u64::from_be_bytes(first))
}

impl InputError {
    /// An identity for formats that ask for one of everything that they list: the file and what is
    /// wrong with it, not the line.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for part in [
            "leastwise/input-error/v1",
            self.file.as_deref().unwrap_or_default(),
            &self.message,
        ] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        digits(hash)
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
        // Waivers and baselines in other people's repositories hold these: they must not change.
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
    fn an_input_error_is_known_by_its_file_and_its_words() {
        let error = |file: &str, message: &str| InputError::from(Problem::in_file(file, message));
        let one = error("a.json", "cut off").fingerprint();
        assert_eq!(one.len(), 16);
        assert_eq!(one, error("a.json", "cut off").fingerprint());
        assert_ne!(one, error("b.json", "cut off").fingerprint());
        assert_ne!(one, error("a.json", "empty").fingerprint());
    }
}
