// Compares two texts line by line. Equal lines are aligned first (Myers' algorithm), then, in the gaps between them,
// lines that differ only in numbers: process ids, addresses and counters vary from kernel to kernel. The remaining
// lines are paired in their order.

/** The most insertions and deletions of an alignment, which needs memory for the square of their number. */
const MAX_EDITS = 1500;
const NUMBER = /(0x[0-9a-f]+|\b[0-9a-f]{8,16}\b|\d+)/i;
const WORD = /([\p{L}\p{N}_]+|\s+)/u;

/**
 * Returns rows of a left and a right line, one of which is null if the other has no counterpart. The kind of a row is
 * equal, numbers (only numbers differ), changed, left or right.
 */
function compareLines(left, right) {
    const rows = [];
    const gap = (i, leftEnd, j, rightEnd) =>
        rows.push(...compareShapes(left.slice(i, leftEnd), right.slice(j, rightEnd)));
    walk(left.length, right.length, align(left, right), gap, (i, j) =>
        rows.push({ kind: 'equal', left: left[i], right: right[j] }),
    );
    return withLineNumbers(rows);
}

function compareShapes(left, right) {
    const rows = [];
    const gap = (i, leftEnd, j, rightEnd) =>
        rows.push(...pairInOrder(left.slice(i, leftEnd), right.slice(j, rightEnd)));
    walk(left.length, right.length, align(left.map(shape), right.map(shape)), gap, (i, j) =>
        rows.push({ kind: 'numbers', left: left[i], right: right[j] }),
    );
    return rows;
}

/** Returns a line with a placeholder for each number and one blank for each run of white space. */
function shape(line) {
    return line
        .split(NUMBER)
        .map((part, index) => (index % 2 === 1 ? '#' : part))
        .join('')
        .replace(/\s+/g, ' ');
}

function pairInOrder(left, right) {
    return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
        const [one, other] = [left[index] ?? null, right[index] ?? null];
        return { kind: one === null ? 'right' : other === null ? 'left' : 'changed', left: one, right: other };
    });
}

function withLineNumbers(rows) {
    let [left, right] = [0, 0];
    return rows.map((row) => ({
        ...row,
        leftNumber: row.left === null ? null : ++left,
        rightNumber: row.right === null ? null : ++right,
    }));
}

/** Calls pair for each pair of an alignment, and gap for each range between pairs. */
function walk(leftLength, rightLength, pairs, gap, pair) {
    let [i, j] = [0, 0];
    for (const [left, right] of [...pairs, [leftLength, rightLength]]) {
        if (left > i || right > j) {
            gap(i, left, j, right);
        }
        if (left < leftLength && right < rightLength) {
            pair(left, right);
        }
        [i, j] = [left + 1, right + 1];
    }
}

/**
 * Returns the pairs of indices of a longest common subsequence. If the parts between the common prefix and the common
 * suffix differ by more than MAX_EDITS, only the prefix and the suffix are paired.
 */
function align(left, right) {
    const shorter = Math.min(left.length, right.length);
    let start = 0;
    while (start < shorter && left[start] === right[start]) {
        start++;
    }
    let end = 0;
    while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) {
        end++;
    }
    const middle = myers(left.slice(start, left.length - end), right.slice(start, right.length - end));
    return [
        ...Array.from({ length: start }, (_, index) => [index, index]),
        ...middle.map(([i, j]) => [start + i, start + j]),
        ...Array.from({ length: end }, (_, index) => [left.length - end + index, right.length - end + index]),
    ];
}

/** The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). */
function myers(left, right) {
    if (left.length === 0 || right.length === 0) {
        return [];
    }
    const most = Math.min(left.length + right.length, MAX_EDITS);
    const middle = most + 1;
    const reached = new Int32Array(2 * most + 3);
    const before = [];
    for (let edits = 0; edits <= most; edits++) {
        before.push(reached.slice(middle - edits - 1, middle + edits + 2));
        for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
            let i = isInsertion(reached, middle, diagonal, edits)
                ? reached[middle + diagonal + 1]
                : reached[middle + diagonal - 1] + 1;
            while (i < left.length && i - diagonal < right.length && left[i] === right[i - diagonal]) {
                i++;
            }
            reached[middle + diagonal] = i;
            if (i >= left.length && i - diagonal >= right.length) {
                return backtrack(before, left.length, right.length);
            }
        }
    }
    return [];
}

function isInsertion(reached, middle, diagonal, edits) {
    return (
        diagonal === -edits || (diagonal !== edits && reached[middle + diagonal - 1] < reached[middle + diagonal + 1])
    );
}

function backtrack(before, leftLength, rightLength) {
    const pairs = [];
    let [i, j] = [leftLength, rightLength];
    for (let edits = before.length - 1; edits >= 0; edits--) {
        const reached = before[edits];
        const middle = edits + 1;
        const diagonal = i - j;
        const previous = isInsertion(reached, middle, diagonal, edits) ? diagonal + 1 : diagonal - 1;
        const [toI, toJ] = edits === 0 ? [0, 0] : [reached[middle + previous], reached[middle + previous] - previous];
        while (i > toI && j > toJ) {
            pairs.push([--i, --j]);
        }
        [i, j] = [toI, toJ];
    }
    return pairs.reverse();
}

/** Splits the two lines of a row into parts, and returns a list of [text, differs] for each side. */
function compareParts({ kind, left, right }) {
    if (left === null || right === null || kind === 'equal') {
        return [left, right].map((line) => (line === null ? [] : [[line, false]]));
    }
    const [ones, others] = [left, right].map((line) => line.split(kind === 'numbers' ? NUMBER : WORD));
    if (kind === 'numbers') {
        const differs = (part, index) => [part, index % 2 === 1 && ones[index] !== others[index]];
        return [ones.map(differs), others.map(differs)];
    }
    const pairs = align(ones, others);
    return [ones, others].map((parts, side) => {
        const kept = new Set(pairs.map((pair) => pair[side]));
        return parts.map((part, index) => [part, !kept.has(index) && part.trim() !== '']);
    });
}
