//! Names that are looked up for every key of every text that is parsed.

/// Values by name: a hash table that is made once and never changes.
pub(crate) struct NameTable<T> {
    /// A power of two of them, most empty, so that a search seldom looks at two.
    slots: Box<[Option<(&'static str, T)>]>,
}

/// From the length and the ends of the name, which is enough to tell the names of fields apart. What collides only
/// takes longer; a text cannot add names.
fn hash(name: &[u8]) -> usize {
    let word = |bytes: &[u8]| bytes.iter().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
    let ends = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(head), Some(tail)) => u64::from_le_bytes(*head) ^ u64::from_le_bytes(*tail).rotate_left(29),
        _ => word(name),
    };
    let mixed = (ends ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize
}

impl<T: Copy> NameTable<T> {
    /// A table of these; of equal names the first counts.
    pub(crate) fn new(pairs: impl Iterator<Item = (&'static str, T)>) -> Self {
        let pairs: Vec<_> = pairs.collect();
        let mut slots = vec![None; (pairs.len() * 4).next_power_of_two()].into_boxed_slice();
        for (name, value) in pairs {
            let mut at = hash(name.as_bytes());
            loop {
                match slots.get_mut(at & (slots.len() - 1)) {
                    Some(Some((known, _))) if *known != name => at += 1,
                    Some(Some(_)) | None => break,
                    Some(slot) => {
                        *slot = Some((name, value));
                        break;
                    }
                }
            }
        }
        Self { slots }
    }

    /// The value of that name.
    pub(crate) fn get(&self, name: &str) -> Option<T> {
        let mut at = hash(name.as_bytes());
        loop {
            match self.slots.get(at & (self.slots.len() - 1))? {
                Some((known, value)) if *known == name => return Some(*value),
                Some(_) => at += 1,
                None => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NameTable;

    #[test]
    fn names_are_found_and_others_are_not() {
        let names: Vec<&'static str> = crate::wire::Field::all().iter().map(|field| field.name).collect();
        let table = NameTable::new(names.iter().enumerate().map(|(i, name)| (*name, i)));
        for (i, name) in names.iter().enumerate() {
            assert_eq!(names[table.get(name).unwrap()], *name, "{i}");
            assert_eq!(table.get(&format!("{name}?")), None);
        }
        assert_eq!(table.get(""), None);
        let twice = NameTable::new([("a", 1), ("a", 2)].into_iter());
        assert_eq!(twice.get("a"), Some(1));
    }
}
