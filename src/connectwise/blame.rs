//! Classifies an error response: a wrong credential, or a missing permission.

use std::time::SystemTime;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use super::clock::asked_wait;
use super::fault::{Fault, Resource, Suspect};
use super::transport::Answer;
use crate::model::shortened;

/// Maximum length of quoted server text in a message.
const QUOTED: usize = 160;

/// Content of an error body: `code` and `message`, both optional in the published models.
#[derive(Debug, Default)]
struct Said {
    code: String,
    message: String,
    json: bool,
}

impl Said {
    fn of(body: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Self {
                message: String::from_utf8_lossy(body.get(..4096).unwrap_or(body)).into_owned(),
                ..Self::default()
            };
        };
        let text = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            code: text("code"),
            message: text("message"),
            json: value.is_object(),
        }
    }

    fn mentions(&self, words: &str) -> bool {
        let message = self.message.to_ascii_lowercase();
        message.contains(words) || self.code.to_ascii_lowercase().contains(words)
    }

    /// As the end of a sentence; empty if the body is a page.
    fn quoted(&self) -> String {
        if !self.json {
            return String::new();
        }
        let parts: Vec<&str> = [self.code.as_str(), self.message.as_str()]
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .collect();
        ending(&shortened(
            parts.join(", ").trim().trim_end_matches('.'),
            QUOTED,
        ))
    }
}

/// A text as the end of a sentence.
fn ending(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(": {text}"),
    }
}

/// Whether the JSON body of a successful response is an error body.
pub(super) fn is_error(value: &Value) -> bool {
    value.get("code").is_some_and(Value::is_string)
        && value.get("message").is_some_and(Value::is_string)
}

/// What is known about the credentials before a response.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trust {
    /// Whether the client ID has a valid form.
    pub(super) guid: bool,
    /// Whether another request of the run was accepted with the same credentials.
    pub(super) accepted: bool,
}

/// Cause of an unsuccessful response.
pub(super) fn blame(resource: Resource, answer: &Answer, trust: Trust) -> Fault {
    let said = Said::of(&answer.body);
    let status = answer.status.as_u16();
    let wait = || asked_wait(&answer.headers, &said.message, SystemTime::now());
    let page = || looks(&answer.headers, &answer.body);
    let not_the_api = || Fault::NotTheApi {
        status,
        looks: page(),
    };
    let unauthorized = |suspect| Fault::Unauthorized {
        status,
        suspect,
        said: said.quoted(),
    };
    // The same text was seen with 400 and with 401.
    if said.mentions("cannot route") {
        return Fault::CannotRoute(status);
    }
    // Seen with 403 and, in one case, with 401: the code decides, not the status.
    let security = said.code.eq_ignore_ascii_case("security")
        || said.mentions("do not have security permission");
    match status {
        401 | 403 if security => Fault::Forbidden { status, resource },
        401 => unauthorized(suspect(&said, trust)),
        // One that mentions the client ID is about it.
        403 if said.json
            && (said.code.eq_ignore_ascii_case("unauthorized") || said.mentions("clientid")) =>
        {
            unauthorized(suspect(&said, trust))
        }
        403 => Fault::Denied {
            status,
            resource,
            accepted: trust.accepted,
            said: if said.json {
                said.quoted()
            } else {
                ending(page())
            },
        },
        404 if said.json => Fault::NotFound(resource),
        404 => not_the_api(),
        429 => Fault::Busy(wait()),
        408 | 500.. => Fault::Broken {
            status,
            wait: wait(),
            said: said.quoted(),
        },
        200..300 if !said.json => not_the_api(),
        _ => Fault::Rejected {
            status,
            said: said.quoted(),
        },
    }
}

fn suspect(said: &Said, trust: Trust) -> Suspect {
    if trust.accepted {
        Suspect::Nothing
    } else if said.mentions("clientid") || said.mentions("client id") {
        Suspect::ClientId
    } else if trust.guid {
        Suspect::Keys
    } else {
        Suspect::ClientIdForm
    }
}

/// Describes a body that is not JSON.
pub(super) fn looks(headers: &HeaderMap, body: &[u8]) -> &'static str {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let start = body.trim_ascii_start();
    if start.is_empty() {
        "empty"
    } else if kind.contains("html") || start.first() == Some(&b'<') {
        "an HTML page"
    } else {
        "something other than JSON"
    }
}
