//! The import law of ARCHITECTURE.md: which room may import which. This table is the law; changing it is a design
//! decision, noted in ARCHITECTURE.md with its reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Room of `src/` and the rooms it may import. `lib.rs` may import all of them and holds no logic.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    // A container, not a room: every room may hold one.
    ("sorted", &[]),
    // A sort, likewise.
    ("order", &[]),
    ("format", &["error", "order", "sorted"]),
    ("text", &["error", "order", "sorted"]),
    ("document", &["error", "order", "sorted", "text"]),
    ("segment", &["error", "order", "sorted", "text", "format"]),
    ("index", &["error", "order", "sorted", "text", "document", "segment", "format"]),
    ("query", &["error", "order", "sorted", "text", "document", "segment", "index"]),
    ("compare", &["error", "order", "sorted", "text", "document", "segment"]),
    // The boundary converts the values of every room and nobody imports it.
    (
        "wasm",
        &["error", "order", "sorted", "format", "text", "document", "segment", "index", "query", "compare"],
    ),
];

/// Crates that only some rooms may name, and the room that may.
const CRATES: &[(&str, &[&str])] = &[
    ("wasm_bindgen", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("pulldown_cmark", &["document"]),
    ("fst", &["index"]),
    ("miniz_oxide", &["format"]),
];

/// What the core may not touch: it has no I/O, clock, threads or chance.
const FORBIDDEN_IN_CORE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::io",
    "std::time",
    "std::thread",
    "std::env",
    "std::process",
    "Instant::now",
    "SystemTime",
    "println!",
    "eprintln!",
];

/// Folder of `www/` and the folders it may import.
const WWW: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("cli", &["lib"]),
    ("plugins", &["lib", "cli"]),
    ("strings", &[]),
    ("elements", &["lib", "strings"]),
    ("embed", &["lib", "elements", "strings"]),
    ("app", &["lib", "elements", "strings"]),
];

/// Ways for data to reach a page as markup or code.
const FORBIDDEN_IN_WWW: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "unsafeHTML",
    "unsafeSVG",
    "srcdoc",
    "createContextualFragment",
    "setHTMLUnsafe",
    "eval(",
    "new Function",
];

/// A source file past this many lines is due for a second room.
const MAX_LINES: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(
        std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned()),
    )
}

/// Files below `folder` with one of the endings, in order, with their path from the project's root.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    fn walk(path: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(path) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, endings, found);
            } else if path
                .extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| endings.contains(&ending))
            {
                found.push(path);
            }
        }
    }
    let root = root();
    let mut found = Vec::new();
    walk(&root.join(folder), endings, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            (name, text)
        })
        .collect()
}

/// The code without comments and without its unit tests, line by line with line numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("#[cfg(test)]\nmod").unwrap_or(text.len());
    let mut in_comment = false;
    text[..tests].lines().enumerate().filter_map(move |(at, line)| {
        let trimmed = line.trim_start();
        if trimmed.starts_with("/*") {
            in_comment = true;
        }
        let is_comment = in_comment || trimmed.starts_with("//");
        if in_comment && trimmed.contains("*/") {
            in_comment = false;
        }
        // A trailing comment; `://` is an address.
        let code = line
            .match_indices("//")
            .find(|(at, _)| !line[..*at].ends_with(':'))
            .map_or(line, |(at, _)| &line[..at]);
        (!is_comment).then_some((at + 1, code))
    })
}

/// The room a file of `src/` belongs to.
fn room_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// Names after `crate::`, groups `crate::{a, b}` included; re-exports of the root count as their room.
fn imported_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let items: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 1;
                let end = group.char_indices().find(|(_, c)| {
                    depth += i32::from(*c == '{') - i32::from(*c == '}');
                    depth == 0
                });
                let group = &group[..end.map_or(group.len(), |(at, _)| at)];
                let mut depth = 0;
                group
                    .split(|c| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        c == ',' && depth == 0
                    })
                    .collect()
            }
            None => vec![rest],
        };
        for item in items {
            let name: String =
                item.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(match name.as_str() {
                "Error" | "ErrorKind" | "Result" => "error".to_owned(),
                _ => name,
            });
        }
    }
    rooms
}

fn mentions(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn rooms_of_the_core_import_only_what_they_may() {
    let mut faults = Vec::new();
    for (file, text) in files("src", &["rs"]) {
        let room = room_of(&file);
        if room == "lib" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            faults.push(format!("{file}: no room {room} in the table of tests/rooms.rs"));
            continue;
        };
        let code: String = code_lines(&text).map(|(_, line)| format!("{line}\n")).collect();
        for imported in imported_rooms(&code) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == imported);
            if is_room && imported != room && !allowed.contains(&imported.as_str()) {
                faults.push(format!("{file}: {room} imports {imported}; it may import {allowed:?}"));
            }
        }
        for (number, line) in code_lines(&text) {
            for (name, rooms) in CRATES {
                let is_named = mentions(line, &format!("{name}::")) || mentions(line, &format!("use {name}"));
                if is_named && !rooms.contains(&room) {
                    faults.push(format!("{file}:{number}: only {rooms:?} may name the crate {name}"));
                }
            }
            for word in FORBIDDEN_IN_CORE {
                if mentions(line, word) {
                    faults.push(format!("{file}:{number}: the core may not use {word}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "the import law is broken (see ARCHITECTURE.md):\n{}", faults.join("\n"));
}

#[test]
fn folders_of_the_page_import_only_what_they_may() {
    let mut faults = Vec::new();
    for (file, text) in files("www", &["ts", "mts"]) {
        let Some((folder, _)) = file.strip_prefix("www/").and_then(|inside| inside.split_once('/')) else {
            continue;
        };
        let Some((_, allowed)) = WWW.iter().find(|(name, _)| *name == folder) else {
            faults.push(format!("{file}: no folder {folder} in the table of tests/rooms.rs"));
            continue;
        };
        for (number, line) in code_lines(&text) {
            for word in FORBIDDEN_IN_WWW {
                if mentions(line, word) {
                    faults.push(format!(
                        "{file}:{number}: data reaches the page as text nodes only, not by {word}"
                    ));
                }
            }
            for quote in ["\"", "'"] {
                for opening in [format!("from {quote}"), format!("import {quote}"), format!("import({quote}")]
                {
                    for (at, _) in line.match_indices(&opening) {
                        let path = line[at + opening.len()..].split(quote).next().unwrap_or("");
                        let target = path.split("../").last().filter(|_| path.contains("../")).unwrap_or("");
                        let (other, inner) = target.split_once('/').unwrap_or((target, ""));
                        let is_folder = WWW.iter().any(|(name, _)| *name == other);
                        if is_folder && other != folder && !allowed.contains(&other) {
                            faults.push(format!(
                                "{file}:{number}: {folder} imports {other}; it may import {allowed:?}"
                            ));
                        }
                        if path.contains("pkg/")
                            && !["www/lib/engine.ts", "www/lib/search-engine.ts"].contains(&file.as_str())
                        {
                            faults.push(format!(
                                "{file}:{number}: only the engines of www/lib name the generated glue ({inner})"
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "the import law is broken (see ARCHITECTURE.md):\n{}", faults.join("\n"));
}

#[test]
fn no_file_has_outgrown_its_room() {
    let mut faults = Vec::new();
    for (file, text) in files("src", &["rs"])
        .into_iter()
        .chain(files("www", &["ts", "css"]))
        .chain(files("scripts", &["mjs"]))
    {
        let num_lines = text.lines().count();
        if num_lines > MAX_LINES {
            faults.push(format!("{file}: {num_lines} lines, past {MAX_LINES}"));
        }
    }
    assert!(faults.is_empty(), "due for a second room:\n{}", faults.join("\n"));
}

#[test]
fn no_room_is_named_after_nothing() {
    let banned = ["util", "utils", "helper", "helpers", "common", "misc", "manager"];
    let faults: Vec<String> = files("src", &["rs"])
        .into_iter()
        .chain(files("www", &["ts"]))
        .map(|(file, _)| file)
        .filter(|file| file.split(['/', '.', '-']).any(|part| banned.contains(&part)))
        .collect();
    assert!(faults.is_empty(), "a name should say what is inside: {faults:?}");
}

#[test]
fn links_in_the_markdown_files_lead_somewhere() {
    let root = root();
    let mut faults = BTreeSet::new();
    let mut documents: Vec<(String, String)> = fs::read_dir(&root)
        .expect("the project's folder can be read")
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        .filter_map(|entry| {
            Some((entry.file_name().into_string().ok()?, fs::read_to_string(entry.path()).ok()?))
        })
        .collect();
    documents.extend(files("data", &["md"]));
    documents.extend(files("docs", &["md"]));
    documents.extend(files("tests", &["md"]).into_iter().filter(|(file, _)| file.ends_with("README.md")));
    for (file, text) in &documents {
        let folder = root.join(file).parent().map(Path::to_path_buf).unwrap_or_default();
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split([')', ' ']).next().unwrap_or("");
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            if !path.is_empty() && !folder.join(path).exists() {
                faults.insert(format!("{file}: {target} leads nowhere"));
            }
            let linked =
                if path.is_empty() { Some(text.clone()) } else { fs::read_to_string(folder.join(path)).ok() };
            let has_heading =
                |linked: &str| linked.lines().any(|line| line.starts_with('#') && anchor_of(line) == anchor);
            if !anchor.is_empty() && linked.is_some_and(|linked| !has_heading(&linked)) {
                faults.insert(format!("{file}: no heading #{anchor} in {path}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

/// The anchor that code hosts make of a heading.
fn anchor_of(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn the_reader_of_imports_sees_groups_and_nesting() {
    assert_eq!(imported_rooms("use crate::text::{Span, fold};"), ["text"]);
    assert_eq!(
        imported_rooms("use crate::{Error, document::{Block, Document}, query::search};"),
        ["error", "document", "query"]
    );
    assert_eq!(imported_rooms("fn f() -> crate::Result<crate::index::Index>"), ["error", "index"]);
}
