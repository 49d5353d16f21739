//! Arguments whose offered words are not all that they take.

use crate::rules::Place;

/// Whether an argument takes more than the words offered for it.
pub(crate) fn is_open(_place: &Place<'_>, _words: &[String]) -> bool {
    true
}
