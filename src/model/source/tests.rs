//! Lines, columns and ranges of texts of many kinds.

use super::*;

#[test]
fn positions_count_lines_and_characters_from_one() {
    let source = SourceText::new("x", "a\näöx\r\nlast");
    assert_eq!(source.position(0), Position { line: 1, column: 1 });
    assert_eq!(source.position(6), Position { line: 2, column: 3 });
    assert_eq!(source.position(9), Position { line: 3, column: 1 });
    assert_eq!(source.position(999), Position { line: 3, column: 5 });
    assert_eq!(source.slice(source.line(2).unwrap()), "äöx");
    assert_eq!(source.line(4), None);
    assert_eq!(source.line(0), None);
}

#[test]
fn a_range_takes_the_whole_of_the_characters_that_it_touches() {
    let source = SourceText::new("x", "aä日");
    for (given, whole) in [
        ((1, 2), (1, 3)),
        ((2, 2), (1, 3)),
        ((4, 99), (3, 6)),
        ((0, 1), (0, 1)),
    ] {
        let span = source.whole_characters(Span::new(given.0, given.1));
        assert_eq!((span.start, span.end), whole);
    }
    assert_eq!(source.whole_characters(Span::new(9, 10)), Span::new(6, 6));
}

#[test]
fn columns_of_a_long_line_are_counted_in_characters_too() {
    let text = "aä日\n".to_owned() + &"xö日".repeat(2 * BLOCK);
    let source = SourceText::new("x", text.as_str());
    let ranges = [
        (0, 3),
        (1, 6),
        (3, 7),
        (6, 8),
        (7, 40),
        (7, 7 + 3 * BLOCK),
        (9, 9),
        (40, 9),
        (0, 1 << 30),
    ];
    for (start, end) in ranges {
        let both = (source.position(start), source.position(end));
        assert_eq!(source.positions(Span::new(start, end)), both);
    }
    for (byte, _) in text.char_indices() {
        let line = if byte < 7 { 0 } else { 7 };
        let before = text.get(line..byte).unwrap();
        let expected = before.chars().count() + 1;
        assert_eq!(source.position(byte).column, expected, "byte {byte}");
    }
}

#[test]
fn lines_are_counted_the_same_wherever_they_break() {
    for text in [
        "aäb\n".repeat(BLOCK),
        "\n".repeat(3 * BLOCK),
        "x".repeat(BLOCK) + "\n\n" + &"y".repeat(BLOCK),
    ] {
        let source = SourceText::new("x", text.as_str());
        for byte in 0..=text.len() {
            let before = text.as_bytes().get(..byte).unwrap();
            let lines = before.split(|byte| *byte == b'\n').count();
            assert_eq!(source.position(byte).line, lines, "byte {byte}");
        }
    }
}

#[test]
fn bytes_of_a_long_file_in_utf16_are_counted_in_its_units() {
    let text = "aä日😀\n".repeat(BLOCK);
    let source = SourceText::with_encoding("x", text.as_str(), Encoding::Utf16);
    for (byte, _) in text.char_indices().step_by(97) {
        let before = text.get(..byte).unwrap().encode_utf16().count();
        let span = source.bytes_in_file(Span::new(byte, text.len()));
        assert_eq!(span.start, 2 + 2 * before, "byte {byte}");
        assert_eq!(span.end, 2 + 2 * text.encode_utf16().count());
    }
}

#[test]
fn the_encodings_of_windows_tools_are_read() {
    let expected = "Ä1";
    let le: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(expected.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let be: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(expected.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let bom = [&[0xef, 0xbb, 0xbf], expected.as_bytes()].concat();
    for (bytes, second) in [(le, 4..6), (be, 4..6), (bom, 5..6), (expected.into(), 2..3)] {
        let source = SourceText::decode("x", bytes).unwrap();
        assert_eq!(source.text(), expected);
        let span = source.bytes_in_file(Span::new(2, 3));
        assert_eq!(span.start..span.end, second);
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    assert_eq!(
        SourceText::decode("x", b"ab\xff".to_vec()).unwrap_err(),
        DecodeError::NotUtf8 { at: 2, line: 1 }
    );
    assert_eq!(
        SourceText::decode("x", b"\xff\xfea".to_vec()).unwrap_err(),
        DecodeError::NotUtf16
    );
}
