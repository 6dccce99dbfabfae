//! Published paths as a tree, and the search for the one that a request means.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::data::{MAP, OPERATIONS};

#[derive(Default)]
struct Node {
    literals: BTreeMap<String, Node>,
    spelling: String,
    parameter: Option<Box<Node>>,
    methods: Option<Vec<&'static str>>,
}

static TREE: LazyLock<Node> = LazyLock::new(|| {
    let mut root = Node::default();
    for line in OPERATIONS.lines() {
        if let Some((path, methods)) = line.split_once('\t') {
            insert(&mut root, path, methods.split(','));
        }
    }
    for rule in MAP.rules.iter().filter(|rule| rule.kind == "evidence") {
        insert(
            &mut root,
            &rule.path,
            rule.methods.iter().map(String::as_str),
        );
    }
    root
});

fn insert(root: &mut Node, path: &str, methods: impl Iterator<Item = &'static str>) {
    let mut node = root;
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        node = if segment == "{id}" {
            node.parameter.get_or_insert_default()
        } else {
            let next = node.literals.entry(segment.to_lowercase()).or_default();
            if next.spelling.is_empty() {
                segment.clone_into(&mut next.spelling);
            }
            next
        };
    }
    let known = node.methods.get_or_insert_default();
    for method in methods {
        if !known.contains(&method) {
            known.push(method);
        }
    }
}

/// A path with its ids replaced.
pub(super) struct Template {
    /// Segments; a parameter is `{id}`.
    pub(super) segments: Vec<String>,
    /// Published methods; empty where the path is not published.
    pub(super) methods: &'static [&'static str],
    /// Whether a word is used where an id is published.
    pub(super) odd_id: bool,
}

impl Template {
    /// As text.
    pub(super) fn path(&self) -> String {
        join(&self.segments)
    }

    /// The same with the last segment as it was given, where it is a word that is known and an id is
    /// published: the word is no id.
    pub(super) fn ending_in(self, path: &[String], known: impl Fn(&str) -> bool) -> Self {
        let mut segments = self.segments;
        let given = path.last().filter(|word| known(word));
        let (Some(given), Some(last)) = (given, segments.last_mut().filter(|last| *last == "{id}"))
        else {
            return Self { segments, ..self };
        };
        last.clone_from(given);
        Self {
            methods: methods_of(&segments),
            odd_id: odd(path, &segments),
            segments,
        }
    }
}

pub(super) fn join(segments: &[String]) -> String {
    segments.iter().fold(String::new(), |mut path, segment| {
        path.push('/');
        // A slash within a segment was sent as an escape.
        path.push_str(&segment.replace('/', "%2F"));
        path
    })
}

/// Published methods of a template.
pub(super) fn methods_of(segments: &[String]) -> &'static [&'static str] {
    let mut node: &'static Node = &TREE;
    for segment in segments {
        let next = if segment == "{id}" {
            node.parameter.as_deref()
        } else {
            node.literals.get(&segment.to_lowercase())
        };
        match next {
            Some(next) => node = next,
            None => return &[],
        }
    }
    node.methods.as_deref().unwrap_or_default()
}

/// Finds the template of a path.
pub(super) fn template(path: &[String]) -> Template {
    let mut found = Vec::new();
    let mut longest = Vec::new();
    let published = walk(&TREE, path, &mut found, &mut longest);
    let mut segments = if published.is_some() { found } else { longest };
    for rest in path.iter().skip(segments.len()) {
        segments.push(if is_id(rest) {
            "{id}".to_owned()
        } else {
            rest.clone()
        });
    }
    let odd_id = odd(path, &segments);
    Template {
        segments,
        methods: published.unwrap_or_default(),
        odd_id,
    }
}

fn walk(
    node: &'static Node,
    rest: &[String],
    found: &mut Vec<String>,
    longest: &mut Vec<String>,
) -> Option<&'static [&'static str]> {
    if found.len() > longest.len() {
        longest.clone_from(found);
    }
    let Some((first, rest)) = rest.split_first() else {
        return node.methods.as_deref();
    };
    if let Some(next) = node.literals.get(&first.to_lowercase()) {
        found.push(next.spelling.clone());
        if let Some(methods) = walk(next, rest, found, longest) {
            return Some(methods);
        }
        found.pop();
    }
    let next = node.parameter.as_deref()?;
    found.push("{id}".to_owned());
    let methods = walk(next, rest, found, longest);
    if methods.is_none() {
        found.pop();
    }
    methods
}

fn odd(path: &[String], segments: &[String]) -> bool {
    path.iter()
        .zip(segments)
        .enumerate()
        .any(|(at, (given, segment))| {
            segment == "{id}"
                && !is_id(given)
                && !segments.get(..=at).is_some_and(|prefix| {
                    let prefix = join(prefix);
                    prefix == "/login/companyinfo/{id}"
                        || MAP
                            .word_ids
                            .iter()
                            .any(|known| known.eq_ignore_ascii_case(&prefix))
                })
        })
}

/// Whether a segment is an id or a placeholder for one.
fn is_id(segment: &str) -> bool {
    let number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let between = |open, close| segment.starts_with(open) && segment.ends_with(close);
    number
        || segment
            .strip_prefix('-')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
        || between("{", "}")
        || between("<", ">")
        || between("${", "}")
        || (segment.starts_with(':') && segment.len() > 1)
        || is_guid(segment)
}

/// Whether a text has the form of a GUID.
pub(crate) fn is_guid(segment: &str) -> bool {
    let groups: Vec<_> = segment.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A path without segments that can hold more than a name: a damaged query, a key.
pub fn shown_path(path: &str) -> String {
    const LONGEST: usize = 40;
    let odd = |part: &&str| {
        let part = part.replace("%2F", "");
        part.chars().count() > LONGEST
            || part
                .chars()
                .any(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '{' | '}')))
    };
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if odd(&part) { "{…}" } else { part })
        .collect();
    parts.join("/")
}
