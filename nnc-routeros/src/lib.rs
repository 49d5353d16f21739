//! The RouterOS adapter of nnc: clients, observation, change sessions and guards.
