// The coverage view around the list of its files: filters, search, order, and the programs that are not measured.

const FILE_FILTERS = [
    { name: 'all', label: 'all', matches: () => true },
    { name: 'missed', label: 'incomplete', matches: (file, part) => missedOf(file, part) > 0 },
    { name: 'single', label: 'in one environment only', matches: (file) => file.together.single > 0 },
];

function bindCoverage(coverage, grid) {
    const search = byId('coverage-search');
    const chosen = (id) => byId(id).value;
    const filters = FILE_FILTERS.map(({ name, label }) =>
        filterChoice(byId('coverage-filters'), 'coverage-filter', name, label),
    );
    const update = () => {
        const part = chosen('coverage-part');
        const { matches } = FILE_FILTERS[filters.findIndex(({ radio }) => radio.checked)];
        const terms = termsOf(search);
        const found = (file) => terms.every((term) => file.searched.includes(term));
        const shown = grid.show(
            coverage,
            part,
            chosen('coverage-order'),
            (file) => matches(file, part) && found(file),
        ).length;
        FILE_FILTERS.forEach((filter, index) => {
            const amount = coverage.files.filter((file) => filter.matches(file, part)).length;
            filters[index].amount.textContent = amount.toLocaleString('en');
        });
        byId('coverage-shown').textContent = `${shown.toLocaleString('en')} of ${count(coverage.files.length, 'file')}`;
        byId('no-file').hidden = shown > 0;
    };
    coverage.files.forEach((file) => {
        file.searched = [file.shown, ...file.together.functions.map(({ name }) => name)].join(' ').toLowerCase();
    });
    byId('coverage-tools').addEventListener('change', update);
    byId('coverage-tools').addEventListener('submit', (event) => event.preventDefault());
    search.addEventListener('input', update);
    update();
}

/** Lists the programs without a measurement, and the environments without coverage. */
function showNotMeasured({ notMeasured, others }) {
    const programs = notMeasured.map(({ program, reason, environments }) =>
        element(
            'li',
            {},
            element('b', {}, visible(program)),
            ` in ${visible(environments.join(', '))}: `,
            element('span', { class: 'aside' }, visible(reason)),
        ),
    );
    const rest = others.map((environment) =>
        element(
            'li',
            {},
            element('b', {}, visible(environment.name)),
            ': ',
            element('span', { class: 'aside' }, environment.failure ? 'the environment failed' : 'no coverage'),
        ),
    );
    byId('not-measured').hidden = programs.length + rest.length === 0;
    byId('not-measured').replaceChildren(
        element('h2', {}, 'Not measured'),
        element('ul', {}, ...programs, ...rest),
    );
    byId('not-measured-amount').replaceChildren(
        ...(programs.length === 0 ? [] : [`${count(programs.length, 'program')} not measured`]),
    );
    byId('not-measured-amount').hidden = programs.length === 0;
    byId('not-measured-amount').addEventListener('click', () => byId('not-measured').scrollIntoView());
}
