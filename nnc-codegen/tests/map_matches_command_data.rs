//! Every property that the schema maps exists in RouterOS's own command trees, in exactly the versions that the schema
//! says; the trees are those of routeros-commands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use nnc_codegen::ir::{Base, Mikrotik};
use routeros_commands::CommandTree;

const SCHEMA: &str = include_str!("../../schema/nnc.graphql");

#[test]
fn since_and_until_are_what_the_command_trees_say() {
    let ir = nnc_codegen::lower(SCHEMA, "schema/nnc.graphql").unwrap();
    let tree = CommandTree::embedded().unwrap();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for record in ir.records.iter().filter(|r| r.mikrotik_path.is_some()) {
        let path = record.mikrotik_path.as_deref().unwrap();
        for field in &record.fields {
            let Some(Mikrotik {
                field: property,
                since,
                until,
                ..
            }) = &field.mikrotik
            else {
                continue;
            };
            // The trees tell what can be set; what the router makes itself is shown only.
            if property.starts_with('.') || field.generated {
                continue;
            }
            for source in tree.sources() {
                let version = (source.version.major, source.version.minor);
                let said = since.is_none_or(|s| s <= version) && until.is_none_or(|u| version <= u);
                let verb = tree.at(source.version).unwrap().verb(&format!("{path}/add"));
                let there = verb.is_some_and(|v| v.argument(property).is_some());
                if said != there {
                    wrong.push(format!(
                        "{path} {property} at {}: the schema says {said}, the tree {there}",
                        source.version
                    ));
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 2000, "only {checked} properties were compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn secrets_of_rows_are_marked() {
    let ir = nnc_codegen::lower(SCHEMA, "schema/nnc.graphql").unwrap();
    for field in ir.records.iter().flat_map(|r| &r.fields) {
        let secret = ["key", "password", "secret"]
            .iter()
            .any(|w| field.name.to_lowercase().contains(w));
        if secret && field.ty.base == Base::Text {
            assert!(field.sensitive, "{} is not @sensitive", field.name);
        }
    }
}
