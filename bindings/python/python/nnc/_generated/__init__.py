# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""What ``schema/nnc.graphql`` describes."""
