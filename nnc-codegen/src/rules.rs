//! Lowers `@validate` and adds the rules that the scalars bring along.

use apollo_compiler::Node;
use apollo_compiler::ast;

use crate::ir::{Base, Family, Literal, Rules, Ty};
use crate::lower::{Lowering, text_argument};
use crate::pattern::Pattern;

/// Most characters of a text without a `maxLength`.
pub(crate) const DEFAULT_MAX_LENGTH: u32 = 1024;
/// Most characters of an ID.
pub(crate) const MAX_ID_LENGTH: u32 = 128;
/// Most items of a list without a `maxItems`.
pub(crate) const DEFAULT_MAX_ITEMS: u32 = 1000;
/// The longest `Duration`: 10 000 years of 365 days.
pub(crate) const MAX_DURATION: i64 = 315_360_000_000_000;
/// The range of a `DateTime`: the years 1 to 9999, as in Python's `datetime`.
pub(crate) const DATE_RANGE: (i64, i64) = (-62_135_596_800_000, 253_402_300_799_999);

/// Lowers the rules of a field.
pub(crate) fn lower(
    lowering: &mut Lowering<'_>,
    field: &str,
    ty: &Ty,
    directive: Option<&Node<ast::Directive>>,
) -> Rules {
    let mut rules = built_in(ty);
    let Some(directive) = directive else { return rules };
    let place = directive.location();
    if directive.arguments.is_empty() {
        lowering.refuse(
            "empty-rule",
            place,
            format!("{field}: @validate says nothing; take it away"),
        );
    }
    for argument in &directive.arguments {
        let name = argument.name.as_str();
        let fits = match name {
            "minLength" | "maxLength" | "regex" => matches!(ty.base, Base::Text | Base::Id),
            "min" | "max" => matches!(ty.base, Base::Int | Base::Duration | Base::DateTime),
            "minItems" | "maxItems" | "uniqueItems" => ty.list,
            "family" => matches!(ty.base, Base::IpAddress | Base::IpPrefix),
            "hostBits" => ty.base == Base::IpPrefix,
            _ => {
                lowering.refuse(
                    "unknown-rule",
                    argument.location(),
                    format!("{field}: no emitter knows the rule {name}"),
                );
                continue;
            }
        };
        if !fits {
            lowering.refuse(
                "rule-on-wrong-type",
                argument.location(),
                format!("{field}: {name} does not fit the field's type"),
            );
        }
        if argument.value.is_null() {
            lowering.refuse(
                "empty-rule",
                argument.location(),
                format!("{field}: {name} is null; take it away"),
            );
        }
    }
    let int = |name: &str| {
        directive
            .specified_argument_by_name(name)
            .and_then(|v| v.to_i32())
    };
    let size = |name: &'static str, lowering: &mut Lowering<'_>| {
        let number = int(name)?;
        u32::try_from(number)
            .map_err(|_| lowering.refuse("bad-bound", place, format!("{field}: {name} is negative")))
            .ok()
    };
    let (min_length, max_length) = (size("minLength", lowering), size("maxLength", lowering));
    let (min_items, max_items) = (size("minItems", lowering), size("maxItems", lowering));
    narrow(&mut rules.length, min_length, max_length);
    narrow(&mut rules.items, min_items, max_items);
    narrow(
        &mut rules.range,
        int("min").map(i64::from),
        int("max").map(i64::from),
    );
    let upside_down = rules.length.is_some_and(|(a, b)| a > b)
        || rules.items.is_some_and(|(a, b)| a > b)
        || rules.range.is_some_and(|(a, b)| a > b);
    if upside_down {
        lowering.refuse(
            "bad-bound",
            place,
            format!("{field}: the lower bound is above the upper bound"),
        );
    }
    let flag = |name: &str| {
        directive
            .specified_argument_by_name(name)
            .and_then(|v| v.to_bool())
    };
    rules.unique_items = flag("uniqueItems").unwrap_or(false);
    if rules.unique_items && !matches!(ty.base, Base::Text | Base::Id) {
        lowering.refuse(
            "rule-on-wrong-type",
            place,
            format!("{field}: uniqueItems is for lists of text"),
        );
    }
    rules.no_host_bits = flag("hostBits") == Some(false);
    rules.family = directive
        .specified_argument_by_name("family")
        .and_then(|v| v.as_enum())
        .map(|word| match word.as_str() {
            "V6" => Family::V6,
            _ => Family::V4,
        });
    if let Some(source) = text_argument(directive, "regex") {
        match Pattern::parse(&source) {
            Ok(pattern) => rules.pattern = Some(pattern),
            Err(why) => lowering.refuse("bad-regex", place, format!("{field}: {source:?}: {why}")),
        }
    }
    rules
}

/// The rules that come with a type.
fn built_in(ty: &Ty) -> Rules {
    let mut rules = Rules::default();
    match ty.base {
        Base::Text => rules.length = Some((0, DEFAULT_MAX_LENGTH)),
        Base::Id => rules.length = Some((1, MAX_ID_LENGTH)),
        Base::Int => rules.range = Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        Base::Duration => rules.range = Some((0, MAX_DURATION)),
        Base::DateTime => rules.range = Some(DATE_RANGE),
        _ => {}
    }
    if ty.list {
        rules.items = Some((0, DEFAULT_MAX_ITEMS));
    }
    rules
}

fn narrow<T: Copy>(bounds: &mut Option<(T, T)>, least: Option<T>, most: Option<T>) {
    if let Some((low, high)) = bounds {
        *low = least.unwrap_or(*low);
        *high = most.unwrap_or(*high);
    }
}

/// Whether a default satisfies the rules of its own field.
pub(crate) fn admits(rules: &Rules, literal: &Literal) -> Result<(), String> {
    match literal {
        Literal::Text(text) => {
            let length = text.chars().count();
            if rules
                .length
                .is_some_and(|(a, b)| length < a as usize || length > b as usize)
            {
                return Err("its length".to_owned());
            }
            if text.chars().any(char::is_control) {
                return Err("it holds a control character".to_owned());
            }
            match &rules.pattern {
                Some(pattern) if !pattern.dfa.matches(text) => Err("its regex".to_owned()),
                _ => Ok(()),
            }
        }
        Literal::Int(n) if rules.range.is_some_and(|(a, b)| *n < a || *n > b) => Err("its range".to_owned()),
        Literal::EmptyList if rules.items.is_some_and(|(a, _)| a > 0) => Err("its minItems".to_owned()),
        _ => Ok(()),
    }
}
