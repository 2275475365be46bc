// The report as the page uses it: each test has a result or null for each environment, in the order of the columns.

const VERSION = 1;
const STATUSES = ['failed', 'skipped', 'passed'];
const SIGNS = { passed: '\u2713', failed: '\u2717', skipped: '\u2013' };

/** Reverses what HtmlPage does: base64 of gzip of JSON. */
async function unpack(packed) {
    const binary = atob(packed);
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).json();
}

function readReport(json) {
    if (json.version !== VERSION) {
        throw new Error(`its version is ${json.version}, and this page supports version ${VERSION}`);
    }
    const environments = (json.environments ?? []).map(readEnvironment);
    const columns = new Map(environments.map((environment, column) => [environment.name, column]));
    const tests = (json.tests ?? []).map((test, position) => readTest(test, position, columns, environments));
    for (const environment of environments) {
        environment.totals = totals(tests.map((test) => test.results[environment.column]));
    }
    return {
        created: stringOf(json.created),
        environments,
        tests,
        totals: totals(tests.flatMap((test) => test.results)),
        coverage: readCoverage(json.coverage, environments),
        amount: amountOf(tests),
    };
}

function readEnvironment(json, column) {
    return {
        name: stringOf(json.name),
        column,
        kernel: stringOf(json.kernel),
        architecture: stringOf(json.architecture),
        details: Object.entries(json.details ?? {}).map(([name, value]) => [name, stringOf(value)]),
        java: stringOf(json.java),
        description: stringOf(json.description),
        startMilliseconds: json.startMilliseconds ?? null,
        console: stringOf(json.console),
        failure: json.failure === null || json.failure === undefined ? null : stringOf(json.failure),
    };
}

function readTest(json, position, columns, environments) {
    const results = environments.map(() => null);
    for (const result of (json.results ?? []).map(readResult)) {
        const column = columns.get(result.environment);
        if (column !== undefined) {
            results[column] = worse(results[column], result);
        }
    }
    return {
        position,
        className: stringOf(json.class),
        name: stringOf(json.name),
        results,
        agreement: agreement(results),
        slowest: Math.max(0, ...results.map((result) => (result?.count === 1 ? (result.milliseconds ?? 0) : 0))),
    };
}

function readResult(json) {
    return {
        environment: stringOf(json.environment),
        status: STATUSES.includes(json.status) ? json.status : 'failed',
        count: json.count ?? 1,
        milliseconds: json.milliseconds ?? null,
        reason: stringOf(json.reason),
        failure: readFailure(json.failure),
        earlierFailure: readFailure(json.earlierFailure),
        sections: (json.sections ?? []).map(({ title, text }) => ({ title: stringOf(title), text: stringOf(text) })),
    };
}

function readFailure(json) {
    return json ? { message: stringOf(json.message), trace: stringOf(json.trace) } : null;
}

/** A flaky test passed only when the build ran it again. */
function isFlaky(result) {
    return result?.status === 'passed' && result.earlierFailure !== null;
}

/** Of two results of a test in one environment, the worse one counts. */
function worse(one, other) {
    return one !== null && STATUSES.indexOf(one.status) <= STATUSES.indexOf(other.status) ? one : other;
}

function stringOf(value) {
    return value === null || value === undefined ? '' : String(value);
}

function totals(results) {
    const sums = { passed: 0, failed: 0, skipped: 0 };
    for (const result of results) {
        if (result !== null) {
            sums[result.status] += result.count;
        }
    }
    return sums;
}

function sum({ passed, failed, skipped }) {
    return passed + failed + skipped;
}

/** Returns the number of tests in rows, of which some stand for several tests; TestCount counts them likewise. */
function amountOf(tests) {
    return [...groupByClass(tests).values()].map(amountOfClass).reduce((one, other) => one + other, 0);
}

function amountOfClass(tests) {
    const single = tests.filter(({ results }) => results.every((result) => result === null || result.count === 1));
    const columns = (tests[0]?.results ?? []).map((_, column) =>
        sum(totals(tests.map((test) => test.results[column]))),
    );
    return Math.max(single.length, ...columns);
}

function groupByClass(tests) {
    const groups = new Map();
    for (const test of tests) {
        if (!groups.has(test.className)) {
            groups.set(test.className, []);
        }
        groups.get(test.className).push(test);
    }
    return groups;
}

/** Environments disagree if the test passed in one and failed in another; a skip is a lesser difference. */
function agreement(results) {
    const { passed, failed, skipped } = totals(results);
    if (passed > 0 && failed > 0) {
        return 'disagree';
    }
    return skipped > 0 && passed + failed > 0 ? 'partly' : 'agree';
}

/** Returns the package with its trailing dot, and the rest of the class name. */
function classParts(className) {
    const dot = className.lastIndexOf('.') + 1;
    return [className.slice(0, dot), className.slice(dot)];
}
