//! What every subcommand that compares roles with policies is told, and the run that they share.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::live::LiveSource;
use super::output::{commands, stdout};
use super::roles::{self, ReadArguments};
use super::same::Outputs;
use super::selection::Selections;
use super::session::{Judge, Session, nothing};
use super::settings::{self, ConfigArguments};
use super::{Global, input, live};
use crate::compare::{CustomizeItems, Options, Unlisted};
use crate::config::{Config, inline_waivers};
use crate::model::{Date, Document, harmless};
use crate::policy::Policy;
use crate::render::Renderer;
use crate::report::{Baseline, Outcome};

#[derive(Debug, clap::Args)]
pub(super) struct ComparisonArguments {
    /// Files, folders or patterns of files that hold security roles; `-` is standard input
    #[arg(value_name = "ROLE")]
    #[cfg_attr(feature = "live", arg(conflicts_with = "live"))]
    roles: Vec<PathBuf>,
    /// A policy: an id of the library or a path. May be given several times
    #[arg(short, long = "policy", value_name = "ID|FILE")]
    policies: Vec<String>,
    #[command(flatten)]
    read: ReadArguments,
    /// What to say of levels that no policy asks for; by default a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    unlisted: Option<UnlistedArgument>,
    /// What the items of `mySecurity/customizeItems` are, once you have compared them with the
    /// screen; without it, Customize lists are not judged
    #[arg(long, value_enum, value_name = "WHAT")]
    customize_items: Option<CustomizeItemsArgument>,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    /// Tell of waivers in use that end within so many days; by default 30
    #[arg(long, value_name = "DAYS", value_parser = days)]
    warn_expiring: Option<u16>,
    /// The day for which waivers are judged; by default today, in UTC
    #[arg(long, value_name = "DATE", value_parser = settings::day)]
    today: Option<Date>,
    /// How many roles to compare at once; by default as many as there are processors
    #[arg(short, long, value_name = "N", value_parser = at_once)]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) live: live::LiveArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CustomizeItemsArgument {
    Allowed,
    Disallowed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum UnlistedArgument {
    Allow,
    Note,
    Warning,
    Error,
}

impl From<UnlistedArgument> for Unlisted {
    fn from(argument: UnlistedArgument) -> Self {
        match argument {
            UnlistedArgument::Allow => Self::Allow,
            UnlistedArgument::Note => Self::Note,
            UnlistedArgument::Warning => Self::Warning,
            UnlistedArgument::Error => Self::Error,
        }
    }
}

/// `30`, or `30d` as other tools write it.
fn days(text: &str) -> Result<u16, String> {
    text.trim_end_matches(['d', 'D'])
        .parse()
        .map_err(|_| "write a number of days, such as 30".to_owned())
}

/// How many roles to compare at once.
fn at_once(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .map_err(|_| "write a whole number from 1 on".to_owned())
}

/// One comparison of everything that the arguments and the configuration name.
pub(super) struct Comparison<'a> {
    pub(super) arguments: &'a ComparisonArguments,
    pub(super) config: Option<&'a Config>,
    pub(super) options: Options,
    pub(super) global: Global,
    pub(super) today: Date,
    pub(super) baseline: Option<Baseline>,
    /// Whether the clicks that mend each role are told, in place of what is wrong with waivers.
    pub(super) plans: bool,
    /// The files that the run writes.
    pub(super) outputs: Outputs,
}

impl Comparison<'_> {
    /// Compares files, or what is read live, and hands back what the baseline has seen.
    pub(super) fn run(
        self,
        renderer: &mut dyn Renderer,
    ) -> Result<(Outcome, Option<Baseline>), Failure> {
        if renderer.writes_commands() {
            self.run_with(renderer, None, &mut commands())
        } else {
            self.run_with(renderer, None, &mut stdout())
        }
    }

    /// The same of what was read already.
    pub(super) fn run_with(
        self,
        renderer: &mut dyn Renderer,
        given: Option<live::Read>,
        out: &mut dyn Write,
    ) -> Result<(Outcome, Option<Baseline>), Failure> {
        let Self {
            arguments,
            config,
            mut options,
            global,
            today,
            baseline,
            plans,
            outputs,
        } = self;
        outputs.refuse(
            "the configuration",
            config.map(|config| config.source.name()),
        )?;
        outputs.refuse("a file of waivers", settings::waiver_files(config))?;
        let (selections, loaded) =
            Selections::new(&arguments.policies, &arguments.choices, config)?;
        let policies = loaded.policies.iter().map(|(_, policy)| policy);
        let lineage = policies.flat_map(Policy::lineage);
        outputs.refuse("a policy", lineage.map(|policy| policy.source.name()))?;
        let mut texts = Vec::new();
        let mut waivers = settings::waivers(config, &mut texts)?;
        for policy in loaded
            .policies
            .iter()
            .flat_map(|(_, policy)| policy.lineage())
        {
            let inline =
                inline_waivers(Document::Policy, &policy.source).map_err(Failure::Input)?;
            if !inline.is_empty() {
                texts.push(policy.source.clone());
                waivers.extend(inline);
            }
        }
        // Waivers, the baseline and a plan may be about any finding.
        options.count_unknown &= waivers.is_empty() && baseline.is_none() && !plans;
        let live = match given {
            Some(_) => None,
            None => arguments.live.source(global)?,
        };
        let read = arguments.read.options();
        let is_live = given.is_some() || live.is_some();
        let found = roles::find(&arguments.inputs(config, is_live)?);
        found.spare(&outputs)?;
        let mut session = Session {
            judge: Arc::new(Judge {
                selections,
                options,
                read,
                plans,
            }),
            waivers: settings::waivers_at_work(waivers, arguments.warn_expiring, config, today),
            baseline,
            summary: nothing(),
            renderer,
            texts,
        };
        let live = || given.or_else(|| live.as_ref().map(LiveSource::read));
        let jobs = || arguments.jobs();
        let mut notes = session.all(loaded.problems, found, live, jobs, out)?;
        if !global.quiet {
            notes.extend(arguments.config.shadowed(config));
            for note in &notes {
                // When standard error is closed there is nobody to tell.
                let _ = writeln!(super::output::stderr(), "note: {}", harmless(note));
            }
        }
        Ok((session.summary.outcome, session.baseline))
    }
}

impl ComparisonArguments {
    /// Refuses to write to what the arguments name, before anything is read.
    pub(super) fn spare(&self, outputs: &Outputs) -> Result<(), Failure> {
        outputs.refuse("the configuration", self.config.path()?)?;
        outputs.refuse("a policy", &self.policies)?;
        outputs.refuse("a role", &self.roles)
    }

    /// Whether the policies can be used, before anything is read.
    #[cfg(feature = "live")]
    pub(super) fn policies(&self, config: Option<&Config>) -> Result<(), Failure> {
        let (_, loaded) = Selections::new(&self.policies, &self.choices, config)?;
        if loaded.problems.is_empty() {
            Ok(())
        } else {
            Err(Failure::Input(loaded.problems))
        }
    }

    fn jobs(&self) -> NonZeroUsize {
        // Beyond this, threads only wait for each other.
        const MOST: usize = 64;
        let jobs = self
            .jobs
            .or_else(|| std::thread::available_parallelism().ok());
        NonZeroUsize::new(jobs.map_or(1, NonZeroUsize::get).min(MOST)).unwrap_or(NonZeroUsize::MIN)
    }

    /// The day for which waivers are judged.
    pub(super) fn today(&self) -> Date {
        settings::today(self.today)
    }

    /// What the flags say of the comparison, over what the configuration says.
    pub(super) fn options(&self, config: Option<&Config>) -> Options {
        let mut options = settings::options(config);
        if let Some(unlisted) = self.unlisted {
            options.unlisted = Some(unlisted.into());
        }
        if let Some(items) = self.customize_items {
            options.customize_items = Some(match items {
                CustomizeItemsArgument::Allowed => CustomizeItems::Allowed,
                CustomizeItemsArgument::Disallowed => CustomizeItems::Disallowed,
            });
        }
        options
    }

    /// Where roles lie: what the command line names, or else the configuration.
    fn inputs(&self, config: Option<&Config>, live: bool) -> Result<Vec<PathBuf>, Failure> {
        if self
            .roles
            .iter()
            .filter(|role| input::is_standard_input(role))
            .count()
            > 1
        {
            return Err(Failure::usage(
                "standard input is named twice, and can be read once",
                "name `-` once",
            ));
        }
        if live || !self.roles.is_empty() {
            return Ok(self.roles.clone());
        }
        let configured: Vec<PathBuf> = config
            .into_iter()
            .flat_map(|config| {
                config
                    .document
                    .roles
                    .iter()
                    .map(|role| config.path(&role.value))
            })
            .collect();
        if configured.is_empty() {
            return Err(Failure::usage(
                "no role is given, so there is nothing to compare",
                "name a file, a folder, a pattern, or `-` for standard input; or `--live`; or write \
                 `roles` in leastwise.yaml",
            ));
        }
        Ok(configured)
    }
}
