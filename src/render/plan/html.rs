//! Plans as an HTML page with checkboxes.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::verdict::verdict;
use super::words::{self, Line, Part};
use crate::model::Operation;
use crate::page::{Page, STYLE, escape, message_markup};
use crate::render::finding_text;
use crate::render::words::{capital, chosen, count};
use crate::report::{Change, InputError, Outcome, Plan, PlanMode, PlannedFunction, RuleId};

const PLAN_STYLE: &str = include_str!("plan.css");
const SCRIPT: &str = include_str!("plan.js");

pub(super) fn write(plans: &[Plan], errors: &[InputError], out: &mut dyn Write) -> io::Result<()> {
    let mut body = String::new();
    let boxes: usize = plans.iter().map(boxes).sum();
    if boxes > 0 {
        bar(boxes, &mut body);
    }
    body.push_str("<main>\n");
    for (index, plan) in plans.iter().enumerate() {
        role(index + 1, plan, &mut body);
    }
    for error in errors {
        unread(error, &mut body);
    }
    body.push_str("</main>\n");
    let title = match plans {
        [plan] => format!("Plan for {}", plan.name.as_ref().unwrap_or(&plan.source)),
        plans => format!("Plans for {}", count(plans.len(), "role")),
    };
    Page {
        language: "en",
        title: &title,
        styles: &[STYLE, PLAN_STYLE],
        script: (boxes > 0).then_some(SCRIPT),
        body: &body,
    }
    .write(out)
}

/// Number of boxes; optional steps are not counted.
fn boxes(plan: &Plan) -> usize {
    let steps = plan.steps().filter(|(_, _, step)| Part::Main.holds(step));
    steps.count() + usize::from(words::ending(plan).is_some())
}

// Writing to a String cannot fail.
fn bar(boxes: usize, body: &mut String) {
    let _ = writeln!(
        body,
        "<section class=\"bar\" id=\"bar\" aria-label=\"Progress\" hidden>\
         <p id=\"done\" role=\"status\">0 of {boxes} done</p>\
         <progress id=\"progress\" max=\"{boxes}\" value=\"0\" aria-label=\"Steps done\"></progress>\
         <label><input type=\"checkbox\" id=\"hide\"> Hide completed</label>\
         <p class=\"quiet\">Checked boxes are kept in this browser. Run <code>leastwise check</code> to verify the result.</p></section>"
    );
}

fn role(number: usize, plan: &Plan, body: &mut String) {
    let name = plan.name.as_ref().unwrap_or(&plan.source);
    let _ = writeln!(body, "<article>\n<header>\n<h1>{}</h1>", escape(name));
    let mut facts = Vec::new();
    if plan.name.is_some() {
        facts.push(escape(&plan.source));
    }
    facts.push(format!("for {}", escape(&words::policies(plan))));
    if let Some(chosen) = chosen(&plan.chosen) {
        facts.push(escape(&chosen));
    }
    if let Some(time) = &plan.fetched_at {
        facts.push(format!("read {}", escape(time)));
    }
    let _ = writeln!(body, "<p class=\"quiet\">{}</p>", facts.join(" · "));
    let _ = writeln!(body, "<p class=\"verdict\">{}</p>", escape(&verdict(plan)));
    for remark in &plan.remarks {
        let help = remark.help.as_ref();
        let help = help.map_or_else(String::new, |help| format!("<br>{}", message_markup(help)));
        let _ = writeln!(
            body,
            "<p class=\"remark {}\"><b>{}:</b> {}{help}</p>",
            remark.severity,
            remark.severity,
            message_markup(&remark.message)
        );
    }
    if plan.totals.steps > 0 {
        for sentence in words::opening(plan) {
            let _ = writeln!(body, "<p class=\"open\">{}</p>", escape(&sentence));
        }
    }
    body.push_str("</header>\n");
    for part in [Part::Main, Part::Optional] {
        let mut introduced = false;
        for (module, functions) in words::modules(plan, part) {
            if part == Part::Optional && !introduced {
                let _ = writeln!(
                    body,
                    "<section class=\"optional\">\n<h2>Optional</h2>\n<p>{}</p>\n</section>",
                    words::OPTIONAL
                );
                introduced = true;
            }
            let class = if part == Part::Main { "" } else { " optional" };
            let _ = writeln!(
                body,
                "<section class=\"module{class}\">\n<h2>{}</h2>",
                escape(&module.module)
            );
            for (row, lines) in functions {
                function(number, plan, row, &lines, body);
            }
            body.push_str("</section>\n");
        }
    }
    if let Some(ending) = words::ending(plan) {
        let _ = writeln!(
            body,
            "<p class=\"last\"><label class=\"item\"><input type=\"checkbox\" class=\"step\"> {}</label></p>",
            escape(ending)
        );
    }
    if !plan.kept.is_empty() {
        body.push_str("<section>\n<h2>Accepted findings</h2>\n<ul>\n");
        for kept in &plan.kept {
            let _ = writeln!(
                body,
                "<li>{}<br><span class=\"quiet\">{}</span></li>",
                escape(&kept.message),
                escape(&words::kept(kept))
            );
        }
        body.push_str("</ul>\n</section>\n");
    }
    body.push_str("</article>\n");
}

/// A row of the screen: its four columns as in ConnectWise, then its Customize list.
fn function(
    number: usize,
    plan: &Plan,
    row: &PlannedFunction,
    lines: &[Line<'_>],
    body: &mut String,
) {
    let _ = writeln!(
        body,
        "<fieldset class=\"function\">\n<legend>{}</legend>",
        escape(words::function(&row.function))
    );
    if lines
        .iter()
        .any(|line| line.first.change.operation().is_some())
    {
        body.push_str("<div class=\"levels\">\n");
        for operation in Operation::ALL {
            level(number, operation, plan, row, lines, body);
        }
        body.push_str("</div>\n");
    }
    for line in lines {
        if line.first.change.operation().is_none() {
            let _ = writeln!(
                body,
                "<label class=\"item\"><input type=\"checkbox\"{}> {}</label>",
                step_class(line),
                escape(&capital(&words::action(line)))
            );
        }
        let of = match line.first.change.operation() {
            Some(_) if lines.len() > 1 => format!("<b>{}:</b> ", words::operations(line)),
            _ => String::new(),
        };
        let _ = writeln!(
            body,
            "<p class=\"why\">{of}{}</p>",
            message_markup(&words::reason(plan, line))
        );
    }
    body.push_str("</fieldset>\n");
}

/// The class of a box that counts toward progress.
fn step_class(line: &Line<'_>) -> &'static str {
    if line.first.is_optional() {
        ""
    } else {
        " class=\"step\""
    }
}

/// One column of a row.
fn level(
    number: usize,
    operation: Operation,
    plan: &Plan,
    row: &PlannedFunction,
    lines: &[Line<'_>],
    body: &mut String,
) {
    let found = lines.iter().find_map(|line| {
        let mut steps = line.steps.iter();
        let step = steps.find(|step| step.change.operation() == Some(operation))?;
        Some((line, step))
    });
    let Some((line, step)) = found else {
        let _ = writeln!(
            body,
            "<div class=\"level same\"><span>{}</span> <span>{}</span></div>",
            operation.title(),
            untouched(operation, plan, row)
        );
        return;
    };
    let (class, from) = match &step.change {
        Change::Raise { from, .. } => ("raise", from.word()),
        Change::Lower { from, .. } => ("lower", from.word()),
        _ => ("set", ""),
    };
    let to = step.change.to().map_or("", crate::model::Level::word);
    let arrow = if step.rule == RuleId::IncompleteRole {
        // A level that was not read may be right already.
        "must be ".to_owned()
    } else if from.is_empty() {
        String::new()
    } else {
        format!(
            "<s>{from}</s> <span aria-hidden=\"true\">→</span>\
             <span class=\"unseen\"> to </span> "
        )
    };
    let _ = writeln!(
        body,
        "<label class=\"level {class}\"><input type=\"checkbox\" id=\"s{number}-{}\"{}> <span>{}</span> \
         <span class=\"change\">{arrow}<b>{to}</b></span></label>",
        step.number,
        step_class(line),
        operation.title(),
    );
}

/// The text of a column without a step in this part.
fn untouched(operation: Operation, plan: &Plan, row: &PlannedFunction) -> &'static str {
    let mut steps = row.steps.iter();
    if steps.any(|step| step.change.operation() == Some(operation)) {
        return "see each function";
    }
    match plan.way {
        PlanMode::NewRole => "None",
        PlanMode::InPlace
            if plan.outcome == Outcome::Inconclusive
                && row
                    .steps
                    .iter()
                    .any(|step| step.rule == RuleId::IncompleteRole) =>
        {
            "not read"
        }
        PlanMode::InPlace => "stays",
    }
}

fn unread(error: &InputError, body: &mut String) {
    let (file, _) = finding_text::error_place(error);
    let _ = writeln!(
        body,
        "<article>\n<h1>{}</h1>\n<p class=\"remark error\"><b>could not be read:</b> {}{}</p>\n</article>",
        escape(file.unwrap_or("An input")),
        message_markup(&error.message),
        error
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!("<br>{}", message_markup(help)))
    );
}
