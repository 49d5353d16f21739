//! `ofp encode`: flows to the messages that add them.

use crate::{Failure, each_line, json};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::Version;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut version = None;
    let names = Names::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (argument.as_str(), rest.next()) {
            ("--protocol", Some(name)) => {
                version = Version::from_name(name);
                if version.is_none() {
                    return Err(Failure::Usage(format!("unknown protocol {name}")));
                }
            }
            (other, _) => return Err(Failure::Usage(format!("unknown argument {other}"))),
        }
    }
    let version = version.ok_or_else(|| Failure::Usage("--protocol is missing".into()))?;
    each_line(|line| match parse_flow(line, &names) {
        Ok(flow) => match flow.encode(version, 0) {
            Ok(bytes) => json::object("hex", &json::hex(&bytes)),
            Err(error) => json::object("error", &error.to_string()),
        },
        Err(error) => json::object("error", &error.to_string()),
    })
}
