//! The options of the commands.

use crate::{Failure, json};
use openflow_rs::lint::PortList;
use openflow_rs::text::{Names, parse_ct_state};
use openflow_rs::wire::{Port, Version};

/// Stands for arguments that are no options.
pub(crate) const OPERAND: &str = "";

/// Options that several commands share.
pub(crate) struct Options {
    pub(crate) version: Option<Version>,
    pub(crate) names: Names,
    /// The ports of `--ports`, if given.
    pub(crate) ports: Option<PortList>,
    pub(crate) instructions: bool,
    pub(crate) json: bool,
    pub(crate) show_names: bool,
    pub(crate) verbosity: u8,
    /// A file of flows, and one of groups.
    pub(crate) flows: Option<String>,
    pub(crate) groups: Option<String>,
    /// States that the connection tracker gives.
    pub(crate) ct_states: Vec<u8>,
    /// What is no option, in order.
    pub(crate) operands: Vec<String>,
}

impl Options {
    /// Reads the arguments of a command that takes the options `allowed`; `OPERAND` among them allows operands.
    pub(crate) fn parse(arguments: &[String], allowed: &[&str]) -> Result<Self, Failure> {
        let mut options = Self {
            version: None,
            names: Names::new(),
            ports: None,
            instructions: false,
            json: false,
            show_names: false,
            verbosity: 2,
            flows: None,
            groups: None,
            ct_states: Vec::new(),
            operands: Vec::new(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if !argument.starts_with('-') && allowed.contains(&OPERAND) {
                options.operands.push(argument.clone());
                continue;
            }
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            if !allowed.contains(&name) {
                return Err(Failure::Usage(format!("unknown argument {argument}")));
            }
            match name {
                "--instructions" => options.instructions = true,
                "--json" => options.json = true,
                "--names" => options.show_names = true,
                _ => {
                    let value = inline.or_else(|| rest.next().cloned());
                    let value = value.ok_or_else(|| Failure::Usage(format!("{name} needs a value")))?;
                    options.set(name, &value)?;
                }
            }
        }
        Ok(options)
    }

    /// Sets an option that has a value.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let wrong = || Failure::Usage(format!("{name}: {value} is not allowed"));
        match name {
            "--protocol" => self.version = Some(Version::from_name(value).ok_or_else(wrong)?),
            "--verbosity" => self.verbosity = value.parse().ok().filter(|n| *n <= 3).ok_or_else(wrong)?,
            "--flows" => self.flows = Some(value.to_owned()),
            "--groups" => self.groups = Some(value.to_owned()),
            "--ct-next" => self.ct_states.push(parse_ct_state(value).map_err(|_| wrong())?),
            "--ports" => {
                let (names, ports) = read_ports(value)?;
                self.names = names;
                self.ports = Some(ports);
            }
            _ => return Err(wrong()),
        }
        Ok(())
    }

    /// The protocol, which must have been given and be at least `oldest`.
    pub(crate) fn protocol(&self, oldest: Version) -> Result<Version, Failure> {
        match self.version {
            Some(version) if version >= oldest => Ok(version),
            Some(version) => Err(Failure::Usage(format!("OpenFlow {version} is not allowed here"))),
            None => Err(Failure::Usage("--protocol is missing".into())),
        }
    }
}

/// Reads `{"ports":[{"name":"warp0","ofport":77,"layer":3}, ...]}`; a port without layer is one of layer 2.
fn read_ports(path: &str) -> Result<(Names, PortList), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Input(format!("{path}: {error}")))?;
    let bad = || {
        Failure::Usage(format!(
            "{path}: expected {{\"ports\":[{{\"name\":...,\"ofport\":...}}]}}"
        ))
    };
    let start = text.find('[').ok_or_else(bad)?;
    let end = text.rfind(']').ok_or_else(bad)?;
    let mut names = Names::new();
    let mut ports = PortList::new();
    let mut rest = text.get(start + 1..end).ok_or_else(bad)?;
    while let Some(open) = rest.find('{') {
        let close = rest
            .get(open..)
            .and_then(|tail| tail.find('}'))
            .map(|close| open + close)
            .ok_or_else(bad)?;
        let members = rest.get(open..=close).and_then(json::members).ok_or_else(bad)?;
        let find = |key: &str| {
            members
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.as_str())
        };
        let number = find("ofport")
            .and_then(|number| number.parse().ok())
            .ok_or_else(bad)?;
        let name = find("name").ok_or_else(bad)?;
        let layer = find("layer").map_or(Ok(2), str::parse).map_err(|_| bad())?;
        names.add_port(name, Port(number));
        ports.add(name, number, layer);
        rest = rest.get(close + 1..).ok_or_else(bad)?;
    }
    Ok((names, ports))
}
