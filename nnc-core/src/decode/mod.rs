//! Judges JSON text: the kernel that the generated validators of [`model`](crate::model) stand on.
//!
//! A document is read into a [`Raw`] tree without judging it, then a [`Decode`] implementation judges the whole tree
//! and collects every [`Finding`]. What the rules mean, in every language alike, is written in
//! `docs/adr/0003-validation-semantics.md`.
//!
//! ```
//! use nnc_core::decode::from_json;
//! use nnc_core::model::CreateVirtualInterfaceInput;
//!
//! let wish: CreateVirtualInterfaceInput = from_json(r#"{"name":"tor-usa","service":"tor"}"#).unwrap();
//! assert_eq!(wish.name, "tor-usa");
//!
//! let refused = from_json::<CreateVirtualInterfaceInput>(r#"{"name":"TOR","vlanId":1}"#).unwrap_err();
//! let codes: Vec<_> = refused.findings().iter().map(|f| (f.code, f.pointer.as_str())).collect();
//! assert_eq!(codes, [
//!     ("pattern-mismatch", "/name"),
//!     ("missing-field", "/service"),
//!     ("out-of-range", "/vlanId"),
//! ]);
//! ```

mod cross;
mod document;
mod fields;
mod findings;
mod number;
mod pattern;
mod raw;
mod rules;
mod scalars;
mod write;

pub use cross::CrossRule;
pub use document::{MAX_BYTES, MAX_DEPTH, MAX_KEY, read};
pub use fields::{Fields, Patch};
pub use findings::{Finding, Findings, Refused};
pub use number::Number;
pub use pattern::Pattern;
pub use raw::Raw;
pub use rules::{
    IpRules, ItemRules, TextRules, any_text, boolean, date_time, duration, enumeration, int, ip_address,
    ip_prefix, items, json, mac, secret_ref, text, u64, values,
};
pub use scalars::DateTime;
pub use write::{Encode, Object, Writer};

/// A type that can be judged and made from a [`Raw`] tree.
pub trait Decode: Sized {
    /// Judges a value and makes the typed one. Every finding goes to `at`; `None` only where there was one.
    fn decode(raw: &Raw, at: &mut Findings) -> Option<Self>;
}

/// Judges a JSON text and makes the typed value.
///
/// # Errors
/// [`Refused`] with all findings, ordered by pointer and code.
pub fn from_json<T: Decode>(text: &str) -> Result<T, Refused> {
    let mut at = Findings::default();
    let value = read(text, &mut at).and_then(|raw| T::decode(&raw, &mut at));
    match (value, at.finish()) {
        (Some(value), None) => Ok(value),
        (_, Some(refused)) => Err(refused),
        // A decoder that gives nothing must say why; if one does not, that is a finding of its own.
        (None, None) => Err(Refused::silent()),
    }
}

/// Judges a JSON text without keeping the value.
pub fn findings<T: Decode>(text: &str) -> Vec<Finding> {
    from_json::<T>(text)
        .err()
        .map(Refused::into_findings)
        .unwrap_or_default()
}
