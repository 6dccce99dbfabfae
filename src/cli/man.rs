//! `leastwise man`: manual pages.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::Ended;
use super::failure::Failure;
use super::output::make_folder;
use super::sink::Sink;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The command, such as `check` or `policy list` [default: the program]
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    command: Vec<String>,
    /// Write the pages of all commands to a directory
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, mut command: clap::Command, sink: Sink) -> Ended {
    // Gives the subcommands their full names: `leastwise-policy-list`.
    command.build();
    let mut out = sink.stdout();
    if let Some(folder) = &arguments.output {
        make_folder(folder)?;
        let written = write_all(&command, folder, sink)?;
        writeln!(out, "wrote {written} pages to {}", folder.display())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = &command;
    for name in &arguments.command {
        page = page.find_subcommand(name).ok_or_else(|| {
            Failure::usage(
                format!("there is no command `{name}`"),
                "`leastwise --help` lists the commands",
            )
        })?;
    }
    clap_mangen::Man::new(page.clone()).render(&mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of a command and those of its subcommands, and returns their number.
fn write_all(
    command: &clap::Command,
    folder: &std::path::Path,
    sink: Sink,
) -> Result<usize, Failure> {
    let man = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    man.render(&mut text)?;
    sink.save(&folder.join(man.get_filename()), &text)?;
    let mut written = 1;
    for sub in command.get_subcommands() {
        if !sub.is_hide_set() && sub.get_name() != "help" {
            written += write_all(sub, folder, sink)?;
        }
    }
    Ok(written)
}
