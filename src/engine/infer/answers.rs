//! Answers of the map of endpoints, remembered by path.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use crate::endpoints::{Answer, Guards, Hints, Kind, Target, lookup_with, shown_path};
use crate::recording::Record;

/// What a request is.
#[derive(Debug)]
pub(super) enum Meaning {
    /// A request to another host.
    Other,
    /// A request to another service of `ConnectWise`.
    OtherService,
    /// A CORS preflight.
    Preflight,
    /// A request of the REST API.
    Rest(Answer),
}

/// Answers by method and path. Most recordings repeat few paths.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: HashMap<String, Rc<Meaning>>,
    key: String,
    guards: Guards,
}

/// After so many different paths the memory is emptied, so that it stays constant.
const REMEMBERED: usize = 8192;

impl Answers {
    pub(super) fn with(guards: Guards) -> Self {
        Self {
            guards,
            ..Self::default()
        }
    }

    pub(super) fn of(&mut self, record: &Record) -> Rc<Meaning> {
        self.set_key(record);
        let known = if let Some(known) = self.known.get(&self.key) {
            Rc::clone(known)
        } else {
            let meaning = Rc::new(meaning(record, &Hints::default(), &self.guards));
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(self.key.clone(), Rc::clone(&meaning));
            meaning
        };
        let bodies = record.request_body.is_some() || record.response_body.is_some();
        match &*known {
            Meaning::Rest(answer)
                if bodies && answer.needs.iter().any(|need| need.when.is_some()) =>
            {
                Rc::new(with_bodies(record, &self.guards))
            }
            _ => known,
        }
    }

    /// The method and the path with its numbers replaced. The query counts only where it names the
    /// type of a record.
    fn set_key(&mut self, record: &Record) {
        self.key.clear();
        self.key.push_str(&record.method);
        self.key.push(' ');
        let (path, query) = match record.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (record.target.as_str(), None),
        };
        for (index, part) in path.split('/').enumerate() {
            if index > 0 {
                self.key.push('/');
            }
            let number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            self.key.push_str(if number { "0" } else { part });
        }
        if let Some(query) = query
            && query.to_ascii_lowercase().contains("recordtype")
        {
            self.key.push('?');
            self.key.push_str(query);
        }
    }
}

fn with_bodies(record: &Record, guards: &Guards) -> Meaning {
    let json = |body: &Option<String>| -> Option<Value> {
        let value = serde_json::from_str(body.as_deref()?).ok()?;
        // A body that was logged as a text in JSON.
        match value {
            Value::String(text) => serde_json::from_str(&text).ok(),
            value => Some(value),
        }
    };
    let request = json(&record.request_body);
    let response = json(&record.response_body);
    let text = record.request_body.as_deref().unwrap_or_default();
    let part = multipart(text, "recordType");
    let form = (request.is_none() && part.is_none() && text.contains('=')).then_some(text);
    let hints = Hints {
        request: request.as_ref(),
        response: response.as_ref(),
        form,
        record_type: part.as_deref(),
    };
    meaning(record, &hints, guards)
}

/// Value of a field of a multipart form.
fn multipart(body: &str, name: &str) -> Option<String> {
    let mut lines = body.lines();
    let named = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.contains("name=") && line.contains(&name.to_ascii_lowercase())
    };
    lines.find(|line| named(line))?;
    let value = lines.find(|line| !line.trim().is_empty() && !line.contains(':'))?;
    Some(value.trim().to_owned())
}

fn meaning(record: &Record, hints: &Hints<'_>, guards: &Guards) -> Meaning {
    let Ok(target) = Target::parse(&record.target) else {
        return if is_connectwise(&record.target) {
            Meaning::OtherService
        } else {
            Meaning::Other
        };
    };
    if matches!(record.method.as_str(), "CONNECT" | "TRACE") {
        return Meaning::Other;
    }
    let mut answer = lookup_with(guards, &record.method, &target, hints);
    if answer.kind == Kind::Preflight {
        return Meaning::Preflight;
    }
    answer.path = shown_path(&answer.path);
    Meaning::Rest(answer)
}

fn is_connectwise(target: &str) -> bool {
    const HOSTS: [&str; 4] = [
        "myconnectwise.net",
        "connectwise.net",
        "connectwisedev.com",
        "connectwise.com",
    ];
    let Some((_, rest)) = target.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    HOSTS.iter().any(|known| {
        host == *known
            || host
                .strip_suffix(known)
                .is_some_and(|host| host.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_holds_more_than_names_is_not_shown() {
        assert_eq!(shown_path("/company/noSuchThing"), "/company/noSuchThing");
        assert_eq!(
            shown_path("/company/a?clientId=SECRET/{id}"),
            "/company/{…}/{id}"
        );
        assert_eq!(
            shown_path(&format!("/company/{}", "k".repeat(41))),
            "/company/{…}"
        );
    }

    #[test]
    fn a_multipart_form_names_the_type_of_the_record() {
        let body =
            "--x\r\nContent-Disposition: form-data; name=\"recordType\"\r\n\r\nCompany\r\n--x--";
        assert_eq!(multipart(body, "recordType").as_deref(), Some("Company"));
        assert_eq!(multipart("a=b", "recordType"), None);
    }
}
