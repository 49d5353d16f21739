//! From a wish, as hosts write it, to an intent.

use std::collections::BTreeSet;

use super::{Finding, Instance, Intents, Service, VirtualInterface};
use crate::decode::{self, Encode};
use crate::identity::{InvalidName, ResourceId};
use crate::model::CreateVirtualInterfaceInput;

/// The interface that a service is behind where the wish does not say.
const PARENT: &str = "ether1";

impl VirtualInterface {
    /// The intent of a wish. Which names, numbers and addresses a wish may have is judged by the schema.
    ///
    /// ```
    /// use nnc_core::intent::VirtualInterface;
    /// use nnc_core::model::CreateVirtualInterfaceInput;
    ///
    /// let mut wish = CreateVirtualInterfaceInput::new("tor-usa", "tor");
    /// assert_eq!(VirtualInterface::of_input(&wish).unwrap().parent, "ether1");
    /// wish.vlan_id = Some(1);
    /// assert_eq!(VirtualInterface::of_input(&wish).unwrap_err()[0].code, "vlan-out-of-range");
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with it: `invalid-name`, `invalid-service`, `invalid-dns`, `vlan-out-of-range`,
    /// `invalid-input`, `unsupported`.
    pub fn of_input(input: &CreateVirtualInterfaceInput) -> Result<Self, Vec<Finding>> {
        let mut findings: Vec<Finding> = decode::findings::<CreateVirtualInterfaceInput>(&input.to_json())
            .iter()
            .map(told)
            .collect();
        let instance = name(&input.name, "/name", &mut findings);
        let through = input
            .through
            .as_ref()
            .map(|text| name(text, "/through", &mut findings));
        let service = input
            .service
            .parse::<Service>()
            .map_err(|error| tell(&mut findings, "invalid-service", "/service", &error))
            .ok();
        if input.dhcp {
            let message = "nnc does not make DHCP servers yet: leave it off";
            findings.push(Finding::new("unsupported", "/dhcp", message));
        }
        let vlan = input.vlan_id.map(u16::try_from).transpose().ok();
        findings.sort();
        match (
            instance,
            service,
            vlan,
            through.map_or(Some(None), |name| name.map(Some)),
        ) {
            (Some(instance), Some(service), Some(vlan), Some(through)) if findings.is_empty() => Ok(Self {
                instance,
                service,
                parent: input.parent.clone().unwrap_or_else(|| PARENT.to_owned()),
                vlan,
                dns: input.dns,
                gateway: input.gateway_type,
                through,
                on_failure: input.on_failure,
                ipv6: input.ipv6,
            }),
            _ => Err(findings),
        }
    }
}

impl From<&VirtualInterface> for CreateVirtualInterfaceInput {
    fn from(interface: &VirtualInterface) -> Self {
        let mut input = Self::new(interface.instance.to_string(), interface.service.to_string());
        input.parent = Some(interface.parent.clone());
        input.vlan_id = interface.vlan.map(Into::into);
        input.dns = interface.dns;
        input.gateway_type = interface.gateway;
        input.through = interface.through.as_ref().map(ToString::to_string);
        input.on_failure = interface.on_failure;
        input.ipv6 = interface.ipv6;
        input
    }
}

impl Intents {
    /// What the schema's rules have against the intents of `scope`, each judged by itself.
    pub fn check_schema(&self, scope: Option<&BTreeSet<ResourceId>>) -> Vec<Finding> {
        let interfaces = self.interfaces.values().map(|(interface, _)| interface);
        let in_scope =
            |interface: &&VirtualInterface| scope.is_none_or(|scope| scope.contains(&interface.resource()));
        let findings = interfaces.filter(in_scope).flat_map(|interface| {
            let found = VirtualInterface::of_input(&interface.into())
                .err()
                .unwrap_or_default();
            found.into_iter().map(|finding| Finding {
                pointer: format!("/virtualInterfaces/{}{}", interface.instance, finding.pointer),
                ..finding
            })
        });
        findings.collect()
    }
}

/// A finding of the schema with the code that docs/errors.md has for it. Of names the parsers say more.
fn told(finding: &decode::Finding) -> Finding {
    let field = finding.pointer.trim_start_matches('/');
    let code = match field {
        "name" | "through" | "parent" => "invalid-name",
        "service" => "invalid-service",
        "vlanId" => "vlan-out-of-range",
        "dns" => "invalid-dns",
        _ => "invalid-input",
    };
    Finding::new(
        code,
        finding.pointer.clone(),
        format!("{field}: {}", finding.message),
    )
}

fn name(text: &str, pointer: &str, findings: &mut Vec<Finding>) -> Option<Instance> {
    text.parse()
        .map_err(|error| tell(findings, "invalid-name", pointer, &error))
        .ok()
}

/// Puts what a parser says in the place of what the schema says of the same field.
fn tell(findings: &mut Vec<Finding>, code: &'static str, pointer: &str, error: &InvalidName) {
    findings.retain(|finding| finding.pointer != pointer);
    findings.push(Finding::new(code, pointer, error.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(change: impl FnOnce(&mut CreateVirtualInterfaceInput)) -> Vec<(String, String)> {
        let mut wish = CreateVirtualInterfaceInput::new("tor-usa", "tor");
        change(&mut wish);
        let findings = VirtualInterface::of_input(&wish).err().unwrap_or_default();
        findings
            .into_iter()
            .map(|finding| (finding.pointer, finding.code))
            .collect()
    }

    #[test]
    fn what_the_schema_refuses_has_the_codes_of_the_page() {
        assert_eq!(codes(|_| {}), []);
        let expect = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(
            codes(|wish| wish.name = "TOR".into()),
            expect("/name", "invalid-name")
        );
        assert_eq!(
            codes(|wish| wish.name = "a".repeat(64)),
            expect("/name", "invalid-name")
        );
        assert_eq!(
            codes(|wish| wish.service = "tort".into()),
            expect("/service", "invalid-service")
        );
        assert_eq!(
            codes(|wish| wish.service = String::new()),
            expect("/service", "invalid-service")
        );
        assert_eq!(
            codes(|wish| wish.parent = Some(String::new())),
            expect("/parent", "invalid-name")
        );
        assert_eq!(
            codes(|wish| wish.through = Some("-".into())),
            expect("/through", "invalid-name")
        );
        assert_eq!(
            codes(|wish| wish.dns = "fd00::1".parse().ok()),
            expect("/dns", "invalid-dns")
        );
        assert_eq!(codes(|wish| wish.dhcp = true), expect("/dhcp", "unsupported"));
        for vlan in [-1, 0, 1, 4095, 70_000] {
            assert_eq!(
                codes(|wish| wish.vlan_id = Some(vlan)),
                expect("/vlanId", "vlan-out-of-range")
            );
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        let found = codes(|wish| {
            wish.name = String::new();
            wish.vlan_id = Some(1);
        });
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
