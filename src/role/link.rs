//! The `Link` header of RFC 8288, in every form that servers write.

/// The next page in a header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It names none.
    No,
    /// At this address.
    At(String),
    /// It names one, but its address is invalid.
    Unreadable,
}

/// Finds the next page in the value of a `Link` header.
pub(crate) fn next(header: &str) -> Next {
    let mut rest = header;
    let mut unreadable = false;
    while let Some((before, after)) = rest.split_once('<') {
        unreadable |= names_next(&parameters(before).0);
        let (target, after) = match after.split_once('>') {
            Some((target, after)) => (Some(target), after),
            None => (None, after.split_once(';').map_or("", |(_, after)| after)),
        };
        let (found, left) = parameters(after);
        rest = left;
        if names_next(&found) {
            match target.map(str::trim).filter(|target| !target.is_empty()) {
                Some(target) => return Next::At(target.to_owned()),
                None => unreadable = true,
            }
        }
    }
    if unreadable || names_next(&parameters(rest).0) {
        Next::Unreadable
    } else {
        Next::No
    }
}

fn names_next(parameters: &[(String, String)]) -> bool {
    parameters.iter().any(|(name, value)| {
        name == "rel" && value.split([' ', ',']).any(|rel| rel.starts_with("next"))
    })
}

/// The parameters of a link in lower case, and what follows it.
fn parameters(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t', '\r', '\n']);
        if rest.is_empty() || rest.starts_with([',', '<']) {
            return (found, rest.trim_start_matches(','));
        }
        let end = rest.find(['=', ';', ',', '<']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(after) = after.strip_prefix('=') else {
            rest = after;
            continue;
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inside = quote.and_then(|quote| after.strip_prefix(quote)?.split_once(quote));
        let (value, after) = inside.unwrap_or_else(|| {
            let end = after.find([';', ',', '<']).unwrap_or(after.len());
            after.split_at(end)
        });
        let name = name
            .trim()
            .rsplit([' ', '"', '\''])
            .next()
            .unwrap_or_default();
        let value = value.trim_matches(['"', '\'', ' ']);
        found.push((name.to_lowercase(), value.to_lowercase()));
        rest = after;
    }
}
