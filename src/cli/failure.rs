//! Why a subcommand could not do what it was asked, apart from what a report tells.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::model::{Problem, harmless};

/// Why a subcommand stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for something that does not exist.
    Usage {
        /// What is wrong.
        message: String,
        /// What to type instead.
        help: Option<String>,
    },
    /// An input could not be read, told in sentences.
    Input(Vec<Problem>),
    /// An input was read in part, and is not used.
    #[cfg(feature = "live")]
    Inconclusive(Problem),
    /// The output could not be written.
    Output(io::Error),
    /// Reports that could not be written to their files.
    Files(Vec<(PathBuf, io::Error)>),
}

impl Failure {
    /// The exit code of wrong usage.
    pub(crate) const USAGE: u8 = 2;
    const INPUT: u8 = 3;
    #[cfg(feature = "live")]
    const INCONCLUSIVE: u8 = 4;

    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// Says why on standard error, and ends.
    pub(crate) fn end(self) -> ExitCode {
        let mut out = io::stderr().lock();
        // When even standard error is closed there is nobody to tell; the exit code remains.
        let (told, code) = match self {
            Self::Usage { message, help } => {
                (tell(&mut out, &message, help.as_deref()), Self::USAGE)
            }
            Self::Input(problems) => {
                let told = problems.iter().try_for_each(|problem| {
                    tell(&mut out, &problem.to_string(), problem.help.as_deref())
                });
                (told, Self::INPUT)
            }
            #[cfg(feature = "live")]
            Self::Inconclusive(problem) => (
                tell(&mut out, &problem.to_string(), problem.help.as_deref()),
                Self::INCONCLUSIVE,
            ),
            // Whoever reads our output has seen enough and closed it: no fault of anybody.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => (Ok(()), 0),
            Self::Output(error) => {
                let message = format!("the output could not be written: {error}");
                (tell(&mut out, &message, None), Self::INPUT)
            }
            Self::Files(failed) => {
                let told = failed.iter().try_for_each(|(path, error)| {
                    let message = format!(
                        "the report `{}` could not be written: {error}",
                        path.display()
                    );
                    tell(
                        &mut out,
                        &message,
                        Some("check the folder and who owns the file"),
                    )
                });
                (told, Self::INPUT)
            }
        };
        drop(told);
        ExitCode::from(code)
    }
}

fn tell(out: &mut impl Write, message: &str, help: Option<&str>) -> io::Result<()> {
    writeln!(out, "error: {}", harmless(message))?;
    if let Some(help) = help {
        for line in help.lines() {
            writeln!(out, "  {}", harmless(line))?;
        }
    }
    Ok(())
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
