//! Recordings of requests: reads the files that browsers, servers, proxies and programs write.
//!
//! The format is recognized by content. Formats of lines are read in constant memory.
//!
//! ```
//! let log = "GET /service/tickets -> 200\nPOST /service/tickets -> 403\n";
//! let mut methods = Vec::new();
//! let summary = leastwise::recording::read(log.as_bytes(), &mut |record| {
//!     methods.push(record.method);
//! });
//! assert_eq!(methods, ["GET", "POST"]);
//! assert!(summary.unwrap().complete);
//! ```

mod access;
mod address;
mod answers;
mod application;
mod body_text;
mod bytes;
pub(crate) mod command;
mod curl;
mod detect;
mod fields;
mod html;
mod json;
mod metadata;
mod pending;
mod powershell;
mod record;
mod sink;
mod table;
mod text;
mod time;

use std::io::{self, Read};
use std::rc::Rc;

use bytes::{Input, Lines};
pub use detect::Format;
pub use record::{Answer, Record};
use sink::Sink;
pub use time::Moment;

/// What was read of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Format, as recognized by content.
    pub format: Format,
    /// Whether the recording is complete: `false` where it was cut or is damaged.
    pub complete: bool,
    /// Requests.
    pub records: u64,
    /// Lines or entries that are damaged, or hold no request where one was expected.
    pub unread: u64,
}

/// Reads a recording and passes on each request, in the order of the file.
///
/// # Errors
///
/// When the input cannot be read. Damage in a recording is no error: see [`Summary::complete`].
pub fn read(input: impl Read, emit: &mut dyn FnMut(Record)) -> io::Result<Summary> {
    let input = Input::new(input)?;
    let cut = Rc::clone(&input.cut);
    let mut sink = Sink::new(emit);
    let (format, table) = detect::detect(&input.sample);
    match (format, table) {
        (Format::Packed(_), _) => {}
        (_, Some(table)) => table::read(input, table, &mut sink)?,
        (Format::HtmlTable, _) => html::read(input, &mut sink)?,
        (Format::Json, _) => json::read(&mut Lines::new(input), &mut sink)?,
        (Format::Curl, _) => curl(&mut Lines::new(input), &mut sink)?,
        (format, _) => text(&mut Lines::new(input), format, &mut sink)?,
    }
    Ok(Summary {
        format,
        complete: !cut.get(),
        records: sink.records,
        unread: sink.unread,
    })
}

fn curl(lines: &mut Lines<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut reader = curl::Curl::default();
    while let Some((line, number)) = lines.next_line()? {
        reader.line(&String::from_utf8_lossy(line), number, sink);
    }
    reader.end(sink);
    Ok(())
}

fn text(lines: &mut Lines<'_>, format: Format, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut reader = text::Text::of(format);
    let mut cut = false;
    while let Some((line, number)) = lines.next_line()? {
        let line = String::from_utf8_lossy(line).into_owned();
        let read = reader.line(&line, number, sink);
        if !lines.ended && reader.is_cut(&line, sink) {
            cut = true;
        } else if read {
        } else if format == Format::AccessLog && !line.trim().is_empty() {
            sink.unread += 1;
            cut = !lines.ended;
        } else if address::is_unread(&line) {
            // A request without its method.
            sink.unread += 1;
        }
    }
    if cut {
        lines.set_cut();
    }
    reader.finish(sink);
    Ok(())
}
