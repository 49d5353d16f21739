//! Node: what the addon does when JavaScript calls a method by its number, and the JavaScript that calls it.
//!
//! A method is known on both sides by its place in its handle. Values come out of the addon as positional JSON, an array
//! for each record, which JavaScript makes records of; values go in as they are and are judged behind the border.

mod declarations;
mod rust;
mod script;

use std::collections::BTreeSet;

use super::{File, HEADER};
use crate::ir::{Attachment, Base, Enum, Handle, Ir, Method, Record, Ty};

/// Emits the addon's side, the scripts and their types.
pub fn emit(ir: &Ir) -> Vec<File> {
    if ir.api.handles.is_empty() {
        return Vec::new();
    }
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text: format!("// {HEADER}\n\n{text}"),
    };
    let used = Used::by_api(ir);
    let types = declarations::emit(ir, &used);
    vec![
        file("nnc-ffi/src/node/generated.rs", rust::emit(ir, &used)),
        file("bindings/node/lib/index.cjs", script::common(ir, &used)),
        file("bindings/node/lib/index.mjs", script::module(ir, &used)),
        file("bindings/node/lib/index.d.ts", types.clone()),
        file("bindings/node/lib/index.d.cts", types),
    ]
}

/// What methods give, directly or inside of something, and what they take.
#[derive(Default)]
struct Used<'a> {
    outputs: Vec<&'a Record>,
    inputs: Vec<&'a Record>,
    enums: Vec<&'a Enum>,
    output_enums: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    fn by_api(ir: &'a Ir) -> Self {
        let mut used = Self::default();
        for method in ir.api.handles.iter().flat_map(all_methods) {
            used.give(ir, &method.gives);
            for field in method.arguments.iter().flat_map(|record| &record.fields) {
                used.take(ir, &field.ty);
            }
        }
        used
    }

    fn give(&mut self, ir: &'a Ir, ty: &Ty) {
        match &ty.base {
            Base::Enum(name) => {
                if let Some(e) = self.word(ir, name) {
                    self.output_enums.insert(&e.name);
                }
            }
            Base::Record(name) => {
                let Some(record) = ir.any_record(name) else { return };
                if self.outputs.iter().all(|known| known.name != record.name) {
                    for field in &record.fields {
                        self.give(ir, &field.ty);
                    }
                    self.outputs.push(record);
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, ir: &'a Ir, ty: &Ty) {
        match &ty.base {
            Base::Enum(name) => {
                self.word(ir, name);
            }
            Base::Record(name) => {
                let Some(record) = ir.any_record(name) else { return };
                if self.inputs.iter().all(|known| known.name != record.name) {
                    for field in &record.fields {
                        self.take(ir, &field.ty);
                    }
                    self.inputs.push(record);
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, ir: &'a Ir, name: &str) -> Option<&'a Enum> {
        let e = ir.any_enum(name)?;
        if self.enums.iter().all(|known| known.name != e.name) {
            self.enums.push(e);
        }
        Some(e)
    }
}

/// The calls that take what JavaScript implements, with their numbers, which go on after those of the other methods.
fn attachments(handle: &Handle) -> impl Iterator<Item = (usize, &Attachment)> {
    (handle.methods.len()..).zip(&handle.attachments)
}

/// The methods of a handle, in the order of their numbers.
fn all_methods(handle: &Handle) -> impl Iterator<Item = &Method> {
    let attaching = handle.attachments.iter().map(|attachment| &attachment.method);
    handle.methods.iter().chain(attaching)
}

/// What the method is called that gives the operation at once.
fn start_name(method: &str) -> String {
    format!("start{}", crate::names::pascal(method))
}
