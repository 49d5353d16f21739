//! The RouterOS API wire format: a sans-I/O codec with borrowed decoding.
