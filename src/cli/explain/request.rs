//! Prints what a request needs, and what an error means.

use std::io::{self, Write};

use crate::cli::failure::Failure;
use crate::endpoints::{Answer, Grade, Kind, State, condition_text, doubt_text};
use crate::engine::explain::request::{Asked, asking, document};
use crate::engine::explain::{facts, granted};
use crate::model::harmless;
use crate::policy::Policy;
use crate::role::Role;

pub(super) fn print_json(
    asked: &Asked,
    role: Option<&Role>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let value = document(asked, role).map_err(Failure::Input)?;
    super::json(&value, out).map_err(Failure::Output)
}

pub(super) fn print(
    asked: &Asked,
    role: Option<&Role>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    match asked {
        Asked::NotRest => writeln!(
            out,
            "This address is not a request of the ConnectWise REST API. Its path has no `apis/3.0`."
        )
        .map_err(Failure::Output),
        Asked::Error(_, kind) => {
            writeln!(out, "{}: {}", kind.word(), kind.advice()).map_err(Failure::Output)
        }
        Asked::Request(answers, doubled) => {
            let policies = facts::library().map_err(Failure::Input)?;
            for answer in answers {
                text(answer, &policies, out).map_err(Failure::Output)?;
                if let Some(role) = role {
                    granted::print(role, answer, out).map_err(Failure::Output)?;
                }
            }
            if *doubled {
                writeln!(
                    out,
                    "The address contains `apis/3.0` twice. ConnectWise answers \"Cannot route\"."
                )
                .map_err(Failure::Output)?;
            }
            writeln!(out, "\nThis map is unofficial: ConnectWise does not publish which permission a request needs.").map_err(Failure::Output)
        }
    }
}

fn text(answer: &Answer, policies: &[Policy], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} {}", answer.method, harmless(&answer.path))?;
    let general = match answer.kind {
        Kind::Function => "",
        Kind::None => "  No permission is needed.",
        Kind::Outside => "  No security role grants this.",
        Kind::Unknown => "  No source says which permission this needs.",
        Kind::NotUnderstood => "  No rule fits this path. Check its spelling.",
        Kind::Preflight => "  A preflight request needs no permission.",
    };
    if !general.is_empty() {
        writeln!(out, "{general}")?;
    }
    for need in &answer.needs {
        let subject = match need.module.zip(need.function) {
            Some((module, function)) => format!("{module} / {function}"),
            None => "the function of the record that the document belongs to".to_owned(),
        };
        let level = if need.needs_all {
            "All"
        } else {
            "All (My may be enough)"
        };
        writeln!(
            out,
            "  {subject}: {:?} {level}, {}",
            need.operation,
            confidence(need.grade)
        )?;
        if let Some(when) = need.when {
            let lead = if need.state == State::Certain {
                "because"
            } else {
                "only if"
            };
            writeln!(out, "    {lead} {}", condition_text(when).unwrap_or(when))?;
        }
        for item in need.items {
            writeln!(out, "    In the Customize list, allow {item}.")?;
        }
        if need.function.is_some() {
            writeln!(
                out,
                "    Set it in System > Security Roles > your role > {subject}."
            )?;
        }
        for (policy, purpose) in asking(need, policies).iter().take(5) {
            writeln!(
                out,
                "    {policy} asks for it{}",
                purpose
                    .as_ref()
                    .map(|why| format!(": {why}"))
                    .unwrap_or_default()
            )?;
        }
    }
    for doubt in &answer.doubts {
        writeln!(out, "  Note: {}", doubt_text(doubt).unwrap_or(doubt))?;
    }
    Ok(())
}

const fn confidence(grade: Grade) -> &'static str {
    match grade {
        Grade::Documented => "documented by a public source",
        Grade::Likely => "likely, from one source",
        Grade::Inferred => "inferred from similar requests",
        Grade::Unknown => "unknown",
    }
}
