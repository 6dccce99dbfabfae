//! Arguments and run logic shared by `check`, `plan` and `baseline`.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choices::ChoiceArguments;
use super::failure::Failure;
use super::guesses::draft;
use super::outputs::Outputs;
use super::policy::page_policy;
use super::roles::{self, ReadArguments};
use super::session::{Evaluator, LiveRead, Session};
use super::settings::{self, ConfigArguments};
use super::{Global, candidates, input, named, suggest};
use crate::compare::{CustomizeItems, Options, Unlisted, rules};
use crate::config::Config;
use crate::engine::{self, Checker, Run, Selections, policy_waivers};
use crate::model::{Date, Problem};
use crate::policy::Policy;
use crate::render::Renderer;
use crate::report::{Baseline, Outcome, RuleId};

#[derive(Debug, clap::Args)]
pub(super) struct ComparisonArguments {
    /// Files, directories or globs of security roles; `-` is standard input
    #[arg(value_name = "ROLE")]
    #[cfg_attr(feature = "live", arg(conflicts_with = "live"))]
    roles: Vec<PathBuf>,
    /// A policy: an id, a title from the library or words from one, a path, or a URL with a digest
    /// (https://…#sha256=…). Can be specified multiple times
    #[arg(
        help_heading = "Policies",
        short,
        long = "policy",
        value_name = "ID|FILE", add = clap_complete::ArgValueCompleter::new(candidates::policies)
    )]
    policies: Vec<String>,
    /// A vendor's help page to draft the policy from: HTML, Markdown, text, CSV, or `-`
    #[arg(long = "policy-page", value_name = "PAGE")]
    pages: Vec<String>,
    #[command(flatten)]
    read: ReadArguments,
    /// Severity for permissions that no policy asks for [default: warning, or note if a
    /// policy is incomplete]
    #[arg(help_heading = "Policies", long, value_name = "WHAT", value_parser = settings::one_of(
        [Unlisted::Allow, Unlisted::Note, Unlisted::Warning, Unlisted::Error].map(|one| (one.word(), one))
    ))]
    unlisted: Option<Unlisted>,
    /// Whether `mySecurity/customizeItems` lists the allowed or the disallowed items; to
    /// find out, compare it with the Customize list in ConnectWise [default: Customize lists are not checked]
    #[arg(help_heading = "Policies", long, value_name = "WHAT", value_parser = settings::one_of(
        [CustomizeItems::Allowed, CustomizeItems::Disallowed].map(|one| (one.word(), one))
    ))]
    customize_items: Option<CustomizeItems>,
    #[command(flatten)]
    choices: ChoiceArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
    /// Warn about waivers that expire within this many days [default: 30]
    #[arg(help_heading = "Gate", long, value_name = "DAYS", value_parser = settings::days::<u16>, allow_negative_numbers = true)]
    warn_expiring: Option<u16>,
    /// Date to treat as today when checking whether waivers have expired [default: today, in UTC]
    #[arg(help_heading = "Gate", long, value_name = "DATE", value_parser = settings::day)]
    today: Option<Date>,
    /// Number of roles to compare in parallel [default: number of processors]
    #[arg(help_heading = "Input", short, long, value_name = "N", value_parser = at_once, allow_negative_numbers = true)]
    jobs: Option<NonZeroUsize>,
    #[cfg(feature = "live")]
    #[command(flatten)]
    pub(super) live: super::live::LiveArguments,
}

/// The policies that were read.
#[derive(Default)]
struct Loaded {
    /// The policies, by the given name.
    policies: Vec<(String, Policy)>,
    /// The errors of the others.
    problems: Vec<Problem>,
    /// Policies with unconfirmed guesses: runs with them are inconclusive.
    drafts: Vec<Problem>,
}

/// Refuses to fail on the risk of findings that are not reported.
fn risk_is_seen(options: &Options) -> Result<(), Failure> {
    if options.fail_on_risk.is_none() {
        return Ok(());
    }
    let hidden = [RuleId::ExcessLevel, RuleId::ExcessFunction]
        .into_iter()
        .find(|rule| options.is_off(*rule));
    let (hidden, help) = match (options.unlisted, hidden) {
        (Some(Unlisted::Allow), _) => (
            "`unlisted` is `allow`".to_owned(),
            "use `note` instead of `allow`: notes do not fail the run, but their risk can",
        ),
        (_, Some(rule)) => (
            format!("the rule `{}` is off", rule.name()),
            "give the rule the severity `note` instead of `off`",
        ),
        _ => return Ok(()),
    };
    Err(Failure::usage(
        format!("the risk of unreported permissions cannot fail the run: {hidden}"),
        help,
    ))
}

/// Number of roles to compare in parallel.
fn at_once(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .map_err(|_| "expected a whole number of at least 1".to_owned())
}

/// A comparison of all roles named by the arguments and the configuration.
pub(super) struct Comparison<'a> {
    pub(super) arguments: &'a ComparisonArguments,
    pub(super) config: Option<&'a Config>,
    pub(super) options: Options,
    pub(super) global: Global,
    pub(super) today: Date,
    pub(super) baseline: Option<Baseline>,
    /// Whether to include plans instead of findings about waivers.
    pub(super) plans: bool,
    /// The files that the run writes.
    pub(super) outputs: Outputs,
}

impl Comparison<'_> {
    /// Compares files or live roles, and returns the findings seen for the baseline.
    pub(super) fn run(
        self,
        renderer: &mut dyn Renderer,
    ) -> Result<(Outcome, Option<Baseline>), Failure> {
        let mut out = self.global.sink.report(renderer.writes_commands());
        self.run_with(renderer, None, &mut out)
    }

    /// Like `run`, for inputs that were read already.
    pub(super) fn run_with(
        self,
        renderer: &mut dyn Renderer,
        given: Option<LiveRead>,
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
        outputs.refuse_config(config)?;
        let command = if plans { "plan" } else { "check" };
        let (selections, loaded) = arguments.selections(config, command)?;
        let policies = || loaded.policies.iter().map(|(_, policy)| policy);
        outputs.refuse_policies(policies())?;
        let mut texts = Vec::new();
        let mut waivers = settings::waivers(config, &mut texts)?;
        waivers.extend(policy_waivers(policies(), &mut texts)?);
        // Waivers, the baseline and a plan may need any finding.
        if plans {
            // A lower severity, or a rule that is off, makes a check pass. The role still needs the
            // change.
            options.severities.retain(|rule, severity| {
                let mut rules = rules::all().iter().map(|known| &known.info);
                rules.any(|known| known.id == *rule && *severity >= known.severity)
            });
            options.off.clear();
        } else {
            risk_is_seen(&options)?;
        }
        options.count_unknown &= waivers.is_empty() && baseline.is_none() && !plans;
        let live = given.map(|read| -> Box<dyn FnOnce() -> LiveRead> { Box::new(|| read) });
        #[cfg(feature = "live")]
        let live = if live.is_some() {
            live
        } else {
            let source = arguments.live.source(global)?;
            source.map(|source| Box::new(move || source.read()) as _)
        };
        let read = arguments.read.options();
        let found = roles::find(&arguments.inputs(config, live.is_some())?);
        found.spare(&outputs)?;
        let checker = Arc::new(Checker {
            selections,
            options,
            plans,
            keep_roles: false,
        });
        let waivers = engine::settings::waivers(waivers, arguments.warn_expiring, config, today);
        let mut session = Session {
            evaluator: Arc::new(Evaluator {
                checker: Arc::clone(&checker),
                read,
                exclude: config
                    .map(|config| config.document.exclude.clone())
                    .unwrap_or_default(),
            }),
            run: Run::new(checker, waivers, baseline, texts),
            renderer,
            quiet: global.quiet,
        };
        let jobs = || arguments.jobs();
        let mut notes = session.all(loaded.problems, loaded.drafts, found, live, jobs, out)?;
        notes.extend(arguments.config.shadowed(config));
        for note in &notes {
            global.sink.note(&format!("note: {note}"));
        }
        let (summary, baseline) = session.run.into_parts();
        Ok((summary.outcome, baseline))
    }
}

impl ComparisonArguments {
    /// Rejects outputs that would overwrite inputs, before anything is read.
    pub(super) fn spare(&self, outputs: &Outputs) -> Result<(), Failure> {
        outputs.refuse("the configuration", self.config.path()?)?;
        outputs.refuse("a policy", &self.policies)?;
        outputs.refuse("a page", &self.pages)?;
        outputs.refuse("a role", &self.roles)
    }

    /// Checks the policies before anything is read.
    #[cfg(feature = "live")]
    pub(super) fn policies(&self, config: Option<&Config>) -> Result<(), Failure> {
        let (_, loaded) = self.selections(config, "check")?;
        if loaded.problems.is_empty() {
            Ok(())
        } else {
            Err(Failure::Input(loaded.problems))
        }
    }

    /// The policies of each role, and what was read of them. An error suggests a command.
    fn selections(
        &self,
        config: Option<&Config>,
        command: &str,
    ) -> Result<(Selections, Loaded), Failure> {
        let mut given: Vec<String> = Vec::new();
        for name in self.policies.iter().chain(&self.pages) {
            if !given.contains(name) {
                given.push(name.clone());
            }
        }
        let selections = engine::selections(&given, &self.choices.overrides(), config);
        if selections.is_empty() {
            let configured = config.map_or(String::new(), |config| {
                let name = config.source.name();
                format!(", or list the policy under `policies` in `{name}`")
            });
            let role = self.roles.first();
            let best = role.and_then(|role| suggest::policies(command, role, &self.read.options()));
            return Err(Failure::usage(
                "no policy given",
                format!(
                    "{}add `--policy` with a path, or with {}{configured}",
                    best.map_or(String::new(), |best| format!("{best}\n")),
                    named::library_hint()
                ),
            ));
        }
        let mut loaded = Loaded::default();
        let mut seen: Vec<&String> = Vec::new();
        for name in selections.iter().flat_map(|selection| &selection.policies) {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let page = self.pages.contains(name);
            let found = if page {
                page_policy(name)
            } else {
                named::policy(name)?
            };
            match found {
                Ok(policy) => {
                    loaded.drafts.extend(draft(&policy, page));
                    loaded.policies.push((name.to_owned(), policy));
                }
                Err(problems) => loaded.problems.extend(problems),
            }
        }
        let (selections, conflicts) = Selections::resolve(&selections, &loaded.policies)?;
        loaded.problems.extend(conflicts);
        Ok((selections, loaded))
    }

    fn jobs(&self) -> usize {
        // More threads would only wait for each other.
        const MOST: usize = 64;
        let available = || std::thread::available_parallelism().ok();
        self.jobs
            .or_else(available)
            .map_or(1, NonZeroUsize::get)
            .min(MOST)
    }

    /// The date for expiry of waivers.
    pub(super) fn today(&self) -> Date {
        settings::today(self.today)
    }

    /// The options of the comparison: flags take precedence over the configuration.
    pub(super) fn options(&self, config: Option<&Config>) -> Options {
        let mut options = engine::settings::options(config);
        options.unlisted = self.unlisted.or(options.unlisted);
        options.customize_items = self.customize_items.or(options.customize_items);
        options
    }

    /// The roles: those on the command line, or else in the configuration.
    fn inputs(&self, config: Option<&Config>, live: bool) -> Result<Vec<PathBuf>, Failure> {
        let roles = self.roles.iter().map(PathBuf::as_path);
        let given = roles.chain(self.pages.iter().map(Path::new));
        if given.filter(|path| input::is_standard_input(path)).count() > 1 {
            return Err(Failure::usage(
                "standard input is specified twice, but can be read only once",
                "specify `-` only once",
            ));
        }
        if live || !self.roles.is_empty() {
            return Ok(self.roles.clone());
        }
        let configured = settings::configured_roles(config);
        if configured.is_empty() {
            return Err(Failure::usage(
                "no role given",
                "specify a file, a directory, a glob, or `-` for standard input; or use `--live`; or set `roles` in leastwise.yaml",
            ));
        }
        Ok(configured)
    }
}
