// The address of the page holds the selection, so that it can be shared and the browser's Back button works.

/** Puts a selection into the address. In a sandbox the browser may refuse that. */
function pushAddress(selection) {
    try {
        history.pushState(null, '', `#${selection === null ? '' : addressOf(selection)}`);
    } catch (problem) {
        console.info(`The address does not show the selection: ${problem.message}`);
    }
}

function addressOf({ test, environment, other }) {
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

/** Returns the selection of the address, or null. Lone surrogates are replaced in addresses, so also in the names. */
function selectionOf(report) {
    const parameters = new URLSearchParams(location.hash.slice(1));
    const is = (name, parameter) => name.toWellFormed() === parameters.get(parameter);
    const environment = report.environments.find((one) => is(one.name, 'environment'));
    const test = report.tests.find((one) => is(one.className, 'class') && is(one.name, 'test')) ?? null;
    if (!environment || (parameters.has('test') && !test)) {
        return null;
    }
    return { test, environment, other: report.environments.find((one) => is(one.name, 'with')) ?? null };
}
