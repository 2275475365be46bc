// Texts and elements. Whatever a report says is untrusted: it reaches the page as text nodes and attributes only.

/** What can't be seen, or changes how the text around it looks: controls, direction marks, half characters. */
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** Shows each character that can't be seen by a sign for it. */
function visible(text) {
    return text.replace(UNSEEN, signFor);
}

function signFor(character) {
    const code = character.codePointAt(0);
    if (code < 0x20) {
        return String.fromCodePoint(0x2400 + code);
    }
    return code === 0x7f ? '\u2421' : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/** Makes an element; a property that is a function listens, one that is null, undefined or false is left out. */
function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (typeof value === 'function') {
            made.addEventListener(name, value);
        } else if (value !== null && value !== undefined && value !== false) {
            made.setAttribute(name, value === true ? '' : value);
        }
    }
    made.append(...children);
    return made;
}

function duration(milliseconds) {
    if (milliseconds === null) {
        return '';
    }
    if (milliseconds < 1000) {
        return `${Math.round(milliseconds)} ms`;
    }
    if (milliseconds < 60_000) {
        return `${(milliseconds / 1000).toFixed(1)} s`;
    }
    return `${Math.floor(milliseconds / 60_000)} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
}

/** "1 test", "2,000 tests". */
function count(number, noun) {
    return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
