//! What is durable, and what a cut makes of the rest. No input or output here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The unit in which a disk keeps or loses what is written to it.
const SECTOR: usize = 512;

/// Repeatable chance: `SplitMix64` (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Draws the same for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.draw() % limit.max(1)
    }
}

/// Something that was done to a file and not synced.
#[derive(Debug, Clone)]
enum Pending {
    Write { offset: usize, bytes: Vec<u8> },
    Cut { length: usize },
}

#[derive(Debug, Clone, Default)]
struct File {
    durable: Vec<u8>,
    pending: Vec<Pending>,
    /// Whether the file is there for programs.
    exists: bool,
    /// What the name may still point to if a file was deleted, and the deletion is not durable.
    before: Option<Vec<u8>>,
}

/// What a disk holds, and when its power goes.
#[derive(Debug, Default)]
pub struct Disk {
    files: BTreeMap<PathBuf, File>,
    operations: u64,
    cut_at: Option<u64>,
    cut: bool,
}

impl Disk {
    /// A disk whose power goes at the operation of this number (counted from 1), or never.
    pub fn new(cut_at: Option<u64>) -> Self {
        Self {
            cut_at,
            ..Self::default()
        }
    }

    /// How many operations there were that a cut can stop.
    pub fn operations(&self) -> u64 {
        self.operations
    }

    /// Whether the power is gone.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Counts an operation; `false` if the power goes in the middle of it, or was gone before.
    fn power(&mut self) -> bool {
        if !self.cut {
            self.operations += 1;
            self.cut = self.cut_at.is_some_and(|at| self.operations >= at);
        }
        !self.cut
    }

    pub(crate) fn knows(&self, path: &Path) -> bool {
        self.files.get(path).is_some_and(|file| file.exists)
    }

    /// A file is opened; `content` is what it holds if it is there already.
    pub(crate) fn opened(&mut self, path: &Path, content: Option<Vec<u8>>) {
        let file = self.files.entry(path.to_owned()).or_default();
        if !file.exists {
            file.exists = true;
            file.pending.clear();
            file.durable = content.unwrap_or_default();
        }
    }

    pub(crate) fn write(&mut self, path: &Path, offset: usize, bytes: &[u8]) -> bool {
        let gone = self.cut;
        let power = self.power();
        if let Some(file) = self.files.get_mut(path).filter(|_| !gone) {
            // Also when the power goes now: some of it may have reached the disk.
            file.pending.push(Pending::Write {
                offset,
                bytes: bytes.to_vec(),
            });
        }
        power
    }

    pub(crate) fn truncate(&mut self, path: &Path, length: usize) -> bool {
        let gone = self.cut;
        let power = self.power();
        if let Some(file) = self.files.get_mut(path).filter(|_| !gone) {
            file.pending.push(Pending::Cut { length });
        }
        power
    }

    pub(crate) fn sync(&mut self, path: &Path) -> bool {
        if !self.power() {
            return false;
        }
        if let Some(file) = self.files.get_mut(path) {
            for pending in std::mem::take(&mut file.pending) {
                apply(&mut file.durable, &pending);
            }
            file.before = None;
        }
        true
    }

    pub(crate) fn delete(&mut self, path: &Path, durable: bool) -> bool {
        if !self.power() {
            return false;
        }
        if let Some(file) = self.files.get_mut(path).filter(|file| file.exists) {
            file.exists = false;
            file.pending.clear();
            let content = std::mem::take(&mut file.durable);
            file.before = (!durable).then_some(content);
        }
        true
    }

    /// The files that a disk may hold after the cut, with their content.
    pub fn remains(&self, chance: &mut Chance) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        for (path, file) in &self.files {
            let older = file.before.as_ref().filter(|_| chance.below(2) == 0);
            if let Some(content) = older {
                found.insert(path.clone(), content.clone());
            } else if file.exists {
                found.insert(path.clone(), file.after_cut(chance));
            }
        }
        found
    }

    /// The files that programs had opened and not deleted.
    pub fn names(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }
}

impl File {
    fn after_cut(&self, chance: &mut Chance) -> Vec<u8> {
        let mut content = self.durable.clone();
        // How likely writes are to be lost differs from cut to cut: all, none, and everything between.
        let loss = chance.below(5);
        for pending in &self.pending {
            match pending {
                Pending::Cut { .. } => {
                    if chance.below(4) >= loss {
                        apply(&mut content, pending);
                    }
                }
                Pending::Write { offset, bytes } => {
                    let mut start = 0;
                    while start < bytes.len() {
                        let end = bytes.len().min(start + SECTOR - (offset + start) % SECTOR);
                        if let Some(sector) = bytes.get(start..end) {
                            settle(&mut content, offset + start, sector, loss, chance);
                        }
                        start = end;
                    }
                }
            }
        }
        content
    }
}

/// Keeps, loses or tears the part of a write that falls into one sector.
fn settle(content: &mut Vec<u8>, offset: usize, bytes: &[u8], loss: u64, chance: &mut Chance) {
    let mut bytes = bytes.to_vec();
    if chance.below(4) < loss {
        return;
    }
    if loss > 0 && chance.below(8) == 0 {
        // Torn: what reached the disk is neither the old nor the new.
        let start = usize::try_from(chance.below(bytes.len() as u64)).unwrap_or(0);
        for byte in bytes.iter_mut().skip(start) {
            *byte = (chance.draw() & 0xff) as u8;
        }
    }
    apply(content, &Pending::Write { offset, bytes });
}

fn apply(content: &mut Vec<u8>, pending: &Pending) {
    match pending {
        Pending::Cut { length } => content.truncate(*length),
        Pending::Write { offset, bytes } => {
            let end = offset + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            if let Some(place) = content.get_mut(*offset..end) {
                place.copy_from_slice(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/a";

    fn disk(cut_at: Option<u64>) -> Disk {
        let mut disk = Disk::new(cut_at);
        disk.opened(Path::new(PATH), None);
        disk
    }

    #[test]
    fn what_is_synced_is_never_lost() {
        for seed in 0..200 {
            let path = Path::new(PATH);
            let mut disk = disk(Some(4));
            assert!(disk.write(path, 0, &[1; 1000]));
            assert!(disk.sync(path));
            assert!(disk.write(path, 600, &[2; 600]));
            assert!(!disk.sync(path), "the power goes");
            assert!(!disk.write(path, 0, &[3; 10]));
            let remains = disk.remains(&mut Chance::new(seed));
            let content = &remains[path];
            assert_eq!(content[..600], [1; 600], "no write damages what is beside it");
            assert!(content.len() == 1000 || content.len() <= 1200);
        }
    }

    #[test]
    fn what_is_not_synced_is_kept_lost_and_torn() {
        let path = Path::new(PATH);
        let mut disk = disk(None);
        disk.write(path, 0, &[1; 4 * SECTOR]);
        let (mut kept, mut lost, mut torn) = (0, 0, 0);
        for seed in 0..1_000 {
            let remains = disk.remains(&mut Chance::new(seed));
            let content = &remains[path];
            if content.len() < 4 * SECTOR
                || content
                    .chunks(SECTOR)
                    .any(|sector| sector.iter().all(|byte| *byte == 0))
            {
                lost += 1;
            } else if content.iter().all(|byte| *byte == 1) {
                kept += 1;
            } else {
                torn += 1;
            }
        }
        assert!(kept > 20 && lost > 20 && torn > 10, "{kept} {lost} {torn}");
    }

    #[test]
    fn a_deletion_that_is_not_durable_may_be_undone() {
        let path = Path::new(PATH);
        let mut disk = disk(None);
        disk.write(path, 0, b"old");
        disk.sync(path);
        disk.delete(path, false);
        let back = (0..50)
            .filter(|seed| disk.remains(&mut Chance::new(*seed)).contains_key(path))
            .count();
        assert!((10..40).contains(&back), "{back}");
    }
}
