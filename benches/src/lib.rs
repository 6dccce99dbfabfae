//! Thousands of reproducible, realistic roles.
//!
//! A role has every function of the catalog, and additional ones, like real roles. It grants
//! exactly what the first policy in the library needs; a given share of the roles has findings.

use std::fmt::Write as _;

use leastwise::catalog::{self, FunctionKey};
use leastwise::model::{Level, Operation};
use leastwise::policy::{self, Requirements};

/// The policy of the generated roles.
pub const POLICY: &str = "cloudblue-reseller-marketplace";

/// Parameters of the generated roles.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// How many of a hundred roles have one to four missing or excessive levels.
    pub share: u64,
    /// The minimum and maximum number of functions that are not in the catalog: each is a note.
    pub unknown: (u64, u64),
    /// Whether every row has links to itself, as newer releases write them: rows of 800 bytes.
    pub links: bool,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            share: 10,
            // With the 93 functions of the catalog: 100 to 180.
            unknown: (7, 87),
            links: false,
        }
    }
}

/// The layout of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As `leastwise fetch` writes it: one field per line.
    File,
    /// On one line, for JSON Lines.
    Line,
}

/// Splitmix64: small, well mixed, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`.
    fn between(&mut self, (low, high): (u64, u64)) -> u64 {
        low + self.next() % (high - low + 1)
    }
}

/// Generates roles.
pub struct Roles {
    kind: Kind,
    /// Module, function and the levels that the policy needs.
    needed: Vec<(&'static str, &'static str, [Level; 4])>,
}

/// The requirements of the policy.
///
/// # Panics
///
/// If the policy is not in the library, which its tests prevent.
#[expect(clippy::expect_used, reason = "a bench may stop")]
pub fn requirements() -> Requirements {
    let policy = policy::library::load(POLICY)
        .expect("a policy in the library")
        .expect("a valid policy");
    policy::resolve(&[&policy], &policy::Choices::default()).expect("requirements")
}

impl Roles {
    /// Roles of a kind.
    pub fn new(kind: Kind) -> Self {
        let requirements = requirements();
        let needed = catalog::functions().map(|(id, function)| {
            let asked = requirements
                .index_of(&FunctionKey::Known(id))
                .and_then(|index| requirements.functions.get(index));
            let levels = Operation::ALL.map(|operation| {
                let asked = asked.and_then(|asked| asked.operations.get(operation).as_ref());
                asked.map_or(Level::None, |asked| asked.range.min)
            });
            (function.module, function.name, levels)
        });
        Self {
            kind,
            needed: needed.collect(),
        }
    }

    /// The role with a number: the same text every time.
    pub fn role(&self, number: u64, layout: Layout) -> String {
        let mut random = Random(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut rows: Vec<(&str, String, [Level; 4])> = self
            .needed
            .iter()
            .map(|&(module, function, levels)| (module, function.to_owned(), levels))
            .collect();
        for index in 0..random.between(self.kind.unknown) {
            let module = rows
                .get(usize::try_from(index * 7 % 93).unwrap_or(0))
                .map_or("System", |row| row.0);
            rows.push((
                module,
                format!("Custom Function {index:02}"),
                [Level::None; 4],
            ));
        }
        if random.next() % 100 < self.kind.share {
            for _ in 0..random.between((1, 4)) {
                let cell = usize::try_from(random.next() % (93 * 4)).unwrap_or(0);
                if let Some(level) = rows
                    .get_mut(cell / 4)
                    .and_then(|row| row.2.get_mut(cell % 4))
                {
                    *level = match level {
                        Level::None => Level::All,
                        Level::My | Level::All => Level::None,
                    };
                }
            }
        }
        text(number, &rows, layout, self.kind.links)
    }
}

fn text(number: u64, rows: &[(&str, String, [Level; 4])], layout: Layout, links: bool) -> String {
    let mut out = String::with_capacity(100 << 10);
    let (line, space) = match layout {
        Layout::File => ("\n", " "),
        Layout::Line => ("", ""),
    };
    let indent = |depth: usize| match layout {
        Layout::File => "  ".repeat(depth),
        Layout::Line => String::new(),
    };
    let (one, two, three, four) = (indent(1), indent(2), indent(3), indent(4));
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{{{line}{one}\"schema\":{space}\"leastwise/role/v1\",{line}{one}\"role\":{space}{{{line}\
         {two}\"id\":{space}{number},{line}{two}\"name\":{space}\"Integration {number:06}\",{line}\
         {two}\"adminFlag\":{space}false{line}{one}}},{line}{one}\"fetched_at\":{space}\
         \"2026-11-20T08:20:00Z\",{line}{one}\"count\":{space}{},{line}{one}\"complete\":{space}\
         true,{line}{one}\"settings\":{space}[",
        rows.len()
    );
    let url = "https://api-na.myconnectwise.net/v2026_1/apis/3.0/system/securityRoles/";
    for (index, (module, function, [add, edit, delete, inquire])) in rows.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let id = 1_200 + index;
        let mut href = String::new();
        if links {
            let _ = write!(
                href,
                "{line}{four}\"role_href\":{space}\"{url}{number}\",{line}{four}\"settings_href\":\
                 {space}\"{url}{number}/settings/{id}\","
            );
        }
        let _ = write!(
            out,
            "{comma}{line}{two}{{{line}{three}\"id\":{space}{id},{line}{three}\"addLevel\":{space}\
             \"{add}\",{line}{three}\"deleteLevel\":{space}\"{delete}\",{line}{three}\"editLevel\":\
             {space}\"{edit}\",{line}{three}\"inquireLevel\":{space}\"{inquire}\",{line}{three}\
             \"moduleFunctionName\":{space}\"{short}\",{line}{three}\"moduleFunctionDescription\":\
             {space}\"{function}\",{line}{three}\"myAllFlag\":{space}true,{line}{three}\
             \"moduleName\":{space}\"{module}\",{line}{three}\"moduleDescription\":{space}\
             \"{module}\",{line}{three}\"reportFlag\":{space}false,{line}{three}\"restrictFlag\":\
             {space}false,{line}{three}\"customFlag\":{space}false,{line}{three}\"sortOrder\":\
             {space}{order},{line}{three}\"_info\":{space}{{{href}{line}{four}\"lastUpdated\":{space}\
             \"2026-11-20T08:15:00Z\",{line}{four}\"updatedBy\":{space}\"admin1\"{line}{three}}}\
             {line}{two}}}",
            short = function
                .chars()
                .filter(|c| c.is_alphanumeric())
                .take(10)
                .collect::<String>(),
            order = 10 * (index + 1),
        );
    }
    let _ = write!(out, "{line}{one}]{line}}}");
    out.push('\n');
    out
}
