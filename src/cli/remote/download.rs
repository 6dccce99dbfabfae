//! Downloads a policy or a policy library: over TLS, from one host, and up to a size.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::redirect::Policy as Redirects;
use reqwest::{Client, Response, Url};

use super::cache::LIMIT;
use crate::model::Problem;

/// How many redirects within the host are followed.
const HOPS: usize = 3;
/// The longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest download.
const TOTAL: Duration = Duration::from_secs(30);

/// The body at an address. The noun is what messages call it.
pub(super) fn bytes(address: &str, noun: &str) -> Result<Vec<u8>, Problem> {
    let url = parse(address, noun)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(format!("cannot connect: {error}"), "try again"))?;
    runtime.block_on(get(url, noun))
}

fn failed(message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem::new(message).with_help(help)
}

fn parse(address: &str, noun: &str) -> Result<Url, Problem> {
    let url = Url::parse(address).map_err(|error| {
        failed(
            format!("the URL is not valid: {error}"),
            "write it as `https://vendor.example/policy.yaml`",
        )
    })?;
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(failed(
            "the URL is plain `http`, which can be changed in transit".to_owned(),
            "use `https`",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(failed(
            "the URL contains credentials".to_owned(),
            format!("download the {noun} yourself, and specify the file"),
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

async fn get(mut url: Url, noun: &str) -> Result<Vec<u8>, Problem> {
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
    let client = builder
        .build()
        .map_err(|error| unreachable_host(&error, noun))?;
    for _ in 0..=HOPS {
        let request = client
            .get(url.clone())
            .header(ACCEPT, "application/yaml, text/yaml, text/plain, */*;q=0.1");
        let response = request
            .send()
            .await
            .map_err(|error| unreachable_host(&error, noun))?;
        let status = response.status();
        if status.is_success() {
            return body(response, noun).await;
        }
        if !status.is_redirection() {
            return Err(failed(
                format!("the server responded with {status}"),
                "check the URL in a browser",
            ));
        }
        url = target(&url, &response)?;
    }
    Err(failed(
        format!("the server redirects more than {HOPS} times"),
        "use the final URL that the browser shows",
    ))
}

/// Whether a redirect may be followed: within the host, and from a release of GitHub to the host that has its files.
fn may_follow(from: &Url, to: &Url) -> bool {
    let release = from.host_str() == Some("github.com")
        && from.path().contains("/releases/download/")
        && to
            .host_str()
            .is_some_and(|host| host.ends_with(".githubusercontent.com"));
    from.origin() == to.origin() || (release && from.scheme() == "https" && to.scheme() == "https")
}

/// Where a redirect leads.
fn target(url: &Url, response: &Response) -> Result<Url, Problem> {
    let location = response.headers().get(LOCATION);
    let target = location
        .and_then(|value| value.to_str().ok())
        .and_then(|value| url.join(value).ok());
    match target {
        Some(target) if may_follow(url, &target) => Ok(target),
        Some(target) => Err(failed(
            format!(
                "the server redirects to another host, `{}`; such redirects are not followed",
                target.host_str().unwrap_or_default()
            ),
            "if you trust that host, use the URL there",
        )),
        None => Err(failed(
            "the server redirects without saying where".to_owned(),
            "check the URL in a browser",
        )),
    }
}

/// The body, up to the limit: an endless answer or a compressed bomb ends there.
async fn body(mut response: Response, noun: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| unreachable_host(&error, noun))?
    {
        if bytes.len() + chunk.len() > LIMIT {
            return Err(failed(
                format!(
                    "the response exceeds the limit of {} MiB for a {noun}",
                    LIMIT >> 20
                ),
                format!("check that the URL is that of a {noun}"),
            ));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreachable_host(error: &reqwest::Error, noun: &str) -> Problem {
    if error.is_timeout() {
        return failed(
            format!(
                "the server did not respond within {} seconds",
                TOTAL.as_secs()
            ),
            format!("try again, or save the {noun} as a file and specify that file"),
        );
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    failed(
        format!("the {noun} could not be downloaded: {cause}"),
        format!(
            "check the URL and the connection, or save the {noun} as a file and specify that file"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{Url, may_follow};

    #[test]
    fn redirects_leave_the_host_only_for_files_of_a_github_release() {
        let release = "https://github.com/a/b/releases/download/v1/policies.json";
        let files = "https://release-assets.githubusercontent.com/1?sig=x";
        let cases = [
            (release, files, true),
            (release, "https://github.com/moved", true),
            (
                release,
                "http://release-assets.githubusercontent.com/1",
                false,
            ),
            (release, "https://githubusercontent.com.example/1", false),
            (release, "https://evilgithubusercontent.com/1", false),
            ("https://github.com/a/b", files, false),
            (
                "https://github.com.example/releases/download/1",
                files,
                false,
            ),
            ("https://a.example/1", "https://a.example/2", true),
            ("https://a.example/1", "http://a.example/1", false),
            ("https://a.example/1", "https://a.example:8443/1", false),
        ];
        for (from, to, expected) in cases {
            let followed = may_follow(&Url::parse(from).unwrap(), &Url::parse(to).unwrap());
            assert_eq!(followed, expected, "{from} -> {to}");
        }
    }
}
