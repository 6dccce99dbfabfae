//! Stable element ids, so that a link to a level can be shared: `#finance-agreements-delete`.

use std::collections::HashSet;

use crate::model::Operation;

/// The ids in use.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    /// Those of the page, the waivers and the first role, which have no prefix.
    page: HashSet<String>,
    /// Those of the current role, whose prefix no other has.
    role: HashSet<String>,
    /// Whether new ids are of a role with a prefix.
    prefixed: bool,
}

/// Maximum length of a stem; names can have any length.
const LONGEST: usize = 60;

impl Default for Ids {
    fn default() -> Self {
        let ours = [
            "main",
            "panel",
            "panel-title",
            "bar",
            "search",
            "expand",
            "shown",
            "said",
        ];
        Self {
            page: ours.map(str::to_owned).into(),
            role: HashSet::new(),
            prefixed: false,
        }
    }
}

impl Ids {
    /// Begins a role whose ids all have its own prefix: those of the role before are forgotten.
    pub(super) fn next_role(&mut self) {
        self.role.clear();
        self.prefixed = true;
    }

    /// An id for one element.
    pub(super) fn one(&mut self, prefix: &str, words: &[&str]) -> String {
        self.free(prefix, words, |_| Vec::new())
    }

    /// An id for a function, which prefixes those of its operations.
    pub(super) fn function(&mut self, prefix: &str, module: &str, function: &str) -> String {
        self.free(prefix, &[module, function], |id| {
            Operation::ALL.map(|operation| cell(id, operation)).into()
        })
    }

    fn free(
        &mut self,
        prefix: &str,
        words: &[&str],
        below: impl Fn(&str) -> Vec<String>,
    ) -> String {
        let stem = format!("{prefix}{}", slug(words));
        let mut id = stem.clone();
        let mut number = 1_usize;
        loop {
            let mut all = below(&id);
            all.push(id.clone());
            let taken = |id: &String| self.page.contains(id) || self.role.contains(id);
            if !all.iter().any(taken) {
                if self.prefixed {
                    self.role.extend(all);
                } else {
                    self.page.extend(all);
                }
                return id;
            }
            number += 1;
            id = format!("{stem}-{number}");
        }
    }
}

/// The id of one operation of a function; the script uses it to find the cell.
fn cell(function: &str, operation: Operation) -> String {
    format!("{function}-{operation}")
}

/// Lower-case ASCII letters and digits; everything else separates.
fn slug(words: &[&str]) -> String {
    let mut slug = String::new();
    for word in words {
        for c in word.chars().chain(['-']) {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() >= LONGEST {
                break;
            }
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed" } else { slug }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_unique() {
        let mut ids = Ids::default();
        assert_eq!(
            ids.function("", "CRM/Sales & more", "Überblick"),
            "crm-sales-more-berblick"
        );
        assert_eq!(ids.one("", &["Finance"]), "finance");
        assert_eq!(ids.one("", &["finance "]), "finance-2");
        assert_eq!(ids.one("", &["日本"]), "unnamed");
        assert_eq!(ids.one("", &["Panel"]), "panel-2");
        assert_eq!(ids.function("", "A", "B"), "a-b");
        // It would collide with Delete on the function before it.
        assert_eq!(ids.function("", "A", "B Delete"), "a-b-delete-2");
    }
}
