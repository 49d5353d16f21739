//! Values of JavaScript as they are: nothing is judged here, so that every host judges alike.

use std::ptr;

use napi::bindgen_prelude::{FromNapiValue, TypeName, ValidateNapiValue};
use napi::{Status, ValueType, sys};
use nnc_core::decode::{MAX_BYTES, MAX_DEPTH, Number, Raw};

/// What JavaScript hands over as the arguments of a method.
pub struct JsRaw(pub(super) Raw);

impl TypeName for JsRaw {
    fn type_name() -> &'static str {
        "unknown"
    }

    fn value_type() -> ValueType {
        ValueType::Unknown
    }
}

impl ValidateNapiValue for JsRaw {}

impl FromNapiValue for JsRaw {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut reader = Reader { env, left: MAX_BYTES };
        let raw = match reader.type_of(value)? {
            // Arguments that are left out are as good as none.
            sys::ValueType::napi_undefined => Raw::Map(Vec::new()),
            _ => reader.read(value, 0)?,
        };
        Ok(Self(raw))
    }
}

const THROWS: Raw = Raw::Alien("something that throws when it is read");

/// Most 64-bit words of an integer that is read digit by digit.
const MOST_WORDS: usize = 16;

struct Reader {
    env: sys::napi_env,
    /// How many bytes may still be read; each value counts for some, so that a small tree of shared branches cannot
    /// grow without bound.
    left: usize,
}

/// Whether a call of Node-API went well; one that threw in JavaScript did not.
struct Went(sys::napi_status);

impl Reader {
    /// Calls Node-API; a failure is one of ours, as what is asked for is known to make sense.
    fn ask(&self, what: &str, call: impl FnOnce(sys::napi_env) -> sys::napi_status) -> napi::Result<()> {
        match call(self.env) {
            sys::Status::napi_ok => Ok(()),
            status => Err(napi::Error::new(
                Status::from(status),
                format!("{what} failed; please report it"),
            )),
        }
    }

    /// Calls Node-API where JavaScript may run and throw; what it throws is forgotten.
    fn attempt(&self, call: impl FnOnce(sys::napi_env) -> sys::napi_status) -> Went {
        let status = call(self.env);
        // Not every function says by its status that something was thrown.
        if status != sys::Status::napi_ok {
            let mut thrown = ptr::null_mut();
            // SAFETY: the environment is the one of this call, and the place for the result is ours.
            unsafe { sys::napi_get_and_clear_last_exception(self.env, &mut thrown) };
        }
        Went(status)
    }

    fn type_of(&self, value: sys::napi_value) -> napi::Result<sys::napi_valuetype> {
        let mut kind = 0;
        // SAFETY: the environment and the value are those of this call; so it is with all calls of Node-API below.
        self.ask("napi_typeof", |env| unsafe {
            sys::napi_typeof(env, value, &mut kind)
        })?;
        Ok(kind)
    }

    /// Takes so many bytes of what may be read.
    fn spend(&mut self, bytes: usize) -> bool {
        let enough = self.left >= bytes;
        self.left = self.left.saturating_sub(bytes);
        enough
    }

    fn read(&mut self, value: sys::napi_value, depth: usize) -> napi::Result<Raw> {
        if !self.spend(8) {
            return Ok(Raw::TOO_LARGE);
        }
        Ok(match self.type_of(value)? {
            sys::ValueType::napi_undefined => Raw::Alien("undefined"),
            sys::ValueType::napi_null => Raw::Null,
            sys::ValueType::napi_boolean => {
                let mut given = false;
                self.ask("napi_get_value_bool", |env| unsafe {
                    sys::napi_get_value_bool(env, value, &mut given)
                })?;
                Raw::Bool(given)
            }
            sys::ValueType::napi_number => {
                let mut given = 0.0;
                self.ask("napi_get_value_double", |env| unsafe {
                    sys::napi_get_value_double(env, value, &mut given)
                })?;
                number(given)
            }
            sys::ValueType::napi_bigint => self.big(value)?,
            sys::ValueType::napi_string => self.text(value)?.map_or_else(|alien| alien, Raw::Text),
            sys::ValueType::napi_object => self.object(value, depth)?,
            sys::ValueType::napi_function => Raw::Alien("a function"),
            sys::ValueType::napi_symbol => Raw::Alien("a symbol"),
            _ => Raw::Alien("something of another program"),
        })
    }

    /// Text by its UTF-16 units, so that halves of surrogate pairs are seen.
    fn text(&mut self, value: sys::napi_value) -> napi::Result<Result<String, Raw>> {
        let mut length = 0;
        self.ask("napi_get_value_string_utf16", |env| unsafe {
            sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut length)
        })?;
        if !self.spend(length.saturating_mul(2)) {
            return Ok(Err(Raw::TOO_LARGE));
        }
        // One more unit: Node-API ends the text with a zero.
        let mut units = vec![0_u16; length + 1];
        self.ask("napi_get_value_string_utf16", |env| unsafe {
            sys::napi_get_value_string_utf16(env, value, units.as_mut_ptr(), units.len(), &mut length)
        })?;
        units.truncate(length);
        Ok(String::from_utf16(&units).map_err(|_| Raw::HALF_PAIR))
    }

    fn big(&self, value: sys::napi_value) -> napi::Result<Raw> {
        let mut count = 0;
        self.ask("napi_get_value_bigint_words", |env| unsafe {
            sys::napi_get_value_bigint_words(env, value, ptr::null_mut(), &mut count, ptr::null_mut())
        })?;
        if count > MOST_WORDS {
            return Ok(Raw::Alien("an integer of more than 1024 bits"));
        }
        let (mut words, mut sign) = (vec![0_u64; count], 0);
        self.ask("napi_get_value_bigint_words", |env| unsafe {
            sys::napi_get_value_bigint_words(env, value, &mut sign, &mut count, words.as_mut_ptr())
        })?;
        words.truncate(count);
        let digits = decimal(words);
        let text = if sign == 0 { digits } else { format!("-{digits}") };
        Ok(Number::parse(&text).map_or(Raw::TOO_LARGE, Raw::Number))
    }

    fn object(&mut self, value: sys::napi_value, depth: usize) -> napi::Result<Raw> {
        let is =
            |what: &str, ask: unsafe fn(sys::napi_env, sys::napi_value, *mut bool) -> sys::napi_status| {
                let mut yes = false;
                self.ask(what, |env| unsafe { ask(env, value, &mut yes) })
                    .map(|()| yes)
            };
        if is("napi_is_date", sys::napi_is_date)? {
            let mut given = 0.0;
            self.ask("napi_get_date_value", |env| unsafe {
                sys::napi_get_date_value(env, value, &mut given)
            })?;
            return Ok(if given.is_nan() {
                Raw::Alien("an invalid date")
            } else {
                number(given)
            });
        }
        let array = is("napi_is_array", sys::napi_is_array)?;
        for (what, ask) in [
            (
                "a buffer",
                sys::napi_is_typedarray
                    as unsafe fn(sys::napi_env, sys::napi_value, *mut bool) -> sys::napi_status,
            ),
            ("a buffer", sys::napi_is_arraybuffer),
            ("a promise; `await` it", sys::napi_is_promise),
        ] {
            if !array && is(what, ask)? {
                return Ok(Raw::Alien(what));
            }
        }
        if depth >= MAX_DEPTH {
            return Ok(Raw::TOO_DEEP);
        }
        if array {
            self.list(value, depth)
        } else {
            self.map(value, depth)
        }
    }

    fn list(&mut self, value: sys::napi_value, depth: usize) -> napi::Result<Raw> {
        let length = self.length(value)?;
        // What a long list without items would take is known before it is read.
        if (length as usize).saturating_mul(8) > self.left {
            return Ok(Raw::TOO_LARGE);
        }
        let mut items = Vec::with_capacity(length as usize);
        for index in 0..length {
            items.push(self.within(|reader| reader.item(value, index, depth))?);
        }
        Ok(Raw::List(items))
    }

    fn item(&mut self, list: sys::napi_value, index: u32, depth: usize) -> napi::Result<Raw> {
        let mut item = ptr::null_mut();
        let went = self.attempt(|env| unsafe { sys::napi_get_element(env, list, index, &mut item) });
        if went.well() {
            self.read(item, depth + 1)
        } else {
            Ok(THROWS)
        }
    }

    fn length(&self, list: sys::napi_value) -> napi::Result<u32> {
        let mut length = 0;
        self.ask("napi_get_array_length", |env| unsafe {
            sys::napi_get_array_length(env, list, &mut length)
        })?;
        Ok(length)
    }

    /// The own, enumerable properties with names, as `Object.entries` has them; `undefined` ones are absent.
    fn map(&mut self, value: sys::napi_value, depth: usize) -> napi::Result<Raw> {
        let mut keys = ptr::null_mut();
        let filter = sys::KeyFilter::enumerable | sys::KeyFilter::skip_symbols;
        let went = self.attempt(|env| unsafe {
            sys::napi_get_all_property_names(
                env,
                value,
                sys::KeyCollectionMode::own_only,
                filter,
                sys::KeyConversion::numbers_to_strings,
                &mut keys,
            )
        });
        if !went.well() {
            return Ok(THROWS);
        }
        let length = self.length(keys)?;
        if (length as usize).saturating_mul(8) > self.left {
            return Ok(Raw::TOO_LARGE);
        }
        let mut entries = Vec::with_capacity(length as usize);
        for index in 0..length {
            if let Some(entry) = self.within(|reader| reader.entry(value, keys, index, depth))? {
                entries.push(entry);
            }
        }
        Ok(Raw::Map(entries))
    }

    fn entry(
        &mut self,
        map: sys::napi_value,
        keys: sys::napi_value,
        index: u32,
        depth: usize,
    ) -> napi::Result<Option<(String, Raw)>> {
        let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
        self.ask("napi_get_element", |env| unsafe {
            sys::napi_get_element(env, keys, index, &mut key)
        })?;
        let name = match self.text(key)? {
            Ok(name) => name,
            // There is no such field anywhere, so it is refused under a name that nothing has.
            Err(alien) => return Ok(Some(("\u{fffd}".to_owned(), alien))),
        };
        let went = self.attempt(|env| unsafe { sys::napi_get_property(env, map, key, &mut value) });
        if !went.well() {
            return Ok(Some((name, THROWS)));
        }
        if self.type_of(value)? == sys::ValueType::napi_undefined {
            return Ok(None);
        }
        Ok(Some((name, self.read(value, depth + 1)?)))
    }

    /// Reads within a scope of its own: the engine forgets what was touched when it ends.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> napi::Result<T>) -> napi::Result<T> {
        let mut scope = ptr::null_mut();
        self.ask("napi_open_handle_scope", |env| unsafe {
            sys::napi_open_handle_scope(env, &mut scope)
        })?;
        let _scope = Scope { env: self.env, scope };
        read(self)
    }
}

impl Went {
    fn well(&self) -> bool {
        self.0 == sys::Status::napi_ok
    }
}

struct Scope {
    env: sys::napi_env,
    scope: sys::napi_handle_scope,
}

impl Drop for Scope {
    fn drop(&mut self) {
        // SAFETY: it was opened in this environment, and scopes end in the order that Rust drops them in.
        unsafe { sys::napi_close_handle_scope(self.env, self.scope) };
    }
}

fn number(value: f64) -> Raw {
    if !value.is_finite() {
        return Raw::NOT_FINITE;
    }
    Number::parse(&format!("{value:e}")).map_or(Raw::TOO_LARGE, Raw::Number)
}

/// The decimal digits of an integer whose 64-bit words are given, the lowest first.
fn decimal(mut words: Vec<u64>) -> String {
    /// The largest power of ten in 64 bits, and its exponent.
    const STEP: u64 = 10_000_000_000_000_000_000;
    let mut groups = Vec::new();
    while words.last() == Some(&0) {
        words.pop();
    }
    while !words.is_empty() {
        let mut rest = 0;
        for word in words.iter_mut().rev() {
            let value = (u128::from(rest) << 64) | u128::from(*word);
            // The rest is below the step, so both fit 64 bits.
            *word = (value / u128::from(STEP)) as u64;
            rest = (value % u128::from(STEP)) as u64;
        }
        groups.push(rest);
        while words.last() == Some(&0) {
            words.pop();
        }
    }
    let Some(first) = groups.pop() else {
        return "0".to_owned();
    };
    let mut text = first.to_string();
    for group in groups.iter().rev() {
        text.push_str(&format!("{group:019}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use nnc_core::decode::Raw;
    use proptest::prelude::*;

    use super::{decimal, number};

    #[test]
    fn an_integer_of_any_size_keeps_its_digits() {
        assert_eq!(decimal(vec![]), "0");
        assert_eq!(decimal(vec![0, 0]), "0");
        assert_eq!(decimal(vec![0, 1]), "18446744073709551616");
        // 10^40, by hand: 10^40 = 2^40 * 5^40.
        let power = 10_u128.pow(20);
        let (high, low) = ((power >> 64) as u64, power as u64);
        assert_eq!(decimal(vec![low, high]), format!("1{}", "0".repeat(20)));
    }

    proptest! {
        #[test]
        fn two_words_are_as_rust_writes_them(value in any::<u128>()) {
            prop_assert_eq!(decimal(vec![value as u64, (value >> 64) as u64]), value.to_string());
        }

        #[test]
        fn integers_of_a_double_are_exact(value in -(1_i64 << 53)..(1_i64 << 53)) {
            let Raw::Number(read) = number(value as f64) else { panic!("no number") };
            prop_assert_eq!(read.integer(), Some(i128::from(value)));
        }
    }

    #[test]
    fn what_is_no_number_of_json_is_alien() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(matches!(number(value), Raw::Alien(_)));
        }
        assert!(matches!(number(1e40), Raw::Number(_)));
        assert!(matches!(number(-0.0), Raw::Number(_)));
    }
}
