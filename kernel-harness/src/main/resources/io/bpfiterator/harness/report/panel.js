// The panel beside the grid: a result with its texts, or an environment, or the texts of two environments side by side.

/** Longer texts are shown in part, until all is asked for: laying out millions of characters takes seconds. */
const MOST_CHARACTERS = 200_000;
const MOST_ROWS = 1000;
const MOST_OF_A_LINE = 4000;

/** So many equal lines are left around those that differ. */
const CONTEXT = 3;

class Panel {
    /** @param navigate called with the selection that a control of the panel asks for, null to close */
    constructor(root, report, navigate) {
        this.root = root;
        this.report = report;
        this.navigate = navigate;
        this.folded = new Set(['Environment', 'Console']);
        this.wrapped = false;
    }

    close() {
        this.root.hidden = true;
        this.root.replaceChildren();
    }

    /** @param selection a test or null, an environment, and another to compare with or null */
    show(selection) {
        const { test, environment, other } = selection;
        const focused = this.focused();
        this.root.hidden = false;
        this.root.classList.toggle('comparing', other !== null);
        this.root.replaceChildren(
            this.heading(selection),
            ...(test ? [this.environmentChoice(selection), this.comparisonChoice(selection)] : []),
            ...this.sections(selection),
        );
        this.root.scrollTop = 0;
        this.applyWrapping();
        (this.root.querySelector(focused) ?? this.root.querySelector('h2')).focus();
    }

    /** Returns where the focus is in the panel, as a selector that still holds when its contents are new. */
    focused() {
        const { activeElement } = document;
        if (!this.root.contains(activeElement)) {
            return 'h2';
        }
        return activeElement.closest('.choice')
            ? '.choice [aria-pressed=true]'
            : `#${activeElement.id || 'panel-title'}`;
    }

    sections({ test, environment, other }) {
        if (test === null) {
            return this.environmentSections(environment);
        }
        return other === null
            ? this.resultSections(test, environment)
            : this.comparisonSections(test, environment, other);
    }

    wrap() {
        this.wrapped = !this.wrapped;
        this.applyWrapping();
    }

    applyWrapping() {
        this.root.classList.toggle('wrapped', this.wrapped);
        this.root.querySelector('#wrap').setAttribute('aria-pressed', String(this.wrapped));
    }

    heading({ test, environment }) {
        const [place, name] = classParts(test?.className ?? '');
        return element(
            'header',
            {},
            element('h2', { id: 'panel-title', tabindex: -1 }, visible(test ? test.name : environment.name)),
            element(
                'p',
                { class: 'aside' },
                ...(test ? [visible(place), element('b', {}, visible(name))] : ['environment']),
            ),
            element('button', { type: 'button', id: 'wrap', click: () => this.wrap() }, 'Wrap lines'),
            element(
                'button',
                { type: 'button', id: 'link', click: (event) => copy(location.href, event.target) },
                'Copy link',
            ),
            element('button', { type: 'button', id: 'close', click: () => this.navigate(null) }, 'Close'),
        );
    }

    /** The test's results elsewhere, one click away; a click on what is at the right swaps the sides. */
    environmentChoice({ test, environment, other }) {
        const choices = this.report.environments.map((one) => {
            const result = test.results[one.column];
            const words = result
                ? `${SIGNS[result.status]} ${result.status} ${duration(result.milliseconds)}`
                : 'no result';
            return element(
                'button',
                {
                    type: 'button',
                    class: result?.status ?? 'none',
                    'aria-pressed': String(one === environment),
                    click: () => this.navigate({ test, environment: one, other: one === other ? environment : other }),
                },
                element('b', {}, visible(one.name)),
                element('span', {}, words),
            );
        });
        return element('div', { class: 'choice', role: 'group', 'aria-label': 'Environment' }, ...choices);
    }

    comparisonChoice({ test, environment, other }) {
        const others = this.report.environments.filter((one) => one !== environment && test.results[one.column]);
        const select = element(
            'select',
            {
                id: 'other',
                autocomplete: 'off',
                change: (event) =>
                    this.navigate({ test, environment, other: this.report.environments[event.target.value] ?? null }),
            },
            element('option', { value: '' }, 'nothing'),
            ...others.map((one) =>
                element(
                    'option',
                    { value: one.column, selected: one === other },
                    visible(`${one.name} (${one.kernel || 'kernel unknown'})`),
                ),
            ),
        );
        return element('label', { class: 'compare' }, 'Side by side with ', select);
    }

    resultSections(test, environment) {
        const result = test.results[environment.column];
        const texts = textsOf(result, environment);
        const left = texts.some((text) => text.title !== 'Console');
        const nothing = result ? 'The test left no texts here.' : 'The test has no result here.';
        return [
            ...this.failureOf(environment),
            ...(left ? [] : [element('p', { class: 'aside' }, nothing)]),
            ...texts.map((text) => this.textSection(text)),
            this.factsSection(environment),
        ];
    }

    environmentSections(environment) {
        return [
            ...this.failureOf(environment),
            this.factsSection(environment, true),
            ...textsOf(null, environment).map((text) => this.textSection(text, undefined, true)),
        ];
    }

    failureOf(environment) {
        const title = 'The environment failed';
        return environment.failure === null
            ? []
            : [this.textSection({ title, text: environment.failure, prose: true })];
    }

    textSection(text, note, open) {
        return this.section({ title: text.title, text: text.text, block: () => textBlock(text), note, open });
    }

    factsSection(environment, open) {
        const text = factsText(environment);
        return this.section({ title: 'Environment', text, block: () => factsBlock(environment), note: '', open });
    }

    comparisonSections(test, environment, other) {
        const [ones, others] = [environment, other].map(
            (one) => new Map(textsOf(test.results[one.column], one).map((text) => [text.title, text])),
        );
        const titles = [...ones.keys(), ...[...others.keys()].filter((title) => !ones.has(title))];
        const sides = element(
            'div',
            { class: 'sides' },
            ...[environment, other].map((one) => sideHead(one, test.results[one.column])),
        );
        return [
            sides,
            ...titles.map((title) => {
                const [left, right] = [ones.get(title), others.get(title)];
                if (left && right) {
                    return this.differences(title, left.text, right.text);
                }
                const only = visible((left ? environment : other).name);
                return this.textSection(left ?? right, `only on ${only}`);
            }),
        ];
    }

    differences(title, left, right) {
        const rows = compareLines(linesOf(left), linesOf(right));
        const block = () => differenceTable(rows);
        return this.section({ title, text: differenceText(rows), block, note: summaryOf(rows) });
    }

    /**
     * A part of the panel that can be folded and copied; what is folded stays so from result to result.
     *
     * @param text what is copied
     * @param block returns the part's contents, which are made when it is unfolded
     */
    section({ title, text, block, note = count(linesOf(text).length, 'line'), open = !this.folded.has(title) }) {
        const content = element('div', { class: 'content' });
        const button = element('button', { type: 'button', class: 'fold' }, visible(title));
        const unfold = (unfolded) => {
            button.setAttribute('aria-expanded', String(unfolded));
            content.hidden = !unfolded;
            content.replaceChildren(...(unfolded ? [block()] : []));
        };
        button.addEventListener('click', () => {
            const unfolded = content.hidden;
            this.folded[unfolded ? 'delete' : 'add'](title);
            unfold(unfolded);
        });
        unfold(open);
        const copyButton = element(
            'button',
            {
                type: 'button',
                class: 'copy',
                'aria-label': `Copy ${visible(title)}`,
                click: (event) => copy(text, event.target),
            },
            'Copy',
        );
        const heading = element('h3', {}, button, element('span', { class: 'aside' }, note), copyButton);
        return element('section', { 'aria-label': visible(title) }, heading, content);
    }
}

/** Puts a text into the clipboard as it is; or says that the browser forbids it. */
async function copy(text, button) {
    const label = button.textContent;
    try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
    } catch {
        button.textContent = 'Forbidden';
    }
    setTimeout(() => (button.textContent = label), 1500);
}

function textBlock({ text, prose }) {
    const pre = element('pre', { class: prose ? 'prose' : null, tabindex: 0 });
    const fill = (part) => pre.replaceChildren(visible(part));
    if (text.length <= MOST_CHARACTERS) {
        fill(text);
        return pre;
    }
    fill(text.slice(0, MOST_CHARACTERS));
    const rest = element('button', { type: 'button', class: 'rest' }, `Show all ${count(text.length, 'character')}`);
    rest.addEventListener('click', () => {
        fill(text);
        rest.remove();
    });
    return element('div', {}, pre, rest);
}

function factsOf(environment) {
    const facts = {
        Kernel: environment.kernel,
        Architecture: environment.architecture,
        Acceleration: environment.acceleration,
        Java: environment.java,
        Machine: environment.description,
        Start: duration(environment.startMilliseconds),
    };
    return Object.entries({ Name: environment.name, ...facts }).filter(([, value]) => value !== '');
}

function factsText(environment) {
    return factsOf(environment)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join('');
}

function factsBlock(environment) {
    const items = factsOf(environment).flatMap(([name, value]) => [
        element('dt', {}, name),
        element('dd', {}, visible(value)),
    ]);
    return element('dl', {}, ...items);
}

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

/** The differences as a patch has them, with all lines. */
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
        .map(([lines, words]) => `${lines.toLocaleString('en')} ${words}`)
        .join(', ');
}

const KINDS = {
    equal: { sign: '', words: '' },
    numbers: { sign: '#', words: 'other numbers' },
    changed: { sign: '~', words: 'changed' },
    left: { sign: '\u2212', words: 'only left' },
    right: { sign: '+', words: 'only right' },
};

/** The rows as a table; long runs of equal lines are folded, and a very long table is shown in part. */
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
        const next = entries.slice(0, MOST_ROWS);
        entries = entries.slice(MOST_ROWS);
        body.append(...next.map((entry) => (Array.isArray(entry) ? foldedRow(entry) : differenceRow(entry))));
        if (entries.length > 0) {
            body.append(buttonRow(`Show more: ${count(entries.length, 'row')} left`, more));
        }
    };
    more();
    return table;
}

/** Replaces each long run of equal lines, but for its ends, by an array of them. */
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
    const { sign, words } = KINDS[row.kind];
    return element(
        'tr',
        { class: row.kind },
        element('td', { class: 'number' }, row.leftNumber ?? ''),
        element('td', { class: 'line' }, ...left.map(partNode)),
        element('td', { class: 'sign', title: words || null, 'aria-label': words || null }, sign),
        element('td', { class: 'number' }, row.rightNumber ?? ''),
        element('td', { class: 'line' }, ...right.map(partNode)),
    );
}

function partNode([text, differs]) {
    const cut =
        text.length > MOST_OF_A_LINE
            ? `${text.slice(0, MOST_OF_A_LINE)} \u2026 ${count(text.length - MOST_OF_A_LINE, 'more character')}`
            : text;
    return differs ? element('mark', {}, visible(cut)) : visible(cut);
}
