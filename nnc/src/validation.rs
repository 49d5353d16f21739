//! Validating changes of a router, and asking whether one would lock this program out.

use std::collections::BTreeSet;

use nnc_core::change::ChangeSet;
use nnc_core::identity::ResourceId;
use nnc_core::object::Snapshot;
use nnc_core::ports::RouterPort;
use nnc_core::walk::{Lockout, Management};
use nnc_state::drift::Deployed;
use nnc_state::validation::{LockoutPolicy, Report, Request, Validated, validate};

use crate::draft::Draft;
use crate::error::{Error, ErrorKind};
use crate::router::{Observation, Router};

impl Router {
    /// Takes what a draft means for the router through the stages of validation.
    ///
    /// Most changes keep nobody out; then it does not matter by which way this program reaches the router. Only where it
    /// does is that read, which costs an exchange. `restore` is given to repair: what the router confirmed last.
    pub(crate) async fn validate(
        &self,
        port: &dyn RouterPort,
        seen: &Observation,
        draft: &Draft,
        scope: &BTreeSet<ResourceId>,
        restore: Option<&Deployed>,
    ) -> Result<Validated, Error> {
        let capabilities = port.capabilities().await?;
        let effect = draft.merged_effect();
        let ask = |snapshot: &Snapshot, management: &Management, lockout| {
            validate(&Request {
                intents: &draft.intents,
                scope,
                snapshot,
                facts: &seen.facts,
                accepted: &seen.accepted,
                restore,
                platform: &seen.platform,
                effect: effect.as_ref(),
                management,
                lockout,
                limits: (capabilities.guard_limit, capabilities.window),
                guard: capabilities.guard,
            })
        };
        let policy = if self.shared.allow_lockout {
            LockoutPolicy::Allow
        } else {
            LockoutPolicy::Refuse
        };
        let mut validated =
            ask(&seen.snapshot, &port.management(), policy).map_err(|report| refused(&report))?;
        if validated.lockout != Lockout::Safe {
            let mut all = seen.snapshot.clone();
            let management = port.way_in(&mut all).await?;
            validated = ask(&all, &management, policy).map_err(|report| refused(&report))?;
        }
        match (&self.shared.expected_plan, &validated.report.plan_hash) {
            (Some(expected), Some(found)) if expected != found && validated.change.writes() > 0 => {
                let message = format!(
                    "the plan is not the one that was expected: it is {found} now; look at it with --dry-run and decide anew"
                );
                Err(Error::new(ErrorKind::Conflict, "plan-changed", message))
            }
            _ => Ok(validated),
        }
    }

    /// Whether this program would still reach the router after a change, new connections included. Reads, and writes
    /// nothing.
    ///
    /// Every change that nnc makes is asked this before it is applied; this is for changes of others.
    ///
    /// # Errors
    /// Why the router could not be read; `plan-stale` if it does not have the rows that the change is about.
    pub async fn would_lock_out(&self, change: &ChangeSet) -> Result<Lockout, Error> {
        let port = self.connect(true, None).await?;
        let asked = async {
            let mut seen = self.observe(&port).await?;
            let management = port.way_in(&mut seen.snapshot).await?;
            let after = seen
                .platform
                .predict(&seen.snapshot, change)
                .map_err(|error| Error::new(ErrorKind::Unavailable, "plan-stale", error.to_string()))?;
            Ok(seen.platform.lockout(&seen.snapshot, &after, &management))
        }
        .await;
        port.close().await;
        asked
    }
}

/// What refuses a change, as one error.
fn refused(report: &Report) -> Error {
    let mut error = Error::findings(report.refusals());
    let refusals = report
        .findings
        .iter()
        .filter(|judged| judged.weight == nnc_state::validation::Weight::Refusal);
    for (index, judged) in refusals.enumerate() {
        let stage = serde_json::to_value(judged.stage).unwrap_or_default();
        if let Some(stage) = stage.as_str() {
            error
                .context
                .insert(format!("finding.{index}.stage"), stage.to_owned());
        }
    }
    error
}
