//! Boilerplate: which blocks at the ends belong to the page and not to the text?

use super::BlockKind;
use super::read::RawBlock;
use super::turn::Turns;

/// Words that announce links, advertisements and calls to follow; on their own they prove nothing, at the end of a
/// text among others they do.
const CALLS: [&str; 34] = [
    "公众号",
    "公眾號",
    "扫码",
    "掃碼",
    "二维码",
    "二維碼",
    "往期",
    "推荐阅读",
    "推薦閱讀",
    "相关阅读",
    "延伸閱讀",
    "阅读原文",
    "閱讀原文",
    "点击关注",
    "设🌟标",
    "设为星标",
    "长按",
    "長按",
    "转载",
    "轉載",
    "版权",
    "版權",
    "广告",
    "廣告",
    "合作",
    "联系",
    "聯繫",
    "加微信",
    "微信：",
    "-END-",
    "END--",
    "点赞",
    "點讚",
    "订阅",
];

/// How many blocks that prove nothing may stand between two that do.
const MAX_PENDING: usize = 6;
/// How many blocks at the start may be boilerplate.
const MAX_HEAD_BLOCKS: usize = 6;

/// Which blocks are boilerplate.
///
/// From the end backwards, a block is taken while it is a list of links, a call, or a short line among such; a
/// block of prose is passed only when what lies before it is link list again. At the start only links and calls.
pub(super) fn find(text: &str, blocks: &[RawBlock], turns: &Turns) -> Vec<bool> {
    let calls = Calls::new();
    let kind_of = |at: usize| look(text, &blocks[at], !turns.label_of(at).is_empty(), &calls);
    let mut found = vec![false; blocks.len()];
    let mut tail = blocks.len();
    let mut pending = 0;
    let mut num_sure = 0;
    for at in (0..blocks.len()).rev() {
        match kind_of(at) {
            Look::Sure => {
                tail = at;
                pending = 0;
                num_sure += 1;
            }
            Look::Short if pending < MAX_PENDING => pending += 1,
            // One paragraph of an advertisement stands between its links and its calls.
            Look::Prose
                if pending < MAX_PENDING
                    && num_sure > 0
                    && (at.saturating_sub(2)..at).any(|before| kind_of(before) == Look::Sure) =>
            {
                pending += 1;
            }
            Look::Short | Look::Prose | Look::Turn => break,
        }
    }
    // A heading straight above the links announces them.
    while tail > 0
        && tail < blocks.len()
        && blocks[tail - 1].kind == BlockKind::Heading
        && !matches!(kind_of(tail - 1), Look::Prose | Look::Turn)
    {
        tail -= 1;
    }
    found[tail..].fill(true);
    for at in 0..MAX_HEAD_BLOCKS.min(blocks.len() / 2) {
        if blocks[at].kind != BlockKind::Heading && kind_of(at) == Look::Sure {
            found[at] = true;
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Look {
    /// Links or a call.
    Sure,
    /// Too short to be a paragraph: may be either.
    Short,
    /// Text.
    Prose,
    /// What somebody in the text says.
    Turn,
}

fn look(text: &str, block: &RawBlock, is_turn: bool, calls: &Calls) -> Look {
    if matches!(block.kind, BlockKind::Metadata | BlockKind::Code | BlockKind::TableRow) {
        return Look::Prose;
    }
    if is_turn {
        return Look::Turn;
    }
    let prose = block.text(text);
    let num_chars = prose.chars().count();
    let num_bytes: usize = block.pieces.iter().map(|piece| piece.len_bytes()).sum();
    let num_linked = (block.link_bytes as usize).max(address_bytes(&prose));
    let is_linked = num_linked * 10 >= num_bytes * 6 && num_bytes > 0;
    let is_call = num_chars <= 80 && calls.stand_in(&prose);
    if is_linked || is_call {
        Look::Sure
    } else if num_chars <= 30 && !prose.ends_with(['。', '？', '?']) {
        Look::Short
    } else {
        Look::Prose
    }
}

/// [`CALLS`], to be looked for all at once.
struct Calls {
    /// A bit for what each may begin with.
    firsts: u128,
}

impl Calls {
    fn new() -> Calls {
        let firsts = CALLS.iter().filter_map(|call| call.chars().next());
        Calls { firsts: firsts.fold(0, |bits, first| bits | Calls::bit(first)) }
    }

    fn bit(first: char) -> u128 {
        1 << (u32::from(first) % u128::BITS)
    }

    fn stand_in(&self, text: &str) -> bool {
        let mut starts = text.char_indices().filter(|&(_, c)| self.firsts & Calls::bit(c) != 0);
        starts.any(|(at, _)| CALLS.iter().any(|call| text[at..].starts_with(call)))
    }
}

/// How many bytes of a text are addresses written out (`原文链接：https://…`).
fn address_bytes(text: &str) -> usize {
    let end = |address: &str| address.find(|c: char| !c.is_ascii_graphic()).unwrap_or(address.len());
    ["https://", "http://"]
        .iter()
        .flat_map(|scheme| text.match_indices(scheme))
        .map(|(at, _)| end(&text[at..]))
        .sum()
}
