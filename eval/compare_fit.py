#!/usr/bin/env python3
"""Fits the weights of src/compare/link.rs. Python 3 with numpy; not part of any build or test.

  cargo build --profile measure --example compare_cells
  python3 eval/compare_fit.py SHARED       SHARED is the folder that holds eval/ and corpus/

Reads the measures of every cell (`compare_cells measures`), takes the gold for labels, and fits a logistic regression
(Newton, ridge on standardised measures) to the cells that are alike enough to be weighed at all. Two kinds of text:
blocks of eight pages in two translations, plain and masked (unit passage), and the sentences of two reports, development
half. Pairs of grade 1 weigh half. `k` is the weight of the reports beside the pages: sentences take k = 6 and ridge 5,
passages k = 0 and ridge 1. Before anything is believed it is cross-validated: the reports are cut into eight parts by
place, in six ways, and each part is predicted by weights that have not seen it. The F1 of 84 pairs moves by .02 when a
boundary moves; the logarithmic loss and the mean precision of what is unseen are the steadier compass.
"""
import json, os, re, subprocess, sys
import numpy as np

SHARED = sys.argv[1]
PROGRAM = os.path.join(os.path.dirname(__file__), '..', 'target', 'measure', 'examples', 'compare_cells')
LIKENESS, KIND, MIN_LIKENESS = 3, 8, 0.03  # two measures, and the bar of src/compare/link.rs
PAGES = ('01', '02', '03', '04', '08', '09', '11', '12')
sys.path.insert(0, os.path.join(SHARED, 'eval', 'compare-seeds'))
import score  # the gold's own scorer


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


def mask(text):
    """Without Latin letters, digits and code; marks that make blocks stay."""
    lines, is_code, out = text.split('\n'), False, []
    end = lines.index('---', 1) + 1 if lines[0] == '---' else 0
    for at, line in enumerate(lines):
        fence = re.match(r'\s*(?:> )?```', line)
        if at < end or (is_code and not fence):
            out.append('')
        elif fence:
            is_code = not is_code
            out.append(fence.group())
        else:
            line = re.sub(r'`[^`]*`', '', line)
            mark = re.match(r'(\s*(>\s*)?\d+\. )?', line).group()
            out.append(mark + re.sub(r'[A-Za-z0-9]+', '', line[len(mark):]))
    return '\n'.join(out)


def cells(left, right, *options):
    out = subprocess.run([PROGRAM, 'measures', left, right, *options], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        x, y, measures = line.split('\t')
        yield json.loads(x), json.loads(y), [float(value) for value in measures.split()]


def sections(path):
    """Span of each unit to the span of the heading over it; a heading stands over itself."""
    out, heading = {}, None
    for line in subprocess.run([PROGRAM, 'units', path], capture_output=True, text=True, check=True).stdout.splitlines():
        span, kind = line.split('\t')[:2]
        span = tuple(json.loads(span))
        heading = span if kind == 'Heading' else heading
        out[span] = heading
    return out


def block_of(text, blocks):
    starts = [0]
    for line in text.split('\n'):
        starts.append(starts[-1] + len(line) + 1)
    spans = [(starts[b['lines'][0] - 1], starts[b['lines'][1]] - 1, b['i']) for b in blocks]

    def find(span):
        best = max(((min(e, span[1]) - max(s, span[0]), i) for s, e, i in spans), default=(0, None))
        return best[1] if best[0] > 0 else None
    return find


def pages():
    X, Y = [], []
    for is_masked in (False, True):
        for name in PAGES:
            folder = os.path.join(SHARED, 'eval', 'compare-mdn', name)
            gold = json.loads(read(os.path.join(folder, 'gold.json')))
            paths, finds = [], []
            for side, file in (('a', 'zh-cn.md'), ('b', 'zh-tw.md')):
                text = read(os.path.join(folder, file))
                text = mask(text) if is_masked else text
                path = f'/tmp/compare_fit_{side}.md'
                with open(path, 'w', encoding='utf-8', newline='') as out:
                    out.write(text)
                paths.append(path)
                finds.append(block_of(text, gold[side]['blocks']))
            links = {(link['a'], link['b']) for link in gold['links']}
            rows = [(finds[0](x), finds[1](y), tuple(x), tuple(y), m) for x, y, m in cells(*paths, 'unit=passage')]
            # A block that became several passages says nothing of which of them is linked.
            many = [{}, {}]
            for p, q, x, y, _ in rows:
                many[0].setdefault(p, set()).add(x)
                many[1].setdefault(q, set()).add(y)
            for p, q, x, y, m in rows:
                if p is not None and q is not None and len(many[0][p]) == 1 and len(many[1][q]) == 1:
                    X.append(m)
                    Y.append(float((p, q) in links))
    return np.array(X), np.array(Y)


def reports():
    gold = json.loads(read(os.path.join(SHARED, 'eval', 'compare-seeds', 'alignment_dev.json')))
    paths = [os.path.join(SHARED, 'corpus', 'seeds', gold[side]['file']) for side in 'ab']
    judged = {unit['id'] for unit in gold['a_units']}
    grade = {(pair['a'], pair['b']): pair['grade'] for pair in gold['pairs']}
    spans, X, Y, is_judged = [], [], [], []
    for x, y, m in cells(*paths):
        lefts, rights = score.cover(gold['a_all_units'], *x), score.cover(gold['b_units'], *y)
        spans.append((x, y))
        X.append(m)
        Y.append(max([grade.get((i, j), 0) for i in lefts for j in rights] or [0]))
        is_judged.append(any(i in judged for i in lefts))
    return gold, spans, np.array(X), np.array(Y, float), np.array(is_judged), [sections(path) for path in paths]


def fit(X, y, weight, ridge):
    mean, deviation = X.mean(0), X.std(0)
    deviation[deviation < 1e-9] = 1
    mean[-1] = 0
    Z, w = (X - mean) / deviation, np.zeros(X.shape[1])
    R = np.eye(len(w)) * ridge
    R[-1, -1] = 1e-6
    for _ in range(20):
        p = 1 / (1 + np.exp(-np.clip(Z @ w, -30, 30)))
        w -= np.linalg.solve((Z * (weight * p * (1 - p))[:, None]).T @ Z + R, Z.T @ (weight * (p - y)) + R @ w)
    raw = w / deviation
    raw[-1] = w[-1] - (w[:-1] * mean[:-1] / deviation[:-1]).sum()
    return raw


def main():
    PX, PY = pages()
    gold, spans, RX, RY, is_judged, over = reports()
    PX, PY = PX[PX[:, LIKENESS] >= MIN_LIKENESS], PY[PX[:, LIKENESS] >= MIN_LIKENESS]
    kept = RX[:, LIKENESS] >= MIN_LIKENESS
    spans = [span for span, is_kept in zip(spans, kept) if is_kept]
    RX, RY, is_judged = RX[kept], RY[kept], is_judged[kept]
    starts = np.array([x[0] for x, _ in spans])

    def weights(k, ridge, chosen):
        X = np.concatenate([PX, RX[chosen]])
        if k > 0:
            X[:, KIND] = 0  # a digest's headings are sentences of the report
        y = np.concatenate([PY, (RY[chosen] > 0) * 1.0])
        return fit(X, y, np.concatenate([np.ones(len(PY)), np.where(RY[chosen] == 1, 0.5, 1.0) * k]), ridge)

    def likely(X, w):
        return 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))

    def chosen_of(p, least):
        """Cells above the bar whose units are not much surer of a partner elsewhere, as in src/compare/link.rs."""
        above = [at for at in np.argsort(-p) if p[at] > least]
        ordinals = [{span: at for at, span in enumerate(sorted({tuple(pair[side]) for pair in spans}))} for side in (0, 1)]
        place = {at: [ordinals[side][tuple(spans[at][side])] for side in (0, 1)] for at in above}
        for at in above:
            rivals = [max((p[o] for o in above if place[o][s] == place[at][s] and abs(place[o][1 - s] - place[at][1 - s]) > 1
                           and RX[o][KIND] == RX[at][KIND]), default=0) for s in (0, 1)]
            if all(p[at] * (1 - rival) >= 0.3 * rival * (1 - p[at]) for rival in rivals):
                yield at

    def with_headings(p, chosen, least):
        """And what a heading shares with its passage, at odds three times as high."""
        yield from chosen
        sides = [[tuple(x), tuple(y)] for x, y in spans]
        answers = {(s, over[s][sides[at][s]], sides[at][1 - s]) for at in chosen for s in (0, 1)}
        for at in np.flatnonzero((p <= least) & (RX[:, KIND] > 0) & (3 * p / (1 + 2 * p) > least)):
            s = 0 if over[0][sides[at][0]] == sides[at][0] else 1
            if (s, *(sides[at] if s == 0 else sides[at][::-1])) in answers:
                yield at

    def scores(p, least):
        chosen = with_headings(p, list(chosen_of(p, least)), least)
        links = [{'a': spans[at][0], 'b': spans[at][1], 'score': float(p[at])} for at in chosen]
        r = score.score_align(gold, {'links': links})
        return np.array([r['grade2']['f1'], r['grade>=1']['f1'], r['landing']['rate'], r['only_in_a']['f1']])

    def loss(p):
        q, y, w = np.clip(p[is_judged], 1e-6, 1 - 1e-6), RY[is_judged] > 0, np.where(RY[is_judged] == 1, 0.5, 1.0)
        return -(w * np.where(y, np.log(q), np.log(1 - q))).sum()

    def precision(p):
        hits = (RY[is_judged] > 0)[np.argsort(-p[is_judged])]
        return (hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)).sum() / hits.sum()

    line = 'grade 2 %.3f, grade 1 %.3f, landing %.3f, only left %.3f'
    for k, ridge in ((0, 1), (3, 1), (6, 5)):
        w = weights(k, ridge, is_judged)
        print(f'k = {k}, ridge {ridge}: [{", ".join("%.2f" % value for value in w)}]')
        print('   seen   at .25:', line % tuple(scores(likely(RX, w), 0.25)))
        unseen = []
        for width, shift in ((180, 0), (180, 60), (180, 120), (300, 0), (300, 150), (560, 0)):
            part, p = (starts + shift) // width % 8, np.zeros(len(RX))
            for fold in range(8):
                p[part == fold] = likely(RX[part == fold], weights(k, ridge, is_judged & (part != fold)))
            unseen.append(p)
        print('   unseen: loss %.2f, mean precision %.4f' % (np.mean([loss(p) for p in unseen]), np.mean([precision(p) for p in unseen])))
        for least in (0.2, 0.25, 0.3):
            print(f'   unseen at {least}:', line % tuple(np.mean([scores(p, least) for p in unseen], 0)))


main()
