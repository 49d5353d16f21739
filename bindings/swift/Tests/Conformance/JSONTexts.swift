// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

/// The fields whose text is JSON.
let jsonTexts: Set<String> = [
    "LayerAt.value",
    "LayerView.value",
    "ValueChange.after",
    "ValueChange.before",
]
