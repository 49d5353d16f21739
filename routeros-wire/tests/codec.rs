//! The codec against its own definition and against what a hostile or sloppy peer sends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use proptest::prelude::*;
use routeros_wire::{
    Command, Decoder, Limits, Reply, ReplyKind, Row, SentenceWriter, WireError, Word, decode_sentence,
};

fn decode_all(decoder: &mut Decoder) -> Result<Vec<Vec<Vec<u8>>>, WireError> {
    let mut sentences = Vec::new();
    while let Some(sentence) = decoder.next_sentence()? {
        sentences.push(sentence.words().map(<[u8]>::to_vec).collect());
    }
    Ok(sentences)
}

fn encode(sentences: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let mut out = Vec::new();
    for words in sentences {
        let mut writer = SentenceWriter::new(&mut out);
        for word in words {
            writer.word(word);
        }
        writer.finish().unwrap();
    }
    out
}

fn reply(bytes: &[u8]) -> Reply<'_> {
    Reply::new(decode_sentence(bytes, &Limits::default()).unwrap().unwrap().0)
}

#[test]
fn a_trap_carries_category_and_message() {
    let trap = reply(b"\x05!trap\x0b=category=0\x15=message=no such item\x06.tag=3\x00");
    assert_eq!(trap.kind(), ReplyKind::Trap);
    assert_eq!(trap.category(), Some(0));
    assert_eq!(trap.message(), Some(&b"no such item"[..]));
    assert_eq!(trap.tag(), Some(&b"3"[..]));
}

#[test]
fn a_fatal_reply_gives_its_bare_reason() {
    let fatal = reply(b"\x06!fatal\x1dsession terminated on request\x00");
    assert_eq!(fatal.kind(), ReplyKind::Fatal);
    assert_eq!(fatal.message(), Some(&b"session terminated on request"[..]));
    assert_eq!(fatal.tag(), None);
    assert_eq!(reply(b"\x05hello\x00").kind(), ReplyKind::Unknown);
    assert_eq!(reply(b"\x06!empty\x00").kind(), ReplyKind::Empty);
}

#[test]
fn values_may_be_empty_hold_equals_signs_and_any_byte() {
    let row = reply(b"\x03!re\x03=a=\x06=b=c=d\x06=e=\x00\xff\n\x03=no\x0a=.id=*1\xfe==\x00");
    let fields: Vec<_> = row.attributes().collect();
    let expected: [(&[u8], &[u8]); 5] = [
        (b"a", b""),
        (b"b", b"c=d"),
        (b"e", b"\x00\xff\n"),
        (b"no", b""),
        (b".id", b"*1\xfe=="),
    ];
    assert_eq!(fields, expected);
    let owned = Row::from_reply(&row);
    assert_eq!(owned.iter().collect::<Vec<_>>(), expected);
    assert_eq!(owned.get("b"), Some(&b"c=d"[..]));
    assert_eq!(owned.get_str("e"), None);
}

#[test]
fn empty_sentences_are_skipped_in_any_form() {
    let (sentence, consumed) = decode_sentence(b"\x00\x80\x00\x00\x05!done\x00", &Limits::default())
        .unwrap()
        .unwrap();
    assert_eq!((sentence.first(), consumed), (&b"!done"[..], 11));
    let mut decoder = Decoder::new(Limits::default());
    for _ in 0..100_000 {
        decoder.feed(&[0; 16]);
        assert!(decoder.next_sentence().unwrap().is_none());
        assert!(decoder.is_at_boundary());
    }
}

#[test]
fn claims_beyond_the_bounds_are_refused_before_they_arrive() {
    let limits = Limits::default()
        .with_max_word(10)
        .with_max_sentence(24)
        .with_max_words(3);
    let word = decode_sentence(b"\xf0\xff\xff\xff\xff", &limits);
    assert_eq!(
        word,
        Err(WireError::WordTooLong {
            length: 0xFFFF_FFFF,
            limit: 10
        })
    );
    let sentence = decode_sentence(b"\x0a0123456789\x0a0123456789\x0a", &limits);
    assert_eq!(sentence, Err(WireError::SentenceTooLong { limit: 24 }));
    let words = decode_sentence(b"\x01a\x01b\x01c\x01", &limits);
    assert_eq!(words, Err(WireError::TooManyWords { limit: 3 }));
    assert!(
        decode_sentence(b"\x01a\x01b\x01c\x00", &limits)
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_failed_decoder_stays_failed_and_keeps_nothing() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(b"\x05!done\x00\xf8");
    assert!(decoder.next_sentence().unwrap().is_some());
    for _ in 0..3 {
        assert_eq!(
            decoder.next_sentence(),
            Err(WireError::ReservedControlByte { byte: 0xF8 })
        );
        decoder.feed(b"\x05!done\x00");
    }
}

#[test]
fn the_writer_refuses_what_would_change_the_meaning_and_leaves_the_buffer_alone() {
    let mut out = b"before".to_vec();
    let finish = |out: &mut Vec<u8>, build: &dyn Fn(&mut SentenceWriter<'_>)| {
        let mut writer = SentenceWriter::with_max_word(out, 32);
        build(&mut writer);
        writer.finish()
    };
    assert_eq!(finish(&mut out, &|_| {}), Err(WireError::EmptySentence));
    assert_eq!(
        finish(&mut out, &|w| {
            w.command("/a").word("");
        }),
        Err(WireError::EmptyWord)
    );
    assert_eq!(
        finish(&mut out, &|w| {
            w.command("/a").attribute("k=v", "");
        }),
        Err(WireError::InvalidKey)
    );
    assert_eq!(
        finish(&mut out, &|w| {
            w.command("/a").api_attribute("", "x");
        }),
        Err(WireError::InvalidKey)
    );
    let long = finish(&mut out, &|w| {
        w.command("/a").attribute("k", [0; 30]).query("x");
    });
    assert_eq!(
        long,
        Err(WireError::WordTooLong {
            length: 33,
            limit: 32
        })
    );
    SentenceWriter::new(&mut out).command("/dropped");
    assert_eq!(out, b"before");
}

#[test]
fn a_command_is_read_back_as_it_was_written() {
    let mut out = Vec::new();
    let mut writer = SentenceWriter::new(&mut out);
    writer
        .command_in("/ip/firewall/mangle", "print")
        .attribute(".proplist", ".id")
        .query("chain=x")
        .query("#!")
        .tag("a1");
    writer.finish().unwrap();
    let command = Command::new(decode_sentence(&out, &Limits::BEFORE_LOGIN).unwrap().unwrap().0);
    assert_eq!(command.path(), b"/ip/firewall/mangle/print");
    assert_eq!(
        command.menu_and_verb(),
        (&b"/ip/firewall/mangle"[..], &b"print"[..])
    );
    assert_eq!(command.queries().collect::<Vec<_>>(), [&b"chain=x"[..], b"#!"]);
    assert_eq!(command.tag(), Some(&b"a1"[..]));
}

#[test]
fn debug_output_shows_no_values() {
    let bytes = b"\x06/login\x11=password=hunter2\x00";
    let (sentence, _) = decode_sentence(bytes, &Limits::default()).unwrap().unwrap();
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(bytes);
    let row = Row::from_reply(&Reply::new(sentence));
    let words: Vec<_> = sentence.parsed_words().collect();
    let shown = format!(
        "{sentence:?} {decoder:?} {row:?} {words:?} {:?} {:?}",
        Command::new(sentence),
        sentence.words()
    );
    assert!(
        shown.contains("password") && !shown.contains("hunter2"),
        "{shown}"
    );
    assert_eq!(words.last(), Some(&Word::Attribute(b"password", b"hunter2")));
}

fn sentences() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
    let word = prop_oneof![
        8 => prop::collection::vec(any::<u8>(), 1..40),
        2 => prop::collection::vec(any::<u8>(), 120..140),
        1 => prop::collection::vec(any::<u8>(), 0x3FF0..0x4010),
    ];
    prop::collection::vec(prop::collection::vec(word, 1..6), 0..5)
}

/// The length in any of its forms, `extra` bytes longer than needed where there is such a form.
fn long_form(length: usize, extra: usize) -> Vec<u8> {
    let needed = match length {
        0..0x80 => 0,
        0x80..0x4000 => 1,
        0x4000..0x20_0000 => 2,
        _ => 3,
    };
    let [.., a, b, c, d] = (length as u64).to_be_bytes();
    match needed + extra {
        0 => vec![d],
        1 => vec![0x80 | c, d],
        2 => vec![0xC0 | b, c, d],
        3 => vec![0xE0 | a, b, c, d],
        _ => vec![0xF0, a, b, c, d],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 4_000 } else { 256 }))]

    #[test]
    fn what_is_written_is_read_however_the_bytes_are_cut(sentences in sentences(), cuts in prop::collection::vec(1_usize..3000, 0..40)) {
        let bytes = encode(&sentences);
        let mut decoder = Decoder::new(Limits::default());
        let mut seen = Vec::new();
        let mut rest = &bytes[..];
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            decoder.feed(now);
            seen.extend(decode_all(&mut decoder).unwrap());
            rest = later;
        }
        decoder.feed(rest);
        seen.extend(decode_all(&mut decoder).unwrap());
        prop_assert_eq!(&seen, &sentences);
        prop_assert!(decoder.is_at_boundary());
    }

    #[test]
    fn longer_length_forms_mean_the_same(sentences in sentences(), extras in prop::collection::vec(0_usize..5, 1..20)) {
        let mut extras = extras.iter().cycle();
        let mut bytes = Vec::new();
        for words in &sentences {
            for word in words.iter().map(Vec::as_slice).chain([&[][..]]) {
                bytes.extend(long_form(word.len(), *extras.next().unwrap()));
                bytes.extend(word);
            }
        }
        let mut decoder = Decoder::new(Limits::default());
        decoder.feed(&bytes);
        prop_assert_eq!(decode_all(&mut decoder).unwrap(), sentences);
    }

    #[test]
    fn any_bytes_are_read_the_same_whole_or_one_at_a_time(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let limits = Limits::default().with_max_word(64).with_max_sentence(128).with_max_words(8);
        let collect = |chunks: &mut dyn Iterator<Item = &[u8]>| {
            let mut decoder = Decoder::new(limits);
            let mut seen: Vec<Vec<Vec<u8>>> = Vec::new();
            for chunk in chunks {
                decoder.feed(chunk);
                loop {
                    match decoder.next_sentence() {
                        Ok(Some(sentence)) => seen.push(sentence.words().map(<[u8]>::to_vec).collect()),
                        Ok(None) => break,
                        Err(error) => return (seen, Some(error)),
                    }
                }
            }
            (seen, None)
        };
        prop_assert_eq!(collect(&mut std::iter::once(&bytes[..])), collect(&mut bytes.chunks(1)));
    }

    #[test]
    fn a_row_gives_back_its_fields(fields in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..9), prop::collection::vec(any::<u8>(), 0..9)), 0..12)) {
        let row: Row = fields.iter().map(|(key, value)| (key, value)).collect();
        prop_assert_eq!(row.len(), fields.len());
        let back: Vec<_> = row.iter().map(|(key, value)| (key.to_vec(), value.to_vec())).collect();
        prop_assert_eq!(&back, &fields);
        for (key, _) in &fields {
            let first = fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_slice());
            prop_assert_eq!(row.get(key), first);
        }
    }
}
