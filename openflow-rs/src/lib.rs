//! OpenFlow 1.3-1.5 with the Nicira extensions: codec, ovs-ofctl text, lint, trace and reconcile.
