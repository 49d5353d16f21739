//! The words of the command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

/// Turns network services into virtual interfaces of a router, and steers devices through them.
#[derive(Debug, Parser)]
#[command(name = "nnc", version, after_help = EXIT_CODES, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// The directory that keeps what nnc knows: routers, encrypted passwords, intents.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DIR", env = "NNC_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Print one JSON document, and errors as JSON.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// How many seconds to wait for another process that is changing the same router.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) wait: u64,
    /// Make changes that are foreseen to lock nnc out of the router, too.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) allow_lockout: bool,
    /// Make a change only if its plan has this hash, as a dry run has shown it.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "HASH")]
    pub(crate) expect_plan: Option<String>,
    /// Where the key is kept that secrets are encrypted with.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_enum, value_name = "PLACE", env = "NNC_KEY_FROM", default_value_t = KeyPlace::File)]
    pub(crate) key_from: KeyPlace,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeyPlace {
    /// In the file `key` of the data directory, which only its owner may read.
    File,
    /// In NNC_KEY, as 64 hexadecimal digits.
    Environment,
    /// It follows from the passphrase in NNC_KEY_PASSPHRASE, which is asked for otherwise.
    Passphrase,
    /// In the keyring of the operating system.
    Keyring,
}

/// Under which the options of every command stand in its help, after its own.
const EVERYWHERE: &str = "Options of every command";

const EXIT_CODES: &str = "Exit codes: 0 done; 1 refused or failed, everything is as before; 2 wrong usage; 3 drift found; \
4 leak found; 5 outcome unknown or partly applied (run `nnc recover`).\n\
The password of a router is read from NNC_ROUTER_PASSWORD, a file (--password-file) or a prompt.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The routers that nnc knows.
    Router {
        #[command(subcommand)]
        action: RouterAction,
    },
    /// Virtual interfaces: one for each service instance.
    Vif {
        #[command(subcommand)]
        action: VifAction,
    },
    /// Devices steered through virtual interfaces.
    Steer {
        #[command(subcommand)]
        action: SteerAction,
    },
    /// VLAN ids and subnets.
    Pool {
        #[command(subcommand)]
        action: PoolAction,
    },
    /// Resources of any type: put, shown in layers, followed through time.
    Resource {
        #[command(subcommand)]
        action: ResourceAction,
    },
    /// The databases that nnc keeps: one for each router, and one for all.
    Db {
        #[command(subcommand)]
        action: DbAction,
    },
    /// Compares what is wanted with what the router has.
    Reconcile {
        #[command(flatten)]
        router: RouterName,
        #[command(flatten)]
        remedy: Remedy,
        /// Show what was accepted, and what the router only spells otherwise, too.
        #[arg(long)]
        all: bool,
    },
    /// Watches a router: tells which resources do something else than before, and keeps what goes through them.
    Monitor {
        #[command(flatten)]
        router: RouterName,
        /// Stop after so many seconds; otherwise when interrupted.
        #[arg(long = "for", value_name = "SECONDS")]
        seconds: Option<u64>,
    },
    /// Finishes or takes back what a crash left open.
    Recover {
        /// Only this router.
        #[arg(long, value_name = "NAME")]
        router: Option<String>,
    },
    /// Asks whether a steered packet can leave another way, by the router's rules as they are.
    VerifyLeaks {
        #[command(flatten)]
        router: RouterName,
        /// Only this device.
        #[arg(long, value_name = "DEVICE")]
        device: Option<String>,
    },
}

/// What to do about what differs.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Remedy {
    /// Put right what differs.
    #[arg(long)]
    pub(crate) repair: bool,
    /// Take what the router shows for what is wanted.
    #[arg(long, value_name = "FINDING", num_args = 1..)]
    pub(crate) adopt: Vec<String>,
    /// Remember that this difference is accepted, until it changes again.
    #[arg(long, value_name = "FINDING", num_args = 1..)]
    pub(crate) accept: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RouterName {
    /// The router.
    #[arg(long, value_name = "NAME")]
    pub(crate) router: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RouterAction {
    /// Connects to a router, reads what it is, and remembers it.
    Add(RouterAdd),
    /// Lists the routers.
    List {
        /// Those that were removed and can be brought back.
        #[arg(long)]
        archived: bool,
    },
    /// Shows a router.
    Show {
        /// The router.
        name: String,
    },
    /// Removes a router into the archive. What nnc made on it must be gone, unless --keep-rows.
    Remove {
        /// The router.
        name: String,
        /// Remove it though resources are left on it, whose rows stay there.
        #[arg(long)]
        keep_rows: bool,
        /// Remove it for ever, from the archive too: its database, its backups and its secrets.
        #[arg(long)]
        purge: bool,
        /// Which one of the archive to purge, where several had this name.
        #[arg(long, value_name = "ID", requires = "purge")]
        id: Option<String>,
    },
    /// Brings a removed router back, with its past and its secrets. The router itself is not asked.
    Restore {
        /// The router, as `nnc router list --archived` shows it.
        name: String,
        /// Which one, where several had this name.
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        /// Give it another name.
        #[arg(long = "as", value_name = "NAME")]
        new_name: Option<String>,
    },
    /// Stores another password for a router. The router itself is not asked.
    Password {
        /// The router.
        name: String,
        /// Read the password from the first line of this file.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Takes over what an nnc whose database was lost has left on a router. Writes nothing to the router.
    Adopt {
        /// The router.
        name: String,
        /// The id in the marks of its rows: `nnc:<controller>:...`.
        #[arg(long, value_name = "OLD")]
        controller: String,
        /// Show what would be taken over.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("trust").args(["pin", "insecure"]))]
pub(crate) struct RouterAdd {
    /// How you will call it.
    pub(crate) name: String,
    /// Where it is: routeros+apis://admin@192.168.88.1, routeros+api://, routeros+https://, routeros+http://.
    #[arg(long)]
    pub(crate) url: String,
    /// Accept exactly the certificate with this fingerprint.
    #[arg(long, value_name = "sha256:HEX")]
    pub(crate) pin: Option<String>,
    /// Accept any certificate. Whoever is between you and the router can read the password.
    #[arg(long)]
    pub(crate) insecure: bool,
    /// Remember it without connecting.
    #[arg(long)]
    pub(crate) offline: bool,
    /// Read the password from the first line of this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum OnFailure {
    /// Steered devices are cut off while the service cannot be reached.
    Closed,
    /// Steered devices go out as if they were not steered.
    Open,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Gateway {
    /// The service takes packets itself.
    None,
    /// A TUN device in front of a SOCKS5 proxy.
    HevSocks5Tunnel,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VifAction {
    /// Creates virtual interfaces: all of them or none.
    Create(VifCreate),
    /// Lists the virtual interfaces.
    List {
        #[command(flatten)]
        router: RouterName,
    },
    /// Shows a virtual interface.
    Show {
        #[command(flatten)]
        router: RouterName,
        /// The instance.
        #[arg(long, value_name = "INSTANCE")]
        name: String,
    },
    /// Deletes virtual interfaces: all of them or none.
    Delete {
        #[command(flatten)]
        router: RouterName,
        /// The instance; may be given several times.
        #[arg(long, value_name = "INSTANCE", required = true)]
        name: Vec<String>,
        /// Stop steering the devices that go through it, too.
        #[arg(long)]
        cascade: bool,
        /// Show what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct VifCreate {
    #[command(flatten)]
    pub(crate) router: RouterName,
    /// The instance, such as tor-usa; may be given several times.
    #[arg(long, value_name = "INSTANCE", required = true)]
    pub(crate) name: Vec<String>,
    /// tor, sing-box, xray, mtproxy, psiphon or adguard-home.
    #[arg(long)]
    pub(crate) service: String,
    /// The router's interface that the service is behind.
    #[arg(long, default_value = "ether1")]
    pub(crate) parent: String,
    /// Insist on this VLAN id.
    #[arg(long)]
    pub(crate) vlan: Option<u16>,
    /// The resolver of steered devices; otherwise the service's own.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) dns: Option<std::net::IpAddr>,
    /// What carries traffic into the service.
    #[arg(long, value_enum, default_value_t = Gateway::None)]
    pub(crate) gateway: Gateway,
    /// Send the service's own traffic through this instance.
    #[arg(long, value_name = "INSTANCE")]
    pub(crate) through: Option<String>,
    /// What happens while the service cannot be reached.
    #[arg(long, value_enum, default_value_t = OnFailure::Closed)]
    pub(crate) on_failure: OnFailure,
    /// Carry IPv6 too.
    #[arg(long)]
    pub(crate) ipv6: bool,
    /// Show what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) router: RouterName,
    /// A MAC address, an address, a network, vlan:ID or list:NAME.
    #[arg(long, value_name = "DEVICE")]
    pub(crate) device: String,
    /// Show what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SteerAction {
    /// Sends a device through a virtual interface, and never any other way.
    Add {
        #[command(flatten)]
        target: Target,
        /// The instance.
        #[arg(long, value_name = "INSTANCE")]
        via: String,
        /// Accept that the device's IPv6 is not covered.
        #[arg(long)]
        ipv4_only: bool,
    },
    /// Sends a steered device through another virtual interface, at once.
    Switch {
        #[command(flatten)]
        target: Target,
        /// The instance.
        #[arg(long, value_name = "INSTANCE")]
        via: String,
    },
    /// Stops steering a device.
    Remove {
        #[command(flatten)]
        target: Target,
    },
    /// Lists the steered devices.
    List {
        #[command(flatten)]
        router: RouterName,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DbAction {
    /// Checks databases in full: pages, indexes, references, and every hash of the history.
    Check {
        /// Only the database of this router.
        #[arg(long, value_name = "NAME")]
        router: Option<String>,
    },
    /// Makes a verified copy, while the database is in use.
    Backup {
        /// Of the database of this router; otherwise of the one for all, with the encrypted secrets.
        #[arg(long, value_name = "NAME")]
        router: Option<String>,
    },
    /// Lists the copies, newest first.
    Backups {
        /// Of the database of this router; otherwise of the one for all.
        #[arg(long, value_name = "NAME")]
        router: Option<String>,
    },
    /// Puts a copy in the place of a database. What stood there is kept in quarantine.
    Restore {
        /// The database of this router; otherwise the one for all, while no other nnc is at work.
        #[arg(long, value_name = "NAME")]
        router: Option<String>,
        /// The copy; otherwise the newest that is whole.
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Encrypts all secrets anew with another key, which takes the place of the old one.
    RotateKey,
    /// Encrypts all secrets anew with the key of another place; use --key-from with it from then on.
    MoveKey {
        /// The place. A new passphrase is read from NNC_NEW_KEY_PASSPHRASE or a prompt, a key of the environment from
        /// NNC_NEW_KEY.
        #[arg(long, value_enum, value_name = "PLACE")]
        to: KeyPlace,
    },
    /// Writes one router into a file: its history, and its secrets, encrypted under a passphrase.
    Export {
        #[command(flatten)]
        router: RouterName,
        #[command(flatten)]
        file: Portable,
    },
    /// Adds the router of such a file. Its rows keep their mark; the router itself is not asked.
    Import {
        #[command(flatten)]
        file: Portable,
        /// Give it another name.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Portable {
    /// The file.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Leave the secrets out: they have to be given anew then.
    #[arg(long, conflicts_with = "passphrase_file")]
    pub(crate) without_secrets: bool,
    /// Read the passphrase from the first line of this file; otherwise from NNC_EXPORT_PASSPHRASE or a prompt.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Which {
    #[command(flatten)]
    pub(crate) router: RouterName,
    /// The resource: its uuid, or what it is called, such as vif/tor-usa. Of the past, also one that was deleted.
    #[arg(long, value_name = "UUID")]
    pub(crate) uuid: String,
}

#[derive(Debug, Args)]
pub(crate) struct Layers {
    /// The layers, of configuration, validation, deployment, runtime, telemetry, metadata, relationships, platform; all
    /// of them where it is not said.
    #[arg(long, value_name = "LAYER,...", value_delimiter = ',')]
    pub(crate) layers: Vec<nnc::Layer>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ResourceAction {
    /// Lists the resources of a router.
    List {
        #[command(flatten)]
        router: RouterName,
        /// Those that were deleted: their history is kept.
        #[arg(long)]
        deleted: bool,
    },
    /// Shows the layers of a resource, with when and from where each was updated.
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        layers: Layers,
        /// Ask the router first what its rows do and have counted.
        #[arg(long)]
        fresh: bool,
    },
    /// Shows a resource as it was at a time.
    At {
        #[command(flatten)]
        which: Which,
        /// Milliseconds since 1970, or 2026-11-21T14:00:00Z.
        #[arg(long, value_name = "TIME", value_parser = crate::time::parse)]
        time: u64,
        #[command(flatten)]
        layers: Layers,
    },
    /// Lists what changed, who wanted it and why; newest first.
    History {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        layers: Layers,
        /// At most so many changes.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
    },
    /// Shows what differs between two times.
    Diff {
        #[command(flatten)]
        which: Which,
        /// The earlier time: milliseconds since 1970, or 2026-11-21T14:00:00Z.
        #[arg(long, value_name = "TIME", value_parser = crate::time::parse)]
        from: u64,
        /// The later time.
        #[arg(long, value_name = "TIME", value_parser = crate::time::parse)]
        to: u64,
        #[command(flatten)]
        layers: Layers,
    },
    /// Tells what breaks if a resource is deleted, and why.
    Impact {
        #[command(flatten)]
        which: Which,
    },
    /// Notes that a resource needs another.
    Depend {
        #[command(flatten)]
        which: Which,
        /// The resource that it needs.
        #[arg(long, value_name = "UUID")]
        on: String,
        /// Why, in words that stand between the two, such as "answers for".
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Makes a resource as a JSON document says, or changes it to that.
    Apply {
        #[command(flatten)]
        router: RouterName,
        /// Its type in the schema, such as WireGuardClient.
        #[arg(long = "type", value_name = "TYPE")]
        kind: String,
        /// The document; - for standard input.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Show what would be done.
        #[arg(long)]
        dry_run: bool,
    },
    /// Deletes a resource.
    Delete {
        #[command(flatten)]
        which: Which,
        /// Delete what needs it, too.
        #[arg(long)]
        cascade: bool,
        /// Show what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PoolAction {
    /// Shows the pool and how much of it is left.
    Status {
        #[command(flatten)]
        router: RouterName,
    },
    /// Lists what was given out.
    Allocations {
        #[command(flatten)]
        router: RouterName,
    },
    /// Takes back what belongs to nothing.
    Clean {
        #[command(flatten)]
        router: RouterName,
    },
    /// Changes the pool for what is created from now on.
    #[command(group = ArgGroup::new("change").args(["range", "prefix", "quarantine"]).multiple(true).required(true))]
    Set {
        #[command(flatten)]
        router: RouterName,
        /// The VLAN ids, such as 100-200.
        #[arg(long, value_name = "FIRST-LAST")]
        range: Option<String>,
        /// The network that /24 subnets are cut from.
        #[arg(long, value_name = "NETWORK")]
        prefix: Option<String>,
        /// For how long a released VLAN id rests: seconds, or with a unit such as 90s, 5m, 2h, 1d; at most 7d.
        #[arg(long, value_name = "TIME")]
        quarantine: Option<String>,
    },
}
