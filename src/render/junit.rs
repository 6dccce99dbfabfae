//! JUnit XML for Jenkins, Azure DevOps and GitLab: a test case per requirement.
//!
//! Written with `quick-xml` instead of `quick-junit`, which writes attributes (`disabled`) that
//! Jenkins' schema does not allow.

use std::io::{self, Write};
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Renderer;
use super::finding_text::{self, Disposition};
use super::snippet::Texts;
use super::spool::Spool;
use crate::model::escape_controls;
use crate::report::{FailOn, InputError, RoleReport, RunSummary};

/// JUnit XML: a suite per role, with a test case for each recorded requirement and each finding.
#[derive(Debug)]
pub struct JUnit {
    fail_on: FailOn,
    /// The suites: the element around them has their totals, which are known at the end.
    suites: Spool,
    total: Counts,
    errors: Vec<InputError>,
}

/// The outermost element.
const AROUND: &str = "testsuites";

type Xml<'a> = Writer<&'a mut dyn Write>;

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of(report: &RoleReport, fail_on: FailOn) -> Self {
        let ended = |how: &str| {
            let findings = report.findings.iter();
            findings
                .filter(|finding| element(Disposition::of(finding, fail_on)) == how)
                .count()
        };
        Self {
            tests: report.findings.len() + report.passed.len() + report.rules_passed.len(),
            failures: ended("failure"),
            errors: ended("error"),
            skipped: ended("skipped"),
        }
    }
}

/// The element of a test case that did not pass.
const fn element(disposition: Disposition<'_>) -> &'static str {
    match disposition {
        Disposition::Inconclusive => "error",
        Disposition::Fails => "failure",
        Disposition::Tolerated | Disposition::Known | Disposition::Waived(_) => "skipped",
    }
}

/// Text without control characters and U+FFFE and U+FFFF, which XML cannot contain.
fn text(text: &str) -> String {
    let text = escape_controls(text);
    text.replace('\u{fffe}', "\\u{fffe}")
        .replace('\u{ffff}', "\\u{ffff}")
}

fn open(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let element = BytesStart::new(name).with_attributes(attributes.iter().copied());
    xml.write_event(Event::Start(element))
}

fn close(xml: &mut Xml<'_>, name: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}

/// A test case that did not pass: its element, the rule, a message, and the details.
struct Ended<'a> {
    element: &'static str,
    kind: &'a str,
    message: String,
    body: String,
}

/// Writes a test case.
fn case(xml: &mut Xml<'_>, class: &str, name: &str, ended: Option<&Ended<'_>>) -> io::Result<()> {
    let (class, name) = (text(class), text(name));
    let attributes = [("classname", class.as_str()), ("name", name.as_str())];
    let Some(ended) = ended else {
        let case = BytesStart::new("testcase").with_attributes(attributes);
        return xml.write_event(Event::Empty(case));
    };
    open(xml, "testcase", &attributes)?;
    let attributes = [("type", ended.kind), ("message", &text(&ended.message))];
    open(xml, ended.element, &attributes)?;
    xml.write_event(Event::Text(BytesText::new(&ended.body)))?;
    close(xml, ended.element)?;
    close(xml, "testcase")
}

/// The lines of a test case: details, places and identity.
fn body(details: &[String], places: &[crate::model::Location], fingerprint: &str) -> String {
    let places = places.iter().map(|place| {
        let file = text(&place.file);
        format!(
            "at {file}:{}:{}: {}",
            place.line,
            place.column,
            text(&place.label)
        )
    });
    let mut lines: Vec<String> = details
        .iter()
        .map(|line| text(line))
        .chain(places)
        .collect();
    lines.push(format!("fingerprint: {fingerprint}"));
    lines.join("\n")
}

impl JUnit {
    /// Test cases fail if the finding fails the run.
    pub fn new(fail_on: FailOn) -> Self {
        Self {
            fail_on,
            suites: Spool::default(),
            total: Counts::default(),
            errors: Vec::new(),
        }
    }

    /// Keeps the suites here until the end of the run.
    #[must_use]
    pub fn with_spool(mut self, spool: Spool) -> Self {
        self.suites = spool;
        self
    }

    fn suite(&self, xml: &mut Xml<'_>, report: &RoleReport) -> io::Result<()> {
        let role = finding_text::role_name(report);
        let name = match &report.name {
            Some(name) => format!("{name} ({})", report.source),
            None => report.source.clone(),
        };
        open_suite(xml, "testsuite", &name, Counts::of(report, self.fail_on))?;
        for finding in &report.findings {
            let disposition = Disposition::of(finding, self.fail_on);
            let message = match disposition.skip_reason(finding.severity) {
                Some(skip_reason) => format!("{skip_reason}: {}", finding.message),
                None => finding.message.clone(),
            };
            let ended = Ended {
                element: element(disposition),
                kind: finding.rule.name(),
                message,
                body: body(
                    &finding_text::lines(finding),
                    &finding.locations,
                    &finding.fingerprint,
                ),
            };
            let name = finding_text::finding_subject(finding);
            case(xml, role, &name, Some(&ended))?;
        }
        for name in finding_text::passed(report) {
            case(xml, role, &name, None)?;
        }
        close(xml, "testsuite")
    }

    fn inputs(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let number = self.errors.len();
        let counts = Counts {
            tests: number,
            errors: number,
            ..Counts::default()
        };
        open_suite(xml, "testsuite", "inputs", counts)?;
        for error in &self.errors {
            let (file, place) = finding_text::error_place(error);
            let name = place.map_or("can be read".to_owned(), |place| {
                format!("can be read at {}:{}", place.line, place.column)
            });
            let ended = Ended {
                element: "error",
                kind: "input-error",
                message: error.message.clone(),
                body: body(
                    &finding_text::error_lines(error),
                    &error.locations,
                    &error.fingerprint(),
                ),
            };
            case(xml, file.unwrap_or("(no file)"), &name, Some(&ended))?;
        }
        close(xml, "testsuite")
    }
}

fn open_suite(xml: &mut Xml<'_>, element: &str, name: &str, counts: Counts) -> io::Result<()> {
    let (name, tests) = (text(name), counts.tests.to_string());
    let (failures, errors) = (counts.failures.to_string(), counts.errors.to_string());
    let skipped = counts.skipped.to_string();
    let attributes = [
        ("name", name.as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
        ("skipped", &skipped),
    ];
    // The schema has no skipped count on the outermost element.
    let known = if element == AROUND { 4 } else { 5 };
    open(xml, element, attributes.get(..known).unwrap_or(&attributes))
}

impl Renderer for JUnit {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        let counts = Counts::of(report, self.fail_on);
        self.total.tests += counts.tests;
        self.total.failures += counts.failures;
        self.total.errors += counts.errors;
        // The writer indents by what it has opened, so the element around the suite is opened in
        // front of it and cut off.
        let mut text = Vec::new();
        let mut xml: Xml<'_> = Writer::new_with_indent(&mut text, b' ', 2);
        xml.write_event(Event::Start(BytesStart::new(AROUND)))?;
        self.suite(&mut xml, report)?;
        let before = AROUND.len() + "<>".len();
        self.suites.push(text.get(before..).unwrap_or_default())
    }

    fn error(&mut self, error: &InputError, _: &mut dyn Write) -> io::Result<()> {
        self.errors.push(error.without_text());
        Ok(())
    }

    fn finish(&mut self, _: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let mut total = self.total;
        total.tests += self.errors.len();
        total.errors += self.errors.len();
        let mut xml: Xml<'_> = Writer::new_with_indent(&mut *out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        open_suite(&mut xml, AROUND, "leastwise", total)?;
        if !self.errors.is_empty() {
            self.inputs(&mut xml)?;
        }
        self.suites.copy_to(out)?;
        write!(out, "\n</{AROUND}>")?;
        out.write_all(b"\n")
    }
}
