//! Options of a run: flags, then the configuration, then defaults.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(feature = "live")]
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::failure::{Failure, all_or_problems};
use super::input;
use super::reports::ReportFile;
use crate::config::{Config, waiver_file};
use crate::engine;
use crate::model::{Date, Problem, SourceText};
use crate::report::{Baseline, FailOn, Severity, WaiverRule};

/// The default path of the baseline.
pub(super) const BASELINE: &str = "leastwise.baseline.json";

/// File names of the configuration, searched in the current directory and its parents.
pub(super) const NAMES: [&str; 2] = ["leastwise.yaml", "leastwise.yml"];

/// How the configuration is chosen.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct ConfigArguments {
    /// The configuration file [default: leastwise.yaml in this directory or a parent]
    #[arg(
        help_heading = "Configuration",
        long,
        value_name = "FILE",
        conflicts_with = "no_config"
    )]
    config: Option<String>,
    /// Do not read a configuration file
    #[arg(help_heading = "Configuration", long)]
    no_config: bool,
}

impl ConfigArguments {
    /// The path of the configuration, if any.
    pub(crate) fn path(&self) -> Result<Option<String>, Failure> {
        match (&self.config, self.no_config) {
            (_, true) => Ok(None),
            (Some(path), _) => Ok(Some(path.clone())),
            (None, _) => Ok(discovered()?),
        }
    }

    /// The message about a second configuration in the same directory, which is ignored.
    pub(crate) fn shadowed(&self, config: Option<&Config>) -> Option<String> {
        let [first, second] = NAMES;
        let found = Path::new(config.filter(|_| self.config.is_none())?.source.name());
        let other = found.with_file_name(second);
        (found.file_name()? == first && fs::symlink_metadata(&other).is_ok()).then(|| {
            format!(
                "`{}` is ignored, because `{}` is in the same directory",
                input::shown(&other),
                input::shown(found)
            )
        })
    }

    /// Finds and reads the configuration.
    pub(crate) fn load(&self) -> Result<Option<Config>, Failure> {
        let Some(path) = self.path()? else {
            return Ok(None);
        };
        let source = source(&path)?;
        Ok(Some(Config::parse(source)?))
    }
}

/// The configuration nearest to the current directory, as a short path.
///
/// A directory or other object of that name is an error, because it was probably meant as the
/// configuration.
fn discovered() -> Result<Option<String>, Problem> {
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        for name in NAMES {
            let written = up.join(name);
            let path = folder.join(name);
            if fs::symlink_metadata(&path).is_err() {
                continue;
            }
            match fs::metadata(&path) {
                Ok(found) if found.is_file() => {
                    return Ok(Some(input::shown(&written).into_owned()));
                }
                found => {
                    let message = match found {
                        Ok(found) if found.is_dir() => "this is a directory, not a configuration",
                        Ok(_) => "this is not a file",
                        Err(_) => "this is a broken symbolic link",
                    };
                    let problem = Problem::in_file(input::shown(&written), message);
                    return Err(problem.with_help(
                        "fix or remove it; `--config FILE` specifies another, and `--no-config` reads none",
                    ));
                }
            }
        }
        up.push("..");
    }
    Ok(None)
}

/// The configuration itself, or a file of waivers.
pub(super) fn source(path: &str) -> Result<Arc<SourceText>, Problem> {
    let bytes = input::bytes(path)?;
    input::decoded(input::shown(Path::new(path)), bytes, "this").map(Arc::new)
}

/// The reports in the configuration.
pub(super) fn reports(config: Option<&Config>) -> Result<Vec<ReportFile>, Failure> {
    let Some(config) = config else {
        return Ok(Vec::new());
    };
    config
        .document
        .reports
        .iter()
        .map(|(format, file)| {
            let path = input::shown(&config.path(&file.value)).into_owned();
            format!("{}={path}", format.value)
                .parse()
                .map_err(|message: String| {
                    Failure::usage(
                        format!("in `{}`: {message}", config.source.name()),
                        "correct `reports`",
                    )
                })
        })
        .collect()
}

/// Reads one of several words, each with its value.
pub(super) fn one_of<T: Clone + Send + Sync + 'static>(
    values: impl IntoIterator<Item = (impl Into<PossibleValue>, T)>,
) -> impl TypedValueParser<Value = T> {
    let values = values.into_iter().map(|(word, value)| (word.into(), value));
    let values: Vec<(PossibleValue, T)> = values.collect();
    let words: Vec<PossibleValue> = values.iter().map(|(word, _)| word.clone()).collect();
    PossibleValuesParser::new(words).try_map(move |word| {
        let found = values.iter().find(|(known, _)| known.get_name() == word);
        found
            .map(|(_, value)| value.clone())
            .ok_or("not a known word")
    })
}

/// Reads the lowest severity that fails a run.
pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let severities = Severity::ALL.map(|severity| (severity.word(), FailOn::At(severity)));
    one_of(severities.into_iter().chain([("never", FailOn::Never)]))
}

/// A date on the command line.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "expected a date, such as 2026-12-31".to_owned())
}

/// `30`, or `30d` as other tools write it.
pub(super) fn days<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.trim_end_matches(['d', 'D'])
        .parse()
        .map_err(|_| "expected a number of days, such as 30".to_owned())
}

/// Reads a number of seconds within limits.
#[cfg(feature = "live")]
pub(super) fn seconds(least: f64, most: f64) -> impl Fn(&str) -> Result<Duration, String> + Clone {
    move |text| {
        let seconds: Option<f64> = text.parse().ok();
        seconds
            .filter(|seconds| (least..=most).contains(seconds))
            .map(Duration::from_secs_f64)
            .ok_or_else(|| format!("expected a number of seconds from {least} to {most}"))
    }
}

/// Today, in UTC: a waiver must end at the same moment on every machine.
pub(super) fn today(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| {
        jiff::tz::Offset::UTC
            .to_datetime(jiff::Timestamp::now())
            .date()
    })
}

/// The roles in the configuration.
pub(super) fn configured_roles(config: Option<&Config>) -> Vec<PathBuf> {
    let roles = |config: &Config| {
        let written = config.document.roles.iter();
        written.map(|role| config.path(&role.value)).collect()
    };
    config.map(roles).unwrap_or_default()
}

/// The files of waivers in the configuration.
pub(super) fn waiver_files(config: Option<&Config>) -> impl Iterator<Item = PathBuf> {
    let files = |config: &'_ Config| -> Vec<PathBuf> {
        let written = config.document.waiver_files.iter();
        written.map(|file| config.path(&file.value)).collect()
    };
    config.map(files).unwrap_or_default().into_iter()
}

/// The waivers of the configuration and of its files, with their texts.
pub(super) fn waivers(
    config: Option<&Config>,
    texts: &mut Vec<Arc<SourceText>>,
) -> Result<Vec<WaiverRule>, Failure> {
    let Some(config) = config else {
        return Ok(Vec::new());
    };
    texts.push(Arc::clone(&config.source));
    let mut rules = config.waivers.clone();
    let found = all_or_problems(waiver_files(Some(config)).map(|path| {
        let source = source(&input::shown(&path)).map_err(|problem| vec![problem])?;
        let found = waiver_file(&source)?;
        texts.push(source);
        Ok(found)
    }))?;
    rules.extend(found.into_iter().flatten());
    Ok(rules)
}

/// The path of the baseline, if any.
pub(super) fn baseline_path(given: Option<&Path>, config: Option<&Config>) -> Option<PathBuf> {
    given.map(Path::to_owned).or_else(|| {
        let config = config?;
        let written = config.document.baseline.as_ref()?;
        Some(config.path(&written.value))
    })
}

/// The baseline in a flag or the configuration, if any, on a given day.
pub(super) fn baseline_of(
    given: Option<&Path>,
    config: Option<&Config>,
    today: Date,
) -> Result<Option<Baseline>, Failure> {
    let path = baseline_path(given, config);
    let baseline = path.map(|path| baseline(&path)).transpose()?;
    Ok(baseline.map(|baseline| baseline.on(today)))
}

/// Reads a baseline.
pub(super) fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let name = input::shown(path);
    let bytes = input::bytes(path)
        .map_err(|problem| problem.with_help("`leastwise baseline write` creates one"))?;
    Ok(engine::settings::baseline(&name, bytes)?)
}
