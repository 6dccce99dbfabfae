//! Display of a watched role: redrawn on a terminal, one line per change elsewhere.

use std::io::{self, Write};
use std::time::Duration;

use crate::cli::output::Screen;
use crate::cli::sink::Sink;
use crate::model::{Problem, escape_controls, shortened};
use crate::render::{asks, left, one, policies, verdict};
use crate::report::{Change, Plan, Severity, Step};

/// Number of completed steps that are shown.
const DONE_SHOWN: usize = 3;
/// Assumed number of lines of a terminal.
const HEIGHT: usize = 24;

/// Identity of a step, without its levels.
type Key = (String, String, String);

pub(super) struct WatchView {
    screen: Screen,
    sink: Sink,
    every: Duration,
    draws: bool,
    /// Number of lines of the last drawing.
    drawn: usize,
    /// The remaining steps at the last read, with their text.
    open: Vec<(Key, String)>,
    /// The completed steps, in order.
    done: Vec<Key>,
    /// Number of problems that no change in the role fixes.
    unfixable: usize,
    begun: bool,
    /// The error of the last read.
    trouble: Option<String>,
}

impl WatchView {
    pub(super) fn new(screen: Screen, sink: Sink, every: Duration, verbose: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            screen,
            sink,
            every,
            // Messages about requests would disturb a drawing.
            draws: screen.terminal && !verbose && !dumb,
            drawn: 0,
            open: Vec::new(),
            done: Vec::new(),
            unfixable: 0,
            begun: false,
            trouble: None,
        }
    }

    /// Whether it draws, so that other output must be suppressed.
    pub(super) const fn draws(&self) -> bool {
        self.draws
    }

    /// Shows the result of a read.
    pub(super) fn seen(&mut self, plan: &Plan) -> io::Result<()> {
        let recovered = self.trouble.take().is_some();
        let open: Vec<(Key, String)> = plan
            .steps()
            .filter(|(_, _, step)| counts(step))
            .map(|(module, function, step)| {
                (key(module, function, step), one(module, function, step))
            })
            .collect();
        let before = std::mem::replace(&mut self.open, open);
        let unfixable = std::mem::replace(&mut self.unfixable, remarks(plan).count());
        let has = |list: &[(Key, String)], key: &Key| list.iter().any(|(other, _)| other == key);
        let gone: Vec<Key> = before
            .iter()
            .filter(|(key, _)| !has(&self.open, key))
            .map(|(key, _)| key.clone())
            .collect();
        self.done.retain(|key| !has(&self.open, key));
        self.done.extend(gone.iter().cloned());
        if self.draws {
            return self.draw(plan);
        }
        let mut out = self.sink.stdout();
        if !self.begun {
            self.begun = true;
            writeln!(
                out,
                "watching {}, every {}: {}",
                title(plan),
                seconds(self.every),
                self.amount()
            )?;
            for line in lines(plan) {
                writeln!(out, "  {line}")?;
            }
            return out.flush();
        }
        let news = self.open.iter().filter(|entry| !before.contains(entry));
        let news: Vec<&String> = news.map(|(_, sentence)| sentence).collect();
        if gone.is_empty() && news.is_empty() && self.unfixable == unfixable {
            if recovered {
                writeln!(out, "{} read again: {}", clock(), self.amount())?;
            }
            return out.flush();
        }
        for (module, function, what) in &gone {
            let label = label(module, function);
            writeln!(
                out,
                "{} done: {}",
                clock(),
                escape_controls(&format!("{label}: {what}"))
            )?;
        }
        for sentence in news {
            writeln!(out, "{} now: {sentence}", clock())?;
        }
        if self.unfixable > unfixable {
            for remark in remarks(plan) {
                writeln!(out, "{} now: {remark}", clock())?;
            }
        }
        writeln!(out, "{} {}", clock(), self.amount())?;
        out.flush()
    }

    /// Shows that a read has failed, and when the next one is.
    pub(super) fn failed(&mut self, problem: &Problem, wait: Duration) -> io::Result<()> {
        let what = escape_controls(&problem.to_string()).into_owned();
        let message = format!(
            "the last read failed, retrying in {}: {what}",
            seconds(wait)
        );
        // Do not repeat an unchanged error unless it is redrawn in place.
        let known = self.trouble.as_ref() == Some(&what);
        self.trouble = Some(what);
        if self.draws {
            return self.last_line(&message);
        }
        if known {
            return Ok(());
        }
        let mut out = self.sink.stdout();
        writeln!(out, "{} {message}", clock())?;
        out.flush()
    }

    /// Shows that nothing remains.
    pub(super) fn clean(&mut self, plan: &Plan) -> io::Result<()> {
        let mut out = self.sink.stdout();
        let text = if self.open.is_empty() {
            format!("clean: {} grants {}", title(plan), asks(plan))
        } else {
            format!("passed: {}; {} below --fail-on", title(plan), self.amount())
        };
        writeln!(out, "{}", self.paint("1;32", &text))?;
        let rest = plan.totals.look + plan.totals.optional + plan.totals.kept;
        if self.open.is_empty() && rest > 0 {
            writeln!(out, "{}", escape_controls(&verdict(plan)))?;
        }
        out.flush()
    }

    /// Shows that the user stopped.
    pub(super) fn stopped(&mut self, plan: Option<&Plan>) -> io::Result<()> {
        let mut out = self.sink.stdout();
        match plan {
            None => writeln!(out, "stopped before the role was read")?,
            Some(plan) => {
                writeln!(out, "stopped: {}", self.amount())?;
                // On a terminal it is already shown above.
                if !self.draws {
                    for line in lines(plan) {
                        writeln!(out, "  {line}")?;
                    }
                }
            }
        }
        out.flush()
    }

    fn amount(&self) -> String {
        match (self.open.len(), self.done.len()) {
            // Problems that no change fixes are in the list, too.
            (0, _) if self.unfixable > 0 => {
                "no changes are left, but the role is still not clean".to_owned()
            }
            (0, _) => "no changes are left".to_owned(),
            (1, 0) => "1 change is left".to_owned(),
            (left, 0) => format!("{left} changes are left"),
            (left, done) => format!("{done} of {} changes done, {left} left", done + left),
        }
    }

    fn draw(&mut self, plan: &Plan) -> io::Result<()> {
        let height = terminal_size::terminal_size().map_or(HEIGHT, |(_, height)| height.0.into());
        let mut frame = vec![
            self.line("1", &title(plan)),
            self.line("2", &format!("for {}", escape_controls(&policies(plan)))),
            self.line("1", &self.amount()),
        ];
        let done: Vec<String> = self
            .done
            .iter()
            .rev()
            .take(DONE_SHOWN)
            .map(|(module, function, what)| {
                let text = format!("  ✓ {}: {what}", label(module, function));
                self.line("32", &escape_controls(&text))
            })
            .collect();
        // Three lines are above; completed steps, the clock and the cursor are below.
        let room = height.saturating_sub(frame.len() + done.len() + 3).max(1);
        let lines = lines(plan);
        let shown = if lines.len() > room { room - 1 } else { room };
        for line in lines.iter().take(shown) {
            frame.push(self.fitted(&format!("  {line}")));
        }
        if lines.len() > shown {
            frame.push(self.paint("2", &format!("  and {} more lines", lines.len() - shown)));
        }
        frame.extend(done);
        let below = format!(
            "read at {} UTC, every {}; Ctrl-C stops",
            clock().trim_end_matches('Z'),
            seconds(self.every)
        );
        frame.push(self.line("2", &below));
        self.show(&frame)
    }

    /// Replaces the last line with the error, so that the remaining steps stay visible.
    fn last_line(&self, text: &str) -> io::Result<()> {
        let line = self.line("33", text);
        let mut out = self.sink.stdout();
        if self.drawn > 0 {
            write!(out, "\u{1b}[1A\r\u{1b}[J")?;
        }
        writeln!(out, "{line}")?;
        out.flush()
    }

    /// Draws over the last drawing. Earlier output stays visible.
    fn show(&mut self, frame: &[String]) -> io::Result<()> {
        let mut out = self.sink.stdout();
        if self.drawn > 0 {
            write!(out, "\u{1b}[{}A\r\u{1b}[J", self.drawn)?;
        }
        for line in frame {
            writeln!(out, "{line}")?;
        }
        self.drawn = frame.len();
        out.flush()
    }

    /// A colored line, truncated to the width.
    fn line(&self, style: &str, text: &str) -> String {
        self.paint(style, &self.fitted(text))
    }

    /// A line truncated to the width.
    fn fitted(&self, text: &str) -> String {
        shortened(text, self.screen.width.saturating_sub(1))
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.screen.color {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Whether the watch waits for a step.
fn counts(step: &Step) -> bool {
    step.is_needed() && !matches!(step.change, Change::Look { .. })
}

fn key(module: &str, function: &str, step: &Step) -> Key {
    let what = match &step.change {
        Change::Allow { item } => format!("{item} allowed"),
        Change::Disallow { item } => format!("{item} disallowed"),
        Change::Look { .. } => "Customize list".to_owned(),
        change => change
            .operation()
            .map_or("", crate::model::Operation::column)
            .to_owned(),
    };
    (module.to_owned(), function.to_owned(), what)
}

fn label(module: &str, function: &str) -> String {
    if module.is_empty() {
        function.to_owned()
    } else {
        format!("{module} / {function}")
    }
}

/// The remaining steps, and problems that no change fixes.
fn lines(plan: &Plan) -> Vec<String> {
    remarks(plan).chain(left(plan)).collect()
}

/// Problems that no change in the role fixes.
fn remarks(plan: &Plan) -> impl Iterator<Item = String> {
    plan.remarks
        .iter()
        .filter(|remark| remark.severity > Severity::Note)
        .map(|remark| format!("{}: {}", remark.severity, escape_controls(&remark.message)))
}

fn title(plan: &Plan) -> String {
    match (&plan.name, &plan.member) {
        (Some(name), _) => escape_controls(name).into_owned(),
        (None, Some(member)) => format!("the role of {}", escape_controls(&member.to_string())),
        (None, None) => escape_controls(&plan.source).into_owned(),
    }
}

fn seconds(wait: Duration) -> String {
    let tenths = (wait.as_secs_f64() * 10.0).round() / 10.0;
    format!("{tenths} s")
}

/// The time of day, in UTC.
fn clock() -> String {
    let time = jiff::tz::Offset::UTC
        .to_datetime(jiff::Timestamp::now())
        .time();
    format!(
        "{:02}:{:02}:{:02}Z",
        time.hour(),
        time.minute(),
        time.second()
    )
}
