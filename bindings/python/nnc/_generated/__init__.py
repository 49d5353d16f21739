# generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
"""The models that ``schema/nnc.graphql`` describes."""
