//! Reasons that are separate from their levels.

use super::Reader;
use super::parts::parts;
use super::words;

impl Reader {
    /// Takes a line such as `Reason: ...` for the levels that were read last.
    pub(super) fn reason(&mut self, text: &str) -> bool {
        let Some((title, reason)) = text.split_once(':') else {
            return false;
        };
        let title = words::stem(title);
        if !matches!(
            title.as_str(),
            "reason" | "why" | "purpose" | "used for" | "needed for" | "required for" | "use"
        ) || words::bare(reason).is_empty()
        {
            return false;
        }
        let Some(last) = self.out.facts.last() else {
            return false;
        };
        let about = (last.module.clone(), last.function.clone());
        let mut any = false;
        for fact in self.out.facts.iter_mut().rev() {
            if (&fact.module, &fact.function) != (&about.0, &about.1) {
                break;
            }
            if fact.purpose.is_none() {
                fact.purpose = Some(reason.trim().to_owned());
                any = true;
            }
        }
        any
    }

    /// Takes a paragraph after the levels of one function for their reason.
    pub(super) fn explain(&mut self, lines: &[String], line: usize) -> bool {
        let Some(range) = self.explained.take() else {
            return false;
        };
        let text = lines.join(" ");
        let speaks = text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "All" | "My" | "None" | "Inquire" | "Level"))
            || !words::functions(&text, None).is_empty()
            || words::module(&text).is_some()
            || parts(&text).iter().any(|(start, end)| {
                let part = text.get(*start..*end).unwrap_or("");
                words::module(part).is_some() || !words::functions(part, None).is_empty()
            });
        if speaks || text.len() > 300 || text.split(' ').count() < 3 || text.ends_with(':') {
            return false;
        }
        let Some(facts) = self.out.facts.get_mut(range) else {
            return false;
        };
        let mut about = None;
        for fact in facts {
            if fact.purpose.is_none() {
                fact.purpose = Some(text.clone());
                about = Some((fact.module.clone(), fact.function.clone()));
            }
        }
        let Some((module, function)) = about else {
            return false;
        };
        self.out.guesses.push((
            Some(module),
            Some(function),
            format!("line {line}: the paragraph after the levels is read as their purpose"),
        ));
        true
    }
}
