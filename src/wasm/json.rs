//! Answers as JSON text: one string crosses the boundary and `JSON.parse` makes the objects, which is quicker than
//! making them one field at a time from this side, and smaller than a serialisation library.
//!
//! Useful for writing; not useful for reading: options come in as JavaScript objects (`options.rs`).

/// A JSON value being written.
#[derive(Default)]
pub(super) struct Json {
    text: String,
    /// Whether the next item of the innermost object or array is not its first.
    needs_comma: bool,
}

impl Json {
    /// One whole value.
    pub fn of(write: impl FnOnce(&mut Json)) -> String {
        let mut json = Json::default();
        write(&mut json);
        json.text
    }

    /// `{…}`; fields are written with [`Json::field`].
    pub fn object(&mut self, write: impl FnOnce(&mut Json)) {
        self.nested('{', '}', write);
    }

    /// `[…]`, one item for each of `items`.
    pub fn array<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Json, T)) {
        self.nested('[', ']', |json| {
            for item in items {
                json.item();
                write(json, item);
            }
        });
    }

    /// `"name":`; the value is written next. Names are ours and need no escapes.
    pub fn field(&mut self, name: &str) -> &mut Json {
        self.item();
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
        self
    }

    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub fn string(&mut self, value: &str) {
        self.text.push('"');
        let mut rest = value;
        // Texts need an escape now and then: what lies between is copied as it is.
        loop {
            let (plain, after) = rest.split_at(plain_bytes(rest));
            self.text.push_str(plain);
            let Some(&byte) = after.as_bytes().first() else { break };
            match byte {
                b'"' => self.text.push_str("\\\""),
                b'\\' => self.text.push_str("\\\\"),
                b'\n' => self.text.push_str("\\n"),
                b'\r' => self.text.push_str("\\r"),
                b'\t' => self.text.push_str("\\t"),
                _ => {
                    self.text.push_str("\\u00");
                    for digit in [byte >> 4, byte & 15] {
                        self.text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
                    }
                }
            }
            rest = after.get(1..).unwrap_or("");
        }
        self.text.push('"');
    }

    /// A string, or `null`.
    pub fn string_or_null(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.string(value),
            None => self.text.push_str("null"),
        }
    }

    /// A number, to nine decimals; what JSON cannot write (infinite, not a number) is `null`.
    ///
    /// The library's own digits of a double, to the last one, would take 8 KB of the module.
    pub fn number(&mut self, value: f64) {
        const SCALE: u64 = 1_000_000_000;
        if !value.is_finite() {
            return self.null();
        }
        let size = libm::fabs(value);
        // Past this there are no decimals to round, and `as` stops at the end of its range.
        let (whole, mut decimals) = match size < SCALE as f64 {
            true => {
                let scaled = libm::round(size * SCALE as f64) as u64;
                (scaled / SCALE, scaled % SCALE)
            }
            false => (size as u64, 0),
        };
        if value < 0.0 && (whole, decimals) != (0, 0) {
            self.text.push('-');
        }
        self.count(whole);
        if decimals > 0 {
            self.text.push('.');
            let mut unit = SCALE;
            while decimals > 0 {
                unit /= 10;
                self.count(decimals / unit);
                decimals %= unit;
            }
        }
    }

    /// A whole number.
    pub fn count(&mut self, value: impl Into<u64>) {
        self.digits(value.into());
    }

    fn digits(&mut self, mut rest: u64) {
        // An answer has hundreds of numbers: the library's formatting was a twentieth of a search.
        let mut digits = [0u8; 20];
        let mut start = digits.len();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            start -= 1;
            if rest == 0 {
                break;
            }
        }
        self.text.push_str(std::str::from_utf8(&digits[start..]).unwrap_or_default());
    }

    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    pub fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    fn item(&mut self) {
        if self.needs_comma {
            self.text.push(',');
        }
        self.needs_comma = true;
    }

    fn nested(&mut self, open: char, close: char, write: impl FnOnce(&mut Json)) {
        self.text.push(open);
        self.needs_comma = false;
        write(self);
        self.text.push(close);
        self.needs_comma = true;
    }
}

/// How many bytes at the start of a string JSON writes as they are.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn plain_bytes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut len = 0;
    while bytes.get(len).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        len += 1;
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_valid_json() {
        let text = Json::of(|json| {
            json.object(|json| {
                json.field("name").string("汉\"\\\n\u{1}𠀀\u{7f}");
                json.field("none").string_or_null(None);
                json.field("list")
                    .array([1.5, f64::NAN, -0.25, 2.0, 0.1 + 0.2, 1e-12, 1e12, -0.0], Json::number);
                json.field("empty").array([0u32; 0], Json::count);
                json.field("inner").object(|json| json.field("is").boolean(true));
                json.field("last").count(7u32);
            });
        });
        let expected = concat!(
            r#"{"name":"汉\"\\\n\u0001𠀀"#,
            "\u{7f}",
            r#"","none":null,"list":[1.5,null,-0.25,2,0.3,0,1000000000000,0],"empty":[],"inner":{"is":true},"last":7}"#
        );
        assert_eq!(text, expected);
    }
}
