//! Every simulated rule, and where it is known from.
//!
//! The code names a rule where it acts on it; the compiler makes sure that what is named is registered here, and a test
//! that what is registered is used.

/// Where a rule is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// A page of the RouterOS manual.
    Manual(&'static str),
    /// The command trees that `/console/inspect` gives, as published by tikoci/restraml.
    Inspect(&'static str),
    /// Tests that others ran against real routers.
    LiveTestsOfOthers(&'static str),
    /// Nobody we know wrote it down: our best guess.
    Guess(&'static str),
}

impl Source {
    /// `manual`, `inspect`, `live-tests-of-others` or `guess`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Manual(_) => "manual",
            Self::Inspect(_) => "inspect",
            Self::LiveTestsOfOthers(_) => "live-tests-of-others",
            Self::Guess(_) => "guess",
        }
    }

    /// The page, tree, project or reason.
    #[must_use]
    pub const fn detail(&self) -> &'static str {
        match self {
            Self::Manual(text) | Self::Inspect(text) | Self::LiveTestsOfOthers(text) | Self::Guess(text) => {
                text
            }
        }
    }
}

macro_rules! rules {
    ($($name:ident: $source:ident($detail:literal) => $what:literal;)*) => {
        /// A simulated rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $what] $name,)*
        }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name of the rule.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// What the router does.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$name => $what,)*
                }
            }

            /// Where it is known from.
            #[must_use]
            pub const fn source(self) -> Source {
                match self {
                    $(Self::$name => Source::$source($detail),)*
                }
            }
        }
    };
}

rules! {
    UnknownMenu: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "a command of an unknown menu is refused with 'no such command prefix', category 0";
    UnknownVerb: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "an unknown verb of a known menu is refused with 'no such command', category 0";
    UnknownParameter: LiveTestsOfOthers("terraform-provider-routeros issue 223") => "an unknown argument is refused with 'unknown parameter NAME'";
    MissingArguments: LiveTestsOfOthers("error texts quoted in public configuration repositories") => "a missing required argument is refused with 'missing value(s) of argument(s) NAME'";
    EnumMismatch: Manual("API, section 'Error sentences': category=1, input does not match any value of interface") => "a value outside an enumeration, or a name that does not exist, is refused with 'input does not match any value of NAME', category 1";
    ValueOutOfRange: Guess("the console says so for numbers; the API text was not seen") => "a number outside its range is refused with 'value of NAME out of range (MIN..MAX)', category 1";
    InvalidValue: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "a malformed value is refused with 'invalid value for argument NAME', category 1";
    NoSuchItem: LiveTestsOfOthers("tik4net, ansible community.routeros") => "addressing a row that does not exist is refused with 'no such item', category 0";
    DynamicRow: Guess("the console refuses to edit dynamic rows; the text differs by menu") => "changing or removing a dynamic row is refused";
    InterfaceNameTaken: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "an interface name in use by any kind of interface is refused with 'failure: already have interface with such name'";
    AddressTaken: LiveTestsOfOthers("ansible community.routeros issues") => "the same address on the same interface is refused with 'failure: already have such address'";
    AddressListEntryTaken: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "the same address in the same list is refused with 'failure: already have such entry'";
    BridgePortTaken: LiveTestsOfOthers("error texts in public forums") => "an interface that is a bridge port already is refused";
    BridgeVlanTaken: Guess("the text was not seen") => "a second row for the same bridge and VLANs is refused";
    VlanTaken: Guess("two VLAN interfaces with one id on one parent cannot exist in Linux; the text was not seen") => "the same VLAN id on the same parent is refused";
    DuplicateRow: Guess("that names are unique is documented, the texts were not seen") => "a second row with the same name or key is refused with a failure";
    InterfaceRename: Manual("Interfaces: other menus refer to interfaces, not to their names") => "renaming a row renames every reference to it";
    DanglingReference: LiveTestsOfOthers("exports of real routers that show interface=*5") => "references to a removed row show its .id";
    QuerySyntax: Manual("API, section 'Queries'") => "print takes queries: a stack machine over the properties of a row";
    EmptyReply: Manual("API: !empty since 7.18") => "a print without rows is answered with !empty before !done, from 7.18";
    CancelInterrupts: Manual("API, section 'Command /cancel'") => "a cancelled command answers 'interrupted', category 2, then !done";
    QuitEndsSession: Manual("API, section 'Initial login' and /quit: session terminated on request") => "/quit is answered with !fatal and the reason";
    LoginRequired: Guess("the text was not seen") => "any other command before login ends the connection with !fatal 'not logged in'";
    LoginFailure: LiveTestsOfOthers("tik4net, centrs") => "a wrong user or password is refused with 'invalid user name or password (6)'";
    LegacyChallenge: Manual("API, section 'Initial login' before 6.43") => "with --legacy-login, login without a password gets a challenge";
    NotPermitted: LiveTestsOfOthers("error texts in client libraries' issue trackers") => "a command that the user's group does not allow is refused with 'not enough permissions (9)'";
    SensitiveHidden: Manual("User: policy 'sensitive'") => "without the policy sensitive, keys are not shown";
    ListenDead: Manual("API, section 'Command description': listen, .dead=yes") => "listen reports a removed row with its .id and .dead=yes";
    SafeModeSession: LiveTestsOfOthers("tik4net SafeModeTest") => "safe mode belongs to a session: it is rolled back when the connection is lost";
    SafeModeHeld: LiveTestsOfOthers("tik4net SafeModeTest: a stale hold blocks the next take") => "taking safe mode that another session holds is refused unless on-error says otherwise";
    SafeModeNeedsSession: Manual("REST API: no sessions") => "safe mode cannot be taken over REST";
    SafeModeLimit: Manual("Configuration Management: at most 100 actions in safe mode") => "more than 100 actions end safe mode with nothing undone";
    HistoryUndo: Manual("Configuration Management: /undo, /redo") => "the last 100 actions can be undone and redone";
    SchedulerRuns: Manual("Scheduler") => "a scheduler entry runs its script at its start time and every interval";
    DeviceModeForbids: Manual("Device-mode: 'not allowed by device-mode'") => "a feature that device-mode forbids is refused";
    ScriptError: Guess("the log line's exact text was not seen") => "a script that fails, or uses a command not simulated, stops and is logged";
    ScriptBareFlag: Manual("IP Routing and Policy Routing: /ip/route/add blackhole dst-address=..., /routing/table/add fib name=...") => "a script gives a property that has no value by its bare name";
    NotSimulated: Guess("a limit of this simulator") => "a command of the tree that has no simulated behaviour is refused with a failure that says so";
    PlaceBefore: LiveTestsOfOthers("terraform-provider-routeros issue 223: place-before is for add only") => "add takes place-before with the .id of a row";
    ConnectedRoute: Manual("IP Routing: connected routes") => "an enabled address makes a dynamic connected route";
    RouteSelection: Manual("IP Routing: route selection") => "of the usable routes to a destination the lowest distance is active";
    CheckGateway: Manual("IP Routing: check-gateway") => "a route with check-gateway is inactive while its gateway does not answer";
    WireguardKeys: Manual("WireGuard: public-key is computed from private-key") => "a WireGuard interface gets a private key if none is given, and shows its public key";
    RestErrors: LiveTestsOfOthers("tikoci/routeros-skills lab notes; the manual's REST API page") => "REST answers 400 with detail, 401, 404 without detail, and 406 for an unknown command";
    RestStatus: Manual("REST API: PUT returns the created object, PATCH the changed one, DELETE nothing") => "REST answers 201 to PUT, 200 to GET, PATCH and POST, 204 to DELETE";
    PacketFlow: Manual("Packet Flow in RouterOS; Policy Routing; FastTrack; Bridge VLAN table") => "a packet passes raw, connection tracking, mangle, dst-nat, routing, filter, mangle and src-nat; fasttracked connections skip all of it but routing in main";
    AddressListTimeout: Manual("Address-lists: timeout, dynamic entries") => "an address-list entry with a timeout is dynamic and goes when its time is over";
    ContainerStatus: Manual("Container: status") => "a container is stopped until it is started; nothing really runs";
    InterfaceListMembers: Manual("Interface Lists: predefined lists; members are added by include, taken out by exclude, then the static ones are added") => "all, none, dynamic and static are built in; an exclude takes away what an include brought, never a static member";
    RebootKeepsBuiltIn: Guess("dynamic rows that no other row brings are part of the system: interface lists all, none, dynamic and static, the table main") => "a reboot takes dynamic rows away, but not those that the system always has";
    Ping: Manual("Ping") => "ping answers while the route and the host are up; without count it goes on until it is cancelled";
    FirewallCombination: LiveTestsOfOthers("error texts in public forums; the set is surely not complete") => "a firewall rule with ports but no protocol that has them, with an interface its chain does not know, or with an action its chain does not have, is refused";
    FaultInjected: Guess("asked for through the control port") => "a fault asked for through the control port";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All source text of the crate.
    fn sources(dir: &std::path::Path, out: &mut String) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("provenance.rs") {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_registered_rule_is_used() {
        let mut text = String::new();
        sources(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut text,
        );
        let unused: Vec<&str> = Rule::ALL
            .iter()
            .map(|rule| rule.id())
            .filter(|id| !text.contains(&format!("Rule::{id}")))
            .collect();
        assert!(unused.is_empty(), "registered but not used: {unused:?}");
    }

    #[test]
    fn every_rule_says_what_and_whence() {
        for rule in Rule::ALL {
            assert!(
                !rule.what().is_empty() && !rule.source().detail().is_empty(),
                "{}",
                rule.id()
            );
        }
    }
}
