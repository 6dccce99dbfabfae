//! The matrix as `ConnectWise` lays it out: collapsible modules, a row per function, a cell per
//! operation.

use std::fmt::Write as _;

use super::Depth;
use super::view::{Mark, Module, RoleView, Row, Shown};
use crate::model::{Level, Operation};
use crate::page::{escape, message_markup};
use crate::report::{Ask, Cell, CustomizeAsk, Granted, Idle, UnstatedAsk};
use crate::yaml::list_words;

/// Length of the purposes shown in a collapsed row.
const GLIMPSE: usize = 72;

/// Every module of a role.
pub(super) fn modules(out: &mut String, view: &RoleView<'_>, depth: Depth) {
    if view.modules.is_empty() {
        return;
    }
    let level = depth.heading(1);
    let _ = writeln!(
        out,
        "<section class=\"matrix\">\n<h{level}>The whole role</h{level}>\n\
         <p class=\"quiet key\">Each cell shows what the role grants and, if that is wrong, the required level. The last column shows which policy requires it and why.</p>"
    );
    for module in &view.modules {
        let wrong = module.rows.iter().any(|row| row.wrong);
        let inner = level + 1;
        let _ = writeln!(
            out,
            "<details class=\"module{}\"{}><summary><h{inner}>{}</h{inner}> {}</summary>\n<table id=\"{}\">\n\
             <thead><tr><th scope=\"col\">Function</th>{}<th scope=\"col\">Required by, and why</th></tr></thead>\n<tbody>",
            if module.rows.iter().all(is_idle) {
                " idle"
            } else {
                ""
            },
            if wrong { " open" } else { "" },
            escape(module.title()),
            tally(module),
            module.id,
            Operation::ALL
                .map(|operation| format!("<th scope=\"col\">{}</th>", operation.title()))
                .concat(),
        );
        for row in &module.rows {
            function(out, view, row);
        }
        out.push_str("</tbody>\n</table>\n</details>\n");
    }
    out.push_str("<p class=\"nothing\" hidden>No matches.</p>\n</section>\n");
}

/// The counts of a collapsed module.
fn tally(module: &Module<'_>) -> String {
    let mut tally = String::from("<span class=\"tally\">");
    for mark in Mark::ALL {
        let number = module.count(mark);
        if number > 0 && mark != Mark::NotUsed {
            let _ = write!(
                tally,
                "<b class=\"{}\">{number} {}</b> ",
                mark.class(),
                mark.word()
            );
        }
    }
    let _ = write!(tally, "<span class=\"quiet\">{}</span></span>", {
        let number = module.rows.len();
        super::words::count(number, "function")
    });
    tally
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

fn function(out: &mut String, view: &RoleView<'_>, row: &Row<'_>) {
    let _ = write!(
        out,
        "<tr id=\"{}\"{}><th scope=\"row\">{}{}</th>",
        row.id,
        if is_idle(row) { " class=\"idle\"" } else { "" },
        if row.of.function == "*" {
            "every function of the module (*)".to_owned()
        } else {
            escape(&row.of.function)
        },
        if row.of.in_role {
            ""
        } else {
            " <em>not in the role</em>"
        }
    );
    for (_, shown) in row.cells.iter() {
        match shown {
            Some(shown) => cell(out, shown),
            None => out.push_str("<td class=\"x\"></td>"),
        }
    }
    why(out, view, row);
    out.push_str("</tr>\n");
}

fn cell(out: &mut String, shown: &Shown<'_>) {
    let Shown { cell, mark, known } = shown;
    let granted = granted(cell.granted);
    // Fast path: most cells are not used.
    let empty = *mark == Mark::NotUsed && cell.granted == Granted::Level(Level::None);
    let inside = match mark {
        Mark::NotUsed => granted,
        Mark::Missing | Mark::WaivedMissing => change(*mark, &granted, cell.accepted.min),
        Mark::Excess | Mark::WaivedExcess => change(*mark, &granted, cell.accepted.max),
        Mark::Satisfied | Mark::Unverifiable | Mark::Ignored => {
            format!("<i>{}, </i>{granted}", mark.word())
        }
    };
    let tag = match mark {
        Mark::WaivedMissing | Mark::WaivedExcess => " <small>waived</small>",
        Mark::Missing | Mark::Excess if *known => " <small>known</small>",
        _ => "",
    };
    if empty {
        out.push_str("<td><i>None</i></td>");
    } else {
        let _ = write!(out, "<td class=\"{}\">{inside}{tag}</td>", mark.class());
    }
}

/// The granted and the required level.
fn change(mark: Mark, granted: &str, to: Level) -> String {
    format!("<i>{}, </i>{granted}<i> to </i><b>{to}</b>", mark.word())
}

/// The granted level.
fn granted(granted: Granted) -> String {
    match granted {
        Granted::Level(level) => level.word().to_owned(),
        Granted::Null => "null".to_owned(),
        Granted::Unstated => "not stated".to_owned(),
        Granted::Contradictory(lowest, highest) => format!("{lowest} / {highest}"),
        Granted::NoRow => "no row".to_owned(),
    }
}

/// The last cell of a row: who requires what, and why.
fn why(out: &mut String, view: &RoleView<'_>, row: &Row<'_>) {
    let asked: Vec<(Operation, &Cell)> = row
        .cells
        .iter()
        .filter_map(|(operation, shown)| Some((operation, shown.as_ref()?.cell)))
        .filter(|(_, cell)| !cell.asks.is_empty())
        .collect();
    if asked.is_empty() && row.of.customize.is_empty() && row.of.unstated.is_empty() {
        let mut cells = row.cells.iter().filter_map(|(_, shown)| shown.as_ref());
        let wrong = cells.any(|shown| matches!(shown.mark, Mark::Excess | Mark::WaivedExcess));
        out.push_str(if wrong && !row.of.listed {
            "<td class=\"why\">no policy lists it</td>"
        } else {
            "<td></td>"
        });
        return;
    }
    let preview = preview(row, &asked);
    let _ = write!(
        out,
        "<td class=\"why\"><details><summary>{}</summary><dl>",
        escape(&preview)
    );
    for (operation, cell) in asked {
        let _ = write!(
            out,
            "<dt>{}: {}</dt>",
            operation.title(),
            if cell.asks.iter().all(|ask| ask.idle.is_some()) {
                "nothing in this run".to_owned()
            } else {
                cell.accepted.to_string()
            }
        );
        for ask in &cell.asks {
            asks(out, view, ask);
        }
    }
    if !row.of.unstated.is_empty() {
        out.push_str("<dt>Levels</dt>");
        for unsaid in &row.of.unstated {
            unstated(out, view, unsaid);
        }
    }
    if !row.of.customize.is_empty() {
        out.push_str("<dt>Customize list</dt>");
        for asked in &row.of.customize {
            customize(out, view, asked);
        }
    }
    out.push_str("</dl></details></td>");
}

/// The requirement of one policy on a Customize list.
fn customize(out: &mut String, view: &RoleView<'_>, asked: &CustomizeAsk) {
    let _ = write!(
        out,
        "<dd>{}<b>{}</b>",
        by(view, asked.policy),
        escape(&asked.list.order())
    );
    because(out, asked.purpose.as_deref());
    remark(out, asked.note.as_deref());
    out.push_str("</dd>");
}

/// A function that one policy lists without levels.
fn unstated(out: &mut String, view: &RoleView<'_>, row: &UnstatedAsk) {
    let _ = write!(
        out,
        "<dd>{}<b>listed without a level</b>",
        by(view, row.policy)
    );
    because(out, row.purpose.as_deref());
    remark(out, row.note.as_deref());
    out.push_str("</dd>");
}

/// The purpose, after the requirement.
fn because(out: &mut String, purpose: Option<&str>) {
    if let Some(purpose) = purpose {
        let _ = write!(out, " <span>{}</span>", escape(purpose));
    }
}

/// The policy's remark.
fn remark(out: &mut String, note: Option<&str>) {
    if let Some(note) = note {
        let _ = write!(out, " <em>{}</em>", escape(note));
    }
}

/// The beginning of the purposes.
fn preview(row: &Row<'_>, asked: &[(Operation, &Cell)]) -> String {
    let mut purposes: Vec<&str> = Vec::new();
    let asks = asked.iter().flat_map(|(_, cell)| &cell.asks);
    let customize = row.of.customize.iter();
    let all = asks
        .filter_map(|ask| ask.purpose.as_deref())
        .chain(customize.filter_map(|asked| asked.purpose.as_deref()))
        .chain(
            row.of
                .unstated
                .iter()
                .filter_map(|row| row.purpose.as_deref()),
        );
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

fn by(view: &RoleView<'_>, policy: usize) -> String {
    if view.report.policies.len() < 2 {
        return String::new();
    }
    format!("<cite>{}</cite> ", escape(view.policy(policy)))
}

/// The statement of one policy.
fn asks(out: &mut String, view: &RoleView<'_>, ask: &Ask) {
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
    let _ = write!(
        out,
        "<dd{}>{}<b>{}</b>",
        if ask.idle.is_some() {
            " class=\"off\""
        } else {
            ""
        },
        by(view, ask.policy),
        ask.range
    );
    because(out, ask.purpose.as_deref());
    if !conditions.is_empty() {
        let _ = write!(out, " <em>{}</em>", message_markup(&conditions.join("; ")));
    }
    out.push_str("</dd>");
}
