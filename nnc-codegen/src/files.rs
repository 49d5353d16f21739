//! Writes the generated files, or says which of them differ.

use std::fs;
use std::path::Path;

use crate::emit::{self, File};
use crate::{Error, lower};

/// The schema, from the root of the repository.
pub const SCHEMA: &str = "schema/nnc.graphql";

/// Every file that a schema gives.
///
/// # Errors
/// As [`lower`].
pub fn generate(schema: &str) -> Result<Vec<File>, Error> {
    let ir = lower(schema, SCHEMA)?;
    let mut files = emit::rust::emit(&ir);
    files.extend(emit::routeros::emit(&ir));
    files.extend(emit::typescript::emit(&ir));
    files.extend(emit::node_host::emit(&ir));
    files.extend(emit::python::emit(&ir));
    files.extend(emit::uniffi_host::emit(&ir));
    files.extend(emit::python_host::emit(&ir));
    Ok(files)
}

/// Writes the files that differ, under the root of the repository; says which.
///
/// # Errors
/// [`Error::File`] where one cannot be written, and as [`generate`].
pub fn write(root: &Path) -> Result<Vec<String>, Error> {
    let mut changed = Vec::new();
    for file in generate(&read(&root.join(SCHEMA))?)? {
        let path = root.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|old| old == file.text) {
            continue;
        }
        let failed = |source| Error::File {
            path: path.clone(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(&path, &file.text).map_err(failed)?;
        changed.push(file.path);
    }
    Ok(changed)
}

/// Compares the files under the root of the repository with what the schema gives.
///
/// # Errors
/// [`Error::Stale`] where any differs or is missing, and as [`generate`].
pub fn check(root: &Path) -> Result<(), Error> {
    let files = generate(&read(&root.join(SCHEMA))?)?;
    let stale: Vec<String> = files
        .into_iter()
        .filter(|file| !fs::read_to_string(root.join(&file.path)).is_ok_and(|old| old == file.text))
        .map(|file| file.path)
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Error::Stale(stale))
    }
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::File {
        path: path.to_owned(),
        source,
    })
}
