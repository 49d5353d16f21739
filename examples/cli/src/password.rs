//! Where the password of a router comes from: the environment, a file or a prompt; never an argument.

use std::io::IsTerminal;
use std::path::Path;

use nnc::{Error, Secret};

/// The variable that holds it.
const VARIABLE: &str = "NNC_ROUTER_PASSWORD";

/// From the environment, where it stands in place of the stored one.
pub(crate) fn from_environment() -> Option<Secret> {
    std::env::var(VARIABLE)
        .ok()
        .map(|password| Secret::from(password.as_str()))
}

/// For a router that is added.
pub(crate) fn for_new_router(file: Option<&Path>) -> Result<Secret, Error> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(|error| {
            Error::invalid(
                "no-password",
                format!("the password cannot be read from {}: {error}", file.display()),
            )
        })?;
        return Ok(Secret::from(text.lines().next().unwrap_or_default()));
    }
    if let Some(password) = from_environment() {
        return Ok(password);
    }
    if !std::io::stdin().is_terminal() {
        let message = format!("there is no password: set {VARIABLE}, or give --password-file");
        return Err(Error::invalid("no-password", message));
    }
    rpassword::prompt_password("Password of the router: ")
        .map(|password| Secret::from(password.as_str()))
        .map_err(|error| Error::invalid("no-password", format!("the password cannot be read: {error}")))
}
