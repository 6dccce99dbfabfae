//! Customize lists that the source shows: items are changes like levels.

use std::sync::Arc;

use leastwise::compare::CustomizeItems;
use leastwise::model::SourceText;
use leastwise::policy::{Choices, Policy, Requirements, library, resolve};
use leastwise::report::{Change, Step};

use crate::plan::data::{Data, Numbers, can_be_seen, fixable, planned, take};

const LISTS: [&str; 3] = [
    "SystemTableSetup",
    "CompanyConfigurations",
    "ServiceReports",
];

fn with_items(mut role: Data, numbers: &mut Numbers) -> Data {
    let names = [
        "Company / Company Type",
        "Service / Source",
        "General / Security",
        "Server (auto)",
    ];
    let mut items = Vec::new();
    for list in LISTS {
        for name in names {
            if numbers.below(2) == 0 {
                items.push((list.to_owned(), name.to_owned()));
            }
        }
    }
    role.items = Some(items);
    role
}

fn with_steps(
    role: &Data,
    steps: &[(String, String, Step)],
    but: Option<usize>,
    items: CustomizeItems,
) -> Data {
    let mut role = role.clone();
    for (index, (module, function, step)) in steps.iter().enumerate() {
        if Some(index) != but {
            take(&mut role, (module, function, step), Some(items));
        }
    }
    role
}

fn tried(
    requirements: &Requirements,
    id: &str,
    items: CustomizeItems,
    numbers: &mut Numbers,
) -> usize {
    let role = with_items(Data::random(numbers), numbers);
    let (_, plan) = planned(requirements, &role, Some(items));
    let steps: Vec<(String, String, Step)> = plan
        .steps()
        .map(|(module, function, step)| (module.to_owned(), function.to_owned(), step.clone()))
        .collect();
    let (after, rest) = planned(
        requirements,
        &with_steps(&role, &steps, None, items),
        Some(items),
    );
    assert!(
        fixable(&after).is_empty(),
        "{id} {items:?}: {:?}",
        fixable(&after)
    );
    assert!(!rest.steps().any(|(_, _, step)| can_be_seen(step)), "{id}");
    let mut moved = 0;
    for (index, (_, _, step)) in steps.iter().enumerate() {
        if matches!(step.change, Change::Allow { .. } | Change::Disallow { .. }) {
            moved += 1;
            let left = with_steps(&role, &steps, Some(index), items);
            let (after, _) = planned(requirements, &left, Some(items));
            assert_eq!(fixable(&after).len(), 1, "{id} {items:?}: {step:?}");
        }
    }
    moved
}

#[test]
fn every_item_is_a_change_and_none_can_be_left_out() {
    let mut numbers = Numbers::new(18);
    let mut moved = [0, 0];
    for id in library::ids() {
        let policy = library::load(id).unwrap().unwrap();
        let requirements = resolve(&[&policy], &Choices::default()).unwrap();
        if requirements
            .functions
            .iter()
            .all(|function| function.customize.is_empty())
        {
            continue;
        }
        for _ in 0..3 {
            moved[0] += tried(&requirements, id, CustomizeItems::Allowed, &mut numbers);
            moved[1] += tried(&requirements, id, CustomizeItems::Disallowed, &mut numbers);
        }
    }
    // Random disallowed items are rarely items that a policy needs.
    assert!(moved[0] > 100 && moved[1] > 3, "{moved:?}");
}

/// An item that two policies need is one change, with both reasons.
#[test]
fn an_item_that_two_policies_need_is_one_change() {
    let policy = |id: &str| {
        let text = format!(
            "schema: leastwise/policy/v1\nid: {id}\ntitle: {id}\npermissions:\n  System:\n    \
             Table Setup:\n      inquire: All\n      purpose: Reads for {id}\n      \
             customize: {{ allow: [Service / Source] }}\n"
        );
        Policy::parse(Arc::new(SourceText::new(format!("{id}.yaml"), text))).unwrap()
    };
    let (one, two) = (policy("one"), policy("two"));
    let requirements = resolve(&[&one, &two], &Choices::default()).unwrap();
    let mut role = Data::uniform("None");
    role.items = Some(Vec::new());
    let (_, plan) = planned(&requirements, &role, Some(CustomizeItems::Allowed));
    let items: Vec<&Step> = plan
        .steps()
        .map(|(_, _, step)| step)
        .filter(|step| matches!(step.change, Change::Allow { .. }))
        .collect();
    let [item] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!(item.policies, ["one", "two"]);
    assert_eq!(
        item.purpose.as_deref(),
        Some("Reads for one; Reads for two")
    );
}
