//! Plans as an HTML page with checkboxes.

use std::io::{self, Write};

use askama::Template;

use super::verdict::verdict;
use super::words::{self, Line};
use crate::model::{Level, Operation};
use crate::page::{Page, STYLE, filters, message_markup};
use crate::render::finding_text;
use crate::render::words::{capital, chosen, count};
use crate::report::{Change, InputError, Outcome, Plan, PlanMode, PlannedFunction, RuleId};

const PLAN_STYLE: &str = include_str!("plan.css");
const SCRIPT: &str = include_str!("plan.js");

pub(super) fn write(plans: &[Plan], errors: &[InputError], out: &mut dyn Write) -> io::Result<()> {
    let boxes: usize = plans.iter().map(boxes).sum();
    let title = match plans {
        [plan] => format!("Plan for {}", name(plan)),
        plans => format!("Plans for {}", count(plans.len(), "role")),
    };
    let body = Body {
        boxes,
        roles: plans.iter().zip(1..).map(Role::new).collect(),
        errors,
    };
    Page {
        language: "en",
        title: &title,
        styles: &[STYLE, PLAN_STYLE],
        script: (boxes > 0).then_some(SCRIPT),
        body: &body.render().map_err(io::Error::other)?,
    }
    .write(out)
}

/// The name of a role, or its file if it has none.
fn name(plan: &Plan) -> &str {
    plan.name.as_ref().unwrap_or(&plan.source)
}

/// The content of the page.
#[derive(Template)]
#[template(path = "render/plan/plan.html")]
struct Body<'a> {
    /// Number of boxes that count.
    boxes: usize,
    roles: Vec<Role<'a>>,
    errors: &'a [InputError],
}

/// The plan for one role.
struct Role<'a> {
    plan: &'a Plan,
    /// Its number on the page, for the ids of its boxes.
    number: usize,
    facts: Vec<String>,
}

/// A row of the screen: its four columns as in ConnectWise, then its Customize list.
struct Function<'a> {
    name: &'a str,
    columns: Vec<Column>,
    lines: Vec<Steps>,
}

/// One column of a row.
struct Column {
    title: &'static str,
    /// The level to set, or why none is set.
    text: &'static str,
    change: Option<LevelChange>,
}

/// A level to set.
struct LevelChange {
    class: &'static str,
    step: usize,
    /// Whether its box counts toward progress.
    counts: bool,
    /// The level was not read, and may be right already.
    unread: bool,
    from: Option<&'static str>,
}

/// Steps of a function with the same reason.
struct Steps {
    /// What to do other than setting levels.
    action: Option<String>,
    counts: bool,
    /// The operations that the reason is for, if others have another one.
    of: Option<String>,
    /// Markup.
    reason: String,
}

/// Number of boxes; optional steps are not counted.
fn boxes(plan: &Plan) -> usize {
    let steps = plan.steps().filter(|(_, _, step)| !step.is_optional());
    steps.count() + usize::from(words::ending(plan).is_some())
}

impl<'a> Role<'a> {
    fn new((plan, number): (&'a Plan, usize)) -> Self {
        let mut facts = Vec::new();
        if plan.name.is_some() {
            facts.push(plan.source.clone());
        }
        facts.push(format!("for {}", words::policies(plan)));
        facts.extend(chosen(&plan.chosen));
        if let Some(time) = &plan.fetched_at {
            facts.push(format!("read {time}"));
        }
        Self {
            plan,
            number,
            facts,
        }
    }
}

impl<'a> Function<'a> {
    fn new(plan: &Plan, row: &'a PlannedFunction, lines: &[Line<'_>]) -> Self {
        let sets_level = |line: &Line<'_>| line.first.change.operation().is_some();
        let columns = if lines.iter().any(sets_level) {
            Operation::ALL
                .map(|operation| Column::new(operation, plan, row, lines))
                .into()
        } else {
            Vec::new()
        };
        let steps = lines.iter().map(|line| Steps {
            action: (!sets_level(line)).then(|| capital(&words::action(line))),
            counts: !line.first.is_optional(),
            of: (sets_level(line) && lines.len() > 1).then(|| words::operations(line)),
            reason: message_markup(&words::reason(plan, line)),
        });
        Self {
            name: words::function(&row.function),
            columns,
            lines: steps.collect(),
        }
    }
}

impl Column {
    fn new(operation: Operation, plan: &Plan, row: &PlannedFunction, lines: &[Line<'_>]) -> Self {
        let title = operation.title();
        let found = lines.iter().find_map(|line| {
            let mut steps = line.steps.iter();
            let step = steps.find(|step| step.change.operation() == Some(operation))?;
            Some((line, step))
        });
        let Some((line, step)) = found else {
            return Self {
                title,
                text: untouched(operation, plan, row),
                change: None,
            };
        };
        let (class, from) = match &step.change {
            Change::Raise { from, .. } => ("raise", Some(from.word())),
            Change::Lower { from, .. } => ("lower", Some(from.word())),
            _ => ("set", None),
        };
        Self {
            title,
            text: step.change.to().map_or("", Level::word),
            change: Some(LevelChange {
                class,
                step: step.number,
                counts: !line.first.is_optional(),
                unread: step.rule == RuleId::IncompleteRole,
                from,
            }),
        }
    }
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
