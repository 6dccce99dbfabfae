//! `leastwise policy test`: run the tests of policies.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::failure::{Failure, all_or_problems};
use super::super::{Ended, Global, input};
use crate::compare::{Mismatch, Options, compare, inline_role, mismatch};
use crate::model::{Document, Problem, SourceText, Span, escape_controls};
use crate::policy::{
    Choices, Policy, PolicyTest, ResolveError, RoleEntry, TestDocument, Version, library, resolve,
};
use crate::render::{Detail, count};
use crate::report::Finding;
use crate::role::{self, ReadOptions, write_snapshot};
use crate::yaml::{self, nearest};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files of tests (leastwise/policy-test/v1); `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, global: Global) -> Ended {
    let files = all_or_problems(arguments.files.iter().map(|path| TestFile::read(path)))?;
    let mut problems = Vec::new();
    let mut out = global.sink.stdout();
    let (mut run, mut failed) = (0_usize, 0_usize);
    for file in &files {
        for test in &file.document.tests {
            run += 1;
            match file.run(test) {
                Ok(findings) => {
                    let mismatch = mismatch(test, &findings);
                    failed += usize::from(!mismatch.is_empty());
                    file.tell(test, &mismatch, global.detail(), &mut out)?;
                }
                Err(found) => problems.extend(found),
            }
        }
    }
    let tests = count(run, "test");
    let broken = if problems.is_empty() {
        ""
    } else {
        ", some could not be run"
    };
    writeln!(out, "{tests}, {failed} failed{broken}")?;
    out.flush()?;
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// A file of tests.
struct TestFile {
    document: TestDocument,
    source: Arc<SourceText>,
}

impl TestFile {
    fn read(path: &str) -> Result<Self, Vec<Problem>> {
        let name = &*input::name(path);
        let bytes = input::bytes(path).map_err(|problem| vec![problem])?;
        let source = input::decoded(name, bytes, "these tests").map_err(|problem| vec![problem])?;
        let source = Arc::new(source);
        let document: TestDocument = yaml::load(Document::Configuration, &source)?;
        if document.tests.is_empty() {
            let problem = Problem::in_file(name, "the file contains no test");
            return Err(vec![problem.with_help("add a test under `tests`")]);
        }
        Ok(Self { document, source })
    }

    fn problem(&self, span: Span, message: String, help: impl Into<String>) -> Vec<Problem> {
        let problem = Problem::at(Document::Configuration, &self.source, span, "here", message);
        vec![problem.with_help(help)]
    }

    /// A path in the file, relative to the current directory.
    fn resolve(&self, path: &str) -> String {
        let folder = Path::new(self.source.name()).parent();
        let path = folder.unwrap_or(Path::new("")).join(path);
        path.to_string_lossy().into_owned()
    }

    fn run(&self, test: &PolicyTest) -> Result<Vec<Finding>, Vec<Problem>> {
        let mut policies = Vec::new();
        for name in test.policies.iter() {
            policies.push(self.policy(&name.value, name.span)?);
        }
        if policies.is_empty() {
            return Err(self.problem(
                test.name.span,
                "the test names no policy".to_owned(),
                "use ids from the library, or paths relative to this file",
            ));
        }
        let choices = self.choices(test)?;
        let policies: Vec<&Policy> = policies.iter().collect();
        let requirements = match resolve(&policies, &choices) {
            Ok(requirements) => requirements,
            Err(ResolveError::Choice(error)) => {
                return Err(self.problem(test.name.span, error.message, error.help));
            }
            Err(ResolveError::Conflicts(problems)) => return Err(problems),
        };
        let written = test.role.as_ref().map(|role| &role.value);
        let role = if let Some(RoleEntry::Word(path)) = written {
            if let Some(rest) = test.rest.as_ref() {
                return Err(self.problem(
                    rest.span,
                    "`rest` cannot be used with a role from a file".to_owned(),
                    "remove `rest`, or write the role here",
                ));
            }
            input::role(self.resolve(path), &ReadOptions::default())?
        } else {
            let snapshot = inline_role(test, &requirements, &self.source)?;
            let bytes = write_snapshot(&snapshot).map_err(|error| {
                vec![Problem::new(format!("the role cannot be created: {error}"))]
            })?;
            role::read(self.source.name(), bytes, &ReadOptions::default())?
        };
        Ok(compare(&requirements, &role, &Options::default()).findings)
    }

    fn policy(&self, name: &str, span: Span) -> Result<Policy, Vec<Problem>> {
        if let Some(policy) = library::load(name) {
            return policy;
        }
        if !name.contains(['/', '\\', '.']) {
            let help = nearest(name, library::ids()).map_or_else(
                || "use an id from the library, or a path relative to this file".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(self.problem(span, format!("there is no policy named `{name}`"), help));
        }
        let path = self.resolve(name);
        let bytes = input::bytes(&path).map_err(|problem| vec![problem])?;
        Policy::from_bytes(&path, bytes, &crate::cli::named::Beside)
    }

    fn choices(&self, test: &PolicyTest) -> Result<Choices, Vec<Problem>> {
        let names =
            |list: &[yaml::Spanned<String>]| list.iter().map(|name| name.value.clone()).collect();
        let connectwise = match test.connectwise.as_ref() {
            None => None,
            Some(written) => Some(Version::parse(&written.value).ok_or_else(|| {
                let message = format!("`{}` is not a version of ConnectWise PSA", written.value);
                self.problem(
                    written.span,
                    message,
                    "use a year and a number, such as \"2025.1\"",
                )
            })?),
        };
        Ok(Choices {
            on: names(&test.features),
            off: names(&test.no_features),
            phase: test.phase.unwrap_or_default(),
            connectwise,
        })
    }

    fn tell(
        &self,
        test: &PolicyTest,
        mismatch: &Mismatch<'_>,
        detail: Detail,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let name = escape_controls(&test.name.value);
        let line = |span: Span| self.source.position(span.start).line;
        if mismatch.is_empty() {
            if detail == Detail::Errors {
                return Ok(());
            }
            return writeln!(out, "ok      {name}");
        }
        let file = escape_controls(self.source.name());
        writeln!(out, "failed  {name} ({file}:{})", line(test.name.span))?;
        for finding in &mismatch.unexpected {
            let parts = parts([
                Some(finding.rule.name()),
                finding.module.as_deref(),
                finding.function.as_deref(),
                finding.operation.map(crate::model::Operation::key),
                finding.item.as_deref(),
            ]);
            writeln!(out, "  + found, not expected: {parts}")?;
            writeln!(out, "      {}", escape_controls(&finding.message))?;
        }
        for expected in &mismatch.unmet {
            let parts = parts([
                Some(expected.rule.value.name()),
                expected.module.as_deref(),
                expected.function.as_deref(),
                expected.operation.map(crate::model::Operation::key),
                expected.item.as_deref(),
            ]);
            let line = line(expected.rule.span);
            writeln!(out, "  - expected, not found: {parts} (line {line})")?;
        }
        Ok(())
    }
}

/// The parts of a finding that are stated.
fn parts(parts: [Option<&str>; 5]) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    escape_controls(&parts.join(", ")).into_owned()
}
