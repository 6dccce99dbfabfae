//! `leastwise policy import`: draft a policy from a role, a table or a help page.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::failure::Failure;
use super::super::output;
use super::super::outputs::Outputs;
use super::super::roles::ReadArguments;
use super::super::sink::Sink;
use super::super::{Ended, input};
use super::page::{self, DraftArguments};
use crate::catalog::{self, FunctionKey};
use crate::model::{Level, Operation, Problem};
use crate::policy::{Draft, DraftCell, DraftRow};
use crate::role::{self, Grant, Role, Row, RowFunction};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A help page, or a role or table in any format that `check` reads; `-` is standard input
    #[arg(value_name = "PAGE|ROLE")]
    table: String,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    draft: DraftArguments,
    #[command(flatten)]
    read: ReadArguments,
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let output = output::file(arguments.output.as_deref());
    Outputs::new(output)?.refuse("the table", [&arguments.table])?;
    let bytes = input::bytes(&arguments.table)?;
    if let Some(ended) = from_page(arguments, &bytes, sink)? {
        return Ok(ended);
    }
    let name = input::name(&arguments.table);
    let role = role::read(&name, bytes, &arguments.read.options()).map_err(unusable)?;
    let mut guesses = Vec::new();
    let incomplete = incomplete_export(&role);
    let missing = |why| format!("the role is incomplete, so levels may be missing: {why}");
    guesses.extend(incomplete.iter().map(missing).map(of_policy));
    let (id, title) = names(arguments, &role, &mut guesses);
    // The interpretation of the table is also a guess: a word read as a level, a module carried
    // down.
    guesses.extend(
        role.notes
            .iter()
            .map(|note| of_policy(note.message.clone())),
    );
    let rows = rows(&role, arguments.draft.all, &mut guesses);
    if rows.is_empty() {
        let problem = Problem::in_file(name, "no row in the table grants anything");
        return Err(problem
            .with_help("include rows of None with `--all`, or check the table")
            .into());
    }
    let url = arguments.draft.source.clone();
    let draft = Draft {
        id,
        title,
        sources: url.map(page::source).into_iter().collect(),
        unlisted: Some(Level::None),
        notes: vec![page::NOTE.to_owned()],
        unconfirmed: guesses,
        rows,
        ..Draft::default()
    };
    refuse_existing(arguments)?;
    super::write(
        arguments.output.as_ref(),
        draft.text().as_bytes(),
        "`leastwise policy lint` with this file lists what is missing",
        sink,
    )?;
    match incomplete {
        None => Ok(ExitCode::SUCCESS),
        Some(why) => {
            let problem = Problem::in_file(name, format!("the role is incomplete: {why}"));
            let help = "read the whole role, and draft the policy again";
            Err(Failure::Inconclusive(problem.with_help(help)))
        }
    }
}

/// Why a role of `ConnectWise` is incomplete. A vendor's table lists only what the vendor needs, so
/// it is never incomplete: it has few rows and does not say how many there are.
fn incomplete_export(role: &Role) -> Option<String> {
    const PAGE: usize = 25;
    let json = role.source.text().trim_start().starts_with(['[', '{']);
    let counted = role.complete.is_some() || role.counted.is_some();
    let exported = json && (counted || role.rows.len() >= PAGE);
    exported.then(|| crate::engine::incomplete(role)).flatten()
}

/// Drafts from a help page; `None` where the input is a role, in a format that only roles have.
fn from_page(arguments: &Arguments, bytes: &[u8], sink: Sink) -> Result<Option<ExitCode>, Failure> {
    let name = input::name(&arguments.table);
    if arguments.read.names_format() || !page::may_be_page(&name, bytes) {
        return Ok(None);
    }
    let text = page::decode(&name, bytes)?;
    let drafted = match page::draft(&name, &text, &arguments.draft) {
        Ok(drafted) => drafted,
        // Some tables are in formats that only roles have.
        Err(_)
            if page::is_bare_table(&name, &text)
                && role::read(&name, bytes.to_vec(), &arguments.read.options()).is_ok() =>
        {
            return Ok(None);
        }
        Err(problem) => return Err((*problem).into()),
    };
    refuse_existing(arguments)?;
    let mut said = drafted.draft.text();
    if let Some(path) = output::file(arguments.output.as_deref()) {
        sink.save(path, said.as_bytes())?;
        said = drafted.account(&input::shown(path));
    }
    sink.print(said.as_bytes())?;
    Ok(Some(ExitCode::SUCCESS))
}

/// Refuses to overwrite a file without `--force`.
fn refuse_existing(arguments: &Arguments) -> Result<(), Failure> {
    let output = output::file(arguments.output.as_deref());
    match output.filter(|path| path.exists() && !arguments.force) {
        None => Ok(()),
        Some(path) => Err(Failure::usage(
            format!("`{}` already exists", input::shown(path)),
            "specify another file, or overwrite it with `--force`",
        )),
    }
}

/// Inputs that cannot be drafted from. A policy needs no draft.
fn unusable(mut problems: Vec<Problem>) -> Failure {
    for problem in &mut problems {
        if problem
            .help
            .as_ref()
            .is_some_and(|help| help.contains("`--policy`"))
        {
            problem.help = Some(
                "specify a help page, a role or a table; `leastwise policy show` shows a policy"
                    .to_owned(),
            );
        }
    }
    Failure::Input(problems)
}

/// A guess about a function, or about the policy as a whole.
type Guess = (Option<String>, Option<String>, String);

/// A guess about the policy as a whole.
fn of_policy(text: String) -> Guess {
    (None, None, text)
}

fn names(arguments: &Arguments, role: &Role, guesses: &mut Vec<Guess>) -> (String, String) {
    let id = arguments.draft.id.clone().unwrap_or_else(|| {
        let name = input::name(&arguments.table);
        let stem = Path::new(&*name).file_stem();
        let id = Draft::id_of(&stem.unwrap_or_default().to_string_lossy());
        guesses.push(of_policy(format!(
            "the id `{id}` is derived from the file name"
        )));
        id
    });
    let title = arguments.draft.title.clone().unwrap_or_else(|| {
        let (title, from) = match &role.name {
            Some(name) => (name.clone(), "was copied from the role"),
            None => (id.clone(), "was copied from the id"),
        };
        guesses.push(of_policy(format!(
            "the title `{title}` {from}; replace it with the name of the integration"
        )));
        title
    });
    (id, title)
}

fn rows(role: &Role, all: bool, guesses: &mut Vec<Guess>) -> Vec<DraftRow> {
    let taken: Vec<FunctionKey> = role.rows.iter().flat_map(Row::keys).collect();
    let mut rows: Vec<(FunctionKey, DraftRow)> = Vec::new();
    for row in &role.rows {
        let grants = || {
            Operation::ALL
                .into_iter()
                .map(|operation| row.levels.get(operation))
        };
        let wanted = |grant: &Grant| match grant.stated() {
            Some(Level::None) => all,
            Some(_) => true,
            None => false,
        };
        if !grants().any(wanted) {
            continue;
        }
        let (module, function) = name(row, &taken, guesses);
        let key = FunctionKey::of(&module, &function);
        let at = rows
            .iter()
            .position(|(known, _)| *known == key)
            .unwrap_or_else(|| {
                let row = DraftRow {
                    module,
                    function,
                    ..DraftRow::default()
                };
                rows.push((key, row));
                rows.len() - 1
            });
        let Some((_, draft)) = rows.get_mut(at) else {
            continue;
        };
        for operation in Operation::ALL {
            let grant = row.levels.get(operation);
            let Some(level) = grant.stated().filter(|_| wanted(grant)) else {
                continue;
            };
            let cell = draft.cells.get_mut(operation);
            let before = cell.as_ref().map(|cell| cell.range.min);
            if let Some(before) = before.filter(|before| *before != level) {
                let guess = format!(
                    "the table states {before} and {level} for {operation}; read as {}",
                    before.max(level)
                );
                guesses.push((
                    Some(draft.module.clone()),
                    Some(draft.function.clone()),
                    guess,
                ));
            }
            *cell = Some(DraftCell::exactly(
                before.map_or(level, |before| before.max(level)),
            ));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The names of a row as in the catalog; records guesses.
fn name(row: &Row, taken: &[FunctionKey], guesses: &mut Vec<Guess>) -> (String, String) {
    let (module, function) = row.names();
    if matches!(row.function, RowFunction::Known(_)) {
        return (module.to_owned(), function.to_owned());
    }
    let alone = catalog::without_module(function);
    let nearest = match alone.as_slice() {
        // A table without modules, or with an unknown module.
        [only] if catalog::module(module).is_none() => Some(*only),
        _ => catalog::nearest(module, function)
            .filter(|_| catalog::module(module).is_some() || module.trim().is_empty()),
    };
    // A function that the table names elsewhere is not a match here.
    let nearest = nearest.filter(|id| !taken.contains(&FunctionKey::Known(*id)));
    let written = if module.trim().is_empty() {
        format!("`{function}`")
    } else {
        format!("`{module} / {function}`")
    };
    let (module, function, why) = if let Some(id) = nearest {
        let known = id.get();
        let why = format!(
            "the table says {written}; read as `{} / {}`",
            known.module, known.name
        );
        (known.module.to_owned(), known.name.to_owned(), why)
    } else {
        let module = Some(module).filter(|module| !module.trim().is_empty());
        let why = format!("{written} is not in the catalog; kept unchanged");
        let module = module.unwrap_or("Unknown").to_owned();
        (module, function.to_owned(), why)
    };
    guesses.push((Some(module.clone()), Some(function.clone()), why));
    (module, function)
}
