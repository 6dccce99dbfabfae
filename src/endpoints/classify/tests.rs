use super::*;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn errors_of_every_form_are_classified() {
    use ErrorKind::{
        BaseUrl, Body, ClientId, Credentials, Endpoint, MemberKind, Method, MissingPermission,
        NotConnectWise, PossiblyMissingPermission, RateLimit, Record, Server, WrongHost,
    };
    let refused = r#"{"code":"Security","message":"You do not have security permission to perform this action.","errors":null}"#;
    let escaped = refused.replace('"', "\\\"");
    let cases: &[(Option<u16>, &str, ErrorKind)] = &[
        (None, refused, MissingPermission),
        (Some(401), refused, MissingPermission),
        (
            None,
            &format!("2026-11-01 10:00:00 ERROR sync failed: 403 {refused}"),
            MissingPermission,
        ),
        (
            None,
            &format!("> clientId: 1234\n> Authorization: Basic x\n< HTTP/2 403\n{refused}"),
            MissingPermission,
        ),
        (
            None,
            &format!("{{\"log\":\"body={escaped}\"}}"),
            MissingPermission,
        ),
        (
            None,
            &format!("{{\"error\":{{\"status\":403,\"response\":{refused}}}}}"),
            MissingPermission,
        ),
        (
            None,
            &format!("{{\"message\":\"403 - {escaped}\"}}"),
            MissingPermission,
        ),
        (
            Some(403),
            r#"{"code":"Security","message":"Zugriff verweigert"}"#,
            MissingPermission,
        ),
        (
            Some(403),
            r#"{"code":"Forbidden","message":"Forbidden"}"#,
            PossiblyMissingPermission,
        ),
        (Some(403), r#"{"message":"Forbidden"}"#, NotConnectWise),
        (Some(403), "", PossiblyMissingPermission),
        (Some(403), "Access denied", NotConnectWise),
        (None, "Access denied", PossiblyMissingPermission),
        (
            None,
            "You are not authorized to view this page",
            PossiblyMissingPermission,
        ),
        (
            None,
            r#"{"code":"Security","message":"Member is inactive"}"#,
            Credentials,
        ),
        (None, "API members can not access this module", MemberKind),
        (None, "getaddrinfo ENOTFOUND na.myconnectwise.net", BaseUrl),
        (None, "Error: connect ETIMEDOUT 10.0.0.1:443", Server),
        (
            None,
            r#"{"code":"ConnectWiseApi","message":"API version not supported"}"#,
            Body,
        ),
        (Some(403), "Forbidden", PossiblyMissingPermission),
        (
            None,
            "Request failed with status code 403",
            PossiblyMissingPermission,
        ),
        (
            None,
            "The remote server returned an error: (403) Forbidden.",
            PossiblyMissingPermission,
        ),
        (
            None,
            "Response status code does not indicate success: 403 (Forbidden).",
            PossiblyMissingPermission,
        ),
        (
            None,
            "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/boards",
            PossiblyMissingPermission,
        ),
        (
            None,
            "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://x",
            Credentials,
        ),
        (None, "Request failed with status code 429", RateLimit),
        (None, "Request failed with status code 500", Server),
        (Some(403), "error code: 1020", NotConnectWise),
        (
            Some(403),
            "<html><body>403 Forbidden</body></html>",
            NotConnectWise,
        ),
        (
            None,
            "<html><head><title>502 Bad Gateway</title></head></html>",
            Server,
        ),
        (
            None,
            "<html><title>Server Error in '/' Application.</title></html>",
            Server,
        ),
        (None, "<!DOCTYPE html><html>Login</html>", NotConnectWise),
        (
            None,
            r#"{"code":"Security","message":"SSL is required.","errors":null}"#,
            WrongHost,
        ),
        (
            None,
            r#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#,
            Credentials,
        ),
        (Some(401), "", Credentials),
        (
            Some(401),
            r#"{"code":"Unauthorized","message":"The clientId is not valid"}"#,
            ClientId,
        ),
        (None, "Missing clientId header", ClientId),
        (None, "Cannot route. Codebase/company is invalid", BaseUrl),
        (
            None,
            "<html>Cannot route. Codebase/company is invalid</html>",
            BaseUrl,
        ),
        (
            None,
            "API-only members do not have access to this module",
            MemberKind,
        ),
        (
            None,
            r#"{"code":"NotFound","message":"Contact 57919 not found"}"#,
            Record,
        ),
        (Some(404), "", Endpoint),
        (Some(404), "404 Not Found", Endpoint),
        (
            None,
            r#"{"code":"ConnectWiseApi","message":"The endpoint does not exist."}"#,
            Endpoint,
        ),
        (
            Some(400),
            r#"{"code":"InvalidObject","message":"ticket object is invalid","errors":[{"code":"MissingRequiredField","message":"The companyName field is required."}]}"#,
            Body,
        ),
        (Some(405), "", Method),
        (Some(503), "<html>", Server),
    ];
    for (status, body, expected) in cases {
        assert_eq!(
            classify_error(*status, body),
            Some(*expected),
            "{status:?} {body}"
        );
    }
    assert_eq!(classify_error(None, "Finance/Agreements"), None);
}
