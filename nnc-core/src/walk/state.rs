//! Sets of packets that fared alike, and how rules part them.

use std::rc::Rc;

use super::model::{ConnectionState, Field, Headers, InterfaceId, Mark, Match, Route, RoutingRule, Rule};
use super::ranges::RangeSet;
use super::region::{Dimension, Region, Sparse};
use super::routing::World;

/// From which side a rule sees the headers of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// A packet in the connection's own direction.
    Original,
    /// An answer, which came in by an interface. Before translation is undone its destination may be the router.
    Reply { by: InterfaceId, undone: bool },
}

/// Something that a set of packets met.
#[derive(Debug, Clone, Copy)]
pub(super) enum Met<'a> {
    Rule(&'a Rule),
    RoutingRule(&'a RoutingRule),
    Route(&'a Route),
}

/// The way so far, newest first.
#[derive(Debug)]
pub(super) struct Hop<'a> {
    pub(super) met: Met<'a>,
    /// Conditions that were taken as met without knowing.
    pub(super) assumed: Vec<String>,
    pub(super) before: Option<Rc<Hop<'a>>>,
}

/// A set of packets that fared alike so far.
#[derive(Debug, Clone)]
pub(super) struct State<'a> {
    pub(super) region: Region,
    pub(super) view: View,
    pub(super) connection_state: ConnectionState,
    pub(super) routing_mark: Mark,
    pub(super) connection_mark: Mark,
    pub(super) packet_mark: Mark,
    pub(super) destination_translated: bool,
    pub(super) port_translated: bool,
    pub(super) source_translated: bool,
    pub(super) fast_tracked: bool,
    /// Whether some rule on the way may have acted otherwise.
    pub(super) doubtful: bool,
    /// The interface that a rule sends it out of, whatever the tables say.
    pub(super) forced: Option<InterfaceId>,
    pub(super) out: Option<InterfaceId>,
    pub(super) world: World,
    pub(super) way: Option<Rc<Hop<'a>>>,
}

/// Where the model finds a header field.
enum Slot {
    At(Dimension),
    /// One of these, the model does not know which.
    Within(RangeSet),
}

impl<'a> State<'a> {
    /// The dimension that holds the destination as rules see it now.
    pub(super) fn destination(&self) -> Dimension {
        match self.view {
            View::Original if self.destination_translated => Dimension::Destination,
            View::Original => Dimension::OriginalDestination,
            View::Reply { .. } => Dimension::Source,
        }
    }

    /// The dimension of the destination port as rules see it now, for packets in the connection's own direction.
    pub(super) fn port(&self) -> Dimension {
        if self.port_translated {
            Dimension::Port
        } else {
            Dimension::OriginalPort
        }
    }

    /// The source MAC addresses as rules see them now.
    pub(super) fn source_mac(&self) -> RangeSet {
        let dimension = match self.view {
            View::Original => Dimension::Mac,
            View::Reply { .. } => Dimension::AnswerMac,
        };
        self.region.get(dimension).clone()
    }

    fn slot(&self, field: Field) -> Slot {
        let server = if self.destination_translated {
            Dimension::Destination
        } else {
            Dimension::OriginalDestination
        };
        let View::Reply { by, undone } = self.view else {
            return Slot::At(match field {
                Field::InInterface => Dimension::InInterface,
                Field::SourceMac => Dimension::Mac,
                Field::Source => Dimension::Source,
                Field::Destination => server,
                Field::Protocol => Dimension::Protocol,
                Field::SourcePort => Dimension::SourcePort,
                Field::DestinationPort => self.port(),
            });
        };
        let hidden = self.source_translated && !undone;
        match field {
            Field::InInterface => Slot::Within(by.set()),
            Field::SourceMac => Slot::At(Dimension::AnswerMac),
            Field::Source => Slot::At(server),
            Field::Destination | Field::DestinationPort if hidden => Slot::Within(RangeSet::ALL),
            Field::Destination => Slot::At(Dimension::Source),
            Field::Protocol => Slot::At(Dimension::Protocol),
            Field::SourcePort => Slot::At(self.port()),
            Field::DestinationPort => Slot::At(Dimension::SourcePort),
        }
    }

    fn is_candidate(&self, matches: &Match) -> bool {
        let marks = [
            (&matches.connection_mark, self.connection_mark),
            (&matches.packet_mark, self.packet_mark),
            (&matches.routing_mark, self.routing_mark),
        ];
        marks
            .iter()
            .all(|(test, mark)| test.as_ref().is_none_or(|test| test.holds(*mark)))
            && matches
                .states
                .as_ref()
                .is_none_or(|states| states.contains(&self.connection_state))
            && matches
                .out_interface
                .as_ref()
                .is_none_or(|set| self.out.is_some_and(|out| set.contains(out.0.into())))
            && matches
                .destination_translated
                .is_none_or(|wanted| wanted == (self.destination_translated || self.port_translated))
            && matches
                .source_translated
                .is_none_or(|wanted| wanted == self.source_translated)
    }

    /// How many of the packets a rule acts on.
    pub(super) fn fit(&self, matches: &Match) -> Fit {
        if !self.is_candidate(matches) {
            return Fit::None;
        }
        let mut fit = Fit::None;
        for headers in &matches.headers {
            let mut whole = matches.undecided.is_empty();
            let touched = headers.0.iter().all(|(field, set)| match self.slot(*field) {
                Slot::At(dimension) => {
                    let here = self.region.get(dimension);
                    whole = whole && here.is_subset(set);
                    here.intersects(set)
                }
                Slot::Within(values) => {
                    whole = whole && values.is_subset(set);
                    values.intersects(set)
                }
            });
            if touched && whole {
                return Fit::All;
            }
            if touched {
                fit = Fit::Some;
            }
        }
        fit
    }

    /// The conjunction in terms of the region, and whether some field of it is not known. `None` where no packet
    /// of the region fits.
    fn project(&self, headers: &Headers) -> Option<(Sparse, bool)> {
        let mut unknown = false;
        for (field, set) in &headers.0 {
            match self.slot(*field) {
                Slot::At(dimension) if self.region.get(dimension).intersects(set) => {}
                Slot::Within(values) if values.intersects(set) => unknown |= !values.is_subset(set),
                Slot::At(_) | Slot::Within(_) => return None,
            }
        }
        let fields = headers
            .0
            .iter()
            .filter_map(|(field, set)| match self.slot(*field) {
                Slot::At(dimension) => Some((dimension, set.clone())),
                Slot::Within(_) => None,
            });
        Some((Sparse(fields.collect()), unknown))
    }

    /// Parts the packets that match from those that do not. `None` where none can match.
    ///
    /// Without `keep` those that match are not made.
    pub(super) fn split(&self, matches: &Match, met: Met<'a>, keep: bool) -> Option<Split<'a>> {
        if !self.is_candidate(matches) {
            return None;
        }
        let mut split = Split {
            matched: Vec::new(),
            unmatched: None,
            certain: true,
        };
        let mut touched = false;
        let mut rest = Some(self.region.clone());
        let mut doubtful = self.doubtful;
        for headers in &matches.headers {
            let Some((sparse, unknown)) = self.project(headers) else {
                continue;
            };
            touched |= !keep;
            if let Some(region) = keep.then(|| self.region.restrict(&sparse)).flatten() {
                let mut assumed = matches.undecided.clone();
                if unknown {
                    assumed.push("an address that translation hides".to_owned());
                }
                let way = Some(Rc::new(Hop {
                    met,
                    assumed,
                    before: self.way.clone(),
                }));
                let doubtful = self.doubtful || unknown || !matches.undecided.is_empty();
                split.matched.push(Self {
                    region,
                    way,
                    doubtful,
                    ..self.clone()
                });
            }
            if !unknown && matches.undecided.is_empty() {
                rest = rest
                    .filter(|_| !self.region.lies_in(&sparse))
                    .map(|region| region.less(sparse));
            } else {
                doubtful = true;
                split.certain = false;
            }
        }
        if split.matched.is_empty() && !touched {
            return None;
        }
        split.unmatched = rest.map(|region| Self {
            doubtful,
            ..self.with(region)
        });
        Some(split)
    }

    /// The same fate for other packets.
    pub(super) fn with(&self, region: Region) -> Self {
        Self {
            region,
            view: self.view,
            connection_state: self.connection_state,
            routing_mark: self.routing_mark,
            connection_mark: self.connection_mark,
            packet_mark: self.packet_mark,
            destination_translated: self.destination_translated,
            port_translated: self.port_translated,
            source_translated: self.source_translated,
            fast_tracked: self.fast_tracked,
            doubtful: self.doubtful,
            forced: self.forced,
            out: self.out,
            world: self.world,
            way: self.way.clone(),
        }
    }

    /// Itself without packets that were parted from it: `Some(None)` where nothing is left, `None` where that is no
    /// set of the kind at hand.
    pub(super) fn less_all(&self, parts: &[&Region]) -> Option<Option<Self>> {
        let matters = |dimension| match dimension {
            Dimension::Destination => self.destination_translated,
            Dimension::Port => self.port_translated,
            _ => true,
        };
        let cuts: Option<Vec<Sparse>> = parts
            .iter()
            .map(|part| part.cut_of(&self.region, matters))
            .collect();
        let cuts = cuts?;
        if cuts.iter().any(|cut| self.region.lies_in(cut)) {
            return Some(None);
        }
        let region = cuts.into_iter().fold(self.region.clone(), Region::less);
        Some(Some(Self {
            region,
            ..self.clone()
        }))
    }

    /// Whether both fared alike, whatever packets they hold.
    pub(super) fn fared_like(&self, other: &Self) -> bool {
        self.routing_mark == other.routing_mark
            && self.connection_mark == other.connection_mark
            && self.packet_mark == other.packet_mark
            && self.connection_state == other.connection_state
            && self.destination_translated == other.destination_translated
            && self.port_translated == other.port_translated
            && self.source_translated == other.source_translated
            && self.fast_tracked == other.fast_tracked
            && self.forced == other.forced
    }
}

/// How many packets of a set a rule acts on, seen without the set's holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    None,
    Some,
    All,
}

/// The parts of a set of packets after a rule.
pub(super) struct Split<'a> {
    pub(super) matched: Vec<State<'a>>,
    pub(super) unmatched: Option<State<'a>>,
    /// Whether it is known of every packet which part it is in.
    pub(super) certain: bool,
}
