//! Any HTTP answer to any command: a result or a typed error, and the same rows when read twice.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nnc_routeros::rest::read_response;
use nnc_routeros::transport::Command;

fuzz_target!(|data: &[u8]| {
    let [verb, class, status, body @ ..] = data else {
        return;
    };
    let verb = ["print", "add", "set", "remove", "move"][usize::from(verb % 5)];
    let status = u16::from(class % 6) * 100 + u16::from(status % 100);
    let command = Command::new("/interface/vlan", verb);
    let answer = read_response(&command, status, body);
    assert_eq!(answer, read_response(&command, status, body));
    match answer {
        Ok(response) => assert!((200..300).contains(&status) && response.rows.len() <= body.len()),
        Err(error) => assert!(error.to_string().len() < 4096),
    }
});
