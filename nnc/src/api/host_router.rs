//! A router that a host program implements, as an adapter wants it.

use std::sync::Arc;

use async_trait::async_trait;

use super::generated::HostRouterApi;
use crate::connect::{Description, HostedError, HostedRouter, HostedRow};
use crate::error::Error;

/// What the schema's interface is to the adapter.
pub(super) struct Adapted(pub(super) Arc<dyn HostRouterApi>);

fn told(error: Error) -> HostedError {
    HostedError {
        code: error.code,
        message: error.message,
    }
}

#[async_trait]
impl HostedRouter for Adapted {
    async fn describe(&self) -> Result<Description, HostedError> {
        Ok(Description {
            version: self.0.version().await.map_err(told)?,
            identity: self.0.identity().await.map_err(told)?,
        })
    }

    async fn read(&self, menu: &str) -> Result<Vec<HostedRow>, HostedError> {
        let rows = self.0.read(menu.to_owned()).await.map_err(told)?;
        Ok(rows.into_iter().map(|row| row.into_iter().collect()).collect())
    }

    async fn write(&self, menu: &str, verb: &str, values: HostedRow) -> Result<Option<String>, HostedError> {
        let values = values.into_iter().collect();
        self.0
            .write(menu.to_owned(), verb.to_owned(), values)
            .await
            .map_err(told)
    }

    async fn begin(&self) -> Result<(), HostedError> {
        self.0.begin().await.map_err(told)
    }

    async fn commit(&self) -> Result<(), HostedError> {
        self.0.commit().await.map_err(told)
    }

    async fn roll_back(&self) -> Result<(), HostedError> {
        self.0.roll_back().await.map_err(told)
    }
}
