//! A policy that a program wrote: its rows, and the text that [`Policy`](super::Policy) reads.

use std::fmt::Write;

use super::Coverage;
use crate::model::{Level, LevelRange, Operation, PerOperation, unique};
use crate::yaml::{quoted, scalar};

/// A policy before it is text.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The name of the policy on the command line.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// The version of the table.
    pub version: Option<String>,
    /// The address of each page, and the day on which it was read.
    pub sources: Vec<(String, Option<String>)>,
    /// How much of the table it holds.
    pub coverage: Coverage,
    /// The highest level that is accepted for everything else.
    pub unlisted: Option<Level>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Guesses that a person has to confirm: module, function and what was guessed.
    pub unconfirmed: Vec<(Option<String>, Option<String>, String)>,
    /// Features: the id and the title of each.
    pub features: Vec<(String, String)>,
    /// The table; rows of one module are adjacent.
    pub rows: Vec<DraftRow>,
}

/// A row of the table.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a policy")]
pub struct DraftRow {
    /// The module.
    pub module: String,
    /// The function.
    pub function: String,
    /// Older names: the module where it was another one, the name, and the first version without it.
    pub formerly: Vec<(Option<String>, String, String)>,
    /// The levels that are stated.
    pub cells: PerOperation<Option<DraftCell>>,
    /// Levels that are stated for the setup, while the others are for the time after it.
    pub for_setup: PerOperation<Vec<LevelRange>>,
    /// Whether a row without levels asks for none, and not for levels that are not known.
    pub asks_nothing: bool,
    /// The items in the Customize list that must be allowed.
    pub allow: Vec<String>,
    /// The items in the Customize list that must not be allowed.
    pub disallow: Vec<String>,
    /// Whether every item in the Customize list must be allowed.
    pub all: bool,
    /// Whether the Customize list is a recommendation.
    pub optional: bool,
    /// Whether other items may be allowed as well.
    pub partial: bool,
}

/// A level, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of a policy")]
pub struct DraftCell {
    /// The levels that are accepted.
    pub range: LevelRange,
    /// Whether the upper end is a limit for other policies too.
    pub limit: bool,
    /// Why it is needed.
    pub purpose: Option<String>,
    /// The feature that needs it, by its id.
    pub when: Option<String>,
    /// Whether it is accepted and not needed yet.
    pub planned: bool,
    /// Whether it is accepted and not needed.
    pub optional: bool,
    /// Whether it is needed for the setup alone.
    pub setup: bool,
    /// The line of the page that it is from.
    pub line: Option<usize>,
}

impl Draft {
    /// A name as an id: lowercase letters, digits and dashes.
    pub fn id_of(name: &str) -> String {
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        if words.is_empty() {
            "draft".to_owned()
        } else {
            words.join("-")
        }
    }

    /// The text of the policy.
    pub fn text(&self) -> String {
        let mut out = String::from("schema: leastwise/policy/v1\n");
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "id: {}\ntitle: {}",
            scalar(&self.id),
            scalar(&self.title)
        )?;
        if let Some(version) = &self.version {
            writeln!(out, "version: {}", quoted(version))?;
        }
        if !self.sources.is_empty() {
            out.push_str("sources:\n");
        }
        for (url, day) in &self.sources {
            writeln!(out, "  - url: {}", scalar(url))?;
            if let Some(day) = day {
                writeln!(out, "    retrieved: {}", scalar(day))?;
            }
        }
        if self.coverage == Coverage::Partial {
            out.push_str("coverage: partial\n");
        }
        if let Some(unlisted) = self.unlisted {
            writeln!(out, "unlisted: {unlisted}")?;
        }
        list(out, "", "notes", &self.notes)?;
        if !self.features.is_empty() {
            out.push_str("features:\n");
        }
        for (id, title) in &self.features {
            writeln!(out, "  {id}:\n    title: {}", quoted(title))?;
        }
        if !self.unconfirmed.is_empty() {
            out.push_str("\nunconfirmed:\n");
        }
        for (module, function, guess) in &self.unconfirmed {
            writeln!(out, "  - guess: {}", quoted(guess))?;
            for (key, name) in [("module", module), ("function", function)] {
                if let Some(name) = name {
                    writeln!(out, "    {key}: {}", scalar(name))?;
                }
            }
        }
        if self.rows.is_empty() {
            out.push_str("\npermissions: {}\n");
            return Ok(());
        }
        out.push_str("\npermissions:\n");
        for module in unique(self.rows.iter().map(|row| &row.module)) {
            writeln!(out, "  {}:", scalar(module))?;
            for row in self.rows.iter().filter(|row| row.module == *module) {
                row.write(out)?;
            }
        }
        Ok(())
    }
}

impl DraftRow {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        let lists = self.all || !self.allow.is_empty() || !self.disallow.is_empty();
        let empty = !lists
            && self.cells.iter().all(|(_, cell)| cell.is_none())
            && self.for_setup.iter().all(|(_, levels)| levels.is_empty());
        let end = match (empty, self.asks_nothing) {
            (true, true) => " { optional: true }",
            (true, false) => " {}",
            _ => "",
        };
        let end = if self.formerly.is_empty() { end } else { "" };
        writeln!(out, "    {}:{end}", scalar(&self.function))?;
        if !self.formerly.is_empty() {
            if empty && self.asks_nothing {
                out.push_str("      optional: true\n");
            }
            out.push_str("      formerly:\n");
        }
        for (module, name, before) in &self.formerly {
            writeln!(out, "        - name: {}", scalar(name))?;
            if let Some(module) = module {
                writeln!(out, "          module: {}", scalar(module))?;
            }
            writeln!(out, "          before: {}", quoted(before))?;
        }
        // The order of the columns in published tables.
        for operation in [
            Operation::Inquire,
            Operation::Add,
            Operation::Edit,
            Operation::Delete,
        ] {
            let cell = self.cells.get(operation).as_ref();
            let for_setup = self.for_setup.get(operation);
            if !for_setup.is_empty() {
                writeln!(out, "      {operation}:")?;
                if let Some(cell) = cell {
                    let purpose = cell.purpose.as_ref();
                    let purpose = purpose
                        .map_or(String::new(), |text| format!(", purpose: {}", quoted(text)));
                    writeln!(out, "        - {{ {}{purpose} }}", cell.flow())?;
                }
                for range in for_setup {
                    let cell = DraftCell {
                        range: *range,
                        ..DraftCell::exactly(Level::None)
                    };
                    writeln!(out, "        - {{ {}, phase: setup }}", cell.flow())?;
                }
                continue;
            }
            let Some(cell) = cell else {
                continue;
            };
            let level = cell.level();
            let place = cell
                .line
                .map_or(String::new(), |line| format!(" # line {line} of the page"));
            let bare = cell.purpose.is_none()
                && cell.when.is_none()
                && !cell.planned
                && !cell.optional
                && !cell.setup;
            match bare {
                true if cell.plain() => writeln!(out, "      {operation}: {level}{place}")?,
                true => writeln!(out, "      {operation}: {{ {} }}{place}", cell.flow())?,
                false => {
                    writeln!(out, "      {operation}:\n        level: {level}{place}")?;
                    if let Some(purpose) = &cell.purpose {
                        writeln!(out, "        purpose: {}", scalar(purpose))?;
                    }
                    if let Some(when) = &cell.when {
                        writeln!(out, "        when: {}", scalar(when))?;
                    }
                    if cell.is_optional() || cell.optional {
                        writeln!(out, "        optional: true")?;
                    }
                    if cell.setup {
                        writeln!(out, "        phase: setup")?;
                    }
                    if cell.planned {
                        writeln!(out, "        status: planned")?;
                    }
                }
            }
        }
        if lists {
            out.push_str("      customize:\n");
            if self.all {
                out.push_str("        all: true\n");
            }
            if self.optional {
                out.push_str("        optional: true\n");
            }
            if self.partial {
                out.push_str("        partial: true\n");
            }
            list(out, "        ", "allow", &self.allow)?;
            list(out, "        ", "disallow", &self.disallow)?;
        }
        Ok(())
    }
}

impl DraftCell {
    /// Exactly one level.
    pub const fn exactly(level: Level) -> Self {
        Self {
            range: LevelRange::exactly(level),
            limit: false,
            purpose: None,
            when: None,
            planned: false,
            optional: false,
            setup: false,
            line: None,
        }
    }

    fn plain(&self) -> bool {
        self.range.min == self.range.max && !self.limit
    }

    /// Whether it is accepted and not needed, without a limit for others.
    fn is_optional(&self) -> bool {
        self.range.min == Level::None && self.range.max > Level::None && !self.limit
    }

    /// The level between braces, with what is optional.
    fn flow(&self) -> String {
        let optional = if self.is_optional() {
            ", optional: true"
        } else {
            ""
        };
        format!("level: {}{optional}", self.level())
    }

    fn level(&self) -> String {
        let LevelRange { min, max } = self.range;
        match (min, max) {
            _ if self.is_optional() => max.to_string(),
            _ if self.plain() => min.to_string(),
            (min, Level::All) if !self.limit => format!("{{ min: {min} }}"),
            (min, max) => format!("{{ min: {min}, max: {max} }}"),
        }
    }
}

fn list(out: &mut String, indent: &str, key: &str, items: &[String]) -> std::fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "{indent}{key}:")?;
    for item in unique(items.iter().filter(|item| !item.is_empty())) {
        writeln!(out, "{indent}  - {}", scalar(item))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
