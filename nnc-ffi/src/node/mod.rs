//! Node: an addon that JavaScript drives by numbers.
//!
//! JavaScript holds a [`Port`](port::Port) of each of its threads, and through it calls methods of handles; the scripts
//! around the addon and the tables in `generated` come from the schema alike, so both know a method by the same number.
//! Answers wait in the port until JavaScript takes them: it is woken once for as many as there are, and takes no more at
//! a time than its other work can wait for. What JavaScript itself implements is called the same way: the question waits
//! among the answers, and its own answer comes back by its ticket.

mod answer;
#[allow(missing_docs, reason = "what it gives stands in the schema")]
#[rustfmt::skip] // generated
pub mod generated;
mod host;
mod log;
pub mod port;
pub mod raw;
mod wire;
