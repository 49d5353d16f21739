//! REST over HTTP/1, plain or TLS.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use crate::engine::{ConnId, RestAnswer, RestRequest, Transport};

use super::shared::{Outbox, Shared};

const MAX_BODY: usize = 4 << 20;

/// How long a request's head may take.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves one connection to its end.
pub(super) async fn connection<S>(shared: Arc<Shared>, stream: S, from: Option<IpAddr>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let conn = shared.new_conn();
    let (outbox, _queue) = Outbox::new();
    shared.register(conn, outbox.clone());
    shared.act(|engine, now| engine.connect(conn, Transport::Rest, from, now));
    let service = service_fn(|request| {
        let shared = shared.clone();
        async move { respond(&shared, conn, request).await }
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // A client that goes away is its own business.
        _ = serving => {}
        () = cut(&outbox) => {}
    }
    shared.act(|engine, now| engine.disconnect(conn, now));
    shared.unregister(conn);
}

async fn cut(outbox: &Outbox) {
    while !outbox.cut.load(Ordering::SeqCst) {
        outbox.cut_signal.notified().await;
    }
}

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the simulated router ended the connection")]
struct Ended;

async fn respond(
    shared: &Shared,
    conn: ConnId,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Ended> {
    let arrived = Instant::now();
    let method = request.method().as_str().to_owned();
    let path = request.uri().path().to_owned();
    let parameters = parameters(request.uri().query().unwrap_or(""));
    let credentials = request.headers().get(AUTHORIZATION).and_then(credentials);
    let body = Limited::new(request.into_body(), MAX_BODY)
        .collect()
        .await
        .map_err(|_| Ended)?
        .to_bytes();
    let Some(rest_path) = path
        .strip_prefix("/rest")
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
    else {
        let body = json!({"error": 404, "message": "Not Found"});
        return Ok(http(&RestAnswer {
            status: 404,
            body: Some(body),
        }));
    };
    let body = match body.is_empty() {
        true => Ok(Json::Null),
        false => serde_json::from_slice(&body),
    };
    let answer = match body {
        Err(_) => {
            let body = json!({"error": 400, "message": "Bad Request", "detail": "invalid JSON"});
            Some(RestAnswer {
                status: 400,
                body: Some(body),
            })
        }
        Ok(body) => {
            let segments = rest_path
                .split('/')
                .filter(|part| !part.is_empty())
                .map(decode)
                .collect();
            let request = RestRequest {
                method,
                segments,
                parameters,
                body,
                credentials,
            };
            shared.act(|engine, now| engine.rest(conn, &request, now))
        }
    };
    match answer {
        Some(answer) => {
            tokio::time::sleep_until(arrived + shared.latency).await;
            Ok(http(&answer))
        }
        // Cut or hung: whoever cut the connection ends it, and a hung one stays silent.
        None => std::future::pending().await,
    }
}

fn http(answer: &RestAnswer) -> Response<Full<Bytes>> {
    let text = answer.body.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if answer.body.is_some() {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if answer.status == 401 {
        response.headers_mut().insert(
            WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"RouterOS\""),
        );
    }
    response
}

fn credentials(header: &HeaderValue) -> Option<(String, String)> {
    let encoded = header.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(BASE64.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

fn parameters(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Undoes percent-encoding; what is no valid escape stays as it is.
fn decode(text: &str) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        match escape
            .get(1..3)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
        {
            Some(byte) => {
                out.push(byte);
                rest = escape.get(3..).unwrap_or_default();
            }
            None => {
                out.push(b'%');
                rest = escape.get(1..).unwrap_or_default();
            }
        }
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding() {
        assert_eq!(decode("%2A1F"), "*1F");
        assert_eq!(decode("a%zzb%"), "a%zzb%");
        assert_eq!(decode("%e2%82%ac%é"), "€%é");
    }

    #[test]
    fn basic_credentials() {
        let header = HeaderValue::from_static("Basic YWRtaW46YTpi");
        assert_eq!(credentials(&header), Some(("admin".to_owned(), "a:b".to_owned())));
        assert_eq!(credentials(&HeaderValue::from_static("Bearer x")), None);
    }
}
