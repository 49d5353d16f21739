//! Which route a destination takes, in every world.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::rc::Rc;

use super::model::{InterfaceId, Mark, Model, Plane, Route, Target, bounds};
use super::ranges::RangeSet;

/// What is up and what is down while a packet passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum World {
    /// Everything is up.
    AllUp,
    /// One watched gateway does not answer.
    GatewayDown(IpAddr),
    /// One interface is down, and all that goes down with it.
    InterfaceDown(InterfaceId),
}

/// A part of a lookup's result.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The destinations.
    pub(super) destinations: RangeSet,
    /// The ways that they may take.
    pub(super) ways: Ways<'a>,
}

/// The result of a lookup, for all destinations.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub(super) found: Vec<Found<'a>>,
    pub(super) missed: RangeSet,
}

/// Where a table may send packets, in any of several worlds.
pub(super) struct Reach {
    /// While everything is up, by interface.
    pub(super) up: Vec<(InterfaceId, RangeSet)>,
    /// In worlds in which something is down: the destinations concerned.
    pub(super) failing: Vec<(World, InterfaceId, RangeSet)>,
    /// Destinations that it has no route for in some world.
    pub(super) missed: RangeSet,
}

type LookupKey = (Mark, World, Option<u8>);
/// The worlds in which a table differs from that with everything up, and the destinations concerned.
type Changes = Rc<Vec<(World, RangeSet)>>;
/// The ways of a destination; `None` is a route to nowhere.
type Ways<'a> = Vec<(Option<InterfaceId>, &'a Route)>;

/// The routing tables of one family.
pub(super) struct Router<'a> {
    tables: &'a BTreeMap<Mark, Vec<Route>>,
    /// For each interface what goes down with it.
    down: Vec<RangeSet>,
    lookups: RefCell<HashMap<LookupKey, Rc<Lookup<'a>>>>,
    changes: RefCell<HashMap<Mark, Changes>>,
}

impl<'a> Router<'a> {
    pub(super) fn new(model: &Model, plane: &'a Plane) -> Self {
        let down = model
            .interface_ids()
            .map(|(id, _)| {
                RangeSet::of(
                    model
                        .down_with(id)
                        .into_iter()
                        .map(|id| (id.0.into(), id.0.into())),
                )
            })
            .collect();
        Self {
            tables: &plane.tables,
            down,
            lookups: RefCell::default(),
            changes: RefCell::default(),
        }
    }

    fn routes(&self, table: Mark) -> &'a [Route] {
        self.tables.get(&table).map(Vec::as_slice).unwrap_or_default()
    }

    /// The interfaces that are down in a world.
    pub(super) fn down(&self, world: World) -> RangeSet {
        match world {
            World::InterfaceDown(id) => self.down.get(usize::from(id.0)).cloned().unwrap_or_default(),
            World::AllUp | World::GatewayDown(_) => RangeSet::EMPTY,
        }
    }

    fn active(&self, route: &Route, world: World) -> bool {
        match world {
            World::AllUp => true,
            World::GatewayDown(gateway) => !route.gateways.contains(&gateway),
            World::InterfaceDown(id) => {
                let down = self.down.get(usize::from(id.0));
                !route
                    .interfaces
                    .iter()
                    .any(|needed| down.is_some_and(|down| down.contains(needed.0.into())))
            }
        }
    }

    /// The worlds in which a table gives some destinations another result than with everything up.
    pub(super) fn changes(&self, table: Mark) -> Changes {
        if let Some(known) = self.changes.borrow().get(&table) {
            return Rc::clone(known);
        }
        let mut lost: BTreeMap<World, Vec<(u128, u128)>> = BTreeMap::new();
        for route in self.routes(table) {
            let gateways = route.gateways.iter().map(|gateway| World::GatewayDown(*gateway));
            let interfaces = (0..=u16::MAX)
                .map(InterfaceId)
                .zip(&self.down)
                .filter(|(_, down)| {
                    route
                        .interfaces
                        .iter()
                        .any(|needed| down.contains(needed.0.into()))
                });
            for world in gateways.chain(interfaces.map(|(id, _)| World::InterfaceDown(id))) {
                lost.entry(world).or_default().push(bounds(&route.prefix));
            }
        }
        let changes = Rc::new(
            lost.into_iter()
                .map(|(world, lost)| (world, RangeSet::of(lost)))
                .collect::<Vec<_>>(),
        );
        self.changes.borrow_mut().insert(table, Rc::clone(&changes));
        changes
    }

    /// What a table says in a world, of routes with a prefix longer than given.
    pub(super) fn lookup(&self, table: Mark, world: World, longer_than: Option<u8>) -> Rc<Lookup<'a>> {
        let key = (table, world, longer_than);
        if let Some(known) = self.lookups.borrow().get(&key) {
            return Rc::clone(known);
        }
        let routes = self.routes(table).iter().filter(|route| {
            self.active(route, world)
                && longer_than.is_none_or(|shortest| route.prefix.prefix_len() > shortest)
        });
        let lookup = Rc::new(longest_prefixes(routes));
        self.lookups.borrow_mut().insert(key, Rc::clone(&lookup));
        lookup
    }
}

impl Router<'_> {
    /// Where a table may send packets while everything is up and, with `failures`, in each world in which something
    /// is down.
    pub(super) fn reach(&self, table: Mark, longer_than: Option<u8>, failures: bool) -> Reach {
        let up = self.lookup(table, World::AllUp, longer_than);
        let mut missed = up.missed.ranges();
        let mut failing = Vec::new();
        let changes = failures.then(|| self.changes(table));
        for (world, lost) in changes.iter().flat_map(|changes| changes.iter()) {
            let routes = self.routes(table).iter().filter(|route| {
                let (start, end) = bounds(&route.prefix);
                lost.intersects(&RangeSet::of([(start, end)]))
                    && self.active(route, *world)
                    && longer_than.is_none_or(|shortest| route.prefix.prefix_len() > shortest)
            });
            let lookup = longest_prefixes(routes);
            missed.extend(lookup.missed.intersect(lost).ranges());
            for found in &lookup.found {
                let here = found.destinations.intersect(lost);
                let ways = found.ways.iter().filter_map(|(way, _)| *way);
                failing.extend(ways.map(|id| (*world, id, here.clone())));
            }
        }
        let found = up.found.iter();
        let up = found.flat_map(|found| {
            let ways = found.ways.iter().filter_map(|(way, _)| *way);
            ways.map(|id| (id, found.destinations.clone()))
        });
        Reach {
            up: by_interface(up),
            failing,
            missed: RangeSet::of(missed),
        }
    }
}

/// The destinations of each interface together.
pub(super) fn by_interface(
    ways: impl Iterator<Item = (InterfaceId, RangeSet)>,
) -> Vec<(InterfaceId, RangeSet)> {
    let mut together: BTreeMap<InterfaceId, Vec<(u128, u128)>> = BTreeMap::new();
    for (id, set) in ways {
        together.entry(id).or_default().extend(set.ranges());
    }
    let sets = together.into_iter();
    sets.map(|(id, ranges)| (id, RangeSet::of(ranges))).collect()
}

/// The routes of one prefix that are used.
struct Best<'a> {
    distance: u8,
    end: u128,
    routes: Vec<&'a Route>,
}

fn longest_prefixes<'a>(routes: impl Iterator<Item = &'a Route>) -> Lookup<'a> {
    // By start, then shorter prefixes first: an outer prefix comes before the inner ones.
    let mut prefixes: BTreeMap<(u128, u8), Best<'a>> = BTreeMap::new();
    for route in routes {
        let (start, end) = bounds(&route.prefix);
        let best = prefixes
            .entry((start, route.prefix.prefix_len()))
            .or_insert_with(|| Best {
                distance: u8::MAX,
                end,
                routes: Vec::new(),
            });
        if route.distance < best.distance {
            best.distance = route.distance;
            best.routes.clear();
        }
        if route.distance == best.distance {
            best.routes.push(route);
        }
    }
    type Part<'a> = (Vec<(u128, u128)>, Ways<'a>);
    let mut parts: BTreeMap<Vec<Option<InterfaceId>>, Part<'a>> = BTreeMap::new();
    let mut emit = |from: Option<u128>, until: u128, best: &Best<'a>| {
        let Some(from) = from.filter(|from| *from <= until) else {
            return;
        };
        let mut ways: Vec<(Option<InterfaceId>, &Route)> = best
            .routes
            .iter()
            .map(|route| match route.target {
                Target::Interface(id) => (Some(id), *route),
                Target::Nowhere => (None, *route),
            })
            .collect();
        ways.sort_by_key(|(way, _)| *way);
        ways.dedup_by_key(|(way, _)| *way);
        let key = ways.iter().map(|(way, _)| *way).collect();
        parts
            .entry(key)
            .or_insert_with(|| (Vec::new(), ways))
            .0
            .push((from, until));
    };
    let mut open: Vec<&Best<'a>> = Vec::new();
    // Everything below this is settled; `None` once everything is.
    let mut next = Some(0_u128);
    for ((start, _), best) in &prefixes {
        while let Some(inner) = open.pop_if(|inner| inner.end < *start) {
            emit(next, inner.end, inner);
            next = inner.end.checked_add(1).max(next);
        }
        if let (Some(outer), Some(before)) = (open.last(), start.checked_sub(1)) {
            emit(next, before, outer);
        }
        next = Some(*start);
        open.push(best);
    }
    while let Some(inner) = open.pop() {
        emit(next, inner.end, inner);
        next = inner.end.checked_add(1);
    }
    let found: Vec<Found<'a>> = parts
        .into_values()
        .map(|(ranges, ways)| Found {
            destinations: RangeSet::of(ranges),
            ways,
        })
        .collect();
    let covered = RangeSet::of(found.iter().flat_map(|found| found.destinations.ranges()));
    Lookup {
        found,
        missed: covered.complement(),
    }
}
