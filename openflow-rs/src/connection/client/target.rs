use super::super::Error;
use super::Tls;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a switch listens.
///
/// ```
/// use openflow_rs::connection::Target;
///
/// let target: Target = "unix:/run/openvswitch/br0.mgmt".parse()?;
/// assert_eq!(target.to_string(), "unix:/run/openvswitch/br0.mgmt");
/// assert_eq!("tcp:192.0.2.1".parse::<Target>()?.to_string(), "tcp:192.0.2.1:6653");
/// # Ok::<(), openflow_rs::connection::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Target {
    /// A Unix socket, such as Open vSwitch's `BRIDGE.mgmt`.
    Unix(PathBuf),
    /// TCP, in the clear: whoever is on the way can read and change everything.
    Tcp {
        /// A name or an address.
        host: String,
        /// The port.
        port: u16,
    },
    /// TCP with TLS.
    Tls {
        /// A name or an address.
        host: String,
        /// The port.
        port: u16,
        /// Who we are and whom we trust. `None` after parsing, because a text does not say: add it.
        tls: Option<Tls>,
    },
}

/// The port of OpenFlow that IANA lists.
const PORT: u16 = 6653;

fn host_and_port(text: &str) -> Option<(String, u16)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        let port = match rest {
            "" => PORT,
            rest => rest.strip_prefix(':')?.parse().ok()?,
        };
        return Some((host.to_owned(), port));
    }
    match text.split_once(':') {
        None => Some((text.to_owned(), PORT)),
        Some((host, port)) => Some((host.to_owned(), port.parse().ok()?)),
    }
}

impl FromStr for Target {
    type Err = Error;

    /// Reads `unix:PATH`, `tcp:HOST[:PORT]` or `ssl:HOST[:PORT]`, as `ovs-ofctl` does.
    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || Error::Target(text.to_owned());
        let (kind, rest) = text
            .split_once(':')
            .filter(|(_, rest)| !rest.is_empty())
            .ok_or_else(unknown)?;
        match kind {
            "unix" => Ok(Self::Unix(rest.into())),
            "tcp" => {
                let (host, port) = host_and_port(rest).ok_or_else(unknown)?;
                Ok(Self::Tcp { host, port })
            }
            "ssl" => {
                let (host, port) = host_and_port(rest).ok_or_else(unknown)?;
                Ok(Self::Tls {
                    host,
                    port,
                    tls: None,
                })
            }
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = |f: &mut fmt::Formatter<'_>, kind, host: &str, port| match host.contains(':') {
            true => write!(f, "{kind}:[{host}]:{port}"),
            false => write!(f, "{kind}:{host}:{port}"),
        };
        match self {
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Tcp { host, port } => address(f, "tcp", host, *port),
            Self::Tls { host, port, .. } => address(f, "ssl", host, *port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_or_refused() {
        for (text, shown) in [
            ("unix:a/b.mgmt", "unix:a/b.mgmt"),
            ("tcp:h:1", "tcp:h:1"),
            ("tcp:[fd00::1]:7", "tcp:[fd00::1]:7"),
            ("ssl:[::1]", "ssl:[::1]:6653"),
        ] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), shown);
        }
        for bad in [
            "",
            "unix",
            "unix:",
            "tcp:h:70000",
            "tcp:[::1",
            "udp:h",
            "tcp:[::1]1",
        ] {
            assert_eq!(
                bad.parse::<Target>().unwrap_err().code(),
                "invalid-target",
                "{bad}"
            );
        }
    }
}
