// The coverage of BPF programs as the page uses it: for each file, the states of its lines, functions and branches in
// each environment, and together.

/** In the order in which the better one of two counts; lines without instructions have no state. */
const UNREACHABLE = 1;
const MISSED = 2;
const HIT = 3;

/** The letters of states in the report, which has none for what an environment does not have. */
const STATES = { U: UNREACHABLE, M: MISSED, H: HIT };

/** What is counted. */
const PARTS = ['lines', 'functions', 'branches'];

/** Returns the coverage, or null if no environment has any. */
function readCoverage(json, environments) {
    if (!json) {
        return null;
    }
    const measured = json.columns.map((column) => environments[column]);
    const shown = withoutCommonDirectory(json.files.map(({ file }) => stringOf(file)));
    return {
        environments: measured,
        others: environments.filter((environment) => !measured.includes(environment)),
        files: json.files.map((file, index) => readFile(file, shown[index])),
        notMeasured: json.notMeasured.map(({ program, reason, environments: names }) => ({
            program: stringOf(program),
            reason: stringOf(reason),
            environments: names.map(stringOf),
        })),
    };
}

/** Returns the paths without the directories that all have in common; a single one keeps its last three parts. */
function withoutCommonDirectory(paths) {
    const parts = paths.map((path) => path.split('/'));
    const shortest = Math.min(...parts.map(({ length }) => length - 1));
    let common = 0;
    while (common < shortest && parts.every((one) => one[common] === parts[0][common])) {
        common++;
    }
    const start = paths.length === 1 ? Math.max(0, common - 2) : common;
    return parts.map((one) => one.slice(start).join('/').replace(/^\//, ''));
}

function readFile(json, shown) {
    const columns = json.states.map((states) => new States(json, states));
    const slash = shown.lastIndexOf('/') + 1;
    return {
        path: stringOf(json.file),
        shown,
        directory: shown.slice(0, slash),
        name: shown.slice(slash),
        text: typeof json.text === 'string' ? json.text : null,
        note: stringOf(json.note),
        columns,
        together: new MergedStates(json, columns),
    };
}

/** The states of a file in an environment. Most are never shown, so they are read when they are first used. */
class States {
    /** @param letters the states of the file's lines, functions and jumps */
    constructor(file, letters) {
        this.file = file;
        this.letters = letters;
    }

    /** The states by line. */
    get lines() {
        return once(this, 'lines', () => {
            const known = this.file.lines.map((line, index) => [line, STATES[this.letters.lines[index]]]);
            return new Map(known.filter(([, state]) => state));
        });
    }

    /** The functions that the environment has, each with its first line and its state. */
    get functions() {
        return once(this, 'functions', () =>
            this.file.functions
                .map(({ name, line }, index) => ({
                    name: stringOf(name),
                    line,
                    state: STATES[this.letters.functions[index]],
                }))
                .filter(({ state }) => state),
        );
    }

    /** The states of the jumps by line: for each jump [not taken, taken], undefined if it is not known. */
    get jumps() {
        return once(this, 'jumps', () => {
            const jumps = new Map();
            this.file.jumps.forEach(({ line }, index) => {
                const ways = [2 * index, 2 * index + 1].map((way) => STATES[this.letters.jumps[way]]);
                jumps.set(line, [...(jumps.get(line) ?? []), ways]);
            });
            return jumps;
        });
    }

    /** Returns the number of hits, and of hits and misses, of lines, functions or branches. */
    share(part) {
        return once(this, `share of ${part}`, () => {
            const letters = this.letters[part === 'branches' ? 'jumps' : part];
            const hit = letters.split('H').length - 1;
            return { hit, all: hit + letters.split('M').length - 1 };
        });
    }
}

/** The states in all environments together: the better one counts. */
class MergedStates extends States {
    constructor(file, columns) {
        const letters = (part) => bestOf(columns.map((column) => column.letters[part]));
        super(file, { lines: letters('lines'), functions: letters('functions'), jumps: letters('jumps') });
        this.columns = columns;
    }

    /** The number of lines that only one environment executes. */
    get single() {
        return once(
            this,
            'single',
            () => [...this.lines.keys()].filter((line) => onlyColumn(this.columns, line) !== null).length,
        );
    }
}

/** Returns a value of an object, which is computed once. */
function once(object, name, compute) {
    object.values ??= new Map();
    if (!object.values.has(name)) {
        object.values.set(name, compute());
    }
    return object.values.get(name);
}

/** Returns the letter of the best state at each position of several texts. */
function bestOf(texts) {
    const longest = Math.max(...texts.map((text) => text.length));
    let best = '';
    for (let index = 0; index < longest; index++) {
        let found = '-';
        for (const text of texts) {
            const letter = text[index];
            if ((STATES[letter] ?? 0) > (STATES[found] ?? 0)) {
                found = letter;
            }
        }
        best += found;
    }
    return best;
}

/** Returns the shares of a part of a file: together, and in each environment. */
function sharesOf({ together, columns }, part) {
    return [together, ...columns].map((states) => states.share(part));
}

/** Returns the shares of a part of all files: together, and in each environment. */
function totalSharesOf({ files, environments }, part) {
    const shares = files.map((file) => sharesOf(file, part));
    const sum = (index, member) => shares.reduce((total, ofFile) => total + ofFile[index][member], 0);
    return ['together', ...environments].map((_, index) => ({ hit: sum(index, 'hit'), all: sum(index, 'all') }));
}

/** Returns the column of the only environment that executes a line; null if several do, none, or there is only one. */
function onlyColumn(columns, line) {
    const executes = ({ lines }) => lines.get(line) === HIT;
    const first = columns.findIndex(executes);
    return columns.length > 1 && first >= 0 && first === columns.findLastIndex(executes) ? first : null;
}

/** "87.5 %", as the summary has it: never rounded up to 100; "none" if there is nothing to execute. */
function percent({ hit, all }) {
    return all === 0 ? 'none' : `${(Math.floor((hit / all) * 1000) / 10).toFixed(1)} %`;
}

function percentOf({ hit, all }) {
    return all === 0 ? 'none' : `${percent({ hit, all })} (${hit.toLocaleString('en')} of ${all.toLocaleString('en')})`;
}
