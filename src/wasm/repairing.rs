//! The table by which broken characters are repaired.

use crate::text::Gbk;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::rc::Rc;
use web_sys::TextDecoder;

thread_local! {
    static GBK: RefCell<Option<Rc<Gbk>>> = const { RefCell::new(None) };
}

/// The table that repairs broken characters: every platform's `TextDecoder` knows it, so the module need not carry it.
/// Made once; `None` where the platform has no GBK after all.
pub(super) fn gbk() -> Option<Rc<Gbk>> {
    if let Some(gbk) = GBK.with_borrow(Clone::clone) {
        return Some(gbk);
    }
    const LEADS: RangeInclusive<u8> = 0x81..=0xfe;
    const TRAILS: RangeInclusive<u8> = 0x40..=0xff;
    let pairs: Vec<u8> = LEADS.flat_map(|lead| TRAILS.flat_map(move |trail| [lead, trail, b'\n'])).collect();
    let decoded = TextDecoder::new_with_label("gbk").ok()?.decode_with_u8_array(&pairs).ok()?;
    let cells: Vec<u16> = decoded
        .lines()
        .map(|line| {
            let mut units = line.encode_utf16();
            match (units.next(), units.next()) {
                (Some(unit), None) => unit,
                _ => 0,
            }
        })
        .collect();
    let gbk = Rc::new(Gbk::new(&cells)?);
    GBK.with_borrow_mut(|slot| *slot = Some(Rc::clone(&gbk)));
    Some(gbk)
}
