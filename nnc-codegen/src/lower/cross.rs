//! Lowers the rules between fields: `@ordered`, `@requires` and `@excludes`.

use apollo_compiler::Node;
use apollo_compiler::ast;

use crate::ir::{Base, CrossRule, Field, Literal, Pair};
use crate::lower::{Lowering, text_argument};
use crate::rules;

impl Lowering<'_> {
    /// The rules between the fields of a record. What nobody judges (`unjudged`) can have none.
    pub(super) fn cross_rules(
        &mut self,
        record: &str,
        directives: &[Node<ast::Directive>],
        fields: &[Field],
        unjudged: bool,
    ) -> Vec<CrossRule> {
        let mut found: Vec<CrossRule> = Vec::new();
        for directive in directives {
            let text = |name| text_argument(directive, name).unwrap_or_default();
            let pair = || Pair {
                field: text("field"),
                other: text("other"),
                words: words(directive),
            };
            let rule = match directive.name.as_str() {
                "ordered" => CrossRule::Ordered {
                    lower: text("lower"),
                    upper: text("upper"),
                    equal: true,
                },
                "requires" => CrossRule::Requires(pair()),
                "excludes" => CrossRule::Excludes(pair()),
                _ => continue,
            };
            let flaw = if unjudged {
                Some(
                    "what is internal, comes out only, or has one field has no rule between fields"
                        .to_owned(),
                )
            } else if found.contains(&rule) {
                Some("the rule stands twice".to_owned())
            } else {
                flaw(&rule, fields)
            };
            match flaw {
                None => found.push(rule),
                Some(why) => {
                    let message = format!("{record}: @{}: {why}", directive.name);
                    self.refuse("bad-cross-rule", directive.location(), message);
                }
            }
        }
        found
    }
}

fn words(directive: &ast::Directive) -> Vec<String> {
    let words = directive
        .specified_argument_by_name("words")
        .and_then(|value| value.as_list());
    let words = words.unwrap_or_default().iter();
    words
        .filter_map(|word| word.as_str().map(str::to_owned))
        .collect()
}

/// Why not every language could judge a rule alike.
fn flaw(rule: &CrossRule, fields: &[Field]) -> Option<String> {
    let mut pair = Vec::new();
    for name in [rule.field(), rule.other()] {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Some(format!("there is no field {name}"));
        };
        if field.ty.list || field.sensitive {
            return Some(format!("{name} is a list or a secret"));
        }
        // A default is there in some languages before the rule is judged, and in others after it.
        if !matches!(field.default, None | Some(Literal::Boolean(false))) {
            return Some(format!("{name} has a default"));
        }
        pair.push(field);
    }
    let [field, other] = pair.as_slice() else {
        return None;
    };
    if field.name == other.name {
        return Some("a field has no rule with itself".to_owned());
    }
    match rule {
        CrossRule::Ordered { .. } => {
            let number = matches!(
                field.ty.base,
                Base::Int | Base::U64 | Base::DateTime | Base::Duration
            );
            (!number || field.ty.base != other.ty.base)
                .then(|| "two numbers, moments or lengths of time are needed".to_owned())
        }
        CrossRule::Requires(pair) | CrossRule::Excludes(pair) => {
            let says = |word: &&String| {
                other.ty.base != Base::Text
                    || rules::admits(&other.rules, &Literal::Text((*word).clone())).is_err()
            };
            let strange = pair.words.iter().find(says)?;
            Some(format!("{} is never {strange:?}", other.name))
        }
    }
}
