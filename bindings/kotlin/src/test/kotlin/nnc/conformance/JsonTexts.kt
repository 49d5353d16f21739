// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

package nnc.conformance

/** The fields and arguments whose text is JSON: a class, a method where it is an argument, a name. */
internal val JSON_TEXTS: Set<String> = setOf(
    "LayerAt.value",
    "LayerView.value",
    "Resources.apply.document",
    "Resources.startApply.document",
    "ValueChange.after",
    "ValueChange.before",
)
