//! Plans as checklists in Markdown: for a ticket, an issue or a wiki.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::verdict::verdict;
use super::words::{self, Part};
use crate::render::finding_text;
use crate::render::markdown::{code, policies, prose};
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
        let _ = writeln!(
            text,
            "## {file} could not be read\n\nError: {}\n",
            prose(&error.message)
        );
        if let Some(help) = &error.help {
            let _ = writeln!(text, "Help: {}\n", prose(help));
        }
    }
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")
}

// Writing to a String cannot fail.
fn role(plan: &Plan, text: &mut String) {
    let name = match &plan.name {
        Some(name) => format!("{} ({})", code(name), code(&plan.source)),
        None => code(&plan.source),
    };
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
    let mut opened = false;
    for part in [Part::Main, Part::Optional] {
        let mut introduced = false;
        for (module, functions) in words::modules(plan, part) {
            if !opened {
                for sentence in words::opening(plan) {
                    let _ = writeln!(text, "{}\n", prose(&sentence));
                }
                opened = true;
            }
            if part == Part::Optional && !introduced {
                let _ = writeln!(text, "### Optional\n\n{}\n", words::OPTIONAL);
                introduced = true;
            }
            let level = if part == Part::Main { "###" } else { "####" };
            let _ = writeln!(text, "{level} {}\n", prose(&module.module));
            for (function, lines) in functions {
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
