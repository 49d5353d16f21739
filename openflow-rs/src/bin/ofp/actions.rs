//! `ofp actions`: lists of actions or instructions, both ways.

use crate::options::Options;
use crate::{Failure, convert};
use openflow_rs::text::{format_actions, parse_actions, parse_instructions};
use openflow_rs::wire::{
    Match, Version, check_actions, decode_actions, decode_instructions, encode_actions, encode_instructions,
};

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--protocol", "--instructions", "--ports"])?;
    let version = options.protocol(Version::V1_0)?;
    let names = &options.names;
    convert(
        |bytes| {
            let decode = if options.instructions {
                decode_instructions
            } else {
                decode_actions
            };
            let mut actions = decode(bytes, version).map_err(|code| code.to_string())?;
            if options.instructions {
                // As ovs-ofctl does: a flow of table 0 that matches everything.
                check_actions(&mut actions, &Match::new(), 0, version).map_err(|code| code.to_string())?;
            }
            Ok(format!("actions={}", format_actions(&actions, names)))
        },
        |text| {
            let text = text.strip_prefix("actions=").unwrap_or(text);
            let parse = if options.instructions {
                parse_instructions
            } else {
                parse_actions
            };
            let actions = parse(text, names).map_err(|error| error.to_string())?;
            let encode = if options.instructions {
                encode_instructions
            } else {
                encode_actions
            };
            Ok(encode(&actions, version))
        },
    )
}
