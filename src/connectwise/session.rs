//! A complete read: deadline, retries, and the codebase, which is discovered and may change.

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
use super::limits::Limits;
use super::transport::{Answer, Auth, Transport};
use super::words::seconds;
use crate::role::tenant::RequestRecord;

/// A notice about the progress of a read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A request failed and is retried.
    Retry(String),
    /// Additional data for the role could not be read.
    Degraded(String),
    /// A request and its result; without body and headers.
    Request(String),
    /// The settings of another role were read.
    Role,
}

/// The receiver of notices.
pub type Notify = Arc<dyn Fn(Notice) + Send + Sync>;

/// The wait before the first retry; it doubles each time, with a random part so that several
/// clients do not retry at the same time.
const FIRST_WAIT: Duration = Duration::from_millis(400);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// The longest wait that a server may request if the read has no deadline.
const LONGEST_ASKED_WAIT: Duration = Duration::from_secs(15 * 60);

/// A running read.
pub(super) struct Session {
    transport: Transport,
    address: Address,
    company: String,
    guid: bool,
    /// Whether ConnectWise accepted the credentials in this run.
    accepted: AtomicBool,
    place: Mutex<Place>,
    /// The deadline of the read, and its duration.
    deadline: Option<(Instant, Duration)>,
    retries: usize,
    notify: Notify,
    /// Number of received rows of roles: shows whether a fault leaves a partial result.
    arrived: AtomicU64,
    /// The time until which the server asked to wait. It applies to all requests of this read,
    /// because every rejected request counts against the limit.
    quiet: Mutex<Instant>,
    /// Every request with credentials so far.
    requests: std::sync::Mutex<Vec<RequestRecord>>,
}

/// The address of the API, if known.
#[derive(Debug, Default)]
struct Place {
    base: Option<Url>,
    /// Whether the codebase was read again after a 404: once is enough.
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
            .unwrap_or(Err(Fault::Deadline(timeout)))
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
        let fault = result.as_ref().err();
        let record = RequestRecord {
            time: stamp(SystemTime::now()),
            method: "GET".to_owned(),
            path: format!("{path}{query}"),
            status: got
                .map(|got| got.answer.status.as_u16())
                .or_else(|| fault?.status()),
            rows: got.and_then(|got| Some(got.value.as_array()?.len() as u64)),
            count: got.and_then(|got| got.value.get("count")?.as_u64()),
            error: fault.map(|fault| self.transport.struck(&fault.to_string())),
        };
        if let Ok(mut requests) = self.requests.lock() {
            requests.push(record);
        }
    }

    /// Counts rows of a role that have arrived.
    pub(super) fn arrived(&self, rows: usize) {
        self.arrived.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// What is known about the credentials.
    fn trust(&self) -> Trust {
        Trust {
            guid: self.guid,
            accepted: self.accepted.load(Ordering::Relaxed),
        }
    }

    /// Whether part of a role has arrived.
    pub(super) fn has_some(&self) -> bool {
        self.arrived.load(Ordering::Relaxed) > 0
    }

    /// The address of the API, once it is known.
    pub(super) async fn base(&self) -> Result<Url, Fault> {
        let mut place = self.place.lock().await;
        if let Some(base) = &place.base {
            return Ok(base.clone());
        }
        // A server that does not name one has the codebase that all servers used to have.
        let base = self.discover().await?;
        let base = base.unwrap_or_else(|| Address::base(self.address.api(), FALLBACK_CODEBASE));
        place.base = Some(base.clone());
        Ok(base)
    }

    /// Reads `path` under the API's base.
    ///
    /// If that is not found, the codebase may have changed: it is read once more.
    pub(super) async fn get(&self, resource: Resource, path: &str) -> Result<Got, Fault> {
        loop {
            let base = self.base().await?;
            let url = base.join(path).map_err(|_| Fault::Form(resource))?;
            match self.repeat(resource, &url, Auth::Member).await {
                Err(fault) if fault.moved() && self.has_moved(&base).await? => {}
                result => return result,
            }
        }
    }

    /// Reads a following page, at the address that the previous page named.
    pub(super) async fn get_at(&self, resource: Resource, url: &Url) -> Result<Got, Fault> {
        self.repeat(resource, url, Auth::Member).await
    }

    /// Whether the address of the API is no longer `base`.
    async fn has_moved(&self, base: &Url) -> Result<bool, Fault> {
        let mut place = self.place.lock().await;
        if place.base.as_ref() != Some(base) {
            // Another request of this read has already discovered it.
            return Ok(true);
        }
        if place.asked {
            return Ok(false);
        }
        place.asked = true;
        let found = match self.discover().await {
            Ok(Some(found)) => found,
            Err(fault @ Fault::UnknownCompany { .. }) => return Err(fault),
            // The first fault is more useful than a failed second request.
            Ok(None) | Err(_) => return Ok(false),
        };
        let moved = found != *base;
        if moved {
            let codebase = found.path().to_owned();
            self.tell(Notice::Retry(format!(
                "the codebase is now `{codebase}`; trying there"
            )));
            place.base = Some(found);
        }
        Ok(moved)
    }

    /// Reads the codebase of the company from the host; `None` if the host does not name it. This
    /// needs no credentials, and none are sent.
    async fn discover(&self) -> Result<Option<Url>, Fault> {
        let mut url = self.address.login().clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .clear()
                .extend(["login", "companyinfo", self.company.as_str()]);
        }
        let resource = Resource::CompanyInfo;
        let value = match self.repeat(resource, &url, Auth::Anonymous).await {
            Ok(got) => got.value,
            Err(Fault::NotFound(_) | Fault::NotTheApi { status: 404, .. }) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        if value.is_null() {
            return Err(Fault::UnknownCompany {
                company: self.company.clone(),
                host: super::address::host_of(self.address.login()),
            });
        }
        if !value.is_object() {
            return Err(Fault::Form(resource));
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let site = text("SiteUrl").and_then(|site| self.address.site(site));
        let api = site.as_ref().unwrap_or(self.address.api());
        match text("Codebase").map(|codebase| codebase.trim_matches('/')) {
            None | Some("") => Ok(None),
            Some(codebase) if is_codebase(codebase) => Ok(Some(Address::base(api, codebase))),
            Some(_) => Err(Fault::Form(resource)),
        }
    }

    /// Sends a request, and retries while there is time. Every request is a `GET` and changes
    /// nothing; only transient faults are retried.
    async fn repeat(&self, resource: Resource, url: &Url, caller: Auth) -> Result<Got, Fault> {
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
            if matches!(caller, Auth::Member) {
                self.record(url, &result);
            }
            // Only a caller with credentials can be refused a permission.
            if matches!(caller, Auth::Member)
                && matches!(result, Ok(_) | Err(Fault::Forbidden { .. }))
            {
                self.accepted.store(true, Ordering::Relaxed);
            }
            if let Err(Fault::Busy(Some(wait))) = &result {
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
                self.tell(Notice::Retry(format!(
                    "{}; trying again in {}",
                    self.transport.struck(&fault.to_string()),
                    seconds(wait)
                )));
            })
            .await
    }
}

/// The parsed result, with its response.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) value: Value,
    pub(super) answer: Answer,
    pub(super) url: Url,
}
