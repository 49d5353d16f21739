//! How much went through a resource, and when: its counters in rollups of a fixed size.
//!
//! A router counts upwards and tells the sum when asked. [`Telemetry`] makes of that, for each counter, how much it grew
//! in each of the last 60 minutes and 48 hours. A minute in which nobody asked is missing, and is shown so; a counter that
//! starts anew, because it was reset or the router was restarted, is noticed. Pure: times and readings come from the
//! caller, who keeps the whole as the telemetry layer of the resource.

mod ring;
mod series;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use nnc_core::ports::Counted;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use ring::Ring;
pub use series::Series;

/// How many counters of one resource are followed at most: more than the rows of a virtual interface have.
pub const MOST_SERIES: usize = 128;

/// The counters of one resource.
///
/// ```
/// use nnc_core::identity::{ObjectKey, ResourceId, Role};
/// use nnc_core::ports::Counted;
/// use nnc_state::telemetry::Telemetry;
///
/// let read = |value| Counted { key: ObjectKey::new(&ResourceId::of("fw", "a"), Role::new("row")), field: "bytes".to_owned(), value };
/// let mut telemetry = Telemetry::default();
/// telemetry.sample(0, &[read(1_000)]);
/// telemetry.sample(30_000, &[read(1_700)]);
/// let bytes = &telemetry.series["row.bytes"];
/// assert_eq!((bytes.last, bytes.total), (1_700, 700));
/// assert_eq!(telemetry.layer()["bytes"], 1_700);
/// assert_eq!(Telemetry::from_layer(&telemetry.layer()), telemetry);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Telemetry {
    /// When the router was asked last, in milliseconds since 1970.
    pub sampled_at: Option<u64>,
    /// The counters, by the row's role and the field's name in the schema, such as `vlan.rxBytes`.
    pub series: BTreeMap<String, Series>,
    /// How many counters of the last reading are not followed because there are too many.
    pub left_out: u64,
}

impl Telemetry {
    /// Takes a reading made at `now`: every counter of the resource. One that is no longer among them is kept as long as
    /// its hours tell of something.
    pub fn sample(&mut self, now: u64, readings: &[Counted]) {
        self.sampled_at = Some(now);
        self.series.retain(|_, series| !series.is_over(now));
        self.left_out = 0;
        for reading in readings {
            let name = format!("{}.{}", reading.key.role, reading.field);
            let room = self.series.len() < MOST_SERIES;
            match self.series.entry(name) {
                Entry::Occupied(known) => known.into_mut().sample(now, reading.value),
                Entry::Vacant(new) if room => drop(new.insert(Series::new(now, reading.value))),
                Entry::Vacant(_) => self.left_out += 1,
            }
        }
    }

    /// The telemetry layer: the whole, and beside it the fields of a resource that is one row, by their names in the
    /// schema.
    pub fn layer(&self) -> Value {
        let mut layer = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(layer) = &mut layer {
            for (name, series) in &self.series {
                if let Some(field) = name.strip_prefix("row.") {
                    layer.entry(field).or_insert_with(|| series.last.into());
                }
            }
        }
        layer
    }

    /// What [`layer`](Self::layer) gave. What cannot be read, or is more than fits, counts as nothing: telemetry begins
    /// anew then.
    pub fn from_layer(layer: &Value) -> Self {
        let known = serde_json::from_value(layer.clone()).ok();
        known
            .filter(|known: &Self| {
                known.series.len() <= MOST_SERIES && known.series.values().all(Series::fits)
            })
            .unwrap_or_default()
    }
}
