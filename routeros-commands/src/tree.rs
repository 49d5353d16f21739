//! The command tree of several RouterOS versions in sorted arrays, and the views on one version of it.

use std::sync::OnceLock;

use crate::merge::Builder;
use crate::values::ValueRule;
use crate::{Error, Version, inspect, table};

static EMBEDDED: &[u8] = include_bytes!("../data/commands.bin");

/// At most this many versions in one tree: presence is a bit mask.
pub(crate) const MAX_VERSIONS: usize = 16;

/// Where one version's names come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The RouterOS version whose console was walked.
    pub version: Version,
    /// The file in the source repository, or empty for a tree loaded at run time.
    pub file: String,
    /// SHA-256 of that file, in hexadecimal, or empty.
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MenuRow {
    pub(crate) path: String,
    pub(crate) present: u16,
    pub(crate) first_verb: u32,
    pub(crate) verbs: u32,
    pub(crate) first_readable: u32,
    pub(crate) readable: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerbRow {
    pub(crate) name: u16,
    pub(crate) present: u16,
    pub(crate) first_argument: u32,
    pub(crate) arguments: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ArgumentRow {
    pub(crate) name: u16,
    pub(crate) present: u16,
    /// Index into `profiles`.
    pub(crate) profile: u16,
}

/// The commands of one or more RouterOS versions.
///
/// ```
/// use routeros_commands::CommandTree;
/// let tree = CommandTree::embedded()?;
/// let view = tree.at("7.22.3".parse()?)?;
/// let vlan = view.menu("/interface/vlan").unwrap();
/// assert!(vlan.verb("add").unwrap().argument("vlan-id").is_some());
/// assert!(tree.at("7.12.2".parse()?)?.menu("/safe-mode").is_none());
/// # Ok::<(), routeros_commands::Error>(())
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct CommandTree {
    /// Sorted, without duplicates; rows name them by index, so that the order of indices is that of names.
    pub(crate) names: Vec<String>,
    /// Where the trees were published, with the commit.
    pub(crate) origin: String,
    /// From the oldest version to the newest.
    pub(crate) sources: Vec<Source>,
    /// Further files the values were read from.
    pub(crate) value_sources: Vec<Source>,
    /// Sorted by path.
    pub(crate) menus: Vec<MenuRow>,
    /// Sorted by name within a menu.
    pub(crate) verbs: Vec<VerbRow>,
    /// Sorted by name within a verb; equal lists are stored once.
    pub(crate) arguments: Vec<ArgumentRow>,
    /// Readable properties; sorted within a menu.
    pub(crate) readable: Vec<u16>,
    /// For each version the index of a rule.
    pub(crate) profiles: Vec<Vec<u16>>,
    pub(crate) rules: Vec<ValueRule>,
}

impl CommandTree {
    /// The tree that is compiled in: RouterOS 7.9.2 to 7.24, from the trees that [`sources`](Self::sources) names.
    /// Unpacked at the first call.
    ///
    /// # Errors
    /// [`Error::BadTable`] if the embedded table is damaged, which the tests rule out.
    pub fn embedded() -> Result<&'static Self, Error> {
        static TREE: OnceLock<Result<CommandTree, Error>> = OnceLock::new();
        TREE.get_or_init(|| table::decode(EMBEDDED))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Loads the tree of one version from the JSON that a walk of `/console/inspect` gives (restraml's
    /// `inspect.json` or `deep-inspect.json`), plain or gzip.
    ///
    /// # Errors
    /// [`Error::MalformedTree`] and [`Error::TreeTooLarge`]; any input is safe.
    ///
    /// ```
    /// use routeros_commands::{CommandTree, Version};
    /// let json = br#"{"ip":{"_type":"dir","address":{"_type":"dir","add":{"_type":"cmd","address":{"_type":"arg"}}}}}"#;
    /// let tree = CommandTree::from_inspect(json, Version::new(7, 30, 0))?;
    /// assert!(tree.newest().verb("/ip/address/add").unwrap().argument("address").is_some());
    /// # Ok::<(), routeros_commands::Error>(())
    /// ```
    pub fn from_inspect(bytes: &[u8], version: Version) -> Result<Self, Error> {
        let root = inspect::read(bytes)?;
        let mut builder = Builder::default();
        builder.add_tree(
            Source {
                version,
                file: String::new(),
                sha256: String::new(),
            },
            &root,
        )?;
        builder.add_values(version, &root);
        builder.finish()
    }

    /// Where the trees were published: repository, commit, licence.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The trees this one was made from, the oldest version first.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The further files that value sets and readable properties were read from.
    #[must_use]
    pub fn value_sources(&self) -> &[Source] {
        &self.value_sources
    }

    /// The tree as RouterOS `version` has it: its own data if there are any, else those of the nearest older
    /// version. Names first seen in the next newer tree are then visible too, marked as unsure. Every version
    /// of the oldest tree's minor release (7.9.x) gets the oldest tree.
    ///
    /// # Errors
    /// [`Error::VersionTooOld`] before the oldest tree's minor release.
    pub fn at(&self, version: Version) -> Result<View<'_>, Error> {
        let newer = self.sources.partition_point(|source| source.version <= version);
        let oldest = self.sources.first().map_or(version, |source| source.version);
        let slot = match newer.checked_sub(1) {
            Some(slot) => slot,
            None if version >= Version::new(oldest.major, oldest.minor, 0) => 0,
            None => {
                return Err(Error::VersionTooOld {
                    asked: version,
                    oldest,
                });
            }
        };
        let exact = self
            .sources
            .get(slot)
            .is_some_and(|source| source.version >= version);
        let next = (!exact && slot + 1 < self.sources.len()).then_some(slot + 1);
        Ok(View {
            tree: self,
            version,
            slot,
            next,
        })
    }

    /// The tree as the newest version it holds has it.
    #[must_use]
    pub fn newest(&self) -> View<'_> {
        let slot = self.sources.len().saturating_sub(1);
        let version = self
            .sources
            .last()
            .map_or(Version::new(0, 0, 0), |source| source.version);
        View {
            tree: self,
            version,
            slot,
            next: None,
        }
    }

    pub(crate) fn name(&self, index: u16) -> &str {
        self.names.get(usize::from(index)).map_or("", String::as_str)
    }

    /// The row of a name among few that are sorted by name: fewer comparisons than looking for the name among all.
    fn find<'t, T>(&self, rows: &'t [T], name: &str, name_of: impl Fn(&T) -> u16) -> Option<&'t T> {
        let found = rows.binary_search_by(|row| self.name(name_of(row)).cmp(name));
        rows.get(found.ok()?)
    }
}

fn slice<T>(rows: &[T], first: u32, count: u32) -> &[T] {
    let first = first as usize;
    rows.get(first..first.saturating_add(count as usize))
        .unwrap_or(&[])
}

/// Whether a name exists in the version asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It does.
    Certain,
    /// There is no data for the version: the nearest older tree lacks the name, the next newer one has it.
    Unsure,
}

/// A [`CommandTree`] as one RouterOS version has it.
#[derive(Clone, Copy, Debug)]
pub struct View<'t> {
    tree: &'t CommandTree,
    version: Version,
    slot: usize,
    next: Option<usize>,
}

impl<'t> View<'t> {
    /// The version asked for.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The source whose data are used; its version is the asked one, or the nearest older one.
    #[must_use]
    pub fn source(&self) -> Option<&'t Source> {
        self.tree.sources.get(self.slot)
    }

    /// The tree this is a view on.
    #[must_use]
    pub fn tree(&self) -> &'t CommandTree {
        self.tree
    }

    /// The menu at a path such as `/interface/vlan`; `/` is the root, whose verbs are `/ping` and the like.
    #[must_use]
    pub fn menu(&self, path: &str) -> Option<Menu<'t>> {
        let index = self
            .tree
            .menus
            .binary_search_by(|menu| menu.path.as_str().cmp(path))
            .ok()?;
        self.menu_of(self.tree.menus.get(index)?)
    }

    /// The verb at a path such as `/interface/vlan/add`.
    #[must_use]
    pub fn verb(&self, path: &str) -> Option<Verb<'t>> {
        let (menu, verb) = path.rsplit_once('/')?;
        self.menu(if menu.is_empty() { "/" } else { menu })?.verb(verb)
    }

    /// All menus, sorted by path.
    pub fn menus(self) -> impl Iterator<Item = Menu<'t>> {
        self.tree.menus.iter().filter_map(move |row| self.menu_of(row))
    }

    fn menu_of(&self, row: &'t MenuRow) -> Option<Menu<'t>> {
        Some(Menu {
            view: *self,
            row,
            presence: self.presence(row.present)?,
        })
    }

    fn presence(&self, mask: u16) -> Option<Presence> {
        if mask >> self.slot & 1 == 1 {
            Some(Presence::Certain)
        } else {
            self.next
                .filter(|next| mask >> next & 1 == 1)
                .map(|_| Presence::Unsure)
        }
    }
}

/// A menu, such as `/interface/vlan`.
#[derive(Clone, Copy, Debug)]
pub struct Menu<'t> {
    view: View<'t>,
    row: &'t MenuRow,
    presence: Presence,
}

impl<'t> Menu<'t> {
    /// Its path, `/` for the root.
    #[must_use]
    pub fn path(&self) -> &'t str {
        &self.row.path
    }

    /// Whether the version certainly has it.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// The verb of that name.
    #[must_use]
    pub fn verb(&self, name: &str) -> Option<Verb<'t>> {
        self.verb_of(self.view.tree.find(self.rows(), name, |verb| verb.name)?)
    }

    /// Whether it has the verb, such as `add`.
    #[must_use]
    pub fn has(&self, verb: &str) -> bool {
        self.verb(verb).is_some()
    }

    /// Its verbs, sorted by name.
    pub fn verbs(self) -> impl Iterator<Item = Verb<'t>> {
        self.rows().iter().filter_map(move |row| self.verb_of(row))
    }

    /// The properties that `print` can show, sorted, where they are known: the words offered for `get
    /// value-name` at 7.22.3, without the pseudo-property `about`. Empty where unknown.
    pub fn readable(self) -> impl Iterator<Item = &'t str> {
        let tree = self.view.tree;
        slice(&tree.readable, self.row.first_readable, self.row.readable)
            .iter()
            .map(|name| tree.name(*name))
    }

    fn rows(&self) -> &'t [VerbRow] {
        slice(&self.view.tree.verbs, self.row.first_verb, self.row.verbs)
    }

    fn verb_of(&self, row: &'t VerbRow) -> Option<Verb<'t>> {
        Some(Verb {
            menu: *self,
            row,
            presence: self.view.presence(row.present)?,
        })
    }
}

/// A verb of a menu, such as `add`.
#[derive(Clone, Copy, Debug)]
pub struct Verb<'t> {
    menu: Menu<'t>,
    row: &'t VerbRow,
    presence: Presence,
}

impl<'t> Verb<'t> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.menu.view.tree.name(self.row.name)
    }

    /// The menu it belongs to.
    #[must_use]
    pub fn menu(&self) -> Menu<'t> {
        self.menu
    }

    /// Whether the version certainly has it.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// The argument of that name, as the tree has it (`.id` is none of them: see [`addresses_row`](Self::addresses_row)).
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<Argument<'t>> {
        let tree = self.menu.view.tree;
        self.argument_of(tree.find(self.rows(), name, |argument| argument.name)?)
    }

    /// Its arguments, sorted by name.
    pub fn arguments(self) -> impl Iterator<Item = Argument<'t>> {
        self.rows().iter().filter_map(move |row| self.argument_of(row))
    }

    /// Whether it works on a row that is named by `.id` or `numbers` (`set`, `remove`, `move`, `get`, ...).
    #[must_use]
    pub fn addresses_row(&self) -> bool {
        ["numbers", "number"]
            .iter()
            .any(|name| self.argument(name).is_some())
    }

    fn rows(&self) -> &'t [ArgumentRow] {
        slice(
            &self.menu.view.tree.arguments,
            self.row.first_argument,
            self.row.arguments,
        )
    }

    fn argument_of(&self, row: &'t ArgumentRow) -> Option<Argument<'t>> {
        Some(Argument {
            view: self.menu.view,
            row,
            presence: self.menu.view.presence(row.present)?,
        })
    }
}

/// An argument of a verb, such as `vlan-id`.
#[derive(Clone, Copy, Debug)]
pub struct Argument<'t> {
    view: View<'t>,
    row: &'t ArgumentRow,
    presence: Presence,
}

impl<'t> Argument<'t> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.view.tree.name(self.row.name)
    }

    /// Whether the version certainly has it.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// What is known about its values.
    #[must_use]
    pub fn values(&self) -> &'t ValueRule {
        static OPEN: ValueRule = ValueRule::OPEN;
        let tree = self.view.tree;
        let slot = match (self.presence, self.view.next) {
            (Presence::Unsure, Some(next)) => next,
            _ => self.view.slot,
        };
        tree.profiles
            .get(usize::from(self.row.profile))
            .and_then(|profile| profile.get(slot))
            .and_then(|rule| tree.rules.get(usize::from(*rule)))
            .unwrap_or(&OPEN)
    }
}
