//! Pictures of a lattice: DOT for Graphviz, SVG for a page. Text in, text out; nothing is measured or fetched.

use std::fmt::Write;

use super::lattice::{Edge, Lattice};

/// Width of one character column, height of one lane, and margins, in SVG user units.
const COLUMN: usize = 44;
const LANE: usize = 30;
const MARGIN: usize = 16;

impl Lattice {
    /// The lattice in the DOT language; the chosen path is drawn bold.
    pub fn to_dot(&self) -> String {
        let mut dot = String::from("digraph lattice {\n  rankdir=LR;\n  node [shape=point];\n");
        for edge in &self.edges {
            let word = self.word(edge).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\\\n");
            let style =
                if edge.is_chosen { ", style=bold, color=\"#b3261e\", fontcolor=\"#b3261e\"" } else { "" };
            // Writing to a String cannot fail.
            let _ = writeln!(
                dot,
                "  n{} -> n{} [label=\"{word} {}.{}\"{style}];",
                edge.span.start,
                edge.span.end,
                edge.cost / 1000,
                edge.cost % 1000 / 100
            );
        }
        dot.push_str("}\n");
        dot
    }

    /// The lattice as a self-contained SVG picture: the text on top, under it each candidate as a bar over the
    /// characters it covers, with its cost in nats; the chosen path in the first lane, filled.
    ///
    /// Colours follow `currentColor` and the class names `edge`, `chosen` and `unknown`, so a page can restyle them.
    /// Cost: a lane is found for each edge by trying the lanes in order.
    pub fn to_svg(&self) -> String {
        let chars: Vec<(usize, char)> = self.text.char_indices().collect();
        let column = |offset: u32| chars.partition_point(|&(at, _)| at < offset as usize);
        let mut lane_ends: Vec<usize> = vec![usize::MAX];
        let mut bars = String::new();
        for edge in &self.edges {
            let (from, to) = (column(edge.span.start), column(edge.span.end));
            let lane = if edge.is_chosen {
                0
            } else {
                let free = lane_ends.iter().position(|&end| end <= from).unwrap_or(lane_ends.len());
                match lane_ends.get_mut(free) {
                    Some(end) => *end = to,
                    None => lane_ends.push(to),
                }
                free
            };
            write_bar(&mut bars, edge, self.word(edge), from, to, lane);
        }
        let width = 2 * MARGIN + chars.len() * COLUMN;
        let height = 2 * MARGIN + (lane_ends.len() + 1) * LANE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"sans-serif\" font-size=\"13\" fill=\"currentColor\" role=\"img\"><title>{}</title>\n",
            escape(&self.text)
        );
        for (at, &(_, c)) in chars.iter().enumerate() {
            let x = MARGIN + at * COLUMN + COLUMN / 2;
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"20\">{}</text>",
                MARGIN + 18,
                escape(c.encode_utf8(&mut [0; 4]))
            );
        }
        svg.push_str(&bars);
        svg.push_str("</svg>\n");
        svg
    }
}

fn write_bar(svg: &mut String, edge: &Edge, word: &str, from: usize, to: usize, lane: usize) {
    let (x, y) = (MARGIN + from * COLUMN + 2, MARGIN + (lane + 1) * LANE);
    let width = (to.saturating_sub(from) * COLUMN).saturating_sub(4);
    let class = match (edge.is_chosen, edge.kind.as_str()) {
        (true, kind) => format!("edge chosen {kind}"),
        (false, kind) => format!("edge {kind}"),
    };
    let (fill, weight) = if edge.is_chosen { ("0.22", "bold") } else { ("0.07", "normal") };
    let _ = writeln!(
        svg,
        "<g class=\"{class}\"><title>{} {}.{:03}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" rx=\"4\" \
         fill=\"currentColor\" fill-opacity=\"{fill}\" stroke=\"currentColor\" stroke-opacity=\"0.4\"/><text x=\"{}\" y=\"{}\" \
         text-anchor=\"middle\" font-weight=\"{weight}\">{}.{}</text></g>",
        escape(word),
        edge.cost / 1000,
        edge.cost % 1000,
        LANE - 6,
        x + width / 2,
        y + LANE / 2 + 2,
        edge.cost / 1000,
        edge.cost % 1000 / 100
    );
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            // Not allowed in XML even as references.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
