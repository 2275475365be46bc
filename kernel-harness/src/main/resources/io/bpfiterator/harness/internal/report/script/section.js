// The sections of the panel: a text or the facts of an environment, which can be folded and copied.

/** Longer texts are shown in part until the reader asks for all: laying out millions of characters takes seconds. */
const MAX_CHARACTERS = 200_000;

/**
 * Creates a section.
 *
 * @param text what is copied
 * @param block returns the contents, which are created when the section is unfolded
 * @param note stands next to the title; by default, the number of lines
 * @param open whether the section is unfolded
 * @param remember called with true when the reader unfolds the section, and with false when the reader folds it
 */
function foldableSection({ title, text, block, note = count(linesOf(text).length, 'line'), open, remember }) {
    const content = element('div', { class: 'content' });
    const button = element('button', { type: 'button', class: 'fold' }, visible(title));
    const unfold = (unfolded) => {
        button.setAttribute('aria-expanded', String(unfolded));
        content.hidden = !unfolded;
        content.replaceChildren(...(unfolded ? [block()] : []));
    };
    button.addEventListener('click', () => {
        const unfolded = content.hidden;
        remember(unfolded);
        unfold(unfolded);
    });
    unfold(open);
    const copyButton = element(
        'button',
        {
            type: 'button',
            class: 'copy',
            'aria-label': `Copy ${visible(title)}`,
            click: (event) => copy(text, event.target),
        },
        'Copy',
    );
    const heading = element('h3', {}, button, element('span', { class: 'aside' }, note), copyButton);
    return element('section', { 'aria-label': visible(title) }, heading, content);
}

/** Copies a text to the clipboard, and shows on the button whether the browser allowed it. */
async function copy(text, button) {
    const label = button.textContent;
    try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
    } catch {
        button.textContent = 'Not allowed';
    }
    setTimeout(() => (button.textContent = label), 1500);
}

/** Messages are wrapped; other texts only if the reader wants it. */
function textBlock({ text, message }) {
    const pre = element('pre', { class: message ? 'message' : null, tabindex: 0 });
    const fill = (part) => pre.replaceChildren(visible(part));
    if (text.length <= MAX_CHARACTERS) {
        fill(text);
        return pre;
    }
    fill(text.slice(0, MAX_CHARACTERS));
    const rest = element('button', { type: 'button', class: 'rest' }, `Show all ${count(text.length, 'character')}`);
    rest.addEventListener('click', () => {
        fill(text);
        rest.remove();
    });
    return element('div', {}, pre, rest);
}

function factsOf(environment) {
    const facts = [
        ['Name', environment.name],
        ['Kernel', environment.kernel],
        ['Architecture', environment.architecture],
        ...environment.details,
        ['Java', environment.java],
        ['Machine', environment.description],
        ['Start', duration(environment.startMilliseconds)],
    ];
    return facts.filter(([, value]) => value !== '');
}

function factsText(environment) {
    return factsOf(environment)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join('');
}

function factsBlock(environment) {
    const items = factsOf(environment).flatMap(([name, value]) => [
        element('dt', {}, visible(name)),
        element('dd', {}, visible(value)),
    ]);
    return element('dl', {}, ...items);
}
