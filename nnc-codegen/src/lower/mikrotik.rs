//! How a field is spelled on RouterOS.

use apollo_compiler::ast;

use super::{Lowering, text_argument, word_argument};
use crate::ir::{Base, Mikrotik, Ty};

impl Lowering<'_> {
    pub(super) fn mikrotik(
        &mut self,
        owner: &str,
        name: &str,
        mapped: bool,
        ty: &Ty,
        directives: &ast::DirectiveList,
    ) -> Option<Mikrotik> {
        let directive = directives.iter().find(|d| d.name == "mikrotik")?;
        let place = directive.location();
        if !mapped {
            self.refuse(
                "unmapped-type",
                place,
                format!("{owner}.{name} is mapped but {owner} has no @mikrotik(path:)"),
            );
        }
        if directive.specified_argument_by_name("path").is_some() {
            self.refuse(
                "misplaced-argument",
                place,
                format!("{owner}.{name}: @mikrotik(path:) belongs on the type"),
            );
        }
        let field = text_argument(directive, "field").unwrap_or_default();
        let plain = field.strip_prefix('.').unwrap_or(&field);
        if plain.is_empty()
            || !plain
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            self.refuse(
                "bad-property",
                place,
                format!("{owner}.{name}: @mikrotik needs a field such as \"vlan-id\""),
            );
        }
        let mut version = |argument: &str| {
            let text = text_argument(directive, argument)?;
            let parsed = text
                .split_once('.')
                .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            if parsed.is_none() {
                self.refuse(
                    "bad-version",
                    place,
                    format!("{owner}.{name}: {argument}: {text:?} is not a version such as \"7.15\""),
                );
            }
            parsed
        };
        let (since, until) = (version("since"), version("until"));
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            self.refuse(
                "bad-version",
                place,
                format!("{owner}.{name}: until is before since"),
            );
        }
        let transform = word_argument(directive, "transform").unwrap_or_else(|| "TEXT".to_owned());
        let fits = match transform.as_str() {
            "NUMBER" => matches!(ty.base, Base::Int | Base::U64 | Base::Text),
            "BOOL" | "FLAG" => ty.base == Base::Boolean,
            "IP_PREFIX" | "ADDRESS" => matches!(ty.base, Base::IpPrefix | Base::IpAddress | Base::Text),
            "MAC" => matches!(ty.base, Base::Mac | Base::Text),
            "DURATION" => matches!(ty.base, Base::Duration | Base::Text),
            "TEXT" => !matches!(ty.base, Base::Int | Base::Boolean | Base::U64),
            _ => ty.base == Base::Text,
        };
        if !fits || matches!(ty.base, Base::Record(_) | Base::Union(_)) {
            self.refuse(
                "transform-on-wrong-type",
                place,
                format!("{owner}.{name}: transform {transform} does not fit the field's type"),
            );
        }
        let default = text_argument(directive, "default");
        // An empty default of a number is "not set"; a switch is always one of the two.
        let sound = default.as_deref().is_none_or(|default| match transform.as_str() {
            "FLAG" => false,
            "BOOL" => matches!(default, "yes" | "no"),
            "NUMBER" => default.bytes().all(|b| b.is_ascii_digit()),
            _ => default.chars().all(|c| c.is_ascii_graphic()),
        });
        if !sound {
            self.refuse(
                "bad-default",
                place,
                format!("{owner}.{name}: the default does not fit the transform {transform}"),
            );
        }
        Some(Mikrotik {
            field,
            since,
            until,
            transform,
            default,
        })
    }
}

/// Whether a text is the path of a menu.
pub(super) fn is_menu(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|rest| {
        rest.split('/').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
    })
}
