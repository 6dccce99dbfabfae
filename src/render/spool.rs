//! Where a format keeps text that must follow what is known only at the end of a run.

use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

/// Storage for text: memory, or a temporary file of the caller.
pub trait Storage: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Storage for T {}

/// Text in the order in which it was written.
pub struct Spool {
    storage: Box<dyn Storage>,
    length: u64,
}

impl fmt::Debug for Spool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spool")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Default for Spool {
    /// A spool in memory.
    fn default() -> Self {
        Self::new(Box::new(Cursor::new(Vec::new())))
    }
}

impl Spool {
    /// A spool in this storage, which must be empty.
    pub fn new(storage: Box<dyn Storage>) -> Self {
        Self { storage, length: 0 }
    }

    /// Adds text.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.storage.write_all(bytes)
    }

    /// Adds a record that [`Self::records`] returns as one.
    pub(super) fn push_record(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.push(&(bytes.len() as u64).to_le_bytes())?;
        self.push(bytes)
    }

    /// Copies everything; nothing is added after that.
    pub(crate) fn copy_to(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.storage.seek(SeekFrom::Start(0))?;
        io::copy(&mut self.storage, out)?;
        Ok(())
    }

    /// Hands over each record; nothing is added after that.
    pub(super) fn records(
        &mut self,
        mut each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.storage.seek(SeekFrom::Start(0))?;
        let mut reader = io::BufReader::new(&mut self.storage);
        let mut left = self.length;
        let mut record = Vec::new();
        while left > 0 {
            let mut length = [0_u8; 8];
            reader.read_exact(&mut length)?;
            let length = u64::from_le_bytes(length);
            record.clear();
            (&mut reader).take(length).read_to_end(&mut record)?;
            each(&record)?;
            left = left.saturating_sub(8 + length);
        }
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_one_by_one() {
        let mut spool = Spool::default();
        for text in ["a", "", "bc"] {
            spool.push_record(text.as_bytes()).unwrap();
        }
        let mut read = Vec::new();
        spool
            .records(|record| {
                read.push(record.to_vec());
                Ok(())
            })
            .unwrap();
        assert_eq!(read, [b"a".to_vec(), Vec::new(), b"bc".to_vec()]);
    }
}
