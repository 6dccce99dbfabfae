//! The bytes of a recording as UTF-8 lines: unpacked, decoded and in constant memory.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

/// How much of a recording is inspected to recognize its format.
pub(super) const SAMPLE: usize = 64 << 10;
/// A longer line is no line of a log. Its end is dropped, and the recording counts as incomplete.
const LONGEST_LINE: u64 = 64 << 20;

/// Set once something shows that a recording was cut.
pub(super) type Cut = Rc<Cell<bool>>;

/// A recording that is unpacked and UTF-8, with the start that its format is recognized by.
pub(super) struct Input<'a> {
    pub(super) reader: Box<dyn BufRead + 'a>,
    pub(super) sample: Vec<u8>,
    pub(super) cut: Cut,
}

impl<'a> Input<'a> {
    pub(super) fn new(input: impl Read + 'a) -> io::Result<Self> {
        let cut = Cut::default();
        let (start, input) = peek(Box::new(input))?;
        let input: Box<dyn Read + 'a> = if start.starts_with(&[0x1f, 0x8b]) {
            Box::new(Unpacked {
                inner: MultiGzDecoder::new(input),
                cut: Rc::clone(&cut),
            })
        } else {
            input
        };
        let (start, input) = peek(input)?;
        let (encoding, mark) = encoding(&start);
        let mut input = BufReader::with_capacity(SAMPLE, input);
        input.by_ref().take(mark).read_to_end(&mut Vec::new())?;
        let decoded: Box<dyn Read + 'a> = match encoding {
            Encoding::Utf8 => Box::new(input),
            Encoding::Utf16(unit) => Box::new(Utf16::new(input, unit)),
        };
        let (start, input) = peek(decoded)?;
        let returns = start.contains(&b'\r') && !start.contains(&b'\n');
        let (sample, input) = if returns {
            peek(Box::new(Returns(input)))?
        } else {
            (start, input)
        };
        Ok(Self {
            reader: Box::new(BufReader::with_capacity(SAMPLE, input)),
            sample,
            cut,
        })
    }
}

/// The start of an input, and an input that begins with it again.
fn peek<'a>(mut input: Box<dyn Read + 'a>) -> io::Result<(Vec<u8>, Box<dyn Read + 'a>)> {
    let mut start = Vec::new();
    let wanted = u64::try_from(SAMPLE).unwrap_or(u64::MAX);
    input.by_ref().take(wanted).read_to_end(&mut start)?;
    let again = io::Cursor::new(start.clone()).chain(input);
    Ok((start, Box::new(again)))
}

/// Unpacks gzip, and ends where the data is damaged.
struct Unpacked<R> {
    inner: R,
    cut: Cut,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cut.get() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::InvalidData
                        | io::ErrorKind::InvalidInput
                ) =>
            {
                self.cut.set(true);
                Ok(0)
            }
            read => read,
        }
    }
}

enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

/// The encoding, and how many bytes its mark has.
fn encoding(start: &[u8]) -> (Encoding, u64) {
    match start {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16(u16::from_le_bytes), 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16(u16::from_be_bytes), 2),
        // Without a mark: text of mostly Latin letters has a zero in every pair.
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (Encoding::Utf16(u16::from_le_bytes), 0),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => (Encoding::Utf16(u16::from_be_bytes), 0),
        _ => (Encoding::Utf8, 0),
    }
}

/// UTF-16 as UTF-8. What is no character becomes U+FFFD.
struct Utf16<R> {
    inner: R,
    unit: fn([u8; 2]) -> u16,
    /// A byte whose pair is not read yet.
    odd: Option<u8>,
    /// The first half of a character whose second half is not read yet.
    high: Option<u16>,
    decoded: io::Cursor<Vec<u8>>,
}

impl<R: Read> Utf16<R> {
    fn new(inner: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self {
            inner,
            unit,
            odd: None,
            high: None,
            decoded: io::Cursor::default(),
        }
    }

    /// Decodes the next bytes; `false` at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let mut bytes: Vec<u8> = self.odd.take().into_iter().collect();
        let before = bytes.len();
        self.inner.by_ref().take(1 << 14).read_to_end(&mut bytes)?;
        let ended = bytes.len() == before;
        let (pairs, rest) = bytes.as_chunks::<2>();
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(pairs.iter().map(|pair| (self.unit)(*pair)));
        if !ended {
            self.odd = rest.first().copied();
            if let Some(last) = units.last().copied()
                && (0xd800..0xdc00).contains(&last)
            {
                self.high = units.pop();
            }
        }
        self.decoded = io::Cursor::new(String::from_utf16_lossy(&units).into_bytes());
        Ok(!ended)
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.decoded.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            if !self.fill()? {
                return self.decoded.read(buffer);
            }
        }
    }
}

/// Turns the line ends of old Macs into line feeds.
struct Returns<R>(R);

impl<R: Read> Read for Returns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        for byte in buffer.iter_mut().take(count) {
            if *byte == b'\r' {
                *byte = b'\n';
            }
        }
        Ok(count)
    }
}

/// The lines of a text, one at a time.
pub(super) struct Lines<'a> {
    reader: Box<dyn BufRead + 'a>,
    cut: Cut,
    buffer: Vec<u8>,
    number: u64,
    /// Whether the line that was read last ended with a line break.
    pub(super) ended: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(input: Input<'a>) -> Self {
        Self {
            reader: input.reader,
            cut: input.cut,
            buffer: Vec::new(),
            number: 0,
            ended: true,
        }
    }

    /// The next line without its line break, and its number.
    pub(super) fn next_line(&mut self) -> io::Result<Option<(&[u8], u64)>> {
        self.buffer.clear();
        let mut limited = self.reader.by_ref().take(LONGEST_LINE);
        if limited.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        self.ended = self.buffer.ends_with(b"\n");
        if !self.ended && limited.limit() == 0 {
            self.cut.set(true);
            self.reader.skip_until(b'\n')?;
        }
        self.number += 1;
        Ok(Some((self.buffer.trim_ascii_end(), self.number)))
    }

    /// Notes that the recording was cut.
    pub(super) fn set_cut(&self) {
        self.cut.set(true);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn lines(bytes: &[u8]) -> (Vec<String>, bool) {
        let input = Input::new(bytes).unwrap();
        let cut = Rc::clone(&input.cut);
        let mut lines = Lines::new(input);
        let mut all = Vec::new();
        while let Some((line, _)) = lines.next_line().unwrap() {
            all.push(String::from_utf8_lossy(line).into_owned());
        }
        (all, cut.get())
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_lines() {
        let text = "GET /a\nünï – 𝄞\nlast";
        let marked = format!("\u{feff}{text}");
        let inputs = [
            text.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            text.replace('\n', "\r\n").into_bytes(),
            text.replace('\n', "\r").into_bytes(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
            utf16(text, u16::to_le_bytes),
        ];
        for bytes in inputs {
            let (all, cut) = lines(&bytes);
            assert_eq!(all, ["GET /a", "ünï – 𝄞", "last"]);
            assert!(!cut);
        }
    }

    #[test]
    fn long_utf16_keeps_characters_that_span_reads() {
        let text = format!("a{}", "𝄞".repeat(30_000));
        let (all, _) = lines(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes));
        assert_eq!(all, [text]);
    }

    #[test]
    fn a_cut_archive_gives_the_lines_before_the_cut() {
        let text = "GET /service/tickets 200\n".repeat(50_000);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(
            lines(&packed),
            (vec!["GET /service/tickets 200".to_owned(); 50_000], false)
        );
        let (all, cut) = lines(&packed[..packed.len() / 2]);
        assert!(cut && all.len() > 1_000 && all.len() < 50_000);
    }
}
