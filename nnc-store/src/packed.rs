//! Files in compressed form (gzip, RFC 1952), written and read in pieces.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use crate::error::StoreError;
use crate::files;

const PIECE: usize = 64 * 1024;

/// What is wrong with something compressed.
#[derive(Debug)]
pub(crate) enum Flaw {
    /// It is not what was written.
    Damaged(String),
    /// What comes out cannot be written.
    Target(io::Error),
}

/// Compresses a file into another one, reads that back and compares.
pub(crate) fn pack(plain: &Path, packed: &Path) -> Result<(), StoreError> {
    let unwritable = |error: io::Error| StoreError::io(packed, &error);
    files::remove_if_present(packed).map_err(unwritable)?;
    let mut source = open(plain)?;
    let target = files::open_private(packed, true).map_err(unwritable)?;
    let mut encoder = GzEncoder::new(target, Compression::default());
    io::copy(&mut source, &mut encoder).map_err(unwritable)?;
    let target = encoder.finish().map_err(unwritable)?;
    target.sync_all().map_err(unwritable)?;
    if same(open(plain)?, GzDecoder::new(open(packed)?)).map_err(unwritable)? {
        Ok(())
    } else {
        Err(StoreError::damaged_archive(
            packed,
            "it does not hold what was written",
        ))
    }
}

/// Writes what a compressed file holds into a new file.
pub(crate) fn unpack(packed: &Path, plain: &Path) -> Result<(), StoreError> {
    if !packed.exists() {
        return Err(StoreError::damaged_archive(packed, "the file is missing"));
    }
    inflate(open(packed)?, plain, u64::MAX).map_err(|flaw| match flaw {
        Flaw::Damaged(reason) => StoreError::damaged_archive(packed, reason),
        Flaw::Target(error) => StoreError::io(plain, &error),
    })
}

/// Writes what comes out of a compressed source, all of it and at most `limit` bytes, into a new file.
pub(crate) fn inflate(source: impl BufRead, plain: &Path, limit: u64) -> Result<(), Flaw> {
    files::remove_if_present(plain).map_err(Flaw::Target)?;
    let damaged = |error: io::Error| Flaw::Damaged(error.to_string());
    let mut target = files::open_private(plain, true).map_err(Flaw::Target)?;
    let mut decoder = GzDecoder::new(source);
    let mut left = limit;
    let mut piece = vec![0_u8; PIECE];
    loop {
        let read = decoder.read(&mut piece).map_err(damaged)?;
        let bytes = piece.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        left = left
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| Flaw::Damaged("it holds more than it says".to_owned()))?;
        target.write_all(bytes).map_err(Flaw::Target)?;
    }
    let mut rest = decoder.into_inner();
    if !rest.fill_buf().map_err(damaged)?.is_empty() {
        return Err(Flaw::Damaged("it holds more than was written".to_owned()));
    }
    target.sync_all().map_err(Flaw::Target)
}

fn open(path: &Path) -> Result<BufReader<File>, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::io(path, &error))?;
    Ok(BufReader::with_capacity(PIECE, file))
}

/// Whether two sources give the same bytes.
fn same(mut one: impl BufRead, other: impl Read) -> io::Result<bool> {
    let mut other = BufReader::with_capacity(PIECE, other);
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.is_empty() && right.is_empty());
        }
        if left.get(..length) != right.get(..length) {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}
