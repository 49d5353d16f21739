//! Where passwords come from: the environment, a file or a prompt; never an argument.

use std::io::{IsTerminal, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use nnc::{Error, KeySource, Secret};

use crate::args::KeyPlace;

/// A password that somebody has to give.
struct Wanted {
    /// The variable that may hold it.
    variable: &'static str,
    /// How to give it where nobody can be asked.
    how: &'static str,
    /// What the prompt calls it.
    what: &'static str,
    /// The error where it cannot be had.
    code: &'static str,
}

const ROUTER: Wanted = Wanted {
    variable: "NNC_ROUTER_PASSWORD",
    how: "set NNC_ROUTER_PASSWORD, or give --password-file",
    what: "password of the router",
    code: "no-password",
};

const EXPORT: Wanted = Wanted {
    variable: "NNC_EXPORT_PASSPHRASE",
    how: "set NNC_EXPORT_PASSPHRASE, or give --passphrase-file",
    what: "passphrase of the export",
    code: "no-passphrase",
};

const KEY: Wanted = Wanted {
    variable: "NNC_KEY_PASSPHRASE",
    how: "set NNC_KEY_PASSPHRASE",
    what: "passphrase of the key",
    code: "no-passphrase",
};

const NEW_KEY: Wanted = Wanted {
    variable: "NNC_NEW_KEY_PASSPHRASE",
    how: "set NNC_NEW_KEY_PASSPHRASE",
    what: "new passphrase of the key",
    code: "no-passphrase",
};

static ASKING: AtomicBool = AtomicBool::new(false);

/// Whether a person is being asked right now.
pub(crate) fn is_asking() -> bool {
    ASKING.load(Ordering::SeqCst)
}

/// Where the key is that is in force. A passphrase that is new here is typed twice.
pub(crate) fn key(place: KeyPlace, directory: &Path) -> Result<KeySource, Error> {
    Ok(match place {
        KeyPlace::File => KeySource::File,
        KeyPlace::Environment => KeySource::Environment("NNC_KEY".to_owned()),
        KeyPlace::Passphrase => KeySource::Passphrase(KEY.get(None, !directory.join("key.salt").exists())?),
        KeyPlace::Keyring => KeySource::Keyring,
    })
}

/// Where the key is to be from now on.
pub(crate) fn new_key(place: KeyPlace) -> Result<KeySource, Error> {
    Ok(match place {
        KeyPlace::Environment if std::env::var_os("NNC_NEW_KEY").is_none() => {
            let message = "nnc makes no key in the environment: set NNC_NEW_KEY to one, 64 hexadecimal digits such as `openssl rand -hex 32` prints";
            return Err(Error::invalid("key-missing", message.to_owned()));
        }
        KeyPlace::Environment => KeySource::Environment("NNC_NEW_KEY".to_owned()),
        KeyPlace::Passphrase => KeySource::Passphrase(NEW_KEY.get(None, true)?),
        KeyPlace::File => KeySource::File,
        KeyPlace::Keyring => KeySource::Keyring,
    })
}

/// The password of the router from the environment, where it stands in place of the stored one.
pub(crate) fn from_environment() -> Option<Secret> {
    ROUTER.in_environment()
}

/// The password of a router, to be stored.
pub(crate) fn of_router(file: Option<&Path>) -> Result<Secret, Error> {
    ROUTER.get(file, false)
}

/// The passphrase for a new export, which a person types twice.
pub(crate) fn for_new_export(file: Option<&Path>) -> Result<Secret, Error> {
    EXPORT.get(file, true)
}

/// The passphrase of an export.
pub(crate) fn of_export(file: Option<&Path>) -> Result<Secret, Error> {
    EXPORT.get(file, false)
}

impl Wanted {
    fn in_environment(&self) -> Option<Secret> {
        std::env::var(self.variable)
            .ok()
            .map(|password| Secret::from(password.as_str()))
    }

    fn get(&self, file: Option<&Path>, twice: bool) -> Result<Secret, Error> {
        if let Some(file) = file {
            return first_line(file)
                .map_err(|error| self.missing(format!("cannot be read from {}: {error}", file.display())));
        }
        if let Some(password) = self.in_environment() {
            return Ok(password);
        }
        if !std::io::stdin().is_terminal() {
            return Err(self.missing(format!("is missing: {}", self.how)));
        }
        let password = self.prompt("")?;
        if twice && password != self.prompt(", again")? {
            return Err(self.missing("was not the same twice".to_owned()));
        }
        Ok(password)
    }

    fn prompt(&self, again: &str) -> Result<Secret, Error> {
        ASKING.store(true, Ordering::SeqCst);
        let typed = rpassword::prompt_password(format!("The {}{again}: ", self.what));
        ASKING.store(false, Ordering::SeqCst);
        typed
            .map(|password| Secret::from(password.as_str()))
            .map_err(|error| self.missing(format!("cannot be read: {error}")))
    }

    fn missing(&self, why: String) -> Error {
        Error::invalid(self.code, format!("the {} {why}", self.what))
    }
}

/// A file is read so far and no further: nobody's password is longer.
const MOST_BYTES: u64 = 64 << 10;

/// The first line of a file, without its end.
fn first_line(file: &Path) -> std::io::Result<Secret> {
    let mut text = String::new();
    std::fs::File::open(file)?
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other(format!(
            "it is longer than {MOST_BYTES} bytes"
        )));
    }
    Ok(Secret::from(text.lines().next().unwrap_or_default()))
}
