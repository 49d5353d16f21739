//! Router configurations, and labels that come from sending packets through a simulated router.

pub(crate) mod config;
pub(crate) mod label;
