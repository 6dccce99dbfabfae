//! Guesses of a draft that a person confirms: the text of the draft without them.
//!
//! The text is edited line by line, so that comments and everything else stay as they are. The
//! caller reads the result again before it is saved.

use crate::model::normalize;
use crate::yaml::scalar;

/// What to do with a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The guess is right: only its entry is removed.
    Accept,
    /// The row is not what the page says: it is removed with all guesses about it.
    Drop,
    /// The page means another function: the row gets its name.
    Replace {
        /// The module of the function.
        module: String,
        /// The function.
        function: String,
    },
}

/// The function that a guess is about.
pub type About = (String, String);

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key of a line such as `  Name:` or `  "a: b": {}`.
fn key(line: &str) -> Option<String> {
    let text = line.trim();
    if text.starts_with(['#', '-']) {
        return None;
    }
    if let Some(rest) = text.strip_prefix('"') {
        let end = rest.find("\":")?;
        return rest.get(..end).map(|key| key.replace("\\\"", "\""));
    }
    let end = text
        .find(": ")
        .or_else(|| text.strip_suffix(':').map(str::len))?;
    text.get(..end).map(|key| key.trim_matches('\'').to_owned())
}

/// Lines of a text as blocks that end where a line is indented as little as the first.
fn block_end(lines: &[String], start: usize) -> usize {
    let Some(first) = lines.get(start) else {
        return start;
    };
    let depth = indent(first);
    let body = lines.iter().enumerate().skip(start + 1);
    body.filter(|(_, line)| !line.trim().is_empty() && indent(line) <= depth)
        .map(|(at, _)| at)
        .next()
        .unwrap_or(lines.len())
}

/// The place of a section of the draft.
fn section(lines: &[String], title: &str) -> Option<usize> {
    lines.iter().position(|line| line.trim_end() == title)
}

/// Whether a line is the key of this name.
fn names(line: &str, name: &str) -> bool {
    key(line).is_some_and(|key| normalize(&key) == normalize(name))
}

/// The beginnings and ends of the entries under `unconfirmed`.
fn entries(lines: &[String]) -> Vec<(usize, usize)> {
    let Some(start) = section(lines, "unconfirmed:") else {
        return Vec::new();
    };
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut depth = None;
    for (at, line) in lines.iter().enumerate().skip(start + 1) {
        if line.trim().is_empty() {
            continue;
        }
        let here = indent(line);
        let item = line.trim_start().starts_with("- ");
        if here == 0 && !item {
            break;
        }
        if item && here == *depth.get_or_insert(here) {
            out.push((at, at + 1));
        } else if let Some(last) = out.last_mut() {
            last.1 = at + 1;
        }
    }
    out
}

/// The lines of a row.
fn row(lines: &[String], about: &About) -> Option<(usize, usize)> {
    let start = section(lines, "permissions:")?;
    let mut inside = false;
    for (at, line) in lines.iter().enumerate().skip(start + 1) {
        if line.trim().is_empty() {
            continue;
        }
        match indent(line) {
            0 => break,
            2 => inside = names(line, &about.0),
            4 if inside && names(line, &about.1) => return Some((at, block_end(lines, at))),
            _ => {}
        }
    }
    None
}

/// The lines of the row that a guess is about.
pub fn excerpt(text: &str, about: &About) -> Option<String> {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let (start, end) = row(&lines, about)?;
    lines
        .get(start..end)
        .map(|lines| lines.join("\n").trim_end().to_owned())
}

/// The text after one answer. `guesses` are the functions of the entries, in order.
///
/// # Errors
///
/// Fails if the draft is not laid out as `policy import` writes it.
pub fn confirm(
    text: &str,
    index: usize,
    answer: &Answer,
    guesses: &[Option<About>],
) -> Result<String, String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let items = entries(&lines);
    if items.len() != guesses.len() {
        return Err("the entries of `unconfirmed` are not on separate lines".to_owned());
    }
    let about = guesses.get(index).cloned().flatten();
    let same = |other: &Option<About>| {
        about
            .as_ref()
            .zip(other.as_ref())
            .is_some_and(|(one, other)| {
                normalize(&one.0) == normalize(&other.0) && normalize(&one.1) == normalize(&other.1)
            })
    };
    let needed = || {
        let about = about
            .as_ref()
            .ok_or("this guess does not concern a function; accept it, or edit the file")?;
        row(&lines, about).ok_or_else(|| {
            format!(
                "the row of `{} / {}` was not found; edit the file",
                about.0, about.1
            )
        })
    };
    let mut gone = vec![index];
    match answer {
        Answer::Accept => {}
        Answer::Drop => {
            let (start, end) = needed()?;
            gone = (0..guesses.len())
                .filter(|at| *at == index || guesses.get(*at).is_some_and(&same))
                .collect();
            lines.drain(start..end);
            remove_empty_modules(&mut lines);
        }
        Answer::Replace { module, function } => {
            let (start, end) = needed()?;
            if row(&lines, &(module.clone(), function.clone())).is_some() {
                return Err(format!(
                    "the draft already has a row `{module} / {function}`; edit the file"
                ));
            }
            let mut moved: Vec<String> = lines.drain(start..end).collect();
            if let Some(first) = moved.first_mut() {
                let rest = first
                    .rsplit_once(':')
                    .map_or("", |(_, rest)| rest)
                    .to_owned();
                *first = format!("    {}:{rest}", scalar(function));
            }
            let home = home(&mut lines, module);
            lines.splice(home..home, moved);
            remove_empty_modules(&mut lines);
            for (at, other) in guesses.iter().enumerate() {
                if at != index
                    && same(other)
                    && let Some((from, to)) = entries(&lines).get(at).copied()
                {
                    for line in lines.iter_mut().take(to).skip(from) {
                        let key = key(line);
                        if key.as_deref() == Some("module") {
                            *line = format!("    module: {}", scalar(module));
                        } else if key.as_deref() == Some("function") {
                            *line = format!("    function: {}", scalar(function));
                        }
                    }
                }
            }
        }
    }
    let items = entries(&lines);
    for at in gone.iter().rev() {
        if let Some((start, end)) = items.get(*at).copied() {
            lines.drain(start..end);
        }
    }
    if gone.len() == guesses.len() {
        lines.retain(|line| line.trim_end() != "unconfirmed:");
    }
    Ok(lines.join("\n") + "\n")
}

/// Removes the lines of modules that have no rows any more.
fn remove_empty_modules(lines: &mut Vec<String>) {
    let Some(start) = section(lines, "permissions:") else {
        return;
    };
    let mut at = start + 1;
    while let Some(line) = lines.get(at) {
        let module = indent(line) == 2 && line.trim_end().ends_with(':') && key(line).is_some();
        let next = lines.get(at + 1);
        if module && next.is_none_or(|next| next.trim().is_empty() || indent(next) <= 2) {
            lines.remove(at);
        } else {
            at += 1;
        }
    }
    let empty = lines
        .iter()
        .skip(start + 1)
        .all(|line| line.trim().is_empty());
    if empty && let Some(line) = lines.get_mut(start) {
        "permissions: {}".clone_into(line);
    }
}

/// The place for a row of a module: after its rows, or at the end under a new line for it.
fn home(lines: &mut Vec<String>, module: &str) -> usize {
    let start = section(lines, "permissions:").unwrap_or(0);
    let mut rows = lines.iter().enumerate().skip(start + 1);
    let found = rows.find(|(_, line)| indent(line) == 2 && names(line, module));
    if let Some((at, _)) = found {
        return block_end(lines, at);
    }
    lines.push(format!("  {}:", scalar(module)));
    lines.len()
}
