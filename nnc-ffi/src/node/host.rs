//! What a program in JavaScript implements and nnc calls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use nnc_core::decode::Raw;
use tokio::sync::oneshot;

use super::wire::{Text, Wire};
use crate::hosted::{Take, gone, taken};

/// Takes to JavaScript what it is asked and told.
pub(super) trait Carry: Send + Sync {
    /// Gives `false` where JavaScript has ended.
    fn carry(&self, message: Message) -> bool;
}

/// What JavaScript is asked, or told, about something that it implements.
pub(super) enum Message {
    /// To call a method, and to answer under the ticket.
    Ask {
        /// Comes back with the answer.
        ticket: u32,
        /// The number of what is called, the method and the list of its arguments, as JSON.
        text: String,
    },
    /// That nnc lets go of what has this number.
    Forget(u32),
}

/// An object of JavaScript, which holds it by this number until it is told to forget it.
pub(super) struct Host {
    number: u32,
    carrier: Arc<dyn Carry>,
    asked: Arc<Asked>,
}

impl Host {
    pub(super) fn new(number: u32, carrier: Arc<dyn Carry>, asked: Arc<Asked>) -> Self {
        Self {
            number,
            carrier,
            asked,
        }
    }

    /// Calls a method and waits for its answer.
    pub(super) async fn ask<T: Take>(
        &self,
        method: &str,
        arguments: &[&(dyn Wire + Sync)],
    ) -> Result<T, nnc::Error> {
        let mut text = Text::default();
        text.open();
        text.number(self.number);
        text.comma();
        method.wire(&mut text);
        text.comma();
        text.open();
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                text.comma();
            }
            argument.wire(&mut text);
        }
        text.close();
        text.close();
        let ended = || gone("the JavaScript that attached it has ended");
        let (ticket, receiver) = self.asked.expect().ok_or_else(ended)?;
        let text = text.into();
        if !self.carrier.carry(Message::Ask { ticket, text }) {
            self.asked.end();
        }
        let raw = receiver.await.unwrap_or_else(|_| Err(ended()))?;
        taken(method, &raw)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.carrier.carry(Message::Forget(self.number));
    }
}

type Sender = oneshot::Sender<Result<Raw, nnc::Error>>;
type Receiver = oneshot::Receiver<Result<Raw, nnc::Error>>;

/// Who waits for answers of JavaScript, by ticket. Nobody does once it has ended.
#[derive(Default)]
pub(super) struct Asked(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    senders: HashMap<u32, Sender>,
    last: u32,
    ended: bool,
}

impl Asked {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expect(&self) -> Option<(u32, Receiver)> {
        let mut waiting = self.waiting();
        if waiting.ended {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        let mut ticket = waiting.last.wrapping_add(1);
        while waiting.senders.contains_key(&ticket) {
            ticket = ticket.wrapping_add(1);
        }
        waiting.last = ticket;
        waiting.senders.insert(ticket, sender);
        Some((ticket, receiver))
    }

    /// Answers; a ticket that nobody waits with is no matter.
    pub(super) fn answer(&self, ticket: u32, answer: Result<Raw, nnc::Error>) {
        let sender = self.waiting().senders.remove(&ticket);
        if let Some(sender) = sender {
            // Whoever asked may have gone.
            sender.send(answer).ok();
        }
    }

    /// There will be no answers any more.
    pub(super) fn end(&self) {
        let mut waiting = self.waiting();
        waiting.ended = true;
        waiting.senders.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use nnc_core::decode::Raw;

    use super::{Asked, Carry, Host, Message};

    fn wait<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(future)
    }

    /// Answers at once what it is asked, or has ended.
    struct Script {
        asked: Arc<Asked>,
        answer: Option<Raw>,
        told: Mutex<Vec<String>>,
    }

    impl Carry for Script {
        fn carry(&self, message: Message) -> bool {
            let mut told = self.told.lock().unwrap();
            match message {
                Message::Ask { ticket, text } => {
                    told.push(text);
                    match &self.answer {
                        Some(answer) => self.asked.answer(ticket, Ok(answer.clone())),
                        None => return false,
                    }
                }
                Message::Forget(number) => told.push(format!("forget {number}")),
            }
            true
        }
    }

    fn script(answer: Option<Raw>) -> (Host, Arc<Script>) {
        let asked = Arc::new(Asked::default());
        let script = Arc::new(Script {
            asked: Arc::clone(&asked),
            answer,
            told: Mutex::default(),
        });
        let carrier: Arc<dyn Carry> = script.clone();
        (Host::new(7, carrier, asked), script)
    }

    #[test]
    fn a_question_carries_the_method_and_its_arguments() {
        let (host, script) = script(Some(Raw::Null));
        let (menu, verb) = ("/ip/address".to_owned(), "ad\"d".to_owned());
        let answer: Option<String> = wait(host.ask("write", &[&menu, &verb])).unwrap();
        assert_eq!(answer, None);
        drop(host);
        let told = script.told.lock().unwrap();
        assert_eq!(*told, [r#"[7,"write",["/ip/address","ad\"d"]]"#, "forget 7"]);
    }

    #[test]
    fn nobody_waits_for_javascript_that_has_ended() {
        let (host, script) = script(None);
        let (_, other) = host.asked.expect().unwrap();
        for _ in 0..2 {
            let error = wait(host.ask::<String>("version", &[])).unwrap_err();
            assert_eq!(error.code, "router-unreachable");
        }
        assert!(wait(other).is_err());
        assert_eq!(script.told.lock().unwrap().len(), 1, "it is asked once");
    }

    #[test]
    fn an_answer_that_nobody_waits_for_is_no_matter() {
        let asked = Asked::default();
        let (ticket, receiver) = asked.expect().unwrap();
        drop(receiver);
        asked.answer(ticket, Ok(Raw::Null));
        asked.answer(ticket, Ok(Raw::Null));
    }
}
