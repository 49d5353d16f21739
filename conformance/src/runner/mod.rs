//! Languages that can be asked to call something.

mod process;
mod rust;

use async_trait::async_trait;
use serde_json::Value;

pub use process::{Process, ProcessError};
pub use rust::Rust;

/// Answers requests, one after the other.
#[async_trait]
pub trait Runner: Send {
    /// Answers a request; both are as the README of this crate says.
    ///
    /// # Errors
    /// Why there is no answer at all, which is a defect of the runner.
    async fn answer(&mut self, request: &Value) -> Result<Value, ProcessError>;
}
