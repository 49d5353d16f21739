//! TypeScript: types with Zod schemas.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{File, HEADER};
use crate::ir::{Base, CrossRule, Enum, Family, Field, Ir, Kind, Literal, Pair, Record, Ty};
use crate::mutants::{Change, Mutants, Rule};
use crate::pattern::Pattern;

const HOME: &str = "bindings/node/src/generated";

/// Emits the types and schemas.
pub fn emit(ir: &Ir) -> Vec<File> {
    let mutants = Mutants::default();
    let typescript = TypeScript { mutants: &mutants };
    let file = |name: &str, text: String| File {
        path: format!("{HOME}/{name}"),
        text: format!("// {HEADER}\n\n{text}"),
    };
    vec![
        file("enums.ts", enums(ir)),
        file("models.ts", models(ir, &typescript)),
    ]
}

/// Emits all schemas as one function that builds them with the mistake of a number.
pub fn emit_with_mutants(ir: &Ir, mutants: &Mutants) -> String {
    let typescript = TypeScript { mutants };
    let mut out = format!(
        "// {HEADER}\n\n{}\nexport function build(active: number): Record<string, z.ZodType> {{\n  const on = (number: number): boolean => number === active;\n",
        imports(ir, "../generated/enums.js", false)
    );
    for record in in_order(ir) {
        out.push_str(&typescript.schema(record, ""));
    }
    for union in &ir.unions {
        out.push_str(&union_schema(union, ""));
    }
    let _ = writeln!(
        out,
        "  return {{ {} }};\n}}",
        schema_names(ir)
            .iter()
            .map(|n| format!("{n}: {n}Schema"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    out
}

fn schema_names(ir: &Ir) -> Vec<&str> {
    let mut names: Vec<&str> = ir.modelled().map(|r| r.name.as_str()).collect();
    names.extend(ir.unions.iter().map(|u| u.name.as_str()));
    names
}

/// Records, those first that others are made of.
fn in_order(ir: &Ir) -> Vec<&Record> {
    fn add<'a>(ir: &'a Ir, record: &'a Record, seen: &mut BTreeSet<&'a str>, out: &mut Vec<&'a Record>) {
        if !seen.insert(&record.name) {
            return;
        }
        for field in &record.fields {
            if let Base::Record(name) = &field.ty.base
                && let Some(inner) = ir.find_record(name)
            {
                add(ir, inner, seen, out);
            }
        }
        out.push(record);
    }
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    for record in ir.modelled() {
        add(ir, record, &mut seen, &mut out);
    }
    out
}

fn enums(ir: &Ir) -> String {
    let mut out = "import { z } from \"zod\";\n".to_owned();
    for e in &ir.enums {
        out.push_str(&enumeration(e));
    }
    out
}

fn enumeration(e: &Enum) -> String {
    let name = &e.name;
    let mut out = format!("\n{}export const {name} = {{\n", docs(&e.doc, ""));
    for (word, text) in &e.values {
        let _ = writeln!(out, "{}  {word}: \"{word}\",", docs(text, "  "));
    }
    let words: Vec<_> = e.values.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    let _ = writeln!(
        out,
        "}} as const;\n{}export type {name} = (typeof {name})[keyof typeof {name}];\nexport const {name}Schema = z.enum([{}]);",
        docs(&e.doc, ""),
        words.join(", ")
    );
    out
}

fn imports(ir: &Ir, enums: &str, types: bool) -> String {
    let mut used = BTreeSet::new();
    let mut used_enums = BTreeSet::new();
    for record in ir.modelled() {
        if record.one_of {
            used.insert("exactlyOne");
        }
        if !record.cross_rules.is_empty() {
            used.insert("crossFields");
        }
        for field in &record.fields {
            if field.ty.list {
                used.insert("items");
            }
            match &field.ty.base {
                Base::Text | Base::Id => used.insert("text"),
                Base::Int | Base::Duration => used.insert("integer"),
                Base::U64 => used.insert("u64"),
                Base::DateTime => used.insert("dateTime"),
                Base::Mac => used.insert("mac"),
                Base::IpAddress => used.insert("ipAddress"),
                Base::IpPrefix => used.insert("ipPrefix"),
                Base::SecretRef => used.insert("secretRef"),
                Base::Enum(name) => used_enums.insert(name.clone()),
                Base::Boolean
                | Base::Record(_)
                | Base::Union(_)
                | Base::Handle(_)
                | Base::Json
                | Base::Values
                | Base::Void => false,
            };
        }
    }
    let used: Vec<_> = used.into_iter().collect();
    let mut enum_imports: Vec<String> = Vec::new();
    for name in used_enums {
        if types {
            enum_imports.push(format!("type {name}"));
        }
        enum_imports.push(format!("{name}Schema"));
    }
    format!(
        "import {{ z }} from \"zod\";\n\nimport {{ {} }} from \"../runtime/rules.js\";\nimport {{ {} }} from \"{enums}\";\n",
        used.join(", "),
        enum_imports.join(", ")
    )
}

fn models(ir: &Ir, typescript: &TypeScript<'_>) -> String {
    let mut out = imports(ir, "./enums.js", true);
    for record in in_order(ir) {
        out.push_str(&interface(record));
        out.push_str(&typescript.schema(record, "export "));
    }
    for union in &ir.unions {
        let members: Vec<_> = union
            .members
            .iter()
            .map(|m| format!("  | ({m} & {{ readonly __typename: \"{m}\" }})"))
            .collect();
        let _ = writeln!(
            out,
            "\n{}export type {} =\n{};",
            docs(&union.doc, ""),
            union.name,
            members.join("\n")
        );
        out.push_str(&union_schema(union, "export "));
    }
    let names = schema_names(ir);
    let entries: Vec<_> = names.iter().map(|n| format!("  {n}: {n}Schema,")).collect();
    let types: Vec<_> = names.iter().map(|n| format!("  {n}: z.ZodType<{n}>;")).collect();
    let _ = writeln!(
        out,
        "\n/** Every schema by the name of its type. */\nexport const SCHEMAS = {{\n{}\n}} satisfies {{\n{}\n}};",
        entries.join("\n"),
        types.join("\n")
    );
    out
}

fn interface(record: &Record) -> String {
    let note = if record.one_of {
        "\nExactly one of the fields is given."
    } else {
        ""
    };
    let mut out = format!(
        "\n{}export interface {} {{\n",
        docs(&format!("{}{note}", record.doc), ""),
        record.name
    );
    for field in &record.fields {
        let mut doc = field.doc.clone();
        if field.sensitive {
            doc.push_str("\nA secret: do not log it.");
        }
        let optional = field.ty.nullable || record.kind == Kind::Patch;
        let nullable = field.ty.nullable && (record.kind != Kind::Patch || field.clearable);
        let ty = value_type(&field.ty);
        let suffix = match (optional, nullable) {
            (true, true) => " | null | undefined",
            (true, false) => " | undefined",
            _ => "",
        };
        let mark = if optional { "?" } else { "" };
        let _ = writeln!(
            out,
            "{}  readonly {}{mark}: {ty}{suffix};",
            docs(doc.trim(), "  "),
            field.name
        );
    }
    out.push_str("}\n");
    out
}

pub(super) fn value_type(ty: &Ty) -> String {
    let base = match &ty.base {
        Base::Text | Base::Id | Base::Mac | Base::IpAddress | Base::IpPrefix | Base::SecretRef => "string",
        Base::Int | Base::Duration => "number",
        Base::Boolean => "boolean",
        Base::U64 => "bigint",
        Base::DateTime => "Date",
        Base::Enum(name) | Base::Record(name) | Base::Union(name) | Base::Handle(name) => name,
        Base::Json => "unknown",
        Base::Values => "Record<string, string>",
        Base::Void => "void",
    };
    if ty.list {
        format!("ReadonlyArray<{base}>")
    } else {
        base.to_owned()
    }
}

fn union_schema(union: &crate::ir::Union, export: &str) -> String {
    let members: Vec<_> = union
        .members
        .iter()
        .map(|m| format!("  {m}Schema.safeExtend({{ __typename: z.literal(\"{m}\") }}),"))
        .collect();
    format!(
        "{export}const {}Schema = z.discriminatedUnion(\"__typename\", [\n{}\n]);\n",
        union.name,
        members.join("\n")
    )
}

struct TypeScript<'a> {
    mutants: &'a Mutants,
}

impl TypeScript<'_> {
    fn schema(&self, record: &Record, export: &str) -> String {
        let name = &record.name;
        let mut out = format!("{export}const {name}Schema = ");
        match self.switch(name, "", Rule::Closed) {
            // Both ways of the choice must be of one type.
            Some(switch) => {
                let _ = writeln!(
                    out,
                    "({switch} ? (z.object as unknown as typeof z.strictObject) : z.strictObject)({{"
                );
            }
            None => out.push_str("z.strictObject({\n"),
        }
        for field in &record.fields {
            let _ = writeln!(out, "  {}: {},", field.name, self.field(record, field));
        }
        out.push_str("})");
        if record.one_of {
            let names: Vec<_> = record.fields.iter().map(|f| format!("\"{}\"", f.name)).collect();
            let all = format!("[{}]", names.join(", "));
            match self.switch(name, "", Rule::ExactlyOne) {
                Some(switch) => {
                    let _ = write!(out, ".check(...({switch} ? [] : [exactlyOne({all})]))");
                }
                None => {
                    let _ = write!(out, ".check(exactlyOne({all}))");
                }
            }
        }
        if !record.cross_rules.is_empty() {
            let _ = write!(out, ".check(crossFields([{}]))", self.cross(record));
        }
        out.push_str(";\n");
        out
    }

    fn cross(&self, record: &Record) -> String {
        let mut rules = Vec::new();
        for (place, rule) in record.cross_rules.iter().enumerate() {
            let mut choice = cross_rule(rule);
            for mutant in self.mutants.of(&record.name, rule.field(), Rule::Cross(place)) {
                let other = match &mutant.change {
                    Change::Cross(other) => cross_rule(other),
                    _ => cross_rule(&CrossRule::none()),
                };
                choice = format!("(on({}) ? {other} : {choice})", mutant.id);
            }
            rules.push(choice);
        }
        rules.join(", ")
    }

    fn field(&self, record: &Record, field: &Field) -> String {
        let schema = self.list(record, field);
        if record.kind == Kind::Patch {
            return if field.clearable {
                format!("{schema}.nullish()")
            } else {
                format!("{schema}.optional()")
            };
        }
        if let Some(literal) = &field.default {
            return format!("{schema}.default({})", literal_text(literal));
        }
        if field.ty.nullable {
            return format!("{schema}.nullish()");
        }
        match self.switch(&record.name, &field.name, Rule::Required) {
            Some(switch) => format!("({switch} ? {schema}.nullish() : {schema})"),
            None => schema,
        }
    }

    fn list(&self, record: &Record, field: &Field) -> String {
        let one = self.one(record, field);
        if !field.ty.list {
            return one;
        }
        let (min, max) = field.rules.items.unwrap_or((0, u32::MAX));
        let min = self.number(record, field, Rule::MinItems, i64::from(min));
        let max = self.number(record, field, Rule::MaxItems, i64::from(max));
        let unique = match self.switch(&record.name, &field.name, Rule::UniqueItems) {
            Some(switch) => format!("!{switch}"),
            None => field.rules.unique_items.to_string(),
        };
        format!("items({{ min: {min}, max: {max}, unique: {unique} }}, {one})")
    }

    fn one(&self, record: &Record, field: &Field) -> String {
        match &field.ty.base {
            Base::Text | Base::Id => {
                let (min, max) = field.rules.length.unwrap_or((0, u32::MAX));
                let min = self.number(record, field, Rule::MinLength, i64::from(min));
                let max = self.number(record, field, Rule::MaxLength, i64::from(max));
                let pattern = self
                    .pattern(record, field)
                    .map(|p| format!(", pattern: {p}"))
                    .unwrap_or_default();
                format!("text({{ min: {min}, max: {max}{pattern} }})")
            }
            Base::Int | Base::Duration => self.ranged("integer", record, field),
            Base::DateTime => self.ranged("dateTime", record, field),
            Base::Boolean => "z.boolean()".to_owned(),
            Base::U64 => "u64()".to_owned(),
            Base::Mac => "mac()".to_owned(),
            Base::SecretRef => "secretRef()".to_owned(),
            Base::IpAddress => format!("ipAddress({{ version: {} }})", self.version(record, field)),
            Base::IpPrefix => {
                let host_bits = match self.switch(&record.name, &field.name, Rule::HostBits) {
                    Some(switch) => format!("!{switch}"),
                    None => field.rules.no_host_bits.to_string(),
                };
                format!(
                    "ipPrefix({{ version: {}, noHostBits: {host_bits} }})",
                    self.version(record, field)
                )
            }
            Base::Enum(name) | Base::Record(name) | Base::Union(name) | Base::Handle(name) => {
                format!("{name}Schema")
            }
            Base::Json | Base::Values | Base::Void => "z.unknown()".to_owned(),
        }
    }

    fn ranged(&self, judge: &str, record: &Record, field: &Field) -> String {
        let (min, max) = field.rules.range.unwrap_or((i64::MIN, i64::MAX));
        let min = self.number(record, field, Rule::Min, min);
        let max = self.number(record, field, Rule::Max, max);
        format!("{judge}({min}, {max})")
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

    fn pattern(&self, record: &Record, field: &Field) -> Option<String> {
        let truth = regex(field.rules.pattern.as_ref()?);
        Some(
            self.pick(record, field, Rule::Pattern, truth, |change| match change {
                Change::Pattern(other) => regex(other),
                _ => "undefined".to_owned(),
            }),
        )
    }

    fn pick(
        &self,
        record: &Record,
        field: &Field,
        rule: Rule,
        truth: String,
        render: impl Fn(&Change) -> String,
    ) -> String {
        let mut chain = String::new();
        for mutant in self.mutants.of(&record.name, &field.name, rule) {
            let _ = write!(chain, "on({}) ? {} : ", mutant.id, render(&mutant.change));
        }
        if chain.is_empty() {
            truth
        } else {
            format!("({chain}{truth})")
        }
    }

    fn switch(&self, record: &str, field: &str, rule: Rule) -> Option<String> {
        self.mutants
            .of(record, field, rule)
            .next()
            .map(|m| format!("on({})", m.id))
    }
}

fn cross_rule(rule: &CrossRule) -> String {
    let pair = |kind: &str, pair: &Pair| {
        let words: Vec<_> = pair.words.iter().map(|word| format!("{word:?}")).collect();
        format!(
            "{{ kind: \"{kind}\", field: {:?}, other: {:?}, words: [{}] }}",
            pair.field,
            pair.other,
            words.join(", ")
        )
    };
    match rule {
        CrossRule::Ordered { lower, upper, equal } => {
            format!("{{ kind: \"ordered\", lower: {lower:?}, upper: {upper:?}, equal: {equal} }}")
        }
        CrossRule::Requires(rule) => pair("requires", rule),
        CrossRule::Excludes(rule) => pair("excludes", rule),
    }
}

fn regex(pattern: &Pattern) -> String {
    format!("/^(?:{})$/u", pattern.text())
}

pub(super) fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("{text:?}"),
        Literal::Int(n) => n.to_string(),
        Literal::Boolean(b) => b.to_string(),
        Literal::Word(word) => format!("\"{word}\""),
        Literal::EmptyList => "[]".to_owned(),
    }
}

pub(super) fn docs(text: &str, indent: &str) -> String {
    let text = text.trim().replace("*/", "* /");
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => format!(
            "{indent}/**\n{}{indent} */\n",
            many.iter()
                .map(|l| format!("{indent} * {l}\n"))
                .collect::<String>()
        ),
    }
}
