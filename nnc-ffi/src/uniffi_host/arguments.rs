//! The bytes in which Kotlin and Swift hand over arguments.
//!
//! | byte | what follows |
//! |---|---|
//! | 0, 1, 2 | nothing: null, false, true |
//! | 3, 4 | an integer of 64 bits, signed or not, the highest byte first |
//! | 5 | a text: how many bytes (32 bits), then UTF-8 |
//! | 6 | which thing it is that JSON cannot hold: 0 for text with half of a surrogate pair, 1 for a number that is not finite |
//! | 7 | the items of a list, then 255 |
//! | 8 | keys (each a text) and values of an object, then 255 |
//! | 9 | JSON text: as 5 |

use nnc_core::decode::{Findings, MAX_DEPTH, Number, Raw, read as read_json};

/// The bytes are not as the layer of a language writes them: a defect of the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

const END: u8 = 255;

/// Reads one value that takes all the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Raw, Broken> {
    let mut reader = Reader { rest: bytes };
    let tag = reader.byte()?;
    let raw = reader.value(tag, 0)?;
    if reader.rest.is_empty() {
        Ok(raw)
    } else {
        Err(Broken)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Broken> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(Broken)?;
        self.rest = rest;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        self.take(1)?.first().copied().ok_or(Broken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        self.take(N)?.try_into().map_err(|_| Broken)
    }

    fn text(&mut self) -> Result<&'a str, Broken> {
        let length = u32::from_be_bytes(self.array()?);
        let bytes = self.take(usize::try_from(length).map_err(|_| Broken)?)?;
        std::str::from_utf8(bytes).map_err(|_| Broken)
    }

    fn value(&mut self, tag: u8, depth: usize) -> Result<Raw, Broken> {
        if depth > MAX_DEPTH {
            return Ok(Raw::TOO_DEEP);
        }
        Ok(match tag {
            0 => Raw::Null,
            1 => Raw::Bool(false),
            2 => Raw::Bool(true),
            3 => Raw::Number(i64::from_be_bytes(self.array()?).into()),
            4 => number(u64::from_be_bytes(self.array()?))?,
            5 => Raw::Text(self.text()?.to_owned()),
            6 => match self.byte()? {
                0 => Raw::HALF_PAIR,
                1 => Raw::NOT_FINITE,
                _ => return Err(Broken),
            },
            7 => {
                let mut items = Vec::new();
                loop {
                    match self.byte()? {
                        END => break Raw::List(items),
                        tag => items.push(self.value(tag, depth + 1)?),
                    }
                }
            }
            8 => {
                let mut fields = Vec::new();
                loop {
                    match self.byte()? {
                        END => break Raw::Map(fields),
                        5 => {
                            let key = self.text()?.to_owned();
                            let tag = self.byte()?;
                            fields.push((key, self.value(tag, depth + 1)?));
                        }
                        _ => return Err(Broken),
                    }
                }
            }
            9 => document(self.text()?),
            _ => return Err(Broken),
        })
    }
}

fn number(value: u64) -> Result<Raw, Broken> {
    Number::parse(&value.to_string()).map(Raw::Number).ok_or(Broken)
}

/// The value that a JSON text is; what is none is told where the value stands.
fn document(text: &str) -> Raw {
    let mut at = Findings::default();
    let raw = read_json(text, &mut at);
    let refused = at.finish();
    let code = refused
        .as_ref()
        .and_then(|refused| refused.findings().first())
        .map(|finding| finding.code);
    match (raw, code) {
        (Some(raw), None) => raw,
        (_, Some("lone-surrogate")) => Raw::HALF_PAIR,
        (_, Some("too-deep")) => Raw::TOO_DEEP,
        (_, Some("too-large")) => Raw::TOO_LARGE,
        (_, Some("duplicate-key")) => Raw::Alien("an object with a key that stands twice"),
        _ => Raw::Alien("text that is no JSON"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, read};
    use nnc_core::decode::Raw;
    use proptest::prelude::*;

    fn text(text: &str) -> Vec<u8> {
        let mut bytes = vec![5];
        bytes.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
        bytes.extend(text.as_bytes());
        bytes
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let mut bytes = vec![8];
        bytes.extend([text("n"), vec![0]].concat());
        bytes.extend([text("i"), vec![3, 255, 255, 255, 255, 255, 255, 255, 255]].concat());
        bytes.extend([text("u"), vec![4, 255, 255, 255, 255, 255, 255, 255, 255]].concat());
        bytes.extend([text("l"), vec![7, 1, 2], text("é"), vec![255]].concat());
        bytes.extend([text("s"), vec![6, 0], text("f"), vec![6, 1]].concat());
        let mut json = text(r#"{"a":[1]}"#);
        json[0] = 9;
        bytes.extend([text("j"), json, vec![255]].concat());
        let Raw::Map(fields) = read(&bytes).unwrap() else {
            panic!("no object")
        };
        let number = |index: usize| match &fields[index].1 {
            Raw::Number(number) => number.integer().unwrap(),
            _ => panic!("no number"),
        };
        assert_eq!(fields[0].1, Raw::Null);
        assert_eq!((number(1), number(2)), (-1, i128::from(u64::MAX)));
        let list = vec![Raw::Bool(false), Raw::Bool(true), Raw::Text("é".to_owned())];
        assert_eq!(fields[3].1, Raw::List(list));
        assert_eq!(fields[4].1, Raw::HALF_PAIR);
        assert_eq!(fields[5].1, Raw::NOT_FINITE);
        let inner = Raw::List(vec![Raw::Number(1.into())]);
        assert_eq!(fields[6].1, Raw::Map(vec![("a".to_owned(), inner)]));
    }

    #[test]
    fn json_that_is_none_is_told_where_it_stands() {
        let alien = |json: &str| {
            let mut bytes = text(json);
            bytes[0] = 9;
            match read(&bytes).unwrap() {
                Raw::Alien(what) => what,
                _ => panic!("read"),
            }
        };
        assert_eq!(alien("{"), "text that is no JSON");
        assert_eq!(alien(r#""\ud800""#), "text with half of a surrogate pair");
        assert_eq!(
            alien(r#"{"a":1,"a":2}"#),
            "an object with a key that stands twice"
        );
        assert_eq!(alien(&"[".repeat(100)), "something that is nested too deeply");
    }

    #[test]
    fn depth_has_an_end() {
        let deep = [vec![7; 10_000], vec![255; 10_000]].concat();
        // The value at the limit is an alien, and what stands in it is not as the layers write it.
        assert_eq!(read(&deep), Err(Broken));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(raw) = read(&bytes) {
                prop_assert!(!raw.kind().is_empty());
            }
        }

        #[test]
        fn what_is_cut_short_is_refused(cut in 0_usize..14) {
            let whole = [vec![8], text("key"), text("v"), vec![255]].concat();
            prop_assume!(cut < whole.len());
            prop_assert_eq!(read(&whole[..cut]), Err(Broken));
        }
    }
}
