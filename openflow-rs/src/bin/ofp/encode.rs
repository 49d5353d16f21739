//! `ofp encode`: flows to the messages that add them.

use crate::options::Options;
use crate::{Failure, json, lines};
use openflow_rs::text::parse_flow;
use openflow_rs::wire::Version;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--protocol", "--ports"])?;
    let version = options.protocol(Version::V1_2)?;
    lines::answer_with(|message: &mut Vec<u8>, line, out| {
        message.clear();
        let encoded = match parse_flow(lines::without_comment(line), &options.names) {
            Ok(flow) => flow
                .encode_to(version, 0, message)
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match encoded {
            Ok(()) => json::put_hex_object(out, "hex", message),
            Err(error) => json::put_object(out, "error", &error),
        }
    })
}
