//! Writing, the shortest form, by hand: numbers, texts, objects and arrays, in the order they are given.

use alloc::string::String;

/// Writes JSON. Whoever writes keeps brackets in pairs and gives keys inside objects, and only there.
///
/// ```
/// use veriff_json::Writer;
///
/// let mut json = Writer::default();
/// json.open(None, "{");
/// json.signed("at", -5);
/// json.text(Some("word"), "a \"b\"");
/// json.close("}");
/// assert_eq!(json.into_string(), r#"{"at":-5,"word":"a \"b\""}"#);
/// ```
#[derive(Default)]
pub struct Writer(String);

impl Writer {
    /// Opens an object or array.
    pub fn open(&mut self, key: Option<&str>, bracket: &str) {
        self.start(key);
        self.put(bracket);
    }

    /// Closes an object or array.
    pub fn close(&mut self, bracket: &str) {
        self.put(bracket);
    }

    /// A member or element that is a text.
    pub fn text(&mut self, key: Option<&str>, text: &str) {
        self.start(key);
        self.quote(text);
    }

    /// A member that is an integer.
    pub fn signed(&mut self, key: &str, number: i64) {
        self.start(Some(key));
        if number < 0 {
            self.put("-");
        }
        self.digits(number.unsigned_abs());
    }

    /// A member that is an integer.
    pub fn unsigned(&mut self, key: &str, number: u64) {
        self.start(Some(key));
        self.digits(number);
    }

    /// A member that is `null`, `true`, `false` or JSON already.
    pub fn json(&mut self, key: &str, json: &str) {
        self.start(Some(key));
        self.put(json);
    }

    /// What was written so far.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What was written.
    pub fn into_string(self) -> String {
        self.0
    }

    /// A comma before whatever does not stand first, and the key.
    fn start(&mut self, key: Option<&str>) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'{' | b'[')) {
            self.put(",");
        }
        if let Some(key) = key {
            self.quote(key);
            self.put(":");
        }
    }

    fn quote(&mut self, text: &str) {
        self.put("\"");
        let mut plain = 0;
        for (place, byte) in text.bytes().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.put(text.get(plain..place).unwrap_or_default());
            // What can be escaped by a backslash alone comes with what follows.
            plain = place + usize::from(byte < b' ');
            self.put("\\");
            if byte < b' ' {
                self.put("u00");
                self.digit(byte >> 4);
                self.digit(byte & 15);
            }
        }
        self.put(text.get(plain..).unwrap_or_default());
        self.put("\"");
    }

    /// The only place that writes, so that the growing of the text is compiled once.
    #[inline(never)]
    fn put(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// The formatting machinery of the core library would do the same, at four kilobytes of WebAssembly.
    fn digits(&mut self, number: u64) {
        if number >= 10 {
            self.digits(number / 10);
        }
        self.digit((number % 10) as u8);
    }

    fn digit(&mut self, digit: u8) {
        let place = usize::from(digit);
        self.put("0123456789abcdef".get(place..=place).unwrap_or_default());
    }
}
