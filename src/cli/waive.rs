//! `leastwise waive`: accept a finding, with a reason and usually an expiry date.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::failure::Failure;
use super::output::replace_as_is;
use super::sink::Sink;
use super::{Ended, Global, check, settings};
use crate::config::Config;
use crate::model::{Date, Problem, SourceText};
use crate::render::{Renderer, Texts, count};
use crate::report::{Finding, InputError, RoleReport, RunSummary};
use crate::yaml::quoted;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The fingerprint of the finding, as shown in a report
    #[arg(value_name = "FINGERPRINT")]
    fingerprint: String,
    /// Why the finding is accepted
    #[arg(long)]
    reason: String,
    /// The last day on which it is accepted, in UTC
    #[arg(long = "until", value_name = "DATE", value_parser = settings::day)]
    until: Option<Date>,
    /// Who is responsible
    #[arg(long)]
    owner: Option<String>,
    /// Where the work is tracked
    #[arg(long)]
    ticket: Option<String>,
    /// The file to write to: a configuration or a file of waivers [default: the configuration]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    check: check::Arguments,
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let config = arguments.check.comparison.config.load()?;
    let path = place(arguments, config.as_ref())?;
    if arguments.reason.trim().is_empty() {
        return Err(Failure::usage(
            "the reason is empty",
            "say why the finding is accepted",
        ));
    }
    let today = arguments.check.comparison.today();
    if let Some(until) = arguments.until.filter(|until| *until < today) {
        return Err(Failure::usage(
            format!("{until} is in the past"),
            "use a future date with `--until`; the whole day is included, in UTC",
        ));
    }
    let mut search = Search {
        fingerprint: &arguments.fingerprint,
        found: None,
        seen: 0,
        sink: global.sink,
    };
    check::compare_all(&arguments.check, config.as_ref(), &mut search, global, None)?;
    let Some((role, finding)) = search.found else {
        return Err(Failure::usage(
            format!(
                "no finding has the fingerprint `{}`; the run has {}",
                arguments.fingerprint,
                count(search.seen, "finding")
            ),
            "`leastwise check --format json` shows the fingerprint of each; specify the same roles and \
             policies here",
        ));
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            "schema: leastwise/waivers/v1\n".to_owned()
        }
        Err(error) => return Err(Failure::Files(vec![(path, error)])),
    };
    let new = global
        .sink
        .redacted_text(&entry(arguments, &role, &finding));
    let written = with_entry_in_its_lines(&text, &new);
    // The result must be valid and contain the waiver; otherwise nothing is written.
    let name = super::input::shown(&path).into_owned();
    let source = Arc::new(SourceText::new(name.clone(), written.clone()));
    let read = if text.contains("leastwise/config/") {
        Config::parse(source).map(|config| config.waivers)
    } else {
        crate::config::waiver_file(&source)
    };
    let named = read.map_or(0, |waivers| {
        waivers
            .iter()
            .filter(|w| w.fingerprint.as_ref() == Some(&arguments.fingerprint))
            .count()
    });
    if named > 1 {
        return Err(Failure::usage(
            format!("`{}` is already waived in `{name}`", arguments.fingerprint),
            "change that entry, for example its `expires`",
        ));
    }
    if named == 0 {
        let problem = Problem::in_file(
            name,
            "the waiver cannot be added to this file automatically",
        );
        return Err(Failure::Input(vec![problem.with_help(format!(
            "add it under `waivers`:\n{}",
            entry(arguments, &role, &finding)
        ))]));
    }
    // The user's file is changed only by the new entry.
    replace_as_is(&path, written.as_bytes())
        .map_err(|error| Failure::Files(vec![(path.clone(), error)]))?;
    global.sink.say(&format!(
        "{name}: waived `{}` {}",
        finding.rule, finding.message
    ))?;
    if !is_read(&path, config.as_ref()) {
        warn_if_unused(&path, config.as_ref(), global.sink);
    }
    Ok(ExitCode::SUCCESS)
}

/// The file to write to.
fn place(arguments: &Arguments, config: Option<&Config>) -> Result<PathBuf, Failure> {
    match (&arguments.to, config) {
        (Some(path), _) => Ok(path.clone()),
        (None, Some(config)) => Ok(PathBuf::from(config.source.name())),
        (None, None) => Err(Failure::usage(
            "there is no configuration to write the waiver to",
            "create one with `leastwise init`, or specify a file with `--to`",
        )),
    }
}

/// Warns that a file of waivers has no effect yet.
fn warn_if_unused(path: &Path, config: Option<&Config>, sink: Sink) {
    let by = config.map_or("leastwise.yaml", |config| config.source.name());
    let named = Path::new(by)
        .parent()
        .and_then(|folder| path.strip_prefix(folder).ok());
    let named = super::input::shown(named.unwrap_or(path)).into_owned();
    sink.tell(&format!(
        "note: `{}` has no effect yet: add it to `waiver_files` in `{by}`:",
        super::input::shown(path)
    ));
    sink.tell(&format!("  waiver_files: [{}]", quoted(&named)));
}

/// Whether the configuration includes a file of waivers.
fn is_read(path: &Path, config: Option<&Config>) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let files = settings::waiver_files(config);
    let own = config.map(|config| PathBuf::from(config.source.name()));
    files.chain(own).any(|file| whole(&file) == whole(path))
}

/// The entry, indented as a list item. Only the fingerprint counts; the other fields are for
/// readers and must be consistent.
fn entry(arguments: &Arguments, role: &str, finding: &Finding) -> String {
    let mut lines = vec![
        format!("fingerprint: {}", quoted(&finding.fingerprint)),
        format!("rule: {}", finding.rule),
        format!("role: {}", quoted(&role.replace('*', "?"))),
    ];
    if role.contains('*') {
        lines.pop();
    }
    let mut add = |key: &str, value: Option<&str>| {
        lines.extend(value.map(|value| format!("{key}: {}", quoted(value))));
    };
    add("module", finding.module.as_deref());
    add("function", finding.function.as_deref());
    add(
        "operation",
        finding.operation.map(crate::model::Operation::key),
    );
    add("item", finding.item.as_deref());
    add("reason", Some(&arguments.reason));
    add("owner", arguments.owner.as_deref());
    add(
        "expires",
        arguments.until.map(|until| until.to_string()).as_deref(),
    );
    add("ticket", arguments.ticket.as_deref());
    format!("  - {}\n", lines.join("\n    "))
}

/// The text with one more entry, with its own line endings.
fn with_entry_in_its_lines(text: &str, entry: &str) -> String {
    let with_return = text.matches("\r\n").count();
    let all = text.matches('\n').count();
    if 2 * with_return <= all {
        return with_entry(text, entry);
    }
    with_entry(&text.replace("\r\n", "\n"), entry).replace('\n', "\r\n")
}

/// The text with one more item in its list of waivers; comments and order are preserved.
fn with_entry(text: &str, entry: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start = lines.iter().position(|line| {
        let line = line.trim_end();
        line == "waivers:" || line == "waivers: []" || line.starts_with("waivers: #")
    });
    let Some(start) = start else {
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        return format!("{text}{gap}\nwaivers:\n{entry}");
    };
    let (before, list) = lines.split_at(start + 1);
    // The list ends before the next top-level key, and before comments and empty lines there.
    let is_key =
        |line: &&str| line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-');
    let end = list.iter().position(is_key).unwrap_or(list.len());
    let (list, after) = list.split_at(end);
    let is_item = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let kept = list.iter().rposition(is_item).map_or(0, |at| at + 1);
    let (list, rest) = list.split_at(kept);
    // Items may be written without indentation.
    let entry = if list.iter().any(|line| line.starts_with('-')) {
        let lines = entry.split_inclusive('\n');
        lines
            .map(|line| line.strip_prefix("  ").unwrap_or(line))
            .collect()
    } else {
        entry.to_owned()
    };
    let (head, before) = before.split_last().unwrap_or((&"", &[]));
    let text = format!(
        "{}{}{}",
        before.concat(),
        head.replace(" []", ""),
        list.concat()
    );
    let gap = if text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{gap}{entry}{}{}", rest.concat(), after.concat())
}

/// Finds one finding in a run.
struct Search<'a> {
    fingerprint: &'a str,
    found: Option<(String, Finding)>,
    seen: usize,
    sink: Sink,
}

impl Renderer for Search<'_> {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        self.seen += report.findings.len();
        let found = report
            .findings
            .iter()
            .find(|finding| finding.fingerprint == self.fingerprint);
        if let Some(finding) = found {
            self.found = Some((report.identity.clone(), finding.clone()));
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        self.sink.tell(&format!("error: {}", error.problem()));
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::with_entry;

    const ENTRY: &str = "  - fingerprint: \"1\"\n    reason: \"x\"\n";

    #[test]
    fn an_entry_is_appended_and_nothing_else_changes() {
        for (before, after) in [
            ("a: 1\n", format!("a: 1\n\nwaivers:\n{ENTRY}")),
            ("a: 1", format!("a: 1\n\nwaivers:\n{ENTRY}")),
            ("waivers: []\nb: 2\n", format!("waivers:\n{ENTRY}b: 2\n")),
            (
                "waivers: # why\n  - rule: x # here\n    reason: y\n\n# about b\nb: 2\n",
                format!(
                    "waivers: # why\n  - rule: x # here\n    reason: y\n{ENTRY}\n# about b\nb: 2\n"
                ),
            ),
            (
                "waivers:\n- rule: x\n  reason: y\nb: 2\n",
                "waivers:\n- rule: x\n  reason: y\n- fingerprint: \"1\"\n  reason: \"x\"\nb: 2\n"
                    .to_owned(),
            ),
        ] {
            assert_eq!(with_entry(before, ENTRY), after, "{before}");
        }
    }
}
