//! Excel workbooks.

use std::io::{Cursor, Write};

use leastwise::role::Format;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::role::read_and_compare;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Role" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook: the bytes themselves if they start like an archive, and otherwise the parts of one,
/// because random bytes do not pass the checksums of an archive.
///
/// The parts are separated by lines `=====`: the sheet, its shared texts, the workbook and its
/// relations. Missing parts have standard content.
pub fn role_xlsx(data: &[u8]) {
    if data.starts_with(b"PK") {
        read_and_compare(data, Some(Format::Xlsx));
        return;
    }
    let parts: Vec<&[u8]> = parts(data);
    let part = |index: usize, otherwise: &'static str| {
        parts
            .get(index)
            .copied()
            .filter(|part| !part.is_empty())
            .unwrap_or(otherwise.as_bytes())
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", part(2, BOOK)),
        ("xl/_rels/workbook.xml.rels", part(3, BOOK_RELS)),
        ("xl/worksheets/sheet1.xml", part(0, "")),
        ("xl/sharedStrings.xml", part(1, "<sst/>")),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let packed = zip.finish().unwrap().into_inner();
    read_and_compare(&packed, Some(Format::Xlsx));
}

fn parts(mut data: &[u8]) -> Vec<&[u8]> {
    let mark = b"\n=====\n";
    let mut parts = Vec::new();
    while let Some(at) = data.windows(mark.len()).position(|window| window == mark) {
        parts.push(&data[..at]);
        data = &data[at + mark.len()..];
    }
    parts.push(data);
    parts
}
