//! Other hosts, failing connections, and credentials that are not sent.

use super::{HOST, LIST, OWN, PAGE, Row, SETTINGS, What, own_rows, raw, row};
use crate::{CODEBASE, KEY, Reply, Tenant};

/// Tests with a second host, which must not receive a request.
pub(super) fn elsewhere(other: u16) -> Vec<Row> {
    use What::{FetchRole, Own};
    let there = format!("http://127.0.0.1:{other}/v2026_1/apis/3.0/system/mySecurity");
    let away = Reply::json(302, "").with("Location", there.as_str());
    let link = format!("<{there}?page=2>; rel=\"next\"");
    vec![
        row("sent on to another host", Own, 3, 1)
            .always(OWN, away)
            .says(&[
                "redirects the request to another host, 127.0.0.1:",
                "were not sent there",
            ]),
        row("sent on to plain http elsewhere", Own, 3, 1)
            .always(
                OWN,
                Reply::json(301, "").with("Location", "http://na.example.com/login"),
            )
            .says(&["another host, na.example.com (plain http)"]),
        row("the codebase is asked of another host", Own, 3, 1)
            .url(HOST)
            .always(
                "/login/companyinfo/acme",
                Reply::json(307, "").with("Location", there.as_str()),
            )
            .says(&["another host"]),
        row("sent on within the host", Own, 0, 4)
            .url("http://127.0.0.1:{}/v4_6_release/apis/3.0")
            .bend(|request| {
                let path = request.path.strip_prefix("/v4_6_release/")?;
                let target = format!("/{CODEBASE}/{path}?{}", request.query);
                Some(Reply::json(302, "").with("Location", target))
            })
            .says(&[]),
        row("sent on in a circle", Own, 3, 4)
            .bend(|request| Some(Reply::json(302, "").with("Location", request.path.as_str())))
            .says(&["too many times"]),
        row("a redirect without a target", Own, 3, 1)
            .always(OWN, Reply::json(302, ""))
            .says(&["too many times"]),
        row(
            "a following page on another host",
            FetchRole,
            0,
            1 + 3 + 1 + 1,
        )
        .set("ROLE", "77")
        .bend(move |request| {
            let page = request.parameter("page")?.parse::<usize>().ok()?;
            if !request.is("/77/settings") || page > 2 {
                return None;
            }
            match (Tenant {
                links: false,
                ..Tenant::default()
            })
            .answer(request)
            {
                reply @ Reply::Answer { .. } => Some(reply.with("Link", link.as_str())),
                _ => None,
            }
        }),
        row("the company's site is another host", Own, 0, 3)
            .url(HOST)
            .tenant(Tenant {
                site: format!("127.0.0.1:{other}"),
                ..Tenant::default()
            }),
        row("the codebase has moved", Own, 0, 4)
            .url("http://127.0.0.1:{}/v4_6_release/apis/3.0/")
            .says(&["the codebase is now `/v2026_1/apis/3.0/`"]),
        row("the codebase moves in the middle", What::Role("63"), 0, 7)
            .url(HOST)
            .bend(|request| {
                let before = Tenant {
                    codebase: "v2025_9",
                    ..Tenant::default()
                };
                let early =
                    request.hit == 0 && (request.is("/companyinfo/acme") || request.is(LIST));
                (early && !request.path.contains(CODEBASE)).then(|| before.answer(request))
            })
            .says(&["the codebase is now `/v2026_1/apis/3.0/`"]),
        row("nothing is found anywhere", Own, 3, 2)
            .always("", Reply::html(404, PAGE))
            .says(&["the response is an HTML page (status 404)"]),
    ]
}

pub(super) fn connections() -> Vec<Row> {
    use What::{FetchRole, Own};
    vec![
        row("no server listens", Own, 3, 0)
            .url("http://127.0.0.1:9/v2026_1/apis/3.0")
            .with(&["--retries", "1"])
            .says(&["no server is listening there", "HTTPS_PROXY"]),
        // Every resolver rejects a label of more than 63 letters without a query.
        row("no such host", Own, 3, 0)
            .url("https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid")
            .with(&["--retries", "0"])
            .says(&["the host name could not be resolved"]),
        row("an untrusted certificate", Own, 3, 0)
            .tls()
            .says(&["the connection is not trusted: its certificate is not signed by an authority", "--cacert"]),
        row("a certificate that is given", Own, 0, 2).tls().with(&["--cacert", "ca.pem"]),
        row("a certificate for another host", Own, 3, 0)
            .tls()
            .url("https://127.0.0.1:{}/v2026_1/apis/3.0")
            .with(&["--cacert", "ca.pem"])
            .says(&["its certificate is for another host"]),
        row("no certificate in the file", Own, 3, 0)
            .with(&["--cacert", "no.pem"])
            .says(&["contains no PEM certificate"]),
        row("no TLS on the other side", Own, 3, 0)
            .url("https://127.0.0.1:{}/v2026_1/apis/3.0")
            .bend(|_| Some(raw("HTTP/1.1 400 Bad Request\r\n\r\n")))
            .with(&["--retries", "0"])
            .says(&["the server does not use TLS"]),
        row("a proxy that refuses", Own, 3, 0)
            .tls()
            .with(&["--cacert", "ca.pem", "--retries", "0"])
            .set("HTTPS_PROXY", "http://127.0.0.1:9")
            .says(&["HTTPS_PROXY"]),
        row("a proxy is not used for plain http on this machine", Own, 0, 2)
            .set("HTTP_PROXY", "http://127.0.0.1:9")
            .set("http_proxy", "http://127.0.0.1:9"),
        row("an answer that repeats the header", Own, 3, 1)
            .bend(|request| {
                let body = format!(r#"{{"message":"{}"}}"#, request.header("authorization")?);
                Some(Reply::json(400, &body))
            })
            .says(&["the response contains the private key"]),
        row("a role that carries the key", FetchRole, 3, 2)
            .bend(|request| {
                let text = own_rows().replacen("Companies", KEY, 1);
                request.is(SETTINGS).then(|| Reply::json(200, &text))
            })
            .says(&["the response contains the private key"]),
        row("a header that carries the key", Own, 3, 1)
            .always(OWN, Reply::json(302, "").with("Location", format!("https://{KEY}.example.com/")))
            .says(&["the response contains the private key"]),
    ]
}

pub(super) fn usage() -> Vec<Row> {
    use What::{FetchRole, Own};
    vec![
        row("plain http to another machine", Own, 2, 0)
            .url("http://na.myconnectwise.net")
            .says(&["the API URL uses http", "use https"]),
        row("an address that is none", Own, 2, 0)
            .url("https://cw.example.com/wiki")
            .says(&["has the path `/wiki`"]),
        row("the network is forbidden", Own, 2, 0)
            .with(&["--offline"])
            .says(&["`--offline` was given"]),
        row("the private key as an argument", FetchRole, 2, 0)
            .with(&["--private-key=Pr1vateKeyThatNobodyMaySee"])
            .says(&["--private-key-file"]),
        row("a private key with a space", Own, 2, 0)
            .set("CONNECTWISE_PRIVATE_KEY", format!("{KEY} {KEY}"))
            .says(&["the Private Key contains an invalid character"]),
        row("the company before the public key", Own, 2, 0)
            .set("CONNECTWISE_PUBLIC_KEY", "acme+key")
            .says(&["without `company+` before it"]),
        row("no key file", Own, 3, 0)
            .with(&["--private-key-file", "missing"])
            .says(&["there is no such file"]),
    ]
}
