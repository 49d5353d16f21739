//! The loader of command trees: any bytes give a tree or a typed error, and a tree answers every question.
//!
//! The first line of the input is a command to judge by the tree that the rest describes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use routeros_commands::{CommandTree, Version, check_line};

fuzz_target!(|data: &[u8]| {
    let (line, tree) = match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (&[][..], data),
    };
    let Ok(tree) = CommandTree::from_inspect(tree, Version::new(7, 30, 0)) else { return };
    let view = tree.newest();
    let _ = check_line(&view, &String::from_utf8_lossy(line));
    for menu in view.menus() {
        assert_eq!(view.menu(menu.path()).map(|menu| menu.path()), Some(menu.path()));
        for verb in menu.verbs() {
            assert!(menu.has(verb.name()));
            for argument in verb.arguments() {
                assert!(verb.argument(argument.name()).is_some());
                // What is offered must be taken.
                let rule = argument.values();
                for word in rule.keywords() {
                    assert_ne!(rule.fit(word), routeros_commands::Fit::Wrong, "{rule:?} {word}");
                }
            }
        }
    }
});
