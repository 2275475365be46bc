// A source in the panel: its shares, its functions, and its lines with a column for each environment.

const MARKS = {
    [HIT]: { name: 'hit', sign: '\u2713', label: 'executed' },
    [MISSED]: { name: 'missed', sign: '\u2717', label: 'not executed' },
    [UNREACHABLE]: { name: 'unreachable', sign: '\u2013', label: 'removed by the verifier' },
};

/** A line was executed, but a jump of it went only one way. */
const ONE_WAY = { name: 'one-way', sign: '\u25d0', label: 'executed, a jump one way only' };

class SourceView {
    /** @param navigate called with a file and a line that a link leads to */
    constructor(coverage, navigate) {
        this.coverage = coverage;
        this.navigate = navigate;
    }

    /** Returns the elements that show a file. */
    parts(file, line) {
        this.file = file;
        this.lines = sourceLines(file);
        this.table = element('tbody');
        this.rows = new Map();
        this.jumps = [file.together, ...file.columns].map(({ jumps }) => jumps);
        this.more(Math.max(line ?? 0, MAX_ROWS));
        return [this.shares(), ...this.notes(), this.functions(), this.legend(), this.source()];
    }

    /** Marks a line, and scrolls to it. */
    select(line) {
        this.table.querySelector('[aria-current]')?.removeAttribute('aria-current');
        if (line === null) {
            return;
        }
        if (!this.rows.has(line)) {
            this.more(line);
        }
        const row = this.rows.get(line);
        row?.setAttribute('aria-current', 'true');
        row?.scrollIntoView({ block: 'center' });
        row?.querySelector('a').focus({ preventScroll: true });
    }

    /** Returns the first line of the next run of lines that were not executed, or with -1 of the previous one. */
    missedLine(from, step) {
        const isMissed = (line) => this.file.together.lines.get(line) === MISSED;
        const numbers = [...this.file.together.lines.keys()].sort((one, other) => one - other);
        const starts = numbers.filter((line, index) => isMissed(line) && !isMissed(numbers[index - 1]));
        return (step > 0 ? starts.find((line) => line > from) : starts.findLast((line) => line < from)) ?? null;
    }

    shares() {
        const { environments } = this.coverage;
        const cell = (share) =>
            element(
                'td',
                {},
                element('b', {}, percent(share)),
                element('span', { class: 'aside' }, share.all === 0 ? '' : ` ${share.hit} of ${share.all}`),
            );
        const row = (part) =>
            element(
                'tr',
                {},
                element('th', { scope: 'row' }, part),
                ...sharesOf(this.file, part).map(cell),
            );
        const head = ['together', ...environments.map(({ name }) => visible(name))];
        return element(
            'div',
            { class: 'shares', tabindex: 0, role: 'region', 'aria-label': 'Shares' },
            element(
                'table',
                {},
                element(
                    'thead',
                    {},
                    element('tr', {}, element('td'), ...head.map((name) => element('th', { scope: 'col' }, name))),
                ),
                element('tbody', {}, ...PARTS.map(row)),
            ),
        );
    }

    notes() {
        const { text, note, together } = this.file;
        const isShorter = text !== null && Math.max(0, ...together.lines.keys()) > this.lines.length;
        const notes = [
            text === null ? 'The report has the numbers of the lines, and no text.' : '',
            isShorter ? 'The source has fewer lines than the program: it was changed after its compilation.' : '',
            visible(note),
        ];
        const all = notes.filter(Boolean).join(' ');
        return all === '' ? [] : [element('p', { class: 'note' }, all)];
    }

    functions() {
        const functions = this.file.together.functions.toSorted((one, other) => one.line - other.line);
        const stateIn = ({ functions: ofColumn }, name) => ofColumn.find((one) => one.name === name)?.state;
        const states = (name) => this.file.columns.map((column) => stateIn(column, name));
        const row = ({ name, line, state }) =>
            element(
                'tr',
                {},
                ...states(name).map((one) => markCell(MARKS[one])),
                element(
                    'td',
                    { class: `line ${MARKS[state].name}` },
                    this.link(line, visible(name), 0),
                    element('span', { class: 'aside' }, ` line ${line}`),
                ),
            );
        const { hit, all } = this.file.together.share('functions');
        return foldableSection({
            title: 'Functions',
            text: functions.map(({ name, state }) => `${name}: ${MARKS[state].label}\n`).join(''),
            note: `${hit} of ${all} executed`,
            block: () => this.frame('Function', element('tbody', {}, ...functions.map(row))),
            open: hit < all,
            remember: () => {},
        });
    }

    legend() {
        const items = [MARKS[HIT], ONE_WAY, MARKS[MISSED], MARKS[UNREACHABLE]];
        return element(
            'p',
            { class: 'legend' },
            ...items.map(({ name, sign, label }) =>
                element('span', {}, element('span', { class: `sample ${name}` }, sign), ` ${label} `),
            ),
        );
    }

    source() {
        return this.frame('Source', this.table, element('th', { scope: 'col', class: 'number' }, 'Line'));
    }

    /** Returns a table with a column for each environment, between a first column and a last one. */
    frame(title, body, ...first) {
        const heads = this.coverage.environments.map(({ name, kernel }) =>
            element(
                'th',
                { scope: 'col', class: 'mark', title: visible(`${name} ${kernel}`) },
                element('span', {}, visible(name)),
            ),
        );
        return element(
            'table',
            { class: 'source', 'aria-label': title },
            element('thead', {}, element('tr', {}, ...first, ...heads, element('th', { scope: 'col' }, title))),
            body,
        );
    }

    /** Appends rows, at least to a line, if there are more. */
    more(line = 0) {
        const start = this.rows.size;
        const end = Math.min(this.lines.length, Math.max(start + MAX_ROWS, line));
        this.table.querySelector('.more')?.remove();
        for (const [number, text] of this.lines.slice(start, end)) {
            const row = this.row(number, text);
            this.rows.set(number, row);
            this.table.append(row);
        }
        const left = this.lines.length - end;
        if (left > 0) {
            const label = `Show more: ${count(left, 'line')} left`;
            const button = element('button', { type: 'button', class: 'rest', click: () => this.more() }, label);
            const columns = this.coverage.environments.length + 2;
            this.table.append(element('tr', { class: 'more' }, element('td', { colspan: columns }, button)));
        }
    }

    row(number, text) {
        const { columns, together } = this.file;
        const state = together.lines.get(number);
        const shown = this.mark(state, number, 0);
        const only = onlyColumn(columns, number);
        const cells =
            state === undefined
                ? [element('td', { class: 'mark', colspan: columns.length })]
                : columns.map(({ lines }, column) => markCell(this.mark(lines.get(number), number, column + 1)));
        return element(
            'tr',
            { class: only === null ? null : 'only' },
            element(
                'th',
                { scope: 'row', class: 'number' },
                this.link(number, number, -1, state && `line ${number}, ${shown.label}`),
            ),
            ...cells,
            element(
                'td',
                { class: shown ? `line ${shown.name}` : 'line' },
                visible(shortened(text)),
                ...this.tags(number, only),
            ),
        );
    }

    /** Returns how a line was executed, together (0) or in an environment; undefined if it has no instructions. */
    mark(state, line, column) {
        return state === HIT && oneWay(this.jumps[column].get(line)).length > 0 ? ONE_WAY : MARKS[state];
    }

    tags(line, only) {
        const ways = this.file.together.lines.get(line) === HIT ? oneWay(this.jumps[0].get(line)) : [];
        return [
            ...(only === null
                ? []
                : [element('span', { class: 'tag only' }, `only ${visible(this.coverage.environments[only].name)}`)]),
            ...ways.map((way) => element('span', { class: 'tag' }, way)),
        ];
    }

    link(line, text, tabindex, label) {
        return element(
            'a',
            {
                href: `#${addressOf({ coverage: true, file: this.file, line })}`,
                tabindex,
                'aria-label': label,
                click: (event) => followed(event, () => this.navigate(this.file, line)),
            },
            text,
        );
    }
}

/** Returns the numbers and texts of the lines; without a text, only of those that have instructions. */
function sourceLines({ text, together }) {
    return text === null
        ? [...together.lines.keys()].sort((one, other) => one - other).map((line) => [line, ''])
        : linesOf(text).map((line, index) => [index + 1, line]);
}

/** Returns a sentence for each jump of a line that went one way only, although it could have gone both. */
function oneWay(jumps) {
    return (jumps ?? [])
        .map(([stays, taken], index) => {
            const jump = jumps.length === 1 ? 'jump' : `jump ${index + 1} of ${jumps.length}`;
            return (stays === HIT && taken === MISSED) || (stays === MISSED && taken === HIT)
                ? `${jump} ${taken === HIT ? 'always' : 'never'} taken`
                : '';
        })
        .filter(Boolean);
}

function markCell(mark) {
    return element(
        'td',
        { class: mark ? `mark ${mark.name}` : 'mark', 'aria-label': mark?.label ?? null, title: mark?.label ?? null },
        mark?.sign ?? '',
    );
}

function shortened(text) {
    const more = text.length - MAX_CHARACTERS_OF_A_LINE;
    return more > 0 ? `${text.slice(0, MAX_CHARACTERS_OF_A_LINE)} \u2026 ${count(more, 'more character')}` : text;
}

/** Follows a link inside the page, unless the reader wants it in another tab. */
function followed(event, navigate) {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        navigate();
    }
}
