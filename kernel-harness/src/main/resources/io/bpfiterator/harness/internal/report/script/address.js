// The address of the page holds the selection, so that it can be shared and the browser's Back button works. It is
// null for the grid of the tests, and {coverage: true, file, line} for the coverage, whose file and line may be null.

/** The selection of the coverage without a file. */
const COVERAGE = { coverage: true, file: null, line: null };

/** Puts a selection into the address. In a sandbox the browser may refuse that. */
function pushAddress(selection) {
    try {
        history.pushState(null, '', `#${selection === null ? '' : addressOf(selection)}`);
    } catch (problem) {
        console.info(`The address does not show the selection: ${problem.message}`);
    }
}

function addressOf(selection) {
    return selection.coverage ? coverageAddress(selection) : resultAddress(selection);
}

function resultAddress({ test, environment, other }) {
    const parameters = new URLSearchParams();
    if (test) {
        parameters.set('class', test.className);
        parameters.set('test', test.name);
    }
    parameters.set('environment', environment.name);
    if (other) {
        parameters.set('with', other.name);
    }
    return parameters.toString();
}

/** "coverage/src/task.bpf.c:26" */
function coverageAddress({ file, line }) {
    const path = file ? `/${encodeURI(file.shown.toWellFormed())}` : '';
    return `coverage${path}${line ? `:${line}` : ''}`;
}

/** Returns the selection of the address, or null. Lone surrogates are replaced in addresses, so also in the names. */
function selectionOf(report) {
    const address = location.hash.slice(1);
    return report.coverage && /^coverage(\/|$)/.test(address)
        ? coverageOf(report.coverage, address)
        : resultOf(report, new URLSearchParams(address));
}

function resultOf(report, parameters) {
    const is = (name, parameter) => name.toWellFormed() === parameters.get(parameter);
    const environment = report.environments.find((one) => is(one.name, 'environment'));
    const test = report.tests.find((one) => is(one.className, 'class') && is(one.name, 'test')) ?? null;
    if (!environment || (parameters.has('test') && !test)) {
        return null;
    }
    return { test, environment, other: report.environments.find((one) => is(one.name, 'with')) ?? null };
}

function coverageOf({ files }, address) {
    const [, path, line] = address.match(/^coverage\/?(.*?)(?::(\d+))?$/s);
    const file = files.find((one) => encodeURI(one.shown.toWellFormed()) === path) ?? null;
    return { coverage: true, file, line: file && line ? Number(line) : null };
}
