//! Can a packet of a steered device leave another way?

use super::chain::TooComplex;
use super::judge::Judge;
use super::model::Model;
use super::passage::Walker;
use super::ranges::RangeSet;
use super::region::Region;
use super::report::LeakReport;
use super::sketch::Ground;
use super::starts::{Hosts, belongs};
use super::steered::{Selector, Steered};

/// Judges steered devices: in any world, can one of their packets leave by another way than it should, or a name
/// query reach the router's own resolver?
///
/// Judged are the first packet of a connection that the device opens, later packets, and later packets after an
/// answer or a packet of the device has had the connection fasttracked, each in the world in which all is up and in
/// those in which one watched gateway or one interface is down; the connection may be older than the failure, but
/// not the other way round. For
/// devices that are not `closed` only the world in which all is up counts. A packet to a network connected to the router
/// other than by an uplink is no leak if it leaves by that network's interface; nor is one of a fasttracked
/// connection inside such networks while the interface of its destination is down.
///
/// Devices are taken to be where their addresses belong: behind an interface whose networks hold the source, and none
/// behind an uplink or a service.
/// Not judged: connections that others open to the device, packets that connection tracking calls invalid or
/// related, and what the router or a service sends by itself.
///
/// ```
/// use nnc_core::walk::{leaks, Interface, InterfaceId, Model, Selector, Steered};
/// let uplink = Interface { name: "ether1".into(), uplink: true, ..Interface::default() };
/// let exit = Interface { name: "nnc-tor".into(), service: true, ..Interface::default() };
/// let model = Model { interfaces: vec![uplink, exit], ..Model::default() };
/// let tv = Steered {
///     name: "tv".into(),
///     selector: Selector::Mac(0x02_00_00_00_00_01),
///     rank: 0,
///     exit: InterfaceId(1),
///     closed: true,
///     ipv4_only: false,
/// };
/// // A router without routes drops everything.
/// assert!(leaks(&model, &[tv]).is_proof());
/// ```
pub fn leaks(model: &Model, devices: &[Steered]) -> LeakReport {
    let mut report = LeakReport::default();
    let planes = [(Some(&model.v4), true), (model.v6.as_ref(), false)];
    for (plane, v4) in planes {
        let Some(plane) = plane else { continue };
        let macs = devices.iter().filter_map(|device| match device.selector {
            Selector::Mac(mac) => Some((u128::from(mac), u128::from(mac))),
            _ => None,
        });
        let walker = Walker::new(model, plane, v4, RangeSet::of(macs));
        let hosts = Hosts::new(model, plane, v4);
        let ground = Ground::new(model, &walker);
        for device in devices.iter().filter(|device| v4 || !device.ipv4_only) {
            let Some(all) = hosts.sent_by(&device.selector) else {
                continue;
            };
            let before = devices.iter().filter(|other| other.rank < device.rank);
            let own = belongs(before, v4).into_iter().fold(all, Region::less);
            let mut judge = Judge::new(model, &walker, device);
            let judged = decide(&ground, &mut judge, device, &own);
            report.leaks.append(&mut judge.into_leaks());
            if judged.is_err() && !report.undecided.contains(&device.name) {
                report.undecided.push(device.name.clone());
            }
        }
    }
    let spared = devices
        .iter()
        .filter(|device| device.ipv4_only && model.v6.is_some());
    report.ipv4_only.extend(spared.map(|device| device.name.clone()));
    report
}

/// Judges a device: by a quick look, by single packets if that finds some suspect, and by all packets where these turn
/// out to be harmless.
fn decide<'a>(
    ground: &Ground<'a, '_>,
    judge: &mut Judge<'a, '_>,
    device: &Steered,
    packets: &Region,
) -> Result<(), TooComplex> {
    let Some(mut suspicions) = ground.suspicions(device, packets.clone()) else {
        return judge.judge(packets.clone());
    };
    // A leak while everything is up says the most.
    suspicions.sort_by_key(|suspicion| !suspicion.what.all_up);
    for suspicion in &suspicions {
        if !judge.confirm(packets, suspicion)? {
            return judge.judge(packets.clone());
        }
    }
    Ok(())
}
