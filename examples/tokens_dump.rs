//! scratch: not committed
use duizhao::segment::{Lexicon, Mode, Options, Segmenter, Token};
use duizhao::text::fold_char;
use std::hash::{Hash, Hasher};
use std::{env, fs};

fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let bytes = fs::read(&args[1]).unwrap();
    match args[0].as_str() {
        "open" => {
            for _ in 0..args[2].parse().unwrap() {
                std::hint::black_box(Lexicon::open(&bytes).unwrap());
            }
        }
        "bench" => {
            let lexicon = Lexicon::open(&bytes).unwrap();
            let texts: Vec<String> = fs::read_to_string(&args[2]).unwrap().split('\u{1}').map(fold).collect();
            let options = if args[3] == "index" { Options::INDEX } else { Options::DISPLAY };
            let mut s = Segmenter::with_options(&lexicon, options);
            let start = std::time::Instant::now();
            let n: usize = args[4].parse().unwrap();
            let mut count = 0usize;
            for _ in 0..n {
                for t in &texts {
                    s.segment_utf16(t, |_, end, _| count += end);
                }
            }
            let b: usize = texts.iter().map(String::len).sum();
            eprintln!(
                "{count} {:.1} MB/s, {} bytes {} chars",
                (b * n) as f64 / 1e6 / start.elapsed().as_secs_f64(),
                b,
                texts.iter().map(|t| t.chars().count()).sum::<usize>()
            );
        }
        "hash" => {
            let lexicon = Lexicon::open(&bytes).unwrap();
            for file in &args[2..] {
                let texts: Vec<String> = fs::read_to_string(file).unwrap().split('\u{1}').map(fold).collect();
                for options in [Options::DISPLAY, Options::INDEX] {
                    for users in [false, true] {
                        let mut s = Segmenter::with_options(&lexicon, options);
                        if users {
                            for w in [
                                "达里奥·阿莫迪",
                                "人工智能",
                                "的",
                                "网易杭研",
                                "a股",
                                "中华人民共和国",
                                "第一条",
                                "𠮷野家",
                            ] {
                                s.add_word(w, duizhao::segment::Weight::Preferred);
                            }
                            s.add_word("我们", duizhao::segment::Weight::Cost(65535));
                        }
                        for mode in [Mode::Words, Mode::Search, Mode::All] {
                            let mut h = std::collections::hash_map::DefaultHasher::new();
                            let mut tokens: Vec<Token> = Vec::new();
                            let mut n = 0;
                            for t in &texts {
                                s.segment(t, mode, &mut tokens);
                                n += tokens.len();
                                for t in &tokens {
                                    (t.span.start, t.span.end, t.kind.as_str()).hash(&mut h);
                                }
                                if mode == Mode::Words {
                                    {
                                        let u: Vec<usize> = t
                                            .char_indices()
                                            .scan(0, |u, (_, c)| {
                                                let x = *u;
                                                *u += c.len_utf16();
                                                Some(x)
                                            })
                                            .collect();
                                        let total: usize = t.chars().map(char::len_utf16).sum();
                                        s.segment_utf16(t, |a, b, k| {
                                            let f = |x: usize| {
                                                if x == total {
                                                    u.len()
                                                } else {
                                                    u.binary_search(&x).unwrap()
                                                }
                                            };
                                            (f(a), f(b), k.as_str()).hash(&mut h)
                                        })
                                    };
                                    s.path_cost(t).hash(&mut h);
                                }
                            }
                            println!("{file} {options:?} {users} {mode:?} {n} {:x}", h.finish());
                        }
                        let mut h = std::collections::hash_map::DefaultHasher::new();
                        for t in texts.iter().take(300) {
                            format!("{:?}", s.lattice(&t.chars().take(3000).collect::<String>()))
                                .hash(&mut h);
                        }
                        println!("{file} {options:?} {users} lattice {:x}", h.finish());
                    }
                }
            }
        }
        _ => unreachable!(),
    }
}
