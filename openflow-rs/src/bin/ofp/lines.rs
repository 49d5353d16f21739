//! Lines of the standard input, many at a time and in bounded memory.

use crate::Failure;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::thread;

/// The longest line: a message of 64 KiB takes two digits a byte, and no flow is longer than a few KiB.
const LONGEST: usize = 1 << 20;

/// How much is read at a time, if so much is there.
const BLOCK: usize = 1 << 18;

/// As much is worth a thread.
const SHARE: usize = 1 << 14;

/// Some input.
pub(crate) enum Block<'a> {
    /// Whole lines.
    Lines(&'a [u8]),
    /// A line longer than any that makes sense; what it said is gone.
    TooLong,
}

/// What is said of a line that is too long.
pub(crate) fn too_long() -> String {
    format!("a line of more than {LONGEST} bytes")
}

/// What comes before a comment, as `ovs-ofctl` reads the lines of a file.
pub(crate) fn without_comment(line: &str) -> &str {
    let end = memchr::memchr(b'#', line.as_bytes());
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// The lines of a block.
pub(crate) fn split(block: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    // All at once is faster than line by line.
    let text = std::str::from_utf8(block).ok();
    let unended = !block.ends_with(b"\n");
    let ends = memchr::memchr_iter(b'\n', block).chain(unended.then_some(block.len()));
    let mut start = 0;
    ends.map(move |end| {
        let line = start..end;
        start = end + 1;
        match text.and_then(|text| text.get(line.clone())) {
            Some(line) => Cow::Borrowed(line.strip_suffix('\r').unwrap_or(line)),
            None => {
                let line = block.get(line).unwrap_or_default();
                String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line))
            }
        }
    })
}

/// Calls `each` with all input and the output, which is flushed behind every block: a program on the other end may
/// wait for each answer.
pub(crate) fn blocks(
    mut each: impl FnMut(Block<'_>, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut buffer = vec![0; BLOCK];
    let mut pending = Vec::new();
    let mut too_long = false;
    loop {
        let length = match input.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let read = buffer.get(..length).unwrap_or_default();
        let end = read.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
        // At the end of the input a line needs no end.
        let at_end = length == 0;
        let (whole, begun) = read.split_at_checked(end.unwrap_or(0)).unwrap_or((&[], read));
        let mut whole = whole;
        if too_long && (end.is_some() || at_end) {
            let first = whole
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            whole = whole.get(first..).unwrap_or_default();
            too_long = false;
            each(Block::TooLong, &mut output)?;
        }
        if end.is_some() || at_end {
            // What was begun before comes first.
            let lines = if pending.is_empty() {
                whole
            } else {
                pending.extend_from_slice(whole);
                &pending
            };
            if !lines.is_empty() {
                each(Block::Lines(lines), &mut output)?;
            }
            pending.clear();
        }
        output.flush()?;
        if at_end {
            return Ok(());
        }
        if !too_long {
            pending.extend_from_slice(begun);
        }
        if pending.len() > LONGEST {
            pending.clear();
            too_long = true;
        }
    }
}

/// Answers every line with one line, which `answer` appends. Long input is shared among threads.
pub(crate) fn answer(answer: impl Fn(&str, &mut Vec<u8>) + Sync) -> Result<(), Failure> {
    answer_with(|(), line, out| answer(line, out))
}

/// As [`answer`], with something for each thread to keep from line to line.
pub(crate) fn answer_with<S: Default>(
    answer: impl Fn(&mut S, &str, &mut Vec<u8>) + Sync,
) -> Result<(), Failure> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let all = |lines: &[u8]| {
        // Most answers are about as long as their lines, or twice.
        let mut out = Vec::with_capacity(lines.len() * 3);
        let mut kept = S::default();
        for line in split(lines) {
            answer(&mut kept, &line, &mut out);
            out.push(b'\n');
        }
        out
    };
    blocks(|block, output| match block {
        Block::TooLong => {
            let mut out = Vec::new();
            crate::json::put_object(&mut out, "error", &too_long());
            out.push(b'\n');
            output.write_all(&out)
        }
        Block::Lines(lines) => thread::scope(|scope| {
            let mut shares = shares(lines, threads.min(lines.len() / SHARE));
            // The last is for this thread.
            let own = shares.pop().unwrap_or_default();
            let others: Vec<_> = shares
                .into_iter()
                .map(|share| scope.spawn(move || all(share)))
                .collect();
            let own = all(own);
            for other in others {
                let out = other
                    .join()
                    .map_err(|_| io::Error::other("a thread ended early"))?;
                output.write_all(&out)?;
            }
            output.write_all(&own)
        }),
    })
}

/// Whole lines in about `count` shares of about the same length, in order.
fn shares(lines: &[u8], count: usize) -> Vec<&[u8]> {
    let mut rest = lines;
    let mut shares = Vec::new();
    for left in (2..=count).rev() {
        let from = rest.len() / left;
        let end = rest.iter().skip(from).position(|byte| *byte == b'\n');
        let Some((share, after)) = end.and_then(|end| rest.split_at_checked(from + end + 1)) else {
            break;
        };
        shares.push(share);
        rest = after;
    }
    if !rest.is_empty() {
        shares.push(rest);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::{shares, split};

    #[test]
    fn shares_are_the_lines_in_their_order() {
        let text = b"a\n\nccc\ndddd\r\n\xff\n\n";
        for count in 0..9 {
            let shares = shares(text, count);
            assert_eq!(shares.concat(), text);
            assert!(shares.iter().all(|share| share.ends_with(b"\n")));
            let lines: Vec<_> = shares.iter().flat_map(|share| split(share)).collect();
            assert_eq!(lines, ["a", "", "ccc", "dddd", "\u{fffd}", ""]);
        }
        assert_eq!(shares(b"no end", 3), [b"no end"]);
    }
}
