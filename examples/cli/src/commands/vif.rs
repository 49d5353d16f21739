//! `nnc vif`.

use std::process::ExitCode;

use nnc::{CreateVirtualInterface, Error, Nnc, OnFailure, VirtualInterfaceView};
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
            args::Gateway::None => nnc::GatewayType::None,
            args::Gateway::HevSocks5Tunnel => nnc::GatewayType::HevSocks5Tunnel,
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
            if interface.on_failure == OnFailure::Closed {
                "closed"
            } else {
                "open"
            }
            .to_owned(),
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
    let dns = interface
        .dns
        .map_or("the service's own".to_owned(), |dns| dns.to_string());
    format!(
        "{}\n  interface        {} on {}, VLAN {}\n  router's address {}\n  service          {} at {}\n  routing mark     {}\n  resolver         {dns}\n  IPv6             {}\n  status           {}\n",
        interface.instance,
        interface.name,
        interface.parent,
        interface.vlan_id,
        interface.ip_address,
        interface.service,
        interface.service_address,
        interface.routing_mark,
        if interface.ipv6 { "carried" } else { "refused" },
        interface.status,
    )
}
