// The texts of a result, each with a title. They show a line once, even if the report has it several times.

/** Returns the texts of a result, or of the environment if the result is null. */
function textsOf(result, environment) {
    const texts = [];
    if (result?.reason) {
        texts.push({ title: 'Reason', text: result.reason, message: true });
    }
    if (result?.failure) {
        texts.push(...failureTexts(result.failure));
    }
    if (result?.earlierFailure) {
        const earlier = failureTexts(result.earlierFailure);
        texts.push(...earlier.map((text) => ({ ...text, title: `${text.title} of an earlier run` })));
    }
    texts.push(...(result?.sections ?? []));
    if (environment.console && !isQuoted(environment.console, result, environment)) {
        texts.push({ title: 'Console', text: environment.console });
    }
    return numberTitles(texts);
}

function failureTexts({ message, trace }) {
    return [
        { title: 'Failure', text: message, message: true },
        { title: 'Stack trace', text: withoutMessage(trace, message) },
    ].filter(({ text }) => text !== '');
}

/** Removes the message from the first line of a trace: "Type: message" becomes "Type". */
function withoutMessage(trace, message) {
    const [header, type] = trace.startsWith(message) ? ['', ''] : (trace.match(/^([^\s:]+):\s+/) ?? ['', '']);
    const rest = trace.slice(header.length);
    const frames = rest.slice(message.length);
    if (!rest.startsWith(message) || !/^\s*(\n|$)/.test(frames)) {
        return trace;
    }
    return [type, frames.replace(/^\s*(\n|$)/, '')].filter(Boolean).join('\n');
}

/** Returns the failure of an environment, unless it is the failure of the result, too: then the result shows it. */
function environmentFailure(result, environment) {
    const failure = environment.failure?.trim() ?? null;
    return failure === null || result?.failure?.message.includes(failure)
        ? []
        : [{ title: 'The environment failed', text: failure, message: true }];
}

/** The failure of an environment that did not start quotes the console. */
function isQuoted(console, result, environment) {
    return [result?.failure?.message, environment.failure].some((message) => message?.includes(console.trim()));
}

/** Makes titles unique, so that each is compared with its counterpart in another environment. */
function numberTitles(texts) {
    const seen = new Map();
    return texts.map((text) => {
        const times = (seen.get(text.title) ?? 0) + 1;
        seen.set(text.title, times);
        return times === 1 ? text : { ...text, title: `${text.title} (${times})` };
    });
}
