//! Plans as text, for a terminal or a printer.

use std::io::{self, Write};

use super::PlanLook;
use super::verdict::verdict;
use super::words::{self, Line};
use crate::model::escape_controls;
use crate::render::words::{chosen, count};
use crate::render::wrap::{painted, write_text, write_wrapped};
use crate::report::{Change, InputError, Outcome, Plan, Severity};

/// Bold, for names.
const BOLD: &str = "1";
/// Dimmed, for details.
const DIM: &str = "2";

pub(super) fn write(
    plans: &[Plan],
    errors: &[InputError],
    look: PlanLook,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (index, plan) in plans.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        role(plan, look, out)?;
    }
    for error in errors {
        let file = error.file.as_deref();
        let file = file.map_or(String::new(), |file| {
            format!(" in {}", escape_controls(file))
        });
        writeln!(out, "\nerror{file}: {}", escape_controls(&error.message))?;
        if let Some(help) = &error.help {
            writeln!(out, "  help: {}", escape_controls(help))?;
        }
    }
    if plans.len() > 1 {
        let open = plans
            .iter()
            .filter(|plan| plan.outcome != Outcome::Clean)
            .count();
        writeln!(
            out,
            "\n{}, {open} of them not done.",
            count(plans.len(), "role")
        )?;
    }
    Ok(())
}

fn role(plan: &Plan, look: PlanLook, out: &mut dyn Write) -> io::Result<()> {
    let source = escape_controls(&plan.source);
    let name = match &plan.name {
        Some(name) => format!("{} ({source})", escape_controls(name)),
        None => source.into_owned(),
    };
    writeln!(out, "{}", look.paint(BOLD, &name))?;
    look.wrapped(out, "  for ", &words::policies(plan))?;
    if let Some(chosen) = chosen(&plan.chosen) {
        look.wrapped(out, "  options: ", &chosen)?;
    }
    look.wrapped(out, "  ", &verdict(plan))?;
    for remark in &plan.remarks {
        let head = format!("  {}: ", remark.severity);
        look.wrapped(out, &head, &remark.message)?;
        if let Some(help) = &remark.help {
            look.wrapped(out, "    ", help)?;
        }
    }
    for section in words::sections(plan) {
        if section.is_first {
            writeln!(out)?;
            for sentence in words::opening(plan) {
                look.wrapped(out, "  ", &sentence)?;
            }
        }
        if section.is_first_optional {
            writeln!(out)?;
            look.wrapped(out, "  ", words::OPTIONAL)?;
        }
        let module = escape_controls(section.module);
        writeln!(out, "\n{}", look.paint(BOLD, &module))?;
        for (function, lines) in section.functions {
            let function = words::function(&function.function);
            writeln!(out, "  {}", escape_controls(function))?;
            for line in &lines {
                step(plan, line, look, out)?;
            }
        }
    }
    if let Some(ending) = words::ending(plan) {
        writeln!(out)?;
        look.wrapped(out, "  [ ] ", ending)?;
    }
    if !plan.kept.is_empty() {
        writeln!(out, "\n{}", look.paint(BOLD, "Accepted findings"))?;
        for kept in &plan.kept {
            look.wrapped(out, "  ", &kept.message)?;
            look.wrapped(out, "    ", &words::kept(kept))?;
        }
    }
    Ok(())
}

fn step(plan: &Plan, line: &Line<'_>, look: PlanLook, out: &mut dyn Write) -> io::Result<()> {
    let style = match &line.first.change {
        _ if line.first.severity == Severity::Note => "36",
        Change::Raise { .. } | Change::Set { .. } | Change::Allow { .. } => "31",
        Change::Lower { .. } | Change::Disallow { .. } => "33",
        Change::Look { .. } | Change::Ask {} => "35",
    };
    let numbers = words::numbers(line);
    let action = words::action(line);
    let action = format!("{numbers}. {action}");
    let reason = words::reason(plan, line);
    for (style, head, text) in [(style, "    [ ] ", action), (DIM, "        ", reason)] {
        let paint = |line: &str| look.paint(style, line);
        write_wrapped(out, head, &escape_controls(&text), look.width, paint)?;
    }
    Ok(())
}

impl PlanLook {
    fn paint(self, style: &str, text: &str) -> String {
        painted(self.color, style, text)
    }

    fn wrapped(self, out: &mut dyn Write, head: &str, text: &str) -> io::Result<()> {
        write_text(out, head, text, self.width)
    }
}
