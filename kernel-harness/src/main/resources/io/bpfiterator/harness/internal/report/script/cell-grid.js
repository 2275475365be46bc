// The keyboard and the focus of a grid: one cell is current, and reached with the Tab key.

/** More rows or columns than any grid has. */
const FAR = Number.MAX_SAFE_INTEGER;

/** For each key, how many rows down and columns to the right it moves. */
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

/** A subclass has a head, and implements visibleRows() and open(cell); a row is an object with an element. */
class CellGrid {
    constructor(root) {
        this.root = root;
        root.addEventListener('keydown', (event) => this.handleKey(event));
        root.addEventListener('click', (event) => this.handleClick(event));
    }

    focus(cell = this.current) {
        this.makeCurrent(cell);
        cell.focus();
    }

    /** Only the current cell is reached with the Tab key. */
    makeCurrent(cell) {
        if (this.current) {
            this.current.tabIndex = -1;
        }
        this.current = cell;
        cell.tabIndex = 0;
    }

    /** Makes the head current if the row of the current cell is hidden. */
    ensureCurrent() {
        if (!this.current || !this.visibleRows().some((row) => row.element === this.current.parentElement)) {
            this.makeCurrent(this.head.element.firstChild);
        }
    }

    handleKey(event) {
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

    handleClick(event) {
        const cell = event.target.closest('[tabindex]');
        if (cell && this.root.contains(cell)) {
            this.focus(cell);
            this.open(cell);
        }
    }

    /** Moves by rows and columns, at most to the edge of the grid. */
    move(down, right) {
        const rows = this.visibleRows();
        const row = rows.findIndex(({ element }) => element === this.current.parentElement);
        const target = rows[clamp(row + down, rows.length)].element.children;
        this.focus(target[clamp(this.column() + right, target.length)]);
    }

    column() {
        return [...this.current.parentElement.children].indexOf(this.current);
    }

    rowsOfAPage() {
        const { clientHeight } = this.root.parentElement;
        return Math.max(1, Math.floor(clientHeight / this.current.offsetHeight) - 3);
    }
}

function clamp(index, length) {
    return Math.max(0, Math.min(length - 1, index));
}
