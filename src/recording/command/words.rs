//! Words of a command line.

/// Takes out the carets that `cmd` escapes with, as in the "Copy as cURL (cmd)" of a browser.
pub(super) fn without_carets(text: &str) -> String {
    let all = text.contains("^\"");
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('^', Some('\r' | '\n')) => {
                signs.next_if_eq(&'\r');
                signs.next_if_eq(&'\n');
                plain.push(' ');
            }
            ('^', Some(_)) if all => plain.extend(signs.next()),
            _ => plain.push(sign),
        }
    }
    plain
}

/// Words as a POSIX shell separates them, or as PowerShell does: there, a hash table, a block or a
/// subexpression is one word.
pub(super) fn split(text: &str, powershell: bool) -> Vec<String> {
    let escape = if powershell { '`' } else { '\\' };
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    let mut depth = 0_u32;
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(end), _) if sign == end => quote = None,
            (Some('"') | None, _) if sign == escape => match signs.next() {
                // The end of a line is escaped: the command goes on.
                Some('\r') => {
                    let mut ahead = signs.clone();
                    if ahead.next() == Some('\n') {
                        signs = ahead;
                    }
                }
                Some('\n') | None => {}
                Some(next) => {
                    word.push(next);
                    open = true;
                }
            },
            (Some(_), _) => word.push(sign),
            (None, '"' | '\'') => {
                quote = Some(sign);
                open = true;
                // ANSI-C quoting: $'...'.
                if !powershell && word == "$" {
                    word.clear();
                }
            }
            (None, '{' | '(') if powershell => {
                depth += 1;
                word.push(sign);
                open = true;
            }
            (None, '}' | ')') if powershell => {
                depth = depth.saturating_sub(1);
                word.push(sign);
                open = true;
            }
            (None, _) if sign.is_whitespace() && depth == 0 => {
                if open {
                    words.push(std::mem::take(&mut word));
                    open = false;
                }
            }
            (None, _) => {
                word.push(sign);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}
