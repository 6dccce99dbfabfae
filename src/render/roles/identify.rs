//! Which policies fit a role, as text.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::engine::identify::{Candidate, Fit, Identification, Verdict};
use crate::render::words;
use crate::render::wrap::write_text;

/// How many policies of each kind are printed unless all are asked for.
const SHOWN: usize = 3;

/// Prints the policies that fit. `width` is in columns.
pub fn print_identification(
    answer: &Identification,
    all: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = |indent: &str, text: &str| write_text(out, indent, text, width);
    let administrator = match answer.administrator {
        Some(true) => ", an administrator role",
        _ => "",
    };
    let mut head = vec![
        format!(
            "Role {} ({}): {} granted{administrator}",
            answer.role,
            answer.source,
            words::count(answer.granted, "level")
        ),
        format!(
            "Compared with {} policies in the library; {} more name no level.",
            answer.compared, answer.not_compared
        ),
    ];
    if !answer.unknown_rows.is_empty() {
        let rows = answer.unknown_rows.join(", ");
        head.push(format!("Not in the catalog: {rows}"));
    }
    let members = answer.members.iter();
    head.extend(
        members
            .filter(|members| !members.is_empty())
            .map(|members| {
                let members = members.join(", ");
                format!("Used by {members} (a name is no evidence and does not count)")
            }),
    );
    head.push(String::new());
    for line in head {
        text("", &line)?;
    }
    let note = answer.note.as_deref().unwrap_or_default();
    match answer.verdict {
        Verdict::Compared if answer.candidates.is_empty() => {
            let nothing = "No policy in the library fits this role or nearly fits it.";
            return text("", nothing);
        }
        Verdict::Compared => {}
        Verdict::Incomplete => {
            let why = format!("inconclusive: the role was not read completely: {note}");
            return text("", &why);
        }
        Verdict::TooBroad | Verdict::TooNarrow => return text("", note),
    }
    for fit in [Fit::Exact, Fit::Fits, Fit::Near, Fit::Small] {
        let found: Vec<&Candidate> = answer.candidates.iter().filter(|c| c.fit == fit).collect();
        let shown = if all { found.len() } else { SHOWN };
        for candidate in found.iter().take(shown) {
            text(&format!("  {:<6} ", fit.word()), &line(candidate))?;
        }
        if found.len() > shown {
            let more = format!("{} more: add --all", found.len() - shown);
            text("         ", &more)?;
        }
    }
    for pair in &answer.together {
        text("  together ", &pair.join(" and "))?;
    }
    text("", "")?;
    text(
        "",
        "exact: every level that the policy asks for is granted, and nothing else. fits: \
        other levels are granted too. near: at most two are missing. small: the policy asks for so \
        little that most roles meet it. rare: levels that few policies ask for.",
    )?;
    text(
        "",
        "This shows which policies the role satisfies, not who uses it. Check the API member's \
        name, notes and log before you assign a policy.",
    )
}

fn line(candidate: &Candidate) -> String {
    let mut ids = vec![candidate.policy.as_str()];
    ids.extend(candidate.same_as.iter().map(String::as_str));
    let version = candidate.version.as_ref().filter(|_| ids.len() == 1);
    let version = version.map_or(String::new(), |version| format!(" {version}"));
    let mut line = format!(
        "{}{version}: requires {}, {} granted; explains {} of {}, {} rare",
        ids.join(", "),
        candidate.asks,
        candidate.granted,
        candidate.explains,
        candidate.of,
        candidate.rare
    );
    if candidate.partial {
        line.push_str("; its table is incomplete");
    }
    if candidate.fit == Fit::Exact && candidate.rare == 0 {
        line.push_str(" (none of these levels is specific to it)");
    }
    if !candidate.missing.is_empty() {
        let _ = write!(line, "; lacks {}", candidate.missing.join(", "));
    }
    line
}
