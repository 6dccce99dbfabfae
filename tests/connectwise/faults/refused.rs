//! Wrong credentials and missing permissions.

use super::{HOST, SECURITY};
use super::{LIST, OWN, PAGE, Row, SETTINGS, What, raw, row};
use crate::Reply;

/// Which of the five values is probably wrong.
pub(super) fn credentials() -> Vec<Row> {
    use What::{FetchRole, Own};
    let unauthorized = r#"{"code":"Unauthorized","message":"Unauthorized"}"#;
    let user = r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#;
    let route = "Cannot route. Codebase/company is invalid.";
    let keys = "the Public Key or the Private Key is probably wrong";
    vec![
        row("the company is unknown", Own, 3, 1)
            .url(HOST)
            .set("CONNECTWISE_COMPANY_ID", "acmee")
            .says(&[
                "does not know the company `acmee`",
                "the Company ID is probably wrong",
            ]),
        row("401 Unauthorized", Own, 3, 1)
            .always(OWN, Reply::json(401, unauthorized))
            .says(&["does not accept the credentials (401: Unauthorized", keys]),
        row("401 UserNotAuthenticated", Own, 3, 1)
            .always(OWN, Reply::json(401, user))
            .says(&["ConnectWiseApi, UserNotAuthenticated", keys]),
        row("the public key is another", FetchRole, 3, 1)
            .set("CONNECTWISE_PUBLIC_KEY", "another")
            .says(&[keys]),
        row("401 that mentions the clientId", Own, 3, 1)
            .always(
                OWN,
                Reply::json(
                    401,
                    r#"{"code":"Unauthorized","message":"Invalid clientId"}"#,
                ),
            )
            .says(&["the Client ID is probably wrong: it is the GUID"]),
        row("401 and a clientId that is none", Own, 3, 1)
            .set("CONNECTWISE_CLIENT_ID", "my-app")
            .always(OWN, Reply::json(401, unauthorized))
            .says(&["the Client ID is probably wrong, since it is not a GUID"]),
        row("cannot route, as 401", Own, 3, 2)
            .always(
                OWN,
                Reply::json(401, &format!(r#"{{"message":"{route}"}}"#)),
            )
            .says(&[
                "cannot route the request (401)",
                "the API URL or the Company ID is probably wrong",
            ]),
        row("cannot route, as 400 in words", Own, 3, 2)
            .always(
                OWN,
                raw(&format!(
                    "HTTP/1.1 400 Bad\r\nContent-Length: {}\r\n\r\n{route}",
                    route.len()
                )),
            )
            .says(&["cannot route the request (400)"]),
        row("cannot route, and the company is unknown", Own, 3, 2)
            .set("CONNECTWISE_COMPANY_ID", "acmee")
            .always(
                OWN,
                Reply::json(401, &format!(r#"{{"message":"{route}"}}"#)),
            )
            .says(&["does not know the company"]),
    ]
}

/// Missing permissions, and rejected requests.
pub(super) fn permissions() -> Vec<Row> {
    use What::{FetchAll, Own, Role};
    vec![
        row("roles may not be read, as 403", Role("63"), 3, 1)
            .always(LIST, Reply::json(403, SECURITY))
            .says(&[
                "do not have permission to read the list of security roles (403 Security)",
                "ConnectWise does not document which permission that requires; System / Security \
                 with Inquire Level = All is likely",
                "reads the member's effective permissions and needs no permission",
            ]),
        row("roles may not be read, as 401", Role("63"), 3, 1)
            .always(LIST, Reply::json(401, SECURITY))
            .says(&["(401 Security)", "needs no permission"]),
        row("settings may not be read", Role("63"), 3, 2)
            .always(SETTINGS, Reply::json(403, SECURITY))
            .says(&["do not have permission to read the settings of a security role"]),
        row("effective permissions may not be read", Own, 3, 1)
            .always(OWN, Reply::json(403, SECURITY))
            .says(&["every member should be able to read its effective permissions"]),
        row("Customize lists may not be read", Own, 0, 2)
            .always("/customizeItems/", Reply::json(403, SECURITY))
            .says(&["Customize lists (403 Security); continuing without it"]),
        row(
            "API members may not be read",
            FetchAll,
            0,
            1 + 1 + 2 + 2 + 4 + 1 + 3,
        )
        .always("/apiMembers", Reply::json(403, SECURITY))
        .says(&["the list of API members (403 Security); continuing without it"]),
        row("403 of a firewall", Own, 3, 1)
            .always(OWN, Reply::html(403, PAGE))
            .says(&["denied the request (403: an HTML page)", "firewall"]),
        row(
            "403 of a firewall after an accepted request",
            Role("63"),
            3,
            2,
        )
        .always(SETTINGS, Reply::html(403, PAGE))
        .says(&[
            "denied the request (403: an HTML page)",
            "the keys and the Client ID are right",
            "System / Security with Inquire Level = All",
        ]),
        row("401 after an accepted request", Role("63"), 3, 2)
            .always(SETTINGS, Reply::json(401, ""))
            .says(&["the keys and the Client ID are right: run it again later"]),
        row("400 InvalidObject", Own, 3, 1)
            .always(
                OWN,
                Reply::json(
                    400,
                    r#"{"code":"InvalidObject","message":"orderBy is invalid"}"#,
                ),
            )
            .says(&["rejected the request (400: InvalidObject, orderBy is invalid)"]),
        row("an error with status 200", Own, 3, 1)
            .always(
                OWN,
                Reply::json(200, r#"{"code":"InvalidObject","message":"no"}"#),
            )
            .says(&["rejected the request (200: InvalidObject, no)"]),
        row("no such role", Role("Cloudblue"), 3, 1).says(&[
            "no security role has the name or number `Cloudblue`",
            "`CloudBlue API`",
        ]),
        row("two roles of one name", Role("Twin"), 3, 1)
            .always(
                LIST,
                Reply::json(200, r#"[{"id":4,"name":"Twin"},{"id":5,"name":"Twin"}]"#),
            )
            .says(&[
                "2 security roles have the name `Twin`",
                "use its number instead of its name: 4, 5",
            ]),
    ]
}
