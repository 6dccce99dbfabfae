//! Data of the mock server: three roles, an API member, and who may see what.

use base64::Engine;
use serde_json::{Value, json};

use super::{CODEBASE, COMPANY, KEY, PUBLIC, Reply, Request};

/// The role that matches a policy in the library exactly.
pub(crate) const EXACT: i64 = 63;
/// An administrator role.
pub(crate) const ADMIN: i64 = 1;
/// A role of more than two pages.
pub(crate) const HUGE: i64 = 77;

/// A tenant.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(crate) codebase: &'static str,
    /// The host in `/login/companyinfo`.
    pub(crate) site: String,
    /// The page size, whatever the client requests.
    pub(crate) fixed_page: Option<usize>,
    pub(crate) links: bool,
}

impl Default for Tenant {
    fn default() -> Self {
        Self {
            codebase: CODEBASE,
            site: "api-na.myconnectwise.net".to_owned(),
            fixed_page: None,
            links: true,
        }
    }
}

/// The settings of the exact role, from an example file.
pub(crate) fn rows() -> Vec<Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/roles/cloudblue-exact.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let rows = value.get("settings").unwrap_or(&value);
    rows.as_array().unwrap().clone()
}

/// Rows of unknown functions without permissions.
fn many(count: usize) -> Vec<Value> {
    (0..count)
        .map(|number| {
            json!({
                "id": 10_000 + number, "moduleDescription": "System",
                "moduleFunctionDescription": format!("Function {number}"),
                "addLevel": "None", "editLevel": "None", "deleteLevel": "None",
                "inquireLevel": null, "sortOrder": number,
            })
        })
        .collect()
}

fn roles() -> Vec<Value> {
    let info = json!({ "lastUpdated": "2026-11-01T08:00:00Z", "updatedBy": "admin1" });
    let role = |id: i64, name: &str, admin: bool| json!({ "id": id, "name": name, "roleType": "Standard", "adminFlag": admin, "inactiveFlag": false, "_info": info });
    vec![
        role(ADMIN, "Admin", true),
        role(EXACT, "CloudBlue API", false),
        role(HUGE, "Huge", false),
    ]
}

fn settings(role: i64) -> Option<Vec<Value>> {
    match role {
        ADMIN | EXACT => Some(rows()),
        HUGE => Some(many(2_345)),
        _ => None,
    }
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(
        status,
        &json!({ "code": code, "message": message, "errors": null }).to_string(),
    )
}

impl Tenant {
    /// The response of a ConnectWise without faults.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        let path = request.path.to_ascii_lowercase();
        if let Some(company) = path.strip_prefix("/login/companyinfo/") {
            return self.company(company);
        }
        let base = format!("/{}/apis/3.0/", self.codebase.to_ascii_lowercase());
        let Some(path) = path.strip_prefix(&base) else {
            return Reply::html(
                404,
                "<html><body>404 - File or directory not found.</body></html>",
            );
        };
        if let Some(refusal) = refusal(request) {
            return refusal;
        }
        self.resource(request, path.trim_end_matches('/'))
    }

    fn company(&self, company: &str) -> Reply {
        if company != COMPANY {
            return Reply::json(200, "null");
        }
        let body = json!({
            "CompanyName": COMPANY, "Codebase": format!("{}/", self.codebase),
            "VersionCode": "v2026.1", "VersionNumber": "v4.6.99999", "CompanyID": COMPANY,
            "IsCloud": true, "SiteUrl": self.site,
        });
        Reply::json(200, &body.to_string())
    }

    fn resource(&self, request: &Request, path: &str) -> Reply {
        let list = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["system", "mysecurity"] => {
                let mut rows = rows();
                for row in &mut rows {
                    row["member"] =
                        json!({ "id": 185, "identifier": "cloudblue", "name": "CloudBlue" });
                }
                rows
            }
            ["system", "mysecurity", "customizeitems"] => vec![
                json!({ "id": 2, "customizeIdentifier": "SystemTableSetup", "itemIdentifier": "T2" }),
                json!({ "id": 1, "customizeIdentifier": "SystemTableSetup", "itemIdentifier": "T1" }),
            ],
            ["system", "securityroles"] => roles(),
            ["system", "securityroles", "count"] => return count(roles().len()),
            ["system", "securityroles", id, rest @ ..] => {
                let Some(settings) = id.parse().ok().and_then(settings) else {
                    return error(404, "NotFound", "Role not found.");
                };
                match rest {
                    ["settings"] => settings,
                    ["settings", "count"] => return count(settings.len()),
                    _ => return error(404, "NotFound", "Not found."),
                }
            }
            ["system", "apimembers"] => vec![
                json!({ "id": 186, "identifier": "old", "name": "Old", "inactiveFlag": true, "emailAddress": "old@example.com", "securityRole": { "id": EXACT, "name": "CloudBlue API" } }),
                json!({ "id": 185, "identifier": "cloudblue", "name": "CloudBlue", "inactiveFlag": false, "emailAddress": "cb@example.com", "securityRole": { "id": EXACT, "name": "CloudBlue API" } }),
            ],
            ["system", "apimembers", "count"] => return count(2),
            ["system", "members"] => vec![
                json!({ "id": 150, "identifier": "jdoe", "firstName": "Jane", "lastName": "Doe", "licenseClass": "F", "inactiveFlag": false, "adminFlag": true, "lastLogin": "2026-11-20T08:00:00Z", "primaryEmail": "jane@example.com", "securityRole": { "id": ADMIN, "name": "Admin" } }),
                json!({ "id": 151, "identifier": "idle", "licenseClass": "F", "inactiveFlag": false, "adminFlag": false, "lastLogin": "2024-01-01T08:00:00Z", "securityRole": { "id": EXACT, "name": "CloudBlue API" } }),
                json!({ "id": 185, "identifier": "cloudblue", "licenseClass": "A", "inactiveFlag": false, "securityRole": { "id": EXACT, "name": "CloudBlue API" } }),
            ],
            ["system", "integratorlogins"] => vec![
                json!({ "id": 5, "username": "legacy", "inactiveFlag": false, "canAccessAllRecordsFlag": true, "canAccessAllApisFlag": true, "companyCallbackUrl": "https://hooks.example.net/a?key=1" }),
            ],
            _ => return error(404, "NotFound", "Not found."),
        };
        self.page(request, &list)
    }

    /// One page: 25 rows by default, 1,000 at most.
    fn page(&self, request: &Request, list: &[Value]) -> Reply {
        let number = |name| request.parameter(name).and_then(|text| text.parse().ok());
        let size: usize = self
            .fixed_page
            .unwrap_or(number("pageSize").unwrap_or(25).min(1000));
        let page = number("page").unwrap_or(1).max(1);
        let rows: Vec<&Value> = list.iter().skip((page - 1) * size).take(size).collect();
        let reply = Reply::json(200, &serde_json::to_string(&rows).unwrap());
        if !self.links || page * size >= list.len() {
            return reply;
        }
        let pages = list.len().div_ceil(size);
        let link = |page| format!("{}?pageSize={size}&orderBy=id&page={page}", request.path);
        reply.with(
            "Link",
            format!(
                "<{}>; rel=\"last\", <{}>; rel=\"next\"",
                link(pages),
                link(page + 1)
            ),
        )
    }
}

fn count(count: usize) -> Reply {
    Reply::json(200, &json!({ "count": count }).to_string())
}

/// The response to a client without access.
fn refusal(request: &Request) -> Option<Reply> {
    let accept = request.header("accept").unwrap_or_default();
    if !accept.starts_with("application/vnd.connectwise.com+json; version=20") {
        return Some(error(406, "NotAcceptable", "No version was asked for."));
    }
    if request.header("clientid").is_none_or(str::is_empty) {
        return Some(error(401, "Unauthorized", "A clientId is required."));
    }
    let pair = format!("{COMPANY}+{PUBLIC}:{KEY}");
    let expected = format!("Basic {}", base64::prelude::BASE64_STANDARD.encode(pair));
    (request.header("authorization") != Some(&expected))
        .then(|| error(401, "Unauthorized", "Unauthorized"))
}
