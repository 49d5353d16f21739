//! The match fields of Open vSwitch 3.1: names, widths and wire headers. Source: ovs-fields(7).

use super::field::Format::*;
use super::field::Prerequisite as P;
use super::field::{Field, FieldId, OxmHeader};

const fn h(vendor: u32, class: u16, field: u8, since: u8, name: &'static str) -> OxmHeader {
    OxmHeader {
        vendor,
        class,
        field,
        since,
        name,
    }
}

/// Every field, by [`FieldId`].
#[rustfmt::skip]
pub(super) static FIELDS: [Field; 183] = [
    Field { id: FieldId(0), name: "dp_hash", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x2320, 0xffff, 0, 0, "NXOXM_ET_DP_HASH"), h(0x0, 0x1, 35, 0, "NXM_NX_DP_HASH")] },
    Field { id: FieldId(1), name: "recirc_id", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: Decimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x0, 0x1, 36, 0, "NXM_NX_RECIRC_ID")] },
    Field { id: FieldId(2), name: "packet_type", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: PacketType, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x0, 0x8000, 44, 6, "OXM_OF_PACKET_TYPE")] },
    Field { id: FieldId(3), name: "conj_id", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: Decimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x0, 0x1, 37, 0, "NXM_NX_CONJ_ID")] },
    Field { id: FieldId(4), name: "tun_id", alias: Some("tunnel_id"), bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 16, 0, "NXM_NX_TUN_ID"), h(0x0, 0x8000, 38, 4, "OXM_OF_TUNNEL_ID")] },
    Field { id: FieldId(5), name: "tun_src", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 31, 0, "NXM_NX_TUN_IPV4_SRC")] },
    Field { id: FieldId(6), name: "tun_dst", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 32, 0, "NXM_NX_TUN_IPV4_DST")] },
    Field { id: FieldId(7), name: "tun_ipv6_src", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 109, 0, "NXM_NX_TUN_IPV6_SRC")] },
    Field { id: FieldId(8), name: "tun_ipv6_dst", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 110, 0, "NXM_NX_TUN_IPV6_DST")] },
    Field { id: FieldId(9), name: "tun_flags", alias: None, bytes: 2, bits: 1, variable: false, maskable: true, format: TunnelFlags, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 104, 0, "NXM_NX_TUN_FLAGS")] },
    Field { id: FieldId(10), name: "tun_ttl", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::None, writable: false, matchable: false, headers: &[] },
    Field { id: FieldId(11), name: "tun_tos", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::None, writable: false, matchable: false, headers: &[] },
    Field { id: FieldId(12), name: "tun_gbp_id", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 38, 0, "NXM_NX_TUN_GBP_ID")] },
    Field { id: FieldId(13), name: "tun_gbp_flags", alias: None, bytes: 1, bits: 8, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 39, 0, "NXM_NX_TUN_GBP_FLAGS")] },
    Field { id: FieldId(14), name: "tun_erspan_idx", alias: None, bytes: 4, bits: 20, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x2320, 0xffff, 11, 0, "NXOXM_ET_ERSPAN_IDX")] },
    Field { id: FieldId(15), name: "tun_erspan_ver", alias: None, bytes: 1, bits: 4, variable: false, maskable: true, format: Decimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x2320, 0xffff, 12, 0, "NXOXM_ET_ERSPAN_VER")] },
    Field { id: FieldId(16), name: "tun_erspan_dir", alias: None, bytes: 1, bits: 1, variable: false, maskable: true, format: Decimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x2320, 0xffff, 13, 0, "NXOXM_ET_ERSPAN_DIR")] },
    Field { id: FieldId(17), name: "tun_erspan_hwid", alias: None, bytes: 1, bits: 6, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x2320, 0xffff, 14, 0, "NXOXM_ET_ERSPAN_HWID")] },
    Field { id: FieldId(18), name: "tun_gtpu_flags", alias: None, bytes: 1, bits: 8, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x2320, 0xffff, 15, 0, "NXOXM_ET_GTPU_FLAGS")] },
    Field { id: FieldId(19), name: "tun_gtpu_msgtype", alias: None, bytes: 1, bits: 8, variable: false, maskable: true, format: Decimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x2320, 0xffff, 16, 0, "NXOXM_ET_GTPU_MSGTYPE")] },
    Field { id: FieldId(20), name: "tun_metadata0", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 40, 0, "NXM_NX_TUN_METADATA0")] },
    Field { id: FieldId(21), name: "tun_metadata1", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 41, 0, "NXM_NX_TUN_METADATA1")] },
    Field { id: FieldId(22), name: "tun_metadata2", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 42, 0, "NXM_NX_TUN_METADATA2")] },
    Field { id: FieldId(23), name: "tun_metadata3", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 43, 0, "NXM_NX_TUN_METADATA3")] },
    Field { id: FieldId(24), name: "tun_metadata4", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 44, 0, "NXM_NX_TUN_METADATA4")] },
    Field { id: FieldId(25), name: "tun_metadata5", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 45, 0, "NXM_NX_TUN_METADATA5")] },
    Field { id: FieldId(26), name: "tun_metadata6", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 46, 0, "NXM_NX_TUN_METADATA6")] },
    Field { id: FieldId(27), name: "tun_metadata7", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 47, 0, "NXM_NX_TUN_METADATA7")] },
    Field { id: FieldId(28), name: "tun_metadata8", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 48, 0, "NXM_NX_TUN_METADATA8")] },
    Field { id: FieldId(29), name: "tun_metadata9", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 49, 0, "NXM_NX_TUN_METADATA9")] },
    Field { id: FieldId(30), name: "tun_metadata10", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 50, 0, "NXM_NX_TUN_METADATA10")] },
    Field { id: FieldId(31), name: "tun_metadata11", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 51, 0, "NXM_NX_TUN_METADATA11")] },
    Field { id: FieldId(32), name: "tun_metadata12", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 52, 0, "NXM_NX_TUN_METADATA12")] },
    Field { id: FieldId(33), name: "tun_metadata13", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 53, 0, "NXM_NX_TUN_METADATA13")] },
    Field { id: FieldId(34), name: "tun_metadata14", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 54, 0, "NXM_NX_TUN_METADATA14")] },
    Field { id: FieldId(35), name: "tun_metadata15", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 55, 0, "NXM_NX_TUN_METADATA15")] },
    Field { id: FieldId(36), name: "tun_metadata16", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 56, 0, "NXM_NX_TUN_METADATA16")] },
    Field { id: FieldId(37), name: "tun_metadata17", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 57, 0, "NXM_NX_TUN_METADATA17")] },
    Field { id: FieldId(38), name: "tun_metadata18", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 58, 0, "NXM_NX_TUN_METADATA18")] },
    Field { id: FieldId(39), name: "tun_metadata19", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 59, 0, "NXM_NX_TUN_METADATA19")] },
    Field { id: FieldId(40), name: "tun_metadata20", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 60, 0, "NXM_NX_TUN_METADATA20")] },
    Field { id: FieldId(41), name: "tun_metadata21", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 61, 0, "NXM_NX_TUN_METADATA21")] },
    Field { id: FieldId(42), name: "tun_metadata22", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 62, 0, "NXM_NX_TUN_METADATA22")] },
    Field { id: FieldId(43), name: "tun_metadata23", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 63, 0, "NXM_NX_TUN_METADATA23")] },
    Field { id: FieldId(44), name: "tun_metadata24", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 64, 0, "NXM_NX_TUN_METADATA24")] },
    Field { id: FieldId(45), name: "tun_metadata25", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 65, 0, "NXM_NX_TUN_METADATA25")] },
    Field { id: FieldId(46), name: "tun_metadata26", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 66, 0, "NXM_NX_TUN_METADATA26")] },
    Field { id: FieldId(47), name: "tun_metadata27", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 67, 0, "NXM_NX_TUN_METADATA27")] },
    Field { id: FieldId(48), name: "tun_metadata28", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 68, 0, "NXM_NX_TUN_METADATA28")] },
    Field { id: FieldId(49), name: "tun_metadata29", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 69, 0, "NXM_NX_TUN_METADATA29")] },
    Field { id: FieldId(50), name: "tun_metadata30", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 70, 0, "NXM_NX_TUN_METADATA30")] },
    Field { id: FieldId(51), name: "tun_metadata31", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 71, 0, "NXM_NX_TUN_METADATA31")] },
    Field { id: FieldId(52), name: "tun_metadata32", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 72, 0, "NXM_NX_TUN_METADATA32")] },
    Field { id: FieldId(53), name: "tun_metadata33", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 73, 0, "NXM_NX_TUN_METADATA33")] },
    Field { id: FieldId(54), name: "tun_metadata34", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 74, 0, "NXM_NX_TUN_METADATA34")] },
    Field { id: FieldId(55), name: "tun_metadata35", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 75, 0, "NXM_NX_TUN_METADATA35")] },
    Field { id: FieldId(56), name: "tun_metadata36", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 76, 0, "NXM_NX_TUN_METADATA36")] },
    Field { id: FieldId(57), name: "tun_metadata37", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 77, 0, "NXM_NX_TUN_METADATA37")] },
    Field { id: FieldId(58), name: "tun_metadata38", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 78, 0, "NXM_NX_TUN_METADATA38")] },
    Field { id: FieldId(59), name: "tun_metadata39", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 79, 0, "NXM_NX_TUN_METADATA39")] },
    Field { id: FieldId(60), name: "tun_metadata40", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 80, 0, "NXM_NX_TUN_METADATA40")] },
    Field { id: FieldId(61), name: "tun_metadata41", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 81, 0, "NXM_NX_TUN_METADATA41")] },
    Field { id: FieldId(62), name: "tun_metadata42", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 82, 0, "NXM_NX_TUN_METADATA42")] },
    Field { id: FieldId(63), name: "tun_metadata43", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 83, 0, "NXM_NX_TUN_METADATA43")] },
    Field { id: FieldId(64), name: "tun_metadata44", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 84, 0, "NXM_NX_TUN_METADATA44")] },
    Field { id: FieldId(65), name: "tun_metadata45", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 85, 0, "NXM_NX_TUN_METADATA45")] },
    Field { id: FieldId(66), name: "tun_metadata46", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 86, 0, "NXM_NX_TUN_METADATA46")] },
    Field { id: FieldId(67), name: "tun_metadata47", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 87, 0, "NXM_NX_TUN_METADATA47")] },
    Field { id: FieldId(68), name: "tun_metadata48", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 88, 0, "NXM_NX_TUN_METADATA48")] },
    Field { id: FieldId(69), name: "tun_metadata49", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 89, 0, "NXM_NX_TUN_METADATA49")] },
    Field { id: FieldId(70), name: "tun_metadata50", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 90, 0, "NXM_NX_TUN_METADATA50")] },
    Field { id: FieldId(71), name: "tun_metadata51", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 91, 0, "NXM_NX_TUN_METADATA51")] },
    Field { id: FieldId(72), name: "tun_metadata52", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 92, 0, "NXM_NX_TUN_METADATA52")] },
    Field { id: FieldId(73), name: "tun_metadata53", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 93, 0, "NXM_NX_TUN_METADATA53")] },
    Field { id: FieldId(74), name: "tun_metadata54", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 94, 0, "NXM_NX_TUN_METADATA54")] },
    Field { id: FieldId(75), name: "tun_metadata55", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 95, 0, "NXM_NX_TUN_METADATA55")] },
    Field { id: FieldId(76), name: "tun_metadata56", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 96, 0, "NXM_NX_TUN_METADATA56")] },
    Field { id: FieldId(77), name: "tun_metadata57", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 97, 0, "NXM_NX_TUN_METADATA57")] },
    Field { id: FieldId(78), name: "tun_metadata58", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 98, 0, "NXM_NX_TUN_METADATA58")] },
    Field { id: FieldId(79), name: "tun_metadata59", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 99, 0, "NXM_NX_TUN_METADATA59")] },
    Field { id: FieldId(80), name: "tun_metadata60", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 100, 0, "NXM_NX_TUN_METADATA60")] },
    Field { id: FieldId(81), name: "tun_metadata61", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 101, 0, "NXM_NX_TUN_METADATA61")] },
    Field { id: FieldId(82), name: "tun_metadata62", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 102, 0, "NXM_NX_TUN_METADATA62")] },
    Field { id: FieldId(83), name: "tun_metadata63", alias: None, bytes: 124, bits: 992, variable: true, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 103, 0, "NXM_NX_TUN_METADATA63")] },
    Field { id: FieldId(84), name: "metadata", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 2, 3, "OXM_OF_METADATA")] },
    Field { id: FieldId(85), name: "in_port", alias: None, bytes: 2, bits: 16, variable: false, maskable: false, format: Port, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x0, 0, 0, "NXM_OF_IN_PORT")] },
    Field { id: FieldId(86), name: "in_port_oxm", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: PortOxm, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 0, 3, "OXM_OF_IN_PORT")] },
    Field { id: FieldId(87), name: "actset_output", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: PortOxm, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x4f4e4600, 0xffff, 43, 4, "ONFOXM_ET_ACTSET_OUTPUT"), h(0x0, 0x8000, 43, 6, "OXM_OF_ACTSET_OUTPUT")] },
    Field { id: FieldId(88), name: "skb_priority", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: Hexadecimal, prerequisite: P::None, writable: false, matchable: false, headers: &[] },
    Field { id: FieldId(89), name: "pkt_mark", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 33, 0, "NXM_NX_PKT_MARK")] },
    Field { id: FieldId(90), name: "ct_state", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: CtState, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x0, 0x1, 105, 0, "NXM_NX_CT_STATE")] },
    Field { id: FieldId(91), name: "ct_zone", alias: None, bytes: 2, bits: 16, variable: false, maskable: false, format: Hexadecimal, prerequisite: P::None, writable: false, matchable: true, headers: &[h(0x0, 0x1, 106, 0, "NXM_NX_CT_ZONE")] },
    Field { id: FieldId(92), name: "ct_mark", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 107, 0, "NXM_NX_CT_MARK")] },
    Field { id: FieldId(93), name: "ct_label", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 108, 0, "NXM_NX_CT_LABEL")] },
    Field { id: FieldId(94), name: "ct_nw_proto", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 119, 0, "NXM_NX_CT_NW_PROTO")] },
    Field { id: FieldId(95), name: "ct_nw_src", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 120, 0, "NXM_NX_CT_NW_SRC")] },
    Field { id: FieldId(96), name: "ct_nw_dst", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 121, 0, "NXM_NX_CT_NW_DST")] },
    Field { id: FieldId(97), name: "ct_ipv6_src", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 122, 0, "NXM_NX_CT_IPV6_SRC")] },
    Field { id: FieldId(98), name: "ct_ipv6_dst", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 123, 0, "NXM_NX_CT_IPV6_DST")] },
    Field { id: FieldId(99), name: "ct_tp_src", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 124, 0, "NXM_NX_CT_TP_SRC")] },
    Field { id: FieldId(100), name: "ct_tp_dst", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::CtValid, writable: false, matchable: true, headers: &[h(0x0, 0x1, 125, 0, "NXM_NX_CT_TP_DST")] },
    Field { id: FieldId(101), name: "reg0", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 0, 0, "NXM_NX_REG0")] },
    Field { id: FieldId(102), name: "reg1", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 1, 0, "NXM_NX_REG1")] },
    Field { id: FieldId(103), name: "reg2", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 2, 0, "NXM_NX_REG2")] },
    Field { id: FieldId(104), name: "reg3", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 3, 0, "NXM_NX_REG3")] },
    Field { id: FieldId(105), name: "reg4", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 4, 0, "NXM_NX_REG4")] },
    Field { id: FieldId(106), name: "reg5", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 5, 0, "NXM_NX_REG5")] },
    Field { id: FieldId(107), name: "reg6", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 6, 0, "NXM_NX_REG6")] },
    Field { id: FieldId(108), name: "reg7", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 7, 0, "NXM_NX_REG7")] },
    Field { id: FieldId(109), name: "reg8", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 8, 0, "NXM_NX_REG8")] },
    Field { id: FieldId(110), name: "reg9", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 9, 0, "NXM_NX_REG9")] },
    Field { id: FieldId(111), name: "reg10", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 10, 0, "NXM_NX_REG10")] },
    Field { id: FieldId(112), name: "reg11", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 11, 0, "NXM_NX_REG11")] },
    Field { id: FieldId(113), name: "reg12", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 12, 0, "NXM_NX_REG12")] },
    Field { id: FieldId(114), name: "reg13", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 13, 0, "NXM_NX_REG13")] },
    Field { id: FieldId(115), name: "reg14", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 14, 0, "NXM_NX_REG14")] },
    Field { id: FieldId(116), name: "reg15", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 15, 0, "NXM_NX_REG15")] },
    Field { id: FieldId(117), name: "xreg0", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 0, 4, "OXM_OF_PKT_REG0")] },
    Field { id: FieldId(118), name: "xreg1", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 1, 4, "OXM_OF_PKT_REG1")] },
    Field { id: FieldId(119), name: "xreg2", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 2, 4, "OXM_OF_PKT_REG2")] },
    Field { id: FieldId(120), name: "xreg3", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 3, 4, "OXM_OF_PKT_REG3")] },
    Field { id: FieldId(121), name: "xreg4", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 4, 4, "OXM_OF_PKT_REG4")] },
    Field { id: FieldId(122), name: "xreg5", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 5, 4, "OXM_OF_PKT_REG5")] },
    Field { id: FieldId(123), name: "xreg6", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 6, 4, "OXM_OF_PKT_REG6")] },
    Field { id: FieldId(124), name: "xreg7", alias: None, bytes: 8, bits: 64, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x8001, 7, 4, "OXM_OF_PKT_REG7")] },
    Field { id: FieldId(125), name: "xxreg0", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 111, 0, "NXM_NX_XXREG0")] },
    Field { id: FieldId(126), name: "xxreg1", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 112, 0, "NXM_NX_XXREG1")] },
    Field { id: FieldId(127), name: "xxreg2", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 113, 0, "NXM_NX_XXREG2")] },
    Field { id: FieldId(128), name: "xxreg3", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::None, writable: true, matchable: true, headers: &[h(0x0, 0x1, 114, 0, "NXM_NX_XXREG3")] },
    Field { id: FieldId(129), name: "eth_src", alias: Some("dl_src"), bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[h(0x0, 0x0, 2, 0, "NXM_OF_ETH_SRC"), h(0x0, 0x8000, 4, 3, "OXM_OF_ETH_SRC")] },
    Field { id: FieldId(130), name: "eth_dst", alias: Some("dl_dst"), bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[h(0x0, 0x0, 1, 0, "NXM_OF_ETH_DST"), h(0x0, 0x8000, 3, 3, "OXM_OF_ETH_DST")] },
    Field { id: FieldId(131), name: "eth_type", alias: Some("dl_type"), bytes: 2, bits: 16, variable: false, maskable: false, format: Hexadecimal, prerequisite: P::Ethernet, writable: false, matchable: true, headers: &[h(0x0, 0x0, 3, 0, "NXM_OF_ETH_TYPE"), h(0x0, 0x8000, 5, 3, "OXM_OF_ETH_TYPE")] },
    Field { id: FieldId(132), name: "vlan_tci", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[h(0x0, 0x0, 4, 0, "NXM_OF_VLAN_TCI")] },
    Field { id: FieldId(133), name: "dl_vlan", alias: None, bytes: 2, bits: 12, variable: false, maskable: false, format: Decimal, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[] },
    Field { id: FieldId(134), name: "vlan_vid", alias: None, bytes: 2, bits: 12, variable: false, maskable: true, format: Decimal, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 6, 3, "OXM_OF_VLAN_VID")] },
    Field { id: FieldId(135), name: "dl_vlan_pcp", alias: None, bytes: 1, bits: 3, variable: false, maskable: false, format: Decimal, prerequisite: P::Ethernet, writable: true, matchable: true, headers: &[] },
    Field { id: FieldId(136), name: "vlan_pcp", alias: None, bytes: 1, bits: 3, variable: false, maskable: false, format: Decimal, prerequisite: P::Vlan, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 7, 3, "OXM_OF_VLAN_PCP")] },
    Field { id: FieldId(137), name: "mpls_label", alias: None, bytes: 4, bits: 20, variable: false, maskable: false, format: Decimal, prerequisite: P::Mpls, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 34, 3, "OXM_OF_MPLS_LABEL")] },
    Field { id: FieldId(138), name: "mpls_tc", alias: None, bytes: 1, bits: 3, variable: false, maskable: false, format: Decimal, prerequisite: P::Mpls, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 35, 3, "OXM_OF_MPLS_TC")] },
    Field { id: FieldId(139), name: "mpls_bos", alias: None, bytes: 1, bits: 1, variable: false, maskable: false, format: Decimal, prerequisite: P::Mpls, writable: false, matchable: true, headers: &[h(0x0, 0x8000, 36, 4, "OXM_OF_MPLS_BOS")] },
    Field { id: FieldId(140), name: "mpls_ttl", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Mpls, writable: true, matchable: true, headers: &[h(0x0, 0x1, 30, 0, "NXM_NX_MPLS_TTL")] },
    Field { id: FieldId(141), name: "ip_src", alias: Some("nw_src"), bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::Ipv4, writable: true, matchable: true, headers: &[h(0x0, 0x0, 7, 0, "NXM_OF_IP_SRC"), h(0x0, 0x8000, 11, 3, "OXM_OF_IPV4_SRC")] },
    Field { id: FieldId(142), name: "ip_dst", alias: Some("nw_dst"), bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::Ipv4, writable: true, matchable: true, headers: &[h(0x0, 0x0, 8, 0, "NXM_OF_IP_DST"), h(0x0, 0x8000, 12, 3, "OXM_OF_IPV4_DST")] },
    Field { id: FieldId(143), name: "ipv6_src", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::Ipv6, writable: true, matchable: true, headers: &[h(0x0, 0x1, 19, 0, "NXM_NX_IPV6_SRC"), h(0x0, 0x8000, 26, 3, "OXM_OF_IPV6_SRC")] },
    Field { id: FieldId(144), name: "ipv6_dst", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::Ipv6, writable: true, matchable: true, headers: &[h(0x0, 0x1, 20, 0, "NXM_NX_IPV6_DST"), h(0x0, 0x8000, 27, 3, "OXM_OF_IPV6_DST")] },
    Field { id: FieldId(145), name: "ipv6_label", alias: None, bytes: 4, bits: 20, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Ipv6, writable: true, matchable: true, headers: &[h(0x0, 0x1, 27, 0, "NXM_NX_IPV6_LABEL"), h(0x0, 0x8000, 28, 3, "OXM_OF_IPV6_FLABEL")] },
    Field { id: FieldId(146), name: "nw_proto", alias: Some("ip_proto"), bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Ip, writable: false, matchable: true, headers: &[h(0x0, 0x0, 6, 0, "NXM_OF_IP_PROTO"), h(0x0, 0x8000, 10, 3, "OXM_OF_IP_PROTO")] },
    Field { id: FieldId(147), name: "nw_tos", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Ip, writable: true, matchable: true, headers: &[h(0x0, 0x0, 5, 0, "NXM_OF_IP_TOS")] },
    Field { id: FieldId(148), name: "ip_dscp", alias: None, bytes: 1, bits: 6, variable: false, maskable: false, format: Decimal, prerequisite: P::Ip, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 8, 3, "OXM_OF_IP_DSCP")] },
    Field { id: FieldId(149), name: "nw_ecn", alias: Some("ip_ecn"), bytes: 1, bits: 2, variable: false, maskable: false, format: Decimal, prerequisite: P::Ip, writable: true, matchable: true, headers: &[h(0x0, 0x1, 28, 0, "NXM_NX_IP_ECN"), h(0x0, 0x8000, 9, 3, "OXM_OF_IP_ECN")] },
    Field { id: FieldId(150), name: "nw_ttl", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Ip, writable: true, matchable: true, headers: &[h(0x0, 0x1, 29, 0, "NXM_NX_IP_TTL")] },
    Field { id: FieldId(151), name: "ip_frag", alias: Some("nw_frag"), bytes: 1, bits: 2, variable: false, maskable: true, format: Frag, prerequisite: P::Ip, writable: false, matchable: true, headers: &[h(0x0, 0x1, 26, 0, "NXM_NX_IP_FRAG")] },
    Field { id: FieldId(152), name: "arp_op", alias: None, bytes: 2, bits: 16, variable: false, maskable: false, format: Decimal, prerequisite: P::Arp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 15, 0, "NXM_OF_ARP_OP"), h(0x0, 0x8000, 21, 3, "OXM_OF_ARP_OP")] },
    Field { id: FieldId(153), name: "arp_spa", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::Arp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 16, 0, "NXM_OF_ARP_SPA"), h(0x0, 0x8000, 22, 3, "OXM_OF_ARP_SPA")] },
    Field { id: FieldId(154), name: "arp_tpa", alias: None, bytes: 4, bits: 32, variable: false, maskable: true, format: Ipv4, prerequisite: P::Arp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 17, 0, "NXM_OF_ARP_TPA"), h(0x0, 0x8000, 23, 3, "OXM_OF_ARP_TPA")] },
    Field { id: FieldId(155), name: "arp_sha", alias: None, bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::Arp, writable: true, matchable: true, headers: &[h(0x0, 0x1, 17, 0, "NXM_NX_ARP_SHA"), h(0x0, 0x8000, 24, 3, "OXM_OF_ARP_SHA")] },
    Field { id: FieldId(156), name: "arp_tha", alias: None, bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::Arp, writable: true, matchable: true, headers: &[h(0x0, 0x1, 18, 0, "NXM_NX_ARP_THA"), h(0x0, 0x8000, 25, 3, "OXM_OF_ARP_THA")] },
    Field { id: FieldId(157), name: "tcp_src", alias: Some("tp_src"), bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Tcp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 9, 0, "NXM_OF_TCP_SRC"), h(0x0, 0x8000, 13, 3, "OXM_OF_TCP_SRC")] },
    Field { id: FieldId(158), name: "tcp_dst", alias: Some("tp_dst"), bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Tcp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 10, 0, "NXM_OF_TCP_DST"), h(0x0, 0x8000, 14, 3, "OXM_OF_TCP_DST")] },
    Field { id: FieldId(159), name: "tcp_flags", alias: None, bytes: 2, bits: 12, variable: false, maskable: true, format: TcpFlags, prerequisite: P::Tcp, writable: false, matchable: true, headers: &[h(0x0, 0x1, 34, 0, "NXM_NX_TCP_FLAGS"), h(0x4f4e4600, 0xffff, 42, 4, "ONFOXM_ET_TCP_FLAGS"), h(0x0, 0x8000, 42, 6, "OXM_OF_TCP_FLAGS")] },
    Field { id: FieldId(160), name: "udp_src", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Udp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 11, 0, "NXM_OF_UDP_SRC"), h(0x0, 0x8000, 15, 3, "OXM_OF_UDP_SRC")] },
    Field { id: FieldId(161), name: "udp_dst", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Udp, writable: true, matchable: true, headers: &[h(0x0, 0x0, 12, 0, "NXM_OF_UDP_DST"), h(0x0, 0x8000, 16, 3, "OXM_OF_UDP_DST")] },
    Field { id: FieldId(162), name: "sctp_src", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Sctp, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 17, 3, "OXM_OF_SCTP_SRC")] },
    Field { id: FieldId(163), name: "sctp_dst", alias: None, bytes: 2, bits: 16, variable: false, maskable: true, format: Decimal, prerequisite: P::Sctp, writable: true, matchable: true, headers: &[h(0x0, 0x8000, 18, 3, "OXM_OF_SCTP_DST")] },
    Field { id: FieldId(164), name: "icmp_type", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Icmpv4, writable: true, matchable: true, headers: &[h(0x0, 0x0, 13, 0, "NXM_OF_ICMP_TYPE"), h(0x0, 0x8000, 19, 3, "OXM_OF_ICMPV4_TYPE")] },
    Field { id: FieldId(165), name: "icmp_code", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Icmpv4, writable: true, matchable: true, headers: &[h(0x0, 0x0, 14, 0, "NXM_OF_ICMP_CODE"), h(0x0, 0x8000, 20, 3, "OXM_OF_ICMPV4_CODE")] },
    Field { id: FieldId(166), name: "icmpv6_type", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Icmpv6, writable: true, matchable: true, headers: &[h(0x0, 0x1, 21, 0, "NXM_NX_ICMPV6_TYPE"), h(0x0, 0x8000, 29, 3, "OXM_OF_ICMPV6_TYPE")] },
    Field { id: FieldId(167), name: "icmpv6_code", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Icmpv6, writable: true, matchable: true, headers: &[h(0x0, 0x1, 22, 0, "NXM_NX_ICMPV6_CODE"), h(0x0, 0x8000, 30, 3, "OXM_OF_ICMPV6_CODE")] },
    Field { id: FieldId(168), name: "nd_target", alias: None, bytes: 16, bits: 128, variable: false, maskable: true, format: Ipv6, prerequisite: P::Nd, writable: true, matchable: true, headers: &[h(0x0, 0x1, 23, 0, "NXM_NX_ND_TARGET"), h(0x0, 0x8000, 31, 3, "OXM_OF_IPV6_ND_TARGET")] },
    Field { id: FieldId(169), name: "nd_sll", alias: None, bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::NdSolicit, writable: true, matchable: true, headers: &[h(0x0, 0x1, 24, 0, "NXM_NX_ND_SLL"), h(0x0, 0x8000, 32, 3, "OXM_OF_IPV6_ND_SLL")] },
    Field { id: FieldId(170), name: "nd_tll", alias: None, bytes: 6, bits: 48, variable: false, maskable: true, format: Ethernet, prerequisite: P::NdAdvert, writable: true, matchable: true, headers: &[h(0x0, 0x1, 25, 0, "NXM_NX_ND_TLL"), h(0x0, 0x8000, 33, 3, "OXM_OF_IPV6_ND_TLL")] },
    Field { id: FieldId(171), name: "nd_reserved", alias: None, bytes: 4, bits: 32, variable: false, maskable: false, format: Decimal, prerequisite: P::Nd, writable: true, matchable: true, headers: &[h(0x0, 0x1000, 1, 0, "ERICOXM_OF_ICMPV6_ND_RESERVED")] },
    Field { id: FieldId(172), name: "nd_options_type", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Nd, writable: true, matchable: true, headers: &[h(0x0, 0x1000, 2, 0, "ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE")] },
    Field { id: FieldId(173), name: "nsh_flags", alias: None, bytes: 1, bits: 8, variable: false, maskable: true, format: Decimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 1, 0, "NXOXM_NSH_FLAGS")] },
    Field { id: FieldId(174), name: "nsh_mdtype", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Nsh, writable: false, matchable: true, headers: &[h(0x5ad650, 0xffff, 2, 0, "NXOXM_NSH_MDTYPE")] },
    Field { id: FieldId(175), name: "nsh_np", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Nsh, writable: false, matchable: true, headers: &[h(0x5ad650, 0xffff, 3, 0, "NXOXM_NSH_NP")] },
    Field { id: FieldId(176), name: "nsh_spi", alias: Some("nsp"), bytes: 4, bits: 24, variable: false, maskable: false, format: Hexadecimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 4, 0, "NXOXM_NSH_SPI")] },
    Field { id: FieldId(177), name: "nsh_si", alias: Some("nsi"), bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 5, 0, "NXOXM_NSH_SI")] },
    Field { id: FieldId(178), name: "nsh_c1", alias: Some("nshc1"), bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 6, 0, "NXOXM_NSH_C1")] },
    Field { id: FieldId(179), name: "nsh_c2", alias: Some("nshc2"), bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 7, 0, "NXOXM_NSH_C2")] },
    Field { id: FieldId(180), name: "nsh_c3", alias: Some("nshc3"), bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 8, 0, "NXOXM_NSH_C3")] },
    Field { id: FieldId(181), name: "nsh_c4", alias: Some("nshc4"), bytes: 4, bits: 32, variable: false, maskable: true, format: Hexadecimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 9, 0, "NXOXM_NSH_C4")] },
    Field { id: FieldId(182), name: "nsh_ttl", alias: None, bytes: 1, bits: 8, variable: false, maskable: false, format: Decimal, prerequisite: P::Nsh, writable: true, matchable: true, headers: &[h(0x5ad650, 0xffff, 10, 0, "NXOXM_NSH_TTL")] },
];

/// Names of the fields the crate refers to by identity.
impl FieldId {
    /// `dp_hash`.
    pub const DP_HASH: Self = Self(0);
    /// `recirc_id`.
    pub const RECIRC_ID: Self = Self(1);
    /// `packet_type`.
    pub const PACKET_TYPE: Self = Self(2);
    /// `conj_id`.
    pub const CONJ_ID: Self = Self(3);
    /// `tun_id`.
    pub const TUN_ID: Self = Self(4);
    /// `tun_src`.
    pub const TUN_SRC: Self = Self(5);
    /// `tun_dst`.
    pub const TUN_DST: Self = Self(6);
    /// `tun_ipv6_src`.
    pub const TUN_IPV6_SRC: Self = Self(7);
    /// `tun_ipv6_dst`.
    pub const TUN_IPV6_DST: Self = Self(8);
    /// `tun_flags`.
    pub const TUN_FLAGS: Self = Self(9);
    /// `tun_ttl`.
    pub const TUN_TTL: Self = Self(10);
    /// `tun_tos`.
    pub const TUN_TOS: Self = Self(11);
    /// `tun_gbp_id`.
    pub const TUN_GBP_ID: Self = Self(12);
    /// `tun_gbp_flags`.
    pub const TUN_GBP_FLAGS: Self = Self(13);
    /// `tun_erspan_idx`.
    pub const TUN_ERSPAN_IDX: Self = Self(14);
    /// `tun_erspan_ver`.
    pub const TUN_ERSPAN_VER: Self = Self(15);
    /// `tun_erspan_dir`.
    pub const TUN_ERSPAN_DIR: Self = Self(16);
    /// `tun_erspan_hwid`.
    pub const TUN_ERSPAN_HWID: Self = Self(17);
    /// `tun_gtpu_flags`.
    pub const TUN_GTPU_FLAGS: Self = Self(18);
    /// `tun_gtpu_msgtype`.
    pub const TUN_GTPU_MSGTYPE: Self = Self(19);
    /// `tun_metadata0`.
    pub const TUN_METADATA0: Self = Self(20);
    /// `tun_metadata1`.
    pub const TUN_METADATA1: Self = Self(21);
    /// `tun_metadata2`.
    pub const TUN_METADATA2: Self = Self(22);
    /// `tun_metadata3`.
    pub const TUN_METADATA3: Self = Self(23);
    /// `tun_metadata4`.
    pub const TUN_METADATA4: Self = Self(24);
    /// `tun_metadata5`.
    pub const TUN_METADATA5: Self = Self(25);
    /// `tun_metadata6`.
    pub const TUN_METADATA6: Self = Self(26);
    /// `tun_metadata7`.
    pub const TUN_METADATA7: Self = Self(27);
    /// `tun_metadata8`.
    pub const TUN_METADATA8: Self = Self(28);
    /// `tun_metadata9`.
    pub const TUN_METADATA9: Self = Self(29);
    /// `tun_metadata10`.
    pub const TUN_METADATA10: Self = Self(30);
    /// `tun_metadata11`.
    pub const TUN_METADATA11: Self = Self(31);
    /// `tun_metadata12`.
    pub const TUN_METADATA12: Self = Self(32);
    /// `tun_metadata13`.
    pub const TUN_METADATA13: Self = Self(33);
    /// `tun_metadata14`.
    pub const TUN_METADATA14: Self = Self(34);
    /// `tun_metadata15`.
    pub const TUN_METADATA15: Self = Self(35);
    /// `tun_metadata16`.
    pub const TUN_METADATA16: Self = Self(36);
    /// `tun_metadata17`.
    pub const TUN_METADATA17: Self = Self(37);
    /// `tun_metadata18`.
    pub const TUN_METADATA18: Self = Self(38);
    /// `tun_metadata19`.
    pub const TUN_METADATA19: Self = Self(39);
    /// `tun_metadata20`.
    pub const TUN_METADATA20: Self = Self(40);
    /// `tun_metadata21`.
    pub const TUN_METADATA21: Self = Self(41);
    /// `tun_metadata22`.
    pub const TUN_METADATA22: Self = Self(42);
    /// `tun_metadata23`.
    pub const TUN_METADATA23: Self = Self(43);
    /// `tun_metadata24`.
    pub const TUN_METADATA24: Self = Self(44);
    /// `tun_metadata25`.
    pub const TUN_METADATA25: Self = Self(45);
    /// `tun_metadata26`.
    pub const TUN_METADATA26: Self = Self(46);
    /// `tun_metadata27`.
    pub const TUN_METADATA27: Self = Self(47);
    /// `tun_metadata28`.
    pub const TUN_METADATA28: Self = Self(48);
    /// `tun_metadata29`.
    pub const TUN_METADATA29: Self = Self(49);
    /// `tun_metadata30`.
    pub const TUN_METADATA30: Self = Self(50);
    /// `tun_metadata31`.
    pub const TUN_METADATA31: Self = Self(51);
    /// `tun_metadata32`.
    pub const TUN_METADATA32: Self = Self(52);
    /// `tun_metadata33`.
    pub const TUN_METADATA33: Self = Self(53);
    /// `tun_metadata34`.
    pub const TUN_METADATA34: Self = Self(54);
    /// `tun_metadata35`.
    pub const TUN_METADATA35: Self = Self(55);
    /// `tun_metadata36`.
    pub const TUN_METADATA36: Self = Self(56);
    /// `tun_metadata37`.
    pub const TUN_METADATA37: Self = Self(57);
    /// `tun_metadata38`.
    pub const TUN_METADATA38: Self = Self(58);
    /// `tun_metadata39`.
    pub const TUN_METADATA39: Self = Self(59);
    /// `tun_metadata40`.
    pub const TUN_METADATA40: Self = Self(60);
    /// `tun_metadata41`.
    pub const TUN_METADATA41: Self = Self(61);
    /// `tun_metadata42`.
    pub const TUN_METADATA42: Self = Self(62);
    /// `tun_metadata43`.
    pub const TUN_METADATA43: Self = Self(63);
    /// `tun_metadata44`.
    pub const TUN_METADATA44: Self = Self(64);
    /// `tun_metadata45`.
    pub const TUN_METADATA45: Self = Self(65);
    /// `tun_metadata46`.
    pub const TUN_METADATA46: Self = Self(66);
    /// `tun_metadata47`.
    pub const TUN_METADATA47: Self = Self(67);
    /// `tun_metadata48`.
    pub const TUN_METADATA48: Self = Self(68);
    /// `tun_metadata49`.
    pub const TUN_METADATA49: Self = Self(69);
    /// `tun_metadata50`.
    pub const TUN_METADATA50: Self = Self(70);
    /// `tun_metadata51`.
    pub const TUN_METADATA51: Self = Self(71);
    /// `tun_metadata52`.
    pub const TUN_METADATA52: Self = Self(72);
    /// `tun_metadata53`.
    pub const TUN_METADATA53: Self = Self(73);
    /// `tun_metadata54`.
    pub const TUN_METADATA54: Self = Self(74);
    /// `tun_metadata55`.
    pub const TUN_METADATA55: Self = Self(75);
    /// `tun_metadata56`.
    pub const TUN_METADATA56: Self = Self(76);
    /// `tun_metadata57`.
    pub const TUN_METADATA57: Self = Self(77);
    /// `tun_metadata58`.
    pub const TUN_METADATA58: Self = Self(78);
    /// `tun_metadata59`.
    pub const TUN_METADATA59: Self = Self(79);
    /// `tun_metadata60`.
    pub const TUN_METADATA60: Self = Self(80);
    /// `tun_metadata61`.
    pub const TUN_METADATA61: Self = Self(81);
    /// `tun_metadata62`.
    pub const TUN_METADATA62: Self = Self(82);
    /// `tun_metadata63`.
    pub const TUN_METADATA63: Self = Self(83);
    /// `metadata`.
    pub const METADATA: Self = Self(84);
    /// `in_port`.
    pub const IN_PORT: Self = Self(85);
    /// `in_port_oxm`.
    pub const IN_PORT_OXM: Self = Self(86);
    /// `actset_output`.
    pub const ACTSET_OUTPUT: Self = Self(87);
    /// `skb_priority`.
    pub const SKB_PRIORITY: Self = Self(88);
    /// `pkt_mark`.
    pub const PKT_MARK: Self = Self(89);
    /// `ct_state`.
    pub const CT_STATE: Self = Self(90);
    /// `ct_zone`.
    pub const CT_ZONE: Self = Self(91);
    /// `ct_mark`.
    pub const CT_MARK: Self = Self(92);
    /// `ct_label`.
    pub const CT_LABEL: Self = Self(93);
    /// `ct_nw_proto`.
    pub const CT_NW_PROTO: Self = Self(94);
    /// `ct_nw_src`.
    pub const CT_NW_SRC: Self = Self(95);
    /// `ct_nw_dst`.
    pub const CT_NW_DST: Self = Self(96);
    /// `ct_ipv6_src`.
    pub const CT_IPV6_SRC: Self = Self(97);
    /// `ct_ipv6_dst`.
    pub const CT_IPV6_DST: Self = Self(98);
    /// `ct_tp_src`.
    pub const CT_TP_SRC: Self = Self(99);
    /// `ct_tp_dst`.
    pub const CT_TP_DST: Self = Self(100);
    /// `reg0`.
    pub const REG0: Self = Self(101);
    /// `reg1`.
    pub const REG1: Self = Self(102);
    /// `reg2`.
    pub const REG2: Self = Self(103);
    /// `reg3`.
    pub const REG3: Self = Self(104);
    /// `reg4`.
    pub const REG4: Self = Self(105);
    /// `reg5`.
    pub const REG5: Self = Self(106);
    /// `reg6`.
    pub const REG6: Self = Self(107);
    /// `reg7`.
    pub const REG7: Self = Self(108);
    /// `reg8`.
    pub const REG8: Self = Self(109);
    /// `reg9`.
    pub const REG9: Self = Self(110);
    /// `reg10`.
    pub const REG10: Self = Self(111);
    /// `reg11`.
    pub const REG11: Self = Self(112);
    /// `reg12`.
    pub const REG12: Self = Self(113);
    /// `reg13`.
    pub const REG13: Self = Self(114);
    /// `reg14`.
    pub const REG14: Self = Self(115);
    /// `reg15`.
    pub const REG15: Self = Self(116);
    /// `xreg0`.
    pub const XREG0: Self = Self(117);
    /// `xreg1`.
    pub const XREG1: Self = Self(118);
    /// `xreg2`.
    pub const XREG2: Self = Self(119);
    /// `xreg3`.
    pub const XREG3: Self = Self(120);
    /// `xreg4`.
    pub const XREG4: Self = Self(121);
    /// `xreg5`.
    pub const XREG5: Self = Self(122);
    /// `xreg6`.
    pub const XREG6: Self = Self(123);
    /// `xreg7`.
    pub const XREG7: Self = Self(124);
    /// `xxreg0`.
    pub const XXREG0: Self = Self(125);
    /// `xxreg1`.
    pub const XXREG1: Self = Self(126);
    /// `xxreg2`.
    pub const XXREG2: Self = Self(127);
    /// `xxreg3`.
    pub const XXREG3: Self = Self(128);
    /// `eth_src`.
    pub const ETH_SRC: Self = Self(129);
    /// `eth_dst`.
    pub const ETH_DST: Self = Self(130);
    /// `eth_type`.
    pub const ETH_TYPE: Self = Self(131);
    /// `vlan_tci`.
    pub const VLAN_TCI: Self = Self(132);
    /// `dl_vlan`.
    pub const DL_VLAN: Self = Self(133);
    /// `vlan_vid`.
    pub const VLAN_VID: Self = Self(134);
    /// `dl_vlan_pcp`.
    pub const DL_VLAN_PCP: Self = Self(135);
    /// `vlan_pcp`.
    pub const VLAN_PCP: Self = Self(136);
    /// `mpls_label`.
    pub const MPLS_LABEL: Self = Self(137);
    /// `mpls_tc`.
    pub const MPLS_TC: Self = Self(138);
    /// `mpls_bos`.
    pub const MPLS_BOS: Self = Self(139);
    /// `mpls_ttl`.
    pub const MPLS_TTL: Self = Self(140);
    /// `ip_src`.
    pub const IPV4_SRC: Self = Self(141);
    /// `ip_dst`.
    pub const IPV4_DST: Self = Self(142);
    /// `ipv6_src`.
    pub const IPV6_SRC: Self = Self(143);
    /// `ipv6_dst`.
    pub const IPV6_DST: Self = Self(144);
    /// `ipv6_label`.
    pub const IPV6_LABEL: Self = Self(145);
    /// `nw_proto`.
    pub const IP_PROTO: Self = Self(146);
    /// `nw_tos`.
    pub const IP_DSCP: Self = Self(147);
    /// `ip_dscp`.
    pub const IP_DSCP_SHIFTED: Self = Self(148);
    /// `nw_ecn`.
    pub const IP_ECN: Self = Self(149);
    /// `nw_ttl`.
    pub const IP_TTL: Self = Self(150);
    /// `ip_frag`.
    pub const IP_FRAG: Self = Self(151);
    /// `arp_op`.
    pub const ARP_OP: Self = Self(152);
    /// `arp_spa`.
    pub const ARP_SPA: Self = Self(153);
    /// `arp_tpa`.
    pub const ARP_TPA: Self = Self(154);
    /// `arp_sha`.
    pub const ARP_SHA: Self = Self(155);
    /// `arp_tha`.
    pub const ARP_THA: Self = Self(156);
    /// `tcp_src`.
    pub const TCP_SRC: Self = Self(157);
    /// `tcp_dst`.
    pub const TCP_DST: Self = Self(158);
    /// `tcp_flags`.
    pub const TCP_FLAGS: Self = Self(159);
    /// `udp_src`.
    pub const UDP_SRC: Self = Self(160);
    /// `udp_dst`.
    pub const UDP_DST: Self = Self(161);
    /// `sctp_src`.
    pub const SCTP_SRC: Self = Self(162);
    /// `sctp_dst`.
    pub const SCTP_DST: Self = Self(163);
    /// `icmp_type`.
    pub const ICMPV4_TYPE: Self = Self(164);
    /// `icmp_code`.
    pub const ICMPV4_CODE: Self = Self(165);
    /// `icmpv6_type`.
    pub const ICMPV6_TYPE: Self = Self(166);
    /// `icmpv6_code`.
    pub const ICMPV6_CODE: Self = Self(167);
    /// `nd_target`.
    pub const ND_TARGET: Self = Self(168);
    /// `nd_sll`.
    pub const ND_SLL: Self = Self(169);
    /// `nd_tll`.
    pub const ND_TLL: Self = Self(170);
    /// `nd_reserved`.
    pub const ND_RESERVED: Self = Self(171);
    /// `nd_options_type`.
    pub const ND_OPTIONS_TYPE: Self = Self(172);
    /// `nsh_flags`.
    pub const NSH_FLAGS: Self = Self(173);
    /// `nsh_mdtype`.
    pub const NSH_MDTYPE: Self = Self(174);
    /// `nsh_np`.
    pub const NSH_NP: Self = Self(175);
    /// `nsh_spi`.
    pub const NSH_SPI: Self = Self(176);
    /// `nsh_si`.
    pub const NSH_SI: Self = Self(177);
    /// `nsh_c1`.
    pub const NSH_C1: Self = Self(178);
    /// `nsh_c2`.
    pub const NSH_C2: Self = Self(179);
    /// `nsh_c3`.
    pub const NSH_C3: Self = Self(180);
    /// `nsh_c4`.
    pub const NSH_C4: Self = Self(181);
    /// `nsh_ttl`.
    pub const NSH_TTL: Self = Self(182);
}
