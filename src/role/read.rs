//! From the bytes of a file to a role. What kind of file it is shows in its content, not its name.

use std::sync::Arc;

use super::json::{self, Setting, SettingPlaces};
use super::snapshot::{self, RawSnapshot};
use super::{Origin, Role};
use crate::model::{Document, Problem, SourceText, Span};

/// Reads a role. `name` is how the person who gave the file knows it.
///
/// # Errors
///
/// Every problem of the file, each with its place where it has one.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<Role, Vec<Problem>> {
    let source = SourceText::decode(name, bytes).map_err(|error| {
        vec![
            Problem::in_file(
                name,
                format!("this is not a role that can be read: {error}"),
            )
            .with_help("save the answer of ConnectWise's API as JSON text"),
        ]
    })?;
    let source = Arc::new(source);
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    match text.as_bytes().get(start) {
        None => Err(vec![Problem::in_file(name, "the file is empty").with_help(
            "save the answer of `/system/securityRoles/{id}/settings` again: an empty file \
                 says nothing about the role",
        )]),
        Some(b'[') => settings(
            &source,
            Span::new(start, text.trim_end().len()),
            Header::default(),
        ),
        Some(b'{') => object(&source),
        Some(_) => {
            let end = text.get(start..).and_then(|rest| rest.chars().next());
            let span = Span::new(start, start + end.map_or(0, char::len_utf8));
            Err(vec![
                Problem::at(
                    Document::Role,
                    &source,
                    span,
                    "expected `[` or `{`",
                    "this is neither a JSON array of role settings nor a snapshot",
                )
                .with_help("save the answer of `/system/securityRoles/{id}/settings` as it comes"),
            ])
        }
    }
}

/// What a source says of the role besides its rows.
#[derive(Default)]
struct Header {
    name: Option<String>,
    admin: Option<bool>,
    admin_place: Option<Span>,
    taken: Option<String>,
    counted: Option<u64>,
    complete: Option<bool>,
    origin: Origin,
}

fn settings(source: &Arc<SourceText>, array: Span, header: Header) -> Result<Role, Vec<Problem>> {
    let places = SettingPlaces::new(array);
    let settings: Vec<Setting<'_>> = serde_json::from_str(source.slice(array))
        .map_err(|error| vec![broken_json(source, array.start, &error)])?;
    let rows = json::rows(source, &settings, &places)?;
    Ok(Role {
        source: Arc::clone(source),
        name: header.name,
        admin: header.admin,
        admin_place: header.admin_place,
        taken: header.taken,
        counted: header.counted,
        complete: header.complete,
        origin: header.origin,
        rows,
        places: Box::new(places),
    })
}

fn object(source: &Arc<SourceText>) -> Result<Role, Vec<Problem>> {
    #[derive(serde::Deserialize)]
    struct Kind<'a> {
        #[serde(default, borrow)]
        schema: Option<std::borrow::Cow<'a, str>>,
        code: Option<serde_json::Value>,
        message: Option<serde_json::Value>,
    }
    let text = source.text();
    let kind: Kind<'_> =
        serde_json::from_str(text).map_err(|error| vec![broken_json(source, 0, &error)])?;
    if kind.schema.as_deref() == Some(snapshot::SCHEMA) {
        let snapshot: RawSnapshot<'_> =
            serde_json::from_str(text).map_err(|error| vec![broken_json(source, 0, &error)])?;
        let role = snapshot.role.unwrap_or_default();
        let header = Header {
            name: role.name,
            admin: role.admin_flag.map(|raw| raw.get() == "true"),
            admin_place: role.admin_flag.map(|raw| json::span_of(text, raw)),
            taken: snapshot.taken,
            counted: snapshot.count,
            complete: snapshot.complete,
            origin: Origin {
                host: snapshot.host,
                api_version: snapshot.api_version,
                member: snapshot.member,
                used_by: snapshot.used_by,
                customize_items: snapshot.customize_items,
            },
        };
        return settings(source, json::span_of(text, snapshot.settings), header);
    }
    let name = source.name();
    let problem = match (kind.schema, kind.code, kind.message) {
        (Some(schema), ..) => Problem::in_file(
            name,
            format!(
                "this object has the schema `{schema}`, and a role has `{}`",
                snapshot::SCHEMA
            ),
        )
        .with_help("give a role, and the policy with `--policy`"),
        (None, Some(code), Some(message)) => Problem::in_file(
            name,
            format!(
                "this is an error of ConnectWise's API, not a role: {} ({})",
                message.as_str().unwrap_or_default(),
                code.as_str().unwrap_or_default()
            ),
        )
        .with_help("read the role again with credentials that may see security roles"),
        _ => Problem::in_file(
            name,
            "this is a JSON object, and neither an array of role settings nor a snapshot",
        )
        .with_help("save the answer of `/system/securityRoles/{id}/settings` as it comes"),
    };
    Err(vec![problem])
}

/// What `serde_json` could not read, at its place in the whole text.
fn broken_json(source: &Arc<SourceText>, offset: usize, error: &serde_json::Error) -> Problem {
    let text = source.text();
    let before = text.get(..offset).unwrap_or_default();
    let first_line = before.matches('\n').count();
    let line = source
        .line(first_line + error.line().max(1))
        .unwrap_or_default();
    let line_start = if error.line() <= 1 {
        offset
    } else {
        line.start
    };
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    let at = (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    let end = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(at, |c| at + c.len_utf8());
    let full = error.to_string();
    let what = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(what, _)| what);
    if error.is_eof() {
        let problem = Problem::at(
            Document::Role,
            source,
            Span::new(at, end),
            "ends here",
            "the file ends in the middle: it was cut off",
        );
        return problem.with_help("save the role again and let it finish");
    }
    let message = format!("this is not valid JSON: {what}");
    Problem::at(Document::Role, source, Span::new(at, end), "here", message)
        .with_help("save the answer of ConnectWise's API as it comes, without editing it")
}
