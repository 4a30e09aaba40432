//! A server on loopback that does as it is told, faults included, and remembers what it was sent.
//!
//! It speaks HTTP/1.1 over bare sockets and runs on a thread and a runtime of its own, so that neither a paused
//! clock nor a runtime that ends disturbs it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    /// The values of a header, whose name is compared without regard to case.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The one value of a header.
    pub fn one(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(all.len() <= 1, "{name} was sent {} times", all.len());
        all.first().copied()
    }
}

/// What the server does with a request, one act after the other.
#[derive(Clone, Debug)]
pub enum Act {
    Send(Vec<u8>),
    /// An orderly end of the connection.
    Close,
    /// The connection is torn down.
    Reset,
    /// Nothing more happens, and the connection stays open.
    Stall,
    /// Passes bytes to and fro between this connection and another address.
    Tunnel(SocketAddr),
}

/// What arrived so far.
#[derive(Default, Debug)]
pub struct Seen {
    pub connections: usize,
    /// Connections that the server is done with.
    pub closed: usize,
    pub requests: Vec<Received>,
}

type Script = dyn Fn(&Received, usize) -> Vec<Act> + Send + Sync;

#[derive(Clone)]
pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
    _stop: Stop,
}

/// What happens to a connection before anything is read from it.
#[derive(Clone, Default)]
pub struct Options {
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Connections with these numbers are torn down at once.
    pub reset_on_accept: Vec<usize>,
    /// Sent as soon as anything at all arrives, which is not read as a request.
    pub blurts: Option<Vec<u8>>,
}

impl Server {
    /// Starts a server whose script is asked for every request, with its number from 0.
    pub fn start(script: impl Fn(&Received, usize) -> Vec<Act> + Send + Sync + 'static) -> Self {
        Server::start_with(Options::default(), script)
    }

    pub fn start_with(
        options: Options,
        script: impl Fn(&Received, usize) -> Vec<Act> + Send + Sync + 'static,
    ) -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let state = Arc::clone(&seen);
        let script: Arc<Script> = Arc::new(script);
        let (address, stop) = listen(move |stream| {
            let number = {
                let mut seen = state.lock().unwrap();
                seen.connections += 1;
                seen.connections - 1
            };
            let (options, state, script) =
                (options.clone(), Arc::clone(&state), Arc::clone(&script));
            async move {
                if options.reset_on_accept.contains(&number) {
                    return tear_down(&stream);
                }
                stream.set_nodelay(true).unwrap();
                let counter = Arc::clone(&state);
                if let Some(answer) = options.blurts {
                    return blurt(stream, &answer).await;
                }
                match options.tls {
                    None => serve(stream, state, script).await,
                    Some(config) => {
                        let acceptor = tokio_rustls::TlsAcceptor::from(config);
                        if let Ok(stream) = acceptor.accept(stream).await {
                            serve(stream, state, script).await;
                        }
                    }
                }
                counter.lock().unwrap().closed += 1;
            }
        });
        Server {
            address,
            seen,
            _stop: stop,
        }
    }

    /// Answers everything with 200 and this body.
    pub fn always(body: &'static str) -> Self {
        Server::start(move |_, _| vec![Act::Send(reply(200, &[], body))])
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    pub fn requests(&self) -> Vec<Received> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// Waits until the server is done with this many connections.
    pub async fn closed(&self, connections: usize) {
        while self.seen.lock().unwrap().closed < connections {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The number of requests so far.
    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().requests.len()
    }
}

/// Ends a listener's thread when the last copy is dropped.
pub type Stop = Arc<watch::Sender<()>>;

/// Serves the connections to an address on loopback, each in a task, all on a thread and a runtime of their own.
pub fn listen<C>(connection: impl Fn(TcpStream) -> C + Send + 'static) -> (SocketAddr, Stop)
where
    C: Future<Output = ()> + Send + 'static,
{
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, mut stopped) = watch::channel(());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let stream = tokio::select! {
                    accepted = listener.accept() => accepted.unwrap().0,
                    _ = stopped.changed() => return,
                };
                tokio::spawn(connection(stream));
            }
        });
    });
    (address, Arc::new(stop))
}

/// A stream that can be torn down.
trait Conn: AsyncRead + AsyncWrite + Unpin {
    fn tear_down(&self);
}

impl Conn for TcpStream {
    fn tear_down(&self) {
        tear_down(self);
    }
}

impl Conn for tokio_rustls::server::TlsStream<TcpStream> {
    fn tear_down(&self) {
        tear_down(self.get_ref().0);
    }
}

/// Without lingering, closing sends a reset.
fn tear_down(stream: &TcpStream) {
    stream.set_zero_linger().unwrap();
}

async fn blurt(mut stream: TcpStream, answer: &[u8]) {
    let _ = stream.read(&mut [0; 1024]).await;
    let _ = stream.write_all(answer).await;
}

async fn serve<S: Conn>(mut stream: S, seen: Arc<Mutex<Seen>>, script: Arc<Script>) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await {
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.requests.push(request.clone());
            seen.requests.len() - 1
        };
        for act in script(&request, number) {
            match act {
                Act::Send(bytes) => {
                    if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() {
                        return;
                    }
                }
                Act::Close => {
                    let _ = stream.shutdown().await;
                    return;
                }
                Act::Reset => {
                    stream.tear_down();
                    return;
                }
                Act::Stall => std::future::pending().await,
                Act::Tunnel(to) => {
                    let mut other = TcpStream::connect(to).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut stream, &mut other).await;
                    return;
                }
            }
        }
    }
}

/// Reads one request with its body, `None` when the connection ends before.
async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    buffer: &mut Vec<u8>,
) -> Option<Received> {
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.parse::<usize>().unwrap());
    while buffer.len() < head_end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = buffer[head_end..head_end + length].to_vec();
    buffer.drain(..head_end + length);
    Some(Received {
        method,
        target,
        headers,
        body,
    })
}

/// A response with a length.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// An address where nobody listens.
pub fn nobody() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}
