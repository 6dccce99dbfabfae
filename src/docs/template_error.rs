//! Finds the undefined name in a line of a template, since the engine reports only the line.

use minijinja::value::Value;
use minijinja::{Environment, Template};

use crate::yaml::nearest;

/// The undefined name in a line, as a part of a sentence; `None` if it is unclear.
pub(super) fn unknown(
    environment: &Environment<'_>,
    name: &str,
    line: usize,
    values: &Value,
) -> Option<String> {
    let template = environment.get_template(name).ok()?;
    let text = template.source().lines().nth(line.checked_sub(1)?)?;
    let asked = asked(text);
    let outside = outside(&template);
    // Names from outside the template can be looked up.
    for path in asked.iter().filter(|path| outside(root(path))) {
        let mut at = values.clone();
        for part in path.split('.') {
            let inner = at.get_attr(part).unwrap_or(Value::UNDEFINED);
            if inner.is_undefined() {
                let keys: Vec<String> = at
                    .try_iter()
                    .map(|keys| keys.filter_map(|key| key.as_str().map(str::to_owned)))
                    .into_iter()
                    .flatten()
                    .collect();
                let near = nearest(part, keys.iter().map(String::as_str));
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Some(format!("there is no value `{path}`{near}"));
            }
            at = inner;
        }
    }
    // Only fields of the template's own variables, such as loop variables, can be missing.
    let own = |path: &&&str| path.contains('.') && !outside(root(path));
    let mut own = asked.iter().filter(own);
    match (own.next(), own.next()) {
        (Some(path), None) => Some(format!("there is no value `{path}`")),
        _ => None,
    }
}

fn root(path: &str) -> &str {
    path.split_once('.').map_or(path, |(root, _)| root)
}

/// Whether a name is defined outside the template.
fn outside(template: &Template<'_, '_>) -> impl Fn(&str) -> bool {
    let names = template.undeclared_variables(false);
    move |name| names.contains(name)
}

/// The names in a line, as written: `title`, `module.name`. Skips text in quotes, filters after
/// `|`, and called functions.
fn asked(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('{') {
        let tag = rest.get(at + 1..).unwrap_or_default();
        let Some(inside) = tag.strip_prefix(['{', '%']) else {
            rest = tag;
            continue;
        };
        let end = inside.find('}').unwrap_or(inside.len());
        let (inside, after) = inside.split_at(end);
        words(inside, &mut found);
        rest = after;
    }
    found
}

fn words<'a>(inside: &'a str, found: &mut Vec<&'a str>) {
    for (number, text) in inside.split(['"', '\'']).enumerate() {
        if number % 2 == 1 {
            continue;
        }
        let mut before = ' ';
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
            let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            if word.is_empty() {
                if !first.is_whitespace() {
                    before = first;
                }
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            let is_name = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if is_name && before != '|' && !after.trim_start().starts_with('(') {
                found.push(word.trim_end_matches('.'));
            }
            before = ' ';
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn what_a_line_asks_for_is_found() {
        for (line, expected) in [
            ("{{ title }}", vec!["title"]),
            (
                "a {{ title|strong }} {{ module.name | em }}",
                vec!["title", "module.name"],
            ),
            ("{{ t('a b', name=value.x) }}", vec!["name", "value.x"]),
            ("{% for x in modules %}", vec!["for", "x", "in", "modules"]),
            ("{ title } {{", vec![]),
        ] {
            assert_eq!(asked(line), expected, "{line}");
        }
    }
}
