//! Python: dataclasses with validators, for the standard library alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{File, HEADER};
use crate::ir::{Base, CrossRule, Enum, Family, Field, Ir, Kind, Literal, Record, Ty, Union};
use crate::mutants::{Change, Mutants, Rule};
use crate::names::snake;
use crate::pattern::Pattern;

/// Where the package is.
pub(super) const HOME: &str = "bindings/python/python/nnc";

/// Emits the models.
pub fn emit(ir: &Ir) -> Vec<File> {
    let mutants = Mutants::default();
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("# {HEADER}\n{text}"),
    };
    vec![
        file("_generated/enums.py", enums(ir)),
        file("models/__init__.py", package(ir)),
        file(
            "models/_generated.py",
            models(ir, &mutants, ".", ".._generated.enums"),
        ),
    ]
}

/// Emits all models as one module in which the mistake whose number is in `active` is made.
pub fn emit_with_mutants(ir: &Ir, mutants: &Mutants) -> String {
    let switch = "\nactive = 0\n\n\ndef on(number: int) -> bool:\n    return number == active\n";
    format!(
        "# {HEADER}\n{}{switch}",
        models(ir, mutants, "nnc.models.", "nnc._generated.enums")
    )
}

/// The package of the models: all of it by name, so that everybody sees what there is.
fn package(ir: &Ir) -> String {
    let lines = |names: &[&str]| -> String { names.iter().map(|n| format!("    {n},\n")).collect() };
    let enums: Vec<&str> = ir.enums.iter().map(|e| e.name.as_str()).collect();
    let models = ir.modelled().map(|r| r.name.as_str());
    let models: Vec<&str> = models.chain(ir.unions.iter().map(|u| u.name.as_str())).collect();
    let own = ["ABSENT", "Absent", "Finding", "Refused", "findings", "from_json"];
    let all: String = own
        .iter()
        .chain(&enums)
        .chain(&models)
        .map(|name| format!("    \"{name}\",\n"))
        .collect();
    format!(
        "\"\"\"Models of the documents that nnc speaks of, with their validators; no native code.\n\n\
         >>> from nnc.models import CreateVirtualInterfaceInput, from_json\n\
         >>> from_json(CreateVirtualInterfaceInput, '{{\"name\": \"tor-usa\", \"service\": \"tor\"}}').name\n'tor-usa'\n\"\"\"\n\n\
         from .._generated.enums import (\n{})\nfrom ._fields import ABSENT, Absent\nfrom ._findings import Finding, Refused\nfrom ._generated import (\n{})\nfrom ._validate import findings, from_json\n\n__all__ = [\n{all}]\n",
        lines(&enums),
        lines(&models)
    )
}

fn enums(ir: &Ir) -> String {
    let all = || ir.enums.iter().chain(&ir.api.enums);
    let names: Vec<_> = all().map(|e| format!("    \"{}\",\n", e.name)).collect();
    let mut out = format!(
        "\"\"\"Enums.\"\"\"\n\nfrom enum import StrEnum\n\n__all__ = [\n{}]\n",
        names.concat()
    );
    for e in all() {
        out.push_str(&enumeration(e));
    }
    out
}

fn enumeration(e: &Enum) -> String {
    let mut out = format!(
        "\n\nclass {}(StrEnum):\n{}",
        e.name,
        docstring(&e.doc, &e.name, "    ")
    );
    out.push('\n');
    for (word, text) in &e.values {
        let _ = writeln!(out, "    {word} = \"{word}\"");
        if !text.is_empty() {
            out.push_str(&docstring(text, "", "    "));
        }
    }
    out
}

fn models(ir: &Ir, mutants: &Mutants, kernel: &str, enums: &str) -> String {
    let package = if kernel == "." { "." } else { "nnc.models" };
    let mut python = Python {
        mutants,
        patterns: BTreeMap::new(),
    };
    let mut classes = String::new();
    for record in ir.modelled() {
        classes.push_str(&python.record(record));
    }
    for union in &ir.unions {
        classes.push_str(&union_class(union));
    }
    let mut names: Vec<&str> = ir.modelled().map(|r| r.name.as_str()).collect();
    names.extend(ir.unions.iter().map(|u| u.name.as_str()));
    let all: String = names.iter().map(|n| format!("    \"{n}\",\n")).collect();
    let enum_names: String = ir.enums.iter().map(|e| format!("    {},\n", e.name)).collect();
    let mut out = format!(
        "\"\"\"Models and their validators.\"\"\"\n\nfrom __future__ import annotations\n\nimport re\nfrom dataclasses import dataclass, field as _field\nfrom collections.abc import Mapping\nfrom datetime import datetime\nfrom typing import ClassVar, Final, Self\n\n\
         from {package} import _cross, _rules\nfrom {kernel}_fields import ABSENT, Absent, Fields\nfrom {kernel}_findings import Findings\nfrom {kernel}_json import Raw\n\
         from {enums} import (\n{enum_names})\n\n__all__ = [\n{all}]\n\n"
    );
    let mut patterns: Vec<_> = python.patterns.iter().collect();
    patterns.sort_by_key(|(_, number)| **number);
    for (text, number) in patterns {
        let _ = writeln!(
            out,
            "_P{number}: Final = re.compile({}, re.ASCII)",
            raw_string(text)
        );
    }
    out.push_str(&classes);
    out
}

struct Python<'a> {
    mutants: &'a Mutants,
    /// The patterns used so far with their numbers.
    patterns: BTreeMap<String, usize>,
}

impl Python<'_> {
    fn record(&mut self, record: &Record) -> String {
        let name = &record.name;
        let mut out = format!("\n\n@dataclass(frozen=True, slots=True, kw_only=True)\nclass {name}:\n");
        let note = if record.one_of {
            " Exactly one of the fields is given."
        } else {
            ""
        };
        out.push_str(&docstring(&format!("{}{note}", record.doc), name, "    "));
        out.push('\n');
        for field in &record.fields {
            let _ = writeln!(
                out,
                "    {}: {}{}",
                snake(&field.name),
                field_type(record, field),
                initial(record, field)
            );
            if !field.doc.is_empty() {
                out.push_str(&docstring(&field.doc, "", "    "));
            }
        }
        out.push_str(&schema_names(record));
        out.push_str(
            "\n    @classmethod\n    def decode(cls, raw: Raw, at: Findings) -> Self | None:\n\
             \x20       \"\"\"Judges a value and makes the model; every finding goes to ``at``.\"\"\"\n\
             \x20       fields = Fields(raw, at)\n        return cls.decode_fields(fields, at) if fields.opened else None\n\n\
             \x20   @classmethod\n    def decode_fields(cls, fields: Fields, at: Findings) -> Self | None:\n\
             \x20       \"\"\"Judges the fields of an opened object.\"\"\"\n        before = at.count\n",
        );
        for field in &record.fields {
            let _ = writeln!(
                out,
                "        {}_ = {}",
                snake(&field.name),
                self.field(record, field)
            );
        }
        if record.one_of {
            match self.switch(name, "", Rule::ExactlyOne) {
                Some(switch) => out.push_str(&format!(
                    "        if not {switch}:\n            fields.exactly_one()\n"
                )),
                None => out.push_str("        fields.exactly_one()\n"),
            }
        }
        match self.switch(name, "", Rule::Closed) {
            Some(switch) => out.push_str(&format!("        if not {switch}:\n            fields.close()\n")),
            None => out.push_str("        fields.close()\n"),
        }
        out.push_str(&self.cross(record));
        let needed: String = record
            .fields
            .iter()
            .filter(|f| !f.clearable && (!f.ty.nullable || (record.kind == Kind::Patch)))
            .map(|f| format!("            or {}_ is None\n", snake(&f.name)))
            .collect();
        let _ = writeln!(
            out,
            "        if (\n            at.count != before\n{needed}        ):\n            return None"
        );
        out.push_str("        return cls(\n");
        for field in &record.fields {
            let n = snake(&field.name);
            let _ = writeln!(out, "            {n}={n}_,");
        }
        out.push_str("        )\n");
        out
    }

    fn cross(&self, record: &Record) -> String {
        let mut rules = String::new();
        for (place, rule) in record.cross_rules.iter().enumerate() {
            let others = self.mutants.of(&record.name, rule.field(), Rule::Cross(place));
            let other = |change: &Change| match change {
                Change::Cross(other) => cross_rule(other),
                _ => cross_rule(&CrossRule::none()),
            };
            let others = others.map(|m| (m.id, other(&m.change)));
            let _ = writeln!(rules, "            {},", alternatives(cross_rule(rule), others));
        }
        if rules.is_empty() {
            return rules;
        }
        format!("        fields.cross(\n            before,\n{rules}        )\n")
    }

    fn field(&mut self, record: &Record, field: &Field) -> String {
        let n = &field.name;
        let judge = self.judge(record, field);
        if record.kind == Kind::Patch {
            let clearable = if field.clearable { "True" } else { "False" };
            return format!("fields.patch(\"{n}\", {judge}, {clearable})");
        }
        if let Some(literal) = &field.default {
            return format!(
                "fields.omittable(\"{n}\", {judge}, {})",
                python_literal(&field.ty, literal)
            );
        }
        if field.ty.nullable {
            return format!("fields.optional(\"{n}\", {judge})");
        }
        match self.switch(&record.name, n, Rule::Required) {
            Some(switch) => format!("(fields.optional if {switch} else fields.required)(\"{n}\", {judge})"),
            None => format!("fields.required(\"{n}\", {judge})"),
        }
    }

    fn judge(&mut self, record: &Record, field: &Field) -> String {
        let one = self.judge_one(record, field);
        if !field.ty.list {
            return one;
        }
        let (min, max) = field.rules.items.unwrap_or((0, u32::MAX));
        let min = self.number(record, field, Rule::MinItems, i64::from(min));
        let max = self.number(record, field, Rule::MaxItems, i64::from(max));
        let unique = match self.switch(&record.name, &field.name, Rule::UniqueItems) {
            Some(switch) => format!("not {switch}"),
            None => boolean(field.rules.unique_items).to_owned(),
        };
        format!("lambda raw, at: _rules.items(raw, at, {min}, {max}, {unique}, {one})")
    }

    fn judge_one(&mut self, record: &Record, field: &Field) -> String {
        match &field.ty.base {
            Base::Text | Base::Id => {
                let (min, max) = field.rules.length.unwrap_or((0, u32::MAX));
                let min = self.number(record, field, Rule::MinLength, i64::from(min));
                let max = self.number(record, field, Rule::MaxLength, i64::from(max));
                let pattern = self
                    .pattern(record, field)
                    .map(|p| format!(", {p}"))
                    .unwrap_or_default();
                format!("lambda raw, at: _rules.text(raw, at, {min}, {max}{pattern})")
            }
            Base::Int | Base::Duration => self.ranged("integer", record, field),
            Base::DateTime => self.ranged("date_time", record, field),
            Base::Boolean => "_rules.boolean".to_owned(),
            Base::U64 => "_rules.u64".to_owned(),
            Base::Mac => "_rules.mac".to_owned(),
            Base::SecretRef => "_rules.secret_ref".to_owned(),
            Base::IpAddress => format!(
                "lambda raw, at: _rules.ip_address(raw, at, {})",
                self.version(record, field)
            ),
            Base::IpPrefix => {
                let host_bits = match self.switch(&record.name, &field.name, Rule::HostBits) {
                    Some(switch) => format!("not {switch}"),
                    None => boolean(field.rules.no_host_bits).to_owned(),
                };
                format!(
                    "lambda raw, at: _rules.ip_prefix(raw, at, {}, {host_bits})",
                    self.version(record, field)
                )
            }
            Base::Enum(name) => format!("lambda raw, at: _rules.enumeration(raw, at, {name})"),
            Base::Record(name) | Base::Union(name) | Base::Handle(name) => format!("{name}.decode"),
            Base::Json | Base::Values | Base::Void => "lambda raw, at: raw".to_owned(),
        }
    }

    fn ranged(&self, judge: &str, record: &Record, field: &Field) -> String {
        let (min, max) = field.rules.range.unwrap_or((i64::MIN, i64::MAX));
        let min = self.number(record, field, Rule::Min, min);
        let max = self.number(record, field, Rule::Max, max);
        format!("lambda raw, at: _rules.{judge}(raw, at, {min}, {max})")
    }

    fn number(&self, record: &Record, field: &Field, rule: Rule, truth: i64) -> String {
        self.pick(record, field, rule, truth.to_string(), |change| match change {
            Change::Number(n) => n.to_string(),
            _ => truth.to_string(),
        })
    }

    fn version(&self, record: &Record, field: &Field) -> String {
        let number = |family: Option<Family>| match family {
            None => "0",
            Some(Family::V4) => "4",
            Some(Family::V6) => "6",
        };
        self.pick(
            record,
            field,
            Rule::Family,
            number(field.rules.family).to_owned(),
            |change| match change {
                Change::Family(family) => number(*family).to_owned(),
                _ => "0".to_owned(),
            },
        )
    }

    fn pattern(&mut self, record: &Record, field: &Field) -> Option<String> {
        let truth = self.pattern_name(field.rules.pattern.as_ref()?);
        let mutants = self.mutants;
        let mut others = Vec::new();
        for mutant in mutants.of(&record.name, &field.name, Rule::Pattern) {
            others.push((
                mutant.id,
                match &mutant.change {
                    Change::Pattern(other) => self.pattern_name(other),
                    _ => "None".to_owned(),
                },
            ));
        }
        Some(alternatives(truth, others))
    }

    fn pattern_name(&mut self, pattern: &Pattern) -> String {
        let fresh = self.patterns.len();
        format!("_P{}", self.patterns.entry(pattern.text()).or_insert(fresh))
    }

    fn pick(
        &self,
        record: &Record,
        field: &Field,
        rule: Rule,
        truth: String,
        render: impl Fn(&Change) -> String,
    ) -> String {
        alternatives(
            truth,
            self.mutants
                .of(&record.name, &field.name, rule)
                .map(|m| (m.id, render(&m.change))),
        )
    }

    fn switch(&self, record: &str, field: &str, rule: Rule) -> Option<String> {
        self.mutants
            .of(record, field, rule)
            .next()
            .map(|m| format!("on({})", m.id))
    }
}

fn cross_rule(rule: &CrossRule) -> String {
    let tuple = |words: &[String]| {
        let words: String = words.iter().map(|word| format!("{word:?}, ")).collect();
        format!("({})", words.strip_suffix(' ').unwrap_or_default())
    };
    match rule {
        CrossRule::Ordered { lower, upper, equal } => {
            format!("_cross.Ordered({lower:?}, {upper:?}, {})", boolean(*equal))
        }
        CrossRule::Requires(pair) => {
            format!(
                "_cross.Requires({:?}, {:?}, {})",
                pair.field,
                pair.other,
                tuple(&pair.words)
            )
        }
        CrossRule::Excludes(pair) => {
            format!(
                "_cross.Excludes({:?}, {:?}, {})",
                pair.field,
                pair.other,
                tuple(&pair.words)
            )
        }
    }
}

fn alternatives(truth: String, others: impl IntoIterator<Item = (u32, String)>) -> String {
    let mut chain = String::new();
    for (id, other) in others {
        let _ = write!(chain, "{other} if on({id}) else ");
    }
    if chain.is_empty() {
        truth
    } else {
        format!("({chain}{truth})")
    }
}

/// What the fields are called in the schema, for whoever reads an instance.
fn schema_names(record: &Record) -> String {
    let names: String = record
        .fields
        .iter()
        .map(|f| format!("        \"{}\": \"{}\",\n", snake(&f.name), f.name))
        .collect();
    format!("\n    __schema_names__: ClassVar[Mapping[str, str]] = {{\n{names}    }}\n")
}

fn union_class(union: &Union) -> String {
    let members = union.members.join(" | ");
    let words = format!(
        "[{}]",
        union
            .members
            .iter()
            .map(|m| format!("\"{m}\""))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let mut out = format!("\n\nclass {}:\n", union.name);
    out.push_str(&docstring(
        &format!(
            "{} One of {}, told apart by ``__typename``.",
            union.doc,
            union.members.join(", ")
        ),
        "",
        "    ",
    ));
    let _ = writeln!(
        out,
        "\n    @classmethod\n    def decode(cls, raw: Raw, at: Findings) -> {members} | None:\n        \"\"\"Judges a value and makes the member that it names.\"\"\"\n        fields = Fields(raw, at)\n        if not fields.opened:\n            return None\n        match fields.tag({words}):"
    );
    for member in &union.members {
        let _ = writeln!(
            out,
            "            case \"{member}\":\n                return {member}.decode_fields(fields, at)"
        );
    }
    out.push_str("            case _:\n                return None\n");
    out
}

fn field_type(record: &Record, field: &Field) -> String {
    let value = value_type(&field.ty.base);
    let value = if field.ty.list {
        format!("list[{value}]")
    } else {
        value.to_owned()
    };
    match (record.kind, field.clearable, field.ty.nullable) {
        (Kind::Patch, true, _) => format!("{value} | Absent | None"),
        (Kind::Patch, false, _) => format!("{value} | Absent"),
        (_, _, true) => format!("{value} | None"),
        _ => value,
    }
}

fn value_type(base: &Base) -> &str {
    match base {
        Base::Text | Base::Id | Base::Mac | Base::IpAddress | Base::IpPrefix | Base::SecretRef => "str",
        Base::Int | Base::U64 | Base::Duration => "int",
        Base::Boolean => "bool",
        Base::DateTime => "datetime",
        Base::Enum(name) | Base::Record(name) => name,
        Base::Union(_) | Base::Json | Base::Values | Base::Handle(_) => "object",
        Base::Void => "None",
    }
}

fn initial(record: &Record, f: &Field) -> String {
    let repr = if f.sensitive { Some("repr=False") } else { None };
    let default = match (&f.default, record.kind, f.ty.nullable) {
        (Some(Literal::EmptyList), ..) => Some("default_factory=list".to_owned()),
        (Some(literal), ..) => Some(python_literal(&f.ty, literal)),
        (None, Kind::Patch, _) => Some("ABSENT".to_owned()),
        (None, _, true) => Some("None".to_owned()),
        _ => None,
    };
    match (repr, default) {
        (None, None) => String::new(),
        (None, Some(d)) if d.starts_with("default_factory") => format!(" = _field({d})"),
        (None, Some(d)) => format!(" = {d}"),
        (Some(r), None) => format!(" = _field({r})"),
        (Some(r), Some(d)) if d.starts_with("default_factory") => format!(" = _field({d}, {r})"),
        (Some(r), Some(d)) => format!(" = _field(default={d}, {r})"),
    }
}

fn python_literal(ty: &Ty, literal: &Literal) -> String {
    match (literal, &ty.base) {
        (Literal::Text(text), _) => format!("{text:?}"),
        (Literal::Int(n), _) => n.to_string(),
        (Literal::Boolean(b), _) => boolean(*b).to_owned(),
        (Literal::Word(word), Base::Enum(name)) => format!("{name}.{word}"),
        (Literal::Word(word), _) => word.clone(),
        (Literal::EmptyList, _) => format!("list[{}]()", value_type(&ty.base)),
    }
}

pub(super) fn boolean(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// A raw string; patterns never hold line ends, and a quote is written as an escape that `re` knows.
fn raw_string(text: &str) -> String {
    format!("r\"{}\"", text.replace('"', "\\x22"))
}

pub(super) fn docstring(text: &str, fallback: &str, indent: &str) -> String {
    let text = text.trim();
    let text = if text.is_empty() { fallback } else { text };
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "'''");
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let end = if text.ends_with('"') { " " } else { "" };
    format!(
        "{indent}\"\"\"{}{end}\"\"\"\n",
        lines.join(&format!("\n{indent}"))
    )
}
