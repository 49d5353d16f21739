//! The apply machine of nnc: durable intents, guarded changes, confirmed outcomes.
