//! RouterOS command data by version, and an offline check of commands against it.
