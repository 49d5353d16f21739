//! The RouterOS API wire format: a sans-I/O codec with borrowed decoding.
//!
//! RouterOS speaks *sentences* over TCP port 8728 (TLS: 8729). A sentence is a list of *words*, each
//! preceded by its length in one to five bytes, ended by a word of length zero (RouterOS manual, API page).
//! This crate turns bytes into sentences and sentences into bytes. It opens no socket, reads no clock and
//! allocates nothing while decoding; values are bytes, because RouterOS does not promise UTF-8.
//!
//! ```
//! use routeros_wire::{decode_sentence, Limits, Reply, ReplyKind, SentenceWriter};
//!
//! # fn main() -> Result<(), routeros_wire::WireError> {
//! let mut out = Vec::new();
//! let mut sentence = SentenceWriter::new(&mut out);
//! sentence.command("/interface/vlan/add").attribute("name", "iot").attribute("vlan-id", "101").tag("7");
//! sentence.finish()?;
//! assert_eq!(out.first(), Some(&19)); // "/interface/vlan/add" has 19 bytes
//!
//! let answer = b"\x05!done\x08=ret=*7F\x06.tag=7\x00";
//! let Some((sentence, consumed)) = decode_sentence(answer, &Limits::default())? else {
//!     return Ok(()); // not complete yet: read more
//! };
//! assert_eq!(consumed, answer.len());
//! let reply = Reply::new(sentence);
//! assert_eq!(reply.kind(), ReplyKind::Done);
//! assert_eq!(reply.tag(), Some(&b"7"[..]));
//! assert_eq!(reply.ret(), Some(&b"*7F"[..]));
//! # Ok(())
//! # }
//! ```
//!
//! A client or server that reads from a stream uses [`Decoder`], which keeps what has arrived so far and
//! bounds what a peer can make it keep.

mod command;
mod decode;
mod encode;
mod error;
mod length;
mod limits;
pub mod login;
mod reply;
mod row;
mod sentence;
mod swar;
mod word;

pub use command::Command;
pub use decode::{Decoder, decode_sentence};
pub use encode::SentenceWriter;
pub use error::WireError;
pub use length::{MAX_LENGTH_BYTES, MAX_WORD_LENGTH};
pub use limits::Limits;
pub use reply::{Reply, ReplyKind};
pub use row::{Row, RowIter};
pub use sentence::{Attributes, Sentence, Words};
pub use word::Word;
