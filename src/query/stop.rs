//! Words that ask and words that join: they tell little about what is asked.

/// Words by which one asks; a text that answers has no need of them.
const QUESTION_WORDS: &[&str] = &[
    "什么",
    "甚么",
    "啥",
    "谁",
    "哪",
    "哪些",
    "哪个",
    "哪里",
    "哪儿",
    "哪种",
    "哪位",
    "哪几",
    "何",
    "何时",
    "何处",
    "何地",
    "何种",
    "何人",
    "为何",
    "如何",
    "怎么",
    "怎样",
    "怎么样",
    "为什么",
    "多少",
    "几",
    "几个",
    "几种",
    "几位",
    "几次",
    "几年",
    "多久",
    "多长",
    "多大",
    "吗",
    "呢",
    "吧",
    "么",
    "是否",
    "请问",
    "属于",
    "叫做",
    "哪一",
    "哪一年",
    "什么样",
    "是什么",
    "有哪些",
    "有什么",
];

/// Words that join others.
const FUNCTION_WORDS: &[&str] = &[
    "的", "了", "是", "在", "有", "和", "与", "及", "或", "被", "把", "对", "由", "于", "以", "为", "之",
    "其", "而", "也", "都", "就", "并", "从", "到", "中", "这", "那", "个", "它", "他", "她", "the", "of",
    "a", "an", "and", "in", "to", "is",
];

/// The weight of a question word, as a share of its idf.
const QUESTION_WEIGHT: f64 = 0.1;
/// The weight of a joining word.
const FUNCTION_WEIGHT: f64 = 0.4;

/// How much of its idf a word weighs: 1 for most words.
pub(crate) fn weight_of(word: &str) -> f64 {
    if QUESTION_WORDS.contains(&word) {
        QUESTION_WEIGHT
    } else if FUNCTION_WORDS.contains(&word) {
        FUNCTION_WEIGHT
    } else {
        1.0
    }
}
