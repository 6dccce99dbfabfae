//! Credentials and limits of a live read: from flags, the environment, a file or a prompt.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::failure::Failure;
use super::settings::seconds;
use super::sink::Sink;
use super::{Global, input};
use crate::connectwise::{
    Address, AddressError, ClientId, CompanyId, ConnectWise, CredentialError, Credentials, Failed,
    Limits, Notice, Notify, PrivateKey, PublicKey,
};
use crate::model::Problem;
use crate::render::Detail;
use crate::report::Outcome;

/// The private key has no flag, because arguments are visible in the shell's history and in the
/// list of processes.
const PRIVATE_KEY: &str = "CONNECTWISE_PRIVATE_KEY";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "ConnectWise")]
pub(super) struct ConnectionArguments {
    /// The Company ID that you enter on the login screen
    #[arg(
        long,
        value_name = "ID",
        env = "CONNECTWISE_COMPANY_ID",
        hide_env_values = true
    )]
    company_id: Option<String>,
    /// The Public Key of the API member
    #[arg(
        long,
        value_name = "KEY",
        env = "CONNECTWISE_PUBLIC_KEY",
        hide_env_values = true
    )]
    public_key: Option<String>,
    /// A file that contains only the Private Key; `-` is standard input. Without it, the key is read
    /// from `CONNECTWISE_PRIVATE_KEY`, or you are prompted for it
    #[arg(long, value_name = "FILE")]
    private_key_file: Option<PathBuf>,
    /// The API URL, such as na.myconnectwise.net
    #[arg(
        long,
        value_name = "URL",
        env = "CONNECTWISE_API_URL",
        hide_env_values = true
    )]
    api_url: Option<String>,
    /// A Client ID from developer.connectwise.com
    #[arg(
        long,
        value_name = "GUID",
        env = "CONNECTWISE_CLIENT_ID",
        hide_env_values = true
    )]
    client_id: Option<String>,
    /// A PEM file of certificates to trust in addition to the system's certificates
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// Time limit for the whole read [default: none]
    #[arg(long, value_name = "SECONDS", value_parser = seconds(0.1, 86_400.0), allow_negative_numbers = true)]
    timeout: Option<Duration>,
    /// Time limit for each request
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds(0.1, 86_400.0), allow_negative_numbers = true)]
    request_timeout: Duration,
    /// Number of retries after a transient error
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = retries, allow_negative_numbers = true)]
    retries: u8,
}

fn retries(text: &str) -> Result<u8, String> {
    text.parse()
        .ok()
        .filter(|number| *number <= 20)
        .ok_or_else(|| "expected a number of retries from 0 to 20".to_owned())
}

impl ConnectionArguments {
    /// What a read needs, with `--live`. Without it, no argument may be for a read only.
    pub(super) fn if_live(
        &self,
        live: bool,
        concurrency: usize,
        global: Global,
    ) -> Result<Option<Connection>, Failure> {
        if live {
            return self.connection(concurrency, global).map(Some);
        }
        // Those that an environment variable sets are for any command.
        let only_live = [
            ("--private-key-file", self.private_key_file.is_some()),
            ("--cacert", self.cacert.is_some()),
            ("--timeout", self.timeout.is_some()),
        ];
        match only_live.into_iter().find(|(_, given)| *given) {
            Some((flag, _)) => Err(Failure::usage(
                format!("`{flag}` requires `--live`"),
                format!("add `--live`, or omit `{flag}`"),
            )),
            None => Ok(None),
        }
    }

    /// The files named by the arguments.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        let files = self.private_key_file.iter().chain(&self.cacert);
        files.map(PathBuf::as_path)
    }

    /// Collects everything that a read needs. Nothing is sent yet.
    pub(super) fn connection(
        &self,
        concurrency: usize,
        global: Global,
    ) -> Result<Connection, Failure> {
        if global.offline {
            return Err(Failure::usage(
                "this command reads from ConnectWise, but `--offline` was given",
                "remove `--offline`, or specify a file instead of `--live`",
            ));
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(Failure::usage(
                "values that ConnectWise requires are missing",
                format!(
                    "{}\nto find each value, see {}/blob/main/docs/live.md#credentials",
                    missing.join("\n"),
                    env!("CARGO_PKG_REPOSITORY")
                ),
            ));
        }
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let credentials = Credentials {
            company: CompanyId::new(&text(&self.company_id))?,
            public_key: PublicKey::new(&text(&self.public_key))?,
            client_id: ClientId::new(&text(&self.client_id))?,
            address: Address::parse(&text(&self.api_url))?,
            private_key: self.private_key(global.sink)?,
        };
        let authorities = self.cacert.as_deref().map(input::bytes).transpose()?;
        Ok(Connection {
            credentials,
            limits: Limits {
                timeout: self.timeout,
                request_timeout: self.request_timeout,
                retries: usize::from(self.retries),
                concurrency,
                authorities,
            },
            notify: Arc::new(notify(global)),
        })
    }

    /// The missing values, and how to give each.
    fn missing(&self) -> Vec<String> {
        let no_key = self.private_key_file.is_none() && std::env::var_os(PRIVATE_KEY).is_none();
        let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
        let values = [
            (
                self.company_id.is_none(),
                "Company ID",
                "company-id",
                "COMPANY_ID",
            ),
            (
                self.public_key.is_none(),
                "Public Key",
                "public-key",
                "PUBLIC_KEY",
            ),
            (
                no_key && !can_ask,
                "Private Key",
                "private-key-file",
                "PRIVATE_KEY",
            ),
            (self.api_url.is_none(), "API URL", "api-url", "API_URL"),
            (
                self.client_id.is_none(),
                "Client ID",
                "client-id",
                "CLIENT_ID",
            ),
        ];
        let missing = values.into_iter().filter(|(missing, ..)| *missing);
        missing
            .map(|(_, what, flag, name)| {
                format!("the {what} is missing: use `--{flag}` or set CONNECTWISE_{name}")
            })
            .collect()
    }

    fn private_key(&self, sink: Sink) -> Result<PrivateKey, Failure> {
        let text = if let Some(path) = &self.private_key_file {
            let bytes = input::bytes(path)?;
            warn_of_readers(path, sink);
            match String::from_utf8(bytes) {
                Ok(text) => SecretString::from(text),
                // The bytes in the error are the key: they are not shown.
                Err(_) => return Err(CredentialError::Character("Private Key").into()),
            }
        } else if let Some(text) = std::env::var_os(PRIVATE_KEY) {
            let text = text
                .into_string()
                .map_err(|_| CredentialError::Character("Private Key"))?;
            SecretString::from(text)
        } else {
            rpassword::prompt_password("Private Key: ")
                .map(SecretString::from)
                .map_err(|error| {
                    Failure::usage(
                        format!("cannot ask for the Private Key: {error}"),
                        "use `--private-key-file` or set CONNECTWISE_PRIVATE_KEY",
                    )
                })?
        };
        sink.redact_also(text.expose_secret());
        Ok(PrivateKey::new(text)?)
    }
}

/// Warns that others on this machine can read the key.
fn warn_of_readers(path: &Path, sink: Sink) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let open = std::fs::metadata(path)
            .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o077 != 0);
        if open {
            sink.tell(&format!(
                "note: other users of this machine can read `{}`; run `chmod 600` to prevent that",
                crate::cli::input::shown(path)
            ));
        }
    }
    #[cfg(not(unix))]
    let _ = (path, sink);
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        let what = match &error {
            CredentialError::Empty(what) | CredentialError::Character(what) => *what,
            CredentialError::CompanyInPublicKey => "Public Key",
        };
        let help = match what {
            "Company ID" => "use the Company ID that you enter when you log in to ConnectWise",
            "Client ID" => "copy it again from developer.connectwise.com",
            "Private Key" => {
                "copy it again from where you saved it, or create a new API key at System > Members > \
                 API Members > API Keys; a private key is shown only once"
            }
            _ => "copy it again from System > Members > API Members > API Keys",
        };
        Self::usage(error.to_string(), help)
    }
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        Self::usage(
            error.to_string(),
            "specify the host where you log in, such as `na.myconnectwise.net`, or the full base URL, \
             such as `https://api-na.myconnectwise.net/v4_6_release/apis/3.0`",
        )
    }
}

/// Everything that a read needs.
pub(super) struct Connection {
    credentials: Credentials,
    limits: Limits,
    notify: Notify,
}

impl Connection {
    /// Opens the connection and starts the deadline.
    pub(super) fn open(&self) -> Result<ConnectWise, Failed> {
        ConnectWise::new(&self.credentials, &self.limits, Arc::clone(&self.notify))
    }
}

/// Reports what happens during a read.
fn notify(global: Global) -> impl Fn(Notice) + Send + Sync {
    let (detail, sink) = (global.detail(), global.sink);
    let progress = super::progress::Progress::new(detail);
    move |notice| match (notice, detail) {
        (Notice::Retry(text), Detail::Normal | Detail::All) => sink.tell(&format!("note: {text}")),
        (Notice::Degraded(text), Detail::Normal | Detail::All) => {
            sink.tell(&format!("note: {text}; continuing without it"));
        }
        (Notice::Request(text), Detail::All) => sink.tell(&text),
        (Notice::Role, _) => progress.step(),
        _ => {}
    }
}

/// Converts a failed read to a problem, with help, and to the outcome of the run.
pub(super) fn to_problem(failed: &Failed) -> (Problem, Outcome) {
    let problem =
        Problem::in_file(&*failed.host, failed.fault.to_string()).with_help(failed.fault.help());
    let outcome = if failed.partial {
        Outcome::Inconclusive
    } else {
        Outcome::Invalid
    };
    (problem, outcome)
}

impl From<Failed> for Failure {
    fn from(failed: Failed) -> Self {
        let (problem, outcome) = to_problem(&failed);
        Self::ended(problem, outcome)
    }
}
