//! Reasons that are separate from their levels.

use super::Reader;
use super::parts::Parts;
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
        let about = last.named();
        let mut any = false;
        let facts = self.out.facts.iter_mut().rev();
        for fact in facts.take_while(|fact| fact.named() == about) {
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
        let named =
            |text: &str| words::module(text).is_some() || !words::functions(text, None).is_empty();
        let speaks = words::has_level(&text)
            || words::each(&text).any(|word| matches!(word, "Inquire" | "Level"))
            || named(text.as_str())
            || Parts::of(&text).iter().any(named);
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
                about = Some(fact.named());
            }
        }
        let Some(named) = about else {
            return false;
        };
        let guess = "the paragraph after the levels is read as their purpose";
        self.guess(&named, line, guess);
        true
    }
}
