//! Detects the kind of a file by its content, not by its name, and names files that are not roles.

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::options::Format;
use super::{csv, markdown, pasted};

/// The kind of bytes that are neither text nor a workbook.
pub(super) fn binary(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const TEXT: &str = "copy its table as text, or save the response from ConnectWise's API";
    const PICTURE: &str = "an image cannot be read: copy the table as text";
    const UNPACK: &str = "unpack it, and specify the file in it";
    let known: [(&[u8], &str, &str); 10] = [
        (b"\x89PNG", "an image (PNG)", PICTURE),
        (b"\xff\xd8\xff", "an image (JPEG)", PICTURE),
        (b"GIF8", "an image (GIF)", PICTURE),
        (b"%PDF", "a PDF document", TEXT),
        (
            b"\xd0\xcf\x11\xe0",
            "an old Office document, such as an `.xls` workbook",
            "save it as an `.xlsx` workbook or as CSV",
        ),
        (b"\x1f\x8b", "compressed with gzip", UNPACK),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
        (b"Rar!", "a RAR archive", UNPACK),
        (b"{\\rtf", "a document in rich text", TEXT),
        (b"BM", "an image (BMP)", PICTURE),
    ];
    let found = known.into_iter().find(|(magic, ..)| {
        // Two letters could be the start of a text; a BMP has zero bytes soon after.
        bytes.starts_with(magic)
            && (magic.len() > 2 || bytes.iter().take(16).any(|b| *b == 0) || *magic == b"\x1f\x8b")
    })?;
    Some((found.1, found.2))
}

/// Whether the bytes are a ZIP archive, like a workbook.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// UTF-16 without a byte order mark: every second byte of its first words is zero.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64) & !1).unwrap_or_default();
    let (pairs, _) = head.as_chunks::<2>();
    let low = pairs.iter().filter(|[a, b]| *a == 0 && *b != 0).count();
    let high = pairs.iter().filter(|[a, b]| *a != 0 && *b == 0).count();
    pairs.len() >= 2 && (low * 4 >= pairs.len() * 3 || high * 4 >= pairs.len() * 3)
}

/// Whether a text is a complete page, not markup in Markdown.
fn is_page(start: &str) -> bool {
    let head: String = start.chars().take(9).collect();
    let head = head.to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body", "<?xml"]
        .iter()
        .any(|page| head.starts_with(page))
}

/// The format of a text; `None` if it is not a role in any format.
pub(super) fn format(text: &str) -> Option<Format> {
    let start = text.trim_start();
    match start.as_bytes().first()? {
        b'[' if !start.starts_with("[//") => return Some(Format::Json),
        b'{' => return Some(Format::Json),
        b'<' if is_page(start) || !markdown::has_table(text) && !markdown::has_heading(text) => {
            return Some(Format::Html);
        }
        _ => {}
    }
    if markdown::has_table(text) {
        Some(Format::Markdown)
    } else if csv::separator(text).is_some() {
        Some(Format::Csv)
    } else if yaml_keys(start).any(|key| matches!(key, "permissions" | "schema")) {
        Some(Format::Yaml)
    } else if start.to_ascii_lowercase().contains("<table") {
        Some(if markdown::has_heading(text) {
            Format::Markdown
        } else {
            Format::Html
        })
    } else {
        pasted::has_rows(text).then_some(Format::Text)
    }
}

/// The keys at the left margin of a YAML text.
pub(super) fn yaml_keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.starts_with([' ', '\t', '#', '-']))
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, value)| value.is_empty() || value.starts_with(char::is_whitespace))
        .map(|(key, _)| key.trim_matches(['"', '\'']))
}

/// The `schema` of a Leastwise JSON object; the text may be truncated.
pub(super) fn json_schema(bytes: &[u8]) -> Option<String> {
    struct Object<'a>(&'a mut Option<String>);
    impl<'de> Visitor<'de> for Object<'_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if key == "schema" {
                    *self.0 = Some(map.next_value()?);
                    break;
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    // Most contain none, and need not be parsed.
    memchr::memmem::find(bytes, b"leastwise")?;
    let mut schema = None;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    // Errors in the rest are reported by the reader.
    let _ = json.deserialize_map(Object(&mut schema));
    schema.filter(|schema| schema.starts_with("leastwise/"))
}

#[cfg(test)]
mod tests {
    use super::super::other_document;
    use super::*;

    #[test]
    fn the_content_says_what_it_is() {
        for (text, expected) in [
            (" [ ]", Some(Format::Json)),
            ("{}", Some(Format::Json)),
            ("<!doctype html>", Some(Format::Html)),
            ("x\n<TABLE>", Some(Format::Html)),
            ("| Module | Add |\n|--|--|\n", Some(Format::Markdown)),
            (
                "#TYPE Object\n\"moduleName\",\"moduleFunctionName\",\"addLevel\"\n",
                Some(Format::Csv),
            ),
            ("# x\nrole: x\npermissions:\n  A: {}\n", Some(Format::Yaml)),
            ("hello\n", None),
            ("", None),
        ] {
            assert_eq!(format(text), expected, "{text}");
        }
    }

    #[test]
    fn text_is_no_picture() {
        assert_eq!(binary(b"BMW,Add,Edit"), None);
        assert!(binary(b"BM\x10\0\0\0\0\0").is_some());
        assert!(unmarked_utf16(b"[\0{\0\"\0a\0"));
        assert!(unmarked_utf16(b"\0[\0{\0\"\0a"));
        assert!(!unmarked_utf16(b"[{\"a\":1}]"));
    }

    #[test]
    fn a_schema_is_found_in_json_at_any_place() {
        let found = |text: &str| json_schema(text.as_bytes());
        let policy = Some("leastwise/policy/v1".to_owned());
        assert_eq!(found("{\"schema\": \"leastwise/policy/v1\", \"id"), policy);
        assert_eq!(
            found("{\"a\":[{}],\"schema\":\"leastwise\\/policy\\/v1\"}"),
            policy
        );
        for other in [
            "{\"source\":\"leastwise/export\",\"settings\":[]}",
            "{\"a\":{\"schema\":\"leastwise/policy/v1\"}}",
            "{\"a\":\"leastwise/",
            "[]",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn a_schema_is_found_in_yaml() {
        assert_eq!(
            other_document::yaml_schema("# c\nschema: leastwise/policy/v1 # x\n"),
            Some("leastwise/policy/v1")
        );
        assert_eq!(
            other_document::yaml_schema("schema: \"leastwise/role/v1\"\n"),
            None
        );
    }
}
