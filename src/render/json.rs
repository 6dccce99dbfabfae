//! The report as one JSON document, `leastwise/report/v1`.

use std::io::{self, Write};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::Renderer;
use super::snippet::Texts;
use crate::model::is_harmful;
use crate::report::{InputError, Outcome, RoleReport, RunSummary, Totals};

/// The report of one run. Fields are added, never changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise report")]
pub struct ReportDocument {
    /// The version of this format: `leastwise/report/v1`.
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// How the run ended; it agrees with the exit code.
    pub outcome: Outcome,
    /// How many findings there were.
    pub summary: Totals,
    /// Every role that was compared.
    pub roles: Vec<Arc<RoleReport>>,
    /// Every input that could not be read.
    pub errors: Vec<InputError>,
}

/// The program that wrote a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The report as one JSON document.
#[derive(Debug, Default)]
pub struct Json {
    roles: Vec<Arc<RoleReport>>,
}

impl Renderer for Json {
    fn role(
        &mut self,
        report: &Arc<RoleReport>,
        _: &Texts<'_>,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        self.roles.push(Arc::clone(report));
        Ok(())
    }

    fn error(&mut self, _: &InputError, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, run: &RunSummary, out: &mut dyn Write) -> io::Result<()> {
        let document = ReportDocument {
            schema: "leastwise/report/v1",
            tool: Tool {
                name: "leastwise",
                version: env!("CARGO_PKG_VERSION"),
            },
            outcome: run.outcome,
            summary: run.totals,
            roles: std::mem::take(&mut self.roles),
            errors: run.errors.clone(),
        };
        let formatter = Harmless(PrettyFormatter::new());
        let mut serializer = serde_json::Serializer::with_formatter(&mut *out, formatter);
        document
            .serialize(&mut serializer)
            .map_err(io::Error::from)?;
        out.write_all(b"\n")
    }
}

/// Writes characters that would act on a terminal as escapes, which mean the same in JSON.
struct Harmless<F>(F);

impl<F: Formatter> Formatter for Harmless<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if !fragment.chars().any(is_harmful) {
            return self.0.write_string_fragment(writer, fragment);
        }
        let mut units = [0; 2];
        for c in fragment.chars() {
            if is_harmful(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                self.0
                    .write_string_fragment(writer, c.encode_utf8(&mut [0; 4]))?;
            }
        }
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}
