//! How the judges of fields are written, and the mistakes that tests make in them.

use std::fmt::Write as _;

use super::Rust;
use crate::ir::{Base, CrossRule, Family, Field, Kind, Pair, Record};
use crate::mutants::{Change, Rule};
use crate::names::shout;
use crate::pattern::Pattern;

use super::text::grouped;

impl Rust<'_> {
    pub(super) fn field(&mut self, record: &Record, field: &Field) -> String {
        let judge = self.judge(record, field);
        let n = &field.name;
        if field.clearable {
            format!("fields.clearable(\"{n}\", at, {judge})")
        } else if field.default.is_some() || record.kind == Kind::Patch {
            format!("fields.omittable(\"{n}\", at, {judge})")
        } else if field.ty.nullable {
            format!("fields.optional(\"{n}\", at, {judge})")
        } else {
            match self.switch(&record.name, n, Rule::Required) {
                Some(switch) => format!(
                    "if {switch} {{ fields.optional(\"{n}\", at, {judge}).flatten() }} else {{ fields.required(\"{n}\", at, {judge}) }}"
                ),
                None => format!("fields.required(\"{n}\", at, {judge})"),
            }
        }
    }

    pub(super) fn close(&self, record: &str) -> String {
        match self.switch(record, "", Rule::Closed) {
            Some(switch) => format!("if !{switch} {{ fields.close(at); }}"),
            None => "fields.close(at);".to_owned(),
        }
    }

    /// What stands before and after the fields of a record that has rules between them.
    pub(super) fn cross(&self, record: &Record) -> (String, String) {
        if record.cross_rules.is_empty() {
            return Default::default();
        }
        let mut rules = String::new();
        for (place, rule) in record.cross_rules.iter().enumerate() {
            let mut choice = cross_rule(rule);
            for mutant in self.mutants.of(&record.name, rule.field(), Rule::Cross(place)) {
                let other = match &mutant.change {
                    Change::Cross(other) => cross_rule(other),
                    _ => cross_rule(&CrossRule::none()),
                };
                choice = format!("if on({}) {{ {other} }} else {{ {choice} }}", mutant.id);
            }
            let _ = write!(rules, "{}{choice}", if place == 0 { "" } else { ", " });
        }
        (
            "        let before = at.count();\n".to_owned(),
            format!("        fields.cross(before, &[{rules}], at);\n"),
        )
    }

    /// The judge of a field's value: a closure or a function.
    pub(super) fn judge(&mut self, record: &Record, field: &Field) -> String {
        let one = self.judge_one(record, field);
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
        format!(
            "|raw, at| decode::items(raw, at, &ItemRules {{ min: {min}, max: {max}, unique: {unique} }}, {one})"
        )
    }

    pub(super) fn judge_one(&mut self, record: &Record, field: &Field) -> String {
        match &field.ty.base {
            Base::Text | Base::Id => {
                let rules = if self.named(record) {
                    format!("Self::{}", shout(&field.name))
                } else {
                    self.text_rules(record, field)
                };
                let wrap = if field.sensitive {
                    ".map(|text| Secret::from(text.as_str()))"
                } else {
                    ""
                };
                format!("|raw, at| decode::text(raw, at, &{rules}){wrap}")
            }
            Base::Int => self.ranged("int", record, field),
            Base::DateTime => self.ranged("date_time", record, field),
            Base::Duration => self.ranged("duration", record, field),
            Base::Boolean => "decode::boolean".to_owned(),
            Base::U64 => "decode::u64".to_owned(),
            Base::Mac => "decode::mac".to_owned(),
            Base::SecretRef => "decode::secret_ref".to_owned(),
            Base::IpAddress => format!(
                "|raw, at| decode::ip_address(raw, at, &IpRules {{ version: {}, no_host_bits: false }})",
                self.version(record, field)
            ),
            Base::IpPrefix => {
                let host_bits = match self.switch(&record.name, &field.name, Rule::HostBits) {
                    Some(switch) => format!("!{switch}"),
                    None => field.rules.no_host_bits.to_string(),
                };
                format!(
                    "|raw, at| decode::ip_prefix(raw, at, &IpRules {{ version: {}, no_host_bits: {host_bits} }})",
                    self.version(record, field)
                )
            }
            Base::Enum(name) => format!("|raw, at| decode::enumeration(raw, at, {name}::WORDS)"),
            Base::Record(name) | Base::Union(name) | Base::Handle(name) => format!("{name}::decode"),
            Base::Values => "decode::values".to_owned(),
            Base::Json | Base::Void => "decode::json".to_owned(),
        }
    }

    fn text_rules(&mut self, record: &Record, field: &Field) -> String {
        let (min, max) = field.rules.length.unwrap_or((0, u32::MAX));
        let min = self.number(record, field, Rule::MinLength, i64::from(min));
        let max = self.number(record, field, Rule::MaxLength, i64::from(max));
        let pattern = self.pattern(record, field);
        format!("TextRules {{ min: {min}, max: {max}, pattern: {pattern} }}")
    }

    /// Whether the rules of a record's fields have names of their own. Those of inputs do: the types that hold one value
    /// (a name, a VLAN id) judge by the same rules. Mistakes are made in place.
    fn named(&self, record: &Record) -> bool {
        record.kind != Kind::Object && self.mutants.is_empty()
    }

    /// The named rules of a record.
    pub(super) fn rules(&mut self, record: &Record) -> String {
        if !self.named(record) {
            return String::new();
        }
        let mut out = String::new();
        for field in &record.fields {
            let (ty, rules) = match field.ty.base {
                Base::Text | Base::Id => ("TextRules", self.text_rules(record, field)),
                Base::Int | Base::DateTime | Base::Duration => {
                    let (min, max) = field.rules.range.unwrap_or((i64::MIN, i64::MAX));
                    (
                        "std::ops::RangeInclusive<i64>",
                        format!("{}..={}", grouped(min), grouped(max)),
                    )
                }
                _ => continue,
            };
            let _ = writeln!(
                out,
                "    /// The rules of the field `{}`.\n    pub const {}: {ty} = {rules};",
                field.name,
                shout(&field.name)
            );
        }
        if out.is_empty() {
            return out;
        }
        format!("impl {} {{\n{out}}}\n\n", record.name)
    }

    pub(super) fn ranged(&mut self, judge: &str, record: &Record, field: &Field) -> String {
        if self.named(record) {
            return format!(
                "|raw, at| decode::{judge}(raw, at, &Self::{})",
                shout(&field.name)
            );
        }
        let (min, max) = field.rules.range.unwrap_or((i64::MIN, i64::MAX));
        let min = self.number(record, field, Rule::Min, min);
        let max = self.number(record, field, Rule::Max, max);
        format!("|raw, at| decode::{judge}(raw, at, &({min}..={max}))")
    }

    pub(super) fn version(&self, record: &Record, field: &Field) -> String {
        let number = |family: Option<Family>| match family {
            None => "0",
            Some(Family::V4) => "4",
            Some(Family::V6) => "6",
        };
        let truth = number(field.rules.family).to_owned();
        self.pick(record, field, Rule::Family, truth, |change| match change {
            Change::Family(family) => number(*family).to_owned(),
            _ => "0".to_owned(),
        })
    }

    pub(super) fn number(&self, record: &Record, field: &Field, rule: Rule, truth: i64) -> String {
        self.pick(record, field, rule, grouped(truth), |change| match change {
            Change::Number(n) => grouped(*n),
            _ => grouped(truth),
        })
    }

    pub(super) fn pattern(&mut self, record: &Record, field: &Field) -> String {
        let Some(pattern) = &field.rules.pattern else {
            return "None".to_owned();
        };
        let truth = self.pattern_name(pattern);
        let names: Vec<(u32, String)> = self
            .mutants
            .of(&record.name, &field.name, Rule::Pattern)
            .map(|m| (m.id, m.change.clone()))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(id, change)| match change {
                Change::Pattern(other) => (id, self.pattern_name(&other)),
                _ => (id, "None".to_owned()),
            })
            .collect();
        alternatives(truth, names)
    }

    pub(super) fn pattern_name(&mut self, pattern: &Pattern) -> String {
        let fresh = self.patterns.len();
        let number = self
            .patterns
            .entry(pattern.text())
            .or_insert_with(|| (fresh, pattern.clone()))
            .0;
        format!("Some(&patterns::P{number})")
    }

    /// The truth, or what a mistake makes of it while its number is on.
    pub(super) fn pick(
        &self,
        record: &Record,
        field: &Field,
        rule: Rule,
        truth: String,
        render: impl Fn(&Change) -> String,
    ) -> String {
        let others = self
            .mutants
            .of(&record.name, &field.name, rule)
            .map(|m| (m.id, render(&m.change)));
        alternatives(truth, others)
    }

    /// The expression that says whether a rule is dropped; `None` where no mistake drops it.
    pub(super) fn switch(&self, record: &str, field: &str, rule: Rule) -> Option<String> {
        self.mutants
            .of(record, field, rule)
            .next()
            .map(|m| format!("on({})", m.id))
    }

    pub(super) fn patterns(&self) -> String {
        let mut out = format!("use {}::decode::Pattern;\n\n", self.kernel);
        let mut all: Vec<_> = self.patterns.iter().collect();
        all.sort_by_key(|(_, (number, _))| *number);
        for (text, (number, pattern)) in all {
            let dfa = &pattern.dfa;
            let _ = writeln!(
                out,
                "pub(super) static P{number}: Pattern = Pattern {{\n    source: {text:?},\n    ranges: &{:?},\n    classes: {},\n    next: &{:?},\n    accepts: &{:?},\n}};\n",
                dfa.ranges, dfa.classes, dfa.next, dfa.accepts
            );
        }
        out
    }
}

fn alternatives(truth: String, others: impl IntoIterator<Item = (u32, String)>) -> String {
    let mut chain = String::new();
    for (id, other) in others {
        let _ = write!(chain, "if on({id}) {{ {other} }} else ");
    }
    if chain.is_empty() {
        truth
    } else {
        format!("({chain}{{ {truth} }})")
    }
}

fn cross_rule(rule: &CrossRule) -> String {
    match rule {
        CrossRule::Ordered { lower, upper, equal } => {
            format!("CrossRule::Ordered {{ lower: {lower:?}, upper: {upper:?}, equal: {equal} }}")
        }
        CrossRule::Requires(Pair { field, other, words }) => {
            format!("CrossRule::Requires {{ field: {field:?}, other: {other:?}, words: &{words:?} }}")
        }
        CrossRule::Excludes(Pair { field, other, words }) => {
            format!("CrossRule::Excludes {{ field: {field:?}, other: {other:?}, words: &{words:?} }}")
        }
    }
}
