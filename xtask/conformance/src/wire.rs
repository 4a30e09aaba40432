//! Forwarders on loopback that keep every byte between the SDK and the servers, and a reader of HTTP/1.1 that shares no
//! code with the SDK's: what the recorder saw is compared with what was on the wire.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Uri;
use http::uri::{Authority, Parts};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::recorder::{Exchange, NUMBER};

/// The forwarders; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Wire {
    /// The forwarder of each server, by the server's authority.
    forwarders: Arc<HashMap<Authority, Authority>>,
    connections: Arc<Mutex<Vec<Connection>>>,
}

/// What went over one connection and was not read yet.
#[derive(Default)]
struct Connection {
    sent: Vec<u8>,
    received: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Direction {
    Sent,
    Received,
}

/// A request as it was on the wire.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct WireRequest {
    /// Names in lower case and values without white space around them, in order.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Without the chunks' lengths.
    pub(crate) body: Vec<u8>,
}

/// A response as it was on the wire, with its request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WireExchange {
    pub(crate) request: WireRequest,
    pub(crate) status: u16,
    /// Names in lower case and values without white space around them, in order.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Without the chunks' lengths.
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// Puts a forwarder before each of these base URLs, unless it is encrypted.
    pub(crate) async fn before(urls: &[&str]) -> io::Result<Self> {
        let connections = Arc::default();
        let mut forwarders = HashMap::new();
        for url in urls {
            let uri: Uri = url.parse().map_err(io::Error::other)?;
            // What is encrypted can only be taken from the recorder.
            if uri.scheme_str() == Some("https") {
                continue;
            }
            let server = uri.authority().cloned();
            let server = server.ok_or_else(|| io::Error::other(format!("{url} has no host")))?;
            // Several endpoints may be one server.
            if forwarders.contains_key(&server) {
                continue;
            }
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?.to_string();
            let forwarder = address.parse().map_err(io::Error::other)?;
            tokio::spawn(accept(
                listener,
                server.to_string(),
                Arc::clone(&connections),
            ));
            forwarders.insert(server, forwarder);
        }
        Ok(Self {
            forwarders: Arc::new(forwarders),
            connections,
        })
    }

    /// The URL of the same resource by the server's forwarder.
    pub(crate) fn forwarder(&self, uri: &Uri) -> Option<Uri> {
        let forwarder = self.forwarders.get(uri.authority()?)?;
        let mut parts = Parts::from(uri.clone());
        parts.authority = Some(forwarder.clone());
        Uri::from_parts(parts).ok()
    }

    /// Compares what was recorded with what was on the wire since the last time, and completes it by the requests. Every
    /// line is one difference.
    pub(crate) fn compare(&self, exchanges: &mut [Exchange]) -> Vec<String> {
        let (mut seen, mut wrong) = (BTreeMap::new(), Vec::new());
        for connection in lock(&self.connections).iter_mut() {
            if let Err(error) = connection.read(&mut seen) {
                wrong.push(format!("on the wire: {error}"));
            }
        }
        for exchange in exchanges {
            let what = format!(
                "{} {} {}, status {}, on the wire",
                exchange.product,
                exchange.method,
                exchange.path(),
                exchange.response.status().as_u16()
            );
            match seen.remove(&exchange.number) {
                Some(wire) => {
                    let found = differences(&wire, &exchange.response).into_iter();
                    wrong.extend(found.map(|difference| format!("{what}: {difference}")));
                    exchange.request = wire.request;
                }
                None if self.forwarder(&exchange.uri).is_none() => {}
                None => wrong.push(format!("{what}: it was not seen there")),
            }
        }
        wrong.extend(seen.values().map(|response| {
            let status = response.status;
            format!("an answer with the status {status} on the wire was not recorded")
        }));
        wrong
    }
}

/// What the recorder makes of a response that was on the wire.
fn differences(wire: &WireExchange, recorded: &http::Response<bytes::Bytes>) -> Vec<String> {
    let mut wrong = Vec::new();
    let status = recorded.status().as_u16();
    if wire.status != status {
        wrong.push(format!("status: {} became {status}", wire.status));
    }
    let mut headers: BTreeMap<&str, Vec<&[u8]>> = BTreeMap::new();
    for (name, value) in &wire.headers {
        headers.entry(name).or_default().push(value);
    }
    wrong.extend(crate::head::differences(&headers, recorded.headers()));
    if wire.body != *recorded.body() {
        wrong.push(format!(
            "body: {} became {}",
            String::from_utf8_lossy(&wire.body),
            String::from_utf8_lossy(recorded.body())
        ));
    }
    wrong
}

async fn accept(listener: TcpListener, server: String, connections: Arc<Mutex<Vec<Connection>>>) {
    // It ends with the program.
    while let Ok((client, _)) = listener.accept().await {
        let Ok(server) = TcpStream::connect(&server).await else {
            continue;
        };
        // Small messages go to and fro; nothing is gained by waiting for more.
        let _ = client.set_nodelay(true);
        let _ = server.set_nodelay(true);
        let number = {
            let mut connections = lock(&connections);
            connections.push(Connection::default());
            connections.len() - 1
        };
        let (client_in, client_out) = client.into_split();
        let (server_in, server_out) = server.into_split();
        let to = Arc::clone(&connections);
        tokio::spawn(copy(client_in, server_out, to, number, Direction::Sent));
        let from = Arc::clone(&connections);
        tokio::spawn(copy(
            server_in,
            client_out,
            from,
            number,
            Direction::Received,
        ));
    }
}

async fn copy(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    connections: Arc<Mutex<Vec<Connection>>>,
    number: usize,
    direction: Direction,
) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        // Kept before it is passed on, so that nobody knows more than is kept.
        if let Some(connection) = lock(&connections).get_mut(number) {
            let kept = match direction {
                Direction::Sent => &mut connection.sent,
                Direction::Received => &mut connection.received,
            };
            kept.extend_from_slice(&buffer[..count]);
        }
        if to.write_all(&buffer[..count]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    /// Takes the complete exchanges out, by their numbers.
    fn read(&mut self, seen: &mut BTreeMap<u64, WireExchange>) -> Result<(), String> {
        loop {
            let Some(request) = message(&self.sent, Expected::Request)? else {
                return Ok(());
            };
            let expected = if request.first.starts_with("HEAD ") {
                Expected::NoBody
            } else {
                Expected::Response
            };
            let Some(response) = message(&self.received, expected)? else {
                return Ok(());
            };
            self.received.drain(..response.length);
            let status = response.first.split(' ').nth(1);
            let status = status.and_then(|status| status.parse().ok());
            let status = status.ok_or_else(|| format!("no status in {:?}", response.first))?;
            // An interim response; the real one follows.
            if (100..200).contains(&status) {
                continue;
            }
            self.sent.drain(..request.length);
            // Without a number it is another program's, which looks for somebody who had this port before. A request of
            // the SDK that loses its number is missed by its exchange.
            let number = value(&request.headers, NUMBER).and_then(|number| number.parse().ok());
            let Some(number) = number else {
                continue;
            };
            let response = WireExchange {
                request: WireRequest {
                    headers: request.headers,
                    body: request.body,
                },
                status,
                headers: response.headers,
                body: response.body,
            };
            seen.insert(number, response);
        }
    }
}

/// One message on a connection.
struct Message {
    /// The request line or the status line.
    first: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    /// How many bytes it takes on the wire.
    length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Request,
    Response,
    /// The response to a HEAD.
    NoBody,
}

/// Reads the message that `bytes` begin with (RFC 9112); `None` while it is not complete.
fn message(bytes: &[u8], expected: Expected) -> Result<Option<Message>, String> {
    let Some(end) = find(bytes, b"\r\n\r\n") else {
        return Ok(None);
    };
    let mut lines = split_lines(&bytes[..end]);
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let mut headers = Vec::new();
    for line in lines {
        let colon = find(line, b":")
            .ok_or_else(|| format!("no header: {:?}", String::from_utf8_lossy(line)))?;
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        headers.push((name, trim(&line[colon + 1..]).to_vec()));
    }
    let rest = &bytes[end + 4..];
    let status = first.split(' ').nth(1).unwrap_or_default();
    let bare = expected == Expected::NoBody
        || expected == Expected::Response
            && (status.starts_with('1') || matches!(status, "204" | "304"));
    let body = if bare {
        Some((Vec::new(), 0))
    } else if value(&headers, "transfer-encoding").is_some() {
        chunked(rest)?
    } else if let Some(length) = value(&headers, "content-length") {
        let length: usize = length
            .parse()
            .map_err(|_| format!("a length of {length}"))?;
        rest.get(..length).map(|body| (body.to_vec(), length))
    } else if expected == Expected::Request {
        Some((Vec::new(), 0))
    } else {
        return Err(format!("nothing says where the body ends: {first}"));
    };
    Ok(body.map(|(body, length)| Message {
        first,
        headers,
        body,
        length: end + 4 + length,
    }))
}

/// Reads a chunked body and how many bytes it takes (RFC 9112, section 7.1); `None` while it is not complete.
fn chunked(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, String> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let Some(line) = find(&bytes[at..], b"\r\n") else {
            return Ok(None);
        };
        let size = String::from_utf8_lossy(&bytes[at..at + line]).into_owned();
        let digits = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(digits, 16).map_err(|_| format!("a chunk of {size:?}"))?;
        at += line + 2;
        if size == 0 {
            // Trailers, of which these servers send none, would stand before the last line end.
            return match bytes.get(at..at + 2) {
                None => Ok(None),
                Some(b"\r\n") => Ok(Some((body, at + 2))),
                Some(_) => Err("trailers, which nobody reads".to_owned()),
            };
        }
        let Some(chunk) = bytes.get(at..at + size + 2) else {
            return Ok(None);
        };
        body.extend_from_slice(&chunk[..size]);
        at += size + 2;
    }
}

fn value<'h>(headers: &'h [(String, Vec<u8>)], name: &str) -> Option<&'h str> {
    let (_, value) = headers.iter().find(|(given, _)| given == name)?;
    std::str::from_utf8(value).ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

fn split_lines(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let (line, rest) = match find(bytes, b"\r\n") {
            Some(end) => (&bytes[..end], &bytes[end + 2..]),
            None => (bytes, &[][..]),
        };
        bytes = rest;
        Some(line)
    })
}

/// Without the white space that may stand around a header's value.
fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = value {
        value = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn connection(sent: &str, received: &str) -> Connection {
        Connection {
            sent: sent.as_bytes().to_vec(),
            received: received.as_bytes().to_vec(),
        }
    }

    #[test]
    fn exchanges_on_one_connection_are_told_apart() {
        let mut connection = connection(
            "GET /a HTTP/1.1\r\nConformance-Exchange: 0\r\n\r\n\
             HEAD /b HTTP/1.1\r\nconformance-exchange: 1\r\n\r\n\
             POST /c HTTP/1.1\r\nconformance-exchange: 2\r\ncontent-length: 4\r\n\r\n\r\n\r\n\
             GET /d HTTP/1.1\r\nconformance-exchange: 3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nTransfer-Encoding: chunked\r\nset-cookie:b=2 \r\n\r\n\
             3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n\
             HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\n\r\n\
             HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nDate: x\r\n\r\n\
             HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        );
        let mut seen = BTreeMap::new();
        connection.read(&mut seen).unwrap();
        let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
        assert_eq!(seen.len(), 3, "the last one is not complete");
        assert_eq!(seen[&0].body, b"abc0123456789");
        assert_eq!(
            seen[&0].headers,
            [
                header("set-cookie", "a=1"),
                header("transfer-encoding", "chunked"),
                header("set-cookie", "b=2"),
            ]
        );
        assert_eq!((seen[&1].status, seen[&1].body.len()), (404, 0));
        assert_eq!((seen[&2].status, seen[&2].body.len()), (204, 0));
        assert_eq!(seen[&2].request.body, b"\r\n\r\n");
        // What is missing arrives, and the same bytes are not read twice.
        connection.received.extend_from_slice(b"-whole");
        connection.read(&mut seen).unwrap();
        assert_eq!(seen[&3].body, b"half-whole");
        assert!(connection.sent.is_empty() && connection.received.is_empty());
    }

    #[test]
    fn a_request_of_another_program_is_ignored() {
        let mut connection = connection(
            "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nconformance-exchange: 7\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        );
        let mut seen = BTreeMap::new();
        connection.read(&mut seen).unwrap();
        assert_eq!(seen.into_keys().collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn whatever_the_recorder_loses_is_told() {
        let cookie = |value: &str| ("set-cookie".to_owned(), value.as_bytes().to_vec());
        let wire = WireExchange {
            request: WireRequest::default(),
            status: 200,
            headers: vec![cookie("a=1"), cookie("b=2")],
            body: b"body".to_vec(),
        };
        let recorded = |status: u16, cookies: &[&'static str], body: &'static str| {
            let mut response = http::Response::builder().status(status);
            for cookie in cookies {
                response = response.header("set-cookie", *cookie);
            }
            differences(
                &wire,
                &response.body(Bytes::from_static(body.as_bytes())).unwrap(),
            )
        };
        assert!(recorded(200, &["a=1", "b=2"], "body").is_empty());
        assert_eq!(recorded(201, &["a=1", "b=2"], "body").len(), 1);
        assert_eq!(recorded(200, &["b=2", "a=1"], "body").len(), 1);
        assert_eq!(recorded(200, &["a=1"], "body").len(), 1);
        assert_eq!(recorded(200, &["a=1", "b=2"], "bod").len(), 1);
    }
}
