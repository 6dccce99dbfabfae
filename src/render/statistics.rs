//! Counts of findings by rule and by module, over many roles.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::snippet::Texts;
use super::wrap::painted;
use super::{Full, Look, Renderer};
use crate::model::escape_controls;
use crate::report::{InputError, RoleReport, RuleId, RunSummary, Severity};

/// Counts of findings instead of the findings.
#[derive(Debug)]
pub struct Statistics {
    look: Look,
    full: Full,
    rules: BTreeMap<RuleId, Count>,
    modules: BTreeMap<String, Count>,
    /// How many roles have been compared.
    roles: usize,
}

/// Findings of one rule or in one module.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    error: usize,
    warning: usize,
    note: usize,
    roles: usize,
    /// The last role that was counted, from 1.
    last: usize,
}

impl Count {
    fn add(&mut self, severity: Severity, role: usize) {
        *match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Note => &mut self.note,
        } += 1;
        if self.last != role {
            self.last = role;
            self.roles += 1;
        }
    }
}

impl Statistics {
    /// Counts with these options.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            full: Full::new(look),
            rules: BTreeMap::new(),
            modules: BTreeMap::new(),
            roles: 0,
        }
    }

    fn table(
        &self,
        title: &str,
        mut rows: Vec<(&str, &Count)>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        rows.sort_by_key(|(_, count)| Reverse((count.error, count.warning, count.note)));
        let names = rows.iter().map(|(name, _)| name.chars().count());
        let width = names.chain([title.len()]).max().unwrap_or(0);
        let head = format!("{title:<width$}  errors  warnings  notes  roles");
        writeln!(out, "{}", painted(self.look.color, "1", &head))?;
        for (name, count) in rows {
            let Count {
                error,
                warning,
                note,
                roles,
                ..
            } = count;
            writeln!(
                out,
                "{name:<width$}  {error:>6}  {warning:>8}  {note:>5}  {roles:>5}"
            )?;
        }
        writeln!(out)
    }
}

impl Renderer for Statistics {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        self.roles += 1;
        for finding in report.findings.iter().filter(|finding| finding.is_open()) {
            let rule = self.rules.entry(finding.rule).or_default();
            rule.add(finding.severity, self.roles);
            if let Some(module) = &finding.module {
                let module = escape_controls(module).into_owned();
                let module = self.modules.entry(module).or_default();
                module.add(finding.severity, self.roles);
            }
        }
        Ok(())
    }

    fn error(&mut self, error: &InputError, out: &mut dyn Write) -> io::Result<()> {
        self.full.error(error, out)
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let rules = self.rules.iter().map(|(rule, count)| (rule.name(), count));
        let modules = self.modules.iter();
        let modules = modules.map(|(module, count)| (module.as_str(), count));
        self.table("Rule", rules.collect(), out)?;
        self.table("Module", modules.collect(), out)?;
        self.full.verdict(run, out)
    }
}
