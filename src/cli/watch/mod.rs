//! `leastwise check --live --watch`: reads a role again and again while somebody mends it, and shows
//! what is left until nothing is.

mod interval;
mod seen;
mod teller;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::comparison::{Comparison, ComparisonArguments};
use super::credentials::told;
use super::failure::Failure;
use super::live::{self, LiveSource};
use super::output::Screen;
use super::same::Outputs;
use super::{Ended, Global, settings};
use crate::config::Config;
use crate::connectwise::Failed;
use crate::model::Problem;
use crate::report::{FailOn, Outcome, Plan, RuleId, Severity};
use crate::role::{Setting, Snapshot};
pub(super) use interval::WatchArguments;
use interval::jittered;
use seen::{Seen, State};
use teller::Teller;

/// The longest wait after reads that failed, unless the usual one is longer.
const LONGEST: Duration = Duration::from_secs(60);

/// What is to be watched, and how.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) comparison: &'a ComparisonArguments,
    pub(super) baseline: Option<PathBuf>,
    /// From which severity on something is left to do; by default from a warning on.
    pub(super) fail_on: Option<FailOn>,
    pub(super) every: Duration,
}

/// Something that happens while a role is watched.
enum Event {
    /// A read has ended.
    Read(Box<Result<(String, Snapshot<Setting>), Failed>>),
    /// Somebody wants it to end.
    Stop,
}

struct Watch<'a> {
    wanted: &'a Wanted<'a>,
    config: Option<Config>,
    global: Global,
    source: Arc<LiveSource>,
    teller: Teller,
    state: Option<State>,
    /// How many reads have failed one after another.
    failures: u32,
}

/// Watches a role until it is clean, or somebody has seen enough.
pub(super) fn run(wanted: &Wanted<'_>, global: Global) -> Ended {
    let config = wanted.comparison.config.load()?;
    // Nothing is sent for a policy that cannot be used.
    wanted.comparison.policies(config.as_ref())?;
    let screen = Screen::of(global.color);
    let teller = Teller::new(screen, wanted.every, global.verbose);
    let quiet = Global {
        quiet: global.quiet || teller.draws(),
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
        teller,
        state: None,
        failures: 0,
    };
    match watch.all() {
        // Whoever read along has gone; how the role stands is still the answer.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(watch.stands())
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
                    Next::Done => return Ok(ExitCode::SUCCESS),
                    Next::Again(wait) => wait,
                },
                Ok(Event::Stop) | Err(_) => return self.stop(),
            };
            if stopped(&inbox, wait) {
                return self.stop();
            }
        }
    }

    /// Begins a read. It goes on beside, so that nobody waits for it who wants to stop.
    fn begin(&self, events: Sender<Event>) {
        let source = Arc::clone(&self.source);
        std::thread::spawn(move || {
            let read = source.snapshot();
            // Nobody listens any more when the watch has ended.
            let _ = events.send(Event::Read(Box::new(read)));
        });
    }

    fn read(&mut self, read: Result<(String, Snapshot<Setting>), Failed>) -> Result<Next, Failure> {
        let asked_to_wait = read.as_ref().err().and_then(|failed| failed.fault.wait());
        let problem = match read {
            Err(failed) => {
                let (problem, outcome) = told(&failed);
                // A watch begins with a read that succeeds, and ends where no later one can.
                if self.state.is_none() || failed.fault.stays() {
                    return Err(failure(problem, outcome));
                }
                problem
            }
            Ok((name, snapshot)) => match self.compared(live::read_of(&name, &snapshot))? {
                Ok(state) => {
                    self.failures = 0;
                    self.teller.seen(&state.plan)?;
                    let clean = state.outcome == Outcome::Clean;
                    if clean {
                        self.teller.clean(&state.plan)?;
                    }
                    self.state = Some(state);
                    return Ok(if clean {
                        Next::Done
                    } else {
                        Next::Again(jittered(self.wanted.every))
                    });
                }
                Err((problem, outcome)) if self.state.is_none() => {
                    return Err(failure(problem, outcome));
                }
                Err((problem, _)) => problem,
            },
        };
        self.failures = self.failures.saturating_add(1);
        let longer = self.wanted.every * 2_u32.saturating_pow(self.failures.min(10));
        let wait = jittered(longer.min(LONGEST.max(self.wanted.every)));
        let wait = wait.max(asked_to_wait.unwrap_or_default());
        self.teller.failed(&problem, wait)?;
        Ok(Next::Again(wait))
    }

    /// Compares what was read, as `check` does. Of a role that was not read whole nothing is told:
    /// what is not in it would look as if it had been done.
    fn compared(&self, read: live::Read) -> Result<Result<State, (Problem, Outcome)>, Failure> {
        let comparison = self.wanted.comparison;
        let config = self.config.as_ref();
        let mut options = comparison.options(config);
        // Whoever mends a role wants to see all of it, whatever a pipeline tolerates.
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
        self.teller
            .stopped(self.state.as_ref().map(|state| &state.plan))?;
        Ok(self.stands())
    }

    /// How the role stood when it was read last.
    fn stands(&self) -> ExitCode {
        let outcome = self.state.as_ref().map(|state| state.outcome);
        ExitCode::from(outcome.unwrap_or(Outcome::Invalid).exit_code())
    }
}

enum Next {
    Done,
    Again(Duration),
}

/// Why a role that came was not read whole.
fn cut(plan: &Plan) -> Problem {
    let mut remarks = plan.remarks.iter();
    let cut = remarks.find(|remark| remark.rule == RuleId::IncompleteRole);
    match cut {
        None => Problem::in_file(&*plan.source, "the role was not read whole"),
        Some(remark) => {
            let problem = Problem::in_file(&*plan.source, remark.message.clone());
            match &remark.help {
                Some(help) => problem.with_help(help.clone()),
                None => problem,
            }
        }
    }
}

fn failure(problem: Problem, outcome: Outcome) -> Failure {
    match outcome {
        Outcome::Inconclusive => Failure::Inconclusive(problem),
        _ => Failure::Input(vec![problem]),
    }
}

/// Waits, and says whether somebody wants to stop meanwhile.
fn stopped(inbox: &Receiver<Event>, wait: Duration) -> bool {
    match inbox.recv_timeout(wait) {
        Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => true,
        Ok(Event::Read(_)) | Err(RecvTimeoutError::Timeout) => false,
    }
}

/// Listens for Ctrl-C. Where that cannot be listened for, it ends the process as usual.
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
