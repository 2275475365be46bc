// The texts of two environments side by side.

/** Larger tables are shown in part until the reader asks for more. */
const MAX_ROWS = 1000;
const MAX_CHARACTERS_OF_A_LINE = 4000;

/** How many equal lines are shown before and after lines that differ. */
const CONTEXT = 3;

const KINDS = {
    equal: { sign: '', label: '' },
    numbers: { sign: '#', label: 'other numbers' },
    changed: { sign: '~', label: 'changed' },
    left: { sign: '\u2212', label: 'only left' },
    right: { sign: '+', label: 'only right' },
};

function sideHead(environment, result) {
    return element(
        'div',
        {},
        element('b', {}, visible(environment.name)),
        ` ${visible(environment.kernel)} `,
        element(
            'span',
            { class: result?.status ?? 'none' },
            result ? `${SIGNS[result.status]} ${result.status}` : 'no result',
        ),
    );
}

/** Returns the differences in the form of a patch with all lines. */
function differenceText(rows) {
    return rows
        .flatMap(({ kind, left, right }) =>
            kind === 'equal'
                ? [`  ${left}`]
                : [left === null ? [] : [`- ${left}`], right === null ? [] : [`+ ${right}`]].flat(),
        )
        .join('\n');
}

function summaryOf(rows) {
    const of = (...kinds) => rows.filter((row) => kinds.includes(row.kind)).length;
    const differing = rows.length - of('equal');
    if (differing === 0) {
        return `equal: ${count(rows.length, 'line')}`;
    }
    return [
        [of('numbers'), 'with other numbers'],
        [of('changed'), 'changed'],
        [of('left'), 'only left'],
        [of('right'), 'only right'],
        [of('equal'), 'equal'],
    ]
        .filter(([lines]) => lines > 0)
        .map(([lines, label]) => `${lines.toLocaleString('en')} ${label}`)
        .join(', ');
}

/** Returns the rows as a table in which long runs of equal lines are folded. */
function differenceTable(rows) {
    const table = element('table', { class: 'difference' });
    const body = element('tbody');
    table.append(
        element(
            'colgroup',
            {},
            ...['number', 'line', 'sign', 'number', 'line'].map((name) => element('col', { class: name })),
        ),
        body,
    );
    let entries = foldEqual(rows);
    const more = () => {
        const next = entries.slice(0, MAX_ROWS);
        entries = entries.slice(MAX_ROWS);
        body.append(...next.map((entry) => (Array.isArray(entry) ? foldedRow(entry) : differenceRow(entry))));
        if (entries.length > 0) {
            body.append(buttonRow(`Show more: ${count(entries.length, 'row')} left`, more));
        }
    };
    more();
    return table;
}

/** Replaces each long run of equal lines, except for its ends, by an array of the lines. */
function foldEqual(rows) {
    const entries = [];
    for (let start = 0; start < rows.length;) {
        let end = start;
        while (end < rows.length && rows[end].kind === 'equal') {
            end++;
        }
        const from = start === 0 ? 0 : start + CONTEXT;
        const to = end === rows.length ? end : end - CONTEXT;
        if (to - from > CONTEXT) {
            entries.push(...rows.slice(start, from), rows.slice(from, to), ...rows.slice(to, end));
        } else {
            entries.push(...rows.slice(start, end));
        }
        if (end < rows.length) {
            entries.push(rows[end++]);
        }
        start = end;
    }
    return entries;
}

function foldedRow(rows) {
    return buttonRow(`\u22ef ${count(rows.length, 'equal line')}`, (row) => row.after(...rows.map(differenceRow)));
}

function buttonRow(label, act) {
    const button = element('button', { type: 'button', class: 'rest' }, label);
    const row = element('tr', { class: 'more' }, element('td', { colspan: 5 }, button));
    button.addEventListener('click', () => {
        act(row);
        row.remove();
    });
    return row;
}

function differenceRow(row) {
    const [left, right] = compareParts(row);
    const { sign, label } = KINDS[row.kind];
    return element(
        'tr',
        { class: row.kind },
        element('td', { class: 'number' }, row.leftNumber ?? ''),
        element('td', { class: 'line' }, ...left.map(partNode)),
        element('td', { class: 'sign', title: label || null, 'aria-label': label || null }, sign),
        element('td', { class: 'number' }, row.rightNumber ?? ''),
        element('td', { class: 'line' }, ...right.map(partNode)),
    );
}

function partNode([text, differs]) {
    const more = text.length - MAX_CHARACTERS_OF_A_LINE;
    const shown =
        more > 0 ? `${text.slice(0, MAX_CHARACTERS_OF_A_LINE)} \u2026 ${count(more, 'more character')}` : text;
    return differs ? element('mark', {}, visible(shown)) : visible(shown);
}
