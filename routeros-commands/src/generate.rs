//! Makes the embedded table from the trees (feature `generate`; the trees themselves stay outside the project).

use std::path::{Path, PathBuf};
use std::{fs, io};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::Read;

use crate::merge::Builder;
use crate::tree::{CommandTree, Source};
use crate::{Error, Version, inspect, table};

/// Where the trees were published.
pub const ORIGIN: &str =
    "https://github.com/tikoci/restraml commit 676c4bdfe211d51e8d48785b2ae2b72f838d20c8, The Unlicense";

/// What can go wrong while generating or verifying.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A file holds no command tree.
    #[error("{path}: {error}")]
    Tree {
        /// The file.
        path: PathBuf,
        /// Why.
        error: Error,
    },
    /// There is no tree in the directory.
    #[error("{path} holds no inspect-VERSION.json or inspect-VERSION.json.gz")]
    NoTrees {
        /// The directory.
        path: PathBuf,
    },
}

/// A tree file: `inspect-7.22.3.json.gz` and the like.
#[derive(Clone, Debug)]
pub struct TreeFile {
    /// Where it is.
    pub path: PathBuf,
    /// The version its name states.
    pub version: Version,
}

impl TreeFile {
    /// Its bytes as they are stored.
    ///
    /// # Errors
    /// [`GenerateError::File`].
    pub fn bytes(&self) -> Result<Vec<u8>, GenerateError> {
        read(&self.path)
    }

    fn source(&self, upstream: String, json: &[u8]) -> Source {
        let sha256 = Sha256::digest(json)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Source {
            version: self.version,
            file: upstream,
            sha256,
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, GenerateError> {
    fs::read(path).map_err(|error| GenerateError::File {
        path: path.to_owned(),
        error,
    })
}

/// The trees in a directory whose name begins with `prefix`, the oldest version first.
///
/// # Errors
/// [`GenerateError::File`] if the directory cannot be read.
pub fn find(directory: &Path, prefix: &str) -> Result<Vec<TreeFile>, GenerateError> {
    let failed = |error| GenerateError::File {
        path: directory.to_owned(),
        error,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        let version = name
            .strip_prefix(prefix)
            .and_then(|rest| {
                rest.strip_suffix(".json.gz")
                    .or_else(|| rest.strip_suffix(".json"))
            })
            .and_then(|version| version.parse().ok());
        if let Some(version) = version {
            files.push(TreeFile { path, version });
        }
    }
    files.sort_by_key(|file| file.version);
    Ok(files)
}

/// Makes the table from all trees in a directory: names from `inspect-VERSION`, values from
/// `deep-inspect-VERSION`, and readable properties of menus of the extra packages from the schema extract.
///
/// # Errors
/// Any [`GenerateError`].
pub fn generate(directory: &Path) -> Result<Vec<u8>, GenerateError> {
    let trees = find(directory, "inspect-")?;
    if trees.is_empty() {
        return Err(GenerateError::NoTrees {
            path: directory.to_owned(),
        });
    }
    let mut builder = Builder::default();
    builder.set_origin(ORIGIN);
    for file in &trees {
        let json = plain(&file.path)?;
        let failed = |error| GenerateError::Tree {
            path: file.path.clone(),
            error,
        };
        let root = inspect::read(&json).map_err(failed)?;
        let source = file.source(format!("docs/{}/extra/inspect.json", file.version), &json);
        builder.add_tree(source, &root).map_err(failed)?;
    }
    for file in find(directory, "deep-inspect-")? {
        let json = plain(&file.path)?;
        let root = inspect::read(&json).map_err(|error| GenerateError::Tree {
            path: file.path.clone(),
            error,
        })?;
        builder.add_value_source(file.source(format!("docs/{}/deep-inspect.json", file.version), &json));
        builder.add_values(file.version, &root);
    }
    let tree = builder.finish();
    tree.and_then(|tree| encode_checked(&tree))
        .map_err(|error| GenerateError::Tree {
            path: directory.to_owned(),
            error,
        })
}

/// Encodes, and makes sure that decoding gives the same tree.
fn encode_checked(tree: &CommandTree) -> Result<Vec<u8>, Error> {
    let packed = table::encode(tree)?;
    if table::decode(&packed)? == *tree {
        Ok(packed)
    } else {
        Err(Error::BadTable {
            reason: "it does not survive a round trip",
        })
    }
}

/// Whether two packed tables hold the same, however they are compressed.
#[must_use]
pub fn same_table(left: &[u8], right: &[u8]) -> bool {
    matches!((table::unpack(left), table::unpack(right)), (Ok(left), Ok(right)) if left == right)
}

/// The bytes of a file, inflated if it is gzip.
fn plain(path: &Path) -> Result<Vec<u8>, GenerateError> {
    let bytes = read(path)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut json = Vec::new();
    GzDecoder::new(bytes.as_slice())
        .take(inspect::MAX_JSON_BYTES as u64 + 1)
        .read_to_end(&mut json)
        .map_err(|error| GenerateError::File {
            path: path.to_owned(),
            error,
        })?;
    Ok(json)
}
