//! Creates snapshots from recorded responses, without a connection, to test how responses are read.

use std::time::UNIX_EPOCH;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{StatusCode, Url};

use super::answer::{self, Next, Row};
use super::blame::Trust;
use super::clock::stamp;
use super::fault::{Failed, Fault, Resource};
use super::transport::Answer;
use super::{API_VERSION, listing, page, snapshot};
use crate::role::{Setting, Snapshot};

/// A received response.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The HTTP status.
    pub status: u16,
    /// The headers; invalid ones are left out.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The responses of one read.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The list of roles.
    pub roles: Option<Recorded>,
    /// How many settings the role has.
    pub count: Option<Recorded>,
    /// The Customize lists of the caller.
    pub items: Option<Recorded>,
    /// The API members.
    pub members: Option<Recorded>,
    /// The pages of settings.
    pub pages: Vec<Recorded>,
}

const HOST: &str = "api-na.myconnectwise.net";

/// The snapshot that a read would create from these answers: of the role `wanted` if there is a list
/// of roles, and otherwise of the effective permissions of the API member.
///
/// # Errors
///
/// The first fault, as [`ConnectWise`](super::ConnectWise) would report it.
pub fn replay(recording: &Recording, wanted: &str) -> Result<Snapshot<Setting>, Failed> {
    read(recording, wanted).map_err(|fault| Failed {
        partial: fault.is_partial(),
        fault,
        host: HOST.to_owned(),
    })
}

fn read(recording: &Recording, wanted: &str) -> Result<Snapshot<Setting>, Fault> {
    let header = snapshot::Header {
        host: HOST.to_owned(),
        version: API_VERSION,
        fetched_at: stamp(UNIX_EPOCH),
    };
    let of = |resource, recorded: &Option<Recorded>| {
        let answer = recorded.as_ref().map(taken);
        answer.map(|answer| rows(resource, &answer)).transpose()
    };
    let members = of(Resource::ApiMembers, &recording.members)?;
    let items = of(Resource::CustomizeItems, &recording.items)?;
    let resource = match recording.roles {
        Some(_) => Resource::RoleSettings,
        None => Resource::OwnRights,
    };
    let mut settings = Vec::new();
    let mut url = Url::parse(&format!("https://{HOST}/v4_6_release/apis/3.0/x?page=1"))
        .map_err(|_| Fault::Form(resource))?;
    for recorded in &recording.pages {
        let answer = taken(recorded);
        settings.extend(rows(resource, &answer)?);
        if let Next::At(next) = answer::next(&url, &answer)? {
            url = next;
        }
    }
    if settings.is_empty() {
        return Err(Fault::NoRows(resource));
    }
    let unsteady = |reason: String| Fault::Unsteady {
        role: wanted.to_owned(),
        reason,
    };
    if page::has_duplicates(&settings) {
        return Err(unsteady("a setting occurred twice".to_owned()));
    }
    if let Some(count) = &recording.count {
        let value = answer::json(resource, &taken(count), Trust::default())?;
        let counted = answer::count(resource, &value)?;
        if usize::try_from(counted) != Ok(settings.len()) {
            return Err(unsteady(format!("ConnectWise counts {counted} settings")));
        }
    }
    let Some(roles) = of(Resource::Roles, &recording.roles)? else {
        return Ok(snapshot::of_member(header, settings, items.as_deref()));
    };
    let id = listing::find_role(&roles, wanted)?;
    let role = roles
        .iter()
        .find(|role| answer::id(role) == Some(id))
        .ok_or(Fault::Form(resource))?;
    let mut made = snapshot::of_role(header, role, settings)?;
    made.used_by = members.map(|rows| snapshot::users(&rows).remove(&id).unwrap_or_default());
    Ok(made)
}

fn rows(resource: Resource, answer: &Answer) -> Result<Vec<Row>, Fault> {
    answer::rows(resource, answer::json(resource, answer, Trust::default())?)
}

fn taken(recorded: &Recorded) -> Answer {
    let header = |(name, value): &(String, Vec<u8>)| {
        Some((
            HeaderName::from_bytes(name.as_bytes()).ok()?,
            HeaderValue::from_bytes(value).ok()?,
        ))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in recorded.headers.iter().filter_map(header) {
        headers.append(name, value);
    }
    Answer {
        status: StatusCode::from_u16(recorded.status).unwrap_or(StatusCode::OK),
        headers,
        body: recorded.body.clone(),
    }
}
