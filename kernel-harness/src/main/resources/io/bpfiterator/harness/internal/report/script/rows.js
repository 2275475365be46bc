// The rows and cells of the grid.

const AGREEMENTS = {
    disagree: { sign: '\u2260', label: 'environments disagree' },
    partly: { sign: '\u2248', label: 'skipped in some' },
};

function headRow(report) {
    return element(
        'div',
        { role: 'row' },
        element('div', { role: 'columnheader', class: 'name', tabindex: -1 }, 'Test'),
        ...report.environments.map(headCell),
    );
}

function headCell(environment) {
    // A detail may give its reason in brackets; only the title has room for it.
    const details = environment.details.map(([, value]) => value);
    const short = details.map((value) => value.replace(/ \(.*\)$/s, ''));
    const machine = [environment.architecture, ...short].filter(Boolean).map(visible).join(' \u00b7 ');
    return element(
        'div',
        {
            role: 'columnheader',
            class: `environment${environment.failure === null ? '' : ' broken'}`,
            tabindex: -1,
            title: [environment.name, environment.kernel, environment.architecture, ...details]
                .map(visible)
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
    if (environment.failure !== null && sum(environment.totals) === 0) {
        return [element('span', { class: 'failed' }, 'did not start')];
    }
    return tally(environment.totals);
}

/** "✗ 2 ✓ 14", for screen readers "2 failed 14 passed". */
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

/** Returns the classes in the order of the report, each with its row, its row group and its tests. */
function groupsOf(report) {
    return [...groupByClass(report.tests)].map(([className, tests]) => groupOf(className, tests, report.environments));
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
    const [packageName, name] = classParts(className);
    return element(
        'div',
        { role: 'rowheader', class: 'name', tabindex: -1, 'aria-expanded': 'true', title: visible(className) },
        element('b', {}, visible(name)),
        element('span', { class: 'aside' }, ` ${visible(packageName.replace(/\.$/, ''))}`),
        element('span', { class: 'aside amount' }, count(amountOfClass(tests), 'test')),
    );
}

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
        const { sign, label } = agreement;
        cell.append(element('span', { class: 'agreement', role: 'img', 'aria-label': label, title: label }, sign));
    }
    return cell;
}

/** Returns a method's name, and its parameter types in a quieter color. */
function methodParts(name) {
    const [, method, parameters] = name.match(/^([^\s()]+)(\(.*\))$/s) ?? [null, name, ''];
    return [visible(method), element('span', { class: 'aside' }, visible(parameters))];
}

function resultCell(result, environment) {
    if (result === null) {
        const label = environment.failure === null ? 'no result' : 'no result: the environment failed';
        return element(
            'div',
            { role: 'gridcell', class: 'none', tabindex: -1, 'aria-label': label, title: label },
            '\u00b7',
        );
    }
    const time = result.status === 'skipped' ? '' : duration(result.milliseconds);
    const amount = result.count === 1 ? '' : count(result.count, 'test');
    const flaky = isFlaky(result) ? 'flaky' : '';
    const status = result.status === 'passed' ? flaky : result.status;
    const label = [result.status, flaky, amount, time].filter(Boolean).join(', ');
    const text = [SIGNS[result.status], status, amount, time].filter(Boolean).join(' ');
    return element('div', { role: 'gridcell', class: result.status, tabindex: -1, 'aria-label': label }, text);
}
