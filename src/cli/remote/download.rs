//! Downloads a policy: over TLS, from one host, and up to a size.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy as Redirects;
use reqwest::{Client, Response, Url};

use super::Failed;
use super::cache::LIMIT;

/// How many redirects within the host are followed.
const HOPS: usize = 3;
/// The longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest download.
const TOTAL: Duration = Duration::from_secs(30);

/// The body at an address.
pub(super) fn bytes(address: &str) -> Result<Vec<u8>, Failed> {
    let url = parse(address)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(format!("cannot connect: {error}"), "try again"))?;
    runtime.block_on(get(url))
}

const fn failed(message: String, help: &'static str) -> Failed {
    Failed { message, help }
}

fn parse(address: &str) -> Result<Url, Failed> {
    let url = Url::parse(address).map_err(|error| {
        failed(
            format!("the address is not valid: {error}"),
            "write it as `https://vendor.example/policy.yaml`",
        )
    })?;
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(failed(
            "the address is plain `http`, which can be changed in transit".to_owned(),
            "use `https`",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(failed(
            "the address contains credentials".to_owned(),
            "download the policy yourself, and name the file",
        ));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

async fn get(mut url: Url) -> Result<Vec<u8>, Failed> {
    // `Client::build` panics without a provider; an error means that there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("leastwise/", env!("CARGO_PKG_VERSION")))
        // Each redirect is checked.
        .redirect(Redirects::none())
        .referer(false)
        .connect_timeout(CONNECT)
        .timeout(TOTAL);
    if is_loopback(&url) {
        builder = builder.no_proxy();
    }
    let client = builder.build().map_err(|error| unreachable_host(&error))?;
    for _ in 0..=HOPS {
        let request = client
            .get(url.clone())
            .header(ACCEPT, "application/yaml, text/yaml, text/plain, */*;q=0.1");
        let response = request
            .send()
            .await
            .map_err(|error| unreachable_host(&error))?;
        let status = response.status();
        if status.is_success() {
            return body(response).await;
        }
        if !status.is_redirection() {
            return Err(failed(
                format!("the server answered {status}"),
                "check the address in a browser",
            ));
        }
        url = target(&url, &response)?;
    }
    Err(failed(
        format!("the server redirects more than {HOPS} times"),
        "use the final address that the browser shows",
    ))
}

/// Where a redirect leads: only to the same host.
fn target(url: &Url, response: &Response) -> Result<Url, Failed> {
    let location = response.headers().get(LOCATION);
    let target = location
        .and_then(|value| value.to_str().ok())
        .and_then(|value| url.join(value).ok());
    match target {
        Some(target) if target.origin() == url.origin() => Ok(target),
        Some(target) => Err(failed(
            format!(
                "the server redirects to another host, `{}`, and no redirect is followed there",
                target.host_str().unwrap_or_default()
            ),
            "if you trust that host, use the address there",
        )),
        None => Err(failed(
            "the server redirects without saying where".to_owned(),
            "check the address in a browser",
        )),
    }
}

/// The body, up to the limit: an endless answer or a compressed bomb ends there.
async fn body(mut response: Response) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| unreachable_host(&error))?
    {
        if bytes.len() + chunk.len() > LIMIT {
            return Err(failed(
                format!(
                    "the answer is larger than {} MiB, the limit for a policy",
                    LIMIT >> 20
                ),
                "check that the address is that of a policy",
            ));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreachable_host(error: &reqwest::Error) -> Failed {
    if error.is_timeout() {
        return failed(
            format!(
                "the server did not answer within {} seconds",
                TOTAL.as_secs()
            ),
            "try again, or save the policy as a file and name that",
        );
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    failed(
        format!("the policy could not be downloaded: {cause}"),
        "check the address and the connection, or save the policy as a file and name that",
    )
}
