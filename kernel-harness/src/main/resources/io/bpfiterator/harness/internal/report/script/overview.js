// The top of the page: totals, and environments that failed.

function showTotals(report) {
    const disagreeing = report.tests.filter((test) => test.agreement === 'disagree').length;
    const broken = report.environments.filter((environment) => environment.failure !== null).length;
    const flaky = report.tests.flatMap((test) => test.results).filter(isFlaky).length;
    const { passed, failed, skipped } = report.totals;
    const items = [
        ['', count(report.amount, 'test')],
        ['', count(report.environments.length, 'environment')],
        ['passed', `${SIGNS.passed} ${passed.toLocaleString('en')} passed`],
        ['failed', `${SIGNS.failed} ${failed.toLocaleString('en')} failed`],
        ['skipped', `${SIGNS.skipped} ${skipped.toLocaleString('en')} skipped`],
        ['disagree', `${AGREEMENTS.disagree.sign} ${disagreeing.toLocaleString('en')} disagreeing`],
        ...(flaky > 0 ? [['skipped', `${flaky.toLocaleString('en')} flaky`]] : []),
        ...(broken > 0 ? [['failed', `${count(broken, 'environment')} failed`]] : []),
    ];
    byId('totals').replaceChildren(
        ...items.map(([name, text]) => element('li', { class: text.includes(' 0 ') ? 'zero' : name }, text)),
    );
    byId('created').textContent = visible(report.created)
        .replace('T', ' ')
        .replace(/(\.\d+)?Z$/, ' UTC');
}

/** Shows the environments that did not start or ended before their tests, each with its failure. */
function showFailedEnvironments(report, navigate) {
    const broken = report.environments.filter((environment) => environment.failure !== null);
    byId('failed-environments').hidden = broken.length === 0;
    byId('failed-environments').replaceChildren(
        ...broken.map((environment) =>
            element(
                'li',
                {},
                element('b', {}, visible(environment.name)),
                sum(environment.totals) === 0 ? ' did not start: ' : ' failed: ',
                element('span', { class: 'message' }, visible(environment.failure)),
                ' ',
                element(
                    'button',
                    { type: 'button', click: () => navigate({ test: null, environment, other: null }) },
                    'Details',
                ),
            ),
        ),
    );
}
