//! Rows that a change has put out of effect, and that go once it stands.

use nnc_core::identity::Mark;
use nnc_core::object::Kind;
use nnc_core::ports::RouterError;

use super::fault::is_gone;
use super::link::Live;
use crate::transport::{Command, Row};

/// Removes the row with this mark, if it is disabled. One that is gone already is what is wanted.
pub(super) async fn remove(live: &Live, kind: &Kind, mark: &Mark) -> Result<(), RouterError> {
    let comment = mark.to_string();
    let print = Command::print(kind.as_str())
        .proplist([".id", "comment", "disabled"])
        .query(format!("comment={comment}"));
    let rows = live.execute_one(print).await?.rows;
    let is_parked = |row: &&Row| {
        row.get_str("comment") == Some(comment.as_str())
            && matches!(row.get_str("disabled"), Some("true" | "yes"))
    };
    let removals: Vec<Command> = rows
        .iter()
        .filter(is_parked)
        .filter_map(|row| Some(Command::new(kind.as_str(), "remove").with(".id", row.get_str(".id")?)))
        .collect();
    for answer in live.execute(removals).await {
        match answer {
            Err(error) if !is_gone(&error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
