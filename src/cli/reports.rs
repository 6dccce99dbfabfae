//! Several reports of one run: one for the terminal, and any number of files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use clap::ValueEnum;

use super::failure::Failure;
use super::format::{Format, Setting, of_file, spool};
use super::output;
use super::sink::Sink;
use crate::render::{Renderer, Spool, Texts};
use crate::report::{InputError, RoleReport, RunSummary};
use crate::yaml::{list_words, nearest};

/// `FORMAT=FILE`: a report that goes to a file.
#[derive(Clone, Debug)]
pub(crate) struct ReportFile {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((name, path)) = text.split_once('=') else {
            return Err("expected FORMAT=FILE, such as sarif=leastwise.sarif".to_owned());
        };
        let format = Format::from_str(name, false).map_err(|_| {
            let names: Vec<String> = Format::names().collect();
            match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
                None => format!(
                    "there is no format `{name}`: expected {}",
                    list_words(names.iter().map(String::as_str))
                ),
            }
        })?;
        match path {
            "" => Err(format!("a file is missing after `{name}=`")),
            "-" => Err(format!(
                "standard output is for one report: choose it with `--format {name}`"
            )),
            path => Ok(Self {
                format,
                path: path.into(),
            }),
        }
    }
}

/// Where the reports of a run go, and in which formats.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArguments {
    /// Format of the report [default: determined by the output file's extension, otherwise human,
    /// with annotations in GitHub workflows]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Write the report to a file; its extension, such as .html, .md or .sarif, determines the
    /// format
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write an additional report to a file. Can be specified multiple times
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    reports: Vec<ReportFile>,
}

impl ReportArguments {
    /// Whether a report is requested, in any way.
    pub(super) fn is_given(&self) -> bool {
        self.format.is_some() || self.output.is_some() || !self.reports.is_empty()
    }

    /// The file that is written instead of standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        output::file(self.output.as_deref())
    }

    /// The reports that go to files, with those of the configuration.
    pub(super) fn files(&self, configured: &[ReportFile]) -> Vec<ReportFile> {
        let main = self.file().map(|path| ReportFile {
            format: self
                .format
                .or_else(|| of_file(Some(path)))
                .unwrap_or(Format::Human),
            path: path.to_owned(),
        });
        let others = self.reports.iter().chain(configured).cloned();
        main.into_iter().chain(others).collect()
    }

    /// The formats that are named or determined by a file.
    pub(super) fn formats(&self, configured: &[ReportFile]) -> impl Iterator<Item = Format> {
        let files = self.files(configured).into_iter().map(|file| file.format);
        self.format.into_iter().chain(files)
    }

    /// The reports; the default is for standard output, if no format is named.
    pub(super) fn reports(
        &self,
        configured: &[ReportFile],
        setting: Setting,
        default: impl FnOnce() -> Box<dyn Renderer>,
    ) -> Reports {
        let main = match (self.file(), self.format) {
            (Some(_), _) => None,
            (None, Some(format)) => Some(format.renderer(setting)),
            (None, None) => Some(default()),
        };
        // A file is not a terminal: no colors or links, unless forced.
        let setting = Setting {
            screen: setting.screen.for_a_file(),
            ..setting
        };
        let files = self.files(configured).into_iter();
        Reports::new(
            main,
            files.map(|file| (file.path, file.format.renderer(setting))),
        )
    }
}

/// A renderer that forwards to others: one to standard output, the rest to text that becomes
/// files at the end.
///
/// If the reader closes the terminal's report early, the files are still completed, and `finish`
/// reports it.
pub(crate) struct Reports {
    main: Option<Box<dyn Renderer>>,
    broken: Option<io::Error>,
    files: Vec<Pending>,
}

struct Pending {
    renderer: Box<dyn Renderer>,
    path: PathBuf,
    text: Spool,
}

impl Reports {
    /// The reports of a run: one for standard output, and those of files.
    pub(super) fn new(
        main: Option<Box<dyn Renderer>>,
        files: impl IntoIterator<Item = (PathBuf, Box<dyn Renderer>)>,
    ) -> Self {
        let pending = files.into_iter().map(|(path, renderer)| Pending {
            renderer,
            path,
            text: spool(),
        });
        Self {
            main,
            broken: None,
            files: pending.collect(),
        }
    }

    /// Writes the files, each completely or not at all; a file that cannot be written does not
    /// prevent the others.
    pub(crate) fn save(self, sink: Sink) -> Result<(), Failure> {
        let mut failed = Vec::new();
        for mut file in self.files {
            match sink.replace_with(&file.path, &mut file.text) {
                Ok(()) => sink.wrote(&file.path),
                Err(error) => failed.push((file.path, error)),
            }
        }
        if failed.is_empty() {
            Ok(())
        } else {
            Err(Failure::Files(failed))
        }
    }

    /// Ends a run whose output is closed.
    fn ensure_open(&mut self) -> io::Result<()> {
        match self.broken.take_if(|_| self.files.is_empty()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn main(&mut self, write: impl FnOnce(&mut dyn Renderer) -> io::Result<()>) {
        if self.broken.is_none()
            && let Some(main) = &mut self.main
        {
            self.broken = write(&mut **main).err();
        }
    }
}

impl Renderer for Reports {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        texts: &Texts<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.main(|main| main.role(report, texts, out));
        self.ensure_open()?;
        for file in &mut self.files {
            file.renderer.role(report, texts, &mut file.text)?;
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        self.main(|main| main.error(error, out));
        for file in &mut self.files {
            file.renderer.error(error, &mut file.text)?;
        }
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        self.main(|main| main.finish(run, out).and_then(|()| out.flush()));
        for file in &mut self.files {
            file.renderer.finish(run, &mut file.text)?;
        }
        self.broken.take().map_or(Ok(()), Err)
    }

    fn writes_commands(&self) -> bool {
        let main = self.main.as_deref();
        main.is_some_and(Renderer::writes_commands)
    }
}
