//! Keys from elsewhere than a file.

use super::*;

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[test]
fn a_passphrase_gives_the_same_key_again_and_another_one_does_not() {
    let directory = tempfile::tempdir().unwrap();
    let salt = directory.path().join("key.salt");
    let key = |passphrase: &str| PassphraseKey::new(&salt, passphrase.into());
    assert!(key("open sesame").load().unwrap().is_none());
    let made = key("open sesame").create(&Sevens).unwrap();
    assert_eq!(key("open sesame").load().unwrap().unwrap().id(), made.id());
    assert_ne!(key("open says me").load().unwrap().unwrap().id(), made.id());
    assert!(!format!("{:?} {made:?}", key("open sesame")).contains("sesame"));
    assert!(!std::fs::read_to_string(&salt).unwrap().contains("sesame"));
}

#[test]
fn a_recipe_that_asks_for_too_much_is_refused() {
    let salt = "00112233445566778899aabbccddeeff";
    assert!(recipe::parse(&format!("argon2id 16384 5 1 {salt}")).is_some());
    for recipe in [
        String::new(),
        format!("scrypt 16384 5 1 {salt}"),
        format!("argon2id 4294967295 5 1 {salt}"),
        format!("argon2id 16384 5000 1 {salt}"),
        format!("argon2id 16384 0 1 {salt}"),
        format!("argon2id 16384 5 1 {salt} more"),
        "argon2id 16384 5 1 0011".to_owned(),
        "argon2id 16384 5 1 zz112233445566778899aabbccddeeff".to_owned(),
    ] {
        assert!(recipe::parse(&recipe).is_none(), "{recipe}");
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("key.salt");
    let endless = format!("argon2id 16384 5 1 {salt}{}", " ".repeat(1 << 20));
    for bytes in [&[0xff; 40][..], endless.as_bytes()] {
        std::fs::write(&path, bytes).unwrap();
        let error = PassphraseKey::new(&path, "x".into()).load().unwrap_err();
        assert_eq!(error.code(), "key-invalid");
    }
}

#[test]
fn a_key_of_the_environment_has_64_digits() {
    let text = "0123456789abcdefABCDEF0123456789".repeat(2);
    let key = environment::parse(text.as_bytes()).unwrap();
    assert_eq!(key.bytes()[..4], [0x01, 0x23, 0x45, 0x67]);
    for refused in ["", "00", &"g".repeat(64), &"é".repeat(32), &text[1..]] {
        assert!(environment::parse(refused.as_bytes()).is_none(), "{refused}");
    }
    let unset = EnvironmentKey::new("NNC_STORE_TEST_NO_SUCH_VARIABLE");
    assert!(unset.load().unwrap().is_none());
    assert_eq!(unset.create(&Sevens).unwrap_err().code(), "key-missing");
    assert_eq!(unset.stage(&Sevens).unwrap_err().code(), "key-fixed");
}
