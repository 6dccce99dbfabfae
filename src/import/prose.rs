//! Sentences: functions and operations in any order.

use super::bare_levels::{level_after, level_before};
use super::clause;
use super::glue::unglue;
use super::mentions::{self, Mentions, Place};
use super::sentence::{aside, before_reason, demands, excepting, negated};
use super::words::{self, Grade, Named};
use super::{Reader, Scope};

impl Reader {
    /// A sentence: functions and operations in any order.
    #[expect(
        clippy::too_many_lines,
        reason = "one list of cases, read from the top"
    )]
    pub(super) fn prose(
        &mut self,
        text: &str,
        scope: &Scope,
        inner: &mut Scope,
        line: usize,
        item: bool,
    ) {
        let glued = unglue(text, &self.order);
        let item = item || glued != text;
        let text = glued.as_str();
        let low = text.to_lowercase();
        let Mentions {
            functions,
            operations,
            modules,
        } = Mentions::of(text, item);
        let module = modules.last().copied();
        let home = module.map(str::to_owned).or_else(|| scope.module.clone());
        let leads =
            low.trim_end().ends_with(':') || words::holds(&low, &["following", "these", "below"]);
        let not_listed = words::holds(&low, &["not listed", "not shown"]);
        if !operations.is_empty() && !functions.is_empty() && !item && aside(text) {
            self.unread(line, text);
            return;
        }
        if !operations.is_empty() && negated(before_reason(text)) && !not_listed {
            if !functions.is_empty() || module.is_some() || mentions::asks(&low) {
                self.unread(line, text);
            }
            return;
        }
        if leads
            && functions.is_empty()
            && excepting(text)
            && let Some(list) = clause::with_exceptions(text)
        {
            if let Some(module) = module {
                inner.enter(module);
            }
            inner.lead = list;
            self.doubt = Some(format!(
                "line {line}: read from a sentence with exceptions: `{text}`"
            ));
            return;
        }
        if let Some(first) = operations.first()
            && excepting(text)
        {
            self.unread(line, text);
            let found = clause::grants(text.get(*first..).unwrap_or(""));
            if leads {
                inner.lead = found.list;
                self.doubt = Some(format!(
                    "line {line}: the exceptions in `{text}` are not read"
                ));
            }
            return;
        }
        if functions.is_empty() {
            if let Some(module) = module {
                inner.enter(module);
            }
            if not_listed {
                return;
            }
            let about_below = leads || opens_condition(&low);
            if about_below && (words::conditional(text) || words::setup(text)) {
                inner.condition = Some(words::bare(text).to_owned());
            }
            if let Some(first) = operations.first() {
                let found = clause::grants(text.get(*first..).unwrap_or(""));
                if leads && !found.list.is_empty() {
                    inner.lead = found.list;
                } else if !clause::vague(&found.list) {
                    self.unread(line, text);
                }
            }
            if !leads && demands(&low) {
                self.unread(line, text);
            }
            return;
        }
        // `Reports in Service Desk, Finance and Sales` are three functions.
        let resolve = |name: &str| -> Vec<Named> {
            let within = |module: &str| {
                let known = !words::functions(name, Some(module)).is_empty();
                known
                    .then(|| words::name(name, Some(module), false))
                    .flatten()
            };
            let each: Vec<Named> = modules.iter().filter_map(|module| within(module)).collect();
            if functions.len() == 1 && each.len() > 1 {
                return each;
            }
            let here = home.as_deref().and_then(within);
            here.or_else(|| words::name(name, None, false))
                .into_iter()
                .collect()
        };
        if operations.is_empty() && scope.lead.is_empty() && words::has_level(text) {
            self.without_operation(text, &functions, home.as_deref(), scope, line);
            return;
        }
        if operations.is_empty() {
            for (_, _, name) in &functions {
                for named in resolve(name) {
                    if item && !scope.lead.is_empty() {
                        self.give(&named, &scope.lead, scope, line);
                    }
                    inner.function = Some(named);
                }
            }
            let access = ["allow access", "grant access", "give access"];
            let asked = !leads && (words::begins(&low, &access) || demands(&low));
            if asked || item && scope.lead.is_empty() && low.contains("customize") {
                self.unread(line, text);
            }
            return;
        }
        if !item && !words::holds(&low, &CUES) {
            self.unread(line, text);
            return;
        }
        // Runs of functions and of operations in turn; the first run decides which belongs to which.
        let mut events: Vec<(usize, Option<&Place>)> = functions
            .iter()
            .map(|function| (function.0, Some(function)))
            .chain(operations.iter().map(|at| (*at, None)))
            .collect();
        events.sort_unstable();
        let operations_first = events
            .first()
            .is_some_and(|(_, function)| function.is_none());
        let mut groups: Vec<(Option<usize>, Vec<&Place>)> = Vec::new();
        let mut before: Option<bool> = None;
        for (at, function) in events.iter().copied() {
            let now = function.is_some();
            let starts = before.is_none() || (before != Some(now) && now != operations_first);
            if starts {
                groups.push((None, Vec::new()));
            }
            before = Some(now);
            if let Some(group) = groups.last_mut() {
                match function {
                    Some(function) => group.1.push(function),
                    None => {
                        group.0.get_or_insert(at);
                    }
                }
            }
        }
        // `Contacts, Configurations (Delete All), Notes`: the levels are those of one function, and the
        // others have those of the introduction.
        let apart = !operations_first && groups.last().is_some_and(|(start, _)| start.is_none());
        if apart && scope.lead.is_empty() {
            self.unread(line, text);
            return;
        }
        let listed = !operations_first && !scope.lead.is_empty();
        for (start, members) in groups {
            let (others, members) = match members.split_last() {
                Some((last, others)) if listed && start.is_some() => (others.to_vec(), vec![*last]),
                _ if listed => (members, Vec::new()),
                _ => (Vec::new(), members),
            };
            for named in others.iter().flat_map(|(_, _, name)| resolve(name)) {
                self.give(&named, &scope.lead, scope, line);
            }
            let Some(start) = start else { continue };
            let until = functions
                .iter()
                .map(|(at, _, _)| *at)
                .find(|at| *at > start)
                .unwrap_or(text.len());
            let mut found = clause::grants(text.get(start..until).unwrap_or(""));
            let mut level = None;
            if let Some((before, from)) = level_before(text, start) {
                // `My under Edit and All under Inquire`
                let whole = clause::grants(text.get(from..until).unwrap_or(""));
                if clause::vague(&whole.list) {
                    level = Some(before);
                } else {
                    found = whole;
                }
            } else if let Some((_, end, _)) = members.last().filter(|_| operations_first) {
                let mut places = events.iter().map(|(at, _)| *at);
                let next = places.find(|at| at >= end).unwrap_or(text.len());
                level = level_after(text.get(*end..next).unwrap_or(""));
            }
            if let Some(level) = level.filter(|_| clause::vague(&found.list)) {
                for grant in &mut found.list {
                    grant.1 = level;
                }
            }
            for grant in found.list.iter_mut().filter(|_| listed) {
                let lead = scope
                    .lead
                    .iter()
                    .find(|(operation, _)| *operation == grant.0);
                if let (Grade::Ticked, Some((_, grade))) = (grant.1, lead) {
                    grant.1 = *grade;
                }
            }
            let condition = words::conditional(text).then(|| words::bare(text).to_owned());
            let condition = condition.as_ref().or(scope.condition.as_ref());
            for named in members.iter().flat_map(|(_, _, name)| resolve(name)) {
                self.facts(&named, &found.list, None, condition, None, line);
            }
        }
    }
}

/// Words of sentences that ask for something or say what to do.
const CUES: [&str; 22] = [
    "grant",
    "permission",
    "access",
    "allow",
    "set ",
    "need",
    "require",
    "give",
    "level",
    "must",
    "right",
    "enable",
    "select",
    "choose",
    "pick",
    "assign",
    "tick",
    "check ",
    "change",
    "turn on",
    "make sure",
    "ensure",
];

/// Whether a sentence is the condition of what is below it: `Required only if you use billing.`,
/// and not advice such as `If you are unsure, ask support.`
fn opens_condition(low: &str) -> bool {
    let starts = [
        "if ",
        "required only",
        "only required",
        "only needed",
        "needed only",
        "only necessary",
        "necessary only",
        "skip this section",
        "not required for",
        "not needed for",
        "this section",
        "these permissions",
        "nur ",
        "alleen ",
    ];
    let below = [
        "these",
        "following",
        "below",
        "section",
        "also",
        "grant",
        "set ",
        "required",
        "needed",
        "necessary",
    ];
    low.len() < 120
        && words::begins(low, &starts)
        && (!low.starts_with("if ")
            || !low.contains(',') && !low.ends_with('.')
            || words::holds(low, &below))
}
