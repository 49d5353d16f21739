use super::{Desired, Effect, Reconcile, ReconcileError, Report};
use crate::connection::{Batch, Client, Error, Event, OperationId, Request};
use crate::wire::{FlowMonitor, FlowStatsRequest, Frame};

/// Numbers of the monitors, apart from those that people choose: a switch refuses one that is in use, and Open vSwitch
/// 3.1 does that with bytes that are no message.
const MONITORS: [u32; 2] = [0x6e6e_0001, 0x6e6e_0002];

/// A monitor of what others change.
fn of_others() -> FlowMonitor {
    FlowMonitor::of_changes(MONITORS[0])
}

/// A monitor by which own changes are told in full. The bit for that of Open vSwitch is the one that in the standard
/// means "own changes only", so it takes the other monitor too to be told of everything by either.
fn of_own() -> FlowMonitor {
    let monitor = FlowMonitor::of_changes(MONITORS[1]);
    let flags = monitor.flags | FlowMonitor::OWN;
    FlowMonitor { flags, ..monitor }
}

/// A monitor on the switch.
#[derive(Debug)]
struct Opened {
    asked: OperationId,
    monitor: FlowMonitor,
    confirmed: bool,
}

/// A connection for the time of one reconciliation. The monitors end with it, whatever it comes to.
#[derive(Debug)]
pub(super) struct Session<'c> {
    switch: &'c mut Client,
    /// Open, or about to be.
    monitors: Vec<Opened>,
}

impl<'c> Session<'c> {
    /// Reconciles on a connection on which somebody else may listen to monitors, so that none is opened.
    pub(super) fn unwatched(switch: &'c mut Client) -> Self {
        let monitors = Vec::new();
        Self { switch, monitors }
    }

    /// Reconciles with monitors.
    pub(super) fn watched(switch: &'c mut Client) -> Result<Self, Error> {
        switch.tell_updates(true);
        let mut session = Self::unwatched(switch);
        session.open(of_others())?;
        Ok(session)
    }

    /// Asks for a monitor. The answer comes with that of what is asked next: a switch that has none, or says nothing,
    /// costs no time.
    fn open(&mut self, monitor: FlowMonitor) -> Result<(), Error> {
        let mut message = Vec::new();
        monitor.encode_to(self.switch.version(), 0, &mut message)?;
        let asked = self.switch.submit(Request::Ask(message));
        let confirmed = false;
        self.monitors.push(Opened {
            asked,
            monitor,
            confirmed,
        });
        Ok(())
    }

    /// Does what has to be done.
    pub(super) async fn reconcile(&mut self, desired: &Desired) -> Result<Report, ReconcileError> {
        let mut machine = if self.monitors.is_empty() {
            Reconcile::new(desired)
        } else {
            Reconcile::watched(desired)
        };
        loop {
            match machine.next() {
                Effect::Dump { cookie, mask } => {
                    let mut message = Vec::new();
                    FlowStatsRequest::by_cookie(cookie, mask)
                        .encode_to(self.switch.version(), 0, &mut message)
                        .map_err(Error::from)?;
                    self.run(Request::Ask(message), &mut machine).await?;
                    machine.dumped()?;
                }
                Effect::Bundle(batch) => {
                    let own = of_own();
                    let is_open = self.monitors.iter().any(|opened| opened.monitor.id == own.id);
                    if machine.wants_own_changes() && !is_open {
                        self.open(own)?;
                    }
                    self.run(Request::Bundle(batch), &mut machine).await?;
                    machine.carried_out();
                }
                Effect::Done(report) => return Ok(report),
            }
        }
    }

    /// Carries out a request. What comes meanwhile goes to the machine.
    async fn run(&mut self, request: Request, machine: &mut Reconcile<'_>) -> Result<(), ReconcileError> {
        let asked = self.switch.submit(request);
        let mut fault = Ok(());
        loop {
            match self.switch.next_answer().await? {
                Event::Part { operation, message } if operation == asked && fault.is_ok() => {
                    fault = match Frame::parse(&message) {
                        Ok(frame) => machine.observe(&frame),
                        Err(code) => Err(Error::Answer(code).into()),
                    };
                }
                Event::Finished { operation, result } if operation == asked => {
                    // Answers come in order: a monitor that was not answered by now is not open.
                    self.keep(machine, |opened| opened.confirmed);
                    result?;
                    return fault;
                }
                Event::Finished { operation, result } => {
                    for opened in &mut self.monitors {
                        opened.confirmed |= opened.asked == operation;
                    }
                    if result.is_err() {
                        self.keep(machine, |opened| opened.asked != operation);
                    }
                }
                Event::Message(message) => match Frame::parse(&message) {
                    Ok(frame) => machine.told(&frame),
                    Err(_) => machine.unwatched(),
                },
                _ => {}
            }
        }
    }

    /// Forgets about monitors that the switch does not have.
    fn keep(&mut self, machine: &mut Reconcile<'_>, wanted: impl Fn(&Opened) -> bool) {
        let before = self.monitors.len();
        self.monitors.retain(wanted);
        if self.monitors.len() < before {
            machine.unwatched();
        }
    }

    /// Ends the monitors, and drops what they tell until they have ended.
    pub(super) async fn close(mut self) {
        let Some(request) = self.closing() else {
            return;
        };
        let asked = self.switch.submit(request);
        loop {
            match self.switch.next_answer().await {
                Ok(Event::Finished { operation, .. }) if operation == asked => return,
                Ok(_) => {}
                // With the connection the monitors are gone too; whoever uses it next is told.
                Err(_) => return,
            }
        }
    }

    /// As [`Session::close`], but what is told from here on stays to be read.
    pub(super) async fn close_and_keep_updates(self) {
        self.switch.tell_updates(false);
        self.close().await;
    }

    /// The request that ends the monitors.
    fn closing(&mut self) -> Option<Request> {
        let mut batch = Batch::new(self.switch.version());
        for opened in self.monitors.drain(..) {
            let ends = FlowMonitor {
                ends: true,
                ..opened.monitor
            };
            // It was encoded before, in the same version.
            let _ = batch.push(|version, out| ends.encode_to(version, 0, out));
        }
        (!batch.is_empty()).then_some(Request::Send(batch))
    }
}

impl Drop for Session<'_> {
    /// Also when the future that held it is dropped: then the monitors end with whatever is asked next.
    fn drop(&mut self) {
        if let Some(request) = self.closing() {
            self.switch.submit(request);
        }
        self.switch.tell_updates(false);
    }
}
