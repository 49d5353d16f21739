//! Sets of flows, compared with what a live switch makes of them, and with each other.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it measured"
)]

mod support;

use openflow_rs::table::{
    ChangeKind, Changes, CookieSpace, Diff, FlowSet, Owner, StoredFlow, StoredFlows, TableError,
};
use openflow_rs::text::{Names, format_flow, parse_flow};
use openflow_rs::wire::{Command, ErrorMessage, FlowMod, FlowStatsRequest, Frame, Version};
use proptest::prelude::*;
use support::vswitchd::{Connection, Vswitchd};
use support::{Random, random_flow};

fn flow(text: &str) -> FlowMod {
    parse_flow(text, &Names::new()).expect("a flow")
}

fn set(texts: &[&str]) -> FlowSet {
    let mut set = FlowSet::new(Version::V1_4);
    for text in texts {
        set.insert(&flow(text)).expect("the flow is taken");
    }
    set
}

fn kinds(changes: &Changes) -> Vec<ChangeKind> {
    changes.iter().map(|change| change.kind).collect()
}

/// Every flow of the switch, through `see`.
fn dump(connection: &mut Connection, version: Version, mut see: impl FnMut(StoredFlow<'_>)) {
    let mut request = Vec::new();
    FlowStatsRequest::by_cookie(0, 0)
        .encode_to(version, 7, &mut request)
        .expect("the request is written");
    connection.send(&request);
    loop {
        let reply = connection.receive();
        let frame = Frame::parse(&reply).expect("a message");
        for flow in StoredFlows::new(&frame).expect("a reply") {
            see(flow.expect("a flow"));
        }
        if !frame.has_more() {
            return;
        }
    }
}

/// Random flows are sent to a live switch; what it dumps must be, byte for byte, what the set holds.
#[test]
fn a_switch_dumps_flows_as_the_set_keeps_them() {
    let count = if std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1") {
        7000
    } else {
        1000
    };
    let switch = Vswitchd::start("table");
    for version in [Version::V1_3, Version::V1_4, Version::V1_5] {
        let mut connection = switch.connect(version.to_wire());
        let mut random = Random(0x7ab1e ^ u64::from(version.to_wire()));
        let mut set = FlowSet::new(version);
        let (mut refused, mut agreed) = (0, 0);
        while set.len() < count {
            let text = random_flow(&mut random);
            let Ok(mut flow) = parse_flow(&text, &Names::new()) else {
                continue;
            };
            // They would go while the test runs, or refuse each other.
            (flow.idle_timeout, flow.hard_timeout) = (flow.idle_timeout | 0x4000, flow.hard_timeout | 0x4000);
            flow.flags.0 &= !2;
            connection.send(&flow.encode(version, 1).expect("a message"));
            let answer = connection.barrier();
            let ours = set.insert(&flow);
            match (answer.first(), ours) {
                (None, Ok(_)) => {}
                (Some(answer), Err(TableError::Refused(code))) => {
                    let frame = Frame::parse(answer).expect("a message");
                    let theirs = ErrorMessage::decode(&frame).expect("an error").code;
                    assert_eq!(theirs, Some(code), "{text}");
                    agreed += 1;
                }
                (Some(_), Ok(_)) => {
                    // What depends on the switch: groups and meters that are not there, and the like.
                    let key = flow_key(&flow, version);
                    set.remove(&key.iter().next().expect("one flow"));
                    refused += 1;
                }
                (None, Err(error)) => panic!("the switch takes {text}, we say {error}"),
                (Some(answer), Err(error)) => panic!("{text}: {answer:?}, we say {error}"),
            }
        }
        let mut seen = 0;
        dump(&mut connection, version, |flow| {
            let ours = set.get(&flow).unwrap_or_else(|| {
                let text = flow.to_flow_mod().map(|flow| format_flow(&flow, &Names::new()));
                panic!("not found: {text:?} {flow:?}")
            });
            assert_eq!(
                flow,
                ours,
                "{:?}",
                ours.to_flow_mod().map(|flow| format_flow(&flow, &Names::new()))
            );
            seen += 1;
        });
        assert_eq!(seen, set.len());
        let mut diff = Diff::new(&set, CookieSpace::EVERYTHING);
        dump(&mut connection, version, |flow| diff.observe(flow));
        let changes = diff.finish();
        assert!(changes.is_empty());
        assert_eq!(changes.unchanged(), set.len());
        println!(
            "measured: OpenFlow {version}: {seen} flows dumped as kept, {agreed} refused by both, \
             {refused} by the switch for groups and the like"
        );
        let mut delete = FlowMod::new(Command::Delete)
            .encode(version, 1)
            .expect("a message");
        delete[24] = 255;
        connection.send(&delete);
        assert!(connection.barrier().is_empty());
    }
}

fn flow_key(flow: &FlowMod, version: Version) -> FlowSet {
    let mut set = FlowSet::new(version);
    set.insert(flow).expect("the flow is taken");
    set
}

/// Changes are sent to a live switch, which then has what is desired, and what is not ours as before.
#[test]
fn changes_make_a_switch_as_desired() {
    let switch = Vswitchd::start("changes");
    let version = Version::V1_4;
    let mut connection = switch.connect(version.to_wire());
    let space = CookieSpace::nnc(3);
    let ours = |object: u64, text: &str| {
        let mut flow = flow(text);
        space.claim(&mut flow, object).expect("the object fits");
        flow
    };
    let before = [
        ours(1, "in_port=1 actions=output:2"),
        ours(2, "in_port=2 actions=output:3"),
        ours(3, "in_port=3,idle_timeout=9000 actions=output:4"),
        ours(4, "in_port=4 actions=output:5"),
        flow("cookie=0x77,in_port=5 actions=output:6"),
        flow("cookie=0x6e6e000400000001,in_port=6 actions=output:7"),
        flow("cookie=0x6e6e000380000001,table=1,in_port=7 actions=output:8"),
    ];
    for flow in &before {
        connection.send(&flow.encode(version, 1).expect("a message"));
    }
    let mut desired = FlowSet::new(version);
    for flow in [
        ours(1, "in_port=1 actions=output:2"),
        ours(2, "in_port=2 actions=output:4"),
        ours(3, "in_port=3 actions=output:4"),
        ours(9, "table=2,in_port=9 actions=drop"),
        ours(9, "in_port=9 actions=resubmit(,2)"),
        ours(6, "in_port=6 actions=output:1"),
    ] {
        desired.insert(&flow).expect("the flow is taken");
    }
    let compare = |connection: &mut Connection| {
        let mut diff = Diff::new(&desired, space);
        dump(connection, version, |flow| diff.observe(flow));
        diff.finish()
    };
    let changes = compare(&mut connection);
    use ChangeKind as K;
    assert_eq!(
        kinds(&changes),
        [K::Add, K::Add, K::Replace, K::Modify, K::Delete]
    );
    let tables: Vec<u8> = changes
        .iter()
        .take(2)
        .filter_map(|c| Some(c.after?.table))
        .collect();
    assert_eq!(tables, [2, 0], "a table before those that lead there");
    assert_eq!(
        (changes.unchanged(), changes.learned(), changes.foreign()),
        (1, 1, 2)
    );
    let conflicts: Vec<u64> = changes
        .conflicts()
        .map(|conflict| conflict.foreign.cookie)
        .collect();
    assert_eq!(conflicts, [0x6e6e_0004_0000_0001]);
    let mut messages = Vec::new();
    for change in changes.iter() {
        change.encode_to(1, &mut messages).expect("a message");
    }
    connection.send(&messages);
    assert!(connection.barrier().is_empty());
    let again = compare(&mut connection);
    assert!(again.is_empty());
    assert_eq!((again.unchanged(), again.learned(), again.foreign()), (5, 1, 2));
}

#[test]
fn a_desired_flow_takes_at_most_200_bytes() {
    let mut set = FlowSet::new(Version::V1_4);
    let count = 100_000u32;
    for i in 0..count {
        let [_, a, b, c] = i.to_be_bytes();
        let text = format!(
            "table=0,priority=100,ip,nw_dst=10.{a}.{b}.{c},actions=load:{i}->NXM_NX_REG0[],output:200"
        );
        set.insert(&flow(&text)).expect("the flow is taken");
    }
    let each = set.heap_bytes() / count as usize;
    println!("measured: {each} bytes a desired flow, of {count}");
    assert!(each <= 200, "{each} bytes");
}

#[test]
fn what_a_switch_forgets_is_no_difference() {
    let desired = set(&[
        "ip,nw_dst=10.1.2.3/8,check_overlap,reset_counts actions=output:1",
        "udp,tp_dst=53 actions=mod_nw_dst:10.0.0.1,2",
        "nw_src=1.2.3.4 actions=drop",
    ]);
    let observed = set(&[
        "ip,nw_dst=10.0.0.0/8 actions=output:1",
        "dl_type=0x0800,nw_proto=17,udp_dst=53 actions=set_field:10.0.0.1->ip_dst,2",
        "eth actions=drop",
    ]);
    assert!(Changes::between(&desired, &observed, CookieSpace::EVERYTHING).is_empty());
}

#[test]
fn a_set_is_a_set() {
    let mut flows = FlowSet::new(Version::V1_4);
    assert_eq!(flows.insert(&flow("ip actions=1")), Ok(true));
    assert_eq!(flows.insert(&flow("ip actions=2")), Ok(false));
    assert_eq!(flows.insert(&flow("priority=1,ip actions=2")), Ok(true));
    assert_eq!(flows.len(), 2);
    for round in 0..1000u32 {
        assert_eq!(
            flows.insert(&flow(&format!("ip actions=output:{}", 1 + round % 9))),
            Ok(false)
        );
    }
    assert!(
        flows.heap_bytes() < 4096,
        "what was replaced is given back: {}",
        flows.heap_bytes()
    );
    let all: Vec<FlowMod> = flows
        .iter()
        .map(|flow| flow.to_flow_mod().expect("a flow"))
        .collect();
    let mut other = flows.clone();
    for flow in flows.iter() {
        assert!(other.remove(&flow));
        assert!(!other.remove(&flow));
    }
    assert!(other.is_empty());
    for flow in &all {
        assert_eq!(other.insert(flow), Ok(true));
    }
    assert!(Changes::between(&flows, &other, CookieSpace::EVERYTHING).is_empty());
}

#[test]
fn cookies_that_would_not_survive_are_refused() {
    let space = CookieSpace::nnc(1);
    let mut learner =
        flow("actions=learn(table=1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])");
    assert!(matches!(
        space.check(&learner),
        Err(TableError::ForeignCookie { cookie: 0, .. })
    ));
    learner.new_cookie = space.cookie(4).expect("the object fits");
    assert_eq!(
        space.check(&learner),
        Ok(()),
        "a learned flow with a foreign cookie is nobody's to delete"
    );
    let mut own =
        flow("actions=clone(learn(table=1,cookie=0x6e6e000100000004,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[]))");
    own.new_cookie = learner.new_cookie;
    let cookie = 0x6e6e_0001_0000_0004;
    assert_eq!(space.check(&own), Err(TableError::LearnedCookie { cookie }));
    space.claim(&mut own, 4).expect("the object fits");
    assert_eq!(space.check(&own), Ok(()));
    assert!(format_flow(&own, &Names::new()).contains("cookie=0x6e6e000180000004,NXM_OF_ETH_DST"));
    let free = 0x7fff_ffff;
    let object = 0x8000_0000;
    assert_eq!(space.cookie(object), Err(TableError::Object { object, free }));
}

#[test]
fn broken_dumps_end_with_an_error() {
    for version in [Version::V1_3, Version::V1_4, Version::V1_5] {
        let body = match version {
            Version::V1_5 => vec![0, 56, 0, 0, 3, 0, 0, 9],
            _ => vec![0, 64, 3, 0],
        };
        let mut reply = vec![version.to_wire(), 19, 0, 16, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];
        if version == Version::V1_5 {
            reply[9] = 17;
        }
        reply.extend(body);
        reply.resize(16 + 64, 0);
        for end in 16..reply.len() {
            let mut cut = reply[..end].to_vec();
            cut[3] = end as u8;
            let frame = Frame::parse(&cut);
            let Ok(flows) = frame
                .map_err(TableError::from)
                .and_then(|frame| StoredFlows::new(&frame))
            else {
                continue;
            };
            assert!(flows.count() <= 1);
        }
    }
}

/// A switch as far as the changes need one: it does what the table in the module's documentation says.
#[derive(Clone)]
struct Model(FlowSet);

impl Model {
    fn apply(&mut self, message: &[u8]) {
        let frame = Frame::parse(message).expect("a message");
        let change = FlowMod::decode(&frame).expect("a flow modification");
        let mut key = change.clone();
        key.command = Command::Add;
        if key.actions.is_empty() {
            key.new_cookie = 0;
        }
        let version = self.0.version();
        let key = flow_key(&key, version);
        let key = key.iter().next().expect("one flow");
        let there = self.0.get(&key);
        let hit = there.filter(|there| (there.cookie ^ change.cookie) & change.cookie_mask == 0);
        match change.command {
            Command::Add => drop(self.0.insert(&change)),
            Command::ModifyStrict => {
                let mut flow = hit.expect("the flow is there").to_flow_mod().expect("a flow");
                flow.actions = change.actions;
                assert_eq!(self.0.insert(&flow), Ok(false));
            }
            Command::DeleteStrict => {
                assert!(hit.is_some());
                self.0.remove(&key);
            }
            other => panic!("{other:?}"),
        }
    }
}

fn any_flow() -> impl Strategy<Value = FlowMod> {
    let cookie = prop_oneof![
        Just(0u64),
        Just(0x6e6e_0001_0000_0001),
        Just(0x6e6e_0001_0000_0002),
        Just(0x6e6e_0001_8000_0001),
        Just(0x6e6e_0002_0000_0001),
    ];
    let settings = (0u8..2, 0u16..2, 0u16..2, 0u16..2);
    (cookie, settings, 0u8..4, 0u8..3, 0u16..3).prop_map(|(cookie, (table, priority, idle, importance), m, mask, out)| {
        let matches = match mask {
            0 => format!("in_port={m}"),
            1 => format!("ip,nw_dst=10.0.0.{m}"),
            _ => format!("ip,nw_dst=10.0.0.{m}/255.255.255.0"),
        };
        let text = format!(
            "table={table},priority={priority},cookie={cookie},idle_timeout={idle},importance={importance},{matches} \
             actions=output:{}",
            out + 1
        );
        flow(&text)
    })
}

fn collect<'a>(flows: impl IntoIterator<Item = &'a FlowMod>) -> FlowSet {
    let mut set = FlowSet::new(Version::V1_4);
    for flow in flows {
        set.insert(flow).expect("the flow is taken");
    }
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn after_the_changes_nothing_differs_and_others_flows_are_as_before(
        desired in prop::collection::vec(any_flow(), 0..20),
        observed in prop::collection::vec(any_flow(), 0..20),
    ) {
        let space = CookieSpace::nnc(1);
        let desired = collect(desired.iter().filter(|flow| space.check(flow).is_ok()));
        let before = collect(&observed);
        let changes = Changes::between(&desired, &before, space);
        let mut switch = Model(before.clone());
        for change in changes.iter() {
            for touched in [change.before, change.after].into_iter().flatten() {
                prop_assert_ne!(space.owner(touched.cookie), Owner::Foreign);
            }
            let mut message = Vec::new();
            change.encode_to(1, &mut message).expect("a message");
            switch.apply(&message);
        }
        for flow in before.iter().filter(|flow| space.owner(flow.cookie) == Owner::Foreign) {
            prop_assert_eq!(switch.0.get(&flow), Some(flow));
        }
        // A learned flow goes only where a flow of ours has to stand.
        for flow in before.iter().filter(|flow| space.owner(flow.cookie) == Owner::Learned) {
            prop_assert!(switch.0.get(&flow) == Some(flow) || desired.get(&flow).is_some());
        }
        let conflicts = changes.conflicts().count();
        let again = Changes::between(&desired, &switch.0, space);
        prop_assert!(again.is_empty());
        prop_assert_eq!(again.conflicts().count(), conflicts);
        prop_assert_eq!(again.unchanged() + conflicts, desired.len());
    }
}
