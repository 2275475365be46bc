// The grid: a row for each class and test, a column for each environment. All rows are elements, so that the browser's
// own search, printing and screen readers have them; the style sheet has those out of sight left out of layout and
// painting.

const FAR = Number.MAX_SAFE_INTEGER;

const MOVES = {
    ArrowUp: () => [-1, 0],
    ArrowDown: () => [1, 0],
    ArrowLeft: () => [0, -1],
    ArrowRight: () => [0, 1],
    PageUp: (page) => [-page, 0],
    PageDown: (page) => [page, 0],
    Home: (page, all) => [all ? -FAR : 0, -FAR],
    End: (page, all) => [all ? FAR : 0, FAR],
};

class Grid {
    /** @param activate called with the test (null for a column's head) and the environment of a cell that is opened */
    constructor(root, report, activate) {
        this.root = root;
        this.environments = report.environments;
        this.activate = activate;
        this.head = { element: headRow(report) };
        this.groups = groupsOf(report);
        this.tests = this.groups.flatMap((group) => group.tests);
        this.rows = new Map([this.head, ...this.groups, ...this.tests].map((row) => [row.element, row]));
        this.flat = element('div', { role: 'rowgroup', class: 'flat' });
        root.style.setProperty('--environments', this.environments.length);
        root.append(element('div', { role: 'rowgroup', class: 'head' }, this.head.element));
        root.addEventListener('keydown', (event) => this.pressed(event));
        root.addEventListener('click', (event) => this.clicked(event));
        this.sort('class');
        this.filter(() => true);
    }

    /** Puts the rows in the order of their classes, or the slowest first. */
    sort(order) {
        this.byTime = order === 'time';
        if (this.byTime) {
            const sorted = this.tests.toSorted((one, other) => other.test.slowest - one.test.slowest);
            this.flat.replaceChildren(...sorted.map((row) => row.element));
            this.groups.forEach((group) => group.body.remove());
            this.root.append(this.flat);
        } else {
            this.flat.remove();
            this.groups.forEach((group) => group.body.append(...group.tests.map((row) => row.element)));
            this.root.append(...this.groups.map((group) => group.body));
        }
        this.keepCurrent();
    }

    /** Shows the tests that are wanted only, and returns how many. */
    filter(wanted) {
        this.tests.forEach((row) => (row.element.hidden = !wanted(row.test)));
        this.groups.forEach((group) => (group.body.hidden = group.tests.every((row) => row.element.hidden)));
        this.keepCurrent();
        return this.tests.filter((row) => !row.element.hidden).length;
    }

    foldAll(folded) {
        this.groups.forEach((group) => foldGroup(group, folded));
        this.keepCurrent();
    }

    /** Marks the cell of what is open, wherever it is hidden brings it to sight, and has the keys go on from it. */
    select(test, environment) {
        this.root.querySelector('[aria-selected]')?.removeAttribute('aria-selected');
        if (environment === null) {
            return;
        }
        const row = test === null ? this.head : this.tests.find((one) => one.test === test);
        foldGroup(
            this.groups.find((group) => group.tests.includes(row)),
            false,
        );
        const cell = row.element.children[environment.column + 1];
        cell.setAttribute('aria-selected', 'true');
        if (!row.element.hidden) {
            this.rove(cell);
            cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
    }

    /** Goes to the next failure, or with -1 to the one before, row by row. */
    moveToFailure(step) {
        const cells = this.walked().flatMap((row) => (row.test ? [...row.element.children] : [row.element.firstChild]));
        const from = cells.indexOf(this.current);
        const start = from < 0 ? cells.indexOf(this.current.parentElement.firstChild) : from;
        for (let at = start + step; at >= 0 && at < cells.length; at += step) {
            if (cells[at].classList.contains('failed')) {
                this.focus(cells[at]);
                return;
            }
        }
    }

    focus(cell = this.current) {
        this.rove(cell);
        cell.focus();
    }

    /** One cell is where the Tab key comes in. */
    rove(cell) {
        if (this.current) {
            this.current.tabIndex = -1;
        }
        this.current = cell;
        cell.tabIndex = 0;
    }

    /** Where the current cell's row has gone, the keys go on from the head. */
    keepCurrent() {
        if (!this.current || !this.walked().some((row) => row.element === this.current.parentElement)) {
            this.rove(this.head.element.firstChild);
        }
    }

    /** The rows that can be seen, from top to bottom. */
    walked() {
        const seen = (row) => !row.element.hidden;
        if (this.byTime) {
            return [this.head, ...[...this.flat.children].map((child) => this.rows.get(child)).filter(seen)];
        }
        const groups = this.groups.filter((group) => !group.body.hidden);
        return [
            this.head,
            ...groups.flatMap((group) => (group.folded ? [group] : [group, ...group.tests.filter(seen)])),
        ];
    }

    pressed(event) {
        if (event.altKey || event.metaKey) {
            return;
        }
        if (MOVES[event.key]) {
            event.preventDefault();
            this.move(...MOVES[event.key](this.rowsOfAPage(), event.ctrlKey));
        } else if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            this.open(this.current);
        }
    }

    clicked(event) {
        const cell = event.target.closest('[tabindex]');
        if (cell && this.root.contains(cell)) {
            this.focus(cell);
            this.open(cell);
        }
    }

    /** Moves by rows and columns, as far as there are some. */
    move(down, right) {
        const rows = this.walked();
        const row = rows.findIndex(({ element }) => element === this.current.parentElement);
        const target = rows[within(row + down, rows.length)].element.children;
        this.focus(target[within(this.column() + right, target.length)]);
    }

    column() {
        return [...this.current.parentElement.children].indexOf(this.current);
    }

    rowsOfAPage() {
        const { clientHeight } = this.root.parentElement;
        return Math.max(1, Math.floor(clientHeight / this.current.offsetHeight) - 3);
    }

    open(cell) {
        const row = this.rows.get(cell.parentElement);
        const environment = this.environments[this.column() - 1];
        if (row.tests) {
            foldGroup(row, !row.folded);
            this.keepCurrent();
        } else if (row.test) {
            this.activate(row.test, environment ?? this.environments[mostTelling(row.test)]);
        } else if (environment) {
            this.activate(null, environment);
        }
    }
}

function within(index, length) {
    return Math.max(0, Math.min(length - 1, index));
}

function foldGroup(group, folded) {
    if (group) {
        group.folded = folded;
        group.body.classList.toggle('folded', folded);
        group.element.firstChild.setAttribute('aria-expanded', String(!folded));
    }
}

/** The column of a test's worst result. */
function mostTelling({ results }) {
    const statuses = results.map((result) => result?.status);
    return Math.max(0, statuses.indexOf(STATUSES.find((status) => statuses.includes(status))));
}

function headRow(report) {
    return element(
        'div',
        { role: 'row' },
        element('div', { role: 'columnheader', class: 'name', tabindex: -1 }, 'Test'),
        ...report.environments.map(headCell),
    );
}

function headCell(environment) {
    // An acceleration says in brackets why it is no better; the title has that.
    const acceleration = environment.acceleration.replace(/ \(.*\)$/s, '');
    const machine = [environment.architecture, acceleration].filter(Boolean).map(visible).join(' \u00b7 ');
    return element(
        'div',
        {
            role: 'columnheader',
            class: `environment${environment.failure === null ? '' : ' broken'}`,
            tabindex: -1,
            title: ['name', 'kernel', 'architecture', 'acceleration']
                .map((fact) => visible(environment[fact]))
                .filter(Boolean)
                .join('\n'),
        },
        element('b', {}, visible(environment.name)),
        element('span', {}, visible(environment.kernel)),
        element('span', {}, machine),
        element('span', { class: 'totals' }, ...headTotals(environment)),
    );
}

function headTotals(environment) {
    const results = sum(environment.totals);
    if (environment.failure !== null && results === 0) {
        return [element('span', { class: 'failed' }, 'could not be had')];
    }
    return tally(environment.totals);
}

function sum({ passed, failed, skipped }) {
    return passed + failed + skipped;
}

/** "✗ 2 ✓ 14", read as "2 failed 14 passed". */
function tally(sums) {
    return STATUSES.filter((status) => sums[status] > 0).map((status) =>
        element(
            'span',
            { class: status },
            element('span', { 'aria-hidden': 'true' }, `${SIGNS[status]}\u00a0`),
            String(sums[status]),
            element('span', { class: 'unseen' }, ` ${status} `),
        ),
    );
}

function groupsOf(report) {
    const groups = new Map();
    for (const test of report.tests) {
        if (!groups.has(test.className)) {
            groups.set(test.className, []);
        }
        groups.get(test.className).push(test);
    }
    return [...groups].map(([className, tests]) => groupOf(className, tests, report.environments));
}

function groupOf(className, tests, environments) {
    const row = element(
        'div',
        { role: 'row', class: 'class' },
        classCell(className, tests),
        ...environments.map(({ column }) => {
            const sums = totals(tests.map((test) => test.results[column]));
            return element('div', { role: 'gridcell', tabindex: -1 }, ...tally(sums));
        }),
    );
    const body = element('div', { role: 'rowgroup' }, row);
    return { element: row, body, folded: false, tests: tests.map((test) => testRow(test, environments)) };
}

function classCell(className, tests) {
    const [place, name] = classParts(className);
    return element(
        'div',
        { role: 'rowheader', class: 'name', tabindex: -1, 'aria-expanded': 'true', title: visible(className) },
        element('b', {}, visible(name)),
        element('span', { class: 'aside' }, ` ${visible(place.replace(/\.$/, ''))}`),
        element('span', { class: 'aside amount' }, count(tests.length, 'test')),
    );
}

const AGREEMENTS = {
    disagree: { sign: '\u2260', words: 'environments disagree' },
    partly: { sign: '\u2248', words: 'skipped in some' },
};

function testRow(test, environments) {
    const row = element('div', { role: 'row', class: `test ${test.agreement}` }, nameCell(test));
    for (const environment of environments) {
        row.append(resultCell(test.results[environment.column], environment));
    }
    return { element: row, test };
}

function nameCell(test) {
    const cell = element(
        'div',
        { role: 'rowheader', class: 'name', tabindex: -1, title: visible(`${test.className}\n${test.name}`) },
        element('span', { class: 'place' }, `${visible(classParts(test.className)[1])} `),
        ...methodParts(test.name),
    );
    const agreement = AGREEMENTS[test.agreement];
    if (agreement) {
        cell.append(
            element(
                'span',
                { class: 'agreement', role: 'img', 'aria-label': agreement.words, title: agreement.words },
                agreement.sign,
            ),
        );
    }
    return cell;
}

/** The types of a method's parameters are quieter than its name. */
function methodParts(name) {
    const [, method, parameters] = name.match(/^([^\s()]+)(\(.*\))$/s) ?? [null, name, ''];
    return [visible(method), element('span', { class: 'aside' }, visible(parameters))];
}

function resultCell(result, environment) {
    if (result === null) {
        const why = environment.failure === null ? 'no result' : 'no result: the environment failed';
        return element(
            'div',
            { role: 'gridcell', class: 'none', tabindex: -1, 'aria-label': why, title: why },
            '\u00b7',
        );
    }
    const time = result.status === 'skipped' ? '' : duration(result.milliseconds);
    const word = result.status === 'passed' ? '' : result.status;
    const label = [result.status, time].filter(Boolean).join(', ');
    const words = [SIGNS[result.status], word, time].filter(Boolean).join(' ');
    return element('div', { role: 'gridcell', class: result.status, tabindex: -1, 'aria-label': label }, words);
}
