//! Plans as checklists in Markdown: for a ticket, an issue or a wiki.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::verdict::verdict;
use super::words;
use crate::page::markdown::fenced as code;
use crate::render::finding_text;
use crate::render::markdown::{named, policies, problem, prose};
use crate::render::words::{capital, chosen};
use crate::report::{InputError, Plan};

pub(super) fn write(plans: &[Plan], errors: &[InputError], out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    for plan in plans {
        role(plan, &mut text);
    }
    for error in errors {
        let (file, _) = finding_text::error_place(error);
        let file = file.map_or_else(|| "An input".to_owned(), code);
        let problem = problem(error);
        let _ = write!(text, "## {file} could not be read\n\n{problem}");
    }
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")
}

// Writing to a String cannot fail.
fn role(plan: &Plan, text: &mut String) {
    let name = named(plan.name.as_deref(), &plan.source);
    let _ = writeln!(text, "## Plan for {name}\n");
    let _ = writeln!(
        text,
        "For {}{}. {}\n",
        policies(&plan.policies),
        chosen(&plan.chosen).map_or_else(String::new, |chosen| format!(" ({})", prose(&chosen))),
        prose(&verdict(plan))
    );
    for remark in &plan.remarks {
        let help = remark.help.as_ref();
        let help = help.map_or_else(String::new, |help| format!("; {}", prose(help)));
        let _ = writeln!(
            text,
            "> **{}:** {}{help}\n",
            remark.severity,
            prose(&remark.message)
        );
    }
    for section in words::sections(plan) {
        if section.is_first {
            for sentence in words::opening(plan) {
                let _ = writeln!(text, "{}\n", prose(&sentence));
            }
        }
        if section.is_first_optional {
            let _ = writeln!(text, "### Optional\n\n{}\n", words::OPTIONAL);
        }
        let level = if section.is_optional { "####" } else { "###" };
        let _ = writeln!(text, "{level} {}\n", prose(section.module));
        for (function, lines) in section.functions {
            for line in lines {
                let _ = writeln!(
                    text,
                    "- [ ] **{}**: {}. {}",
                    prose(words::function(&function.function)),
                    prose(&words::action(&line)),
                    prose(&sentence(&words::reason(plan, &line)))
                );
            }
        }
        text.push('\n');
    }
    if let Some(ending) = words::ending(plan) {
        let _ = writeln!(text, "- [ ] {}\n", prose(ending));
    }
    if !plan.kept.is_empty() {
        let _ = writeln!(text, "### Accepted findings\n");
        for kept in &plan.kept {
            let why = words::kept(kept);
            let _ = writeln!(text, "- {} ({})", prose(&kept.message), prose(&why));
        }
        text.push('\n');
    }
}

/// A reason as a separate sentence.
fn sentence(reason: &str) -> String {
    let end = if reason.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{end}", capital(reason))
}
