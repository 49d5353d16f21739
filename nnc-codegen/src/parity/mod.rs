//! Compares what each language shows with what the schema says: handles with their methods and arguments, records with
//! their fields, enums with their words. The files are read as they are checked in, by their text, so that a hand that
//! changed one is seen as well as an emitter that left something out.

mod scan;
mod surface;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use crate::files::SCHEMA;
use crate::{Error, lower};

pub use surface::{Surface, of_schema};

/// Reads what a file shows.
type Scan = fn(&str) -> Surface;

/// A language, and the files that show what it has.
struct Language {
    name: &'static str,
    files: &'static [(&'static str, Scan)],
    /// Parts of the surface that the files do not show.
    without: &'static [Part],
}

/// A part of a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Handles and their methods.
    Handles,
    /// Records and their fields.
    Records,
    /// Enums and their words.
    Enums,
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "typescript",
        files: &[("bindings/node/lib/index.d.ts", scan::typescript)],
        without: &[],
    },
    Language {
        name: "python",
        files: &[
            (
                "bindings/python/python/nnc/_generated/aio.py",
                scan::python_handles,
            ),
            ("bindings/python/python/nnc/_native.pyi", scan::python_records),
            (
                "bindings/python/python/nnc/_generated/enums.py",
                scan::python_enums,
            ),
        ],
        without: &[],
    },
    Language {
        name: "python, blocking",
        files: &[("bindings/python/python/nnc/blocking.py", scan::python_handles)],
        without: &[Part::Records, Part::Enums],
    },
    Language {
        name: "kotlin",
        files: &[
            (
                "bindings/kotlin/src/main/kotlin/nnc/generated/Handles.kt",
                scan::kotlin,
            ),
            ("nnc-ffi/src/uniffi_host/generated.rs", scan::uniffi),
        ],
        without: &[],
    },
    Language {
        name: "swift",
        files: &[
            (
                "bindings/swift/Sources/NncKit/Generated/Handles.swift",
                scan::swift,
            ),
            ("nnc-ffi/src/uniffi_host/generated.rs", scan::uniffi),
        ],
        without: &[],
    },
];

/// Something that the schema does not say and that is made by hand in every language.
struct ByHand {
    what: &'static str,
    shown: &'static [Shown],
}

/// The declaration that shows it in a language.
struct Shown {
    language: &'static str,
    path: &'static str,
    declaration: &'static str,
}

const BY_HAND: &[ByHand] = &[ByHand {
    what: "what nnc tells about its work (the log)",
    shown: &[
        Shown {
            language: "typescript",
            path: "bindings/node/lib/index.d.ts",
            declaration: "export declare function log(",
        },
        Shown {
            language: "python",
            path: "nnc-ffi/src/python/log.rs",
            declaration: "\"getLogger\", (\"nnc\",)",
        },
        Shown {
            language: "kotlin",
            path: "bindings/kotlin/src/main/kotlin/nnc/Log.kt",
            declaration: "public fun nncLog(",
        },
        Shown {
            language: "swift",
            path: "bindings/swift/Sources/NncKit/Log.swift",
            declaration: "public func nncLog(",
        },
    ],
}];

/// Something that a language has and the schema does not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The language.
    pub language: String,
    /// What it is.
    pub what: String,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.language, self.what)
    }
}

/// Compares every language under the root of the repository with the schema. Gives how many names were compared.
///
/// # Errors
/// [`Error::File`] where a file is missing; the differences are no error.
pub fn parity(root: &Path) -> Result<(usize, Vec<Drift>), Error> {
    parity_of(root, &BTreeMap::new())
}

/// As [`parity`], with other texts in the place of some files.
///
/// # Errors
/// As [`parity`].
pub fn parity_of(root: &Path, instead: &BTreeMap<String, String>) -> Result<(usize, Vec<Drift>), Error> {
    let read = |path: &str| match instead.get(path) {
        Some(text) => Ok(text.clone()),
        None => {
            let whole = root.join(path);
            fs::read_to_string(&whole).map_err(|source| Error::File { path: whole, source })
        }
    };
    let wanted = of_schema(&lower(&read(SCHEMA)?, SCHEMA)?);
    let mut compared = 0;
    let mut drifts = Vec::new();
    for language in LANGUAGES {
        let mut found = Surface::default();
        for (path, scan) in language.files {
            found.add(scan(&read(path)?));
        }
        found.settle(&wanted);
        compared += found.names();
        drifts.extend(
            wanted
                .differences(&found, language.without)
                .into_iter()
                .map(|what| Drift {
                    language: language.name.to_owned(),
                    what,
                }),
        );
    }
    for ByHand { what, shown } in BY_HAND {
        for Shown {
            language,
            path,
            declaration,
        } in *shown
        {
            compared += 1;
            if !read(path)?.contains(declaration) {
                drifts.push(Drift {
                    language: (*language).to_owned(),
                    what: format!("{path} does not show {what}: {declaration:?} is missing"),
                });
            }
        }
    }
    Ok((compared, drifts))
}
