//! A driver for a connection, on tokio.

mod reconnect;
mod target;
mod tls;

pub use reconnect::Reconnect;
pub use target::Target;
pub use tls::{Tls, TlsPeer};

use super::{Batch, Connection, Error, Event, OperationId, Request, Settings};
use crate::wire::{EncodeError, FlowMonitor, FlowStats, FlowStatsReply, FlowStatsRequest, Frame, Version};
use rustls::pki_types::ServerName;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, Sleep, sleep_until};

/// How much is read at once.
const READ_SIZE: usize = 256 << 10;

/// A stream of bytes both ways.
pub trait ByteStream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> ByteStream for S {}

/// A switch, connected.
///
/// There is no task behind it: bytes move while one of its futures is awaited. Who has nothing to ask awaits
/// [`Client::next_message`], which also answers the echoes of the switch. Every future may be dropped at any await:
/// what was asked goes on being carried out with the next call, only its answer is lost.
///
/// ```no_run
/// use openflow_rs::connection::{Batch, Client};
/// use openflow_rs::text::{Names, parse_flow};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let mut switch = Client::connect(&"unix:/run/openvswitch/br0.mgmt".parse()?).await?;
/// let mut batch = Batch::new(switch.version());
/// batch.flow(&parse_flow("cookie=0x5a,arp actions=NORMAL", &Names::new())?)?;
/// switch.bundle(batch).await?;
/// for flow in switch.flows(0x5a, u64::MAX).await? {
///     println!("{} packets", flow.packets);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Client {
    core: Connection,
    version: Version,
    stream: Box<dyn ByteStream>,
    buffer: Box<[u8]>,
    alarm: Pin<Box<Sleep>>,
    unflushed: bool,
    has_monitors: bool,
}

impl Client {
    /// Connects, with the default settings.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::Tls`], [`Error::Versions`] and their like.
    pub async fn connect(target: &Target) -> Result<Self, Error> {
        Self::connect_with(target, Settings::default()).await
    }

    /// Connects. Making the stream may take no longer than [`Settings::give_up_after`].
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn connect_with(target: &Target, settings: Settings) -> Result<Self, Error> {
        let stream = tokio::time::timeout(settings.give_up_after, open(target))
            .await
            .unwrap_or_else(|_| Err(unreachable(target, "it takes too long")))?;
        Self::over(stream, settings).await
    }

    /// Speaks over a stream that is open already, such as one that a switch opened to us.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn over(stream: Box<dyn ByteStream>, settings: Settings) -> Result<Self, Error> {
        let now = Instant::now();
        let mut client = Self {
            core: Connection::new(settings, now.into_std()),
            version: Version::V1_3,
            stream,
            buffer: vec![0; READ_SIZE].into(),
            alarm: Box::pin(sleep_until(now)),
            unflushed: false,
            has_monitors: false,
        };
        loop {
            while let Some(event) = client.core.poll_operation() {
                if let Event::Up(version) = event {
                    client.version = version;
                    return Ok(client);
                }
            }
            client.step().await?;
        }
    }

    /// The version that was agreed on.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Sends messages and waits until the switch has carried them out, each on its own.
    ///
    /// # Errors
    /// [`Error::Refused`] names those that the switch refused; the others are carried out.
    pub async fn send(&mut self, batch: Batch) -> Result<(), Error> {
        self.run(Request::Send(batch), |_| Ok(())).await
    }

    /// Waits until everything before is carried out.
    ///
    /// # Errors
    /// Only if the connection fails.
    pub async fn barrier(&mut self) -> Result<(), Error> {
        self.send(Batch::new(self.version)).await
    }

    /// Carries out messages in order, all or none; no packet sees a part of them.
    ///
    /// # Errors
    /// [`Error::Refused`] names the message at fault; nothing was carried out then.
    pub async fn bundle(&mut self, batch: Batch) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        self.run(Request::Bundle(batch), |_| Ok(())).await
    }

    /// Asks with one message, which `encode` writes, and gives every message of the answer to `part`.
    ///
    /// # Errors
    /// [`Error::Refused`], and what `part` returns: the answer is read to its end all the same.
    pub async fn ask(
        &mut self,
        encode: impl FnOnce(Version, &mut Vec<u8>) -> Result<(), EncodeError>,
        part: impl FnMut(&Frame<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut message = Vec::new();
        encode(self.version, &mut message)?;
        self.run(Request::Ask(message), part).await
    }

    /// The flows with `cookie` under `mask`, of all tables; a mask of 0: all flows.
    ///
    /// # Errors
    /// [`Error::Answer`] if what comes is not understood.
    pub async fn flows(&mut self, cookie: u64, mask: u64) -> Result<Vec<FlowStats>, Error> {
        let request = FlowStatsRequest::by_cookie(cookie, mask);
        let mut flows = Vec::new();
        self.ask(
            |version, out| request.encode_to(version, 0, out),
            |frame| {
                for flow in FlowStatsReply::new(frame).map_err(Error::Answer)? {
                    flows.push(flow.map_err(Error::Answer)?);
                }
                Ok(())
            },
        )
        .await?;
        Ok(flows)
    }

    /// Has the switch tell of changes to its flows: what is there now goes to `part`, later changes come as
    /// [`Client::next_message`].
    ///
    /// # Errors
    /// [`Error::Refused`] if the switch has no flow monitors.
    pub async fn monitor(
        &mut self,
        monitor: &FlowMonitor,
        part: impl FnMut(&Frame<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.has_monitors = true;
        self.ask(|version, out| monitor.encode_to(version, 0, out), part)
            .await
    }

    /// The next message that nobody asked for, or how many were lost because they were not read in time. Answers the
    /// echoes of the switch meanwhile, so that the connection stays.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn next_message(&mut self) -> Result<Event, Error> {
        loop {
            // Of things whose future was dropped.
            while self.core.poll_operation().is_some() {}
            if let Some(message) = self.core.poll_message() {
                return Ok(message);
            }
            self.step().await?;
        }
    }

    async fn run(
        &mut self,
        request: Request,
        mut part: impl FnMut(&Frame<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let asked = self.submit(request);
        let mut fault = Ok(());
        loop {
            match self.next_answer().await? {
                Event::Part { operation, message } if operation == asked && fault.is_ok() => {
                    fault = Frame::parse(&message)
                        .map_err(Error::Answer)
                        .and_then(|frame| part(&frame));
                }
                Event::Finished { operation, result } if operation == asked => return result.and(fault),
                _ => {}
            }
        }
    }

    /// Asks without waiting for the answer.
    pub(crate) fn submit(&mut self, request: Request) -> OperationId {
        self.core.submit(request)
    }

    /// What happened next to anything that was asked.
    pub(crate) async fn next_answer(&mut self) -> Result<Event, Error> {
        loop {
            if let Some(event) = self.core.poll_operation() {
                return Ok(event);
            }
            self.step().await?;
        }
    }

    /// As [`Connection::tell_updates`].
    pub(crate) fn tell_updates(&mut self, told: bool) {
        self.core.tell_updates(told);
    }

    /// Whether [`Client::monitor`] was called.
    pub(crate) fn has_monitors(&self) -> bool {
        self.has_monitors
    }

    /// Moves some bytes, or waits until some can be moved.
    async fn step(&mut self) -> Result<(), Error> {
        poll_fn(|context| self.poll_step(context)).await
    }

    fn poll_step(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut moved = self.core.failure().is_some();
        // Sending and reading take turns: a switch that cannot send stops reading.
        while !self.core.output().is_empty() {
            match Pin::new(&mut self.stream).poll_write(context, self.core.output()) {
                Poll::Ready(Ok(0)) => self.core.disconnected("the stream takes no more bytes"),
                Poll::Ready(Ok(bytes)) => {
                    self.core.sent(bytes);
                    self.unflushed = true;
                }
                Poll::Ready(Err(error)) => self.core.disconnected(&error.to_string()),
                Poll::Pending => break,
            }
            moved = true;
            if self.core.failure().is_some() {
                break;
            }
        }
        if self.unflushed && self.core.output().is_empty() {
            match Pin::new(&mut self.stream).poll_flush(context) {
                Poll::Ready(Ok(())) => self.unflushed = false,
                Poll::Ready(Err(error)) => self.core.disconnected(&error.to_string()),
                Poll::Pending => {}
            }
        }
        moved |= self.poll_read(context);
        moved |= self.poll_alarm(context);
        match self.core.failure() {
            // What was asked is told that it failed before the caller is.
            Some(error) if !self.core.has_events() => Poll::Ready(Err(error.clone())),
            Some(_) => Poll::Ready(Ok(())),
            None if moved => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> bool {
        let mut buffer = ReadBuf::new(&mut self.buffer);
        match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
            Poll::Pending => return false,
            Poll::Ready(Err(error)) => self.core.disconnected(&error.to_string()),
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                self.core.disconnected("the switch closed it")
            }
            Poll::Ready(Ok(())) => {
                // The core remembers how it failed.
                let _ = self.core.receive(buffer.filled(), Instant::now().into_std());
            }
        }
        true
    }

    fn poll_alarm(&mut self, context: &mut Context<'_>) -> bool {
        let Some(due) = self.core.next_tick().map(Instant::from_std) else {
            return false;
        };
        // The alarm is moved only when it has rung: most answers come before it.
        if self.alarm.is_elapsed() || due < self.alarm.deadline() {
            self.alarm.as_mut().reset(due);
        }
        if self.alarm.as_mut().poll(context).is_pending() {
            return false;
        }
        let _ = self.core.tick(Instant::now().into_std());
        true
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("core", &self.core)
            .finish_non_exhaustive()
    }
}

fn unreachable(target: &Target, reason: &str) -> Error {
    Error::Unreachable {
        target: target.to_string(),
        reason: reason.to_owned(),
    }
}

async fn open(target: &Target) -> Result<Box<dyn ByteStream>, Error> {
    let failed = |error: std::io::Error| unreachable(target, &error.to_string());
    let (host, port, tls) = match target {
        Target::Unix(path) => return Ok(Box::new(UnixStream::connect(path).await.map_err(failed)?)),
        Target::Tcp { host, port } => (host, *port, None),
        Target::Tls { host, port, tls } => match tls {
            Some(tls) => (host, *port, Some(tls)),
            None => {
                return Err(Error::Tls(
                    "keys and certificates are needed for ssl: targets".to_owned(),
                ));
            }
        },
    };
    let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(failed)?;
    // Questions are small and their answers awaited: waiting to fill packets only delays them.
    tcp.set_nodelay(true).map_err(failed)?;
    let Some(tls) = tls else {
        return Ok(Box::new(tcp));
    };
    let refused = |error: String| Error::Tls(error);
    let name = ServerName::try_from(host.clone()).map_err(|error| refused(error.to_string()))?;
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::clone(&tls.0));
    let stream = connector
        .connect(name, tcp)
        .await
        .map_err(|error| refused(error.to_string()))?;
    Ok(Box::new(stream))
}
