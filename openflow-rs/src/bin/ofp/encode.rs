//! `ofp encode`: flows to the messages that add them.

use crate::options::Options;
use crate::{Failure, each_line, json};
use openflow_rs::text::parse_flow;
use openflow_rs::wire::Version;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--protocol", "--ports"])?;
    let version = options.protocol(Version::V1_2)?;
    each_line(|line| match parse_flow(line, &options.names) {
        Ok(flow) => match flow.encode(version, 0) {
            Ok(bytes) => json::object("hex", &json::hex(&bytes)),
            Err(error) => json::object("error", &error.to_string()),
        },
        Err(error) => json::object("error", &error.to_string()),
    })
}
