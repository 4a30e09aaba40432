//! Is a server ready? Asks its health endpoint once.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than a ready server ever needs on loopback.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the port answers a request for `path` with 200.
pub(crate) fn is_ready(port: u16, path: &str) -> bool {
    ask(port, path).is_ok_and(|status| status.starts_with("HTTP/1.1 200"))
}

fn ask(port: u16, path: &str) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    // The status line is all that matters.
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    Ok(String::from_utf8_lossy(&start).into_owned())
}
