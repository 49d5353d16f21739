//! `ofp print`: messages as text.

use crate::options::Options;
use crate::{Failure, each_line, json};
use openflow_rs::text::print_message;
use openflow_rs::wire::ErrorCode;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--verbosity", "--ports"])?;
    each_line(|line| match json::unhex(line) {
        Some(bytes) if !bytes.is_empty() => {
            let text = print_message(&bytes, options.verbosity, &options.names);
            json::object("text", text.strip_suffix('\n').unwrap_or(&text))
        }
        // Nothing that could be a message.
        _ => json::object("error", ErrorCode::OFPBRC_BAD_LEN.name()),
    })
}
