//! Generates models, validators and platform maps from schema/nnc.graphql.
