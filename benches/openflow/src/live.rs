//! A live switch: beside raw sockets that know nothing but the bytes, and beside `ovs-ofctl`.
//!
//! The switch is Debian's Open vSwitch with a dummy datapath, in a directory of its own. On two processors it takes one
//! of them, and whatever else runs on the machine takes of both: alternate turns and the best of each make it fair.

use crate::text::run;
use crate::{FLOWS, Verdict, duel, line};
use openflow_rs::connection::{Batch, Client, Settings};
use openflow_rs::reconcile::{Desired, reconcile};
use openflow_rs::table::CookieSpace;
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{BundleControl, Command as FlowCommand, FlowMod, Frame, Kind, Version};
use openflow_rs::wire::{Hello, put_barrier, put_bundle_add};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const V: Version = Version::V1_4;
const TURNS: usize = 7;

struct Switch {
    directory: PathBuf,
    daemons: Vec<Child>,
}

impl Switch {
    fn start() -> Self {
        let directory = std::env::temp_dir().join(format!("ofbench-{}", std::process::id()));
        std::fs::create_dir_all(&directory).expect("a directory");
        let mut switch = Self {
            directory,
            daemons: Vec::new(),
        };
        let (database, socket) = (switch.path("conf.db"), format!("unix:{}", switch.path("db.sock")));
        run(
            "ovsdb-tool",
            &["create", &database, "/usr/share/openvswitch/vswitch.ovsschema"],
        );
        let remote = format!("--remote=p{socket}");
        switch.daemon("ovsdb-server", &[&database, &remote]);
        while UnixStream::connect(switch.path("db.sock")).is_err() {
            std::thread::yield_now();
        }
        let db = format!("--db={socket}");
        run("ovs-vsctl", &[&db, "--no-wait", "init"]);
        switch.daemon(
            "ovs-vswitchd",
            &[&socket, "--enable-dummy=override", "--disable-system"],
        );
        let bridge = "add-br br0 -- set bridge br0 datapath_type=dummy fail_mode=secure \
                      protocols=OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15";
        let words: Vec<&str> = bridge.split_whitespace().collect();
        run("ovs-vsctl", &[&[db.as_str()], &words[..]].concat());
        switch
    }

    fn path(&self, name: &str) -> String {
        self.directory.join(name).display().to_string()
    }

    fn daemon(&mut self, program: &str, arguments: &[&str]) {
        let child = Command::new(program)
            .args(arguments)
            .arg(format!("--unixctl={}", self.path(&format!("{program}.ctl"))))
            .env("OVS_RUNDIR", &self.directory)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.daemons.push(child.expect("openvswitch-switch is installed"));
    }

    fn target(&self) -> String {
        format!("unix:{}", self.path("br0.mgmt"))
    }
}

impl Drop for Switch {
    fn drop(&mut self) {
        for child in self.daemons.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A socket on which a hello was said.
struct Raw(UnixStream);

impl Raw {
    fn connect(switch: &Switch) -> Self {
        let mut raw = Self(UnixStream::connect(switch.path("br0.mgmt")).expect("the bridge listens"));
        let mut hello = Vec::new();
        Hello::put(&[V], 0, &mut hello).expect("a hello");
        raw.0.write_all(&hello).expect("it is sent");
        raw.receive();
        raw
    }

    fn receive(&mut self) -> Vec<u8> {
        let mut message = vec![0; 8];
        self.0.read_exact(&mut message).expect("an answer");
        message.resize(Frame::length(&message).expect("a length"), 0);
        self.0.read_exact(&mut message[8..]).expect("an answer");
        message
    }

    /// Sends, and waits for so many answers.
    fn exchange(&mut self, bytes: &[u8], answers: usize) {
        self.0.write_all(bytes).expect("it is sent");
        for _ in 0..answers {
            let answer = self.receive();
            assert_ne!(Frame::parse(&answer).expect("a message").kind(), Kind::Error);
        }
    }
}

fn clear(client: &mut Client, runtime: &tokio::runtime::Runtime) {
    let mut all = Batch::new(V);
    all.flow(&FlowMod::new(FlowCommand::Delete)).expect("a message");
    runtime.block_on(client.send(all)).expect("the flows are deleted");
}

pub(crate) fn measure(verdict: &mut Verdict) {
    let switch = Switch::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let settings = Settings {
        versions: vec![V],
        ..Settings::default()
    };
    let target = switch.target().parse().expect("a target");
    let mut client = runtime
        .block_on(Client::connect_with(&target, settings))
        .expect("it connects");
    let flows: Vec<FlowMod> = (0..FLOWS)
        .map(|i| parse_flow(&line(i), &Names::new()).expect("a flow"))
        .collect();
    let mut raw = Raw::connect(&switch);

    let mut add = Vec::new();
    for (xid, flow) in (1..).zip(&flows) {
        flow.encode_to(V, xid, &mut add).expect("a flow that fits");
    }
    put_barrier(V, 9, &mut add).expect("a barrier");
    let mut bundle = Vec::new();
    let control = |step, xid, out: &mut Vec<u8>| {
        let flags = BundleControl::ATOMIC | BundleControl::ORDERED;
        BundleControl { id: 1, step, flags }
            .put(V, xid, out)
            .expect("a step");
    };
    control(BundleControl::OPEN, 1, &mut bundle);
    for (xid, flow) in (2..).zip(&flows) {
        put_bundle_add(1, 3, V, xid, &mut bundle, |out| flow.encode_to(V, xid, out))
            .expect("a flow that fits");
    }
    control(BundleControl::CLOSE, 2, &mut bundle);
    control(BundleControl::COMMIT, 3, &mut bundle);

    // Turns begin with an empty table; emptying it is not timed.
    for (what, raw_bytes, answers) in [("add", &add, 1), ("atomic bundle of", &bundle, 3)] {
        let mut best = (f64::MAX, f64::MAX);
        for _ in 0..TURNS {
            clear(&mut client, &runtime);
            best.0 = best.0.min(
                duel(
                    || {
                        let mut batch = Batch::new(V);
                        flows
                            .iter()
                            .for_each(|flow| batch.flow(flow).expect("a flow that fits"));
                        let sent = match what {
                            "add" => runtime.block_on(client.send(batch)),
                            _ => runtime.block_on(client.bundle(batch)),
                        };
                        sent.expect("the switch takes them");
                    },
                    || (),
                    1,
                )
                .0,
            );
            clear(&mut client, &runtime);
            best.1 = best.1.min(duel(|| (), || raw.exchange(raw_bytes, answers), 1).1);
        }
        verdict.speed(
            &format!("{what} {FLOWS} flows, encoding included"),
            "raw bytes",
            best,
            FLOWS,
            0.9,
        );
    }

    let file = switch.path("flows");
    let lines: Vec<String> = (0..FLOWS).map(line).collect();
    std::fs::write(&file, lines.join("\n") + "\n").expect("a file");
    let other = |i: u32| line(i).replace(&format!("load:{i}-"), &format!("load:{}-", i ^ 0x8000_0000));
    let lines: Vec<String> = (0..FLOWS)
        .map(|i| if i % 100 == 0 { other(i) } else { line(i) })
        .collect();
    let space = CookieSpace::new(0, u64::MAX, 0);
    let desired = |lines: &mut dyn Iterator<Item = String>| {
        let mut desired = Desired::new(V, space);
        for line in lines {
            let flow = parse_flow(&line, &Names::new()).expect("a flow");
            desired.add(&flow).expect("a flow that is stored");
        }
        desired
    };
    let plain = desired(&mut (0..FLOWS).map(line));
    let with_changes = desired(&mut lines.into_iter());
    let replace = |file: &str| {
        run(
            "ovs-ofctl",
            &["-O", "OpenFlow14", "replace-flows", &switch.target(), file],
        )
    };
    let mut reconciled = |desired: &Desired, changes: usize| {
        let report = runtime
            .block_on(reconcile(&mut client, desired))
            .expect("it reconciles");
        assert_eq!(report.changed(), changes);
    };
    replace(&file);
    let noop = duel(|| reconciled(&plain, 0), || replace(&file), TURNS);
    verdict.time("reconcile, nothing differs", "ovs-ofctl replace-flows", noop, 0.3);
    let thousand = (FLOWS / 100) as usize;
    let mut best = (f64::MAX, f64::MAX);
    for _ in 0..TURNS {
        best.0 = best
            .0
            .min(duel(|| reconciled(&with_changes, thousand), || (), 1).0);
        best.1 = best.1.min(duel(|| (), || replace(&file), 1).1);
        reconciled(&plain, 0);
    }
    verdict.time(
        "reconcile, one in a hundred differs",
        "ovs-ofctl replace-flows",
        best,
        0.35,
    );
}
