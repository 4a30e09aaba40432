//! A server that answers from memory. It allocates nothing while it answers, as the process it runs in may be the one
//! whose allocations are counted.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use crate::bodies::Bodies;

/// The answers, by the beginning of the request.
type Answers = Arc<[(&'static [u8], Vec<u8>)]>;

/// Starts the server on threads of its own; lists have so many identities.
///
/// # Errors
///
/// No socket.
pub fn start(identities: u32) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let answers = answers(&Bodies::new(identities));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            // A client that goes away is no news.
            std::thread::spawn(move || converse(stream, &answers));
        }
    });
    Ok(address)
}

fn answers(bodies: &Bodies) -> Answers {
    let answer = |status: &str, body: &[u8]| {
        let length = body.len();
        let mut answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {length}\r\n\r\n"
        )
        .into_bytes();
        answer.extend_from_slice(body);
        answer
    };
    let ok = |body: &[u8]| answer("200 OK", body);
    Arc::new([
        (b"GET /sessions/whoami ", ok(&bodies.session)),
        (b"GET /admin/identities?", ok(&bodies.identities)),
        (
            b"POST /admin/identities ",
            answer("201 Created", &bodies.identity),
        ),
        (b"POST /relation-tuples/batch/check ", ok(&bodies.checks)),
        (b"POST /oauth2/token ", ok(&bodies.token)),
        (b"GET /self-service/login/flows?", ok(&bodies.login_flow)),
        (b"", answer("404 Not Found", b"")),
    ])
}

fn converse(mut stream: TcpStream, answers: &Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = [0_u8; 8192];
    let mut length = 0;
    loop {
        let read = stream.read(&mut buffer[length..])?;
        if read == 0 {
            return Ok(());
        }
        length += read;
        let request = &buffer[..length];
        if is_complete(request)
            && let Some((_, answer)) = answers.iter().find(|(begin, _)| request.starts_with(begin))
        {
            stream.write_all(answer)?;
            length = 0;
        }
    }
}

/// Whether the head has ended and is followed by as much as it says.
fn is_complete(request: &[u8]) -> bool {
    let text = std::str::from_utf8(request).unwrap_or_default();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
