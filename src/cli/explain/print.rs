//! An explanation of a request or an error, as text.

use std::io::{self, Write};

use crate::engine::explain::{Explanation, Granted, Need, Subject};
use crate::model::escape_controls;

/// Maximum number of policies that are named for each permission.
const POLICIES: usize = 5;

pub(super) fn explanation(explanation: &Explanation, out: &mut impl Write) -> io::Result<()> {
    if explanation.answer == "not-rest" {
        return writeln!(
            out,
            "This does not look like a ConnectWise REST API request."
        );
    }
    if let (Some(title), Some(advice)) = (explanation.title, explanation.advice) {
        writeln!(out, "{title}. {advice}")?;
        // The request is relevant only if a permission can be missing.
        let refused = matches!(
            explanation.answer,
            "missing-permission" | "possibly-missing-permission"
        );
        if explanation.request.is_none() || !refused {
            return Ok(());
        }
        if explanation.other_methods.is_empty() {
            writeln!(out, "\nThe text shows this request:")?;
        } else {
            writeln!(out, "\nThe text shows this address, and no method:")?;
        }
    }
    request(explanation, out)?;
    for other in &explanation.other_methods {
        request(other, out)?;
    }
    if explanation.flags.contains(&"doubled-prefix") {
        writeln!(
            out,
            "The URL contains `apis/3.0` twice. ConnectWise responds with \"Cannot route\"."
        )?;
    }
    let requests = std::iter::once(explanation).chain(&explanation.other_methods);
    if requests
        .into_iter()
        .any(|request| request.own_rule.is_none())
    {
        writeln!(
            out,
            "\nThis answer is unofficial: ConnectWise does not publish which permission a request needs."
        )?;
    }
    Ok(())
}

fn request(explanation: &Explanation, out: &mut impl Write) -> io::Result<()> {
    let Some(request) = &explanation.request else {
        return Ok(());
    };
    writeln!(
        out,
        "{} {}",
        escape_controls(&request.method),
        escape_controls(&request.path)
    )?;
    let answer = match (explanation.kind, explanation.answer) {
        // The response is that of the error.
        (Subject::Error, _) if explanation.needs.is_empty() => {
            "No permission is known for this request."
        }
        (_, "none") => "No permission is needed.",
        (_, "outside") => "No security role grants this.",
        (_, "unknown") => "No source says which permission this needs.",
        (_, "not-understood") => "Leastwise does not know this path. Check its spelling.",
        (_, "preflight") => "A preflight request needs no permission.",
        _ => "",
    };
    if !answer.is_empty() {
        writeln!(out, "  {answer}")?;
    }
    if let Some(near) = &explanation.near {
        writeln!(out, "  Did you mean `{near}`?")?;
    }
    let known = &explanation.published_methods;
    if !known.is_empty()
        && !known.contains(&request.method.as_str())
        && !matches!(request.method.as_str(), "HEAD" | "OPTIONS")
    {
        writeln!(
            out,
            "  Published methods of this path: {}.",
            known.join(", ")
        )?;
    }
    for (at, one) in explanation.needs.iter().enumerate() {
        need(one, out)?;
        let granted = explanation.role.as_ref().and_then(|all| all.get(at));
        if let Some(granted) = granted {
            in_role(one, granted, explanation.role_name.as_deref(), out)?;
        }
    }
    if let Some(why) = &explanation.role_incomplete {
        writeln!(
            out,
            "  Inconclusive: the role was not read completely: {}. Save the whole role, and run this again.",
            escape_controls(why)
        )?;
    } else if explanation.role.is_some() && explanation.role_complete != Some(true) {
        writeln!(
            out,
            "  It is not known whether the role was read completely."
        )?;
    }
    for reading in &explanation.other_readings {
        let subject = match (reading.module, reading.function) {
            (Some(module), Some(function)) => format!("{module} / {function}"),
            (Some(module), None) => format!("a function in {module}"),
            _ => continue,
        };
        let source = reading.source.unwrap_or("another source");
        writeln!(out, "  Another reading: {subject} ({source}).")?;
    }
    if let Some(own) = &explanation.own_rule {
        writeln!(out, "  Rule: {}.", escape_controls(own))?;
    }
    for note in &explanation.notes {
        writeln!(out, "  Note: {note}")?;
    }
    Ok(())
}

fn need(need: &Need, out: &mut impl Write) -> io::Result<()> {
    let subject = match need.module.zip(need.function) {
        Some((module, function)) => format!("{module} / {function}"),
        None => "the function of the record that the document belongs to".to_owned(),
    };
    let my = if need.my_may_be_enough {
        " (My may be enough)"
    } else {
        ""
    };
    writeln!(
        out,
        "  {subject}: {} {}{my}, {}",
        need.operation.title(),
        need.level,
        confidence(need.grade)
    )?;
    if let Some(condition) = need.condition {
        let lead = if need.certain { "because" } else { "only if" };
        writeln!(out, "    {lead} {condition}")?;
    }
    for item in &need.items {
        writeln!(
            out,
            "    In the Customize list, allow {}.",
            escape_controls(item)
        )?;
    }
    if let Some(fix) = &need.fix {
        writeln!(out, "    {fix}")?;
    }
    for asking in need.asked_by.iter().take(POLICIES) {
        match &asking.purpose {
            Some(why) => writeln!(out, "    {} asks for it: {why}", asking.policy)?,
            None => writeln!(out, "    {} asks for it", asking.policy)?,
        }
    }
    let more = need.asked_by.len().saturating_sub(POLICIES);
    if more > 0 {
        writeln!(out, "    {more} more in the library ask for it")?;
    }
    Ok(())
}

fn in_role(
    need: &Need,
    granted: &Granted,
    role: Option<&str>,
    out: &mut impl Write,
) -> io::Result<()> {
    let level = granted
        .granted
        .map_or_else(|| "not known".to_owned(), |level| level.to_string());
    let says = match granted.enough {
        "yes" => "That is enough.",
        "no" if !need.certain => "If the condition applies, this needs All.",
        "no" => "This is not enough: set it to All.",
        "perhaps" => "This may be enough for the member's records. Other records need All.",
        _ => "It cannot be verified whether this is enough.",
    };
    writeln!(
        out,
        "    In the role {}: {}, {}: {level}. {says}",
        escape_controls(role.unwrap_or("given")),
        need.function.unwrap_or("the function of the record"),
        need.operation.title()
    )
}

fn confidence(grade: &str) -> &'static str {
    match grade {
        "documented" => "documented by a public source",
        "likely" => "likely, from one source",
        "inferred" => "inferred from similar requests",
        _ => "unknown",
    }
}
