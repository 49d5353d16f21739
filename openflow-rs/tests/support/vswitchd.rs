//! A private Open vSwitch with a dummy datapath, which needs no root. It ends with the value.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The address space of a daemon, in KiB.
const MEMORY_KIB: u32 = 8 << 20;

/// The daemons of one test, their files in a directory of their own.
pub(crate) struct Vswitchd {
    pub(crate) directory: PathBuf,
    daemons: Vec<Child>,
}

impl Vswitchd {
    /// Starts both daemons, and the bridge `br0` with the dummy ports `p1` to `p9`, numbered so.
    pub(crate) fn start(name: &str) -> Self {
        super::ovs_ofctl(&["--version"]);
        // Sockets have short paths.
        let directory = std::env::temp_dir().join(format!("ofa-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).expect("the directory is made");
        let mut switch = Self {
            directory,
            daemons: Vec::new(),
        };
        let schema = "/usr/share/openvswitch/vswitch.ovsschema";
        let database = switch.path("conf.db");
        let created = Command::new("ovsdb-tool")
            .args(["create", &database, schema])
            .status();
        assert!(
            created.is_ok_and(|status| status.success()),
            "these tests need openvswitch-switch"
        );
        let socket = format!("punix:{}", switch.path("db.sock"));
        switch.daemon("ovsdb-server", &[&database, "--remote", &socket], "ovsdb.ctl");
        switch.wait_for("db.sock");
        switch.vsctl(&["--no-wait", "init"]);
        switch.start_vswitchd();
        let versions = "protocols=OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";
        let bridge = [
            "set",
            "bridge",
            "br0",
            "datapath_type=dummy",
            "fail_mode=secure",
            versions,
        ];
        let mut arguments: Vec<String> = ["add-br", "br0", "--"]
            .iter()
            .chain(&bridge)
            .map(|s| (*s).into())
            .collect();
        for port in 1..=9 {
            let name = format!("p{port}");
            let number = format!("ofport_request={port}");
            let add = [
                "--",
                "add-port",
                "br0",
                &name,
                "--",
                "set",
                "interface",
                &name,
                "type=dummy",
                &number,
            ];
            arguments.extend(add.iter().map(|s| (*s).to_owned()));
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        switch.vsctl(&arguments);
        switch
    }

    fn start_vswitchd(&mut self) {
        let database = format!("unix:{}", self.path("db.sock"));
        let log = format!("--log-file={}", self.path("vswitchd.log"));
        let arguments = [&database, "--enable-dummy=override", "--disable-system", &log];
        self.daemon("ovs-vswitchd", &arguments, "vswitchd.ctl");
    }

    /// Kills `ovs-vswitchd` as a crash would, and starts it again: its flows are gone then.
    pub(crate) fn crash(&mut self) {
        if let Some(mut child) = self.daemons.pop() {
            let _ = child.kill();
            let _ = child.wait();
        }
        self.start_vswitchd();
    }

    /// Where the bridge listens.
    pub(crate) fn target(&self) -> String {
        format!("unix:{}", self.path("br0.mgmt"))
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.directory.join(name).display().to_string()
    }

    fn daemon(&mut self, program: &str, arguments: &[&str], control: &str) {
        // A daemon that takes all memory would end other programs than this test.
        let limited = format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\"");
        let child = Command::new("sh")
            .args(["-c", &limited, program])
            .args(arguments)
            .arg(format!("--unixctl={}", self.path(control)))
            .env("OVS_RUNDIR", &self.directory)
            .env("OVS_LOGDIR", &self.directory)
            .env("OVS_DBDIR", &self.directory)
            .env("OVS_SYSCONFDIR", &self.directory)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.daemons.push(child.expect("the daemon starts"));
    }

    /// Waits until a daemon listens on its socket: it is there a moment before.
    fn wait_for(&self, name: &str) {
        while UnixStream::connect(self.path(name)).is_err() {
            std::thread::yield_now();
        }
    }

    /// Changes the configuration, and waits until the switch has taken it over.
    pub(crate) fn vsctl(&self, arguments: &[&str]) {
        let database = format!("--db=unix:{}", self.path("db.sock"));
        let status = Command::new("ovs-vsctl").arg(database).args(arguments).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "ovs-vsctl {arguments:?}"
        );
    }

    /// Runs a command of ovs-vswitchd and returns its answer.
    pub(crate) fn appctl(&self, arguments: &[&str]) -> String {
        self.try_appctl(arguments)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Runs a command of ovs-vswitchd and returns its answer, or what `ovs-appctl` says of its failure.
    pub(crate) fn try_appctl(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("ovs-appctl")
            .args(["-t", &self.path("vswitchd.ctl")])
            .args(arguments)
            .output();
        let output = output.expect("ovs-appctl runs");
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let error = String::from_utf8_lossy(&output.stderr);
        Err(format!("ovs-appctl {arguments:?}: {error}"))
    }

    /// Runs `ovs-ofctl` on the bridge.
    pub(crate) fn ofctl(&self, options: &[&str], command: &str, arguments: &[&str]) -> String {
        let bridge = self.target();
        let output = Command::new("ovs-ofctl")
            .args(options)
            .arg(command)
            .arg(bridge)
            .args(arguments)
            .output();
        let output = output.expect("ovs-ofctl runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "ovs-ofctl {command} {arguments:?}: {error}"
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A connection to the bridge that has said hello in this version.
    pub(crate) fn connect(&self, version: u8) -> Connection {
        let stream = UnixStream::connect(self.path("br0.mgmt")).expect("the bridge listens");
        let mut connection = Connection { stream, version };
        connection.send(&[version, 0, 0, 8, 0, 0, 0, 0]);
        assert_eq!(connection.receive()[1], 0, "a hello");
        connection
    }
}

impl Drop for Vswitchd {
    fn drop(&mut self) {
        for child in self.daemons.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A connection to a bridge, as simple as can be.
pub(crate) struct Connection {
    stream: UnixStream,
    version: u8,
}

impl Connection {
    pub(crate) fn send(&mut self, message: &[u8]) {
        self.stream.write_all(message).expect("the message is written");
    }

    pub(crate) fn receive(&mut self) -> Vec<u8> {
        let mut message = vec![0; 8];
        self.stream.read_exact(&mut message).expect("a header comes");
        message.resize(usize::from(u16::from_be_bytes([message[2], message[3]])), 0);
        self.stream.read_exact(&mut message[8..]).expect("a body comes");
        message
    }

    /// What comes until the barrier that this sends: errors, as a rule.
    pub(crate) fn barrier(&mut self) -> Vec<Vec<u8>> {
        self.send(&[self.version, 20, 0, 8, 0xba, 0, 0, 1]);
        let mut messages = Vec::new();
        loop {
            let message = self.receive();
            match message[1] {
                21 => return messages,
                2 => {
                    let mut answer = message.clone();
                    answer[1] = 3;
                    self.send(&answer);
                }
                _ => messages.push(message),
            }
        }
    }
}
