// The report as the page sees it: each test has a result, or none, in each environment, in the order of the columns.

const VERSION = 1;
const STATUSES = ['failed', 'skipped', 'passed'];
const SIGNS = { passed: '\u2713', failed: '\u2717', skipped: '\u2013' };

/** Undoes what HtmlPage did: base64 of gzip of JSON. */
async function unpack(packed) {
    const binary = atob(packed);
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).json();
}

function readReport(json) {
    if (json.version !== VERSION) {
        throw new Error(`the report is of version ${json.version}, and this page shows version ${VERSION}`);
    }
    const environments = (json.environments ?? []).map(readEnvironment);
    const columns = new Map(environments.map((environment, column) => [environment.name, column]));
    const tests = (json.tests ?? []).map((test, position) => readTest(test, position, columns, environments));
    for (const environment of environments) {
        environment.totals = totals(tests.map((test) => test.results[environment.column]));
    }
    return { created: said(json.created), environments, tests, totals: totals(tests.flatMap((test) => test.results)) };
}

function readEnvironment(json, column) {
    return {
        name: said(json.name),
        column,
        kernel: said(json.kernel),
        architecture: said(json.architecture),
        acceleration: said(json.acceleration),
        java: said(json.java),
        description: said(json.description),
        startMilliseconds: json.startMilliseconds ?? null,
        console: said(json.console),
        failure: json.failure === null || json.failure === undefined ? null : said(json.failure),
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
        className: said(json.class),
        name: said(json.name),
        results,
        agreement: agreement(results),
        slowest: Math.max(0, ...results.map((result) => result?.milliseconds ?? 0)),
    };
}

function readResult(json) {
    return {
        environment: said(json.environment),
        status: STATUSES.includes(json.status) ? json.status : 'failed',
        milliseconds: json.milliseconds ?? null,
        reason: said(json.reason),
        failure: json.failure ? { message: said(json.failure.message), trace: said(json.failure.trace) } : null,
        sections: (json.sections ?? []).map(({ title, text }) => ({ title: said(title), text: said(text) })),
    };
}

/** A test that is told of twice in one environment is as bad as its worse result. */
function worse(one, other) {
    return one !== null && STATUSES.indexOf(one.status) <= STATUSES.indexOf(other.status) ? one : other;
}

function said(value) {
    return value === null || value === undefined ? '' : String(value);
}

function totals(results) {
    const sums = { passed: 0, failed: 0, skipped: 0 };
    for (const result of results) {
        if (result !== null) {
            sums[result.status]++;
        }
    }
    return sums;
}

/** Environments disagree where a test passed in one and failed in another; a skip in one is a lesser difference. */
function agreement(results) {
    const { passed, failed, skipped } = totals(results);
    if (passed > 0 && failed > 0) {
        return 'disagree';
    }
    return skipped > 0 && passed + failed > 0 ? 'partly' : 'agree';
}

/** The texts of a result that can be read and compared, each with its title. */
function textsOf(result, environment) {
    const texts = [];
    if (result?.reason) {
        texts.push({ title: 'Reason', text: result.reason, prose: true });
    }
    if (result?.failure?.message) {
        texts.push({ title: 'Failure', text: result.failure.message, prose: true });
    }
    if (result?.failure?.trace) {
        texts.push({ title: 'Stack trace', text: result.failure.trace });
    }
    texts.push(...(result?.sections ?? []));
    if (environment.console) {
        texts.push({ title: 'Console', text: environment.console });
    }
    return numbered(texts);
}

/** Titles that occur twice are told apart, so that each finds its like in another environment. */
function numbered(texts) {
    const seen = new Map();
    return texts.map((text) => {
        const times = (seen.get(text.title) ?? 0) + 1;
        seen.set(text.title, times);
        return times === 1 ? text : { ...text, title: `${text.title} (${times})` };
    });
}

/** A class name in two parts: the package with its dot, and the rest. */
function classParts(className) {
    const dot = className.lastIndexOf('.') + 1;
    return [className.slice(0, dot), className.slice(dot)];
}
