//! What is shown of a role that is watched: drawn anew on a terminal, a line for each change
//! elsewhere.

use std::io::{self, Write};
use std::time::Duration;

use crate::cli::output::Screen;
use crate::model::{Problem, harmless, shortened};
use crate::render::{asks, left, one, policies, verdict};
use crate::report::{Change, Plan, Severity, Step};

/// How many steps that were done are still shown.
const DONE_SHOWN: usize = 3;
/// How many lines a terminal has that does not say.
const HEIGHT: usize = 24;

/// A step without its levels: the same while it is under way.
type Key = (String, String, String);

pub(super) struct Teller {
    screen: Screen,
    every: Duration,
    draws: bool,
    /// How many lines the last drawing has.
    drawn: usize,
    /// What was left at the last read, with its sentence.
    open: Vec<(Key, String)>,
    /// What was left once and no longer is, in the order in which it was done.
    done: Vec<Key>,
    /// How many things are wrong that no click in the role mends.
    beside: usize,
    begun: bool,
    /// What went wrong at the last read.
    trouble: Option<String>,
}

impl Teller {
    pub(super) fn new(screen: Screen, every: Duration, verbose: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            screen,
            every,
            // What is told of each request would run into a drawing.
            draws: screen.terminal && !verbose && !dumb,
            drawn: 0,
            open: Vec::new(),
            done: Vec::new(),
            beside: 0,
            begun: false,
            trouble: None,
        }
    }

    /// Whether it draws, so that nobody else may write on the terminal.
    pub(super) const fn draws(&self) -> bool {
        self.draws
    }

    /// A read has shown this.
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
        let beside = std::mem::replace(&mut self.beside, remarks(plan).count());
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
        let mut out = super::super::output::stdout();
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
        if gone.is_empty() && news.is_empty() && self.beside == beside {
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
                harmless(&format!("{label}: {what}"))
            )?;
        }
        for sentence in news {
            writeln!(out, "{} now: {sentence}", clock())?;
        }
        if self.beside > beside {
            for remark in remarks(plan) {
                writeln!(out, "{} now: {remark}", clock())?;
            }
        }
        writeln!(out, "{} {}", clock(), self.amount())?;
        out.flush()
    }

    /// A read has failed, and the next comes after a wait.
    pub(super) fn failed(&mut self, problem: &Problem, wait: Duration) -> io::Result<()> {
        let what = harmless(&problem.to_string()).into_owned();
        let told = format!(
            "the last read failed, the next is in {}: {what}",
            seconds(wait)
        );
        // The same again is no news, except on the line that it stands on anyway.
        let known = self.trouble.as_ref() == Some(&what);
        self.trouble = Some(what);
        if self.draws {
            return self.last_line(&told);
        }
        if known {
            return Ok(());
        }
        let mut out = super::super::output::stdout();
        writeln!(out, "{} {told}", clock())?;
        out.flush()
    }

    /// Nothing is left.
    pub(super) fn clean(&mut self, plan: &Plan) -> io::Result<()> {
        let mut out = super::super::output::stdout();
        let text = if self.open.is_empty() {
            format!("clean: {} is what {}", title(plan), asks(plan))
        } else {
            format!("passed: {}; {} below --fail-on", title(plan), self.amount())
        };
        writeln!(out, "{}", self.paint("1;32", &text))?;
        let rest = plan.totals.look + plan.totals.optional + plan.totals.kept;
        if self.open.is_empty() && rest > 0 {
            writeln!(out, "{}", harmless(&verdict(plan)))?;
        }
        out.flush()
    }

    /// Somebody has seen enough.
    pub(super) fn stopped(&mut self, plan: Option<&Plan>) -> io::Result<()> {
        let mut out = super::super::output::stdout();
        match plan {
            None => writeln!(out, "stopped before the role was read")?,
            Some(plan) => {
                writeln!(out, "stopped: {}", self.amount())?;
                // On a terminal it stands above.
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
            // What is wrong and no click mends stands in the list, and is waited for too.
            (0, _) if self.beside > 0 => {
                "no click is left, and yet the role is not clean".to_owned()
            }
            (0, _) => "no click is left".to_owned(),
            (1, 0) => "1 click is left".to_owned(),
            (left, 0) => format!("{left} clicks are left"),
            (left, done) => format!("{done} of {} clicks done, {left} left", done + left),
        }
    }

    fn draw(&mut self, plan: &Plan) -> io::Result<()> {
        let height = terminal_size::terminal_size().map_or(HEIGHT, |(_, height)| height.0.into());
        let mut frame = vec![
            self.paint("1", &self.fitted(&title(plan))),
            self.paint(
                "2",
                &self.fitted(&format!("for {}", harmless(&policies(plan)))),
            ),
            self.paint("1", &self.fitted(&self.amount())),
        ];
        let done: Vec<String> = self
            .done
            .iter()
            .rev()
            .take(DONE_SHOWN)
            .map(|(module, function, what)| {
                let text = format!("  ✓ {}: {what}", label(module, function));
                self.paint("32", &self.fitted(&harmless(&text)))
            })
            .collect();
        // Above stand three lines, below what is done, the clock and the cursor.
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
            "read at {} UTC, again every {}; Ctrl-C ends",
            clock().trim_end_matches('Z'),
            seconds(self.every)
        );
        frame.push(self.paint("2", &self.fitted(&below)));
        self.show(&frame)
    }

    /// Puts what went wrong in the place of the last line, so that what is left stays to be seen.
    fn last_line(&self, text: &str) -> io::Result<()> {
        let line = self.paint("33", &self.fitted(text));
        let mut out = super::super::output::stdout();
        if self.drawn > 0 {
            write!(out, "\u{1b}[1A\r\u{1b}[J")?;
        }
        writeln!(out, "{line}")?;
        out.flush()
    }

    /// Draws over the last drawing. What stood above it stays, also when the program ends.
    fn show(&mut self, frame: &[String]) -> io::Result<()> {
        let mut out = super::super::output::stdout();
        if self.drawn > 0 {
            write!(out, "\u{1b}[{}A\r\u{1b}[J", self.drawn)?;
        }
        for line in frame {
            writeln!(out, "{line}")?;
        }
        self.drawn = frame.len();
        out.flush()
    }

    /// A line that does not wrap.
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

/// Whether a step is waited for.
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

/// What is left, and what no click mends.
fn lines(plan: &Plan) -> Vec<String> {
    remarks(plan).chain(left(plan)).collect()
}

/// What is wrong and no click in the role mends.
fn remarks(plan: &Plan) -> impl Iterator<Item = String> {
    plan.remarks
        .iter()
        .filter(|remark| remark.severity > Severity::Note)
        .map(|remark| format!("{}: {}", remark.severity, harmless(&remark.message)))
}

fn title(plan: &Plan) -> String {
    let source = harmless(&plan.source);
    match (&plan.name, &plan.member) {
        (Some(name), _) => harmless(name).into_owned(),
        (None, Some(member)) => format!("the role of {}", harmless(&member.to_string())),
        (None, None) => source.into_owned(),
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
