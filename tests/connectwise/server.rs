//! Connections: one thread and one response each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A received request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    /// Number of earlier requests for the same path.
    pub(crate) hit: usize,
}

/// What the server sends.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// A response with its length.
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// Raw bytes, then the connection closes.
    Raw(Vec<u8>),
    /// A head, then the same bytes until the client disconnects.
    Endless(Vec<u8>),
    /// Nothing, until the client disconnects.
    Silence,
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Arc<Mutex<Vec<Request>>>,
    /// The certificate that a client must trust, if the server uses TLS.
    pub(crate) certificate: Option<String>,
    stop: Arc<AtomicBool>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Whether the path ends with this, ignoring case.
    pub(crate) fn is(&self, end: &str) -> bool {
        self.path
            .to_ascii_lowercase()
            .ends_with(&end.to_ascii_lowercase())
    }
}

impl Reply {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::Answer {
            status,
            headers: vec![(
                "Content-Type".into(),
                "application/json; charset=utf-8".into(),
            )],
            body: body.into(),
        }
    }

    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self::Answer {
            status,
            headers: vec![("Content-Type".into(), "text/html".into())],
            body: body.into(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.into()));
        }
        self
    }
}

impl Server {
    pub(crate) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::begin(handler, false)
    }

    pub(crate) fn start_tls(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::begin(handler, true)
    }

    fn begin(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static, tls: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (certificate, config) = if tls {
            let (certificate, config) = identity();
            (Some(certificate), Some(config))
        } else {
            (None, None)
        };
        let handler: Arc<Handler> = Arc::new(handler);
        let (all, ended) = (Arc::clone(&seen), Arc::clone(&stop));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (handler, seen) = (Arc::clone(&handler), Arc::clone(&all));
                let config = config.clone();
                std::thread::spawn(move || {
                    // Timeout, so that no test hangs.
                    let limit = Some(Duration::from_secs(20));
                    let _ = stream.set_read_timeout(limit);
                    let _ = stream.set_write_timeout(limit);
                    match config {
                        None => serve(stream, &*handler, &seen),
                        Some(config) => {
                            let connection = rustls::ServerConnection::new(config).unwrap();
                            serve(
                                rustls::StreamOwned::new(connection, stream),
                                &*handler,
                                &seen,
                            );
                        }
                    }
                });
            }
        });
        Self {
            address,
            seen,
            certificate,
            stop,
        }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the listener so that it notices the end.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: impl Read + Write, handler: &Handler, seen: &Mutex<Vec<Request>>) {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") {
        // A TLS client of a plain-text server gets a plain-text error, as real servers send it.
        if head.first() == Some(&0x16) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            return;
        }
        match stream.read(&mut byte) {
            Ok(1) if head.len() < 64 << 10 => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let target = lines.next().unwrap_or_default();
    let target = target.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        path: path.to_owned(),
        query: query.to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.to_owned(), value.trim().to_owned()))
            .collect(),
        hit: 0,
    };
    {
        let mut seen = seen.lock().unwrap();
        request.hit = seen
            .iter()
            .filter(|other| other.path == request.path)
            .count();
        seen.push(request.clone());
    }
    let _ = send(&mut stream, handler(&request));
    let _ = stream.flush();
}

fn send(stream: &mut (impl Read + Write), reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Answer {
            status,
            headers,
            body,
        } => {
            let mut head = format!("HTTP/1.1 {status} Stand-in\r\nConnection: close\r\n");
            for (name, value) in headers {
                head += &[name.as_str(), ": ", &value, "\r\n"].concat();
            }
            write!(stream, "{head}Content-Length: {}\r\n\r\n", body.len())?;
            stream.write_all(&body)
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Endless(bytes) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            // Far more than a client accepts, but finite.
            for _ in 0..(64 << 20) / bytes.len() {
                stream.write_all(&bytes)?;
            }
            Ok(())
        }
        Reply::Silence => {
            let mut byte = [0; 1];
            stream.read(&mut byte).map(drop)
        }
    }
}

/// A proxy that lets clients connect to this machine, and records their requests.
pub(crate) fn proxy() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let said = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&said);
    std::thread::spawn(move || {
        for stream in listener.incoming().take(8) {
            let Ok(mut stream) = stream else { continue };
            let mut head = Vec::new();
            let mut byte = [0; 1];
            while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let port = head
                .split([':', ' '])
                .nth(2)
                .and_then(|port| port.parse().ok());
            log.lock().unwrap().push(head);
            let mut server = TcpStream::connect(("127.0.0.1", port.unwrap())).unwrap();
            stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
            let (mut from, mut to) = (stream.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut server, &mut stream);
                let _ = stream.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    (address, said)
}

/// A self-signed certificate for this machine.
fn identity() -> (String, Arc<rustls::ServerConfig>) {
    let names = vec!["localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (made.cert.pem(), Arc::new(config))
}
