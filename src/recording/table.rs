//! Tables: `ConnectWise` API Logs and other exports, with columns in any order.

use std::io;

use super::bytes::Input;
use super::record::Record;
use super::sink::Sink;

pub(super) use columns::Columns;

mod columns;

/// Separators that are tried.
const SEPARATORS: [u8; 5] = [b',', b';', b'\t', b'|', b' '];
/// In how many of the first rows the headings may be.
const HEADINGS_WITHIN: usize = 40;

/// The separator and the columns of a table, and how many rows precede its first request. `requests`
/// is how many requests the sample holds if it is read as text.
pub(super) fn recognize(sample: &[u8], requests: u64) -> Option<(u8, Columns, usize)> {
    let found = |headings: fn(&[String]) -> Option<Columns>, within: usize, before: usize| {
        SEPARATORS.into_iter().find_map(|separator| {
            let mut reader = reader(separator, sample);
            let mut records = reader.byte_records().take(within).enumerate();
            records.find_map(|(row, record)| {
                let record = record.ok()?;
                let (cells, named) = fields_line(cells(&record));
                if cells.len() < 2 {
                    return None;
                }
                let table = (
                    if named {
                        separator_below(sample, separator)
                    } else {
                        separator
                    },
                    headings(&cells)?,
                    (row + 1).saturating_sub(before),
                );
                (named || is_credible(sample, &table, requests)).then_some(table)
            })
        })
    };
    found(Columns::of, HEADINGS_WITHIN, 0).or_else(|| {
        let table = found(Columns::by_content, 5, 1)?;
        // Words between blanks are a log or a list, not a table.
        (table.0 != b' ' && holds_all(sample, &table, requests)).then_some(table)
    })
}

/// Whether a table without headings holds every request of the text: a log can have one such line.
fn holds_all(
    sample: &[u8],
    (separator, columns, skip): &(u8, Columns, usize),
    requests: u64,
) -> bool {
    let mut reader = reader(*separator, sample);
    let rows = reader.byte_records().skip(*skip).flatten();
    let read = rows.filter(|row| columns.record(&cells(row), 0).is_some());
    u64::try_from(read.count()).is_ok_and(|read| read >= requests)
}

/// Whether the rows below possible headings fit them: words of a sentence can look like headings.
fn is_credible(sample: &[u8], table: &(u8, Columns, usize), requests: u64) -> bool {
    let (separator, columns, skip) = table;
    let (mut read, mut other, mut last) = (0, 0, false);
    let mut reader = reader(*separator, sample);
    for record in reader.byte_records().skip(*skip).flatten() {
        let cells = cells(&record);
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let record = columns.record(&cells, 0);
        last = record.is_some_and(|record| record.target.contains('/'));
        if last {
            read += 1;
        } else {
            other += 1;
        }
    }
    if *separator == b' ' {
        // The last row may be cut.
        read > 0 && read >= requests && other <= u64::from(!last)
    } else if read == 0 {
        requests == 0
    } else {
        read * 2 >= requests
    }
}

/// The separator of the rows: `CloudFront` separates its headings by blanks, and its rows by tabs.
fn separator_below(sample: &[u8], separator: u8) -> u8 {
    let mut rows = sample.split(|byte| *byte == b'\n');
    let row = rows.find(|row| !row.is_empty() && !row.starts_with(b"#"));
    let tabs = row.is_some_and(|row| row.contains(&b'\t'));
    if tabs { b'\t' } else { separator }
}

/// The headings in `#Fields: date time cs-method …`, and whether a row is such a line.
fn fields_line(mut cells: Vec<String>) -> (Vec<String>, bool) {
    let named = cells
        .first()
        .is_some_and(|cell| cell.eq_ignore_ascii_case("#fields:"));
    if named {
        cells.remove(0);
    }
    (cells, named)
}

fn reader<R: io::Read>(separator: u8, input: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .quoting(separator != b' ')
        .from_reader(input)
}

fn cells(record: &csv::ByteRecord) -> Vec<String> {
    record
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
        .collect()
}

/// Reads a table with separators.
pub(super) fn read(
    input: Input<'_>,
    (separator, columns, skip): (u8, Columns, usize),
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let cut = input.cut;
    let watched = Watched {
        inner: input.reader,
        odd_quotes: false,
        last: 0,
    };
    let mut reader = reader(separator, watched);
    let mut record = csv::ByteRecord::new();
    let mut row = 0;
    let mut last = 0;
    // Kept back until it is known whether its row is complete.
    let mut kept: Option<Record> = None;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                if let csv::ErrorKind::Io(error) = error.into_kind() {
                    return Err(error);
                }
                sink.unread += 1;
                continue;
            }
        }
        row += 1;
        last = record.len();
        if row <= skip {
            continue;
        }
        let cells = cells(&record);
        if last < columns.count && columns.lacks(last) {
            // A row that ends before its last column of use: the last one may be cut.
            if cells.iter().any(|cell| !cell.is_empty()) {
                sink.unread += 1;
            }
            continue;
        }
        let place = record.position().map_or(0, csv::Position::line);
        let found = columns.record(&cells, place);
        sink.unread += u64::from(found.is_none());
        if let Some(found) = found
            && let Some(before) = kept.replace(found)
        {
            sink.emit(before);
        }
    }
    let ends_in_a_cell = separator != b' ' && reader.get_ref().is_open();
    if ends_in_a_cell && kept.take().is_some() {
        sink.unread += 1;
    }
    if ends_in_a_cell || (row > skip && last < columns.count && columns.lacks(last)) {
        cut.set(true);
    }
    if let Some(record) = kept {
        sink.emit(record);
    }
    Ok(())
}

/// Passes bytes on, and watches their quotes.
struct Watched<R> {
    inner: R,
    odd_quotes: bool,
    last: u8,
}

impl<R> Watched<R> {
    /// Whether the bytes end within a quoted cell.
    const fn is_open(&self) -> bool {
        self.odd_quotes && self.last != b'\n'
    }
}

impl<R: io::Read> io::Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = buffer.get(..count).unwrap_or_default();
        if let Some(last) = bytes.last() {
            let quotes = memchr::memchr_iter(b'"', bytes).count();
            self.odd_quotes ^= quotes % 2 == 1;
            self.last = *last;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
