//! Reading one number at the start of a folded text, in Arabic or Chinese digits or both: `1,000,000`, `100万`,
//! `一百万`, `二零二五`, `1.5亿`, `四十亿`.

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    pub value: f64,
    /// Bytes it takes.
    pub len: usize,
    pub form: Form,
    /// Whether it ends in 万, 亿 or another multiplier (so that `3到5万` can lend it to `3`).
    pub multiplier: f64,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Arabic digits, perhaps with a Chinese multiplier.
    Arabic,
    /// One Chinese character.
    OneChinese,
    /// Several Chinese characters.
    Chinese,
}

/// The digit a Chinese character stands for.
fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The unit below ten thousand a Chinese character stands for.
fn small_unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

fn large_unit(c: char) -> Option<f64> {
    Some(match c {
        '万' => 1e4,
        '亿' => 1e8,
        '兆' => 1e12,
        _ => return None,
    })
}

/// Whether a number may begin with `c`.
pub(super) fn can_start(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || small_unit(c).is_some() || matches!(c, '万' | '亿')
}

/// The longest number read, in characters; digits beyond are no number anyone means.
const MAX_CHARS: usize = 40;

/// Reads a number at the start of `text`.
pub(super) fn read(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() { arabic(text) } else { chinese(text) }
}

fn arabic(text: &str) -> Option<Numeral> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes[from..].iter().take(MAX_CHARS).take_while(|byte| byte.is_ascii_digit()).count();
    let mut len = digits(0);
    let mut plain: String = text[..len].to_owned();
    // Groups of three: `1,000,000`; `1,2` is two numbers.
    if len <= 3 {
        while bytes.get(len) == Some(&b',') && digits(len + 1) == 3 && len < MAX_CHARS {
            plain.push_str(&text[len + 1..len + 4]);
            len += 4;
        }
    }
    if bytes.get(len) == Some(&b'.') {
        let decimals = digits(len + 1);
        // `1.2.3` is a version or a section, no number.
        if decimals > 0 && bytes.get(len + 1 + decimals) == Some(&b'.') && digits(len + 2 + decimals) > 0 {
            return None;
        }
        if decimals > 0 {
            plain.push_str(&text[len..len + 1 + decimals]);
            len += 1 + decimals;
        }
    }
    let mut value = decimal(&plain)?;
    let mut multiplier = 1.0;
    let mut rest = &text[len..];
    rest = rest
        .strip_prefix('多')
        .or(rest.strip_prefix('余'))
        .filter(|rest| rest.starts_with(['万', '亿', '千']))
        .unwrap_or(rest);
    let mut after = rest;
    while let Some(c) = after.chars().next() {
        let Some(unit) = large_unit(c).or(small_unit(c).filter(|_| c == '千' || c == '百').map(f64::from))
        else {
            break;
        };
        multiplier *= unit;
        after = &after[c.len_utf8()..];
        if multiplier >= 1e16 {
            break;
        }
    }
    if multiplier > 1.0 {
        len = text.len() - after.len();
        value *= multiplier;
    }
    Some(Numeral { value, len, form: Form::Arabic, multiplier })
}

fn chinese(text: &str) -> Option<Numeral> {
    let mut total = 0.0;
    let mut section = 0.0;
    let mut pending: Option<u32> = None;
    // Digits one after the other, without units: a year, a number said digit by digit.
    let mut positional = 0.0;
    let mut num_digits = 0;
    let mut has_units = false;
    let (mut len, mut count, mut multiplier) = (0, 0, 1.0);
    for c in text.chars().take(MAX_CHARS) {
        // 一百多亿: about, and the multiplier still belongs to it.
        if matches!(c, '多' | '余')
            && has_units
            && text[len + c.len_utf8()..].starts_with(|next| large_unit(next).is_some())
        {
            len += c.len_utf8();
            continue;
        }
        if let Some(value) = digit(c) {
            if pending.is_some() && has_units {
                break;
            }
            positional = positional * 10.0 + f64::from(value);
            num_digits += 1;
            pending = if value == 0 && has_units { None } else { Some(value) };
            multiplier = 1.0;
        } else if let Some(unit) = small_unit(c) {
            if num_digits > 1 && !has_units {
                break;
            }
            section += f64::from(pending.take().unwrap_or(1)) * f64::from(unit);
            has_units = true;
            multiplier = f64::from(unit);
        } else if let Some(unit) = large_unit(c) {
            if num_digits > 1 && !has_units {
                break;
            }
            let below = section + f64::from(pending.take().unwrap_or(0));
            // 万亿: the larger unit multiplies what the smaller one made.
            if below == 0.0 && total > 0.0 {
                total *= unit;
            } else {
                total = if unit > 1e4 && total > 0.0 {
                    (total + below) * unit
                } else {
                    total + if below == 0.0 { 1.0 } else { below } * unit
                };
            }
            section = 0.0;
            has_units = true;
            multiplier = unit;
        } else {
            break;
        }
        len += c.len_utf8();
        count += 1;
    }
    if count == 0 {
        return None;
    }
    let mut value = total + section + f64::from(pending.unwrap_or(0));
    if !has_units && num_digits == 2 && !text.starts_with('零') {
        // 两三年: about.
        return None;
    }
    if !has_units && num_digits > 1 {
        value = positional;
    } else if has_units
        && let Some(last) = pending
        && multiplier == 1.0
    {
        // 两万五 is 25,000: a last digit straight after 万, 千 or 百 counts the next lower unit.
        let mut tail = text[..len].chars().rev().skip(1);
        if let Some(before) = tail.next()
            && let Some(unit) =
                large_unit(before).or(small_unit(before).filter(|unit| *unit >= 100).map(f64::from))
        {
            value += f64::from(last) * (unit / 10.0) - f64::from(last);
        }
    }
    let form = if count == 1 { Form::OneChinese } else { Form::Chinese };
    Some(Numeral { value, len, form, multiplier })
}

/// The value of digits with at most one point among them; `None` for anything else.
///
/// The nearest double for up to fifteen digits, as `str::parse` gives it, whose table for the rest would be a twentieth
/// of the module. Of more than eighteen digits the last do not count.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let (mut digits, mut power, mut is_behind_point, mut has_digit) = (0u64, 0i32, false, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < 100_000_000_000_000_000 => {
                digits = digits * 10 + u64::from(byte - b'0');
                power -= i32::from(is_behind_point);
            }
            b'0'..=b'9' => power += i32::from(!is_behind_point),
            b'.' if !is_behind_point => is_behind_point = true,
            _ => return None,
        }
        has_digit |= byte != b'.';
    }
    let mut value = digits as f64;
    // A power of ten is exact up to the twenty-second; beyond, a number is no amount that a text compares.
    let scale = (0..power.unsigned_abs().min(280)).fold(1.0, |scale, _| scale * 10.0);
    value = if power < 0 { value / scale } else { value * scale };
    has_digit.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, want, len) in [
            ("100万个", 1e6, 6),
            ("一百万", 1e6, 9),
            ("百万", 1e6, 6),
            ("1,000,000", 1e6, 9),
            ("1,2", 1.0, 1),
            ("1.5亿", 1.5e8, 6),
            ("四十亿美元", 4e9, 9),
            ("二零二五年", 2025.0, 12),
            ("十二", 12.0, 6),
            ("二十", 20.0, 6),
            ("一百零五", 105.0, 12),
            ("三千五", 3500.0, 9),
            ("两万五", 25000.0, 9),
            ("二万五千", 25000.0, 12),
            ("一万亿", 1e12, 9),
            ("3千万", 3e7, 7),
            ("十万亿", 1e13, 9),
            ("一亿两千三百四十五万", 123_450_000.0, 30),
            ("10多万", 1e5, 8),
            ("一百多亿美元", 1e10, 12),
            ("十余万", 1e5, 9),
            ("一百多人", 100.0, 6),
        ] {
            let read = read(text).unwrap_or_else(|| panic!("{text}: nothing read"));
            assert_eq!((read.value, read.len), (want, len), "{text}");
        }
    }

    #[test]
    fn digits_have_the_value_that_the_library_reads() {
        for text in
            ["0", "7", "007", "3.14", "1000000", ".5", "5.", "99.95", "123456789012345", "0.000001", "86400"]
        {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "1.2.3", "1e5", "-1", "inf", " 1"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
        let long = "9".repeat(400);
        assert!(
            decimal(&long).is_some_and(f64::is_finite)
                && decimal(&format!("0.{long}")).is_some_and(|v| v <= 1.0)
        );
    }
}
