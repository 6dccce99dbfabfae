//! The matrix as `ConnectWise` lays it out: collapsible modules, a row per function, a cell per
//! operation.

use askama::Template;

use super::view::{Mark, Module, RoleView, Row, Shown};
use super::{Depth, words};
use crate::model::{Level, Operation};
use crate::page::filters;
use crate::report::{Ask, Cell, Granted, Idle};
use crate::yaml::list_words;

/// Length of the purposes shown in a collapsed row.
const GLIMPSE: usize = 72;

/// Every module of a role.
#[derive(Template)]
#[template(path = "render/html/matrix.html")]
pub(super) struct Matrix<'a> {
    view: &'a RoleView<'a>,
    /// The level of the first heading.
    level: u8,
}

/// The last cell of a row: who requires what, and why.
enum Why<'a> {
    Nothing,
    /// The role grants it, and no policy lists it.
    Unlisted,
    Asked {
        preview: String,
        parts: Vec<Part<'a>>,
    },
}

/// What is required of one operation, of all levels, or of the Customize list.
struct Part<'a> {
    title: String,
    asks: Vec<Asked<'a>>,
}

/// What one policy requires.
struct Asked<'a> {
    /// The policy, if there are several.
    by: Option<&'a str>,
    what: String,
    purpose: Option<&'a str>,
    /// A remark of the policy, or a message of this program.
    note: Option<String>,
    note_is_message: bool,
    /// Whether it requires nothing in this run.
    off: bool,
}

impl<'a> Matrix<'a> {
    /// The modules, if there are any.
    pub(super) fn of(view: &'a RoleView<'a>, depth: Depth) -> Option<Self> {
        let level = depth.heading();
        (!view.modules.is_empty()).then_some(Self { view, level })
    }

    fn why(&self, row: &'a Row<'a>) -> Why<'a> {
        let asked: Vec<(Operation, &Cell)> = row
            .cells
            .iter()
            .filter_map(|(operation, shown)| Some((operation, shown.as_ref()?.cell)))
            .filter(|(_, cell)| !cell.asks.is_empty())
            .collect();
        if asked.is_empty() && row.of.customize.is_empty() && row.of.unstated.is_empty() {
            let mut cells = row.cells.iter().filter_map(|(_, shown)| shown.as_ref());
            let excess = cells.any(|shown| matches!(shown.mark, Mark::Excess | Mark::WaivedExcess));
            return if excess && !row.of.listed {
                Why::Unlisted
            } else {
                Why::Nothing
            };
        }
        let preview = preview(row, &asked);
        let mut parts: Vec<Part<'_>> = Vec::new();
        for (operation, cell) in asked {
            let range = if cell.asks.iter().all(|ask| ask.idle.is_some()) {
                "nothing in this run".to_owned()
            } else {
                cell.accepted.to_string()
            };
            parts.push(Part {
                title: format!("{}: {range}", operation.title()),
                asks: cell.asks.iter().map(|ask| self.ask(ask)).collect(),
            });
        }
        let without_level = row.of.unstated.iter().map(|row| Asked {
            by: self.by(row.policy),
            what: "listed without a level".to_owned(),
            purpose: row.purpose.as_deref(),
            note: row.note.clone(),
            note_is_message: false,
            off: false,
        });
        let lists = row.of.customize.iter().map(|asked| Asked {
            by: self.by(asked.policy),
            what: asked.list.order(),
            purpose: asked.purpose.as_deref(),
            note: asked.note.clone(),
            note_is_message: false,
            off: false,
        });
        let more: [(&str, Vec<Asked<'_>>); 2] = [
            ("Levels", without_level.collect()),
            ("Customize list", lists.collect()),
        ];
        for (title, asks) in more.into_iter().filter(|(_, asks)| !asks.is_empty()) {
            parts.push(Part {
                title: title.to_owned(),
                asks,
            });
        }
        Why::Asked { preview, parts }
    }

    /// The statement of one policy.
    fn ask(&self, ask: &'a Ask) -> Asked<'a> {
        let mut conditions = Vec::new();
        if let Some(feature) = &ask.feature {
            conditions.push(format!("for the feature `{feature}`"));
        }
        match &ask.idle {
            None => {}
            Some(Idle::Features(names)) => conditions.push(format!(
                "not in this run: only with the feature {}",
                list_words(names.iter().map(String::as_str))
            )),
            Some(Idle::Setup) => conditions.push("not in this run: only for setup".to_owned()),
            Some(Idle::Legacy) => conditions.push("no longer used".to_owned()),
            Some(Idle::Version) => {
                conditions.push("only for other versions of ConnectWise".to_owned());
            }
        }
        Asked {
            by: self.by(ask.policy),
            what: ask.range.to_string(),
            purpose: ask.purpose.as_deref(),
            note: (!conditions.is_empty()).then(|| conditions.join("; ")),
            note_is_message: true,
            off: ask.idle.is_some(),
        }
    }

    fn by(&self, policy: usize) -> Option<&'a str> {
        (self.view.report.policies.len() > 1).then(|| self.view.policy(policy))
    }
}

impl Shown<'_> {
    /// Whether nothing is granted and nothing required, as in most cells.
    fn is_empty(&self) -> bool {
        self.mark == Mark::NotUsed && self.cell.granted == Granted::Level(Level::None)
    }

    /// The level to set.
    fn required(&self) -> Option<Level> {
        match self.mark {
            Mark::Missing | Mark::WaivedMissing => Some(self.cell.accepted.min),
            Mark::Excess | Mark::WaivedExcess => Some(self.cell.accepted.max),
            _ => None,
        }
    }

    /// The granted level.
    fn granted(&self) -> String {
        match self.cell.granted {
            Granted::Level(level) => level.word().to_owned(),
            Granted::Null => "null".to_owned(),
            Granted::Unstated => "not stated".to_owned(),
            Granted::Contradictory(lowest, highest) => format!("{lowest} / {highest}"),
            Granted::NoRow => "no row".to_owned(),
        }
    }

    /// Whether its finding is accepted.
    fn tag(&self) -> Option<&'static str> {
        match self.mark {
            Mark::WaivedMissing | Mark::WaivedExcess => Some("waived"),
            Mark::Missing | Mark::Excess if self.known => Some("known"),
            _ => None,
        }
    }
}

/// Unused functions without any grant are omitted in print.
fn is_idle(row: &Row<'_>) -> bool {
    row.of.customize.is_empty()
        && row.of.unstated.is_empty()
        && row.cells.iter().all(|(_, cell)| {
            cell.as_ref()
                .is_none_or(|cell| cell.mark == Mark::NotUsed && cell.cell.asks.is_empty())
        })
}

fn all_idle(module: &Module<'_>) -> bool {
    module.rows.iter().all(is_idle)
}

fn is_wrong(module: &Module<'_>) -> bool {
    module.rows.iter().any(|row| row.wrong)
}

/// The beginning of the purposes.
fn preview(row: &Row<'_>, asked: &[(Operation, &Cell)]) -> String {
    let asks = asked.iter().flat_map(|(_, cell)| &cell.asks);
    let customize = row.of.customize.iter();
    let unstated = row.of.unstated.iter();
    let mut purposes: Vec<&str> = Vec::new();
    let all = asks
        .filter_map(|ask| ask.purpose.as_deref())
        .chain(customize.filter_map(|asked| asked.purpose.as_deref()))
        .chain(unstated.filter_map(|row| row.purpose.as_deref()));
    for purpose in all {
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
    }
    if purposes.is_empty() && asked.is_empty() && !row.of.unstated.is_empty() {
        return "listed without a level".to_owned();
    }
    if purposes.is_empty() {
        return "required, without a purpose".to_owned();
    }
    crate::model::shortened(&purposes.join("; "), GLIMPSE)
}
