//! Which messages a switch sends unasked.

use super::{Printer, pull_typed};
use crate::wire::{Cursor, ErrorCode as E, Frame, Kind, Version};

const TYPES: usize = 6;
const NAMES: [&str; TYPES] = [
    "PACKET_IN",
    "PORT_STATUS",
    "FLOW_REMOVED",
    "ROLE_STATUS",
    "TABLE_STATUS",
    "REQUESTFORWARD",
];

/// The reasons by number; those without a name are not allowed.
const REASONS: [&[&str]; TYPES] = [
    &[
        "no_match",
        "action",
        "invalid_ttl",
        "action_set",
        "group",
        "packet_out",
    ],
    &["add", "delete", "modify"],
    &[
        "idle",
        "hard",
        "delete",
        "group_delete",
        "meter_delete",
        "eviction",
    ],
    &[
        "primary_request",
        "configuration_changed",
        "experimenter_data_changed",
    ],
    &["", "", "", "vacancy_down", "vacancy_up"],
    &["group_mod_request", "meter_mod_request"],
];

/// The reasons asked for, for each type and as primary and secondary.
#[derive(Default)]
struct Config([[u32; TYPES]; 2]);

impl Config {
    fn set(
        &mut self,
        kind: usize,
        secondary: bool,
        mask: u32,
        version: Version,
        loose: bool,
    ) -> Result<(), E> {
        let names = REASONS.get(kind).copied().unwrap_or_default();
        let named = names.iter().enumerate().filter(|(_, name)| !name.is_empty());
        let mut allowed = named.fold(0, |bits, (i, _)| bits | 1 << i);
        if kind == 0 && version < Version::V1_4 {
            allowed = 7;
        }
        if mask & !allowed != 0 && !loose {
            return Err(E::OFPACFC_INVALID);
        }
        let place = self
            .0
            .get_mut(usize::from(secondary))
            .and_then(|masks| masks.get_mut(kind));
        place.into_iter().for_each(|place| *place = mask & allowed);
        Ok(())
    }

    fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        const NXT_SET_ASYNC_CONFIG: u32 = 19;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let mut config = Self::default();
        let plain = if frame.is_vendor() {
            frame.vendor_type() == NXT_SET_ASYNC_CONFIG
        } else {
            version < Version::V1_4
        };
        if plain {
            for kind in 0..3 {
                for secondary in [false, true] {
                    config.set(kind, secondary, c.u32(E::OFPBRC_BAD_LEN)?, version, true)?;
                }
            }
            return Ok(config);
        }
        let loose = frame.kind() == Kind::GetAsyncReply;
        while !c.is_empty() {
            let (number, payload) = pull_typed(c, 0xfffe)?;
            let kind = usize::try_from(number / 2).unwrap_or(TYPES);
            if kind < TYPES {
                let mask: [u8; 4] = payload.try_into().map_err(|_| E::OFPBPC_BAD_LEN)?;
                config.set(kind, number % 2 == 0, u32::from_be_bytes(mask), version, loose)?;
            } else if !loose {
                let vendor = number >> 32 != 0;
                return Err(if vendor {
                    E::OFPBPC_BAD_EXP_TYPE
                } else {
                    E::OFPACFC_UNSUPPORTED
                });
            }
        }
        Ok(config)
    }
}

impl Printer<'_> {
    pub(super) fn async_config(&mut self, frame: &Frame<'_>) -> Result<(), E> {
        let config = Config::decode(frame)?;
        for (role, masks) in ["primary", "secondary"].iter().zip(config.0) {
            self.put(format_args!("\n {role}:\n"));
            for ((name, reasons), mask) in NAMES.iter().zip(REASONS).zip(masks) {
                self.put(format_args!("{name:>16}:"));
                for (i, reason) in reasons.iter().enumerate() {
                    if mask >> i & 1 == 1 {
                        self.put(format_args!(" {reason}"));
                    }
                }
                self.out.push_str(if mask == 0 { " (off)\n" } else { "\n" });
            }
        }
        Ok(())
    }
}
