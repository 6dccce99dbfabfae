//! `leastwise policy confirm`: accept, change or drop the guesses of a draft.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::Ended;
use super::super::failure::Failure;
use super::super::sink::Sink;
use crate::catalog;
use crate::cli::input::{bytes, decoded};
use crate::cli::named::Beside;
use crate::import::{self, About, Answer};
use crate::model::{Problem, SourceText, escape_controls};
use crate::policy::Policy;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The draft; it is changed in place
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// List the guesses with their numbers, and change nothing
    #[arg(long, conflicts_with_all = ["all", "accept", "drop", "replace"])]
    list: bool,
    /// Accept every guess
    #[arg(long, conflicts_with_all = ["accept", "drop", "replace"])]
    all: bool,
    /// Accept these guesses, by their numbers in `--list`
    #[arg(long, value_name = "N", value_delimiter = ',')]
    accept: Vec<usize>,
    /// Remove the rows of these guesses
    #[arg(long, value_name = "N", value_delimiter = ',')]
    drop: Vec<usize>,
    /// Use another function for the row of a guess. Can be specified multiple times
    #[arg(long, value_name = "N=MODULE/FUNCTION", value_parser = replacement)]
    replace: Vec<(usize, Answer)>,
}

/// `3=Finance/Agreements`.
fn replacement(text: &str) -> Result<(usize, Answer), String> {
    let expected = "write a number and a function, such as `3=Finance/Agreements`";
    let (number, name) = text.split_once('=').ok_or(expected)?;
    let number = number.trim().parse().map_err(|_| expected)?;
    Ok((number, function(name)?))
}

/// The answer that names another function.
fn function(text: &str) -> Result<Answer, String> {
    let (module, name) = text
        .split_once('/')
        .ok_or("write the module and the function, such as `Finance/Agreements`")?;
    let (module, name) = (module.trim(), name.trim());
    match catalog::resolve(module, name) {
        Some(id) => Ok(Answer::Replace {
            module: id.get().module.to_owned(),
            function: id.get().name.to_owned(),
        }),
        None => Err(format!(
            "the catalog has no function `{module} / {name}`; `leastwise explain {module}` lists \
             the functions in a module"
        )),
    }
}

/// The current draft.
struct Draft {
    name: String,
    text: String,
    guesses: Vec<(String, Option<About>)>,
}

impl Draft {
    fn parse(name: &str, text: String) -> Result<Self, Failure> {
        let source = Arc::new(SourceText::new(name, text.clone()));
        let policy = Policy::parse_with(source, &Beside)?;
        let guesses = policy.document.unconfirmed.iter().map(|entry| {
            let about = entry.module.0.clone().zip(entry.function.0.clone());
            (entry.guess.value.clone(), about)
        });
        Ok(Self {
            name: name.to_owned(),
            text,
            guesses: guesses.collect(),
        })
    }

    /// The draft after an answer; guesses are counted from 0.
    fn after(&self, index: usize, answer: &Answer) -> Result<Self, Failure> {
        let text = import::confirm(&self.text, index, answer, &self.about()).map_err(|error| {
            let message = format!("guess {} was not changed: {error}", index + 1);
            Problem::in_file(&*self.name, message)
        })?;
        Self::parse(&self.name, text)
    }

    /// The rows of the guesses.
    fn about(&self) -> Vec<Option<About>> {
        let guesses = self.guesses.iter();
        guesses.map(|(_, about)| about.clone()).collect()
    }

    /// A guess, and its row.
    fn show(&self, index: usize, out: &mut dyn Write) -> std::io::Result<()> {
        let Some((guess, about)) = self.guesses.get(index) else {
            return Ok(());
        };
        match about {
            Some((module, function)) => writeln!(
                out,
                "{}. {} / {}: {}",
                index + 1,
                escape_controls(module),
                escape_controls(function),
                escape_controls(guess)
            ),
            None => writeln!(out, "{}. {}", index + 1, escape_controls(guess)),
        }
    }
}

pub(super) fn run(arguments: &Arguments, sink: Sink) -> Ended {
    let path = &arguments.draft;
    let name = path.to_string_lossy().into_owned();
    let bytes = bytes(path)?;
    let source = decoded(&*name, bytes, "this policy")?;
    let draft = Draft::parse(&name, source.text().to_owned())?;
    let mut out = sink.stdout();
    if draft.guesses.is_empty() {
        writeln!(out, "`{name}` has no unconfirmed guesses.")?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.list {
        for index in 0..draft.guesses.len() {
            draft.show(index, &mut out)?;
        }
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let answers = arguments.answers(draft.guesses.len())?;
    let before = draft.guesses.len();
    let after = if answers.is_empty() {
        ask(draft, &mut std::io::stdin().lock(), &mut out)?
    } else {
        answer(draft, answers)?
    };
    if after.guesses.len() < before {
        sink.save(path, after.text.as_bytes())?;
    }
    match after.guesses.len() {
        0 => writeln!(
            out,
            "Every guess of `{name}` is confirmed.\nNext: run `leastwise policy lint {name}`."
        )?,
        left => writeln!(
            out,
            "{} of {before} guesses resolved; {left} remaining.",
            before - left
        )?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    /// The answers on the command line: the number of a guess, counted from 1, and the answer.
    fn answers(&self, count: usize) -> Result<Vec<(usize, Answer)>, Failure> {
        if self.all {
            return Ok((1..=count).map(|number| (number, Answer::Accept)).collect());
        }
        let accept = self.accept.iter().map(|number| (*number, Answer::Accept));
        let drop = self.drop.iter().map(|number| (*number, Answer::Drop));
        let mut all: Vec<(usize, Answer)> = accept
            .chain(drop)
            .chain(self.replace.iter().cloned())
            .collect();
        all.sort_by_key(|(number, _)| *number);
        for pair in all.windows(2) {
            if let [(one, _), (other, _)] = pair
                && one == other
            {
                return Err(Failure::usage(
                    format!("guess {one} has two answers"),
                    "specify each number once",
                ));
            }
        }
        if let Some((number, _)) = all
            .iter()
            .find(|(number, _)| *number == 0 || *number > count)
        {
            return Err(Failure::usage(
                format!("there is no guess {number}; the draft has {count}"),
                "list them with `--list`",
            ));
        }
        Ok(all)
    }
}

/// Applies the answers, from the last guess to the first, so that their numbers stay valid.
fn answer(mut draft: Draft, answers: Vec<(usize, Answer)>) -> Result<Draft, Failure> {
    let about = draft.about();
    let mut dropped: Vec<About> = Vec::new();
    for (number, answer) in answers.into_iter().rev() {
        let subject = about.get(number - 1).cloned().flatten();
        let is_dropped =
            |about: &Option<About>| about.as_ref().is_some_and(|about| dropped.contains(about));
        // A removed row also removes its other guesses.
        if is_dropped(&subject) {
            continue;
        }
        // Guesses about dropped rows are no longer counted.
        let before = about.iter().take(number - 1);
        let gone = before.filter(|about| is_dropped(about)).count();
        let index = number - 1 - gone;
        draft = draft.after(index, &answer)?;
        if answer == Answer::Drop {
            dropped.extend(subject);
        }
    }
    Ok(draft)
}

/// Asks for each guess in turn.
fn ask(mut draft: Draft, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<Draft, Failure> {
    let mut index = 0;
    while index < draft.guesses.len() {
        draft.show(index, out)?;
        let about = draft
            .guesses
            .get(index)
            .and_then(|(_, about)| about.clone());
        if let Some(row) = about.and_then(|about| import::excerpt(&draft.text, &about)) {
            writeln!(out, "{}", safe_lines(&row))?;
        }
        write!(
            out,
            "[a]ccept, [d]rop the row, [r]eplace MODULE/FUNCTION, [s]kip, [q]uit: "
        )?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            break;
        }
        let line = line.trim();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match word {
            "a" | "accept" => Ok(Answer::Accept),
            "d" | "drop" => Ok(Answer::Drop),
            "r" | "replace" => function(rest),
            "s" | "skip" => {
                index += 1;
                continue;
            }
            "q" | "quit" => break,
            other => Err(format!(
                "`{}` is not one of a, d, r, s and q",
                escape_controls(other)
            )),
        };
        match answer {
            Ok(answer) => match draft.after(index, &answer) {
                Ok(next) => draft = next,
                Err(Failure::Input(problems)) => {
                    for problem in problems {
                        writeln!(out, "{}", escape_controls(&problem.message))?;
                    }
                }
                Err(other) => return Err(other),
            },
            Err(error) => writeln!(out, "{error}")?,
        }
    }
    Ok(draft)
}

fn safe_lines(text: &str) -> String {
    text.lines()
        .map(|line| escape_controls(line).into_owned())
        .collect::<Vec<_>>()
        .join("\n")
}
