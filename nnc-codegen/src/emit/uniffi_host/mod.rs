//! Kotlin and Swift: what uniffi exports of nnc-ffi, and the layer over it in each of the two languages.
//!
//! What comes out of nnc are records and enums that uniffi carries over with their types. What goes in goes as one
//! unjudged value, so that the one judge of nnc-core judges it; the layers write it. Handles, inputs and streams that
//! users see are the layers'.

use std::collections::BTreeSet;

mod json_texts;
mod kotlin;
mod rust;
mod spelling;
mod swift;
mod swift_runner;

use super::{File, HEADER};
use crate::ir::{Base, Enum, Handle, Ir, Method, Record, Shape, Ty};
use crate::lower::ROOT_HANDLE;

/// Emits what Rust exports, and the layers of both languages.
pub fn emit(ir: &Ir) -> Vec<File> {
    if ir.api.handles.is_empty() {
        return Vec::new();
    }
    let surface = Surface::of(ir);
    let mut files = vec![rust::emit(&surface)];
    files.extend(kotlin::emit(&surface));
    files.push(json_texts::kotlin(&surface));
    files.extend(swift::emit(&surface));
    files.push(json_texts::swift(&surface));
    files.push(swift_runner::emit(&surface));
    files
}

/// What can be reached from the methods of the handles, in the schema's order.
struct Surface<'a> {
    ir: &'a Ir,
    /// The records that come out.
    outputs: Vec<&'a Record>,
    /// The records that go in.
    inputs: Vec<&'a Record>,
    /// The enums of both.
    enums: Vec<&'a Enum>,
    /// The enums that go in.
    words: Vec<&'a Enum>,
    /// The records that streams give.
    streamed: Vec<&'a Record>,
}

impl<'a> Surface<'a> {
    fn of(ir: &'a Ir) -> Self {
        let (mut outputs, mut inputs, mut streamed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let (mut enums, mut words) = (BTreeSet::new(), BTreeSet::new());
        let attached = ir.api.handles.iter().flat_map(|handle| &handle.attachments);
        let methods = ir.api.handles.iter().flat_map(|handle| &handle.methods);
        for method in methods.chain(attached.map(|attachment| &attachment.method)) {
            reach(ir, &method.gives, &mut outputs, &mut enums);
            for field in method.arguments.iter().flat_map(|record| &record.fields) {
                reach(ir, &field.ty, &mut inputs, &mut words);
            }
            if let (Shape::Feed, Base::Record(name)) = (method.shape, &method.gives.base) {
                streamed.insert(name.as_str());
            }
        }
        enums.extend(words.iter().copied());
        let records = || ir.records.iter().chain(&ir.api.outputs);
        let all_enums = || ir.enums.iter().chain(&ir.api.enums);
        Self {
            ir,
            outputs: records().filter(|r| outputs.contains(r.name.as_str())).collect(),
            inputs: records().filter(|r| inputs.contains(r.name.as_str())).collect(),
            enums: all_enums().filter(|e| enums.contains(e.name.as_str())).collect(),
            words: all_enums().filter(|e| words.contains(e.name.as_str())).collect(),
            streamed: records().filter(|r| streamed.contains(r.name.as_str())).collect(),
        }
    }

    /// The handle whose methods need none.
    fn root(&self) -> impl Iterator<Item = &'a Handle> {
        self.ir
            .api
            .handles
            .iter()
            .filter(|handle| handle.name == ROOT_HANDLE)
    }

    /// The handles that a host holds.
    fn held(&self) -> impl Iterator<Item = &'a Handle> {
        self.ir
            .api
            .handles
            .iter()
            .filter(|handle| handle.name != ROOT_HANDLE)
    }

    /// The handle that a method of the root gives: the root's methods stand in its class.
    fn opened(&self) -> Option<&'a str> {
        self.root()
            .flat_map(|root| &root.methods)
            .find_map(|method| match &method.gives.base {
                Base::Handle(name) => Some(name.as_str()),
                _ => None,
            })
    }
}

fn reach<'a>(ir: &'a Ir, ty: &'a Ty, records: &mut BTreeSet<&'a str>, enums: &mut BTreeSet<&'a str>) {
    match &ty.base {
        Base::Enum(name) => {
            enums.insert(name);
        }
        Base::Record(name) if records.insert(name) => {
            for field in ir.any_record(name).iter().flat_map(|record| &record.fields) {
                reach(ir, &field.ty, records, enums);
            }
        }
        Base::Union(name) => {
            for member in ir.find_union(name).iter().flat_map(|union| &union.members) {
                if records.insert(member) {
                    for field in ir.any_record(member).iter().flat_map(|record| &record.fields) {
                        reach(ir, &field.ty, records, enums);
                    }
                }
            }
        }
        _ => {}
    }
}

/// What a class of uniffi is called: users see the layer's.
fn native(handle: &str) -> String {
    format!("Native{handle}")
}

/// What the stream of a record is called.
fn native_feed(record: &str) -> String {
    format!("Native{record}Feed")
}

/// What stands between a class of the host program and Rust.
fn adapted(host: &str) -> String {
    format!("Adapted{host}")
}

/// The lines of a description, without those of the methods that start operations.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end)
}

/// The codes by which a method fails, as text.
fn codes(method: &Method) -> String {
    let quoted: Vec<String> = method.fails.iter().map(|code| format!("`{code}`")).collect();
    let why = "why the router or the database could not be used";
    if quoted.is_empty() {
        why.to_owned()
    } else {
        format!("{}; or {why}", quoted.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::Surface;
    use crate::files::SCHEMA;
    use crate::lower;

    /// The layers leave null out, as if nothing had been given, so a field that null clears would need a type of its own.
    #[test]
    fn no_method_takes_a_field_that_null_clears() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text = std::fs::read_to_string(root.join(SCHEMA)).unwrap();
        let ir = lower(&text, SCHEMA).unwrap();
        let surface = Surface::of(&ir);
        assert!(surface.inputs.len() > 1);
        let clearable: Vec<&str> = surface
            .inputs
            .iter()
            .flat_map(|record| &record.fields)
            .filter(|field| field.clearable)
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(clearable, Vec::<&str>::new());
    }
}
