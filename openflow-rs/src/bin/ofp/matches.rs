//! `ofp match`: matches in the notation of fields, both ways, in the canonical form of a version.

use crate::options::Options;
use crate::{Failure, convert, lines};
use openflow_rs::text::OxmList;
use openflow_rs::wire::Version;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::parse(arguments, &["--protocol"])?;
    let version = Some(options.protocol(Version::V1_0)?).filter(|version| *version >= Version::V1_2);
    convert(
        |bytes| {
            let list = OxmList::from_wire(bytes, version).map_err(|code| code.to_string())?;
            let canonical = list.canonical(version).map_err(|code| code.to_string())?;
            Ok(canonical.to_string())
        },
        |text| {
            let list =
                OxmList::parse(lines::without_comment(text).trim()).map_err(|error| error.to_string())?;
            let canonical = list.canonical(version).map_err(|code| code.to_string())?;
            Ok(canonical.to_wire(version))
        },
    )
}
