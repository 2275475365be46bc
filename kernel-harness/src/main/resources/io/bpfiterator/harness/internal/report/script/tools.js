// The tools above the grid: filters, search, order and folding.

const FILTERS = [
    { name: 'all', label: 'all', matches: () => true },
    { name: 'failed', label: 'failed', matches: (test) => hasResult(test, 'failed') },
    { name: 'disagree', label: 'disagreeing', matches: (test) => test.agreement === 'disagree' },
    { name: 'skipped', label: 'skipped', matches: (test) => hasResult(test, 'skipped') },
    { name: 'flaky', label: 'flaky', matches: (test) => test.results.some(isFlaky), isRare: true },
];

function hasResult({ results }, status) {
    return results.some((result) => result?.status === status);
}

function createFilters(report) {
    for (const { name, label, matches, isRare } of FILTERS) {
        if (isRare && !report.tests.some(matches)) {
            continue;
        }
        const { amount } = filterChoice(byId('filters'), 'filter', name, label);
        amount.textContent = amountOf(report.tests.filter(matches)).toLocaleString('en');
    }
}

/** Adds a radio button to a group, and returns it with the element for the number of what it shows. */
function filterChoice(root, group, name, label) {
    const radio = element('input', {
        type: 'radio',
        name: group,
        value: name,
        checked: name === 'all',
        autocomplete: 'off',
    });
    const amount = element('span', { class: 'aside' });
    root.append(element('label', {}, radio, `${label} `, amount));
    return { radio, amount };
}

function termsOf(search) {
    return search.value.toLowerCase().split(/\s+/).filter(Boolean);
}

function bindTools(report, grid) {
    const search = byId('search');
    const filter = () => {
        const chosen = FILTERS.find(({ name }) => name === document.querySelector('[name=filter]:checked').value);
        const terms = termsOf(search);
        const matches = (test) => chosen.matches(test) && terms.every((term) => test.searched.includes(term));
        const shown = amountOf(grid.filter(matches));
        byId('shown').textContent = `${shown.toLocaleString('en')} of ${count(report.amount, 'test')}`;
        byId('nothing').hidden = shown > 0;
    };
    report.tests.forEach((test) => (test.searched = `${test.className} ${test.name}`.toLowerCase()));
    byId('filters').addEventListener('change', filter);
    search.addEventListener('input', filter);
    byId('tools').addEventListener('submit', (event) => event.preventDefault());
    byId('order').addEventListener('change', (event) => {
        grid.sort(event.target.value);
        byId('fold').disabled = event.target.value === 'time';
    });
    byId('fold').addEventListener('click', (event) => {
        const fold = event.target.textContent === 'Fold all';
        grid.foldAll(fold);
        event.target.textContent = fold ? 'Unfold all' : 'Fold all';
    });
    byId('help').addEventListener('click', () => byId('keys').showModal());
    filter();
}
