//! A file in compressed form (gzip, RFC 1952), written and read in pieces.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use crate::error::StoreError;
use crate::files;

const PIECE: usize = 64 * 1024;

/// Compresses a file into another one, reads that back and compares.
pub(super) fn pack(plain: &Path, packed: &Path) -> Result<(), StoreError> {
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
pub(super) fn unpack(packed: &Path, plain: &Path) -> Result<(), StoreError> {
    let unwritable = |error: io::Error| StoreError::io(plain, &error);
    if !packed.exists() {
        return Err(StoreError::damaged_archive(packed, "the file is missing"));
    }
    files::remove_if_present(plain).map_err(unwritable)?;
    let mut decoder = GzDecoder::new(open(packed)?);
    let mut target = files::open_private(plain, true).map_err(unwritable)?;
    let mut piece = vec![0_u8; PIECE];
    loop {
        let read = decoder
            .read(&mut piece)
            .map_err(|error| StoreError::damaged_archive(packed, error.to_string()))?;
        match piece.get(..read) {
            Some(bytes) if read > 0 => target.write_all(bytes).map_err(unwritable)?,
            _ => break,
        }
    }
    let mut rest = decoder.into_inner();
    let more = rest.fill_buf().map_err(|error| StoreError::io(packed, &error))?;
    if !more.is_empty() {
        return Err(StoreError::damaged_archive(
            packed,
            "it holds more than was written",
        ));
    }
    target.sync_all().map_err(unwritable)
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
