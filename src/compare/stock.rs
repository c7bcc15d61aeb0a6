//! Stock: how little does a common character or word say about what a sentence is about?
//!
//! Two sentences that share `因此` and `我们` share nothing yet. Inside one pair of documents the counts are too
//! small to show that, so common characters carry a weight from outside.

/// Common characters by how little they say: the first string weighs one eighth, the next two eighths, and so on.
/// Made from jieba's dictionary (MIT): character frequency `p` over all its words, `(-ln p - 4) / 3.5`, in eighths.
const COMMON: [&str; 6] = [
    "一是人的",
    "了不在有大中国和",
    "为这上他个地年来我会以你您它",
    "到时要出生学说道民家子也成行下于们后就发自之对得主长可过天作分方用多着",
    "部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与当文两实重新三么只山",
    "水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第合院物性战由位常点海意场武使次向二治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电",
];

/// Weight of a character that is in no list.
const FULL: u8 = 8;

/// Words that join or point and say nothing of the matter; each shared one counts as a tenth of a word.
const WORDS: &str = "因此 所以 但是 不过 然而 而且 并且 或者 如果 虽然 尽管 即使 由于 因为 于是 同时 此外 另外 其次 首先 最后 总之 \
    例如 比如 其中 以及 甚至 尤其 特别 非常 十分 已经 正在 可以 可能 能够 应该 应当 必须 需要 一定 一些 一个 一种 一样 这个 那个 \
    这些 那些 这样 那样 这种 那种 这里 那里 什么 怎么 怎样 如何 为何 我们 你们 他们 她们 它们 自己 大家 有些 有的 没有 不是 就是 还是 \
    也是 都是 只是 而是 对于 关于 根据 按照 通过 进行 表示 认为 觉得 知道 看到 成为 作为 之间 之后 之前 以后 以前 目前 现在 今天 当时 \
    时候 很多 许多 更多 所有 任何 每个 各种 其他 相关 情况 问题 方面 事情 东西 我的 你的 他的 是的 的是 了一 是一 有一 不会 也不 我认 \
    这是 那么 然后 以上 以下 以及 不能 不同 并不 并非 确实 其实 实际 际上 当然 的人 在这 的一 中的 上的";

/// The two lists, ready for look-ups.
pub(super) struct Stock {
    characters: Vec<(char, u8)>,
    pairs: Vec<(char, char)>,
}

impl Stock {
    pub fn new() -> Self {
        let levels = COMMON.iter().zip(1u8..);
        let mut characters: Vec<(char, u8)> =
            levels.flat_map(|(list, level)| list.chars().map(move |c| (c, level))).collect();
        characters.sort_unstable();
        let mut pairs: Vec<(char, char)> = WORDS
            .split_ascii_whitespace()
            .filter_map(|word| {
                let mut characters = word.chars();
                Some((characters.next()?, characters.next()?))
            })
            .collect();
        pairs.sort_unstable();
        Stock { characters, pairs }
    }

    /// How much sharing this character says, from an eighth to one.
    pub fn character(&self, c: char) -> f64 {
        let at = self.characters.binary_search_by_key(&c, |entry| entry.0);
        let level = at.ok().and_then(|at| self.characters.get(at)).map_or(FULL, |entry| entry.1);
        f64::from(level) / f64::from(FULL)
    }

    /// Whether two neighbours are a word that says nothing of the matter.
    pub fn is_stock(&self, first: char, second: char) -> bool {
        self.pairs.binary_search(&(first, second)).is_ok()
    }

    /// Whether two neighbours in a row of characters are such a word.
    pub fn has_word(&self, characters: impl Iterator<Item = char>) -> bool {
        let mut last = None;
        characters.into_iter().any(|c| last.replace(c).is_some_and(|last| self.is_stock(last, c)))
    }

    /// How much sharing these two neighbours says.
    pub fn pair(&self, first: char, second: char) -> f64 {
        let mean = (self.character(first) + self.character(second)) / 2.0;
        if self.is_stock(first, second) { mean / 10.0 } else { mean }
    }
}
