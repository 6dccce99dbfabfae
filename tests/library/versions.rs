//! The published versions of the first table: exactly their cells.

use leastwise::model::{Level, Operation};
use leastwise::policy::{Choices, resolve};

use crate::library::facts::policy;

const VERSIONS: [&str; 5] = [
    "cloudblue-reseller-marketplace-20.5",
    "cloudblue-reseller-marketplace",
    "ingram-cloud-marketplace-66000396548",
    "ingram-cloud-marketplace",
    "ingram-cloud-marketplace-66000488145",
];

/// Function, operations, and which versions have them, in the order above. All levels are All.
const HISTORY: &[(&str, &str, &[Operation], [bool; 5])] = {
    use Operation::{Add, Delete, Edit, Inquire};
    &[
        ("Companies", "Company Maintenance", &[Inquire], [true; 5]),
        ("Companies", "Contacts", &[Inquire], [true; 5]),
        (
            "Finance",
            "Agreements",
            &[Inquire, Add, Edit, Delete],
            [true; 5],
        ),
        (
            "Finance",
            "Invoicing",
            &[Inquire],
            [true, false, true, true, true],
        ),
        ("Procurement", "Product Catalog", &[Inquire, Add], [true; 5]),
        // The newer Ingram article has it in one copy and not in another.
        (
            "Procurement",
            "Product Catalog",
            &[Edit],
            [false, true, false, true, false],
        ),
        (
            "System",
            "Table Setup",
            &[Inquire],
            [true, true, false, true, true],
        ),
        (
            "System",
            "API Reports",
            &[Inquire],
            [false, true, false, true, true],
        ),
    ]
};

#[test]
fn each_version_has_exactly_its_cells() {
    for (at, id) in VERSIONS.into_iter().enumerate() {
        let policy = policy(id);
        let requirements = resolve(&[&policy], &Choices::default()).unwrap();
        let mut found = Vec::new();
        for function in &requirements.functions {
            for (operation, asked) in function.operations.iter() {
                if let Some(asked) = asked {
                    assert_eq!((asked.range.min, asked.range.max), (Level::All, Level::All));
                    found.push((
                        function.module.clone(),
                        function.function.clone(),
                        operation,
                    ));
                }
            }
        }
        let mut expected = Vec::new();
        for (module, function, operations, versions) in HISTORY {
            for operation in operations.iter().filter(|_| versions[at]) {
                expected.push(((*module).to_owned(), (*function).to_owned(), *operation));
            }
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{id}");
    }
}

/// A change of wording would be reported as a change of the table.
#[test]
fn one_cell_has_one_purpose_in_all_versions() {
    let mut purposes = std::collections::BTreeMap::new();
    for id in VERSIONS {
        let policy = policy(id);
        let requirements = resolve(&[&policy], &Choices::default()).unwrap();
        for function in &requirements.functions {
            for (operation, asked) in function.operations.iter() {
                let Some(asked) = asked else { continue };
                let purpose = asked.origins[0].purpose.clone();
                assert!(purpose.is_some(), "{id}");
                let at = (
                    function.module.clone(),
                    function.function.clone(),
                    operation,
                );
                let first = purposes.entry(at).or_insert_with(|| purpose.clone());
                assert_eq!(*first, purpose, "{id}");
            }
        }
    }
}
