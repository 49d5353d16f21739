//! The scripts: classes that call the addon, and what makes records of positional JSON.

use std::fmt::Write as _;

use super::{Used, attachments, start_name};
use crate::ir::{Base, Handle, Ir, Method, Record, Shape, Ty};
use crate::lower::ROOT_HANDLE;

/// What the hand-written part gives to the users of the package.
const RUNTIME_EXPORTS: &[&str] = &["Feed", "NncError", "log"];

/// The CommonJS module, which holds everything.
pub(super) fn common(ir: &Ir, used: &Used<'_>) -> String {
    let mut out = "\"use strict\";\n\n\
        const { Feed, Handle, NncError, again, attached, call, log, opened, part, root, started } = require(\"./runtime.cjs\");\n\n"
        .to_owned();
    for e in &used.enums {
        let words: Vec<String> = e.values.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let entries: Vec<String> = e
            .values
            .iter()
            .map(|(word, _)| format!("{word}: \"{word}\""))
            .collect();
        let _ = writeln!(
            out,
            "const {} = Object.freeze({{ {} }});",
            e.name,
            entries.join(", ")
        );
        if used.output_enums.contains(e.name.as_str()) {
            let _ = writeln!(out, "const WORDS_OF_{} = [{}];", e.name, words.join(", "));
        }
    }
    out.push('\n');
    for record in &used.outputs {
        out.push_str(&maker(record));
    }
    out.push_str("const list = (make) => (rows) => {\n  const made = new Array(rows.length);\n  for (let at = 0; at < rows.length; at += 1) made[at] = make(rows[at]);\n  return made;\n};\n\n");
    for record in used.outputs.iter().filter(|record| is_listed(ir, record)) {
        let name = &record.name;
        let _ = writeln!(out, "const list{name} = again(list(make{name}));");
    }
    out.push('\n');
    for host in &ir.api.hosts {
        let methods: Vec<String> = host.methods.iter().map(|m| format!("\"{}\"", m.name)).collect();
        let _ = writeln!(
            out,
            "const METHODS_OF_{} = [{}];\n",
            host.name,
            methods.join(", ")
        );
    }
    // Those first that others give: a class is known only from its own line on.
    let handles: Vec<&Handle> = ir
        .api
        .handles
        .iter()
        .filter(|handle| handle.name != ROOT_HANDLE)
        .collect();
    for handle in &handles {
        out.push_str(&class(ir, handle));
    }
    let functions = ir.find_handle(ROOT_HANDLE);
    let functions = functions.map(|root| root.methods.as_slice()).unwrap_or_default();
    for (number, method) in functions.iter().enumerate() {
        let body = called(ir, "root()", number, method);
        let _ = writeln!(
            out,
            "function {}({}options) {{\n  return {body};\n}}\n",
            method.name,
            before_more(method)
        );
    }
    let _ = writeln!(out, "module.exports = {{ {} }};", exported(ir, used).join(", "));
    out
}

/// The ES module: the same objects by name, so that there is one `NncError` however the package is loaded.
pub(super) fn module(ir: &Ir, used: &Used<'_>) -> String {
    format!(
        "import nnc from \"./index.cjs\";\n\nexport const {{ {} }} = nnc;\nexport default nnc;\n",
        exported(ir, used).join(", ")
    )
}

fn exported(ir: &Ir, used: &Used<'_>) -> Vec<String> {
    let mut names: Vec<String> = RUNTIME_EXPORTS.iter().map(|name| (*name).to_owned()).collect();
    names.extend(used.enums.iter().map(|e| e.name.clone()));
    for handle in &ir.api.handles {
        if handle.name == ROOT_HANDLE {
            names.extend(handle.methods.iter().map(|method| method.name.clone()));
        } else {
            names.push(handle.name.clone());
        }
    }
    names
}

fn class(ir: &Ir, handle: &Handle) -> String {
    let mut out = format!("class {} extends Handle {{\n", handle.name);
    for (number, method) in handle.methods.iter().enumerate() {
        if let (Shape::Part, Base::Handle(gives)) = (method.shape, &method.gives.base) {
            let name = &method.name;
            let _ = writeln!(
                out,
                "  #{name};\n  get {name}() {{\n    return (this.#{name} ??= part(this, {number}, {gives}));\n  }}\n"
            );
            continue;
        }
        let name = &method.name;
        let _ = writeln!(
            out,
            "  {name}({}options) {{\n    return {};\n  }}\n",
            before_more(method),
            called(ir, "this", number, method)
        );
        if method.shape == Shape::Operation {
            let parameter = if method.arguments.is_some() { "args" } else { "" };
            let _ = writeln!(
                out,
                "  {}({parameter}) {{\n    return started(this, {number}, {}, Operation);\n  }}\n",
                start_name(name),
                argument(method)
            );
        }
    }
    for (number, attachment) in attachments(handle) {
        let (method, beside) = (&attachment.method, &attachment.argument);
        let taken = format!("{}{beside}", before_more(method));
        let host = format!(
            "{{ argument: \"{beside}\", host: {beside}, methods: METHODS_OF_{} }}",
            attachment.host
        );
        let _ = writeln!(
            out,
            "  {}({taken}, options) {{\n    return attached(this, {number}, {}, {host}, {}, options);\n  }}\n",
            method.name,
            argument(method),
            make(ir, method)
        );
    }
    out.trim_end().to_owned() + "\n}\n\n"
}

/// The arguments, where there are any, before further parameters.
fn before_more(method: &Method) -> &'static str {
    if method.arguments.is_some() { "args, " } else { "" }
}

fn argument(method: &Method) -> &'static str {
    if method.arguments.is_some() { "args" } else { "{}" }
}

fn called(ir: &Ir, on: &str, number: usize, method: &Method) -> String {
    let argument = argument(method);
    if method.shape == Shape::Feed {
        return format!(
            "opened({on}, {number}, {argument}, {}, options)",
            made_by(&method.gives)
        );
    }
    format!("call({on}, {number}, {argument}, {}, options)", make(ir, method))
}

/// The function that makes of an answer what a call gives.
fn make(ir: &Ir, method: &Method) -> String {
    match &method.gives.base {
        Base::Record(name) if method.gives.list && is_flat(ir, name) => format!("list{name}"),
        Base::Handle(name) => format!("(native) => new {name}(native)"),
        Base::Void => "undefined".to_owned(),
        _ => made_by(&method.gives),
    }
}

/// Whether some call gives a list of these, and the list can be made anew of rows that are kept.
fn is_listed(ir: &Ir, record: &Record) -> bool {
    let methods = ir.api.handles.iter().flat_map(|handle| &handle.methods);
    let calls = methods.filter(|method| method.shape == Shape::Call && method.gives.list);
    let mut given = calls.filter_map(|method| match &method.gives.base {
        Base::Record(name) => Some(name),
        _ => None,
    });
    given.any(|name| *name == record.name) && is_flat(ir, &record.name)
}

/// Whether what is made of a row shares nothing with it that a program could change.
fn is_flat(ir: &Ir, record: &str) -> bool {
    let outputs = ir.api.outputs.iter().find(|output| output.name == record);
    let Some(record) = outputs.or_else(|| ir.find_record(record)) else {
        return false;
    };
    record.fields.iter().all(|field| match &field.ty.base {
        _ if field.ty.list => false,
        Base::Record(name) => is_flat(ir, name),
        Base::Json | Base::Values | Base::Union(_) | Base::Handle(_) => false,
        _ => true,
    })
}

/// The function that makes a value of its positional form; `undefined` where that is the value already.
fn made_by(ty: &Ty) -> String {
    match &ty.base {
        Base::Record(name) if ty.list => format!("list(make{name})"),
        Base::Record(name) if !ty.nullable => format!("make{name}"),
        _ => match value(ty, "row") {
            made if made == "row" => "undefined".to_owned(),
            made => format!("(row) => {made}"),
        },
    }
}

/// The function that makes a record of its row.
fn maker(record: &Record) -> String {
    let mut fields = String::new();
    for (at, field) in record.fields.iter().enumerate() {
        let _ = writeln!(
            fields,
            "  {}: {},",
            field.name,
            value(
                &Ty {
                    nullable: field.ty.nullable || record.one_of,
                    ..field.ty.clone()
                },
                &format!("row[{at}]")
            )
        );
    }
    format!("const make{} = (row) => ({{\n{fields}}});\n\n", record.name)
}

fn value(ty: &Ty, place: &str) -> String {
    let one = |place: &str| match &ty.base {
        Base::U64 => Some(format!("BigInt({place})")),
        Base::DateTime => Some(format!("new Date({place})")),
        Base::Enum(name) => Some(format!("WORDS_OF_{name}[{place}]")),
        Base::Record(name) => Some(format!("make{name}({place})")),
        _ => None,
    };
    let made = if ty.list {
        match one("row") {
            Some(made) => format!("{place}.map((row) => {made})"),
            None => return place.to_owned(),
        }
    } else {
        match one(place) {
            Some(made) => made,
            None => return place.to_owned(),
        }
    };
    if ty.nullable {
        format!("{place} === null ? null : {made}")
    } else {
        made
    }
}
