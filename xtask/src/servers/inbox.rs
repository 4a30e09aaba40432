//! An HTTP server on loopback that keeps what is posted to it: the mails that Kratos sends, and notifications that a
//! scenario wants to see (back-channel logout, web hooks).
//!
//! `POST /any/path` keeps the body, `GET /messages` lists everything kept, oldest first, as
//! `[{"path": "/mail", "content_type": "application/json", "body": ...}]`. A body that is JSON is listed as such,
//! any other as a string.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::ports::listen;

/// More than a mail ever has; what is longer is refused.
const LONGEST_BODY: u64 = 1 << 20;

/// How many messages are kept; older ones are dropped.
const MOST_MESSAGES: usize = 10_000;

/// How long a client may take to send its request.
const PATIENCE: Duration = Duration::from_secs(10);

type Messages = Arc<Mutex<Vec<Value>>>;

/// Starts serving in the background until this process ends; returns the port.
pub(crate) fn start() -> Result<u16, String> {
    let trouble = |error: std::io::Error| format!("cannot listen for mails on 127.0.0.1: {error}");
    let listener = listen(0).map_err(trouble)?;
    let port = listener.local_addr().map_err(trouble)?.port();
    std::thread::spawn(move || serve(&listener));
    Ok(port)
}

fn serve(listener: &TcpListener) {
    let messages = Messages::default();
    for stream in listener.incoming().flatten() {
        let messages = Arc::clone(&messages);
        // A thread each: a client that stalls must not keep the others waiting.
        std::thread::spawn(move || {
            // Nobody is there to tell about a connection that broke: the client sees it itself.
            let _ = answer(&stream, &messages);
        });
    }
}

/// Reads one request and answers it; the connection is closed after it.
fn answer(stream: &TcpStream, messages: &Messages) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(LONGEST_BODY + 64 * 1024));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let path = target.split('?').next().unwrap_or("").to_owned();
    let method = method.to_owned();

    let mut length = 0;
    let mut content_type = String::new();
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        let Some((name, value)) = header.split_once(':') else {
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        } else if name.eq_ignore_ascii_case("content-type") {
            content_type = value.trim().to_owned();
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return respond(stream, "411 Length Required", "");
        }
    }

    match (method.as_str(), path.as_str()) {
        ("GET", "/messages") => {
            let list = Value::Array(lock(messages).clone());
            respond(stream, "200 OK", &list.to_string())
        }
        ("POST", _) if length > LONGEST_BODY => respond(stream, "413 Content Too Large", ""),
        ("POST", _) => {
            let mut body = vec![0; usize::try_from(length).unwrap_or(0)];
            reader.read_exact(&mut body)?;
            let body = serde_json::from_slice(&body)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&body).into_owned()));
            let mut kept = lock(messages);
            if kept.len() == MOST_MESSAGES {
                kept.remove(0);
            }
            kept.push(json!({ "path": path, "content_type": content_type, "body": body }));
            drop(kept);
            respond(stream, "200 OK", "{}")
        }
        _ => respond(stream, "404 Not Found", ""),
    }
}

fn lock(messages: &Messages) -> std::sync::MutexGuard<'_, Vec<Value>> {
    messages.lock().unwrap_or_else(PoisonError::into_inner)
}

fn respond(mut stream: &TcpStream, status: &str, body: &str) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn exchange(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_was_posted_is_listed() {
        let port = super::start().unwrap();
        let post = |path: &str, body: &str| {
            let length = body.len();
            exchange(
                port,
                &format!(
                    "POST {path}?x=1 HTTP/1.1\r\nHost: a\r\ncontent-length: {length}\r\nContent-Type: text/x\r\n\r\n{body}"
                ),
            )
        };
        assert!(post("/mail", r#"{"to":"a@b"}"#).starts_with("HTTP/1.1 200"));
        assert!(post("/other", "plain").starts_with("HTTP/1.1 200"));
        let list = exchange(port, "GET /messages HTTP/1.1\r\nHost: a\r\n\r\n");
        let (_, body) = list.split_once("\r\n\r\n").unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(body).unwrap(),
            serde_json::json!([
                { "path": "/mail", "content_type": "text/x", "body": { "to": "a@b" } },
                { "path": "/other", "content_type": "text/x", "body": "plain" },
            ])
        );
        assert!(exchange(port, "GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
        let long = "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n";
        assert!(exchange(port, long).starts_with("HTTP/1.1 413"));
    }
}
