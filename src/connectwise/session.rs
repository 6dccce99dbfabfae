//! A read as a whole: the deadline, the repeating, and the codebase that is found and may move.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use backon::{ExponentialBuilder, Retryable};
use reqwest::Url;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::address::{Address, FALLBACK_CODEBASE, is_codebase};
use super::answer;
use super::blame::Trust;
use super::clock::stamp;
use super::credentials::Credentials;
use super::fault::{Fault, Resource};
use super::transport::{Answer, As, Transport};
use super::words::seconds;
use crate::engine::tenant::RequestRecord;

/// How long and how hard a read may try.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The deadline of the whole read; none by default, because a tenant may have hundreds of roles.
    pub timeout: Option<Duration>,
    /// The longest that one request may take, to connect and to answer.
    pub request_timeout: Duration,
    /// How often one request is repeated.
    pub retries: usize,
    /// How many requests may be under way at once.
    pub concurrency: usize,
    /// Certificates in PEM that are trusted besides those of the system.
    pub authorities: Option<Vec<u8>>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: None,
            request_timeout: Duration::from_secs(30),
            retries: 4,
            concurrency: 4,
            authorities: None,
        }
    }
}

/// Something that a person may want to know while a read goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A request failed and is repeated.
    Again(String),
    /// Something that was wanted besides the role could not be read.
    Without(String),
    /// A request and how it ended; no part of a body and no header.
    Request(String),
    /// The settings of another role were read.
    Role,
}

/// The receiver of notices.
pub type Notify = Arc<dyn Fn(Notice) + Send + Sync>;

/// The wait before the first repeat; each following one is twice as long, with a random part so
/// that several callers do not come back together.
const FIRST_WAIT: Duration = Duration::from_millis(400);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// The longest wait that a server may ask for where the read has no deadline.
const LONGEST_ASKED_WAIT: Duration = Duration::from_secs(15 * 60);

/// A read that is under way.
pub(super) struct Session {
    transport: Transport,
    address: Address,
    company: String,
    guid: bool,
    /// Whether ConnectWise accepted the credentials in this run.
    accepted: AtomicBool,
    place: Mutex<Place>,
    /// The end of the read, and the time that it was given.
    deadline: Option<(Instant, Duration)>,
    retries: usize,
    notify: Notify,
    /// How many rows of roles have arrived: whether a fault leaves something half read.
    arrived: AtomicU64,
    /// Until when the server asks to be left alone: all requests of this read, not only the one
    /// that it refused, since each refusal counts against those who ask again.
    quiet: Mutex<Instant>,
    /// Every request with credentials so far.
    requests: std::sync::Mutex<Vec<RequestRecord>>,
}

/// Where the API is, as far as it is known.
#[derive(Debug, Default)]
struct Place {
    base: Option<Url>,
    /// Whether the codebase was asked for again, after something was not found: once is enough.
    asked: bool,
}

impl Session {
    pub(super) fn new(
        credentials: &Credentials,
        limits: &Limits,
        notify: Notify,
    ) -> Result<Self, Fault> {
        let transport = Transport::new(credentials, limits)?;
        let address = credentials.address.clone();
        let base = address
            .codebase()
            .map(|codebase| Address::base(address.api(), codebase));
        Ok(Self {
            transport,
            company: credentials.company.as_str().to_owned(),
            guid: credentials.client_id.is_guid(),
            accepted: AtomicBool::new(false),
            place: Mutex::new(Place { base, asked: false }),
            address,
            deadline: limits
                .timeout
                .map(|timeout| (Instant::now() + timeout, timeout)),
            retries: limits.retries,
            notify,
            arrived: AtomicU64::new(0),
            quiet: Mutex::new(Instant::now()),
            requests: std::sync::Mutex::default(),
        })
    }

    /// Runs a read until its deadline, if it has one.
    pub(super) async fn within<T>(
        &self,
        read: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let Some((deadline, timeout)) = self.deadline else {
            return read.await;
        };
        tokio::time::timeout_at(deadline, read)
            .await
            .unwrap_or(Err(Fault::Deadline { timeout }))
    }

    /// The company whose roles are read.
    pub(super) fn company(&self) -> &str {
        &self.company
    }

    pub(super) fn tell(&self, notice: Notice) {
        (self.notify)(notice);
    }

    /// Every request with credentials so far, in the order of the answers.
    pub(super) fn requests(&self) -> Vec<RequestRecord> {
        self.requests
            .lock()
            .map(|requests| requests.clone())
            .unwrap_or_default()
    }

    fn record(&self, url: &Url, result: &Result<Got, Fault>) {
        let path = url.path();
        let path = path
            .find("/apis/3.0/")
            .and_then(|at| path.get(at + 9..))
            .unwrap_or(path);
        let query = url
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        let got = result.as_ref().ok();
        let record = RequestRecord {
            time: stamp(SystemTime::now()),
            method: "GET".to_owned(),
            path: format!("{path}{query}"),
            status: result
                .as_ref()
                .map_or_else(Fault::status, |got| Some(got.answer.status.as_u16())),
            rows: got.and_then(|got| Some(got.value.as_array()?.len() as u64)),
            count: got.and_then(|got| got.value.get("count")?.as_u64()),
            error: result
                .as_ref()
                .err()
                .map(|fault| self.transport.struck(&fault.to_string())),
        };
        if let Ok(mut requests) = self.requests.lock() {
            requests.push(record);
        }
    }

    /// Counts rows of a role that have arrived.
    pub(super) fn arrived(&self, rows: usize) {
        self.arrived.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// What is known of the credentials.
    fn trust(&self) -> Trust {
        Trust {
            guid: self.guid,
            accepted: self.accepted.load(Ordering::Relaxed),
        }
    }

    /// Whether something of a role has arrived.
    pub(super) fn has_some(&self) -> bool {
        self.arrived.load(Ordering::Relaxed) > 0
    }

    /// Where the API is, once it is known.
    pub(super) async fn base(&self) -> Result<Url, Fault> {
        let mut place = self.place.lock().await;
        if let Some(base) = &place.base {
            return Ok(base.clone());
        }
        // A server that does not say has the codebase that all had before.
        let base = self.discover().await?;
        let base = base.unwrap_or_else(|| Address::base(self.address.api(), FALLBACK_CODEBASE));
        place.base = Some(base.clone());
        Ok(base)
    }

    /// Reads `path` under the API's base.
    ///
    /// Where that is not found, the codebase may have moved: it is asked for once more.
    pub(super) async fn get(&self, resource: Resource, path: &str) -> Result<Got, Fault> {
        loop {
            let base = self.base().await?;
            let url = base.join(path).map_err(|_| Fault::Form { resource })?;
            match self.repeat(resource, &url, As::Member).await {
                Err(fault) if fault.moved() && self.has_moved(&base).await? => {}
                result => return result,
            }
        }
    }

    /// Reads a following page, at the address that the page before it named.
    pub(super) async fn get_at(&self, resource: Resource, url: &Url) -> Result<Got, Fault> {
        self.repeat(resource, url, As::Member).await
    }

    /// Whether the API is elsewhere than at `base` by now.
    async fn has_moved(&self, base: &Url) -> Result<bool, Fault> {
        let mut place = self.place.lock().await;
        if place.base.as_ref() != Some(base) {
            // Another request of this read has found out already.
            return Ok(true);
        }
        if place.asked {
            return Ok(false);
        }
        place.asked = true;
        let found = match self.discover().await {
            Ok(Some(found)) => found,
            Err(fault @ Fault::UnknownCompany { .. }) => return Err(fault),
            // The first fault says more than a failed second question.
            Ok(None) | Err(_) => return Ok(false),
        };
        let moved = found != *base;
        if moved {
            let codebase = found.path().to_owned();
            self.tell(Notice::Again(format!(
                "the codebase is now `{codebase}`; trying there"
            )));
            place.base = Some(found);
        }
        Ok(moved)
    }

    /// Asks the host which codebase the company has; none where the host does not say. This
    /// needs no credentials, and none are sent.
    async fn discover(&self) -> Result<Option<Url>, Fault> {
        let mut url = self.address.login().clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .clear()
                .extend(["login", "companyinfo", self.company.as_str()]);
        }
        let resource = Resource::CompanyInfo;
        let value = match self.repeat(resource, &url, As::Nobody).await {
            Ok(got) => got.value,
            Err(Fault::NotFound { .. } | Fault::NotTheApi { status: 404, .. }) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        if value.is_null() {
            return Err(Fault::UnknownCompany {
                company: self.company.clone(),
                host: super::address::host_of(self.address.login()),
            });
        }
        if !value.is_object() {
            return Err(Fault::Form { resource });
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let site = text("SiteUrl").and_then(|site| self.address.site(site));
        let api = site.as_ref().unwrap_or(self.address.api());
        match text("Codebase").map(|codebase| codebase.trim_matches('/')) {
            None | Some("") => Ok(None),
            Some(codebase) if is_codebase(codebase) => Ok(Some(Address::base(api, codebase))),
            Some(_) => Err(Fault::Form { resource }),
        }
    }

    /// Sends a request, and again while that is safe and there is time. Every request is a `GET`
    /// and changes nothing; only faults that pass by themselves are worth repeating.
    async fn repeat(&self, resource: Resource, url: &Url, caller: As) -> Result<Got, Fault> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(FIRST_WAIT)
            .with_max_delay(LONGEST_WAIT)
            .with_max_times(self.retries)
            .with_jitter();
        let attempt = || async {
            let quiet = *self.quiet.lock().await;
            if quiet > Instant::now() {
                tokio::time::sleep_until(quiet).await;
            }
            let started = Instant::now();
            let result = match self.transport.get(url, caller).await {
                Ok(answer) => answer::json(resource, &answer, self.trust()).map(|value| Got {
                    value,
                    answer,
                    url: url.clone(),
                }),
                Err(fault) => Err(fault),
            };
            let how = result.as_ref().map_or_else(
                |fault| self.transport.struck(&fault.to_string()),
                |got| {
                    format!(
                        "{}, {} bytes",
                        got.answer.status.as_u16(),
                        got.answer.body.len()
                    )
                },
            );
            if matches!(caller, As::Member) {
                self.record(url, &result);
            }
            // Only a caller with credentials can be refused a permission.
            if matches!(caller, As::Member)
                && matches!(result, Ok(_) | Err(Fault::Forbidden { .. }))
            {
                self.accepted.store(true, Ordering::Relaxed);
            }
            if let Err(Fault::Busy { wait: Some(wait) }) = &result {
                let mut quiet = self.quiet.lock().await;
                *quiet = (*quiet).max(Instant::now() + *wait);
            }
            self.tell(Notice::Request(format!(
                "GET {url}: {how} ({} ms)",
                started.elapsed().as_millis()
            )));
            result
        };
        attempt
            .retry(waits)
            .when(Fault::passes)
            .adjust(|fault, wait| {
                let wait = wait.map(|wait| fault.wait().unwrap_or(wait))?;
                // A wait that ends after the deadline is reported at once.
                let in_time = match self.deadline {
                    Some((deadline, _)) => Instant::now() + wait < deadline,
                    None => wait <= LONGEST_ASKED_WAIT,
                };
                in_time.then_some(wait)
            })
            .notify(|fault, wait| {
                self.tell(Notice::Again(format!(
                    "{}; trying again in {}",
                    self.transport.struck(&fault.to_string()),
                    seconds(wait)
                )));
            })
            .await
    }
}

/// What was read, with the answer that it came in.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) value: Value,
    pub(super) answer: Answer,
    pub(super) url: Url,
}
