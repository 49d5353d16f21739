//! `nnc vif`.

use std::process::ExitCode;

use nnc::{CreateVirtualInterface, Error, GatewayType, Nnc, OnFailure, VirtualInterfaceView};
use serde_json::json;

use super::{changed, router};
use crate::args::{self, VifAction, VifCreate};
use crate::output::{Output, table};

pub(super) async fn run(nnc: &Nnc, action: VifAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        VifAction::Create(create) => self::create(nnc, create, output).await,
        VifAction::List { router: name } => {
            let interfaces = router(nnc, &name.router)
                .await?
                .virtual_interfaces()
                .list()
                .await?;
            output.answer(&json!({"virtualInterfaces": interfaces}), || show(&interfaces));
            Ok(ExitCode::SUCCESS)
        }
        VifAction::Show {
            router: name,
            name: instance,
        } => {
            let interface = router(nnc, &name.router)
                .await?
                .virtual_interfaces()
                .get(&instance)
                .await?;
            output.answer(&json!(interface), || details(&interface));
            Ok(ExitCode::SUCCESS)
        }
        VifAction::Delete {
            router: name,
            name: instances,
            cascade,
            dry_run,
        } => {
            let interfaces = router(nnc, &name.router).await?.virtual_interfaces();
            let names: Vec<&str> = instances.iter().map(String::as_str).collect();
            let change = if dry_run {
                interfaces.plan_delete(&names, cascade).await?
            } else {
                output.progress("Deleting ...");
                interfaces.delete(&names, cascade).await?
            };
            Ok(changed(
                output,
                &change,
                &format!("Deleted {}.", names.join(", ")),
                json!({"deleted": names}),
            ))
        }
    }
}

async fn create(nnc: &Nnc, create: VifCreate, output: &Output) -> Result<ExitCode, Error> {
    if create.vlan.is_some() && create.name.iter().any(|name| Some(name) != create.name.first()) {
        return Err(Error::invalid(
            "vlan-taken",
            "two virtual interfaces cannot have one VLAN: give --vlan with one --name",
        ));
    }
    let interfaces = router(nnc, &create.router.router).await?.virtual_interfaces();
    let wanted: Vec<CreateVirtualInterface> = create
        .name
        .iter()
        .map(|name| one(name, &create))
        .collect::<Result<_, _>>()?;
    let change = if create.dry_run {
        interfaces.plan_create(wanted).await?
    } else {
        output.progress("Creating ...");
        interfaces.create(wanted).await?
    };
    let mut made = interfaces.list().await?;
    made.retain(|interface| create.name.iter().any(|name| name == interface.instance.as_str()));
    let done = format!("The router confirmed it.\n\n{}", show(&made));
    Ok(changed(
        output,
        &change,
        done.trim_end(),
        json!({"virtualInterfaces": made}),
    ))
}

fn one(name: &str, create: &VifCreate) -> Result<CreateVirtualInterface, Error> {
    let mut interface = CreateVirtualInterface::new(name, &create.service)?
        .parent(create.parent.clone())
        .gateway(match create.gateway {
            args::Gateway::None => GatewayType::None,
            args::Gateway::HevSocks5Tunnel => GatewayType::HevSocks5Tunnel,
        })
        .on_failure(match create.on_failure {
            args::OnFailure::Closed => OnFailure::Closed,
            args::OnFailure::Open => OnFailure::Open,
        })
        .ipv6(create.ipv6);
    if let Some(vlan) = create.vlan {
        interface = interface.vlan(vlan);
    }
    if let Some(dns) = create.dns {
        interface = interface.dns(dns);
    }
    if let Some(through) = &create.through {
        interface = interface.through(through.parse().map_err(Error::from)?);
    }
    Ok(interface)
}

fn show(interfaces: &[VirtualInterfaceView]) -> String {
    let row = |interface: &VirtualInterfaceView| {
        vec![
            interface.instance.to_string(),
            interface.name.clone(),
            interface.service.to_string(),
            interface.vlan_id.to_string(),
            interface.ip_address.clone(),
            interface.service_address.clone(),
            interface
                .through
                .as_ref()
                .map_or("-".to_owned(), ToString::to_string),
            on_failure(interface).to_owned(),
            interface.status.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = interfaces.iter().map(row).collect();
    let header = [
        "INSTANCE",
        "INTERFACE",
        "SERVICE",
        "VLAN",
        "ADDRESS",
        "SERVICE ADDRESS",
        "THROUGH",
        "ON FAILURE",
        "STATUS",
    ];
    table(
        &header,
        &rows,
        "No virtual interfaces yet: create one with `nnc vif create`.",
    )
}

fn details(interface: &VirtualInterfaceView) -> String {
    let resolver = match interface.dns {
        Some(dns) => dns.to_string(),
        None if interface.service.resolves_names() => "the service's own".to_owned(),
        None => "none: name queries of steered devices are blocked".to_owned(),
    };
    let gateway = match interface.gateway_type {
        GatewayType::None => "none".to_owned(),
        GatewayType::HevSocks5Tunnel => format!("hev-socks5-tunnel, {}", interface.gateway_status),
    };
    let through = interface
        .through
        .as_ref()
        .map_or("the uplink".to_owned(), ToString::to_string);
    let rows = [
        (
            "interface",
            format!(
                "{} on {}, VLAN {}",
                interface.name, interface.parent, interface.vlan_id
            ),
        ),
        ("router's address", interface.ip_address.clone()),
        (
            "service",
            format!("{} at {}", interface.service, interface.service_address),
        ),
        ("gateway", gateway),
        ("goes out through", through),
        ("routing mark", interface.routing_mark.clone()),
        ("resolver", resolver),
        (
            "IPv6",
            if interface.ipv6 { "carried" } else { "refused" }.to_owned(),
        ),
        ("on failure", on_failure(interface).to_owned()),
        ("status", interface.status.to_string()),
    ];
    let mut text = format!("{}\n", interface.instance);
    for (label, value) in rows {
        text.push_str(&format!("  {label:<16} {value}\n"));
    }
    text
}

fn on_failure(interface: &VirtualInterfaceView) -> &'static str {
    match interface.on_failure {
        OnFailure::Closed => "closed",
        OnFailure::Open => "open",
    }
}
