//! Cutting what is received into messages.

use crate::wire::Frame;

/// Bytes that were received and are not a whole message yet: never more than one message.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    bytes: Vec<u8>,
}

impl Inbox {
    /// Calls `each` with every message that `chunk` completes, in order, until it fails.
    pub(super) fn receive<E>(
        &mut self,
        mut chunk: &[u8],
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        while !self.bytes.is_empty() && !chunk.is_empty() {
            // The header first; then what it says is missing.
            let wanted = Frame::length(&self.bytes).unwrap_or(4);
            let missing = wanted.saturating_sub(self.bytes.len()).min(chunk.len());
            let (head, tail) = chunk.split_at_checked(missing).unwrap_or((chunk, &[]));
            self.bytes.extend_from_slice(head);
            chunk = tail;
            if Frame::length(&self.bytes) == Some(self.bytes.len()) {
                let message = std::mem::take(&mut self.bytes);
                let done = each(&message);
                self.bytes = message;
                self.bytes.clear();
                done?;
            }
        }
        while let Some(length) = Frame::length(chunk) {
            let Some((message, tail)) = chunk.split_at_checked(length) else {
                break;
            };
            each(message)?;
            chunk = tail;
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Inbox;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn however_it_is_cut_the_messages_are_the_same(
            lengths in proptest::collection::vec(8u16..200, 0..20),
            cuts in proptest::collection::vec(1usize..90, 1..50),
        ) {
            let mut all = Vec::new();
            for (i, length) in lengths.iter().enumerate() {
                let [high, low] = length.to_be_bytes();
                all.extend([5, 2, high, low]);
                all.resize(all.len() + usize::from(*length) - 4, i as u8);
            }
            let mut found = Vec::new();
            let mut inbox = Inbox::default();
            let mut rest = all.as_slice();
            for cut in cuts.iter().cycle() {
                let (head, tail) = rest.split_at((*cut).min(rest.len()));
                inbox.receive(head, |message| { found.push(message.len()); Ok::<_, ()>(()) }).unwrap();
                rest = tail;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(found, lengths.iter().map(|l| usize::from(*l)).collect::<Vec<_>>());
            prop_assert!(inbox.bytes.is_empty());
        }
    }
}
