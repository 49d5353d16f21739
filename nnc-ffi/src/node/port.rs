//! Where calls go out of JavaScript and answers come back.

use std::collections::VecDeque;
use std::ffi::c_char;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::{External, Function, ToNapiValue};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status, sys};

use super::answer::{Answer, Answering, Stream};
use super::generated::{self, Handle};
use super::host::{Asked, Carry, Host, Message};
use super::log;
use super::raw::JsRaw;
use crate::runtime;

/// Wakes JavaScript; by itself it does not keep the process alive.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// How many handles and streams JavaScript holds, in the whole process.
static LIVE: AtomicUsize = AtomicUsize::new(0);

/// Something that JavaScript holds until its garbage is collected.
pub struct Held<T> {
    value: T,
}

impl<T: 'static> Held<T> {
    pub(super) fn external(value: T) -> External<Self> {
        LIVE.fetch_add(1, Ordering::Relaxed);
        External::new(Self { value })
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Something that waits for JavaScript to take it.
enum Item {
    /// The answer to a call.
    Answer {
        ticket: u32,
        result: Result<Answer, nnc::Error>,
    },
    /// Something about what JavaScript implements.
    Message(Message),
}

struct Shared {
    waiting: Mutex<VecDeque<Item>>,
    wake: Wake,
}

impl Shared {
    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<Item>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn complete(&self, ticket: u32, result: Result<Answer, nnc::Error>) {
        self.push(Item::Answer { ticket, result });
    }

    /// Gives `false` where JavaScript has ended.
    fn push(&self, item: Item) -> bool {
        let mut waiting = self.waiting();
        let first = waiting.is_empty();
        waiting.push_back(item);
        drop(waiting);
        // JavaScript takes until there is nothing left, so it is woken for the first only.
        let woken = !first || self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking) == Status::Ok;
        if !woken {
            self.forget();
        }
        woken
    }

    /// Lets go of what nobody will take: a handle among it may lead back here.
    fn forget(&self) {
        let waiting = std::mem::take(&mut *self.waiting());
        drop(waiting);
    }
}

impl Carry for Shared {
    fn carry(&self, message: Message) -> bool {
        self.push(Item::Message(message))
    }
}

/// Completes its ticket whatever becomes of the call.
struct Ticket {
    port: Arc<Shared>,
    number: Option<u32>,
}

impl Ticket {
    fn complete(mut self, result: Result<Answer, nnc::Error>) {
        if let Some(number) = self.number.take() {
            self.port.complete(number, result);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(number) = self.number.take() {
            let error = nnc::Error::internal("a task of nnc ended early; please report it");
            self.port.complete(number, Err(error));
        }
    }
}

/// The border between one thread of JavaScript and nnc.
#[napi_derive::napi]
pub struct Port {
    shared: Arc<Shared>,
    asked: Arc<Asked>,
}

/// The port goes with the JavaScript that made it.
impl Drop for Port {
    fn drop(&mut self) {
        self.asked.end();
        self.shared.forget();
    }
}

#[napi_derive::napi]
impl Port {
    /// Makes one; the function is called when there is something to take.
    #[napi(constructor)]
    pub fn new(wake: Function<'_, (), ()>) -> napi::Result<Self> {
        let wake = wake.build_threadsafe_function::<()>().weak::<true>().build()?;
        Ok(Self {
            shared: Arc::new(Shared {
                waiting: Mutex::default(),
                wake,
            }),
            asked: Arc::default(),
        })
    }

    /// Where everything starts.
    #[napi]
    pub fn root(&self) -> External<Held<Handle>> {
        Held::external(Handle::Root(nnc::api::root()))
    }

    /// A handle that another one has at once.
    #[napi]
    pub fn part(&self, handle: &External<Held<Handle>>, method: u32) -> napi::Result<External<Held<Handle>>> {
        let part = generated::part(&handle.value, method).ok_or_else(|| thrown(&no_method()))?;
        Ok(Held::external(part))
    }

    /// Begins a call; its answer comes under the ticket.
    #[napi]
    pub fn call(&self, ticket: u32, handle: &External<Held<Handle>>, method: u32, arguments: JsRaw) {
        match generated::call(&handle.value, method, arguments.0) {
            Some(answering) => self.spawn(ticket, answering),
            None => self.shared.complete(ticket, Err(no_method())),
        }
    }

    /// Begins a call that takes what JavaScript implements, which it holds under a number until it takes word that it may
    /// forget it. The answer comes under the ticket.
    #[napi]
    pub fn attach(
        &self,
        ticket: u32,
        handle: &External<Held<Handle>>,
        method: u32,
        arguments: JsRaw,
        number: u32,
    ) {
        let carrier: Arc<dyn Carry> = Arc::clone(&self.shared) as _;
        let host = Host::new(number, carrier, Arc::clone(&self.asked));
        match generated::attach(&handle.value, method, arguments.0, host) {
            Some(answering) => self.spawn(ticket, answering),
            None => self.shared.complete(ticket, Err(no_method())),
        }
    }

    /// Answers what JavaScript was asked: the value.
    #[napi]
    pub fn give(&self, ticket: u32, value: JsRaw) {
        self.asked.answer(ticket, Ok(value.0));
    }

    /// Answers what JavaScript was asked: why there is no value.
    #[napi]
    pub fn refuse(&self, ticket: u32, code: String, message: String) {
        self.asked.answer(ticket, Err(nnc::Error::invalid(code, message)));
    }

    /// Starts an operation.
    #[napi]
    pub fn start(
        &self,
        handle: &External<Held<Handle>>,
        method: u32,
        arguments: JsRaw,
    ) -> napi::Result<External<Held<Handle>>> {
        let _guard = runtime::enter().map_err(|error| thrown(&error))?;
        let started =
            generated::start(&handle.value, method, &arguments.0).unwrap_or_else(|| Err(no_method()));
        started.map(Held::external).map_err(|error| thrown(&error))
    }

    /// Opens a stream.
    #[napi]
    pub fn open(
        &self,
        handle: &External<Held<Handle>>,
        method: u32,
        arguments: JsRaw,
    ) -> napi::Result<External<Held<Stream>>> {
        let _guard = runtime::enter().map_err(|error| thrown(&error))?;
        let opened = generated::open(&handle.value, method, &arguments.0).unwrap_or_else(|| Err(no_method()));
        opened.map(Held::external).map_err(|error| thrown(&error))
    }

    /// Waits for items of a stream; they come under the ticket.
    #[napi]
    pub fn read(&self, ticket: u32, stream: &External<Held<Stream>>, most: u32) {
        self.spawn(ticket, stream.value.read(usize::try_from(most).unwrap_or(1)));
    }

    /// Ends a stream.
    #[napi]
    pub fn close(&self, stream: &External<Held<Stream>>) {
        stream.value.close();
    }

    /// What nnc tells about its work, up to a level: 0 are errors, 4 is everything.
    #[napi]
    pub fn log(&self, level: u32) -> External<Held<Stream>> {
        Held::external(Stream::of(log::open(level)))
    }

    /// How many handles and streams JavaScript holds, in the whole process.
    #[napi]
    pub fn live(&self) -> u32 {
        u32::try_from(LIVE.load(Ordering::Relaxed)).unwrap_or(u32::MAX)
    }

    /// Takes what waits, up to so many, three elements for each. An answer: its ticket, 0 for a value or 1 for an error,
    /// and that as text; a handle is itself. A question to what JavaScript implements: its ticket, 2, and the number of
    /// that, the method and its arguments as text. What JavaScript may forget: its number, and 3.
    #[napi(ts_return_type = "unknown[]")]
    pub fn take(&self, most: u32) -> Taken {
        let mut waiting = self.shared.waiting();
        let most = usize::try_from(most).unwrap_or(1).min(waiting.len());
        Taken(waiting.drain(..most).collect())
    }

    /// Keeps the process alive, or lets it end.
    #[napi]
    pub fn hold(&self, env: Env, alive: bool) -> napi::Result<()> {
        let call = if alive {
            sys::napi_ref_threadsafe_function
        } else {
            sys::napi_unref_threadsafe_function
        };
        // SAFETY: this runs on the thread that made the function, which lives as long as the port does.
        match unsafe { call(env.raw(), self.shared.wake.raw()) } {
            sys::Status::napi_ok => Ok(()),
            status => Err(napi::Error::new(
                Status::from(status),
                "the process could not be kept alive",
            )),
        }
    }

    fn spawn(&self, ticket: u32, answering: Answering) {
        let ticket = Ticket {
            port: Arc::clone(&self.shared),
            number: Some(ticket),
        };
        match runtime::enter() {
            Ok(_guard) => {
                tokio::spawn(async move { ticket.complete(answering.await) });
            }
            Err(error) => ticket.complete(Err(error)),
        }
    }
}

/// A stream that is as fast as is wanted; only for the benchmark.
#[cfg(feature = "bench")]
#[napi_derive::napi]
pub fn flood(events: u32, per_millisecond: u32, capacity: u32) -> External<Held<Stream>> {
    Held::external(Stream::of(crate::flood::flood(events, per_millisecond, capacity)))
}

/// What a call that does not wait throws: the error as JSON, of which JavaScript makes its own.
fn thrown(error: &nnc::Error) -> napi::Error {
    napi::Error::from_reason(written(error))
}

fn written(error: &nnc::Error) -> String {
    serde_json::to_string(error).unwrap_or_default()
}

fn no_method() -> nnc::Error {
    nnc::Error::internal("the scripts of this package and its addon are not of one version; install it again")
}

/// What JavaScript takes.
pub struct Taken(Vec<Item>);

impl ToNapiValue for Taken {
    unsafe fn to_napi_value(env: sys::napi_env, taken: Self) -> napi::Result<sys::napi_value> {
        let mut array = ptr::null_mut();
        // SAFETY: the environment is that of this call; so it is with all calls of Node-API below.
        check(unsafe { sys::napi_create_array_with_length(env, taken.0.len() * 3, &mut array) })?;
        let mut at = 0;
        for item in taken.0 {
            let (ticket, kind, value) = match item {
                Item::Answer { ticket, result } => match result {
                    Ok(Answer::Void) => (ticket, 0, None),
                    Ok(Answer::Text(value)) => (ticket, 0, Some(unsafe { text(env, &value)? })),
                    Ok(Answer::Handle(handle)) => {
                        let held = Held::external(handle);
                        let held = unsafe { ToNapiValue::to_napi_value(env, held)? };
                        (ticket, 0, Some(held))
                    }
                    Err(error) => (ticket, 1, Some(unsafe { text(env, &written(&error))? })),
                },
                Item::Message(Message::Ask { ticket, text: asked }) => {
                    (ticket, 2, Some(unsafe { text(env, &asked)? }))
                }
                Item::Message(Message::Forget(number)) => (number, 3, None),
            };
            let ticket = unsafe { ToNapiValue::to_napi_value(env, ticket)? };
            let kind = unsafe { ToNapiValue::to_napi_value(env, kind)? };
            check(unsafe { sys::napi_set_element(env, array, at, ticket) })?;
            check(unsafe { sys::napi_set_element(env, array, at + 1, kind) })?;
            if let Some(value) = value {
                check(unsafe { sys::napi_set_element(env, array, at + 2, value) })?;
            }
            at += 3;
        }
        Ok(array)
    }
}

/// Text for JavaScript, which keeps what is plain in one byte for each character.
///
/// # Safety
/// The environment must be that of the current call.
unsafe fn text(env: sys::napi_env, value: &str) -> napi::Result<sys::napi_value> {
    let mut made = ptr::null_mut();
    let start = value.as_ptr().cast::<c_char>();
    let length = isize::try_from(value.len())
        .map_err(|_| napi::Error::from_reason("an answer is too long for JavaScript"))?;
    let create = if value.is_ascii() {
        sys::napi_create_string_latin1
    } else {
        sys::napi_create_string_utf8
    };
    // SAFETY: the pointer and the length are those of a string that lives until the end of this function.
    check(unsafe { create(env, start, length, &mut made) })?;
    Ok(made)
}

fn check(status: sys::napi_status) -> napi::Result<()> {
    match status {
        sys::Status::napi_ok => Ok(()),
        status => Err(napi::Error::new(
            Status::from(status),
            "an answer could not be handed to JavaScript",
        )),
    }
}
