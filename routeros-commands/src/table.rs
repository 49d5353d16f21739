//! The compact form of a [`CommandTree`]: a deflated stream of variable-length integers and strings.
//!
//! Layout: magic, then names, sources, menus with their verbs, arguments, readable properties, value profiles and
//! rules, in the order of the structure. Integers are LEB128; names are front-coded (length shared with the one
//! before, rest). Decoding checks every index, so that a damaged table is an error and never a panic.

use std::io::Read;
use std::time::Duration;

use crate::Error;
use crate::tree::{ArgumentRow, CommandTree, MAX_VERSIONS, MenuRow, Source, VerbRow};
use crate::values::{Evidence, ValueKind, ValueRule};

const MAGIC: &[u8] = b"routeros-commands 1\n";
/// More than twenty times what all versions take today.
const MAX_TABLE_BYTES: u64 = 32 << 20;

/// Reads what [`encode`] wrote.
pub(crate) fn decode(packed: &[u8]) -> Result<CommandTree, Error> {
    let table = unpack(packed)?;
    let mut input = Input { rest: &table };
    let tree = input.tree()?;
    if !input.rest.is_empty() {
        return Err(bad("it has a tail"));
    }
    Ok(tree)
}

/// The table before compression; this is what `--check` of the generator compares.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, Error> {
    let body = packed
        .strip_prefix(MAGIC)
        .ok_or(bad("it does not begin as one"))?;
    let mut table = Vec::new();
    flate2::read::DeflateDecoder::new(body)
        .take(MAX_TABLE_BYTES)
        .read_to_end(&mut table)
        .map_err(|_| bad("it does not inflate"))?;
    Ok(table)
}

fn bad(reason: &'static str) -> Error {
    Error::BadTable { reason }
}

struct Input<'a> {
    rest: &'a [u8],
}

impl Input<'_> {
    fn number(&mut self) -> Result<u64, Error> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(bad("it ends early"))?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(bad("an integer is too long"))
    }

    fn small(&mut self) -> Result<u16, Error> {
        u16::try_from(self.number()?).map_err(|_| bad("a number is too large"))
    }

    fn medium(&mut self) -> Result<u32, Error> {
        u32::try_from(self.number()?).map_err(|_| bad("a number is too large"))
    }

    /// A count of things that take at least one byte each.
    fn count(&mut self) -> Result<usize, Error> {
        let count = usize::try_from(self.number()?).map_err(|_| bad("a count is too large"))?;
        if count > self.rest.len() {
            Err(bad("a count is too large"))
        } else {
            Ok(count)
        }
    }

    fn bytes(&mut self) -> Result<&[u8], Error> {
        let count = self.count()?;
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(bad("it ends early"))?;
        self.rest = rest;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<String, Error> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| bad("a text is not UTF-8"))
    }

    fn texts(&mut self) -> Result<Vec<String>, Error> {
        let count = self.count()?;
        let mut texts: Vec<String> = Vec::with_capacity(count);
        let mut last = String::new();
        for _ in 0..count {
            let shared = usize::from(self.small()?);
            let mut text = last
                .get(..shared)
                .ok_or(bad("a text shares too much"))?
                .to_owned();
            text.push_str(&self.text()?);
            if !texts.is_empty() && text <= last {
                return Err(bad("names are not sorted"));
            }
            last.clone_from(&text);
            texts.push(text);
        }
        Ok(texts)
    }

    fn sources(&mut self) -> Result<Vec<Source>, Error> {
        let mut sources = Vec::new();
        for _ in 0..self.count()? {
            let version = self.text()?.parse().map_err(|_| bad("a version is not one"))?;
            sources.push(Source {
                version,
                file: self.text()?,
                sha256: self.text()?,
            });
        }
        Ok(sources)
    }

    fn tree(&mut self) -> Result<CommandTree, Error> {
        let names = self.texts()?;
        let origin = self.text()?;
        let sources = self.sources()?;
        let value_sources = self.sources()?;
        if sources.is_empty() || sources.len() > MAX_VERSIONS {
            return Err(bad("the number of versions is wrong"));
        }
        if !sources.is_sorted_by(|a, b| a.version < b.version) {
            return Err(bad("versions are not sorted"));
        }
        let paths = self.texts()?;
        let mut menus = Vec::with_capacity(paths.len());
        let (mut first_verb, mut first_readable) = (0u32, 0u32);
        for path in paths {
            let row = MenuRow {
                path,
                present: self.small()?,
                first_verb,
                verbs: self.medium()?,
                first_readable,
                readable: self.medium()?,
            };
            first_verb = first_verb.checked_add(row.verbs).ok_or(bad("too many verbs"))?;
            first_readable = first_readable
                .checked_add(row.readable)
                .ok_or(bad("too many properties"))?;
            menus.push(row);
        }
        let mut verbs = Vec::new();
        for _ in 0..self.count()? {
            verbs.push(VerbRow {
                name: self.small()?,
                present: self.small()?,
                first_argument: self.medium()?,
                arguments: self.medium()?,
            });
        }
        let mut arguments = Vec::new();
        for _ in 0..self.count()? {
            arguments.push(ArgumentRow {
                name: self.small()?,
                present: self.small()?,
                profile: self.small()?,
            });
        }
        let mut readable = Vec::new();
        for _ in 0..self.count()? {
            readable.push(self.small()?);
        }
        let mut profiles = Vec::new();
        for _ in 0..self.count()? {
            profiles.push(
                (0..sources.len())
                    .map(|_| self.small())
                    .collect::<Result<Vec<u16>, Error>>()?,
            );
        }
        let mut rules = Vec::new();
        for _ in 0..self.count()? {
            rules.push(self.rule()?);
        }
        let tree = CommandTree {
            names,
            origin,
            sources,
            value_sources,
            menus,
            verbs,
            arguments,
            readable,
            profiles,
            rules,
        };
        check(&tree)?;
        Ok(tree)
    }

    fn rule(&mut self) -> Result<ValueRule, Error> {
        let kind = match self.number()? {
            0 => ValueKind::Open,
            1 => ValueKind::Boolean,
            2 => ValueKind::Words,
            3 => ValueKind::Integer {
                min: unfold(self.number()?),
                max: unfold(self.number()?),
            },
            4 => ValueKind::Time {
                min: self.time()?,
                max: self.time()?,
            },
            5 => ValueKind::Text {
                min: usize::from(self.small()?),
                max: self
                    .number()?
                    .checked_sub(1)
                    .map(|max| usize::try_from(max).unwrap_or(usize::MAX)),
            },
            _ => return Err(bad("a kind of value is unknown")),
        };
        let flags = self.number()?;
        Ok(ValueRule {
            kind,
            keywords: self.texts()?,
            negatable: flags & 1 == 1,
            more_words: flags & 2 == 2,
            evidence: if flags & 4 == 4 {
                Evidence::Borrowed
            } else {
                Evidence::Stated
            },
        })
    }

    /// Microseconds plus one; 0 is no bound.
    fn time(&mut self) -> Result<Option<Duration>, Error> {
        Ok(self.number()?.checked_sub(1).map(Duration::from_micros))
    }
}

/// Every index points at something, and what is searched is sorted.
fn check(tree: &CommandTree) -> Result<(), Error> {
    let name = |index: u16| usize::from(index) < tree.names.len();
    let fits = |first: u32, count: u32, length: usize| first as usize + count as usize <= length;
    let menus = tree.menus.iter().all(|menu| {
        fits(menu.first_verb, menu.verbs, tree.verbs.len())
            && fits(menu.first_readable, menu.readable, tree.readable.len())
            && tree
                .verbs
                .get(menu.first_verb as usize..(menu.first_verb + menu.verbs) as usize)
                .is_some_and(|verbs| verbs.is_sorted_by(|a, b| a.name < b.name))
    });
    let verbs = tree.verbs.iter().all(|verb| {
        fits(verb.first_argument, verb.arguments, tree.arguments.len())
            && name(verb.name)
            && tree
                .arguments
                .get(verb.first_argument as usize..(verb.first_argument + verb.arguments) as usize)
                .is_some_and(|arguments| arguments.is_sorted_by(|a, b| a.name < b.name))
    });
    let arguments = tree
        .arguments
        .iter()
        .all(|row| name(row.name) && usize::from(row.profile) < tree.profiles.len());
    let profiles = tree
        .profiles
        .iter()
        .flatten()
        .all(|rule| usize::from(*rule) < tree.rules.len());
    let readable = tree.readable.iter().all(|index| name(*index));
    if menus && verbs && arguments && profiles && readable {
        Ok(())
    } else {
        Err(bad("an index points nowhere"))
    }
}

/// Zigzag, so that small negative numbers are short.
fn unfold(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(feature = "generate")]
pub(crate) use write::encode;

#[cfg(feature = "generate")]
mod write {
    use std::io::Write;
    use std::time::Duration;

    use super::{MAGIC, bad};
    use crate::Error;
    use crate::tree::{CommandTree, Source};
    use crate::values::{Evidence, ValueKind, ValueRule};

    /// Writes a tree; the same tree always gives the same bytes.
    pub(crate) fn encode(tree: &CommandTree) -> Result<Vec<u8>, Error> {
        let mut out = Output::default();
        out.tree(tree);
        let mut deflater = flate2::write::DeflateEncoder::new(MAGIC.to_vec(), flate2::Compression::best());
        deflater
            .write_all(&out.bytes)
            .map_err(|_| bad("it cannot be written"))?;
        deflater.finish().map_err(|_| bad("it cannot be written"))
    }

    #[derive(Default)]
    struct Output {
        bytes: Vec<u8>,
    }

    impl Output {
        fn number(&mut self, mut value: u64) {
            while value >= 0x80 {
                self.bytes.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            self.bytes.push(value as u8);
        }

        fn count(&mut self, count: usize) {
            self.number(count as u64);
        }

        fn text(&mut self, text: &str) {
            self.count(text.len());
            self.bytes.extend_from_slice(text.as_bytes());
        }

        fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
            self.count(texts.len());
            let mut last = "";
            for text in texts {
                let common = last.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
                let shared = (0..=common.min(usize::from(u16::MAX)))
                    .rev()
                    .find(|at| last.is_char_boundary(*at) && text.is_char_boundary(*at))
                    .unwrap_or(0);
                self.count(shared);
                self.text(text.get(shared..).unwrap_or(""));
                last = text;
            }
        }

        fn sources(&mut self, sources: &[Source]) {
            self.count(sources.len());
            for source in sources {
                self.text(&source.version.to_string());
                self.text(&source.file);
                self.text(&source.sha256);
            }
        }

        fn tree(&mut self, tree: &CommandTree) {
            self.texts(tree.names.iter().map(String::as_str));
            self.text(&tree.origin);
            self.sources(&tree.sources);
            self.sources(&tree.value_sources);
            self.texts(tree.menus.iter().map(|menu| menu.path.as_str()));
            for menu in &tree.menus {
                self.number(menu.present.into());
                self.number(menu.verbs.into());
                self.number(menu.readable.into());
            }
            self.count(tree.verbs.len());
            for verb in &tree.verbs {
                self.number(verb.name.into());
                self.number(verb.present.into());
                self.number(verb.first_argument.into());
                self.number(verb.arguments.into());
            }
            self.count(tree.arguments.len());
            for argument in &tree.arguments {
                self.number(argument.name.into());
                self.number(argument.present.into());
                self.number(argument.profile.into());
            }
            self.count(tree.readable.len());
            for name in &tree.readable {
                self.number((*name).into());
            }
            self.count(tree.profiles.len());
            for rule in tree.profiles.iter().flatten() {
                self.number((*rule).into());
            }
            self.count(tree.rules.len());
            for rule in &tree.rules {
                self.rule(rule);
            }
        }

        fn rule(&mut self, rule: &ValueRule) {
            match &rule.kind {
                ValueKind::Open => self.number(0),
                ValueKind::Boolean => self.number(1),
                ValueKind::Words => self.number(2),
                ValueKind::Integer { min, max } => {
                    self.number(3);
                    self.number(fold(*min));
                    self.number(fold(*max));
                }
                ValueKind::Time { min, max } => {
                    self.number(4);
                    self.time(*min);
                    self.time(*max);
                }
                ValueKind::Text { min, max } => {
                    self.number(5);
                    self.count(*min);
                    self.count(max.map_or(0, |max| max.saturating_add(1)));
                }
            }
            let borrowed = rule.evidence == Evidence::Borrowed;
            self.number(
                u64::from(rule.negatable) | u64::from(rule.more_words) << 1 | u64::from(borrowed) << 2,
            );
            self.texts(rule.keywords.iter().map(String::as_str));
        }

        fn time(&mut self, time: Option<Duration>) {
            let micros = time.map_or(0, |time| {
                u64::try_from(time.as_micros()).unwrap_or(u64::MAX - 1) + 1
            });
            self.number(micros);
        }
    }

    fn fold(number: i64) -> u64 {
        ((number << 1) ^ (number >> 63)).cast_unsigned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_table_is_an_error_or_another_table_but_never_a_panic() {
        let packed = include_bytes!("../data/commands.bin");
        let table = unpack(packed).unwrap();
        let mut refused = 0;
        // Every region of the table is hit: about 150 places, in turn one bit, all bits, and the end cut off there.
        for (round, at) in (0..table.len()).step_by(table.len() / 150).enumerate() {
            let mut damaged = table.clone();
            match round % 3 {
                0 => damaged[at] ^= 1 << (round % 8),
                1 => damaged[at] = 0xff,
                _ => damaged.truncate(at),
            }
            let mut input = Input { rest: &damaged };
            match input.tree() {
                Ok(tree) => assert_eq!(check(&tree), Ok(())),
                Err(error) => {
                    assert_eq!(error.code(), "bad-table");
                    refused += 1;
                }
            }
        }
        assert!(refused > 50, "{refused}");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for bytes in [
            &b""[..],
            b"routeros-commands",
            MAGIC,
            b"routeros-commands 1\n\xff\xff\xff",
        ] {
            assert_eq!(decode(bytes).unwrap_err().code(), "bad-table");
        }
    }
}
