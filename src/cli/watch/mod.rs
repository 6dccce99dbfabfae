//! `leastwise check --live --watch`: reads a role repeatedly and shows the remaining changes until
//! there are none.

mod view;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::comparison::{Comparison, ComparisonArguments};
use super::credentials::to_problem;
use super::failure::Failure;
use super::live::{LiveSource, read_of};
use super::output::Screen;
use super::outputs::Outputs;
use super::session::LiveRead;
use super::{Ended, Global, settings};
use crate::config::Config;
use crate::connectwise::Failed;
use crate::model::Problem;
use crate::render::{Renderer, Texts};
use crate::report::{
    FailOn, InputError, Outcome, Plan, RoleReport, RuleId, RunSummary, Severity, Subject,
};
use crate::role::{Setting, Snapshot};
use view::WatchView;

/// The interval in seconds, if none is given. ConnectWise documents no rate limit, and a read takes
/// three to five requests.
pub(super) const USUAL: &str = "5";

/// The longest wait after failed reads, unless the interval is longer.
const LONGEST: Duration = Duration::from_secs(60);

/// Options of a watch.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) comparison: &'a ComparisonArguments,
    pub(super) baseline: Option<PathBuf>,
    /// The lowest severity to wait for; by default a warning.
    pub(super) fail_on: Option<FailOn>,
    pub(super) every: Duration,
}

/// An event during a watch.
enum Event {
    /// A read has ended.
    Read(Box<Result<(String, Snapshot<Setting>), Failed>>),
    /// The user wants to stop.
    Stop,
}

struct Watch<'a> {
    wanted: &'a Wanted<'a>,
    config: Option<Config>,
    global: Global,
    source: Arc<LiveSource>,
    view: WatchView,
    state: Option<State>,
    /// Number of consecutive failed reads.
    failures: u32,
}

/// Watches a role until it is clean or the user stops.
pub(super) fn run(wanted: &Wanted<'_>, global: Global) -> Ended {
    let config = wanted.comparison.config.load()?;
    // Invalid policies are reported before any request.
    wanted.comparison.policies(config.as_ref())?;
    let screen = Screen::of(global.color);
    let view = WatchView::new(screen, global.sink, wanted.every, global.verbose);
    let quiet = Global {
        quiet: global.quiet || view.draws(),
        ..global
    };
    let Some(source) = wanted.comparison.live.source(quiet)? else {
        return Err(Failure::usage(
            "only a role in ConnectWise can be watched",
            "add `--live`",
        ));
    };
    let mut watch = Watch {
        wanted,
        config,
        global,
        source: Arc::new(source),
        view,
        state: None,
        failures: 0,
    };
    match watch.all() {
        // If the reader closed the pipe, the exit code is still the answer.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(watch.last_exit_code())
        }
        ended => ended,
    }
}

impl Watch<'_> {
    fn all(&mut self) -> Ended {
        let (events, inbox) = channel();
        interrupts(events.clone());
        loop {
            self.begin(events.clone());
            let wait = match inbox.recv() {
                Ok(Event::Read(read)) => match self.read(*read)? {
                    None => return Ok(ExitCode::SUCCESS),
                    Some(wait) => wait,
                },
                Ok(Event::Stop) | Err(_) => return self.stop(),
            };
            if stopped(&inbox, wait) {
                return self.stop();
            }
        }
    }

    /// Starts a read in the background, so that the user can stop at any time.
    fn begin(&self, events: Sender<Event>) {
        let source = Arc::clone(&self.source);
        std::thread::spawn(move || {
            let read = source.snapshot();
            // The receiver is gone after the watch has ended.
            let _ = events.send(Event::Read(Box::new(read)));
        });
    }

    /// Shows a read, and returns how long to wait for the next; `None` if the role is clean.
    fn read(
        &mut self,
        read: Result<(String, Snapshot<Setting>), Failed>,
    ) -> Result<Option<Duration>, Failure> {
        let asked_to_wait = read.as_ref().err().and_then(|failed| failed.fault.wait());
        let problem = match read {
            Err(failed) => {
                let (problem, outcome) = to_problem(&failed);
                // The first read must succeed; later failures end the watch only if retrying cannot
                // help.
                if self.state.is_none() || failed.fault.stays() {
                    return Err(Failure::ended(problem, outcome));
                }
                problem
            }
            Ok((host, snapshot)) => match self.compared(read_of(&host, &snapshot))? {
                Ok(state) => {
                    self.failures = 0;
                    self.view.seen(&state.plan)?;
                    let clean = state.outcome == Outcome::Clean;
                    if clean {
                        self.view.clean(&state.plan)?;
                    }
                    self.state = Some(state);
                    return Ok((!clean).then(|| jittered(self.wanted.every)));
                }
                Err((problem, outcome)) if self.state.is_none() => {
                    return Err(Failure::ended(problem, outcome));
                }
                Err((problem, _)) => problem,
            },
        };
        self.failures = self.failures.saturating_add(1);
        let longer = self.wanted.every * 2_u32.saturating_pow(self.failures.min(10));
        let wait = jittered(longer.min(LONGEST.max(self.wanted.every)));
        let wait = wait.max(asked_to_wait.unwrap_or_default());
        self.view.failed(&problem, wait)?;
        Ok(Some(wait))
    }

    /// Compares the role, as `check` does. An incomplete role is not reported: missing rows would
    /// look like completed changes.
    fn compared(&self, read: LiveRead) -> Result<Result<State, (Problem, Outcome)>, Failure> {
        let comparison = self.wanted.comparison;
        let config = self.config.as_ref();
        let mut options = comparison.options(config);
        // A watch shows everything, regardless of `--fail-on`.
        options.fail_on = self.wanted.fail_on.unwrap_or(FailOn::At(Severity::Warning));
        let today = comparison.today();
        let baseline = settings::baseline_of(self.wanted.baseline.as_deref(), config, today)?;
        let mut seen = Seen::default();
        Comparison {
            arguments: comparison,
            config,
            options,
            global: self.global,
            today,
            baseline,
            plans: true,
            outputs: Outputs::default(),
        }
        .run_with(&mut seen, Some(read), &mut io::sink())?;
        Ok(match (seen.state, seen.problem) {
            (_, Some(problem)) => Err((problem, Outcome::Invalid)),
            (Some(state), None) if state.outcome == Outcome::Inconclusive => {
                Err((cut(&state.plan), Outcome::Inconclusive))
            }
            (Some(state), None) => Ok(state),
            (None, None) => {
                let problem = Problem::new("the role was not compared".to_owned());
                Err((problem, Outcome::Invalid))
            }
        })
    }

    /// Ends before the role is clean.
    fn stop(&mut self) -> Ended {
        self.view
            .stopped(self.state.as_ref().map(|state| &state.plan))?;
        Ok(self.last_exit_code())
    }

    /// The exit code of the last read.
    fn last_exit_code(&self) -> ExitCode {
        let outcome = self.state.as_ref().map(|state| state.outcome);
        ExitCode::from(outcome.unwrap_or(Outcome::Invalid).exit_code())
    }
}

/// The result of a read.
#[derive(Debug)]
struct State {
    outcome: Outcome,
    plan: Plan,
}

/// Collects the reports of a comparison.
#[derive(Debug, Default)]
struct Seen {
    state: Option<State>,
    problem: Option<Problem>,
}

impl Renderer for Seen {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        if report.subject == Subject::Role {
            self.state = report.plan.clone().map(|plan| State {
                outcome: report.outcome,
                plan,
            });
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        self.problem.get_or_insert_with(|| error.problem().clone());
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Why a role is incomplete.
fn cut(plan: &Plan) -> Problem {
    let mut remarks = plan.remarks.iter();
    let cut = remarks.find(|remark| remark.rule == RuleId::IncompleteRole);
    let message = cut.map_or("the role is incomplete", |remark| &remark.message);
    Problem {
        help: cut.and_then(|remark| remark.help.clone()),
        ..Problem::in_file(&*plan.source, message)
    }
}

/// A wait varied by up to a tenth, so that several watches do not coincide.
fn jittered(wait: Duration) -> Duration {
    use std::hash::{BuildHasher, RandomState};
    let random = RandomState::new().hash_one(0_u8) % 201;
    let thousandths = u32::try_from(900 + random).unwrap_or(1000);
    wait * thousandths / 1000
}

/// Waits, and returns whether the user wants to stop.
fn stopped(inbox: &Receiver<Event>, wait: Duration) -> bool {
    match inbox.recv_timeout(wait) {
        Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => true,
        Ok(Event::Read(_)) | Err(RecvTimeoutError::Timeout) => false,
    }
}

/// Listens for Ctrl-C. If that is not possible, Ctrl-C ends the process as usual.
fn interrupts(events: Sender<Event>) {
    super::unfinished::leave_interrupts();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            let _ = events.send(Event::Stop);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_close_to_the_interval() {
        for _ in 0..1000 {
            let wait = jittered(Duration::from_secs(10));
            assert!((9_000..=11_000).contains(&wait.as_millis()), "{wait:?}");
        }
    }
}
