//! The binary API on sockets and in memory.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use routeros_wire::{Decoder, Limits, Sentence, SentenceWriter, Word};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::engine::{ConnId, Reply, Request, Transport};
use crate::value::Value;

use super::shared::{Outbox, PAUSE_QUEUED, Packet, Shared};

/// How long a connection that was closed is still read from, so that the peer gets the last answer, not a reset.
const LINGER: Duration = Duration::from_millis(500);

/// Serves one connection to its end.
pub(super) async fn connection<S>(shared: Arc<Shared>, stream: S, from: Option<IpAddr>)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (reader, writer) = tokio::io::split(stream);
    let conn = shared.new_conn();
    let (outbox, queue) = Outbox::new();
    shared.register(conn, outbox.clone());
    shared.act(|engine, now| engine.connect(conn, Transport::Api, from, now));
    let mut sending = tokio::spawn(send(outbox.clone(), queue, writer));
    let mut reader = reader;
    tokio::select! {
        () = receive(&shared, conn, &outbox, &mut reader) => {
            shared.act(|engine, now| engine.disconnect(conn, now));
            sending.abort();
        }
        _ = &mut sending => {
            shared.act(|engine, now| engine.disconnect(conn, now));
            let drain = async {
                let mut scratch = [0_u8; 4096];
                while reader.read(&mut scratch).await.is_ok_and(|n| n > 0) {}
            };
            let _ = tokio::time::timeout(LINGER, drain).await;
        }
    }
    shared.unregister(conn);
}

async fn receive<S: AsyncRead>(shared: &Shared, conn: ConnId, outbox: &Outbox, reader: &mut ReadHalf<S>) {
    let mut decoder = Decoder::new(Limits::BEFORE_LOGIN);
    let mut logged_in = false;
    let mut buffer = vec![0_u8; 64 << 10];
    loop {
        let count = match reader.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => count,
        };
        decoder.feed(buffer.get(..count).unwrap_or_default());
        loop {
            while outbox.queued() > PAUSE_QUEUED {
                outbox.wake.notified().await;
                if outbox.cut.load(Ordering::SeqCst) {
                    return;
                }
            }
            let request = match decoder.next_sentence() {
                Ok(Some(sentence)) => request_of(&sentence),
                Ok(None) => break,
                Err(_) => return,
            };
            let now_logged_in = shared.act(|engine, now| {
                engine.handle(conn, &request, now);
                logged_in || engine.is_logged_in(conn)
            });
            if now_logged_in && !logged_in {
                logged_in = true;
                decoder.set_limits(Limits::DEFAULT);
            }
        }
    }
}

/// A sentence as the engine takes it.
fn request_of(sentence: &Sentence<'_>) -> Request {
    let mut request = Request {
        path: String::from_utf8_lossy(sentence.first()).into_owned(),
        ..Request::default()
    };
    for word in sentence.words().skip(1) {
        match Word::parse(word) {
            Word::Attribute(name, value) => {
                request.attributes.push((
                    String::from_utf8_lossy(name).into_owned(),
                    Value::copy_from_slice(value),
                ));
            }
            Word::Api(b".tag", value) => request.tag = Some(Value::copy_from_slice(value)),
            Word::Api(name, value) => {
                request.attributes.push((
                    String::from_utf8_lossy(name).into_owned(),
                    Value::copy_from_slice(value),
                ));
            }
            Word::Query(query) => request.queries.push(Value::copy_from_slice(query)),
            // Other words mean nothing to the router.
            _ => {}
        }
    }
    request
}

/// Writes one reply to the end of a buffer.
pub(super) fn encode(out: &mut Vec<u8>, tag: Option<&Value>, reply: &Reply) {
    let mut sentence = SentenceWriter::new(out);
    let kind = match reply {
        Reply::Row(_) => "!re",
        Reply::Empty => "!empty",
        Reply::Trap(_) => "!trap",
        Reply::Done(_) => "!done",
        Reply::Fatal(_) => "!fatal",
    };
    sentence.word(kind);
    if let (Some(tag), false) = (tag, matches!(reply, Reply::Fatal(_))) {
        sentence.tag(tag);
    }
    match reply {
        Reply::Row(fields) => {
            for (name, value) in fields {
                sentence.attribute(name.as_str(), value);
            }
        }
        Reply::Trap(trap) => {
            if let Some(category) = trap.category {
                sentence.attribute("category", category.to_string());
            }
            sentence.attribute("message", &trap.message);
        }
        Reply::Done(Some(value)) => {
            sentence.attribute("ret", value);
        }
        Reply::Fatal(reason) => {
            sentence.word(reason);
        }
        Reply::Done(None) | Reply::Empty => {}
    }
    // Only a word beyond 4 GiB fails; the reply is then left out whole.
    let _ = sentence.finish();
}

async fn send<S: AsyncWrite>(
    outbox: Arc<Outbox>,
    mut queue: mpsc::UnboundedReceiver<Packet>,
    mut writer: WriteHalf<S>,
) {
    let mut batch: Vec<u8> = Vec::new();
    let mut ending = false;
    while !ending {
        let Some(mut packet) = queue.recv().await else {
            break;
        };
        batch.clear();
        loop {
            match packet {
                Packet::Close => {
                    ending = true;
                    break;
                }
                Packet::Data { due, bytes } => {
                    if due > Instant::now() {
                        if !batch.is_empty() {
                            if write(&mut writer, &batch, &outbox).await.is_err() {
                                return;
                            }
                            batch.clear();
                        }
                        let cut = tokio::select! {
                            () = tokio::time::sleep_until(due) => outbox.cut.load(Ordering::SeqCst),
                            () = cut(&outbox) => true,
                        };
                        if cut {
                            ending = true;
                            break;
                        }
                    }
                    batch.extend_from_slice(&bytes);
                }
            }
            if batch.len() >= 256 << 10 {
                break;
            }
            match queue.try_recv() {
                Ok(next) => packet = next,
                Err(_) => break,
            }
        }
        if write(&mut writer, &batch, &outbox).await.is_err() {
            return;
        }
    }
    let _ = writer.shutdown().await;
}

async fn write<S: AsyncWrite>(
    writer: &mut WriteHalf<S>,
    bytes: &[u8],
    outbox: &Outbox,
) -> std::io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    writer.write_all(bytes).await?;
    writer.flush().await?;
    outbox.sent(bytes.len());
    Ok(())
}

/// Waits until the connection is cut.
async fn cut(outbox: &Outbox) {
    while !outbox.cut.load(Ordering::SeqCst) {
        outbox.cut_signal.notified().await;
    }
}
