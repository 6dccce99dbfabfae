//! Names: when two spellings of a module or a function mean the same.

/// The form in which names are compared.
///
/// Published tables spell ConnectWise's names in many ways (`Service Ticket – Dependencies`,
/// `Time and Expense`, `CRM / Sales Activities`). Two names are the same when they agree after:
/// Unicode dashes become `-`; every kind of white space (NBSP too) becomes one space, and none
/// stays round `/` and `-` or at the ends; `&` becomes `and`; letters are compared without case.
/// A trailing `s` is left alone: `Configurations`, `Products` and `Notes` are separate words.
pub fn normalize(name: &str) -> String {
    if is_plain(name) {
        name.to_ascii_lowercase()
    } else {
        long_way(name)
    }
}

fn long_way(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut space = false;
    for c in name.chars() {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
            // A soft hyphen, a BOM and zero-width characters are invisible: copied, never meant.
            '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        match c {
            ' ' => space = true,
            '/' | '-' => {
                space = false;
                out.push(c);
            }
            c => {
                let joint = out.ends_with(['/', '-']) || out.is_empty();
                if space && !joint {
                    out.push(' ');
                }
                space = false;
                if c == '&' {
                    if !joint && !out.ends_with(' ') {
                        out.push(' ');
                    }
                    out.push_str("and");
                    space = true;
                } else {
                    out.extend(c.to_lowercase());
                }
            }
        }
    }
    out
}

/// Whether a name becomes what it is compared as by its letters' case alone, which takes a tenth of the
/// time: nearly every name is words of ASCII with one space between them.
fn is_plain(name: &str) -> bool {
    let mut joint = true;
    for &byte in name.as_bytes() {
        let space = byte == b' ';
        if space && joint || matches!(byte, 0x80..|b'&'| b'/' | b'-' | b'\t'..=b'\r') {
            return false;
        }
        joint = space;
    }
    !joint || name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn a_plain_name_normalizes_to_the_same() {
        // A soft hyphen is never meant, and leads the long way.
        for name in [
            "",
            " ",
            "a",
            "A b",
            " a",
            "a ",
            "A  b",
            "a\tb",
            "a\u{b}b",
            "a-b",
            "a & b",
            "\0 \u{1f} x",
        ] {
            assert_eq!(
                normalize(name),
                normalize(&format!("{name}\u{ad}")),
                "{name:?}"
            );
        }
    }

    #[test]
    fn spellings_seen_in_published_tables_agree() {
        for (one, other) in [
            (
                "Service Ticket – Dependencies",
                "service ticket-dependencies",
            ),
            ("CRM / Sales Activities", "CRM/Sales Activities"),
            ("Time & Expense", "Time and Expense"),
            ("Time&Expense", "time and expense"),
            ("Close  Service\u{a0}Tickets ", "Close Service Tickets"),
            (
                "Configuration-display passwords",
                "Configuration - Display Passwords",
            ),
        ] {
            assert_eq!(normalize(one), normalize(other), "{one} / {other}");
        }
    }

    #[test]
    fn different_functions_stay_different() {
        assert_ne!(normalize("Configuration"), normalize("Configurations"));
        assert_ne!(normalize("Product"), normalize("Products"));
        assert_ne!(normalize("Sales Orders"), normalize("Sales Orders Finance"));
    }

    #[test]
    fn normalizing_twice_changes_nothing() {
        for name in ["A & B", "&", " - / & x", "Ä–Ö", "a&b", "R&D / Tickets"] {
            let once = normalize(name);
            assert_eq!(normalize(&once), once, "{name}");
        }
    }
}
