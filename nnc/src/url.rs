//! Where a router is: `routeros+apis://admin@192.168.88.1:8729`.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// How a router is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// The binary API in the clear, port 8728.
    Api,
    /// The binary API over TLS, port 8729.
    Apis,
    /// REST in the clear, port 80.
    Http,
    /// REST over TLS, port 443.
    Https,
    /// A router that this program implements; `host://NAME`.
    Host,
}

impl Scheme {
    const ALL: [(Self, &'static str, u16); 5] = [
        (Self::Api, "routeros+api", 8728),
        (Self::Apis, "routeros+apis", 8729),
        (Self::Http, "routeros+http", 80),
        (Self::Https, "routeros+https", 443),
        // There is no port; 1 stands for none.
        (Self::Host, "host", 1),
    ];

    fn entry(self) -> (&'static str, u16) {
        Self::ALL
            .iter()
            .find(|(scheme, ..)| *scheme == self)
            .map_or(("", 0), |(_, name, port)| (*name, *port))
    }

    /// The service of the router that answers.
    pub(crate) const fn service(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Apis => "api-ssl",
            Self::Http => "www",
            Self::Https => "www-ssl",
            Self::Host => "host",
        }
    }

    /// Whether this program implements the router.
    pub const fn is_hosted(self) -> bool {
        matches!(self, Self::Host)
    }

    /// Whether what is said is encrypted.
    pub const fn is_tls(self) -> bool {
        matches!(self, Self::Apis | Self::Https)
    }
}

/// Where a router is and who logs in. Holds no password: one in the text is refused.
///
/// ```
/// use nnc::RouterUrl;
/// let url: RouterUrl = "routeros+apis://admin@192.168.88.1".parse().unwrap();
/// assert_eq!(url.to_string(), "routeros+apis://admin@192.168.88.1:8729");
/// assert!("routeros+api://admin:secret@192.168.88.1".parse::<RouterUrl>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouterUrl {
    /// How.
    pub scheme: Scheme,
    /// Who; `admin` where the text does not say.
    pub user: String,
    /// A name or an address; an IPv6 address without brackets.
    pub host: String,
    /// The TCP port.
    pub port: u16,
}

fn invalid(why: &str) -> Error {
    let message = format!(
        "the URL is not valid: {why}; write routeros+apis://USER@HOST[:PORT] (or routeros+api, routeros+https, routeros+http)"
    );
    Error::new(ErrorKind::Invalid, "invalid-url", message)
}

impl FromStr for RouterUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| invalid("it has no scheme"))?;
        let (scheme, _, default_port) = Scheme::ALL
            .iter()
            .find(|(_, name, _)| *name == scheme)
            .ok_or_else(|| invalid("its scheme is not known"))?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = rest.rsplit_once('@').unwrap_or(("admin", rest));
        if user.contains(':') {
            return Err(invalid(
                "a password does not belong in it, where everybody can see it",
            ));
        }
        if user.is_empty() || user.len() > 64 || user.chars().any(|c| c.is_control() || c == '/') {
            return Err(invalid(
                "the user name is empty, too long, or has characters that it cannot have",
            ));
        }
        let (host, port) = match place.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest
                    .split_once(']')
                    .ok_or_else(|| invalid("a bracket is not closed"))?;
                host.parse::<std::net::Ipv6Addr>()
                    .map_err(|_| invalid("what is in brackets is no IPv6 address"))?;
                (
                    host,
                    after
                        .strip_prefix(':')
                        .or(if after.is_empty() { None } else { Some(after) }),
                )
            }
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        let valid_host = host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._:%".contains(&b));
        if host.is_empty() || host.len() > 253 || !valid_host {
            return Err(invalid(
                "the host is missing or has characters that it cannot have",
            ));
        }
        let port = match port {
            None => *default_port,
            Some(port) => port
                .parse()
                .ok()
                .filter(|port| *port > 0)
                .ok_or_else(|| invalid("the port is no number from 1 to 65535"))?,
        };
        Ok(Self {
            scheme: *scheme,
            user: user.to_owned(),
            host: host.to_owned(),
            port,
        })
    }
}

impl fmt::Display for RouterUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _) = self.scheme.entry();
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.scheme.is_hosted() {
            return write!(f, "{name}://{host}");
        }
        write!(f, "{name}://{}@{host}:{}", self.user, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_and_written() {
        for (given, shown) in [
            (
                "routeros+api://admin@10.0.0.1:8000",
                "routeros+api://admin@10.0.0.1:8000",
            ),
            (
                "routeros+http://router.lan/",
                "routeros+http://admin@router.lan:80",
            ),
            (
                "routeros+https://me@[fd00::1]:8443",
                "routeros+https://me@[fd00::1]:8443",
            ),
            (
                "routeros+apis://me@[fd00::1]",
                "routeros+apis://me@[fd00::1]:8729",
            ),
        ] {
            assert_eq!(given.parse::<RouterUrl>().unwrap().to_string(), shown);
        }
        for bad in [
            "",
            "10.0.0.1",
            "http://10.0.0.1",
            "routeros+api://",
            "routeros+api://a@",
            "routeros+api://a:b@h",
            "routeros+api://h:0",
            "routeros+api://h:99999",
            "routeros+api://[zz]:1",
            "routeros+api://[fd00::1",
            "routeros+api://h h",
            "routeros+api://@h",
            "routeros+api://[::1]x",
        ] {
            assert_eq!(bad.parse::<RouterUrl>().unwrap_err().code, "invalid-url", "{bad}");
        }
    }
}
