use super::super::{Backoff, Error, Settings};
use super::{Client, Target};

/// Connects again and again, waiting longer after each failure.
///
/// ```no_run
/// use openflow_rs::connection::{Reconnect, Settings};
///
/// # async fn run() -> Result<(), openflow_rs::connection::Error> {
/// let mut switch = Reconnect::new("tcp:192.0.2.1".parse()?, Settings::default());
/// loop {
///     let mut client = switch.next().await?;
///     // See that everything is as it should be, then watch until the connection ends.
///     while client.next_message().await.is_ok() {}
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Reconnect {
    target: Target,
    settings: Settings,
    backoff: Backoff,
    last: Option<Error>,
}

impl Reconnect {
    /// Connects to `target`, with the default delays.
    #[must_use]
    pub fn new(target: Target, settings: Settings) -> Self {
        Self::with_backoff(target, settings, Backoff::default())
    }

    /// Connects to `target`, with these delays.
    #[must_use]
    pub fn with_backoff(target: Target, settings: Settings, backoff: Backoff) -> Self {
        Self {
            target,
            settings,
            backoff,
            last: None,
        }
    }

    /// Why the last attempt failed, if it did.
    #[must_use]
    pub fn last_failure(&self) -> Option<&Error> {
        self.last.as_ref()
    }

    /// The next connection. Waits until there is one.
    ///
    /// # Errors
    /// What no waiting mends: see [`Error::is_retryable`].
    pub async fn next(&mut self) -> Result<Client, Error> {
        loop {
            match Client::connect_with(&self.target, self.settings.clone()).await {
                Ok(client) => {
                    self.backoff.succeeded();
                    self.last = None;
                    return Ok(client);
                }
                Err(error) if error.is_retryable() => {
                    self.last = Some(error);
                    tokio::time::sleep(self.backoff.failed(chance())).await;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Chance from the keys of the standard library's hash maps: good enough to spread attempts, not for secrets.
fn chance() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    RandomState::new().build_hasher().finish()
}
