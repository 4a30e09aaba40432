//! The canned server: hyper on loopback, one thread, in a process of its own so that its cost is nobody's.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use cost::bodies::Bodies;
use tokio::net::TcpListener;

/// Answers until the process is ended; prints its address first.
///
/// # Errors
///
/// No socket.
pub fn serve() -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(|error| error.to_string())?;
        println!(
            "{}",
            listener.local_addr().map_err(|error| error.to_string())?
        );
        let bodies = Bodies::new(1000);
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let _ = stream.set_nodelay(true);
            let bodies = bodies.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(request, bodies.clone()));
                // A client that goes away is no news.
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    })
}

async fn answer(
    request: Request<Incoming>,
    bodies: Bodies,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let sent = body.collect().await.map(|body| body.to_bytes());
    let body = match (&parts.method, parts.uri.path()) {
        (&Method::GET, "/sessions/whoami") if parts.headers.contains_key("x-session-token") => {
            (StatusCode::OK, bodies.session)
        }
        (&Method::GET, "/admin/identities") => (StatusCode::OK, bodies.identities),
        (&Method::POST, "/admin/identities") if is_json(&sent) => {
            (StatusCode::CREATED, bodies.identity)
        }
        (&Method::POST, "/relation-tuples/batch/check") if is_json(&sent) => {
            (StatusCode::OK, bodies.checks)
        }
        (&Method::POST, "/oauth2/token") if parts.headers.contains_key("authorization") => {
            (StatusCode::OK, bodies.token)
        }
        (&Method::GET, "/self-service/login/flows") => (StatusCode::OK, bodies.login_flow),
        // Never answered: calls that stay in flight.
        (&Method::GET, "/health/ready") => std::future::pending().await,
        _ => (StatusCode::NOT_FOUND, Bytes::new()),
    };
    let mut response = Response::new(Full::new(body.1));
    *response.status_mut() = body.0;
    response.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json; charset=utf-8"),
    );
    Ok(response)
}

fn is_json<E>(body: &Result<Bytes, E>) -> bool {
    matches!(body, Ok(body) if body.first() == Some(&b'{'))
}

/// The server as a child process; ended when dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
}

impl Server {
    /// Starts this program once more, as the server.
    ///
    /// # Errors
    ///
    /// It does not start or does not say where it is.
    pub fn start() -> Result<Self, String> {
        use std::io::BufRead as _;
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut child = Command::new(program)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            std::io::BufReader::new(output)
                .read_line(&mut line)
                .map_err(|error| error.to_string())?;
        }
        let address = line
            .trim()
            .parse()
            .map_err(|_| "the canned server does not start".to_owned())?;
        Ok(Server { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
