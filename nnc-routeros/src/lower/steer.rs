//! The rows that steer a device, or a service's own traffic.

use nnc_core::blueprint::Ipv6;
use nnc_core::device::Device;
use nnc_core::identity::{ResourceId, Role};
use nnc_core::object::{Kind, Object};
use nnc_core::ports::LowerError;

use super::Context;
use super::base::exit_list;
use super::row::Owner;
use crate::kinds;

/// How packets of a source are told from others.
pub(super) struct Source {
    ipv4: (&'static str, String),
    /// `None` where IPv6 cannot tell it.
    ipv6: Option<(&'static str, String)>,
    /// Which of several sources that match decides: the lower.
    rank: u32,
    /// Sets apart the roles of a chain from those of a device.
    suffix: &'static str,
}

impl Source {
    /// A steered device. Where only the places of its rows are asked for it need not be told from others.
    pub(super) fn device(
        owner: &Owner<'_>,
        device: &Device,
        ingress: Option<&str>,
    ) -> Result<Self, LowerError> {
        let ingress = ingress.or((!owner.is_whole()).then_some(""));
        let by_interface = || ingress.map(|interface| ("in-interface", interface.to_owned()));
        let (ipv4, ipv6) = match device {
            Device::Mac(mac) => {
                let by_mac = ("src-mac-address", mac.to_string());
                (by_mac.clone(), Some(by_mac))
            }
            Device::Address(address) => (("src-address", address.to_string()), by_interface()),
            Device::Subnet(network) => (("src-address", network.to_string()), by_interface()),
            Device::List(name) => (("src-address-list", name.clone()), by_interface()),
            Device::Vlan(id) => {
                let by_vlan = by_interface().ok_or_else(|| LowerError {
                    resource: Some(owner.resource.clone()),
                    code: "vlan-not-found",
                    message: format!(
                        "the router has no interface of VLAN {id}: steer by subnet or MAC address"
                    ),
                })?;
                (by_vlan.clone(), Some(by_vlan))
            }
        };
        Ok(Self {
            ipv4,
            ipv6,
            rank: device.rank(),
            suffix: "",
        })
    }

    /// What comes in by an interface.
    pub(super) fn interface(name: &str) -> Self {
        let by_interface = ("in-interface", name.to_owned());
        Self {
            ipv4: by_interface.clone(),
            ipv6: Some(by_interface),
            rank: 60,
            suffix: "chain-",
        }
    }
}

pub(super) fn steer(
    context: &Context<'_>,
    owner: &Owner<'_>,
    source: &Source,
    table: &str,
    closed: bool,
    ipv6: Ipv6,
) -> Vec<Object> {
    let role = |name: &'static str| {
        if source.suffix.is_empty() {
            Role::new(name)
        } else {
            Role::with("chain", name)
        }
    };
    let from = |name: &'static str,
                kind: Kind,
                chain: &str,
                rank: u32,
                (attribute, value): &(&'static str, String)| {
        owner
            .row(role(name), kind)
            .chain(chain, rank)
            .set(attribute, value)
    };
    let base = ResourceId::base();
    let exits = format!("!{}", context.names.exits);
    let mut objects = vec![
        from("mark", kinds::MANGLE, "prerouting", source.rank, &source.ipv4)
            .set("action", "jump")
            .set("jump-target", table)
            .done(),
        from("dns", kinds::NAT, "dstnat", source.rank, &source.ipv4)
            .set("action", "jump")
            .set("jump-target", table)
            .done(),
    ];
    if closed {
        objects.push(
            from("exit", kinds::FILTER, "forward", 0, &source.ipv4)
                .set("out-interface-list", &exits)
                .set("action", "drop")
                .after(&base, exit_list())
                .done(),
        );
    }
    let Some(told) = &source.ipv6 else { return objects };
    let refuse_dns = |name: &'static str, chain: &'static str| {
        from(name, kinds::FILTER6, chain, 0, told)
            .set("action", "jump")
            .set("jump-target", &context.names.dns)
            .done()
    };
    match ipv6 {
        Ipv6::Ignored => {}
        Ipv6::Blocked => {
            objects.push(
                from("exit6", kinds::FILTER6, "forward", 0, told)
                    .set("action", "drop")
                    .done(),
            );
            objects.push(refuse_dns("dns6", "input"));
        }
        Ipv6::Steered => {
            objects.push(
                from("mark6", kinds::MANGLE6, "prerouting", source.rank, told)
                    .set("action", "jump")
                    .set("jump-target", table)
                    .done(),
            );
            if closed {
                objects.push(
                    from("exit6", kinds::FILTER6, "forward", 0, told)
                        .set("out-interface-list", &exits)
                        .set("action", "drop")
                        .after(&base, exit_list())
                        .done(),
                );
            }
            // Names are resolved over IPv4, by the service's resolver.
            objects.push(refuse_dns("dns6", "input"));
            objects.push(refuse_dns("dns6-forward", "forward"));
        }
    }
    objects
}
