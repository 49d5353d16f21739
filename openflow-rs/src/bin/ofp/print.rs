//! `ofp print`: messages as text.

use crate::options::Options;
use crate::{Failure, json, lines};
use openflow_rs::text::print_message;
use openflow_rs::wire::ErrorCode;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--verbosity", "--ports"])?;
    lines::answer(|line, out| match json::unhex(line) {
        Some(bytes) => {
            let text = print_message(&bytes, options.verbosity, &options.names);
            json::put_object(out, "text", text.strip_suffix('\n').unwrap_or(&text))
        }
        // Nothing that could be a message.
        None => json::put_object(out, "error", ErrorCode::OFPBRC_BAD_LEN.name()),
    })
}
