//! Each policy against its facts, cell by cell: nothing missing, nothing added.

use std::collections::{BTreeMap, BTreeSet};

use leastwise::catalog;
use leastwise::model::{Level, LevelRange, Operation, normalize};
use leastwise::policy::{
    Choices, Coverage, FunctionEntry, GrantEntry, LevelEntry, Phase, Policy, Status, resolve,
};

use crate::library::conditions::{LISTS, Meaning, NESTED, ON_BY_DEFAULT, item, list_is, meaning};
use crate::library::facts::{self, Facts, Row};

/// One level of one operation, with all its conditions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    least: Level,
    most: Level,
    features: Vec<String>,
    setup: bool,
    planned: bool,
    purpose: bool,
}

impl Cell {
    fn counts(&self, on: &BTreeSet<String>, phase: Phase) -> bool {
        let active = self.features.is_empty() || self.features.iter().any(|f| on.contains(f));
        active && (!self.setup || phase == Phase::Setup)
    }
}

type Key = (String, String);
type Cells = BTreeMap<(Key, Operation), Vec<Cell>>;

/// The function of a row: the catalog's name, or the page's.
fn key(row: &Row) -> Key {
    let known = row.function().map(|(m, f)| (m.to_owned(), f.to_owned()));
    known.unwrap_or_else(|| (row.module.clone().unwrap(), row.function.clone()))
}

/// The cells that a table has.
fn expected(facts: &Facts) -> Cells {
    let mut cells = Cells::new();
    for row in &facts.permissions {
        let meaning = meaning(&facts.id, row.condition.as_deref());
        for operation in Operation::ALL {
            let (least, most) = match row.cell(operation).map(str::to_lowercase).as_deref() {
                None | Some("n/a") => continue,
                Some("all") => (Level::All, Level::All),
                Some("my") => (Level::My, Level::My),
                Some("none") => (Level::None, Level::None),
                // The operation alone, without a level.
                Some("granted") => (Level::My, Level::All),
                Some(other) => panic!("{}: the level `{other}`", facts.id),
            };
            let cell = |features: &[&str]| Cell {
                least,
                most,
                features: features.iter().map(|&feature| feature.to_owned()).collect(),
                setup: matches!(meaning, Meaning::Setup(of) if of.contains(&operation)),
                planned: matches!(meaning, Meaning::Planned),
                purpose: row.purpose.is_some() && least > Level::None,
            };
            let found = match meaning {
                Meaning::Features(features) => features.iter().map(|f| cell(&[f])).collect(),
                Meaning::OneOperation(of, feature) if of == operation => vec![cell(&[feature])],
                _ => vec![cell(&[])],
            };
            cells
                .entry((key(row), operation))
                .or_default()
                .extend(found);
        }
    }
    for cells in cells.values_mut() {
        cells.sort();
    }
    cells
}

/// Every row of a policy, under the catalog's names.
fn rows(policy: &Policy) -> Vec<(Key, &FunctionEntry)> {
    let mut rows = Vec::new();
    for (module, functions) in &policy.document.permissions {
        for (function, entry) in functions {
            rows.push(((module.value.clone(), function.value.clone()), entry));
        }
    }
    rows
}

/// The cells that a policy has.
fn written(policy: &Policy) -> Cells {
    let mut cells = Cells::new();
    for (key, entry) in rows(policy) {
        for (operation, grants) in entry.operations().iter() {
            for grant in *grants {
                let (level, own) = match &grant.value {
                    GrantEntry::Word(level) => (LevelEntry::Word(*level), None),
                    GrantEntry::Table(own) => (own.level.value.clone(), Some(own)),
                };
                let LevelRange { min, max } = level.range();
                let when = own.map(|own| &own.when).filter(|when| !when.is_empty());
                let phase = own.and_then(|own| own.phase.0).or(entry.phase.0);
                let status = own.and_then(|own| own.status.0).or(entry.status.0);
                let purpose =
                    own.is_some_and(|own| own.purpose.0.is_some()) || entry.purpose.0.is_some();
                let cell = Cell {
                    least: min,
                    most: max,
                    features: when
                        .unwrap_or(&entry.when)
                        .iter()
                        .map(|name| name.value.clone())
                        .collect(),
                    setup: phase == Some(Phase::Setup),
                    planned: status == Some(Status::Planned),
                    purpose: purpose && min > Level::None,
                };
                cells
                    .entry((key.clone(), operation))
                    .or_default()
                    .push(cell);
            }
        }
    }
    for cells in cells.values_mut() {
        cells.sort();
    }
    cells
}

#[test]
fn every_cell_matches_the_facts() {
    let all = facts::all();
    assert_eq!(all.len(), 57);
    let mut cells = 0;
    for facts in all {
        let policy = facts::policy(&facts.id);
        let (expected, written) = (expected(&facts), written(&policy));
        for at in expected.keys().chain(written.keys()) {
            let id = &facts.id;
            assert_eq!(written.get(at), expected.get(at), "{id}: {at:?}");
        }
        let functions = |keys: Vec<Key>| keys.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(
            functions(rows(&policy).into_iter().map(|(key, _)| key).collect()),
            functions(facts.permissions.iter().map(key).collect()),
            "{}",
            facts.id
        );
        cells += expected.len();
    }
    println!("{cells} cells compared");
}

#[test]
fn requirements_match_the_facts() {
    for facts in facts::all() {
        let policy = facts::policy(&facts.id);
        let expected = expected(&facts);
        let names: BTreeSet<String> = policy
            .document
            .features
            .iter()
            .map(|(name, _)| name.value.clone())
            .collect();
        for on in [names.clone(), BTreeSet::new()] {
            for phase in [Phase::Setup, Phase::Run] {
                let choices = Choices {
                    on: on.iter().cloned().collect(),
                    off: names.difference(&on).cloned().collect(),
                    phase,
                    connectwise: None,
                };
                let requirements = resolve(&[&policy], &choices).unwrap();
                let mut asked = BTreeMap::new();
                for function in &requirements.functions {
                    let key = (function.module.clone(), function.function.clone());
                    for (operation, asks) in function.operations.iter() {
                        if let Some(asks) = asks {
                            let range = (asks.range.min, asks.range.max);
                            asked.insert((key.clone(), operation), range);
                        }
                    }
                }
                let mut wanted = BTreeMap::new();
                for (at, cells) in &expected {
                    let counts = || cells.iter().filter(|cell| cell.counts(&on, phase));
                    let least = |cell: &Cell| {
                        if cell.planned {
                            Level::None
                        } else {
                            cell.least
                        }
                    };
                    if let Some(most) = counts().map(|cell| cell.most).max() {
                        wanted.insert(at.clone(), (counts().map(least).max().unwrap(), most));
                    }
                }
                assert_eq!(asked, wanted, "{} {on:?} {phase:?}", facts.id);
            }
        }
    }
}

#[test]
fn every_customize_list_matches_the_facts() {
    for facts in facts::all() {
        let policy = facts::policy(&facts.id);
        for (key, entry) in rows(&policy) {
            let of_facts = || facts.permissions.iter().filter(|row| self::key(row) == key);
            let mut expected = BTreeSet::new();
            let (mut said, mut sense) = (false, (false, false, false));
            for row in of_facts() {
                let items = row.customize.iter().flatten();
                expected.extend(items.map(|printed| normalize(item(printed))));
                said |= row.customize.is_some() || row.customize_note.is_some();
                if let Some(note) = &row.customize_note {
                    sense = list_is(note);
                }
            }
            let exception = LISTS
                .iter()
                .find(|(id, function, _)| *id == facts.id && *function == key.1);
            sense = exception.map_or(sense, |(_, _, sense)| *sense);
            let at = format!("{}: {key:?}", facts.id);
            let Some(list) = entry.customize.as_ref() else {
                assert!(!said, "{at}: the list is lost");
                continue;
            };
            assert!(said, "{at}: the facts have no list");
            let written = list.allow.iter().map(|item| normalize(&item.value));
            assert_eq!(written.collect::<BTreeSet<_>>(), expected, "{at}");
            assert_eq!((list.all, list.optional, list.partial), sense, "{at}");
            assert!(list.disallow.is_empty(), "{at}");
            let remarked = of_facts().any(|row| row.customize_note.is_some());
            assert!(
                !remarked || list.note.0.is_some(),
                "{at}: the remark is lost"
            );
        }
    }
}

#[test]
fn statements_without_a_level_are_notes() {
    for facts in facts::all() {
        let policy = facts::policy(&facts.id);
        let document = &policy.document;
        let rows: BTreeMap<Key, &FunctionEntry> = rows(&policy).into_iter().collect();
        let partial = !facts.complete || DELTAS.contains(&facts.id.as_str());
        assert_eq!(
            document.coverage == Coverage::Partial,
            partial,
            "{}",
            facts.id
        );
        assert_eq!(document.vendor.0.as_deref(), Some(facts.vendor.as_str()));
        // Some facts name the file in words after the address of its repository.
        let address = facts.url.split(' ').next().unwrap();
        assert_eq!(document.sources[0].url, address, "{}", facts.id);
        if facts.completeness_note.is_some() || facts.oddities.len() > 1 {
            assert!(!document.notes.is_empty() || rows.values().any(|row| row.note.0.is_some()));
        }
        for row in &facts.permissions {
            let at = format!("{}: {:?}", facts.id, key(row));
            let entry = rows[&key(row)];
            let note = entry.note.0.clone().unwrap_or_default();
            let cells = || {
                Operation::ALL
                    .iter()
                    .filter_map(|&operation| row.cell(operation))
            };
            if cells().any(|cell| cell == "N/A") {
                assert!(note.contains("N/A"), "{at}");
            }
            if cells().any(|cell| cell == "granted") {
                let said = document.notes.iter().chain([&note]);
                assert!(said.into_iter().any(|note| note.contains("level")), "{at}");
            }
            let unsure = !row.level_assumed.is_empty() || !row.level_unplaced.is_empty();
            assert!(!unsure || !note.is_empty(), "{at}");
            match meaning(&facts.id, row.condition.as_deref()) {
                Meaning::Edition => {
                    let applies = entry.applies.as_ref();
                    assert!(applies.is_some_and(|a| a.edition.0.is_some()), "{at}");
                }
                Meaning::Note => assert!(note.contains("Technician Mode"), "{at}"),
                _ => {}
            }
        }
    }
}

#[test]
fn features_are_on_by_default_only_if_nothing_remains_without_them() {
    for facts in facts::all() {
        let policy = facts::policy(&facts.id);
        for (name, feature) in &policy.document.features {
            let at = (facts.id.as_str(), name.value.as_str());
            assert_eq!(feature.default, ON_BY_DEFAULT.contains(&at), "{at:?}");
            let nested = NESTED.iter().filter(|(id, inner, _)| (*id, *inner) == at);
            let needed: Vec<&str> = nested.map(|(_, _, outer)| *outer).collect();
            let requires = feature.requires.iter().map(|name| name.value.as_str());
            assert_eq!(requires.collect::<Vec<_>>(), needed, "{at:?}");
        }
    }
}

#[test]
fn names_match_the_catalog() {
    for id in leastwise::policy::library::ids() {
        let policy = facts::policy(id);
        for ((module, function), _) in rows(&policy) {
            if let Some(known) = catalog::resolve(&module, &function) {
                let known = known.get();
                assert_eq!(
                    (module.as_str(), function.as_str()),
                    (known.module, known.name),
                    "{id}"
                );
            }
        }
    }
}

/// Complete tables that list only additions to an undescribed role: functions that they do not list
/// may be needed.
const DELTAS: [&str; 6] = [
    "lifecycle-insights",
    "lifecycle-insights-opportunities",
    "n-able-passportal-requirements",
    "propel-your-msp-team-members",
    "scalepad-lifecycle-manager-tickets",
    "timezest-projects",
];

/// Statements next to the table that no row can express.
const APPLIES: [(&str, Option<&str>, bool); 3] = [
    ("arctic-wolf", Some(">=2022.1"), false),
    ("datto-rmm", None, true),
    ("wise-sync", Some(">=2019.3"), false),
];

#[test]
fn statements_next_to_the_table_have_a_separate_key() {
    for facts in facts::all() {
        let policy = facts::policy(&facts.id);
        let document = &policy.document;
        let mentions = |words: &[&str]| {
            let mut oddities = facts.oddities.iter();
            oddities.any(|oddity| words.iter().any(|word| oddity.contains(word)))
        };
        let closed = mentions(&["closed world", "closed-world", "Closed world"]);
        assert_eq!(document.unlisted.0.is_some(), closed, "{}", facts.id);
        let member = mentions(&["MEMBER", "Member settings", "Member:"]);
        assert_eq!(document.member.0.is_some(), member, "{}", facts.id);
        let applies = document.applies.as_ref();
        let versions = applies.and_then(|applies| applies.connectwise.as_ref());
        let found = versions.map(|versions| versions.value.as_str());
        let edition = applies.is_some_and(|applies| applies.edition.0.is_some());
        let expected = APPLIES.iter().find(|(id, ..)| *id == facts.id);
        let expected = expected.map(|(_, versions, edition)| (*versions, *edition));
        assert_eq!(
            (found, edition),
            expected.unwrap_or_default(),
            "{}",
            facts.id
        );
    }
}
