// The page. What is selected stands in the address, so that it can be shared and gone back to.

const $ = (id) => document.getElementById(id);

const FILTERS = [
    { name: 'all', label: 'all', wants: () => true },
    { name: 'failed', label: 'failed', wants: (test) => test.results.some((result) => result?.status === 'failed') },
    { name: 'disagree', label: 'disagreeing', wants: (test) => test.agreement === 'disagree' },
    { name: 'skipped', label: 'skipped', wants: (test) => test.results.some((result) => result?.status === 'skipped') },
];

const THEMES = ['system', 'light', 'dark'];
const THEME_KEY = 'bpf-iterator-theme';

function start(report) {
    const show = (selection) => showSelection(selection, grid, panel);
    const navigate = (selection) => {
        remember(selection);
        show(selection);
    };
    const grid = new Grid($('grid'), report, (test, environment) => navigate({ test, environment, other: null }));
    const panel = new Panel($('panel'), report, navigate);
    showTotals(report);
    showTroubles(report, navigate);
    makeFilters(report);
    bindTools(report, grid);
    bindKeys(grid, panel, navigate);
    window.addEventListener('hashchange', () => show(selectionOf(report)));
    show(selectionOf(report));
    performance.mark('shown');
}

/** Puts a selection into the address; a page in a sandbox may have none that can change, and does without. */
function remember(selection) {
    try {
        history.pushState(null, '', `#${selection === null ? '' : addressOf(selection)}`);
    } catch (problem) {
        console.info(`There is no address to share: ${problem.message}`);
    }
}

function addressOf({ test, environment, other }) {
    const words = new URLSearchParams();
    if (test) {
        words.set('class', test.className);
        words.set('test', test.name);
    }
    words.set('environment', environment.name);
    if (other) {
        words.set('with', other.name);
    }
    return words.toString();
}

/** Returns what the address names, or null. No half characters stand in an address, so names are compared without. */
function selectionOf(report) {
    const words = new URLSearchParams(location.hash.slice(1));
    const is = (name, word) => name.toWellFormed() === words.get(word);
    const environment = report.environments.find((one) => is(one.name, 'environment'));
    const test = report.tests.find((one) => is(one.className, 'class') && is(one.name, 'test')) ?? null;
    if (!environment || (words.has('test') && !test)) {
        return null;
    }
    return { test, environment, other: report.environments.find((one) => is(one.name, 'with')) ?? null };
}

function showSelection(selection, grid, panel) {
    const wasOpen = !panel.root.hidden;
    document.body.classList.toggle('opened', selection !== null);
    if (selection === null) {
        panel.close();
        grid.select(null, null);
        if (wasOpen) {
            grid.focus();
        }
        return;
    }
    panel.show(selection);
    grid.select(selection.test, selection.environment);
}

function showTotals(report) {
    const disagreeing = report.tests.filter((test) => test.agreement === 'disagree').length;
    const broken = report.environments.filter((environment) => environment.failure !== null).length;
    const { passed, failed, skipped } = report.totals;
    const items = [
        ['', count(report.tests.length, 'test')],
        ['', count(report.environments.length, 'environment')],
        ['passed', `${SIGNS.passed} ${passed.toLocaleString('en')} passed`],
        ['failed', `${SIGNS.failed} ${failed.toLocaleString('en')} failed`],
        ['skipped', `${SIGNS.skipped} ${skipped.toLocaleString('en')} skipped`],
        ['disagree', `${AGREEMENTS.disagree.sign} ${disagreeing.toLocaleString('en')} disagreeing`],
        ...(broken > 0 ? [['failed', `${count(broken, 'environment')} failed`]] : []),
    ];
    $('totals').replaceChildren(
        ...items.map(([name, text]) => element('li', { class: text.includes(' 0 ') ? 'zero' : name }, text)),
    );
    $('created').textContent = visible(report.created)
        .replace('T', ' ')
        .replace(/(\.\d+)?Z$/, ' UTC');
}

/** Environments that could not be had, or broke off, each with its reason. */
function showTroubles(report, navigate) {
    const broken = report.environments.filter((environment) => environment.failure !== null);
    $('troubles').hidden = broken.length === 0;
    $('troubles').replaceChildren(
        ...broken.map((environment) =>
            element(
                'li',
                {},
                element('b', {}, visible(environment.name)),
                sum(environment.totals) === 0 ? ' could not be had: ' : ' broke off: ',
                visible(environment.failure),
                ' ',
                element(
                    'button',
                    { type: 'button', click: () => navigate({ test: null, environment, other: null }) },
                    'Console',
                ),
            ),
        ),
    );
}

function makeFilters(report) {
    for (const { name, label, wants } of FILTERS) {
        const radio = element('input', {
            type: 'radio',
            name: 'filter',
            value: name,
            checked: name === 'all',
            autocomplete: 'off',
        });
        const amount = report.tests.filter(wants).length.toLocaleString('en');
        $('filters').append(element('label', {}, radio, `${label} `, element('span', { class: 'aside' }, amount)));
    }
}

function bindTools(report, grid) {
    const search = $('search');
    const filter = () => {
        const chosen = FILTERS.find(({ name }) => name === document.querySelector('[name=filter]:checked').value);
        const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        const shown = grid.filter((test) => chosen.wants(test) && words.every((word) => test.searched.includes(word)));
        $('shown').textContent = `${shown.toLocaleString('en')} of ${count(report.tests.length, 'test')}`;
        $('nothing').hidden = shown > 0;
    };
    report.tests.forEach((test) => (test.searched = `${test.className} ${test.name}`.toLowerCase()));
    $('filters').addEventListener('change', filter);
    search.addEventListener('input', filter);
    $('tools').addEventListener('submit', (event) => event.preventDefault());
    $('order').addEventListener('change', (event) => {
        grid.sort(event.target.value);
        $('fold').disabled = event.target.value === 'time';
    });
    $('fold').addEventListener('click', (event) => {
        const fold = event.target.textContent === 'Fold all';
        grid.foldAll(fold);
        event.target.textContent = fold ? 'Unfold all' : 'Fold all';
    });
    $('help').addEventListener('click', () => $('keys').showModal());
    filter();
}

function bindKeys(grid, panel, navigate) {
    const keys = {
        '/': () => $('search').focus(),
        '?': () => $('keys').showModal(),
        n: () => grid.moveToFailure(1),
        p: () => grid.moveToFailure(-1),
        w: () => panel.root.hidden || panel.wrap(),
        Escape: () => panel.root.hidden || navigate(null),
    };
    document.addEventListener('keydown', (event) => {
        const modified = event.ctrlKey || event.altKey || event.metaKey;
        const typed = event.target.matches('input[type=search], select') && event.key !== 'Escape';
        if (modified || typed || $('keys').open || !keys[event.key]) {
            return;
        }
        event.preventDefault();
        if (event.target === $('search')) {
            leaveSearch(grid);
        } else {
            keys[event.key]();
        }
    });
}

/** The first Escape clears a search, the next goes back to the grid. */
function leaveSearch(grid) {
    const search = $('search');
    if (search.value === '') {
        grid.focus();
    } else {
        search.value = '';
        search.dispatchEvent(new Event('input'));
    }
}

/** Light or dark is the system's choice, until the reader makes one; a page in a sandbox can't remember it. */
function bindTheme() {
    const button = $('theme');
    const apply = (theme) => {
        document.documentElement.dataset.theme = theme;
        button.textContent = `Theme: ${theme}`;
    };
    button.addEventListener('click', () => {
        const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
        apply(next);
        try {
            localStorage.setItem(THEME_KEY, next);
        } catch {
            button.title = 'The browser lets this page remember nothing';
        }
    });
    apply(rememberedTheme());
}

function rememberedTheme() {
    try {
        const remembered = localStorage.getItem(THEME_KEY);
        return THEMES.includes(remembered) ? remembered : 'system';
    } catch {
        return 'system';
    }
}

bindTheme();
try {
    start(readReport(await unpack($('report').textContent)));
} catch (problem) {
    $('shown').textContent = `The report can't be shown: ${problem.message}`;
    throw problem;
}
