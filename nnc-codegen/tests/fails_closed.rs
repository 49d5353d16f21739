//! Whatever the emitters cannot express everywhere is refused, with its place; never silently left out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use nnc_codegen::{Error, lower};

const SCHEMA: &str = include_str!("../../schema/nnc.graphql");

/// The scalars and directives of the real schema, and then some types.
fn with(types: &str) -> Result<nnc_codegen::ir::Ir, Error> {
    let end = SCHEMA
        .find("# ---------------------------------------------------------------- virtual interfaces")
        .unwrap();
    lower(&format!("{}\n{types}", &SCHEMA[..end]), "test.graphql")
}

/// The codes with which some types are refused; each must have its place.
fn refused(types: &str) -> Vec<&'static str> {
    match with(types) {
        Err(Error::Refused(problems)) => {
            let whole = [
                "internal-exposed",
                "recursive-type",
                "bad-union-member",
                "not-in-model",
                "bad-output",
                "no-operation-handle",
                "unknown-host",
            ];
            for problem in &problems {
                assert!(
                    problem.line > 0 || whole.contains(&problem.code),
                    "{problem} has no place"
                );
            }
            problems.iter().map(|p| p.code).collect()
        }
        Err(other) => panic!("{types}: refused otherwise: {other}"),
        Ok(_) => panic!("{types}: accepted"),
    }
}

fn field(text: &str) -> String {
    format!("type T {{ f: {text} }}")
}

#[test]
fn the_schema_itself_is_accepted() {
    let ir = lower(SCHEMA, "schema/nnc.graphql").unwrap();
    assert!(ir.modelled().count() > 15);
    assert_eq!(ir.find_union("Resource").unwrap().members.len(), 7);
}

#[test]
fn broken_graphql_is_refused_with_its_place() {
    for types in [
        "type T { f: Nobody }",
        "type T { f: String @nobody }",
        "type T { f: String @validate(minimum: 1) }",
        "type T { f: Int @validate(min: \"x\") }",
        "type T { f: Int @validate(min: 99999999999) }",
        "type T { f: String @validate(minLength: 1) @validate(maxLength: 2) }",
        "type T { f: String @layer(name: NOWHERE) }",
        "type T { f: String @layer }",
        "type T @mikrotik(path: \"/x\") { f: String @mikrotik(field: \"f\", transform: NOBODY) }",
        "input I { f: String @generated }",
        "type T @patch { f: String }",
        "input I { f: T } type T { f: String }",
        "type T { f: String",
    ] {
        match with(types) {
            Err(Error::Schema(report)) => {
                assert!(report.contains(".graphql:"), "{types}: no place in:\n{report}")
            }
            Err(other) => panic!("{types}: {other}"),
            Ok(_) => panic!("{types}: accepted"),
        }
    }
}

#[test]
fn a_problem_names_its_line_and_column() {
    let source = format!(
        "{}\ntype Bad {{\n  f: Int @validate(minLength: 1)\n}}\n",
        SCHEMA.trim_end()
    );
    let Err(Error::Refused(problems)) = lower(&source, "x") else {
        panic!("accepted")
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0].line, problems[0].column),
        (source.lines().count() - 1, 20)
    );
    assert!(problems[0].message.contains("Bad.f"));
}

#[test]
fn handles_and_what_they_give() {
    assert_eq!(refused("type Query { f: String }"), ["root-without-handle"]);
    assert_eq!(
        refused("type H @handle { make: String! @operation }"),
        ["bad-operation", "no-operation-handle"]
    );
    assert_eq!(
        refused("type Change @output { f: Int } type H @handle { make: Change! @operation }"),
        ["no-operation-handle"]
    );
    assert_eq!(refused("type H @handle { make: Void! }"), ["bad-void"]);
    assert_eq!(refused("type H @handle { class: String! }"), ["bad-name"]);
    assert_eq!(
        refused("type H @handle { f: Int @attach(argument: \"a\", host: \"Nobody\") }"),
        ["unknown-host"]
    );
    assert_eq!(
        refused(
            "type O @output { f: Int } type P @host { f: Void } type H @handle { f: O @feed @attach(argument: \"a\", host: \"P\") }"
        ),
        ["bad-attachment"]
    );
    for method in [
        "f: Int",
        "f(a: Int!): Void",
        "f(a: String): Void",
        "f(a: [String!]!): Void",
    ] {
        assert_eq!(
            refused(&format!("type P @host {{ {method} }}")),
            ["bad-host"],
            "{method}"
        );
    }
    for text in ["Json", "Values", "Void", "H", "O", "Layer"] {
        let types = format!(
            "type H @handle {{ f: Int }} type O @output {{ f: Int }} {}",
            field(text)
        );
        assert_eq!(refused(&types), ["not-in-model"], "{text}");
    }
    for text in ["Void", "H", "String @sensitive"] {
        let types = format!("type H @handle {{ f: Int }} type O @output {{ f: {text} }}");
        assert_eq!(refused(&types), ["bad-output"], "{text}");
    }
    let ir = with(
        "type Query @handle { h(which: String! @validate(maxLength: 3)): H! @fails(with: [\"gone\"]) }
         type H @handle { delete(dryRun: Boolean! = false): Int! part: P! items: O! @feed }
         type P @handle { f: Void } type O @output { any: Json }",
    )
    .unwrap();
    let shapes = |handle: &str| {
        let methods = &ir.find_handle(handle).unwrap().methods;
        methods.iter().map(|method| method.shape).collect::<Vec<_>>()
    };
    use nnc_codegen::ir::Shape::{Call, Feed, Part};
    assert_eq!(
        (shapes("Query"), shapes("H"), shapes("P")),
        (vec![Call], vec![Call, Part, Feed], vec![Call])
    );
    let opening = &ir.find_handle("Query").unwrap().methods[0];
    assert_eq!(opening.fails, ["gone"]);
    assert_eq!(opening.arguments.as_ref().unwrap().name, "HArguments");
}

#[test]
fn rules_on_the_wrong_type() {
    for text in [
        "Int @validate(minLength: 1)",
        "Int @validate(maxLength: 1)",
        "Boolean @validate(regex: \"a\")",
        "Mac @validate(regex: \"a\")",
        "String @validate(min: 1)",
        "String @validate(max: 1)",
        "U64 @validate(max: 1)",
        "IpPrefix @validate(maxLength: 9)",
        "String @validate(minItems: 1)",
        "String @validate(uniqueItems: true)",
        "[Int!] @validate(uniqueItems: true)",
        "String @validate(family: V4)",
        "IpAddress @validate(hostBits: false)",
        "SecretRef @validate(minLength: 1)",
        "DateTime @validate(maxItems: 1)",
    ] {
        assert!(refused(&field(text)).contains(&"rule-on-wrong-type"), "{text}");
    }
}

#[test]
fn rules_that_say_nothing_or_contradict_themselves() {
    assert_eq!(refused(&field("String @validate")), ["empty-rule"]);
    assert_eq!(
        refused(&field("String @validate(minLength: null)")),
        ["empty-rule"]
    );
    assert_eq!(refused(&field("String @validate(minLength: -1)")), ["bad-bound"]);
    assert_eq!(
        refused(&field("String @validate(minLength: 3, maxLength: 2)")),
        ["bad-bound"]
    );
    assert_eq!(
        refused(&field("String @validate(minLength: 2000)")),
        ["bad-bound"]
    );
    assert_eq!(refused(&field("Int @validate(min: 3, max: 2)")), ["bad-bound"]);
    assert_eq!(
        refused(&field("[String!] @validate(minItems: 3, maxItems: 2)")),
        ["bad-bound"]
    );
}

#[test]
fn regular_expressions_outside_the_dialect() {
    for regex in [
        ".",
        "a.b",
        r"\\d",
        r"\\w+",
        r"\\s",
        r"\\b",
        r"\\x41",
        r"\\n",
        r"\\1",
        r"(a)\\1",
        "(?:a)",
        "(?=a)",
        "(?!a)",
        "(?<n>a)",
        "(?i)a",
        "[^a]",
        "a**",
        "a*?",
        "a++",
        "a{1}{2}",
        "a{2,1}",
        "a{0}",
        "a{,3}",
        "a{x}",
        "a{99999}",
        "a{1",
        "*a",
        "+",
        "?",
        "{1}",
        "(a",
        "a)",
        "[a",
        "[]",
        "[z-a]",
        "[aa]",
        "[a-cb-d]",
        "[[a]",
        "a]",
        "a}",
        "^^a",
        "a^b",
        "a$b",
        "a$$",
        "(^a)",
        "(a$)",
        "(a*)*",
        "(a+)+",
        "(a*|b)*",
        "((a+))*",
        "((ab*)+)*",
        r"a\\",
        "(a|b*)+",
        "[a\\u0000]",
        "a\\nb",
    ] {
        let codes = refused(&field(&format!("String @validate(regex: \"{regex}\")")));
        assert_eq!(codes, ["bad-regex"], "{regex}");
    }
    for regex in [
        "a",
        "",
        "^a$",
        "^",
        "a|b",
        "a|",
        "(a|b)?c",
        "[a-z]",
        r"[\\]\\[\\^\\-]",
        "[a-]",
        "[-a]",
        "a{1,2}",
        "a{3}",
        "a{2,}",
        r"\\$",
        r"\\.\\*",
        r"a\\$",
        "(a|b(c|d))*",
        "é+",
        "(ab*)?",
        "a+( a+)*",
        "x*y*",
    ] {
        with(&field(&format!("String @validate(regex: \"{regex}\")")))
            .unwrap_or_else(|e| panic!("{regex}: {e}"));
    }
}

#[test]
fn a_pattern_too_large_for_a_table_is_refused() {
    let codes = refused(&field(
        "String @validate(regex: \"(a|b){0,900}[ab]([ab]{0,900}[cd]){0,30}\")",
    ));
    assert_eq!(codes, ["bad-regex"]);
}

#[test]
fn defaults() {
    let input = |text: &str| format!("enum E {{ A B }} input I {{ f: {text} }}");
    for text in [
        "String = \"x\"",
        "Int! = \"x\"",
        "Int! = null",
        "Int! = 1.5",
        "Int! = 99999999999",
        "Boolean! = 1",
        "String! = A",
        "E! = \"A\"",
        "E! = C",
        "Int! = 5 @validate(max: 4)",
        "String! = \"\" @validate(minLength: 1)",
        "String! = \"B\" @validate(regex: \"a\")",
        "String! = \"a\\u0007\"",
        "[String!]! = [\"a\"]",
        "[String!]! = [] @validate(minItems: 1)",
        "DateTime! = 5",
        "IpAddress! = \"1.1.1.1\"",
        "Duration! = 5",
        "ID! = \"a\"",
    ] {
        assert_eq!(refused(&input(text)), ["bad-default"], "{text}");
    }
    for text in [
        "String! = \"x\"",
        "Int! = 5",
        "Boolean! = true",
        "E! = B",
        "[String!]! = []",
    ] {
        with(&input(text)).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
    assert!(refused("input I @patch { f: Int! = 5 }").contains(&"bad-default"));
    assert!(refused("input I @oneOf { f: Int! = 5 }").contains(&"bad-default"));
}

#[test]
fn types_that_no_emitter_expresses() {
    assert_eq!(refused("type T { f: [String] }"), ["bad-list"]);
    assert_eq!(refused("type T { f: [[String!]!]! }"), ["bad-list"]);
    assert_eq!(refused("type T { f: Float }"), ["unknown-scalar"]);
    assert_eq!(
        refused("scalar Colour type T { f: Colour }"),
        ["unknown-scalar", "unknown-scalar"]
    );
    assert_eq!(refused("type T { f(a: Int): Int }"), ["field-arguments"]);
    assert_eq!(
        refused("interface N { f: Int } type T implements N { f: Int }"),
        ["interface", "interface"]
    );
    assert_eq!(refused("type T { f: T }"), ["recursive-type"]);
    assert_eq!(
        refused("type T { f: [S!] } type S { g: T }"),
        ["recursive-type", "recursive-type"]
    );
    assert_eq!(
        refused("type T @internal { f: Int } type S { g: T }"),
        ["internal-exposed"]
    );
    assert_eq!(refused("type T { f: IpFamily }"), ["internal-exposed"]);
    assert_eq!(
        refused("type T @oneOf { f: Int } union U = T"),
        ["bad-union-member"]
    );
    assert_eq!(
        refused("type T @internal { f: Int } union U = T"),
        ["bad-union-member"]
    );
    assert_eq!(
        refused("type T { f: [Int!]! @sensitive }"),
        ["sensitive-not-text"]
    );
    assert_eq!(
        refused("type T @internal { f: String @validate(maxLength: 1) }"),
        ["rule-without-model"]
    );
}

#[test]
fn names_that_some_language_cannot_have() {
    for name in ["type", "class", "self", "lambda", "fn", "F", "a_b", "virtual"] {
        assert_eq!(
            refused(&format!("type T {{ {name}: Int }}")),
            ["bad-name"],
            "{name}"
        );
    }
    assert_eq!(refused("type lower { f: Int }"), ["bad-name"]);
    assert_eq!(refused("type Two_Words { f: Int }"), ["bad-name"]);
}

#[test]
fn one_of_and_patch() {
    assert_eq!(refused("input I @oneOf { f: Int! }"), ["must-be-nullable"]);
    assert_eq!(refused("input I @patch { f: Int! }"), ["must-be-nullable"]);
    assert_eq!(
        refused("input I { f: Int @clearable }"),
        ["clearable-outside-patch"]
    );
}

#[test]
fn platform_maps() {
    let placed = |text: &str| format!("type T @mikrotik(path: \"/ip/x\") {{ f: {text} }}");
    let mapped = |text: &str| format!("type T @internal @mikrotik(path: \"/ip/x\") {{ f: {text} }}");
    for (types, code) in [
        (
            "type T @mikrotik(path: \"ip/x\") { f: Int }".to_owned(),
            "bad-path",
        ),
        (
            "type T @mikrotik(path: \"/ip//x\") { f: Int }".to_owned(),
            "bad-path",
        ),
        ("type T @mikrotik { f: Int }".to_owned(), "bad-path"),
        (
            "type T @mikrotik(path: \"/x\", since: \"7.1\") { f: Int }".to_owned(),
            "misplaced-argument",
        ),
        (
            "type T @mikrotik(path: \"/x\", field: \"a\") { f: Int }".to_owned(),
            "misplaced-argument",
        ),
        (
            "type T { f: Int @mikrotik(field: \"f\", transform: NUMBER) }".to_owned(),
            "unmapped-type",
        ),
        (
            mapped("Int @mikrotik(path: \"/y\", field: \"f\", transform: NUMBER)"),
            "misplaced-argument",
        ),
        (mapped("Int @mikrotik(transform: NUMBER)"), "bad-property"),
        (
            mapped("Int @mikrotik(field: \"F\", transform: NUMBER)"),
            "bad-property",
        ),
        (
            mapped("String @mikrotik(field: \"f\", since: \"seven\")"),
            "bad-version",
        ),
        (
            mapped("String @mikrotik(field: \"f\", until: \"7\")"),
            "bad-version",
        ),
        (
            mapped("String @mikrotik(field: \"f\", since: \"7.20\", until: \"7.12\")"),
            "bad-version",
        ),
        (mapped("Int @mikrotik(field: \"f\")"), "transform-on-wrong-type"),
        (
            mapped("Int @mikrotik(field: \"f\", transform: BOOL)"),
            "transform-on-wrong-type",
        ),
        (
            mapped("Boolean @mikrotik(field: \"f\", transform: NUMBER)"),
            "transform-on-wrong-type",
        ),
        (
            mapped("Boolean @mikrotik(field: \"f\", transform: LIST)"),
            "transform-on-wrong-type",
        ),
        (
            mapped("Int @mikrotik(field: \"f\", transform: MAC)"),
            "transform-on-wrong-type",
        ),
        (
            mapped("Int @mikrotik(field: \"f\", transform: FLAG)"),
            "transform-on-wrong-type",
        ),
        (
            mapped("Boolean @mikrotik(field: \"f\", transform: FLAG, default: \"no\")"),
            "bad-default",
        ),
        (
            mapped("Boolean @mikrotik(field: \"f\", transform: BOOL, default: \"off\")"),
            "bad-default",
        ),
        (
            mapped("Int @mikrotik(field: \"f\", transform: NUMBER, default: \"-1\")"),
            "bad-default",
        ),
        (placed("String @order"), "bad-order"),
        (placed("Int @order"), "bad-order"),
        (placed("Int @order @validate(min: 0, max: 65536)"), "bad-order"),
        (
            placed("Int @order @generated @validate(min: 0, max: 9)"),
            "bad-order",
        ),
        (
            placed("Int @order @validate(min: 0, max: 9) @mikrotik(field: \"f\", transform: NUMBER)"),
            "bad-order",
        ),
        (
            placed("Int @order @validate(min: 0, max: 9) g: Int @order @validate(min: 0, max: 9)"),
            "bad-order",
        ),
        (
            "type T { f: Int @order @validate(min: 0, max: 9) }".to_owned(),
            "bad-order",
        ),
    ] {
        assert_eq!(refused(&types), [code], "{types}");
    }
}

#[test]
fn every_code_of_a_problem_is_tested_here() {
    let sources = [
        include_str!("../src/lower/cross.rs"),
        include_str!("../src/lower/mod.rs"),
        include_str!("../src/lower/field.rs"),
        include_str!("../src/lower/mikrotik.rs"),
        include_str!("../src/rules.rs"),
    ]
    .concat();
    let mut codes: Vec<&str> = sources
        .split("refuse(")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .collect();
    codes.retain(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
    assert!(codes.len() > 20);
    codes.sort_unstable();
    codes.dedup();
    let here = include_str!("fails_closed.rs");
    for code in codes {
        // `unknown-rule` guards against a directive argument that the schema declares and the generator does not know.
        assert!(
            code == "unknown-rule" || here.contains(&format!("\"{code}\"")),
            "{code} has no test"
        );
    }
}

#[test]
fn a_declared_rule_that_the_generator_does_not_know_is_refused() {
    let source = SCHEMA.replace(
        "  hostBits: Boolean\n)",
        "  hostBits: Boolean\n  multipleOf: Int\n)",
    );
    let source = format!("{source}\ntype Extra {{ f: Int @validate(multipleOf: 2) }}\n");
    let Err(Error::Refused(problems)) = lower(&source, "x") else {
        panic!("accepted")
    };
    assert_eq!(
        problems.iter().map(|p| p.code).collect::<Vec<_>>(),
        ["unknown-rule"]
    );
}

#[test]
fn a_declared_directive_that_the_generator_does_not_know_is_refused() {
    let source =
        format!("directive @mystery on FIELD_DEFINITION\n{SCHEMA}\ntype Extra {{ f: Int @mystery }}\n");
    let Err(Error::Refused(problems)) = lower(&source, "x") else {
        panic!("accepted")
    };
    assert_eq!(
        problems.iter().map(|p| p.code).collect::<Vec<_>>(),
        ["unknown-directive"]
    );
}

#[test]
fn rules_between_fields_that_not_every_language_can_judge_are_refused() {
    let good = [
        "type T @ordered(lower: \"a\", upper: \"b\") { a: Int b: Int! }",
        "input T @patch @ordered(lower: \"a\", upper: \"b\") { a: DateTime b: DateTime }",
        "type T @requires(field: \"a\", other: \"b\") { a: Int b: Mac }",
        "type T @excludes(field: \"a\", other: \"b\", words: [\"x\"]) @requires(field: \"a\", other: \"b\") { a: Int b: String }",
        "input T @excludes(field: \"a\", other: \"b\") { a: Int b: Boolean! = false }",
    ];
    for types in good {
        assert!(with(types).is_ok(), "{types}");
    }
    for types in [
        "type T @ordered(lower: \"a\", upper: \"c\") { a: Int b: Int }",
        "type T @ordered(lower: \"a\", upper: \"a\") { a: Int b: Int }",
        "type T @ordered(lower: \"a\", upper: \"b\") { a: Int b: U64 }",
        "type T @ordered(lower: \"a\", upper: \"b\") { a: String b: String }",
        "type T @ordered(lower: \"a\", upper: \"b\") { a: [Int!]! b: [Int!]! }",
        "type T @ordered(lower: \"a\", upper: \"b\") @ordered(lower: \"a\", upper: \"b\") { a: Int b: Int }",
        "input T @ordered(lower: \"a\", upper: \"b\") { a: Int! = 1 b: Int }",
        "input T @excludes(field: \"a\", other: \"b\") { a: Int b: Boolean! = true }",
        "type T @requires(field: \"a\", other: \"b\", words: [\"y\"]) { a: Int b: String @validate(regex: \"x\") }",
        "type T @requires(field: \"a\", other: \"b\", words: [\"1\"]) { a: Int b: Int }",
        "type T @requires(field: \"a\", other: \"b\") { a: Int b: String @sensitive }",
        "type T @oneOf @requires(field: \"a\", other: \"b\") { a: Int b: Int }",
        "type T @output @requires(field: \"a\", other: \"b\") { a: Int b: Int }",
        "type T @internal @requires(field: \"a\", other: \"b\") { a: Int b: Int }",
    ] {
        assert!(refused(types).contains(&"bad-cross-rule"), "{types}");
    }
}
