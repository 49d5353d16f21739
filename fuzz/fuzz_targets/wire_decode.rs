//! Any bytes, in any cut: the decoder gives the same sentences and the same error, keeps to its bounds, and
//! what it read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use routeros_wire::{Command, Decoder, Limits, Reply, Row, SentenceWriter, WireError, Word, decode_sentence};

type Sentences = (Vec<Vec<Vec<u8>>>, Option<WireError>);

fn limits() -> Limits {
    Limits::default()
        .with_max_word(256)
        .with_max_sentence(1024)
        .with_max_words(24)
}

fn decode<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Sentences {
    let mut decoder = Decoder::new(limits());
    let mut sentences = Vec::new();
    for chunk in chunks {
        decoder.feed(chunk);
        loop {
            match decoder.next_sentence() {
                Ok(Some(sentence)) => sentences.push(sentence.words().map(<[u8]>::to_vec).collect()),
                Ok(None) => break,
                Err(error) => return (sentences, Some(error)),
            }
        }
        // One incomplete sentence, and the prefix of a word that was refused once complete.
        assert!(
            decoder.buffered() <= 1024 + 5,
            "{} bytes kept",
            decoder.buffered()
        );
    }
    (sentences, None)
}

fn look_at(words: &[Vec<u8>]) {
    let mut bytes = Vec::new();
    let mut writer = SentenceWriter::new(&mut bytes);
    for word in words {
        writer.word(word);
    }
    writer.finish().expect("words that were read can be written");
    let (sentence, consumed) = decode_sentence(&bytes, &limits())
        .expect("shortest lengths exceed nothing")
        .expect("it is complete");
    assert_eq!(consumed, bytes.len());
    assert!(sentence.words().eq(words.iter().map(Vec::as_slice)));
    assert_eq!(sentence.word_count(), words.len());

    let (reply, command) = (Reply::new(sentence), Command::new(sentence));
    let _ = (
        reply.kind(),
        reply.tag(),
        reply.category(),
        reply.message(),
        reply.is_dead(),
    );
    let _ = (
        command.menu_and_verb(),
        command.queries().count(),
        reply.bare_words().count(),
    );
    let row = Row::from_reply(&reply);
    assert!(row.iter().eq(reply.attributes()));
    let attributes = sentence
        .parsed_words()
        .filter(|word| matches!(word, Word::Attribute(..)))
        .count();
    assert_eq!(row.len(), attributes);
    for (key, _) in &row {
        assert!(row.get(key).is_some());
    }
}

fuzz_target!(|data: &[u8]| {
    // The first byte cuts the rest.
    let Some((cut, data)) = data.split_first() else {
        return;
    };
    let whole = decode(std::iter::once(data));
    assert_eq!(whole, decode(data.chunks(usize::from(*cut).max(1))));
    for words in &whole.0 {
        look_at(words);
    }
});
