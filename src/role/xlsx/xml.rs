//! Reading the XML parts of a workbook.

use quick_xml::events::{BytesStart, Event};

use crate::role::zip_check::words;

/// Calls a function with every event of a part.
pub(super) fn each_event(xml: &[u8], mut call: impl FnMut(&Event<'_>)) -> Result<(), String> {
    let text = std::str::from_utf8(xml).map_err(|_| "a part is not valid UTF-8".to_owned())?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => call(&event),
            Err(error) => return Err(words(&error)),
        }
    }
}

/// The value of an attribute, whatever the prefix of its name.
pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let text = quick_xml::escape::unescape(&found.value).ok()?;
    Some(text.into_owned())
}

/// Whether an attribute is set; `default` where it is absent.
pub(super) fn flag(element: &BytesStart<'_>, name: &str, default: bool) -> bool {
    value(element, name).map_or(default, |value| matches!(value.trim(), "1" | "true" | "on"))
}
