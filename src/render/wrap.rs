//! Text in lines that fit.

/// The lines of a text that is `width` columns wide, broken between words only. The first begins with
/// `head`, and the others as far in.
pub(super) fn wrapped(head: &str, text: &str, width: usize) -> Vec<String> {
    let margin = head.chars().count();
    let room = width.saturating_sub(margin).max(20);
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + letters <= room => {
                line.push(' ');
                line.push_str(word);
                length += 1 + letters;
            }
            _ => {
                lines.push(word.to_owned());
                length = letters;
            }
        }
    }
    for (index, line) in lines.iter_mut().enumerate() {
        if index == 0 {
            line.insert_str(0, head);
        } else {
            line.insert_str(0, &" ".repeat(margin));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(
            wrapped("  ", "a role that is compared with a policy", 23),
            ["  a role that is", "  compared with a", "  policy"]
                .map(str::to_owned)
                .to_vec()
        );
    }

    #[test]
    fn a_word_that_is_too_long_has_a_line_of_its_own() {
        let long = "a".repeat(30);
        assert_eq!(
            wrapped("- ", &format!("an {long} b"), 24),
            ["- an".to_owned(), format!("  {long}"), "  b".to_owned()]
        );
    }
}
