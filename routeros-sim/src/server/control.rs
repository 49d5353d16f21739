//! The control port: HTTP with JSON.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;

use crate::engine::{Fault, FaultKind};

use super::shared::Shared;

const MAX_BODY: usize = 64 << 20;

type Answer = (StatusCode, Json);

/// Accepts connections until the task is aborted.
pub(super) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let shared = shared.clone();
                async move { Ok::<_, Infallible>(respond(&shared, request).await) }
            });
            // A client that goes away is its own business.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(shared: &Shared, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let body = match Limited::new(request.into_body(), MAX_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => {
            return json_response((
                StatusCode::PAYLOAD_TOO_LARGE,
                json!({"error": "the body is too large"}),
            ));
        }
    };
    let parsed = || -> Result<Json, Answer> {
        if body.is_empty() {
            return Ok(json!({}));
        }
        serde_json::from_slice(&body)
            .map_err(|error| (StatusCode::BAD_REQUEST, json!({"error": error.to_string()})))
    };
    let answer = match (&method, path.as_str()) {
        (&Method::GET, "/state") => (StatusCode::OK, shared.engine().state_json()),
        (&Method::GET, "/log") => (StatusCode::OK, shared.engine().log_json()),
        (&Method::GET, "/world") => (StatusCode::OK, shared.engine().world_json()),
        (&Method::POST, "/log/reset") => {
            shared.engine().reset_log();
            done()
        }
        (&Method::DELETE, "/fault") => {
            shared.engine().set_fault(None);
            done()
        }
        (&Method::POST, "/packet") => match parsed() {
            Ok(document) => match shared.act(|engine, now| engine.packet(&document, now)) {
                Ok(answer) => (StatusCode::OK, answer),
                Err(problem) => (StatusCode::BAD_REQUEST, json!({"error": problem})),
            },
            Err(answer) => answer,
        },
        (&Method::POST, "/fault" | "/world" | "/clock") => match parsed() {
            Ok(document) => change(shared, &path, &document),
            Err(answer) => answer,
        },
        _ => (
            StatusCode::NOT_FOUND,
            json!({"error": format!("no such resource: {method} {path}")}),
        ),
    };
    json_response(answer)
}

fn done() -> Answer {
    (StatusCode::OK, json!({"ok": true}))
}

fn change(shared: &Shared, path: &str, document: &Json) -> Answer {
    let result = match path {
        "/fault" => parse_fault(document).map(|fault| shared.engine().set_fault(Some(fault))),
        "/world" => shared.act(|engine, now| engine.change_world(document, now)),
        _ => match document.get("advance_s").and_then(Json::as_f64) {
            Some(seconds) if (0.0..=1e9).contains(&seconds) => {
                shared.advance(Duration::from_secs_f64(seconds));
                Ok(())
            }
            _ => Err("advance_s is a number of seconds".to_owned()),
        },
    };
    match result {
        Ok(()) => done(),
        Err(problem) => (StatusCode::BAD_REQUEST, json!({"error": problem})),
    }
}

/// `{"kind":"drop","at":3}`.
pub(super) fn parse_fault(document: &Json) -> Result<Fault, String> {
    let kind = match document.get("kind").and_then(Json::as_str) {
        Some("drop") => FaultKind::Drop,
        Some("drop-after") => FaultKind::DropAfter,
        Some("trap") => {
            let message = document
                .get("message")
                .and_then(Json::as_str)
                .unwrap_or("failure: injected");
            FaultKind::Trap(message.to_owned())
        }
        Some("hang") => FaultKind::Hang,
        Some("reboot") => FaultKind::Reboot,
        _ => return Err("kind is drop, drop-after, trap, hang or reboot".to_owned()),
    };
    match document.get("at").and_then(Json::as_u64) {
        Some(at) if at > 0 => Ok(Fault { kind, remaining: at }),
        _ => Err("at is the number of the write command, from 1".to_owned()),
    }
}

fn json_response((status, document): Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(document.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert(
        hyper::header::CONTENT_TYPE,
        hyper::header::HeaderValue::from_static("application/json"),
    );
    response
}
