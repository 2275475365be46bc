// The grid: a row for each class and test, a column for each environment. All rows are elements, so that the browser's
// search, printing and screen readers work on them; the style sheet excludes invisible rows from layout and painting.

class Grid extends CellGrid {
    /** @param activate called with the test (null for a column's head) and the environment of a cell that is opened */
    constructor(root, report, activate) {
        super(root);
        this.environments = report.environments;
        this.activate = activate;
        this.head = { element: headRow(report) };
        this.groups = groupsOf(report);
        this.tests = this.groups.flatMap((group) => group.tests);
        this.rows = new Map([this.head, ...this.groups, ...this.tests].map((row) => [row.element, row]));
        this.flat = element('div', { role: 'rowgroup', class: 'flat' });
        root.style.setProperty('--environments', this.environments.length);
        root.append(element('div', { role: 'rowgroup', class: 'head' }, this.head.element));
        this.sort('class');
        this.filter(() => true);
    }

    /** Orders the rows by class, or the slowest first. */
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
        this.ensureCurrent();
    }

    /** Hides the tests that do not match, and returns the others. */
    filter(matches) {
        this.tests.forEach((row) => (row.element.hidden = !matches(row.test)));
        this.groups.forEach((group) => (group.body.hidden = group.tests.every((row) => row.element.hidden)));
        this.ensureCurrent();
        return this.tests.filter((row) => !row.element.hidden).map((row) => row.test);
    }

    foldAll(folded) {
        this.groups.forEach((group) => foldGroup(group, folded));
        this.ensureCurrent();
    }

    /** Marks the cell of what is open, unfolds its class, scrolls to it and makes it current. */
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
            this.makeCurrent(cell);
            cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
    }

    /** Moves to the next failure, or with -1 to the previous one, row by row. */
    moveToFailure(step) {
        const rows = this.visibleRows();
        const cells = rows.flatMap((row) => (row.test ? [...row.element.children] : [row.element.firstChild]));
        const from = cells.indexOf(this.current);
        const start = from < 0 ? cells.indexOf(this.current.parentElement.firstChild) : from;
        for (let at = start + step; at >= 0 && at < cells.length; at += step) {
            if (cells[at].classList.contains('failed')) {
                this.focus(cells[at]);
                return;
            }
        }
    }

    /** Returns the rows that are neither filtered out nor folded, from top to bottom. */
    visibleRows() {
        const isShown = (row) => !row.element.hidden;
        if (this.byTime) {
            return [this.head, ...[...this.flat.children].map((child) => this.rows.get(child)).filter(isShown)];
        }
        const groups = this.groups.filter((group) => !group.body.hidden);
        return [
            this.head,
            ...groups.flatMap((group) => (group.folded ? [group] : [group, ...group.tests.filter(isShown)])),
        ];
    }

    open(cell) {
        const row = this.rows.get(cell.parentElement);
        const environment = this.environments[this.column() - 1];
        if (row.tests) {
            foldGroup(row, !row.folded);
            this.ensureCurrent();
        } else if (row.test) {
            this.activate(row.test, environment ?? this.environments[worstColumn(row.test)]);
        } else if (environment) {
            this.activate(null, environment);
        }
    }
}

function foldGroup(group, folded) {
    if (group) {
        group.folded = folded;
        group.body.classList.toggle('folded', folded);
        group.element.firstChild.setAttribute('aria-expanded', String(!folded));
    }
}

/** Returns the column of a test's worst result. */
function worstColumn({ results }) {
    const statuses = results.map((result) => result?.status);
    return Math.max(0, statuses.indexOf(STATUSES.find((status) => statuses.includes(status))));
}
