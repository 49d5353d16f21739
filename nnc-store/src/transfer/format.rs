//! The file: what stands in it, in which order.
//!
//! | part | bytes |
//! |---|---|
//! | magic | 8: `nnc-rtr` and a line feed |
//! | version | 4, little-endian, as all numbers here |
//! | manifest | 4 of length, then JSON |
//! | database | 8 of length, then gzip |
//! | secrets | 4 of length (0: left out), then nonce and ciphertext of XChaCha20-Poly1305 |
//! | checksum | 32: SHA-256 of everything before it |
//!
//! The secrets are bound to the SHA-256 of everything before them: nobody who lacks the passphrase can make them go to
//! another address.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

use super::manifest::Manifest;

const MAGIC: [u8; 8] = *b"nnc-rtr\n";
const VERSION: u32 = 1;

/// How long a manifest and the secrets may be: they are held in memory.
const MOST: u32 = 16 << 20;

/// What is wrong with a file.
#[derive(Debug)]
pub(super) enum Flaw {
    /// It is not, or no longer, what was exported.
    Damaged(String),
    /// A newer nnc wrote it, in this version of the format.
    Newer(u32),
    /// It cannot be read.
    Source(io::Error),
}

impl Flaw {
    pub(super) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged(reason.into())
    }
}

impl From<io::Error> for Flaw {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::damaged("it ends too early"),
            _ => Self::Source(error),
        }
    }
}

/// Passes bytes on and keeps their hash.
#[derive(Debug)]
struct Hashing<T> {
    inner: T,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads an export from its beginning to its end.
#[derive(Debug)]
pub(super) struct Reader<R> {
    source: Hashing<R>,
}

impl<R: Read> Reader<R> {
    /// Reads as far as the manifest, which nobody has vouched for until the end was read.
    pub(super) fn begin(source: R) -> Result<(Self, Manifest), Flaw> {
        let mut source = Hashing {
            inner: source,
            hash: Sha256::new(),
        };
        let mut magic = [0; 8];
        let whole = source.read_exact(&mut magic);
        if whole.is_err() || magic != MAGIC {
            return Err(Flaw::damaged("it is no export of nnc"));
        }
        let version = number(&mut source)?;
        if version > VERSION {
            return Err(Flaw::Newer(version));
        }
        let text = block(&mut source)?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| Flaw::damaged(format!("its manifest cannot be read: {error}")))?;
        match manifest.flaw() {
            Some(flaw) => Err(Flaw::damaged(flaw)),
            None => Ok((Self { source }, manifest)),
        }
    }

    /// Reads the compressed database, by `read`, which must take all of it.
    pub(super) fn database<T, E: From<Flaw>>(
        &mut self,
        read: impl FnOnce(&mut dyn Read) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut length = [0; 8];
        self.source.read_exact(&mut length).map_err(Flaw::from)?;
        let mut part = (&mut self.source).take(u64::from_le_bytes(length));
        let done = read(&mut part)?;
        match part.limit() {
            0 => Ok(done),
            _ => Err(Flaw::damaged("its database is not all there").into()),
        }
    }

    /// Reads the sealed secrets, with what they are bound to.
    pub(super) fn secrets(&mut self) -> Result<(Vec<u8>, [u8; 32]), Flaw> {
        let bound = self.source.hash.clone().finalize().into();
        Ok((block(&mut self.source)?, bound))
    }

    /// Reads the end, and vouches for everything that was read.
    pub(super) fn end(mut self) -> Result<(), Flaw> {
        let expected: [u8; 32] = self.source.hash.finalize().into();
        let mut checksum = [0; 32];
        self.source.inner.read_exact(&mut checksum)?;
        if checksum != expected {
            return Err(Flaw::damaged("its checksum is another one"));
        }
        match self.source.inner.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(Flaw::damaged("it goes on after its end")),
            Err(error) => Err(error.into()),
        }
    }
}

fn number(source: &mut impl Read) -> Result<u32, Flaw> {
    let mut number = [0; 4];
    source.read_exact(&mut number)?;
    Ok(u32::from_le_bytes(number))
}

/// Reads a block with its length in front. Memory is taken as bytes come, not as the length says.
fn block(source: &mut impl Read) -> Result<Vec<u8>, Flaw> {
    let length = number(source)?;
    if length > MOST {
        return Err(Flaw::damaged("a part of it is too long"));
    }
    let mut block = Vec::new();
    source.take(u64::from(length)).read_to_end(&mut block)?;
    match u32::try_from(block.len()) {
        Ok(read) if read == length => Ok(block),
        _ => Err(Flaw::damaged("it ends too early")),
    }
}

/// Writes an export from its beginning to its end.
#[derive(Debug)]
pub(super) struct Writer<W> {
    target: Hashing<W>,
}

impl<W: Write> Writer<W> {
    pub(super) fn begin(target: W, manifest: &Manifest) -> io::Result<Self> {
        let mut target = Hashing {
            inner: target,
            hash: Sha256::new(),
        };
        target.write_all(&MAGIC)?;
        target.write_all(&VERSION.to_le_bytes())?;
        write_block(&mut target, &serde_json::to_vec(manifest)?)?;
        Ok(Self { target })
    }

    /// Writes the compressed database, which is so long.
    pub(super) fn database(&mut self, length: u64, mut packed: impl Read) -> io::Result<()> {
        self.target.write_all(&length.to_le_bytes())?;
        match io::copy(&mut packed, &mut self.target)? {
            written if written == length => Ok(()),
            _ => Err(io::Error::other("the database has changed while it was exported")),
        }
    }

    /// Writes the secrets as `seal` gives them for what they are to be bound to, and the end.
    pub(super) fn end(mut self, seal: impl FnOnce([u8; 32]) -> io::Result<Vec<u8>>) -> io::Result<W> {
        let sealed = seal(self.target.hash.clone().finalize().into())?;
        write_block(&mut self.target, &sealed)?;
        let checksum = self.target.hash.finalize();
        self.target.inner.write_all(&checksum)?;
        Ok(self.target.inner)
    }
}

fn write_block(target: &mut impl Write, block: &[u8]) -> io::Result<()> {
    match u32::try_from(block.len()) {
        Ok(length) if length <= MOST => {
            target.write_all(&length.to_le_bytes())?;
            target.write_all(block)
        }
        _ => Err(io::Error::other("there is more than an export takes")),
    }
}
