//! A simulated RouterOS for tests: binary API, TLS, REST, safe mode, faults.
