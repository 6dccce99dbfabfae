//! Unpacks a workbook once, before it is read.

use std::io::{Cursor, Read};

use crate::model::shortened;

/// Why a workbook cannot be unpacked.
pub(super) enum ArchiveError {
    TooLarge,
    NoWorkbook,
    Damaged(String),
}

/// Unpacks everything once without keeping it. Sizes in an archive can be wrong, and checksums are
/// compared only at the end: afterwards, the content is known to be complete and within the limits.
pub(super) fn check_archive(bytes: &[u8], limit: usize) -> Result<(), ArchiveError> {
    let damaged = |error: zip::result::ZipError| ArchiveError::Damaged(words(&error));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| ArchiveError::Damaged("it is not a complete ZIP archive".to_owned()))?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(ArchiveError::NoWorkbook);
    }
    let mut left = u64::try_from(limit).unwrap_or(u64::MAX);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let mut part = Vec::new();
        file.take(left.saturating_add(1))
            .read_to_end(&mut part)
            .map_err(|error| ArchiveError::Damaged(words(&error)))?;
        let size = u64::try_from(part.len()).unwrap_or(u64::MAX);
        left = left.checked_sub(size).ok_or(ArchiveError::TooLarge)?;
        if let Some(address) = impossible_address(&part) {
            let what = format!("`{}` is the address of no cell", shortened(&address, 30));
            return Err(ArchiveError::Damaged(what));
        }
    }
    Ok(())
}

/// Elements of a sheet with an address.
const ADDRESSED: [&[u8]; 7] = [
    b"c",
    b"row",
    b"dimension",
    b"mergeCell",
    b"f",
    b"table",
    b"autoFilter",
];

/// An address beyond the last cell of any sheet, `XFD1048576`, or a range that ends before its
/// start. calamine wraps the former to another cell and underflows on the latter.
fn impossible_address(xml: &[u8]) -> Option<String> {
    let mut addressed = false;
    let mut named = false;
    for part in xml.split(|byte| *byte == b'=') {
        let value = part.trim_ascii_start();
        if named
            && let Some((quote, value)) = value.split_first()
            && matches!(quote, b'"' | b'\'')
        {
            let value = value.split(|byte| byte == quote).next().unwrap_or_default();
            if !possible(value) {
                return Some(String::from_utf8_lossy(value).into_owned());
            }
        }
        let text = part.trim_ascii_end();
        if let Some(tag) = part.rsplit(|byte| *byte == b'<').next()
            && tag.len() < part.len()
        {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
            let name = tag.split(ends).next().unwrap_or_default();
            let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
            addressed = ADDRESSED.contains(&name);
        }
        let attribute = text.rsplit(u8::is_ascii_whitespace).next();
        named = addressed && matches!(attribute, Some(b"r" | b"ref"));
    }
    None
}

/// Whether each address of a range is valid, and the range is in order.
fn possible(range: &[u8]) -> bool {
    let mut before = (0, 0);
    for address in range.split(|byte| *byte == b':') {
        let letters = address.iter().take_while(|b| b.is_ascii_alphabetic());
        let rest = address.iter().skip(letters.clone().count());
        let digits = rest.take_while(|b| b.is_ascii_digit());
        if letters.clone().count() > 3 || digits.clone().count() > 7 {
            return false;
        }
        // At most 26^3 + … and 7 digits: neither number can overflow.
        let column = letters.fold(0_u32, |sum, letter| {
            sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
        });
        let row = digits.fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        if column < before.0 || row < before.1 {
            return false;
        }
        before = (column, row);
    }
    true
}

/// A library message as part of a sentence.
pub(super) fn words(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let text = text.trim().trim_end_matches('.');
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let rest = text.get(first.len_utf8()..).unwrap_or_default();
            first.to_lowercase().collect::<String>() + rest
        }
        _ => text.to_owned(),
    }
}
