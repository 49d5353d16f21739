//! The numbers of the errors, one row each, as ovs-ofctl and ovs-vswitchd use them. Source: the OpenFlow
//! 1.0-1.5 specifications, and for the `NX` rows the error list of Open vSwitch 3.1 (ofp-errors.h).

use super::error_code::Encoding::{Nicira, NiciraTyped, Onf, Standard};
use super::error_code::{ErrorCode, ErrorRow, at, from};

/// Every error, in the order in which an ambiguous number is looked up.
#[rustfmt::skip]
pub(super) static ERRORS: &[ErrorRow] = &[
    ErrorRow { name: "OFPHFC_INCOMPATIBLE", encodings: &[from(1, Standard(0, 0))] },
    ErrorRow { name: "OFPHFC_EPERM", encodings: &[from(1, Standard(0, 1))] },
    ErrorRow { name: "OFPBRC_BAD_VERSION", encodings: &[from(1, Standard(1, 0))] },
    ErrorRow { name: "OFPBRC_BAD_TYPE", encodings: &[from(1, Standard(1, 1))] },
    ErrorRow { name: "OFPBRC_BAD_STAT", encodings: &[from(1, Standard(1, 2))] },
    ErrorRow { name: "OFPBRC_BAD_VENDOR", encodings: &[from(1, Standard(1, 3))] },
    ErrorRow { name: "OFPBRC_BAD_SUBTYPE", encodings: &[from(1, Standard(1, 4))] },
    ErrorRow { name: "OFPBRC_EPERM", encodings: &[from(1, Standard(1, 5))] },
    ErrorRow { name: "OFPBRC_BAD_LEN", encodings: &[from(1, Standard(1, 6))] },
    ErrorRow { name: "OFPBRC_BUFFER_EMPTY", encodings: &[from(1, Standard(1, 7))] },
    ErrorRow { name: "OFPBRC_BUFFER_UNKNOWN", encodings: &[from(1, Standard(1, 8))] },
    ErrorRow { name: "OFPBRC_BAD_TABLE_ID", encodings: &[at(1, 1, NiciraTyped(1, 512)), from(2, Standard(1, 9))] },
    ErrorRow { name: "OFPBRC_IS_SECONDARY", encodings: &[at(1, 2, Standard(1, 5)), from(3, Standard(1, 10))] },
    ErrorRow { name: "OFPBRC_BAD_PORT", encodings: &[at(1, 2, NiciraTyped(1, 514)), from(3, Standard(1, 11))] },
    ErrorRow { name: "OFPBRC_BAD_PACKET", encodings: &[from(3, Standard(1, 12))] },
    ErrorRow { name: "OFPBRC_MULTIPART_BUFFER_OVERFLOW", encodings: &[from(4, Standard(1, 13))] },
    ErrorRow { name: "OFPBRC_MULTIPART_REQUEST_TIMEOUT", encodings: &[at(4, 4, Onf(2640)), from(5, Standard(1, 14))] },
    ErrorRow { name: "OFPBRC_MULTIPART_REPLY_TIMEOUT", encodings: &[at(4, 4, Onf(2641)), from(5, Standard(1, 15))] },
    ErrorRow { name: "OFPBRC_MULTIPART_BAD_SCHED", encodings: &[from(6, Standard(1, 16))] },
    ErrorRow { name: "OFPBRC_PIPELINE_FIELDS_ONLY", encodings: &[from(6, Standard(1, 17))] },
    ErrorRow { name: "OFPBRC_UNKNOWN", encodings: &[from(6, Standard(1, 18))] },
    ErrorRow { name: "NXBRC_NXM_INVALID", encodings: &[at(1, 2, NiciraTyped(1, 256)), from(3, Nicira(2))] },
    ErrorRow { name: "NXBRC_NXM_BAD_TYPE", encodings: &[at(1, 2, NiciraTyped(1, 257)), from(3, Nicira(3))] },
    ErrorRow { name: "NXBRC_MUST_BE_ZERO", encodings: &[at(1, 2, NiciraTyped(1, 515)), from(3, Nicira(4))] },
    ErrorRow { name: "NXBRC_BAD_REASON", encodings: &[at(1, 2, NiciraTyped(1, 516)), from(3, Nicira(5))] },
    ErrorRow { name: "NXBRC_FM_BAD_EVENT", encodings: &[at(1, 2, NiciraTyped(1, 520)), from(3, Nicira(9))] },
    ErrorRow { name: "NXBRC_UNENCODABLE_ERROR", encodings: &[at(1, 2, NiciraTyped(1, 521)), from(3, Nicira(10))] },
    ErrorRow { name: "OFPBAC_BAD_TYPE", encodings: &[from(1, Standard(2, 0))] },
    ErrorRow { name: "OFPBAC_BAD_LEN", encodings: &[from(1, Standard(2, 1))] },
    ErrorRow { name: "OFPBAC_BAD_VENDOR", encodings: &[from(1, Standard(2, 2))] },
    ErrorRow { name: "OFPBAC_BAD_VENDOR_TYPE", encodings: &[from(1, Standard(2, 3))] },
    ErrorRow { name: "OFPBAC_BAD_OUT_PORT", encodings: &[from(1, Standard(2, 4))] },
    ErrorRow { name: "OFPBAC_BAD_ARGUMENT", encodings: &[from(1, Standard(2, 5))] },
    ErrorRow { name: "OFPBAC_EPERM", encodings: &[from(1, Standard(2, 6))] },
    ErrorRow { name: "OFPBAC_TOO_MANY", encodings: &[from(1, Standard(2, 7))] },
    ErrorRow { name: "OFPBAC_BAD_QUEUE", encodings: &[from(1, Standard(2, 8))] },
    ErrorRow { name: "OFPBAC_BAD_OUT_GROUP", encodings: &[at(1, 1, NiciraTyped(2, 9)), from(2, Standard(2, 9))] },
    ErrorRow { name: "OFPBAC_MATCH_INCONSISTENT", encodings: &[at(1, 1, NiciraTyped(1, 522)), from(2, Standard(2, 10))] },
    ErrorRow { name: "OFPBAC_UNSUPPORTED_ORDER", encodings: &[from(2, Standard(2, 11))] },
    ErrorRow { name: "OFPBAC_BAD_TAG", encodings: &[from(2, Standard(2, 12))] },
    ErrorRow { name: "OFPBAC_BAD_SET_TYPE", encodings: &[at(1, 2, NiciraTyped(1, 523)), from(3, Standard(2, 13))] },
    ErrorRow { name: "OFPBAC_BAD_SET_LEN", encodings: &[at(1, 2, NiciraTyped(1, 524)), from(3, Standard(2, 14))] },
    ErrorRow { name: "OFPBAC_BAD_SET_ARGUMENT", encodings: &[at(1, 2, NiciraTyped(1, 525)), from(3, Standard(2, 15))] },
    ErrorRow { name: "OFPBAC_BAD_SET_MASK", encodings: &[at(4, 5, Onf(4250)), from(6, Standard(2, 16))] },
    ErrorRow { name: "OFPBAC_BAD_METER", encodings: &[from(6, Standard(2, 17))] },
    ErrorRow { name: "NXBAC_MUST_BE_ZERO", encodings: &[at(1, 2, NiciraTyped(2, 256)), from(3, Nicira(11))] },
    ErrorRow { name: "NXBAC_BAD_CONJUNCTION", encodings: &[at(1, 2, NiciraTyped(2, 526)), from(3, Nicira(15))] },
    ErrorRow { name: "NXBAC_BAD_HEADER_TYPE", encodings: &[from(4, Nicira(39))] },
    ErrorRow { name: "NXBAC_UNKNOWN_ED_PROP", encodings: &[from(4, Nicira(40))] },
    ErrorRow { name: "NXBAC_BAD_ED_PROP", encodings: &[from(4, Nicira(41))] },
    ErrorRow { name: "NXBAC_CT_DATAPATH_SUPPORT", encodings: &[at(1, 2, NiciraTyped(1, 265)), from(3, Nicira(42))] },
    ErrorRow { name: "OFPBIC_UNKNOWN_INST", encodings: &[from(2, Standard(3, 0))] },
    ErrorRow { name: "OFPBIC_UNSUP_INST", encodings: &[at(1, 1, NiciraTyped(2, 257)), from(2, Standard(3, 1))] },
    ErrorRow { name: "OFPBIC_BAD_TABLE_ID", encodings: &[from(2, Standard(3, 2))] },
    ErrorRow { name: "OFPBIC_UNSUP_METADATA", encodings: &[from(2, Standard(3, 3))] },
    ErrorRow { name: "OFPBIC_UNSUP_METADATA_MASK", encodings: &[from(2, Standard(3, 4))] },
    ErrorRow { name: "OFPBIC_BAD_EXPERIMENTER", encodings: &[from(2, Standard(3, 5))] },
    ErrorRow { name: "OFPBIC_BAD_EXP_TYPE", encodings: &[at(2, 2, Standard(3, 5)), from(3, Standard(3, 6))] },
    ErrorRow { name: "OFPBIC_BAD_LEN", encodings: &[from(3, Standard(3, 7))] },
    ErrorRow { name: "OFPBIC_EPERM", encodings: &[from(3, Standard(3, 8))] },
    ErrorRow { name: "OFPBIC_DUP_INST", encodings: &[at(2, 2, NiciraTyped(3, 256)), at(3, 4, Onf(2600)), from(5, Standard(3, 9))] },
    ErrorRow { name: "OFPBMC_BAD_TYPE", encodings: &[from(2, Standard(4, 0))] },
    ErrorRow { name: "OFPBMC_BAD_LEN", encodings: &[from(2, Standard(4, 1))] },
    ErrorRow { name: "OFPBMC_BAD_TAG", encodings: &[from(2, Standard(4, 2))] },
    ErrorRow { name: "OFPBMC_BAD_DL_ADDR_MASK", encodings: &[from(2, Standard(4, 3))] },
    ErrorRow { name: "OFPBMC_BAD_NW_ADDR_MASK", encodings: &[from(2, Standard(4, 4))] },
    ErrorRow { name: "OFPBMC_BAD_WILDCARDS", encodings: &[at(1, 1, NiciraTyped(1, 262)), from(2, Standard(4, 5))] },
    ErrorRow { name: "OFPBMC_BAD_FIELD", encodings: &[at(1, 1, NiciraTyped(0, 263)), from(2, Standard(4, 6))] },
    ErrorRow { name: "OFPBMC_BAD_VALUE", encodings: &[at(1, 1, NiciraTyped(1, 258)), from(2, Standard(4, 7))] },
    ErrorRow { name: "OFPBMC_BAD_MASK", encodings: &[at(1, 2, NiciraTyped(1, 259)), from(3, Standard(4, 8))] },
    ErrorRow { name: "OFPBMC_BAD_PREREQ", encodings: &[at(1, 2, NiciraTyped(1, 260)), from(3, Standard(4, 9))] },
    ErrorRow { name: "OFPBMC_DUP_FIELD", encodings: &[at(1, 2, NiciraTyped(1, 261)), from(3, Standard(4, 10))] },
    ErrorRow { name: "OFPBMC_EPERM", encodings: &[from(3, Standard(4, 11))] },
    ErrorRow { name: "NXBMC_CT_DATAPATH_SUPPORT", encodings: &[at(1, 2, NiciraTyped(1, 264)), from(3, Nicira(43))] },
    ErrorRow { name: "OFPFMFC_UNKNOWN", encodings: &[from(2, Standard(5, 0))] },
    ErrorRow { name: "OFPFMFC_TABLE_FULL", encodings: &[at(1, 1, Standard(3, 0)), from(2, Standard(5, 1))] },
    ErrorRow { name: "OFPFMFC_BAD_TABLE_ID", encodings: &[from(2, Standard(5, 2))] },
    ErrorRow { name: "OFPFMFC_OVERLAP", encodings: &[at(1, 1, Standard(3, 1)), from(2, Standard(5, 3))] },
    ErrorRow { name: "OFPFMFC_EPERM", encodings: &[at(1, 1, Standard(3, 2)), from(2, Standard(5, 4))] },
    ErrorRow { name: "OFPFMFC_BAD_TIMEOUT", encodings: &[from(2, Standard(5, 5))] },
    ErrorRow { name: "OFPFMFC_BAD_EMERG_TIMEOUT", encodings: &[at(1, 1, Standard(3, 3))] },
    ErrorRow { name: "OFPFMFC_BAD_COMMAND", encodings: &[at(1, 1, Standard(3, 4)), from(2, Standard(5, 6))] },
    ErrorRow { name: "OFPFMFC_BAD_FLAGS", encodings: &[at(1, 1, NiciraTyped(3, 258)), at(2, 2, NiciraTyped(5, 258)), from(3, Standard(5, 7))] },
    ErrorRow { name: "OFPFMFC_CANT_SYNC", encodings: &[from(5, Standard(5, 8))] },
    ErrorRow { name: "OFPFMFC_BAD_PRIORITY", encodings: &[at(4, 4, Onf(2360)), from(5, Standard(5, 9))] },
    ErrorRow { name: "OFPFMFC_IS_SYNC", encodings: &[from(5, Standard(5, 10))] },
    ErrorRow { name: "OFPFMFC_UNSUPPORTED", encodings: &[at(1, 1, Standard(3, 5))] },
    ErrorRow { name: "NXFMFC_HARDWARE", encodings: &[at(1, 2, NiciraTyped(5, 256)), from(3, Nicira(12))] },
    ErrorRow { name: "NXFMFC_BAD_TABLE_ID", encodings: &[at(1, 2, NiciraTyped(5, 257)), from(3, Nicira(13))] },
    ErrorRow { name: "NXFMFC_INVALID_TLV_FIELD", encodings: &[at(1, 2, NiciraTyped(1, 536)), from(3, Nicira(37))] },
    ErrorRow { name: "OFPGMFC_GROUP_EXISTS", encodings: &[at(1, 1, NiciraTyped(6, 0)), from(2, Standard(6, 0))] },
    ErrorRow { name: "OFPGMFC_INVALID_GROUP", encodings: &[at(1, 1, NiciraTyped(6, 1)), from(2, Standard(6, 1))] },
    ErrorRow { name: "OFPGMFC_WEIGHT_UNSUPPORTED", encodings: &[at(1, 1, NiciraTyped(6, 2)), from(2, Standard(6, 2))] },
    ErrorRow { name: "OFPGMFC_OUT_OF_GROUPS", encodings: &[at(1, 1, NiciraTyped(6, 3)), from(2, Standard(6, 3))] },
    ErrorRow { name: "OFPGMFC_OUT_OF_BUCKETS", encodings: &[at(1, 1, NiciraTyped(6, 4)), from(2, Standard(6, 4))] },
    ErrorRow { name: "OFPGMFC_CHAINING_UNSUPPORTED", encodings: &[at(1, 1, NiciraTyped(6, 5)), from(2, Standard(6, 5))] },
    ErrorRow { name: "OFPGMFC_WATCH_UNSUPPORTED", encodings: &[at(1, 1, NiciraTyped(6, 6)), from(2, Standard(6, 6))] },
    ErrorRow { name: "OFPGMFC_LOOP", encodings: &[at(1, 1, NiciraTyped(6, 7)), from(2, Standard(6, 7))] },
    ErrorRow { name: "OFPGMFC_UNKNOWN_GROUP", encodings: &[at(1, 1, NiciraTyped(6, 8)), from(2, Standard(6, 8))] },
    ErrorRow { name: "OFPGMFC_CHAINED_GROUP", encodings: &[at(1, 1, NiciraTyped(6, 9)), from(3, Standard(6, 9))] },
    ErrorRow { name: "OFPGMFC_BAD_TYPE", encodings: &[at(1, 1, NiciraTyped(6, 10)), from(3, Standard(6, 10))] },
    ErrorRow { name: "OFPGMFC_BAD_COMMAND", encodings: &[at(1, 1, NiciraTyped(6, 11)), from(3, Standard(6, 11))] },
    ErrorRow { name: "OFPGMFC_BAD_BUCKET", encodings: &[at(1, 1, NiciraTyped(6, 12)), from(3, Standard(6, 12))] },
    ErrorRow { name: "OFPGMFC_BAD_WATCH", encodings: &[at(1, 1, NiciraTyped(6, 13)), from(3, Standard(6, 13))] },
    ErrorRow { name: "OFPGMFC_EPERM", encodings: &[at(1, 1, NiciraTyped(6, 14)), from(3, Standard(6, 14))] },
    ErrorRow { name: "OFPGMFC_UNKNOWN_BUCKET", encodings: &[at(1, 1, NiciraTyped(6, 15)), from(6, Standard(6, 15))] },
    ErrorRow { name: "OFPGMFC_BUCKET_EXISTS", encodings: &[at(1, 1, NiciraTyped(6, 16)), from(6, Standard(6, 16))] },
    ErrorRow { name: "OFPPMFC_BAD_PORT", encodings: &[at(1, 1, Standard(4, 0)), from(2, Standard(7, 0))] },
    ErrorRow { name: "OFPPMFC_BAD_HW_ADDR", encodings: &[at(1, 1, Standard(4, 1)), from(2, Standard(7, 1))] },
    ErrorRow { name: "OFPPMFC_BAD_CONFIG", encodings: &[from(2, Standard(7, 2))] },
    ErrorRow { name: "OFPPMFC_BAD_ADVERTISE", encodings: &[from(2, Standard(7, 3))] },
    ErrorRow { name: "OFPPMFC_EPERM", encodings: &[from(3, Standard(7, 4))] },
    ErrorRow { name: "OFPTMFC_BAD_TABLE", encodings: &[from(2, Standard(8, 0))] },
    ErrorRow { name: "OFPTMFC_BAD_CONFIG", encodings: &[from(2, Standard(8, 1))] },
    ErrorRow { name: "OFPTMFC_EPERM", encodings: &[from(3, Standard(8, 2))] },
    ErrorRow { name: "OFPQOFC_BAD_PORT", encodings: &[at(1, 1, Standard(5, 0)), from(2, Standard(9, 0))] },
    ErrorRow { name: "OFPQOFC_BAD_QUEUE", encodings: &[at(1, 1, Standard(5, 1)), from(2, Standard(9, 1))] },
    ErrorRow { name: "OFPQOFC_EPERM", encodings: &[at(1, 1, Standard(5, 2)), from(2, Standard(9, 2))] },
    ErrorRow { name: "NXQOFC_QUEUE_ERROR", encodings: &[from(5, Nicira(23))] },
    ErrorRow { name: "OFPSCFC_BAD_FLAGS", encodings: &[from(2, Standard(10, 0))] },
    ErrorRow { name: "OFPSCFC_BAD_LEN", encodings: &[from(2, Standard(10, 1))] },
    ErrorRow { name: "OFPSCFC_EPERM", encodings: &[from(3, Standard(10, 2))] },
    ErrorRow { name: "OFPRRFC_STALE", encodings: &[from(3, Standard(11, 0))] },
    ErrorRow { name: "OFPRRFC_UNSUP", encodings: &[from(3, Standard(11, 1))] },
    ErrorRow { name: "OFPRRFC_BAD_ROLE", encodings: &[at(1, 2, NiciraTyped(1, 513)), from(3, Standard(11, 2))] },
    ErrorRow { name: "OFPRRFC_ID_UNSUP", encodings: &[from(6, Standard(11, 3))] },
    ErrorRow { name: "OFPRRFC_ID_IN_USE", encodings: &[from(6, Standard(11, 4))] },
    ErrorRow { name: "OFPMMFC_UNKNOWN", encodings: &[from(4, Standard(12, 0))] },
    ErrorRow { name: "OFPMMFC_METER_EXISTS", encodings: &[from(4, Standard(12, 1))] },
    ErrorRow { name: "OFPMMFC_INVALID_METER", encodings: &[from(4, Standard(12, 2))] },
    ErrorRow { name: "OFPMMFC_UNKNOWN_METER", encodings: &[from(4, Standard(12, 3))] },
    ErrorRow { name: "OFPMMFC_BAD_COMMAND", encodings: &[from(4, Standard(12, 4))] },
    ErrorRow { name: "OFPMMFC_BAD_FLAGS", encodings: &[from(4, Standard(12, 5))] },
    ErrorRow { name: "OFPMMFC_BAD_RATE", encodings: &[from(4, Standard(12, 6))] },
    ErrorRow { name: "OFPMMFC_BAD_BURST", encodings: &[from(4, Standard(12, 7))] },
    ErrorRow { name: "OFPMMFC_BAD_BAND", encodings: &[from(4, Standard(12, 8))] },
    ErrorRow { name: "OFPMMFC_BAD_BAND_VALUE", encodings: &[from(4, Standard(12, 9))] },
    ErrorRow { name: "OFPMMFC_OUT_OF_METERS", encodings: &[from(4, Standard(12, 10))] },
    ErrorRow { name: "OFPMMFC_OUT_OF_BANDS", encodings: &[from(4, Standard(12, 11))] },
    ErrorRow { name: "OFPTFFC_BAD_TABLE", encodings: &[from(4, Standard(13, 0))] },
    ErrorRow { name: "OFPTFFC_BAD_METADATA", encodings: &[from(4, Standard(13, 1))] },
    ErrorRow { name: "OFPTFFC_EPERM", encodings: &[from(4, Standard(13, 5))] },
    ErrorRow { name: "OFPTFFC_BAD_CAPA", encodings: &[from(6, Standard(13, 6))] },
    ErrorRow { name: "OFPTFFC_BAD_MAX_ENT", encodings: &[from(6, Standard(13, 7))] },
    ErrorRow { name: "OFPTFFC_BAD_FEATURES", encodings: &[from(6, Standard(13, 8))] },
    ErrorRow { name: "OFPTFFC_BAD_COMMAND", encodings: &[from(6, Standard(13, 9))] },
    ErrorRow { name: "OFPTFFC_TOO_MANY", encodings: &[from(6, Standard(13, 10))] },
    ErrorRow { name: "NXTFFC_DUP_TABLE", encodings: &[from(4, Nicira(44))] },
    ErrorRow { name: "OFPBPC_BAD_TYPE", encodings: &[at(1, 2, NiciraTyped(13, 2)), at(3, 3, Nicira(25)), at(4, 4, Standard(13, 2)), from(5, Standard(14, 0))] },
    ErrorRow { name: "OFPBPC_BAD_LEN", encodings: &[at(1, 2, NiciraTyped(13, 3)), at(3, 3, Nicira(26)), at(4, 4, Standard(13, 3)), from(5, Standard(14, 1))] },
    ErrorRow { name: "OFPBPC_BAD_VALUE", encodings: &[at(1, 2, NiciraTyped(13, 4)), at(3, 3, Nicira(27)), at(4, 4, Standard(13, 4)), from(5, Standard(14, 2))] },
    ErrorRow { name: "OFPBPC_TOO_MANY", encodings: &[at(1, 2, NiciraTyped(14, 3)), at(3, 3, Nicira(28)), at(4, 4, Onf(4443)), from(5, Standard(14, 3))] },
    ErrorRow { name: "OFPBPC_DUP_TYPE", encodings: &[at(1, 2, NiciraTyped(14, 4)), at(3, 3, Nicira(29)), at(4, 4, Onf(4444)), from(5, Standard(14, 4))] },
    ErrorRow { name: "OFPBPC_BAD_EXPERIMENTER", encodings: &[at(1, 2, NiciraTyped(14, 5)), at(3, 3, Nicira(30)), at(4, 4, Onf(4445)), from(5, Standard(14, 5))] },
    ErrorRow { name: "OFPBPC_BAD_EXP_TYPE", encodings: &[at(1, 2, NiciraTyped(14, 6)), at(3, 3, Nicira(31)), at(4, 4, Onf(4446)), from(5, Standard(14, 6))] },
    ErrorRow { name: "OFPBPC_BAD_EXP_VALUE", encodings: &[at(1, 2, NiciraTyped(14, 7)), at(3, 3, Nicira(32)), at(4, 4, Onf(4447)), from(5, Standard(14, 7))] },
    ErrorRow { name: "OFPBPC_EPERM", encodings: &[at(1, 2, NiciraTyped(14, 8)), at(3, 3, Nicira(33)), at(4, 4, Onf(4448)), from(5, Standard(14, 8))] },
    ErrorRow { name: "OFPACFC_INVALID", encodings: &[at(4, 4, Onf(2370)), from(5, Standard(15, 0))] },
    ErrorRow { name: "OFPACFC_UNSUPPORTED", encodings: &[at(4, 4, Onf(2371)), from(5, Standard(15, 1))] },
    ErrorRow { name: "OFPACFC_EPERM", encodings: &[at(4, 4, Onf(2372)), from(5, Standard(15, 2))] },
    ErrorRow { name: "OFPBFC_UNKNOWN", encodings: &[at(4, 4, Onf(2300)), from(5, Standard(17, 0))] },
    ErrorRow { name: "OFPBFC_EPERM", encodings: &[at(4, 4, Onf(2301)), from(5, Standard(17, 1))] },
    ErrorRow { name: "OFPBFC_BAD_ID", encodings: &[at(4, 4, Onf(2302)), from(5, Standard(17, 2))] },
    ErrorRow { name: "OFPBFC_BUNDLE_EXIST", encodings: &[at(4, 4, Onf(2303)), from(5, Standard(17, 3))] },
    ErrorRow { name: "OFPBFC_BUNDLE_CLOSED", encodings: &[at(4, 4, Onf(2304)), from(5, Standard(17, 4))] },
    ErrorRow { name: "OFPBFC_OUT_OF_BUNDLES", encodings: &[at(4, 4, Onf(2305)), from(5, Standard(17, 5))] },
    ErrorRow { name: "OFPBFC_BAD_TYPE", encodings: &[at(4, 4, Onf(2306)), from(5, Standard(17, 6))] },
    ErrorRow { name: "OFPBFC_BAD_FLAGS", encodings: &[at(4, 4, Onf(2307)), from(5, Standard(17, 7))] },
    ErrorRow { name: "OFPBFC_MSG_BAD_LEN", encodings: &[at(4, 4, Onf(2308)), from(5, Standard(17, 8))] },
    ErrorRow { name: "OFPBFC_MSG_BAD_XID", encodings: &[at(4, 4, Onf(2309)), from(5, Standard(17, 9))] },
    ErrorRow { name: "OFPBFC_MSG_UNSUP", encodings: &[at(4, 4, Onf(2310)), from(5, Standard(17, 10))] },
    ErrorRow { name: "OFPBFC_MSG_CONFLICT", encodings: &[at(4, 4, Onf(2311)), from(5, Standard(17, 11))] },
    ErrorRow { name: "OFPBFC_MSG_TOO_MANY", encodings: &[at(4, 4, Onf(2312)), from(5, Standard(17, 12))] },
    ErrorRow { name: "OFPBFC_MSG_FAILED", encodings: &[at(4, 4, Onf(2313)), from(5, Standard(17, 13))] },
    ErrorRow { name: "OFPBFC_TIMEOUT", encodings: &[at(4, 4, Onf(2314)), from(5, Standard(17, 14))] },
    ErrorRow { name: "OFPBFC_BUNDLE_IN_PROGRESS", encodings: &[at(4, 4, Onf(2315)), from(5, Standard(17, 15))] },
    ErrorRow { name: "OFPBFC_SCHED_NOT_SUPPORTED", encodings: &[from(6, Standard(17, 16))] },
    ErrorRow { name: "OFPBFC_SCHED_FUTURE", encodings: &[from(6, Standard(17, 17))] },
    ErrorRow { name: "OFPBFC_SCHED_PAST", encodings: &[from(6, Standard(17, 18))] },
    ErrorRow { name: "OFPBFC_BAD_VERSION", encodings: &[at(5, 6, Nicira(22))] },
    ErrorRow { name: "OFPMOFC_UNKNOWN", encodings: &[from(5, Standard(16, 0))] },
    ErrorRow { name: "OFPMOFC_MONITOR_EXISTS", encodings: &[at(1, 2, NiciraTyped(1, 517)), at(3, 4, Nicira(6)), from(5, Standard(16, 1))] },
    ErrorRow { name: "OFPMOFC_INVALID_MONITOR", encodings: &[from(5, Standard(16, 2))] },
    ErrorRow { name: "OFPMOFC_UNKNOWN_MONITOR", encodings: &[at(1, 2, NiciraTyped(1, 519)), at(3, 4, Nicira(8)), from(5, Standard(16, 3))] },
    ErrorRow { name: "OFPMOFC_BAD_COMMAND", encodings: &[from(5, Standard(16, 4))] },
    ErrorRow { name: "OFPMOFC_BAD_FLAGS", encodings: &[at(1, 2, NiciraTyped(1, 518)), at(3, 4, Nicira(7)), from(5, Standard(16, 5))] },
    ErrorRow { name: "OFPMOFC_BAD_TABLE_ID", encodings: &[from(5, Standard(16, 6))] },
    ErrorRow { name: "OFPMOFC_BAD_OUT", encodings: &[from(5, Standard(16, 7))] },
    ErrorRow { name: "NXTTMFC_BAD_COMMAND", encodings: &[at(1, 2, NiciraTyped(1, 527)), from(3, Nicira(16))] },
    ErrorRow { name: "NXTTMFC_BAD_OPT_LEN", encodings: &[at(1, 2, NiciraTyped(1, 528)), from(3, Nicira(17))] },
    ErrorRow { name: "NXTTMFC_BAD_FIELD_IDX", encodings: &[at(1, 2, NiciraTyped(1, 529)), from(3, Nicira(18))] },
    ErrorRow { name: "NXTTMFC_TABLE_FULL", encodings: &[at(1, 2, NiciraTyped(1, 530)), from(3, Nicira(19))] },
    ErrorRow { name: "NXTTMFC_ALREADY_MAPPED", encodings: &[at(1, 2, NiciraTyped(1, 531)), from(3, Nicira(20))] },
    ErrorRow { name: "NXTTMFC_DUP_ENTRY", encodings: &[at(1, 2, NiciraTyped(1, 532)), from(3, Nicira(21))] },
    ErrorRow { name: "NXTTMFC_INVALID_TLV_DEL", encodings: &[at(1, 2, NiciraTyped(1, 537)), from(3, Nicira(38))] },
    ErrorRow { name: "NXR_NOT_SUPPORTED", encodings: &[at(1, 2, NiciraTyped(1, 533)), from(3, Nicira(34))] },
    ErrorRow { name: "NXR_STALE", encodings: &[at(1, 2, NiciraTyped(1, 534)), from(3, Nicira(35))] },
    ErrorRow { name: "NXST_NOT_CONFIGURED", encodings: &[at(1, 2, NiciraTyped(1, 535)), from(3, Nicira(36))] },
];

/// The errors by name.
impl ErrorCode {
    /// `OFPHFC_INCOMPATIBLE`.
    pub const OFPHFC_INCOMPATIBLE: Self = Self(0);
    /// `OFPHFC_EPERM`.
    pub const OFPHFC_EPERM: Self = Self(1);
    /// `OFPBRC_BAD_VERSION`.
    pub const OFPBRC_BAD_VERSION: Self = Self(2);
    /// `OFPBRC_BAD_TYPE`.
    pub const OFPBRC_BAD_TYPE: Self = Self(3);
    /// `OFPBRC_BAD_STAT`.
    pub const OFPBRC_BAD_STAT: Self = Self(4);
    /// `OFPBRC_BAD_VENDOR`.
    pub const OFPBRC_BAD_VENDOR: Self = Self(5);
    /// `OFPBRC_BAD_SUBTYPE`.
    pub const OFPBRC_BAD_SUBTYPE: Self = Self(6);
    /// `OFPBRC_EPERM`.
    pub const OFPBRC_EPERM: Self = Self(7);
    /// `OFPBRC_BAD_LEN`.
    pub const OFPBRC_BAD_LEN: Self = Self(8);
    /// `OFPBRC_BUFFER_EMPTY`.
    pub const OFPBRC_BUFFER_EMPTY: Self = Self(9);
    /// `OFPBRC_BUFFER_UNKNOWN`.
    pub const OFPBRC_BUFFER_UNKNOWN: Self = Self(10);
    /// `OFPBRC_BAD_TABLE_ID`.
    pub const OFPBRC_BAD_TABLE_ID: Self = Self(11);
    /// `OFPBRC_IS_SECONDARY`.
    pub const OFPBRC_IS_SECONDARY: Self = Self(12);
    /// `OFPBRC_BAD_PORT`.
    pub const OFPBRC_BAD_PORT: Self = Self(13);
    /// `OFPBRC_BAD_PACKET`.
    pub const OFPBRC_BAD_PACKET: Self = Self(14);
    /// `OFPBRC_MULTIPART_BUFFER_OVERFLOW`.
    pub const OFPBRC_MULTIPART_BUFFER_OVERFLOW: Self = Self(15);
    /// `OFPBRC_MULTIPART_REQUEST_TIMEOUT`.
    pub const OFPBRC_MULTIPART_REQUEST_TIMEOUT: Self = Self(16);
    /// `OFPBRC_MULTIPART_REPLY_TIMEOUT`.
    pub const OFPBRC_MULTIPART_REPLY_TIMEOUT: Self = Self(17);
    /// `OFPBRC_MULTIPART_BAD_SCHED`.
    pub const OFPBRC_MULTIPART_BAD_SCHED: Self = Self(18);
    /// `OFPBRC_PIPELINE_FIELDS_ONLY`.
    pub const OFPBRC_PIPELINE_FIELDS_ONLY: Self = Self(19);
    /// `OFPBRC_UNKNOWN`.
    pub const OFPBRC_UNKNOWN: Self = Self(20);
    /// `NXBRC_NXM_INVALID`.
    pub const NXBRC_NXM_INVALID: Self = Self(21);
    /// `NXBRC_NXM_BAD_TYPE`.
    pub const NXBRC_NXM_BAD_TYPE: Self = Self(22);
    /// `NXBRC_MUST_BE_ZERO`.
    pub const NXBRC_MUST_BE_ZERO: Self = Self(23);
    /// `NXBRC_BAD_REASON`.
    pub const NXBRC_BAD_REASON: Self = Self(24);
    /// `NXBRC_FM_BAD_EVENT`.
    pub const NXBRC_FM_BAD_EVENT: Self = Self(25);
    /// `NXBRC_UNENCODABLE_ERROR`.
    pub const NXBRC_UNENCODABLE_ERROR: Self = Self(26);
    /// `OFPBAC_BAD_TYPE`.
    pub const OFPBAC_BAD_TYPE: Self = Self(27);
    /// `OFPBAC_BAD_LEN`.
    pub const OFPBAC_BAD_LEN: Self = Self(28);
    /// `OFPBAC_BAD_VENDOR`.
    pub const OFPBAC_BAD_VENDOR: Self = Self(29);
    /// `OFPBAC_BAD_VENDOR_TYPE`.
    pub const OFPBAC_BAD_VENDOR_TYPE: Self = Self(30);
    /// `OFPBAC_BAD_OUT_PORT`.
    pub const OFPBAC_BAD_OUT_PORT: Self = Self(31);
    /// `OFPBAC_BAD_ARGUMENT`.
    pub const OFPBAC_BAD_ARGUMENT: Self = Self(32);
    /// `OFPBAC_EPERM`.
    pub const OFPBAC_EPERM: Self = Self(33);
    /// `OFPBAC_TOO_MANY`.
    pub const OFPBAC_TOO_MANY: Self = Self(34);
    /// `OFPBAC_BAD_QUEUE`.
    pub const OFPBAC_BAD_QUEUE: Self = Self(35);
    /// `OFPBAC_BAD_OUT_GROUP`.
    pub const OFPBAC_BAD_OUT_GROUP: Self = Self(36);
    /// `OFPBAC_MATCH_INCONSISTENT`.
    pub const OFPBAC_MATCH_INCONSISTENT: Self = Self(37);
    /// `OFPBAC_UNSUPPORTED_ORDER`.
    pub const OFPBAC_UNSUPPORTED_ORDER: Self = Self(38);
    /// `OFPBAC_BAD_TAG`.
    pub const OFPBAC_BAD_TAG: Self = Self(39);
    /// `OFPBAC_BAD_SET_TYPE`.
    pub const OFPBAC_BAD_SET_TYPE: Self = Self(40);
    /// `OFPBAC_BAD_SET_LEN`.
    pub const OFPBAC_BAD_SET_LEN: Self = Self(41);
    /// `OFPBAC_BAD_SET_ARGUMENT`.
    pub const OFPBAC_BAD_SET_ARGUMENT: Self = Self(42);
    /// `OFPBAC_BAD_SET_MASK`.
    pub const OFPBAC_BAD_SET_MASK: Self = Self(43);
    /// `OFPBAC_BAD_METER`.
    pub const OFPBAC_BAD_METER: Self = Self(44);
    /// `NXBAC_MUST_BE_ZERO`.
    pub const NXBAC_MUST_BE_ZERO: Self = Self(45);
    /// `NXBAC_BAD_CONJUNCTION`.
    pub const NXBAC_BAD_CONJUNCTION: Self = Self(46);
    /// `NXBAC_BAD_HEADER_TYPE`.
    pub const NXBAC_BAD_HEADER_TYPE: Self = Self(47);
    /// `NXBAC_UNKNOWN_ED_PROP`.
    pub const NXBAC_UNKNOWN_ED_PROP: Self = Self(48);
    /// `NXBAC_BAD_ED_PROP`.
    pub const NXBAC_BAD_ED_PROP: Self = Self(49);
    /// `NXBAC_CT_DATAPATH_SUPPORT`.
    pub const NXBAC_CT_DATAPATH_SUPPORT: Self = Self(50);
    /// `OFPBIC_UNKNOWN_INST`.
    pub const OFPBIC_UNKNOWN_INST: Self = Self(51);
    /// `OFPBIC_UNSUP_INST`.
    pub const OFPBIC_UNSUP_INST: Self = Self(52);
    /// `OFPBIC_BAD_TABLE_ID`.
    pub const OFPBIC_BAD_TABLE_ID: Self = Self(53);
    /// `OFPBIC_UNSUP_METADATA`.
    pub const OFPBIC_UNSUP_METADATA: Self = Self(54);
    /// `OFPBIC_UNSUP_METADATA_MASK`.
    pub const OFPBIC_UNSUP_METADATA_MASK: Self = Self(55);
    /// `OFPBIC_BAD_EXPERIMENTER`.
    pub const OFPBIC_BAD_EXPERIMENTER: Self = Self(56);
    /// `OFPBIC_BAD_EXP_TYPE`.
    pub const OFPBIC_BAD_EXP_TYPE: Self = Self(57);
    /// `OFPBIC_BAD_LEN`.
    pub const OFPBIC_BAD_LEN: Self = Self(58);
    /// `OFPBIC_EPERM`.
    pub const OFPBIC_EPERM: Self = Self(59);
    /// `OFPBIC_DUP_INST`.
    pub const OFPBIC_DUP_INST: Self = Self(60);
    /// `OFPBMC_BAD_TYPE`.
    pub const OFPBMC_BAD_TYPE: Self = Self(61);
    /// `OFPBMC_BAD_LEN`.
    pub const OFPBMC_BAD_LEN: Self = Self(62);
    /// `OFPBMC_BAD_TAG`.
    pub const OFPBMC_BAD_TAG: Self = Self(63);
    /// `OFPBMC_BAD_DL_ADDR_MASK`.
    pub const OFPBMC_BAD_DL_ADDR_MASK: Self = Self(64);
    /// `OFPBMC_BAD_NW_ADDR_MASK`.
    pub const OFPBMC_BAD_NW_ADDR_MASK: Self = Self(65);
    /// `OFPBMC_BAD_WILDCARDS`.
    pub const OFPBMC_BAD_WILDCARDS: Self = Self(66);
    /// `OFPBMC_BAD_FIELD`.
    pub const OFPBMC_BAD_FIELD: Self = Self(67);
    /// `OFPBMC_BAD_VALUE`.
    pub const OFPBMC_BAD_VALUE: Self = Self(68);
    /// `OFPBMC_BAD_MASK`.
    pub const OFPBMC_BAD_MASK: Self = Self(69);
    /// `OFPBMC_BAD_PREREQ`.
    pub const OFPBMC_BAD_PREREQ: Self = Self(70);
    /// `OFPBMC_DUP_FIELD`.
    pub const OFPBMC_DUP_FIELD: Self = Self(71);
    /// `OFPBMC_EPERM`.
    pub const OFPBMC_EPERM: Self = Self(72);
    /// `NXBMC_CT_DATAPATH_SUPPORT`.
    pub const NXBMC_CT_DATAPATH_SUPPORT: Self = Self(73);
    /// `OFPFMFC_UNKNOWN`.
    pub const OFPFMFC_UNKNOWN: Self = Self(74);
    /// `OFPFMFC_TABLE_FULL`.
    pub const OFPFMFC_TABLE_FULL: Self = Self(75);
    /// `OFPFMFC_BAD_TABLE_ID`.
    pub const OFPFMFC_BAD_TABLE_ID: Self = Self(76);
    /// `OFPFMFC_OVERLAP`.
    pub const OFPFMFC_OVERLAP: Self = Self(77);
    /// `OFPFMFC_EPERM`.
    pub const OFPFMFC_EPERM: Self = Self(78);
    /// `OFPFMFC_BAD_TIMEOUT`.
    pub const OFPFMFC_BAD_TIMEOUT: Self = Self(79);
    /// `OFPFMFC_BAD_EMERG_TIMEOUT`.
    pub const OFPFMFC_BAD_EMERG_TIMEOUT: Self = Self(80);
    /// `OFPFMFC_BAD_COMMAND`.
    pub const OFPFMFC_BAD_COMMAND: Self = Self(81);
    /// `OFPFMFC_BAD_FLAGS`.
    pub const OFPFMFC_BAD_FLAGS: Self = Self(82);
    /// `OFPFMFC_CANT_SYNC`.
    pub const OFPFMFC_CANT_SYNC: Self = Self(83);
    /// `OFPFMFC_BAD_PRIORITY`.
    pub const OFPFMFC_BAD_PRIORITY: Self = Self(84);
    /// `OFPFMFC_IS_SYNC`.
    pub const OFPFMFC_IS_SYNC: Self = Self(85);
    /// `OFPFMFC_UNSUPPORTED`.
    pub const OFPFMFC_UNSUPPORTED: Self = Self(86);
    /// `NXFMFC_HARDWARE`.
    pub const NXFMFC_HARDWARE: Self = Self(87);
    /// `NXFMFC_BAD_TABLE_ID`.
    pub const NXFMFC_BAD_TABLE_ID: Self = Self(88);
    /// `NXFMFC_INVALID_TLV_FIELD`.
    pub const NXFMFC_INVALID_TLV_FIELD: Self = Self(89);
    /// `OFPGMFC_GROUP_EXISTS`.
    pub const OFPGMFC_GROUP_EXISTS: Self = Self(90);
    /// `OFPGMFC_INVALID_GROUP`.
    pub const OFPGMFC_INVALID_GROUP: Self = Self(91);
    /// `OFPGMFC_WEIGHT_UNSUPPORTED`.
    pub const OFPGMFC_WEIGHT_UNSUPPORTED: Self = Self(92);
    /// `OFPGMFC_OUT_OF_GROUPS`.
    pub const OFPGMFC_OUT_OF_GROUPS: Self = Self(93);
    /// `OFPGMFC_OUT_OF_BUCKETS`.
    pub const OFPGMFC_OUT_OF_BUCKETS: Self = Self(94);
    /// `OFPGMFC_CHAINING_UNSUPPORTED`.
    pub const OFPGMFC_CHAINING_UNSUPPORTED: Self = Self(95);
    /// `OFPGMFC_WATCH_UNSUPPORTED`.
    pub const OFPGMFC_WATCH_UNSUPPORTED: Self = Self(96);
    /// `OFPGMFC_LOOP`.
    pub const OFPGMFC_LOOP: Self = Self(97);
    /// `OFPGMFC_UNKNOWN_GROUP`.
    pub const OFPGMFC_UNKNOWN_GROUP: Self = Self(98);
    /// `OFPGMFC_CHAINED_GROUP`.
    pub const OFPGMFC_CHAINED_GROUP: Self = Self(99);
    /// `OFPGMFC_BAD_TYPE`.
    pub const OFPGMFC_BAD_TYPE: Self = Self(100);
    /// `OFPGMFC_BAD_COMMAND`.
    pub const OFPGMFC_BAD_COMMAND: Self = Self(101);
    /// `OFPGMFC_BAD_BUCKET`.
    pub const OFPGMFC_BAD_BUCKET: Self = Self(102);
    /// `OFPGMFC_BAD_WATCH`.
    pub const OFPGMFC_BAD_WATCH: Self = Self(103);
    /// `OFPGMFC_EPERM`.
    pub const OFPGMFC_EPERM: Self = Self(104);
    /// `OFPGMFC_UNKNOWN_BUCKET`.
    pub const OFPGMFC_UNKNOWN_BUCKET: Self = Self(105);
    /// `OFPGMFC_BUCKET_EXISTS`.
    pub const OFPGMFC_BUCKET_EXISTS: Self = Self(106);
    /// `OFPPMFC_BAD_PORT`.
    pub const OFPPMFC_BAD_PORT: Self = Self(107);
    /// `OFPPMFC_BAD_HW_ADDR`.
    pub const OFPPMFC_BAD_HW_ADDR: Self = Self(108);
    /// `OFPPMFC_BAD_CONFIG`.
    pub const OFPPMFC_BAD_CONFIG: Self = Self(109);
    /// `OFPPMFC_BAD_ADVERTISE`.
    pub const OFPPMFC_BAD_ADVERTISE: Self = Self(110);
    /// `OFPPMFC_EPERM`.
    pub const OFPPMFC_EPERM: Self = Self(111);
    /// `OFPTMFC_BAD_TABLE`.
    pub const OFPTMFC_BAD_TABLE: Self = Self(112);
    /// `OFPTMFC_BAD_CONFIG`.
    pub const OFPTMFC_BAD_CONFIG: Self = Self(113);
    /// `OFPTMFC_EPERM`.
    pub const OFPTMFC_EPERM: Self = Self(114);
    /// `OFPQOFC_BAD_PORT`.
    pub const OFPQOFC_BAD_PORT: Self = Self(115);
    /// `OFPQOFC_BAD_QUEUE`.
    pub const OFPQOFC_BAD_QUEUE: Self = Self(116);
    /// `OFPQOFC_EPERM`.
    pub const OFPQOFC_EPERM: Self = Self(117);
    /// `NXQOFC_QUEUE_ERROR`.
    pub const NXQOFC_QUEUE_ERROR: Self = Self(118);
    /// `OFPSCFC_BAD_FLAGS`.
    pub const OFPSCFC_BAD_FLAGS: Self = Self(119);
    /// `OFPSCFC_BAD_LEN`.
    pub const OFPSCFC_BAD_LEN: Self = Self(120);
    /// `OFPSCFC_EPERM`.
    pub const OFPSCFC_EPERM: Self = Self(121);
    /// `OFPRRFC_STALE`.
    pub const OFPRRFC_STALE: Self = Self(122);
    /// `OFPRRFC_UNSUP`.
    pub const OFPRRFC_UNSUP: Self = Self(123);
    /// `OFPRRFC_BAD_ROLE`.
    pub const OFPRRFC_BAD_ROLE: Self = Self(124);
    /// `OFPRRFC_ID_UNSUP`.
    pub const OFPRRFC_ID_UNSUP: Self = Self(125);
    /// `OFPRRFC_ID_IN_USE`.
    pub const OFPRRFC_ID_IN_USE: Self = Self(126);
    /// `OFPMMFC_UNKNOWN`.
    pub const OFPMMFC_UNKNOWN: Self = Self(127);
    /// `OFPMMFC_METER_EXISTS`.
    pub const OFPMMFC_METER_EXISTS: Self = Self(128);
    /// `OFPMMFC_INVALID_METER`.
    pub const OFPMMFC_INVALID_METER: Self = Self(129);
    /// `OFPMMFC_UNKNOWN_METER`.
    pub const OFPMMFC_UNKNOWN_METER: Self = Self(130);
    /// `OFPMMFC_BAD_COMMAND`.
    pub const OFPMMFC_BAD_COMMAND: Self = Self(131);
    /// `OFPMMFC_BAD_FLAGS`.
    pub const OFPMMFC_BAD_FLAGS: Self = Self(132);
    /// `OFPMMFC_BAD_RATE`.
    pub const OFPMMFC_BAD_RATE: Self = Self(133);
    /// `OFPMMFC_BAD_BURST`.
    pub const OFPMMFC_BAD_BURST: Self = Self(134);
    /// `OFPMMFC_BAD_BAND`.
    pub const OFPMMFC_BAD_BAND: Self = Self(135);
    /// `OFPMMFC_BAD_BAND_VALUE`.
    pub const OFPMMFC_BAD_BAND_VALUE: Self = Self(136);
    /// `OFPMMFC_OUT_OF_METERS`.
    pub const OFPMMFC_OUT_OF_METERS: Self = Self(137);
    /// `OFPMMFC_OUT_OF_BANDS`.
    pub const OFPMMFC_OUT_OF_BANDS: Self = Self(138);
    /// `OFPTFFC_BAD_TABLE`.
    pub const OFPTFFC_BAD_TABLE: Self = Self(139);
    /// `OFPTFFC_BAD_METADATA`.
    pub const OFPTFFC_BAD_METADATA: Self = Self(140);
    /// `OFPTFFC_EPERM`.
    pub const OFPTFFC_EPERM: Self = Self(141);
    /// `OFPTFFC_BAD_CAPA`.
    pub const OFPTFFC_BAD_CAPA: Self = Self(142);
    /// `OFPTFFC_BAD_MAX_ENT`.
    pub const OFPTFFC_BAD_MAX_ENT: Self = Self(143);
    /// `OFPTFFC_BAD_FEATURES`.
    pub const OFPTFFC_BAD_FEATURES: Self = Self(144);
    /// `OFPTFFC_BAD_COMMAND`.
    pub const OFPTFFC_BAD_COMMAND: Self = Self(145);
    /// `OFPTFFC_TOO_MANY`.
    pub const OFPTFFC_TOO_MANY: Self = Self(146);
    /// `NXTFFC_DUP_TABLE`.
    pub const NXTFFC_DUP_TABLE: Self = Self(147);
    /// `OFPBPC_BAD_TYPE`.
    pub const OFPBPC_BAD_TYPE: Self = Self(148);
    /// `OFPBPC_BAD_LEN`.
    pub const OFPBPC_BAD_LEN: Self = Self(149);
    /// `OFPBPC_BAD_VALUE`.
    pub const OFPBPC_BAD_VALUE: Self = Self(150);
    /// `OFPBPC_TOO_MANY`.
    pub const OFPBPC_TOO_MANY: Self = Self(151);
    /// `OFPBPC_DUP_TYPE`.
    pub const OFPBPC_DUP_TYPE: Self = Self(152);
    /// `OFPBPC_BAD_EXPERIMENTER`.
    pub const OFPBPC_BAD_EXPERIMENTER: Self = Self(153);
    /// `OFPBPC_BAD_EXP_TYPE`.
    pub const OFPBPC_BAD_EXP_TYPE: Self = Self(154);
    /// `OFPBPC_BAD_EXP_VALUE`.
    pub const OFPBPC_BAD_EXP_VALUE: Self = Self(155);
    /// `OFPBPC_EPERM`.
    pub const OFPBPC_EPERM: Self = Self(156);
    /// `OFPACFC_INVALID`.
    pub const OFPACFC_INVALID: Self = Self(157);
    /// `OFPACFC_UNSUPPORTED`.
    pub const OFPACFC_UNSUPPORTED: Self = Self(158);
    /// `OFPACFC_EPERM`.
    pub const OFPACFC_EPERM: Self = Self(159);
    /// `OFPBFC_UNKNOWN`.
    pub const OFPBFC_UNKNOWN: Self = Self(160);
    /// `OFPBFC_EPERM`.
    pub const OFPBFC_EPERM: Self = Self(161);
    /// `OFPBFC_BAD_ID`.
    pub const OFPBFC_BAD_ID: Self = Self(162);
    /// `OFPBFC_BUNDLE_EXIST`.
    pub const OFPBFC_BUNDLE_EXIST: Self = Self(163);
    /// `OFPBFC_BUNDLE_CLOSED`.
    pub const OFPBFC_BUNDLE_CLOSED: Self = Self(164);
    /// `OFPBFC_OUT_OF_BUNDLES`.
    pub const OFPBFC_OUT_OF_BUNDLES: Self = Self(165);
    /// `OFPBFC_BAD_TYPE`.
    pub const OFPBFC_BAD_TYPE: Self = Self(166);
    /// `OFPBFC_BAD_FLAGS`.
    pub const OFPBFC_BAD_FLAGS: Self = Self(167);
    /// `OFPBFC_MSG_BAD_LEN`.
    pub const OFPBFC_MSG_BAD_LEN: Self = Self(168);
    /// `OFPBFC_MSG_BAD_XID`.
    pub const OFPBFC_MSG_BAD_XID: Self = Self(169);
    /// `OFPBFC_MSG_UNSUP`.
    pub const OFPBFC_MSG_UNSUP: Self = Self(170);
    /// `OFPBFC_MSG_CONFLICT`.
    pub const OFPBFC_MSG_CONFLICT: Self = Self(171);
    /// `OFPBFC_MSG_TOO_MANY`.
    pub const OFPBFC_MSG_TOO_MANY: Self = Self(172);
    /// `OFPBFC_MSG_FAILED`.
    pub const OFPBFC_MSG_FAILED: Self = Self(173);
    /// `OFPBFC_TIMEOUT`.
    pub const OFPBFC_TIMEOUT: Self = Self(174);
    /// `OFPBFC_BUNDLE_IN_PROGRESS`.
    pub const OFPBFC_BUNDLE_IN_PROGRESS: Self = Self(175);
    /// `OFPBFC_SCHED_NOT_SUPPORTED`.
    pub const OFPBFC_SCHED_NOT_SUPPORTED: Self = Self(176);
    /// `OFPBFC_SCHED_FUTURE`.
    pub const OFPBFC_SCHED_FUTURE: Self = Self(177);
    /// `OFPBFC_SCHED_PAST`.
    pub const OFPBFC_SCHED_PAST: Self = Self(178);
    /// `OFPBFC_BAD_VERSION`.
    pub const OFPBFC_BAD_VERSION: Self = Self(179);
    /// `OFPMOFC_UNKNOWN`.
    pub const OFPMOFC_UNKNOWN: Self = Self(180);
    /// `OFPMOFC_MONITOR_EXISTS`.
    pub const OFPMOFC_MONITOR_EXISTS: Self = Self(181);
    /// `OFPMOFC_INVALID_MONITOR`.
    pub const OFPMOFC_INVALID_MONITOR: Self = Self(182);
    /// `OFPMOFC_UNKNOWN_MONITOR`.
    pub const OFPMOFC_UNKNOWN_MONITOR: Self = Self(183);
    /// `OFPMOFC_BAD_COMMAND`.
    pub const OFPMOFC_BAD_COMMAND: Self = Self(184);
    /// `OFPMOFC_BAD_FLAGS`.
    pub const OFPMOFC_BAD_FLAGS: Self = Self(185);
    /// `OFPMOFC_BAD_TABLE_ID`.
    pub const OFPMOFC_BAD_TABLE_ID: Self = Self(186);
    /// `OFPMOFC_BAD_OUT`.
    pub const OFPMOFC_BAD_OUT: Self = Self(187);
    /// `NXTTMFC_BAD_COMMAND`.
    pub const NXTTMFC_BAD_COMMAND: Self = Self(188);
    /// `NXTTMFC_BAD_OPT_LEN`.
    pub const NXTTMFC_BAD_OPT_LEN: Self = Self(189);
    /// `NXTTMFC_BAD_FIELD_IDX`.
    pub const NXTTMFC_BAD_FIELD_IDX: Self = Self(190);
    /// `NXTTMFC_TABLE_FULL`.
    pub const NXTTMFC_TABLE_FULL: Self = Self(191);
    /// `NXTTMFC_ALREADY_MAPPED`.
    pub const NXTTMFC_ALREADY_MAPPED: Self = Self(192);
    /// `NXTTMFC_DUP_ENTRY`.
    pub const NXTTMFC_DUP_ENTRY: Self = Self(193);
    /// `NXTTMFC_INVALID_TLV_DEL`.
    pub const NXTTMFC_INVALID_TLV_DEL: Self = Self(194);
    /// `NXR_NOT_SUPPORTED`.
    pub const NXR_NOT_SUPPORTED: Self = Self(195);
    /// `NXR_STALE`.
    pub const NXR_STALE: Self = Self(196);
    /// `NXST_NOT_CONFIGURED`.
    pub const NXST_NOT_CONFIGURED: Self = Self(197);
}
