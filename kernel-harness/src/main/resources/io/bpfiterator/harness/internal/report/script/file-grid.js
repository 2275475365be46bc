// The list of the sources: a row for each file, and what was executed of it together and in each environment.

class FileGrid extends CellGrid {
    /** @param activate called with the file that is opened */
    constructor(root, coverage, activate) {
        super(root);
        this.activate = activate;
        this.head = { element: fileHead(coverage) };
        this.files = coverage.files.map((file) => ({ element: fileRow(file, coverage.environments), file }));
        this.rows = new Map(this.files.map((row) => [row.element, row]));
        this.body = element('div', { role: 'rowgroup' });
        root.style.setProperty('--environments', coverage.environments.length + 1);
        root.append(element('div', { role: 'rowgroup', class: 'head' }, this.head.element), this.body);
        this.show(coverage, 'lines', 'missed', () => true);
    }

    /**
     * Shows the shares of a part, in an order, of the files that match, and returns these files.
     *
     * @param order missed (most of the part first) or path
     */
    show(coverage, part, order, matches) {
        fillShares(this.head.element, totalSharesOf(coverage, part));
        this.files.forEach((row) => {
            row.element.hidden = !matches(row.file);
            fillShares(row.element, sharesOf(row.file, part));
        });
        const byMissed = (one, other) => missedOf(other.file, part) - missedOf(one.file, part);
        this.sorted = order === 'missed' ? this.files.toSorted(byMissed) : this.files;
        this.body.replaceChildren(...this.sorted.map((row) => row.element));
        this.ensureCurrent();
        return this.visibleRows()
            .slice(1)
            .map((row) => row.file);
    }

    /** Marks the file that is open, scrolls to it and makes it current. */
    select(file) {
        this.root.querySelector('[aria-selected]')?.removeAttribute('aria-selected');
        const row = this.files.find((one) => one.file === file);
        if (row) {
            const cell = row.element.firstChild;
            cell.setAttribute('aria-selected', 'true');
            if (!row.element.hidden) {
                this.makeCurrent(cell);
                cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
            }
        }
    }

    visibleRows() {
        return [this.head, ...this.sorted.filter((row) => !row.element.hidden)];
    }

    open(cell) {
        const row = this.rows.get(cell.parentElement);
        if (row) {
            this.activate(row.file);
        }
    }
}

/** Returns how many lines, functions or branches of a file no environment executes. */
function missedOf({ together }, part) {
    const { hit, all } = together.share(part);
    return all - hit;
}

function fileHead({ environments }) {
    const cell = (name, kernel) =>
        element(
            'div',
            { role: 'columnheader', class: 'environment share', tabindex: -1, title: `${name}\n${kernel}`.trim() },
            element('b', {}, name),
            element('span', {}, kernel),
            element('span', { class: 'figure' }),
        );
    return element(
        'div',
        { role: 'row' },
        element('div', { role: 'columnheader', class: 'name', tabindex: -1 }, 'Source'),
        cell('together', 'in any environment'),
        ...environments.map((environment) => cell(visible(environment.name), visible(environment.kernel))),
    );
}

function fileRow(file, environments) {
    const cells = ['together', ...environments].map(() =>
        element('div', { role: 'gridcell', class: 'share', tabindex: -1 }, element('span', { class: 'figure' })),
    );
    return element(
        'div',
        { role: 'row', class: 'file' },
        element(
            'div',
            { role: 'rowheader', class: 'name', tabindex: -1, title: visible(file.path) },
            element('b', {}, visible(file.name)),
            element('span', { class: 'aside' }, ` ${visible(file.directory.replace(/\/$/, ''))}`),
        ),
        ...cells,
    );
}

/** Fills the cells of a row with the shares of a file, or of all: the percentage and what is missing. */
function fillShares(row, shares) {
    shares.forEach((share, column) => {
        const cell = row.children[column + 1];
        const missed = share.all - share.hit;
        cell.classList.toggle('empty', share.all === 0);
        cell.style.setProperty('--share', `${share.all === 0 ? 0 : (100 * share.hit) / share.all}%`);
        cell.querySelector('.figure').replaceChildren(
            element('b', {}, share.all === 0 ? '\u00b7' : percent(share)),
            element('span', { class: 'aside' }, missed === 0 ? '' : ` ${missed.toLocaleString('en')} missed`),
        );
        if (cell.role === 'gridcell') {
            cell.setAttribute('aria-label', share.all === 0 ? 'nothing to execute' : percentOf(share));
            cell.title = cell.ariaLabel;
        }
    });
}
