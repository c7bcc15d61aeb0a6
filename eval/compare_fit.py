#!/usr/bin/env python3
"""Fits the weights of src/compare/link.rs. Python 3 with numpy; not part of any build or test.

  cargo build --release --example compare_cells
  python3 eval/compare_fit.py SHARED       SHARED is the folder that holds eval/ and corpus/

Reads the measures of every cell (`compare_cells measures`), takes the gold for labels, and fits a logistic regression
(Newton, ridge 1 on standardised measures). Two kinds of text: blocks of eight pages in two translations, plain and masked
(unit passage), and the sentences of two reports, development half. Pairs of grade 1 weigh half. `k` is the weight of the
reports beside the pages: sentences take k = 3, passages k = 0. Before anything is believed it is cross-validated: the
reports are cut into eight parts by place, and each is predicted by weights that have not seen it.
"""
import json, os, re, subprocess, sys
import numpy as np

SHARED = sys.argv[1]
PROGRAM = os.path.join(os.path.dirname(__file__), '..', 'target', 'release', 'examples', 'compare_cells')
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
    return gold, spans, np.array(X), np.array(Y, float), np.array(is_judged)


def fit(X, y, weight, ridge=1.0):
    mean, deviation = X.mean(0), X.std(0)
    deviation[deviation < 1e-9] = 1
    mean[-1] = 0
    Z, w = (X - mean) / deviation, np.zeros(X.shape[1])
    R = np.eye(len(w)) * ridge
    R[-1, -1] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(Z @ w, -30, 30)))
        w -= np.linalg.solve((Z * (weight * p * (1 - p))[:, None]).T @ Z + R, Z.T @ (weight * (p - y)) + R @ w)
    raw = w / deviation
    raw[-1] = w[-1] - (w[:-1] * mean[:-1] / deviation[:-1]).sum()
    return raw


def main():
    PX, PY = pages()
    gold, spans, RX, RY, is_judged = reports()
    part = np.array([(x[0] // 180) % 8 for x, _ in spans])

    def weights(k, chosen):
        X = np.concatenate([PX, RX[chosen]])
        y = np.concatenate([PY, (RY[chosen] > 0) * 1.0])
        return fit(X, y, np.concatenate([np.ones(len(PY)), np.where(RY[chosen] == 1, 0.5, 1.0) * k]))

    def line(p, least):
        links = [{'a': x, 'b': y, 'score': float(q)} for (x, y), q in zip(spans, p) if q > least]
        r = score.score_align(gold, {'links': links})
        return 'grade 2 %.3f, grade 1 %.3f, landing %.3f, only left %.3f' % (
            r['grade2']['f1'], r['grade>=1']['f1'], r['landing']['rate'], r['only_in_a']['f1'])

    for k in (0, 2, 3, 4):
        unseen = np.zeros(len(RX))
        for fold in range(8):
            w = weights(k, is_judged & (part != fold))
            unseen[part == fold] = 1 / (1 + np.exp(-(RX[part == fold] @ w)))
        w = weights(k, is_judged)
        print(f'k = {k}: [{", ".join("%.2f" % value for value in w)}]')
        print('   seen   at .25:', line(1 / (1 + np.exp(-np.clip(RX @ w, -30, 30))), 0.25))
        for least in (0.15, 0.2, 0.25):
            print(f'   unseen at {least}:', line(unseen, least))


main()
