//! Sends a request and receives its response: TLS trust, headers, and limits.

use std::error::Error;
use std::io;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Response, StatusCode, Url};

use super::API_VERSION;
use super::address::{host_of, is_loopback, same_origin};
use super::credentials::Credentials;
use super::fault::Fault;
use super::limits::Limits;
use super::secrets::Secrets;

/// The size limit of a response after decompression: twenty times the size of a page of 1,000
/// settings. Stops endless bodies and gzip bombs.
pub(super) const LIMIT: usize = 16 << 20;

/// Maximum number of redirects within a server.
const HOPS: usize = 3;

/// Time limit for connecting.
const CONNECT: Duration = Duration::from_secs(10);

/// A complete response.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Whether a request carries the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Auth {
    /// Without credentials.
    Anonymous,
    /// The API member.
    Member,
}

/// Sends requests and takes answers.
pub(super) struct Transport {
    client: Client,
    secrets: Secrets,
    /// `Authorization`, `clientId` and `Accept`.
    member: HeaderMap,
    patience: Duration,
}

impl Transport {
    /// Prepares a connection. This reads the system's certificates, which takes some milliseconds,
    /// so it happens only before a read from `ConnectWise`.
    pub(super) fn new(credentials: &Credentials, limits: &Limits) -> Result<Self, Fault> {
        // A silent server must leave time for a retry before the deadline.
        let patience = limits.timeout.map_or(limits.request_timeout, |timeout| {
            (timeout / 3)
                .clamp(
                    Duration::from_secs(1),
                    limits.request_timeout.max(Duration::from_secs(1)),
                )
                .min(timeout)
        });
        // `Client::build` panics if no provider is installed; an Err means that one already is.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("leastwise/", env!("CARGO_PKG_VERSION")))
            // Credentials follow no redirect automatically: each one is checked.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(patience.min(CONNECT))
            .read_timeout(patience)
            // A response that arrives byte by byte must also end.
            .timeout(limits.request_timeout.max(patience));
        if credentials.address.api().scheme() == "http" {
            // Plain http stays on this machine; a proxy would send it elsewhere.
            builder = builder.no_proxy();
        }
        if let Some(pem) = limits.authorities.as_deref() {
            let certificates = Certificate::from_pem_bundle(pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| {
                    Fault::Unready(
                        "the file of trusted certificates contains no PEM certificate".to_owned(),
                    )
                })?;
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder
            .build()
            .map_err(|error| Fault::Unready(root_cause(&error)))?;

        let secrets = credentials.secrets();
        let values = [
            (AUTHORIZATION, secrets.authorization()),
            (
                reqwest::header::HeaderName::from_static("clientid"),
                credentials.client_id.header(),
            ),
            (
                ACCEPT,
                HeaderValue::from_str(&format!(
                    "application/vnd.connectwise.com+json; version={API_VERSION}"
                ))
                .ok(),
            ),
        ];
        let mut member = HeaderMap::new();
        for (name, value) in values {
            let value = value.ok_or_else(|| {
                Fault::Unready(format!("the value of the header `{name}` cannot be sent"))
            })?;
            member.insert(name, value);
        }
        Ok(Self {
            client,
            secrets,
            member,
            patience,
        })
    }

    /// What a server said, without the private key in any form.
    pub(super) fn struck(&self, text: &str) -> String {
        self.secrets.struck(text)
    }

    /// Sends one request, following redirects within the same server.
    pub(super) async fn get(&self, url: &Url, caller: Auth) -> Result<Answer, Fault> {
        let mut url = url.clone();
        for _ in 0..=HOPS {
            let response = self.send(&url, caller).await?;
            // Searched before an address is parsed from a header, because parsing changes its
            // letters.
            let mut values = response.headers().values();
            if values.any(|value| self.secrets.shown_in(value.as_bytes())) {
                return Err(Fault::Echo);
            }
            // 300 and 304 name no other address.
            let moved = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
            if !moved {
                let status = response.status();
                let headers = response.headers().clone();
                let body = self.body(response).await?;
                if self.secrets.shown_in(&body) {
                    return Err(Fault::Echo);
                }
                return Ok(Answer {
                    status,
                    headers,
                    body,
                });
            }
            let target = response
                .headers()
                .get(LOCATION)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| url.join(value).ok());
            let Some(target) = target else {
                return Err(Fault::Circles);
            };
            if !same_origin(&target, &url) {
                let mut host = host_of(&target);
                if host.is_empty() {
                    host = format!("a URL of the kind `{}:`", target.scheme());
                }
                if target.scheme() == "http" && !is_loopback(&target) {
                    host.push_str(" (plain http)");
                }
                return Err(Fault::Elsewhere(self.struck(&host)));
            }
            url = target;
        }
        Err(Fault::Circles)
    }

    async fn send(&self, url: &Url, caller: Auth) -> Result<Response, Fault> {
        let mut request = self.client.get(url.clone());
        request = match caller {
            Auth::Member => request.headers(self.member.clone()),
            Auth::Anonymous => request.header(ACCEPT, "application/json"),
        };
        request.send().await.map_err(|error| self.fault(&error))
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Fault> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(None) => return Ok(body),
                Ok(Some(chunk)) if body.len() + chunk.len() > LIMIT => {
                    return Err(Fault::TooLarge);
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Err(error) if error.is_timeout() => {
                    return Err(Fault::Silent(self.patience));
                }
                Err(_) => return Err(Fault::CutShort),
            }
        }
    }

    fn fault(&self, error: &reqwest::Error) -> Fault {
        if error.is_timeout() {
            return Fault::Silent(self.patience);
        }
        let mut refused = false;
        let mut dns = false;
        for cause in causes(error) {
            let mut cause = cause;
            // An error inside an io::Error is not among its sources.
            while let Some(io) = cause.downcast_ref::<io::Error>() {
                refused |= io.kind() == io::ErrorKind::ConnectionRefused;
                match io.get_ref() {
                    Some(inner) => cause = inner,
                    None => break,
                }
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                return Fault::Tls(distrust(tls));
            }
            // The types of the resolver and of an invalid name are private; their messages are not.
            let words = cause.to_string();
            dns |= words.starts_with("dns error") || words == "invalid dns name";
        }
        if dns {
            Fault::NoSuchHost
        } else if refused {
            Fault::Refused
        } else {
            Fault::Connection(self.struck(&root_cause(error)))
        }
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// The innermost reason. The outer ones repeat the address.
fn root_cause(error: &(dyn Error + 'static)) -> String {
    causes(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn distrust(error: &rustls::Error) -> String {
    use rustls::{CertificateError, Error};
    match error {
        Error::InvalidCertificate(reason) => match reason {
            CertificateError::UnknownIssuer => {
                "its certificate is not signed by an authority that this system trusts".to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "its certificate has expired".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is for another host".to_owned()
            }
            other => format!("its certificate is refused ({other})"),
        },
        Error::InvalidMessage(_) => "the server does not use TLS".to_owned(),
        other => other.to_string(),
    }
}
