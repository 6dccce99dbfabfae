//! Finds policies in the library by id, title or words, in any case.

use crate::model::normalize;
use crate::policy::library;

/// What some words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundPolicy {
    /// One policy, by its id.
    One(&'static str),
    /// Several policies contain the words.
    Several(Vec<&'static str>),
    /// No policy contains the words.
    None,
}

/// Finds the policy that some words name: its id or title, or else words that only it contains.
/// Each word may be the beginning of one in the id, the title or the vendor.
pub fn find_policy(words: &str) -> FoundPolicy {
    let wanted = parts(words);
    if wanted.is_empty() {
        return FoundPolicy::None;
    }
    let exact = library::ids().find(|id| {
        let title = field(id, "title:").unwrap_or_default();
        parts(id) == wanted || parts(title) == wanted
    });
    if let Some(id) = exact {
        return FoundPolicy::One(id);
    }
    match matching_policies(words).as_slice() {
        [] => FoundPolicy::None,
        [one] => FoundPolicy::One(one),
        several => FoundPolicy::Several(several.to_vec()),
    }
}

/// The ids of the policies that contain some words; all of them without words.
pub fn matching_policies(words: &str) -> Vec<&'static str> {
    let wanted = parts(words);
    let holds = |id: &&'static str| {
        let known = known_words(id);
        wanted
            .iter()
            .all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
    };
    library::ids().filter(holds).collect()
}

/// Whether a text, such as the name of a role, mentions the product or vendor of a policy.
pub(super) fn named_in(id: &str, text: &str) -> bool {
    let text = parts(text);
    let name = parts(id);
    // The first word is the product or the vendor. A general word needs the one after it: `Finance
    // team` does not mention Team GPS.
    let general = name
        .first()
        .is_some_and(|first| matches!(first.as_str(), "team" | "msp" | "lifecycle" | "wise"));
    let wanted = name.iter().take(if general { 2 } else { 1 });
    name.first().is_some_and(|first| first.len() > 2)
        && wanted.clone().all(|word| text.contains(word))
}

/// The words of the id, the title and the vendor.
fn known_words(id: &str) -> Vec<String> {
    let mut words = parts(id);
    for key in ["title:", "vendor:"] {
        words.extend(parts(field(id, key).unwrap_or_default()));
    }
    words
}

/// The value of a key at the left margin. The library consists of files of the project, which
/// write these on one line.
fn field(id: &str, key: &str) -> Option<&'static str> {
    let text = library::text(id)?;
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// The words of a text: lower case, without punctuation.
fn parts(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(normalize)
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{FoundPolicy, find_policy, matching_policies, named_in};

    #[test]
    fn a_general_word_of_a_name_mentions_no_policy() {
        assert!(named_in("team-gps", "Team GPS API"));
        assert!(!named_in("team-gps", "Finance team"));
        assert!(named_in("hudu", "Hudu API"));
        assert!(!named_in("msp-process", "MSP admins"));
    }

    #[test]
    fn a_policy_is_found_by_id_title_and_words_in_any_case() {
        for words in ["hudu", "Hudu", "HUDU "] {
            assert_eq!(find_policy(words), FoundPolicy::One("hudu"), "{words}");
        }
        for words in ["Datto RMM", "datto-rmm", "rmm datto"] {
            assert_eq!(find_policy(words), FoundPolicy::One("datto-rmm"), "{words}");
        }
    }

    #[test]
    fn words_of_several_policies_name_them_all() {
        let FoundPolicy::Several(ids) = find_policy("datto") else {
            panic!("several policies are Datto's");
        };
        assert!(ids.contains(&"datto-rmm") && ids.len() > 1, "{ids:?}");
        assert_eq!(find_policy("no such product"), FoundPolicy::None);
        assert!(matching_policies("").len() > 50);
    }
}
