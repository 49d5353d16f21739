use super::session::Session;
use super::{Desired, ReconcileError, Report, is_drift};
use crate::connection::{Client, Error, Event};
use crate::wire::{FlowMonitor, FlowUpdate, Frame, Kind};

/// Makes a switch hold the flows that it should, and confirms that it does.
///
/// ```no_run
/// use openflow_rs::connection::{Client, Settings};
/// use openflow_rs::reconcile::{Desired, reconcile};
/// use openflow_rs::table::CookieSpace;
/// use openflow_rs::text::{Names, parse_flow};
/// use openflow_rs::wire::Version;
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let settings = Settings { versions: vec![Version::V1_4], ..Settings::default() };
/// let target = "unix:/run/openvswitch/br0.mgmt".parse()?;
/// let mut switch = Client::connect_with(&target, settings).await?;
///
/// let mut desired = Desired::new(switch.version(), CookieSpace::nnc(7));
/// desired.claim(parse_flow("arp actions=NORMAL", &Names::new())?, 1)?;
/// let report = reconcile(&mut switch, &desired).await?;
/// println!("{} flows were changed, {} were right already", report.changed(), report.unchanged);
/// # Ok(())
/// # }
/// ```
///
/// While it runs, flow monitors are open on the connection, so that the switch confirms changes by telling of them. On a
/// connection on which [`Client::monitor`] was called none is opened, so that everything that monitors tell is left to
/// the caller; the flows are dumped once more then.
///
/// # Errors
/// [`ReconcileError`]; if the switch refuses a flow, that one is named and nothing was changed.
pub async fn reconcile(switch: &mut Client, desired: &Desired) -> Result<Report, ReconcileError> {
    check_version(switch, desired)?;
    let mut session = if switch.has_monitors() {
        Session::unwatched(switch)
    } else {
        Session::watched(switch)?
    };
    let result = session.reconcile(desired).await;
    session.close().await;
    result
}

fn check_version(switch: &Client, desired: &Desired) -> Result<(), ReconcileError> {
    let (wanted, agreed) = (desired.flows().version(), switch.version());
    if wanted == agreed {
        return Ok(());
    }
    Err(ReconcileError::WrongVersion {
        desired: wanted,
        agreed,
    })
}

/// Keeps a switch as it should be: reconciles, watches what others change, and reconciles again when that concerns
/// our flows.
///
/// ```no_run
/// use openflow_rs::connection::{Client, Reconnect, Settings};
/// use openflow_rs::reconcile::{Desired, Keeper};
///
/// # async fn run(desired: &Desired) -> Result<(), Box<dyn std::error::Error>> {
/// let settings = Settings { versions: vec![desired.flows().version()], ..Settings::default() };
/// let mut switches = Reconnect::new("unix:/run/openvswitch/br0.mgmt".parse()?, settings);
/// loop {
///     let (mut keeper, first) = match Keeper::begin(switches.next().await?, desired).await {
///         Err(error) if error.is_retryable() => continue,
///         begun => begun?,
///     };
///     println!("{first:?}");
///     while let Ok(mended) = keeper.next_repair().await {
///         println!("somebody changed our flows: {mended:?}");
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Keeper<'a> {
    switch: Client,
    desired: &'a Desired,
    /// A change was told that has not been dealt with.
    concerned: bool,
}

impl<'a> Keeper<'a> {
    /// Reconciles, and has the switch tell of changes from then on.
    ///
    /// # Errors
    /// [`ReconcileError`], also of a switch without flow monitors.
    pub async fn begin(mut switch: Client, desired: &'a Desired) -> Result<(Self, Report), ReconcileError> {
        // First the monitor: a change between the two is told, and one too many does no harm.
        switch.monitor(&FlowMonitor::of_changes(1), |_| Ok(())).await?;
        let report = repair(&mut switch, desired).await?;
        let concerned = false;
        Ok((
            Self {
                switch,
                desired,
                concerned,
            },
            report,
        ))
    }

    /// Waits until our flows are not what they should be, and mends that. Dropping the future is safe: what it was
    /// told is forgotten only once it is dealt with by the next call.
    ///
    /// # Errors
    /// [`ReconcileError`]; after one that is retryable the caller connects again.
    pub async fn next_repair(&mut self) -> Result<Report, ReconcileError> {
        loop {
            if !self.concerned {
                self.concerned = self.is_concerned().await?;
                continue;
            }
            let report = repair(&mut self.switch, self.desired).await?;
            self.concerned = false;
            if !report.is_clean() {
                return Ok(report);
            }
        }
    }

    async fn is_concerned(&mut self) -> Result<bool, ReconcileError> {
        let message = match self.switch.next_message().await? {
            Event::Message(message) => message,
            // What was lost may have been about us.
            Event::Lost(_) => return Ok(true),
            _ => return Ok(false),
        };
        let Ok(frame) = Frame::parse(&message) else {
            return Ok(false);
        };
        match frame.kind() {
            Kind::FlowMonitorReply => {}
            // OpenFlow 1.3 tells it by a message of its own.
            kind => return Ok(kind == Kind::FlowMonitorResumed),
        }
        for update in FlowUpdate::decode_all(&frame) {
            if is_drift(&update.map_err(Error::Answer)?, self.desired) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The connection, for other things.
    pub fn switch(&mut self) -> &mut Client {
        &mut self.switch
    }
}

/// Reconciles, and leaves unread what monitors tell after the last word that was taken into account.
async fn repair(switch: &mut Client, desired: &Desired) -> Result<Report, ReconcileError> {
    check_version(switch, desired)?;
    let mut session = Session::watched(switch)?;
    let result = session.reconcile(desired).await;
    session.close_and_keep_updates().await;
    result
}
